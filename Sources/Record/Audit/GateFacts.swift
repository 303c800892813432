// A gate on a fact that does not exist can never fail, so it is refused before anything is counted.

import Columns
import Diagnostics

/// What gates may ask of: the facts that the cards of a task declare, the families among them by their members.
public struct GateFacts: Sendable {
    private let cards: [Card]
    private let other: [Card]
    /// Members by the key of a family: the classes of `class`, the declared slices of `slice`, the scores of `score`, the labels of `label`, the
    /// attributes of `group`, the suite's cases of `case`, the explanations of `explanation`, then the levels of each factor.
    private var members: [(key: String, values: [String])] { fixed + runs }
    private let fixed: [(key: String, values: [String])]
    /// The levels of each factor.
    private let runs: [(key: String, values: [String])]
    private let task: TaskKind

    /// The facts of a workspace with these classes, runs under a change and declared slices, by what the cards of its task
    /// declare.
    public init(
        task: TaskKind, classes: [String], runs: [(factor: String, level: String)] = [], slices: [String] = [],
        groups: [String] = [], cases: [String] = [], cards: [Card]
    ) {
        self.task = task
        self.cards = cards.filter { $0.tasks.contains(task) }
        other = cards.filter { !$0.tasks.contains(task) }
        var levels: [(key: String, values: [String])] = []
        for run in runs {
            if let index = levels.firstIndex(where: { Name($0.key) == Name(run.factor) }) {
                if !levels[index].values.contains(run.level) { levels[index].values.append(run.level) }
            } else {
                levels.append((run.factor, [run.level]))
            }
        }
        fixed = Self.fixed(classes, slices, groups, cases)
        self.runs = levels
    }

    private static func fixed(
        _ classes: [String], _ slices: [String], _ groups: [String], _ cases: [String]
    ) -> [(key: String, values: [String])] {
        [
            (FactSpec.Members.classes.rawValue, classes), (FactSpec.Members.slices.rawValue, slices),
            (FactSpec.Members.scores.rawValue, FactSpec.scores), (FactSpec.Members.labels.rawValue, classes),
            (FactSpec.Members.groups.rawValue, groups), (FactSpec.Members.cases.rawValue, cases),
            (FactSpec.Members.explanations.rawValue, FactSpec.explanations),
        ]
    }

    /// The members of a kind that is the same for every factor.
    private func members(_ kind: FactSpec.Members) -> (key: String, values: [String]) {
        fixed.first { $0.key == kind.rawValue } ?? (kind.rawValue, [])
    }

    /// Every fact that a gate may name, by path, in the order of the cards; of a family those of each member, or the
    /// family's own pattern, `recall@class=...`, where the members are not known.
    public var all: [(path: String, spec: FactSpec)] {
        cards.flatMap { card in card.facts.flatMap { spec in paths(of: spec, card.id).map { ($0, spec) } } }
    }

    private func paths(of spec: FactSpec, _ section: String) -> [String] {
        let path = section + "/" + spec.id
        switch spec.members {
        case nil: return [path]
        case .runs: return runs.isEmpty ? ["\(path)@change=..."] : paths(path, runs) + ["\(path)@*"]
        case let kind?: return paths(path, [members(kind)])
        }
    }

    private func paths(_ path: String, _ members: some Sequence<(key: String, values: [String])>) -> [String] {
        members.flatMap { member in
            (member.values.isEmpty
                ? [["slice", "group", "case"].contains(member.key) ? "*" : "..."] : member.values + ["*"]).map {
                    "\(path)@\(member.key)=\($0)"
                }
        }
    }

    /// What is wrong with the gates, one problem for each that asks of no fact there is.
    public func problems(of gates: [GateRule], in file: String = "misread.yml") -> [Problem] {
        gates.compactMap { gate in
            (problem(of: gate.fact) ?? problem(ofBound: gate)).map { what, way in
                Problem(at: Place(file: file, field: "gates"), "\"\(gate.fact)\": \(what)", suggestion: way)
            }
        }
    }

    /// A bound that no value of the fact can be near: shares and differences of shares are 0.9, not 90.
    private func problem(ofBound gate: GateRule) -> (what: String, way: String?)? {
        let parts = gate.fact.split(separator: "/", maxSplits: 1).map(String.init)
        let name = parts.last?.split(separator: "@", maxSplits: 1).first.map(String.init) ?? ""
        guard let spec = cards.first(where: { $0.id == parts.first })?.fact(name) else { return nil }
        let bound: Double
        switch gate.bound {
        case .atLeast(let value), .atMost(let value): bound = value
        }
        let range: ClosedRange<Double>
        switch spec.unit {
        case .proportion: range = 0...1
        case .points: range = -1...1
        case .count, .score, .pValue, .ratio, .raw: return nil
        }
        switch gate.bound {
        case .atLeast(range.lowerBound), .atMost(range.upperBound):
            return ("every value there is keeps the bound \(short(bound))", "a bound that can fail is meant")
        case .atLeast, .atMost: break
        }
        guard !range.contains(bound) else { return nil }
        let what =
            "its values lie in \(Int(range.lowerBound))...\(Int(range.upperBound)), and the bound is \(short(bound))"
        return (what, range.contains(bound / 100) ? "did you mean \(short(bound / 100))?" : nil)
    }

