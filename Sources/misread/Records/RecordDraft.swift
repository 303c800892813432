import Archive
import Chronicle
import Columns
import Diagnostics
import Findings
import Pages
import Record

/// What the archive knows of a record that is to be written.
struct RecordDraft {
    let id: String
    let text: String

    /// A draft about a version, the newest unless named, and a failure mode where one is named. Throws where either is not
    /// archived. Its id is neither one of the records nor one that was found `taken`.
    init(
        _ kind: RecordKind, _ chronicles: Chronicles, version: String?, mode: String?, _ phrases: Phrases,
        besides taken: [String] = []
    ) throws {
        let ids = chronicles.recordIDs + taken
        let audits = chronicles.parts.flatMap(\.chronicle.audits)
        guard let newest = audits.inOrderOfVersions.last else {
            throw Problem("nothing is archived, so nothing can be filled in", suggestion: "run `misread build` first")
        }
        if kind == .alarm {
            let draft = try AlarmDraft(chronicles, id: mode)
            id = RecordStarter.nextID(kind, year: 1970, among: ids)
            text =
                RecordStarter(
                    kind, filled: draft.filled(id, date: newest.audit.version.date), facts: ExampleFacts(newest.audit)
                ).text
            return
        }
        let names = chronicles.versions.map(\.name)
        let wanted = version ?? newest.audit.version.name
        guard names.contains(wanted) else {
            let near = nearestName(to: wanted, in: names)
            throw Problem("no version \"\(wanted)\" is archived", suggestion: near.map { "did you mean \"\($0)\"?" })
        }
        var parts = chronicles.parts.filter { $0.chronicle.audit(wanted) != nil }
        var finding: Finding?
        if let mode {
            let all = audits.flatMap { $0.audit.findings.map(\.id) }
            // The version that is asked for, else the newest that lists it.
            let order = version.map { [$0] } ?? names.reversed()
            search: for name in order {
                for part in chronicles.parts {
                    guard
                        let found = part.chronicle.audit(name)?.audit.findings.first(where: {
                            FormerNames.isSameMode($0.id, mode)
                        })
                    else { continue }
                    finding = found
                    parts = [part]
                    break search
                }
            }
            guard finding != nil else {
                let near = nearestName(to: mode, in: Set(all).sorted())
                throw Problem(
                    version.map { "the audit of \($0) does not list \"\(mode)\"" }
                        ?? "no audit has a failure mode \"\(mode)\"",
                    suggestion: near.map { "did you mean \"\($0)\"?" })
            }
        }
        let part = parts.first ?? chronicles.parts[0]
        let name =
            version
            ?? finding.flatMap { finding in
                part.chronicle.audits.last { $0.audit.findings.contains { $0.id == finding.id } }?.audit.version.name
            } ?? wanted
        guard let archived = part.chronicle.audit(name) else {
            throw Problem("no version \"\(name)\" is archived on \(part.dataset ?? "this data set")")
        }
        let date = archived.audit.version.date
        id = RecordStarter.nextID(
            kind, year: Int(newest.audit.version.date.prefix(4)) ?? 1970, among: ids)
        let source = Source(
            kind: kind, id: id, archived: archived, audits: parts.compactMap { $0.chronicle.audit(name) },
            judged: part.chronicle.judged(archived),
            isReady: parts.allSatisfy { part in
                part.chronicle.audit(name).map { audit in
                    Verdict(audit: part.chronicle.judged(audit), facts: Catalog.facts, phrases: phrases).isReady
                } ?? true
            }, finding: finding, date: date,
            isSeveral: chronicles.isSeveral, incidents: chronicles.parts.flatMap(\.chronicle.incidents))
        text = RecordStarter(kind, filled: source.filled, facts: ExampleFacts(archived.audit)).text
    }
}

/// The values that can be filled in.
private struct Source {
    let kind: RecordKind
    let id: String
    let archived: ArchivedAudit
    let audits: [ArchivedAudit]
    let judged: Audit
    /// Whether it is ready on every data set.
    let isReady: Bool
    let finding: Finding?
    let date: String
    let isSeveral: Bool
    let incidents: [Incident]

    private var audit: Audit { archived.audit }
    private var version: String { audit.version.name }
    private func text(_ words: String) -> String { RecordStarter.quoted(words) }

    var filled: [(path: String, yaml: String)] {
        [("id", id)] + own
    }

