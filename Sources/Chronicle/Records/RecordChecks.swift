// What a record names has to exist, what it states has to be what the archive counts, and what waits for itself never ends.

import Archive
import Diagnostics
import Record

/// What records may name.
struct KnownNames {
    /// Every record, by kind.
    let records: [RecordKind: [String]]
    /// Roles of governance.yml; empty where it lists none, and then any is one.
    let roles: [String]
    /// The audits of each data set; empty where nothing is archived yet, and then what only an archive knows is not asked for.
    let audits: [(dataset: String?, audits: [ArchivedAudit])]
    /// Names and facts of the gates that a version is judged by.
    let gates: [String]
    /// The day of the newest data.
    let today: Day?
    private let units: [String: Quantity]
    private let modes: [String]
    private let versions: [String]
    private let facts: Set<String>
    private let datasets: [String]
    /// What may not be archived yet.
    let expecting: Upcoming

    /// `gates` are those of misread.yml, a list a data set; those of the newest audit where `nil`. `expecting` is what
    /// may not be archived yet.
    init(
        _ documents: [RecordDocument], roles: [String], audits: [(dataset: String?, audits: [ArchivedAudit])],
        gates: [[GateRule]?] = [], expecting: Upcoming = Upcoming()
    ) {
        var records: [RecordKind: [String]] = [:]
        for document in documents {
            if let kind = document.schema.kind { records[kind, default: []].append(document.id) }
        }
        self.records = records
        self.roles = roles
        self.audits = audits
        let all = audits.flatMap(\.audits).map(\.audit)
        let waived = Set(documents.filter { $0.schema.kind == .waiver }.compactMap { $0.form.text("version") })
        self.gates =
            waived.isEmpty
            ? []
            : audits.enumerated().flatMap { place, part -> [String] in
                guard let newest = part.audits.last?.audit else { return [] }
                let rules = (gates.indices.contains(place) ? gates[place] : nil) ?? newest.policyOfItsDay.gates
                // A gate of each class is one by name for every class that an audit has.
                let judged = part.audits.filter {
                    $0.audit.version.name == newest.version.name || waived.contains($0.audit.version.name)
                }
                return judged.flatMap {
                    $0.audit.judged(by: rules).gates.flatMap { [$0.name, $0.fact].compactMap(\.self) }
                }
                    + rules.flatMap { [$0.name, $0.fact].compactMap(\.self) }
            }
        today = all.compactMap { Day($0.version.date) }.max()
        units = Dictionary(
            all.flatMap { audit in
                audit.sections.flatMap { section in section.facts.map { (section.id + "/" + $0.id, $0.unit) } }
            }, uniquingKeysWith: { $1 })
        modes = Set(all.flatMap { $0.findings.map(\.id) }).sorted()
        self.expecting = expecting
        let archived = all.inOrder(of: { $0.version.name })
        versions = archived + expecting.versions.filter { !archived.contains($0) }
        facts = Set(
            all.flatMap { audit in audit.sections.flatMap { section in section.facts.map { section.id + "/" + $0.id } }
            })
        let audited = all.inOrder(of: { $0.dataset.name })
        datasets = audited + expecting.datasets.filter { !audited.contains($0) }
    }

    /// Whether anything is archived.
    var hasAudits: Bool { audits.contains { !$0.audits.isEmpty } }

    /// The audit of a version, on a data set where one is named.
    func audit(_ version: String, _ dataset: String?) -> ArchivedAudit? {
        audits.lazy.flatMap(\.audits).first {
            $0.audit.version.name == version && (dataset == nil || $0.audit.dataset.name == dataset)
        }
    }

    /// The unit of a fact, of a family that of any member; `nil` where no audit states it.
    func unit(of fact: String) -> Quantity? {
        if let unit = units[fact] { return unit }
        guard let family = fact.split(separator: "@", maxSplits: 1).first.map({ $0 + "@" }), fact.contains("@") else {
            return nil
        }
        return units.lazy.filter { $0.key.hasPrefix(family) }.map(\.value).first
    }

