/// The facts that cards declare, found by path or by role.
public struct FactIndex: Sendable {
    /// A fact of a section.
    public struct Entry: Sendable, Hashable {
        /// Id of the section.
        public let section: String
        /// What it is.
        public let spec: FactSpec

        /// `section/fact`.
        public var path: String { section + "/" + spec.id }
    }

    /// Every fact, in the order of the cards.
    public let entries: [Entry]
    private let byPath: [String: FactSpec]

    /// The facts of the cards, in their order.
    public init(_ cards: [Card]) {
        entries = cards.flatMap { card in card.facts.map { Entry(section: card.id, spec: $0) } }
        byPath = Dictionary(entries.map { ($0.path, $0.spec) }, uniquingKeysWith: { first, _ in first })
    }

    /// The spec of a fact by its path, and the member it is of when it is one of a family: `headline/recall@class=8`.
    public func spec(_ path: String) -> (spec: FactSpec, member: String?)? {
        let parts = path.split(separator: "@", maxSplits: 1).map(String.init)
        guard let first = parts.first, let spec = byPath[first] else { return nil }
        return (spec, parts.count == 2 ? parts[1] : nil)
    }

    /// The headline numbers, the lowest rank first.
    public var tiles: [Entry] {
        entries.filter { $0.spec.tile != nil }.sorted { ($0.spec.tile?.rank ?? 0) < ($1.spec.tile?.rank ?? 0) }
    }

    /// The fact of an audit that has the role, when the audit states it.
    public func fact(_ role: FactRole, in audit: Audit) -> Fact? { stated(role, in: audit)?.fact }

    /// The same with the section that states it.
    public func stated(_ role: FactRole, in audit: Audit) -> (section: Section, fact: Fact)? {
        for entry in entries where entry.spec.role == role {
            if let section = audit.section(entry.section), let fact = section.fact(entry.spec.id) {
                return (section, fact)
            }
        }
        return nil
    }

    /// The class that the fact with the role is of, as the term it names says.
    public func className(_ role: FactRole, in audit: Audit) -> String? {
        for entry in entries where entry.spec.role == role {
            if let name = className(entry, in: audit) { return name }
        }
        return nil
    }

    /// The class that a fact is of, as the term it names says.
    public func className(_ entry: Entry, in audit: Audit) -> String? {
        guard let term = entry.spec.classTerm else { return nil }
        return audit.section(entry.section)?.terms.first { $0.id == term }?.text
    }

    /// The class that the fact at a path is of, as the term it names says.
    public func className(at path: String, in audit: Audit) -> String? {
        entries.first { $0.path == path }.flatMap { className($0, in: audit) }
    }

    /// The facts of an audit that a family with the role states, by member: the `8` of `class=8`.
    public func members(_ role: FactRole, in audit: Audit) -> [(name: String, fact: Fact)] {
        entries.filter { $0.spec.role == role }.flatMap { entry -> [(name: String, fact: Fact)] in
            guard let members = entry.spec.members, let section = audit.section(entry.section) else { return [] }
            let prefix = "\(entry.spec.id)@\(members.rawValue)="
            return section.facts.filter { $0.id.hasPrefix(prefix) }.map { (String($0.id.dropFirst(prefix.count)), $0) }
        }
    }

    /// The interval of a fact's change since the baseline that a comparison tests pair by pair; `nil` for a fact whose
    /// change is tested class by class, or not at all.
    public func testedChange(_ path: String, in audit: Audit) -> Interval? {
        guard let (spec, _) = spec(path), spec.classTerm == nil, let role = spec.change else { return nil }
        return fact(role, in: audit)?.interval
    }

    /// The paired interval of what moved since the baseline: the fact's own, or that of the fact that tests it; of a fact of
    /// the class that is worst now, that of the change of this class.
    public func changeInterval(_ path: String, _ fact: Fact, in audit: Audit) -> Interval? {
        guard let (spec, _) = spec(path), let role = spec.change else { return fact.change }
        guard spec.classTerm != nil else { return testedChange(path, in: audit) ?? fact.change }
        let name = className(at: path, in: audit)
        return members(role, in: audit).first { $0.name == name }?.fact.interval ?? fact.change
    }

    /// Whether the fact at a path is the one whose change the comparison pairs item by item.
    public func isPairedByChange(_ path: String) -> Bool { spec(path)?.spec.change == .change }

    /// Whether the fact at a path has a role.
    public func has(_ role: FactRole, _ path: String) -> Bool {
        entries.contains { $0.spec.role == role && $0.path == path }
    }

    /// The sections of an audit that state the role.
    public func sections(_ role: FactRole, in audit: Audit) -> [Section] {
        entries.filter { $0.spec.role == role }.compactMap { audit.section($0.section) }
    }
}

/// Flags by which sections say what a page over all of them has to know.
public enum CommonFlag: String, Sendable {
    /// The whole is worse than the baseline, beyond chance.
    case worse
    /// The whole is better than the baseline, beyond chance.
    case better
    /// The whole cannot be told apart from the baseline.
    case undecided
    /// A class is worse than in the baseline, beyond chance.
    case anyClassWorse = "any_class_worse"
    /// The images without a detection are too many or too regular to be chance.
    case looksCut = "looks_cut"
}

extension Section {
    /// Whether a flag holds.
    public func holds(_ flag: CommonFlag) -> Bool { holds(flag.rawValue) }
}