    private var own: [(path: String, yaml: String)] {
        switch kind {
        case .incident: incident
        case .action: action
        case .decision: decision
        case .waiver: waiver
        case .playbook: playbook
        case .case: regressionCase
        case .alarm: []
        }
    }

    private var modeName: String? { finding?.mode.name }

    private var incident: [(path: String, yaml: String)] {
        var values: [(path: String, yaml: String)] = [
            (
                "title",
                text(modeName.map { "\(version): \($0)" } ?? "\(version): \(RecordPlaceholder.incidentTitle.rawValue)")
            ),
            ("status", "draft"), ("severity", "sev3"),
            ("model.name", text(audit.version.model)), ("model.version", text(version)),
            ("affected_versions", RecordStarter.list([version])), ("confidentiality", "internal"),
        ]
        if let finding {
            let regressed = finding.trend == .worse || finding.trend == .new
            values += [
                ("kind", regressed ? "performance-regression" : "near-miss"),
                ("failure_modes", RecordStarter.list([finding.id])),
                ("examples", RecordStarter.list(finding.evidence.prefix(5).map(\.item))),
            ]
            // Of a mode without an excess the key stays a comment: all its errors would be another number.
            if let excess = finding.excess {
                let numbers = [excess.value, excess.interval.low, excess.interval.high].map {
                    "\(($0 * 10).rounded() / 10)"
                }
                values.append(
                    (
                        "impact.errors_excess",
                        "{estimate: \(numbers[0]), low: \(numbers[1]), high: \(numbers[2]), mode: \(finding.id), count: excess, version: \(text(version)), unit: \(audit.task == .detection ? "objects" : "images")}"
                    ))
            }
        }
        values += [
            ("times.started", date), ("times.detected", date), ("people.owner", text(RecordPlaceholder.role.rawValue)),
            ("people.authors", RecordStarter.list([RecordPlaceholder.role.rawValue])),
        ]
        return values
    }

    private var action: [(path: String, yaml: String)] {
        var values: [(path: String, yaml: String)] = [
            ("title", text(modeName.map { "Fewer errors of: \($0)" } ?? RecordPlaceholder.actionTitle.rawValue)),
            ("centric", "data"), ("status", "proposed"), ("confidentiality", "internal"),
        ]
        let open = incidents.filter { incident in
            incident.isOpen && (finding.map { incident.failureModes.contains($0.id) } ?? (incident.version == version))
        }.map(\.id)
        if let finding { values.append(("addresses.failure_modes", RecordStarter.list([finding.id]))) }
        if !open.isEmpty { values.append(("addresses.incidents", "[\(open.sorted().joined(separator: ", "))]")) }
        if let finding, let gain = finding.gain, !finding.mode.isErrorType,
            gain.unit == .points || gain.unit == .proportion
        {
            values.append(("priority.impact_errors_removed", "\(Int((gain.value * Double(gain.n)).rounded()))"))
        }
        // What a fix brings the number to; where the archive does not say, a promise stays a comment.
        if let metric, let excess = finding?.excess, metric.isShare, metric.n > 0 {
            values += [
                ("expected_impact.metric", text(metric.path)), ("expected_impact.from", rounded(metric.value)),
                ("expected_impact.to", rounded(min(1, metric.value + excess.value / Double(metric.n)))),
            ]
        }
        return values
    }

    /// The number that the failure mode lowers: the rate of its class, else the one for the whole; and whether it is the share of
    /// its rows that are correct, which a saved error raises by one row.
    private var metric: (path: String, value: Double, n: Int, isShare: Bool)? {
        var name: String?
        switch finding?.mode {
        case .confusion(let truth, _): name = truth
        case .classRegression(let of): name = of
        case .slice(let conditions) where conditions.map(\.attribute) == [Predicate.label]:
            name = conditions.first?.value.text
        default: break
        }
        for entry in Catalog.facts.entries where entry.spec.role == .classRate {
            guard let name, let members = entry.spec.members else { continue }
            let path = entry.path + "@" + members.rawValue + "=" + name
            if let fact = audit.fact(at: path), let value = fact.value {
                return (path, value, fact.n, audit.task != .multilabel)
            }
        }
        for entry in Catalog.facts.entries where entry.spec.role == .whole {
            if let fact = audit.fact(at: entry.path), let value = fact.value {
                return (entry.path, value, fact.n, audit.task == .classification)
            }
        }
        return nil
    }