    /// What is wrong with a name; `nil` where it is known.
    func problem(_ name: String, _ link: RecordLink) -> (what: String, nearest: String?)? {
        func unknown(_ what: String, among names: [String]) -> (String, String?)? {
            names.contains(name) ? nil : (what, nearestName(to: name, in: names))
        }
        switch link {
        case .record(let kind):
            return unknown("there is no \(kind.rawValue) \"\(name)\"", among: records[kind] ?? [])
        case .mode:
            guard hasAudits, !modes.contains(where: { FormerNames.isSameMode($0, name) }) else { return nil }
            return ("no audit has a failure mode \"\(name)\"", nearestName(to: name, in: modes))
        case .version: return versions.isEmpty ? nil : unknown("no version \"\(name)\" is archived", among: versions)
        case .dataset: return datasets.isEmpty ? nil : unknown("no audit is of a data set \"\(name)\"", among: datasets)
        // What `misread new` writes is nobody's role yet.
        case .role:
            return roles.isEmpty || name == RecordPlaceholder.role.rawValue
                ? nil : unknown("governance.yml lists no role \"\(name)\"", among: roles)
        case .fact:
            // Of a family any member: which classes there are, a later version may know.
            let family = name.split(separator: "@", maxSplits: 1).first.map { $0 + "@" } ?? ""
            let isMember = name.hasSuffix("=*") && facts.contains { $0.hasPrefix(family) }
            guard hasAudits, !isMember else { return nil }
            return unknown("no audit states \"\(name)\"", among: facts.sorted())
        case .evidence:
            if let kind = RecordKind(ofID: name), kind.isID(name) { return problem(name, .record(kind)) }
            let tail = name.split(separator: "-").last.map(String.init) ?? ""
            let isMode = name.contains("-") && tail.utf8.count == 6 && UInt32(tail, radix: 16) != nil
            return isMode ? problem(name, .mode) : nil
        }
    }
}

extension Sequence {
    /// A text of each, each once, in their order.
    fileprivate func inOrder(of text: (Element) -> String) -> [String] {
        var seen: Set<String> = []
        return map(text).filter { seen.insert($0).inserted }
    }
}

/// Holds records against each other and against the archive.
struct RecordChecks {
    let records: Records
    let documents: [RecordDocument]
    let known: KnownNames

    /// Adds everything that is wrong.
    func check(_ problems: inout ProblemList) {
        for document in documents {
            for named in NamedThing.all(of: document) {
                guard let (what, nearest) = known.problem(named.name, named.link) else { continue }
                problems.add(
                    Problem(
                        at: Place(file: document.file, row: named.row, field: named.path), what,
                        suggestion: nearest.map { "did you mean \"\($0)\"?" }))
            }
            examples(document, &problems)
            alarm(document, &problems)
            for figure in Figure.all(of: document) {
                if let problem = figure.problem(in: document.file, audit: { known.audit($0, $1)?.audit }) {
                    problems.add(problem)
                }
            }
        }
        for audit in known.audits.flatMap(\.audits).map(\.audit) {
            for action in audit.version.actions ?? [] {
                guard let (what, nearest) = known.problem(action, .record(.action)) else { continue }
                problems.add(
                    Problem(
                        at: Place(file: "versions/\(audit.version.name)/version.yml", field: "actions"), what,
                        suggestion: nearest.map { "did you mean \"\($0)\"?" }))
            }
        }
        cycles("depends_on", &problems)
        cycles("supersedes", &problems)
        for decision in records.decisions { check(decision, &problems) }
        agreement(&problems)
        for one in documents where one.schema.kind == .case {
            if one.form.node("images") == nil, one.form.node("where") == nil { continue }
            let asksImages = one.form.text("expect")?.hasPrefix(RegressionCase.fact) ?? false
            if asksImages != (one.form.node("images") != nil), one.form.node("expect") != nil {
                problems.add(
                    Problem(
                        at: one.place("expect"),
                        asksImages
                            ? "\(RegressionCase.fact) is asked of images, and the case lists none"
                            : "a case of images is asked for the share of them that is right",
                        suggestion: asksImages ? "add images:" : "\(RegressionCase.fact) >= 0.9"))
            }
            slice(CaseRecord(record: one), &problems)
        }
    }

    /// A case of a slice asks of a number that is of the slice: one of all images would be shown as if it were.
    private func slice(_ one: CaseRecord, _ problems: inout ProblemList) {
        guard let condition = one.slice.first, let fact = one.expect?.fact, fact != RegressionCase.fact else { return }
        let member = fact.split(separator: "@", maxSplits: 1).dropFirst().first
        let wanted = condition.attribute == "label" ? "class=" + condition.value : nil
        guard member == nil || wanted.map({ member != Substring($0) }) ?? false else { return }
        problems.add(
            Problem(
                at: one.record.place("expect"),
                "\"\(fact)\" is not of the images with \(one.slice.map { "\($0.attribute)=\($0.value)" }.joined(separator: ", "))",
                suggestion: wanted.map { "name the class: headline/recall@\($0)" }
                    ?? "name a declared slice: FACT@slice=NAME"))
    }