    private func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
    }

    private func problem(of path: String) -> (what: String, way: String?)? {
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return ("this is not the path of a fact", "for instance headline/accuracy") }
        let (section, id) = (parts[0], parts[1])
        guard let card = cards.first(where: { Name($0.id) == Name(section) }) else {
            if other.contains(where: { Name($0.id) == Name(section) }) {
                return (
                    "the section \(section) is not of the task \(task.rawValue)", plain(id, besides: section) ?? whole
                )
            }
            return ("there is no section \(section)", meant(section, id) ?? sections)
        }
        let name = id.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isFamily = card.fact(name[0])?.members != nil
        guard name.count == 2 else {
            if isFamily { return ("the fact is one of a family", "say of which: \(section)/\(example(name[0], card))") }
            if card.factIDs.contains(id) { return nil }
            return ("\(section) states no such fact", nearest(id, in: card))
        }
        guard isFamily else { return ("\(section) states no family \(name[0])", nearest(name[0], in: card)) }
        return problem(ofMember: name[1], family: "\(section)/\(name[0])")
    }

    private func problem(ofMember text: String, family: String) -> (what: String, way: String?)? {
        if text == "*" { return nil }
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return ("a member is written key=value", "for instance \(family)@class=...") }
        guard let values = members.first(where: { Name($0.key) == Name(parts[0]) })?.values else {
            // A condition that nothing was run under yet is not measured; a misspelt one would never be.
            return nearestName(to: parts[0], in: members.map(\.key)).map { near in
                ("there is no \(parts[0]) to ask of", "did you mean \(family)@\(near)=...?")
            }
        }
        let isFixed = FactSpec.Members(rawValue: parts[0]).map { $0 != .runs } ?? false
        if !isFixed || parts[1] == "*" || values.contains(where: { Name($0) == Name(parts[1]) }) { return nil }
        let near = nearestName(to: parts[1], in: values)
        return ("no \(parts[0]) is called \(parts[1])", near.map { "did you mean \(family)@\(parts[0])=\($0)?" })
    }

    /// What a path of no section is meant for: a fact that there is, or nothing.
    private func meant(_ section: String, _ id: String) -> String? {
        let name = id.split(separator: "@", maxSplits: 1).first.map(String.init) ?? id
        if let card = cards.first(where: { $0.id == name && $0.factIDs.contains(section) }) {
            return "did you mean \(card.id)/\(section)?"
        }
        let stating = cards.filter { $0.factIDs.contains(name) }
        let near = nearestName(to: section, in: stating.map(\.id))
        let nearest =
            stating.first { section.hasPrefix($0.id) } ?? stating.first { $0.id == near } ?? stating.first
        if let card = nearest {
            let isFamily = card.fact(name)?.members != nil
            return "did you mean \(card.id)/\(isFamily && id == name ? example(name, card) : id)?"
        }
        guard let other = nearestName(to: section, in: cards.map(\.id)),
            let card = cards.first(where: { $0.id == other }), let fact = nearestName(to: name, in: card.factIDs)
        else { return nil }
        return "did you mean \(card.id)/\(card.fact(fact)?.members == nil ? fact : example(fact, card))?"
    }

    /// A fact of that name which is no family.
    private func plain(_ id: String, besides section: String) -> String? {
        cards.first { $0.id != section && $0.fact(id).map { $0.members == nil } ?? false }
            .map { "did you mean \($0.id)/\(id)?" }
    }

    /// The number for the whole, of this task.
    private var whole: String? {
        for card in cards {
            if let fact = card.facts.first(where: { $0.role == .whole && $0.members == nil }) {
                return "the number for the whole is \(card.id)/\(fact.id) here"
            }
        }
        return nil
    }

    /// The nearest fact of a section, else that of another section with the very name.
    private func nearest(_ id: String, in card: Card) -> String? {
        if let near = nearestName(to: id, in: card.factIDs) {
            return "did you mean \(card.id)/\(card.fact(near)?.members == nil ? near : example(near, card))?"
        }
        return nearest(id, besides: card.id)
    }

    private func nearest(_ id: String, besides section: String) -> String? {
        let stating = cards.filter { $0.id != section && $0.factIDs.contains(id) }
        if let card = stating.first(where: { $0.fact(id)?.members == nil }) { return "did you mean \(card.id)/\(id)?" }
        return stating.first.map { "did you mean \($0.id)/\(example(id, $0))?" }
    }

    private func example(_ family: String, _ card: Card) -> String {
        let key =
            switch card.fact(family)?.members {
            case .runs: runs.last ?? ("change", [])
            case let kind?: members(kind)
            case nil: members(.classes)
            }
        return "\(family)@\(key.key)=\(key.values.first ?? "...")"
    }

    private var sections: String { "the sections are " + cards.map(\.id).joined(separator: ", ") }
}