    /// Four decimals: what an archive has and a person reads.
    private func rounded(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }

    private var decision: [(path: String, yaml: String)] {
        // What is not ready on every data set is proposed as not released: who approves it all the same writes that down.
        let isBlocked = !isReady
        let evidence = audits.map { audit in
            let dataset = isSeveral ? ", dataset: \(text(audit.audit.dataset.name))" : ""
            return "{version: \(text(version))\(dataset), audit_sha256: \(audit.digest)}"
        }
        let about = incidents.filter { $0.version == version || $0.affectedVersions.contains(version) }.map(\.id)
            .sorted()
        return [
            ("title", text(isBlocked ? "\(version) is not released" : "\(version) is released")), ("date", date),
            ("type", isBlocked ? "release-block" : "release-approve"),
            ("model.name", text(audit.version.model)), ("model.version", text(version)),
            ("question", text("May \(version) be released?")),
            ("decision", text(isBlocked ? "No" : "Yes")),
            ("rationale", text(RecordPlaceholder.rationale.rawValue)),
            ("evidence", "[\(evidence.joined(separator: ", "))]"),
            ("authors", RecordStarter.list([RecordPlaceholder.role.rawValue])),
            ("confidentiality", "internal"),
        ] + (about.isEmpty ? [] : [("incidents", "[\(about.joined(separator: ", "))]")])
    }

    /// The number for the whole, which a gate may ask of where the workspace has none yet.
    private var wholePath: String {
        Catalog.facts.entries.first { $0.spec.role == .whole && audit.fact(at: $0.path) != nil }?.path ?? ""
    }

    private var waiver: [(path: String, yaml: String)] {
        let open = judged.gates.first { $0.state == .failed } ?? judged.gates.first { $0.state == .undecided }
        let gate = open ?? judged.gates.first
        return [
            ("gate", text(gate?.name ?? gate?.fact ?? wholePath)), ("version", text(version)),
            ("reason", text(RecordPlaceholder.reason.rawValue)), ("risk", text(RecordPlaceholder.risk.rawValue)),
            ("owner", text(RecordPlaceholder.role.rawValue)),
            ("authors", RecordStarter.list([RecordPlaceholder.role.rawValue])),
            ("expires", Day(date).map { $0.adding(30).description } ?? date), ("confidentiality", "internal"),
        ] + (isSeveral ? [("dataset", text(audit.dataset.name))] : [])
    }

    private var playbook: [(path: String, yaml: String)] {
        [
            ("title", text(modeName.map { "When it happens again: \($0)" } ?? "When it happens again")),
            ("kinds", "[\(finding?.mode.failureKind ?? "performance-regression")]"),
            ("failure_modes", RecordStarter.list(finding.map { [$0.id] } ?? [])),
            ("first_checks", RecordStarter.list([RecordPlaceholder.firstCheck.rawValue])),
            ("owner", text(RecordPlaceholder.role.rawValue)), ("drill_every", "180"), ("confidentiality", "internal"),
        ]
    }

    private var regressionCase: [(path: String, yaml: String)] {
        let about = incidents.first { $0.version == version && $0.isOpen } ?? incidents.first
        let images = finding?.evidence.map(\.item) ?? about?.examples ?? []
        return [
            ("incident", about?.id ?? "INC-2026-001"), ("images", RecordStarter.list(images)),
            ("expect", text("\(RegressionCase.fact) >= 0.9")), ("since", text(version)),
            ("confidentiality", "internal"),
        ]
    }
}

extension ExampleFacts {
    /// Facts that an audit states.
    fileprivate init(_ audit: Audit) {
        func path(_ role: FactRole) -> String? {
            Catalog.facts.entries.first { $0.spec.role == role && audit.fact(at: $0.path) != nil }?.path
        }
        let ofClass = Catalog.facts.entries.lazy.filter { $0.spec.role == .classRate }.compactMap { entry -> String? in
            guard let members = entry.spec.members else { return nil }
            return audit.dataset.names.lazy.map { entry.path + "@" + members.rawValue + "=" + $0 }
                .first { audit.fact(at: $0) != nil }
        }.first
        self.init(whole: path(.whole), ofClass: ofClass, errors: path(.errors))
    }
}