    /// Images that an incident shows are in the audit of its version; `redacted` stands for one that is not to be named. What the
    /// archive of a detector keeps is not by image.
    private func examples(_ record: RecordDocument, _ problems: inout ProblemList) {
        guard record.schema.kind == .incident, let version = record.form.text("model.version") else { return }
        let audits = known.audits.flatMap(\.audits).filter {
            $0.audit.version.name == version && $0.audit.task == .classification
        }
        let images = known.expecting.images[version]
        guard !audits.isEmpty || images != nil else { return }
        for image in record.form.nodes("examples") where image.text != "redacted" {
            if audits.contains(where: { $0.outcomes.row(of: image.text) != nil }) { continue }
            if audits.isEmpty, images?.contains(image.text) ?? true { continue }
            problems.add(
                Problem(
                    at: Place(file: record.file, row: image.row, field: "examples"),
                    "\(audits.isEmpty ? version : "the audit of \(version)") has no image \"\(image.text)\"",
                    suggestion: "write redacted for one that is not to be named"))
        }
    }

    /// Records that wait for themselves, each circle once.
    private func cycles(_ key: String, _ problems: inout ProblemList) {
        var next: [String: [String]] = [:]
        for document in documents { next[document.id] = document.form.texts(key) }
        var done: Set<String> = []
        for start in documents where !done.contains(start.id) {
            var path: [String] = []
            func visit(_ id: String) -> [String]? {
                if let place = path.firstIndex(of: id) { return Array(path[place...]) + [id] }
                if !done.insert(id).inserted { return nil }
                path.append(id)
                defer { path.removeLast() }
                for other in next[id] ?? [] {
                    if let circle = visit(other) { return circle }
                }
                return nil
            }
            guard let circle = visit(start.id), let first = documents.first(where: { $0.id == circle.first }) else {
                continue
            }
            problems.add(
                Problem(
                    at: first.place(key), "\(first.id) comes back to itself: \(circle.joined(separator: " -> "))",
                    suggestion: "leave one of them out"))
        }
    }

    private func check(_ decision: DecisionRecord, _ problems: inout ProblemList) {
        let record = decision.record
        let needed = records.governance.approvals(decision.type)
        let count = Set(decision.approvers.map { PersonName.folded($0.name) }).count
        if count > 0, count < needed {
            problems.add(
                Problem(
                    at: record.place("approvers"),
                    "governance.yml asks for \(needed) approvers of a decision of type \(decision.type); \(count) \(count == 1 ? "is" : "are") named"
                ))
        }
        if let date = record.form.day("date") {
            for approver in decision.approvers where approver.at.map({ $0 < date }) ?? false {
                problems.add(
                    Problem(at: record.place("approvers"), "\"\(approver.name)\" approved it before its date, \(date)"))
            }
        }
        guard known.hasAudits, records.superseding(decision.id) == nil else { return }
        for (place, evidence) in decision.evidence.enumerated() {
            guard let audit = known.audit(evidence.version, evidence.dataset), !audit.stands(for: evidence.digest),
                evidence.digest.utf8.count == 64
            else { continue }
            problems.add(
                Problem(
                    at: Place(file: record.file, row: evidence.row, field: "evidence[\(place)].audit_sha256"),
                    "the archived audit of \(evidence.version) has the SHA-256 \(audit.digest): the decision rests on another",
                    suggestion: "decide on this one, in a decision that supersedes \(decision.id)"))
        }
        if !decision.evidence.contains(where: { $0.version == decision.version }) {
            problems.add(
                Problem(
                    at: record.place("evidence"),
                    "it rests on no audit of \(decision.version), the version that it decides on"))
        }
    }
}

/// Something that a record names, and where.
struct NamedThing {
    let path: String
    let row: Int
    let name: String
    let link: RecordLink

    /// Everything that a record names.
    static func all(of record: RecordDocument) -> [NamedThing] { all(record.schema.fields, record.form, "") }

    private static func all(_ fields: [RecordField], _ form: RecordForm, _ path: String) -> [NamedThing] {
        fields.flatMap { field -> [NamedThing] in
            let full = path.isEmpty ? field.key : path + "." + field.key
            func named(_ link: RecordLink) -> [NamedThing] {
                form.nodes(field.key).map { NamedThing(path: full, row: $0.row, name: $0.text, link: link) }
            }
            func inside(_ fields: [RecordField]) -> [NamedThing] {
                form.forms(field.key).enumerated().flatMap { all(fields, $0.element.form, "\(full)[\($0.offset)]") }
            }
            switch field.kind {
            case .link(let link), .links(let link): return named(link)
            case .form(let fields): return all(fields, form.form(field.key), full)
            case .figure: return all(Figure.fields, form.form(field.key), full)
            case .forms(let fields): return inside(fields)
            case .figures: return inside(Figure.fields)
            case .linksOrForms(let link, let fields): return named(link) + inside(fields)
            case .gate, .gates:
                return form.nodes(field.key).compactMap { node in
                    guard let gate = try? GateExpression(node.text), gate.fact != RegressionCase.fact else {
                        return nil
                    }
                    return NamedThing(path: full, row: node.row, name: gate.fact, link: .fact)
                }
            default: return []
            }
        }
    }
}
