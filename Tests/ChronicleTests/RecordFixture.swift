import Columns
import Diagnostics
import Digests
import Foundation
import Record

@testable import Archive
@testable import Chronicle

/// A small archive and records over it.
enum RecordFixture {
    static let card = Card(
        id: "headline", title: "Metrics", question: "?",
        facts: [
            FactSpec("accuracy", "accuracy", .proportion, better: .higher, role: .whole),
            FactSpec("recall", nil, .proportion, better: .higher, each: .classes, role: .classRate),
            FactSpec("errors", .count, better: .lower, role: .errors),
        ])
    static let paired = Card(
        id: "comparison", title: "Comparison", question: "?",
        facts: [
            FactSpec("accuracy_change", .points, better: .higher, role: .change),
            FactSpec("recall_change", .points, better: .higher, each: .classes, role: .classChange),
        ])
    static let facts = FactIndex([card, paired])

    static func interval(_ low: Double, _ high: Double) -> Interval { Interval(low: low, high: high, method: "wilson") }

    /// A version with an accuracy, errors, the recall of class 8 and its paired change.
    static func audit(
        _ version: String, date: String, recall: Double = 0.8, change: ClosedRange<Double>? = nil, errors: Int = 46,
        baseline: String? = nil, digest: String = "ab", actions: [String] = [], gates: [GateResult] = []
    ) -> ArchivedAudit {
        let finding = Finding(
            .classRegression("8"), of: "comparison", standing: .finding,
            measure: Measure(0.3, interval(0.2, 0.4), n: 60, unit: .proportion, method: "recall"), errors: 18,
            evidence: [
                GalleryItem(item: "a", label: "8", answer: .named("1"), confidence: 0.9)
            ])
        let recallFact = Fact(
            FactSpec("recall@class=8", .proportion), recall, n: 174, interval: interval(recall - 0.05, recall + 0.05),
            method: "recall", baseline: baseline == nil ? nil : 0.7)
        var sections = [
            Section(
                card,
                facts: [
                    Fact(
                        FactSpec("accuracy", .proportion), 0.95, n: 1797, interval: interval(0.94, 0.96),
                        method: "accuracy"),
                    recallFact, Fact(FactSpec("errors", .count), Double(errors), n: 1797, method: "accuracy"),
                ], findings: [finding])
        ]
        if let change {
            sections.append(
                Section(
                    paired,
                    facts: [
                        Fact(
                            FactSpec("recall_change@class=8", .points), (change.lowerBound + change.upperBound) / 2,
                            n: 174, interval: interval(change.lowerBound, change.upperBound), method: "newcombe-paired")
                    ]))
        }
        var record = VersionRecord(name: version, date: date, model: "m", details: [], changes: [], notes: nil)
        record.actions = actions.isEmpty ? nil : actions
        let audit = Audit(
            program: "0", version: record,
            dataset: DatasetRecord(
                name: "set", title: "Set", n: 1797, classes: ["1", "8"], digest: String(repeating: "0", count: 64),
                details: []),
            title: "T", task: .classification,
            baseline: baseline.map { BaselineReference(version: $0, digest: "") },
            accounting: RowAccounting(itemsRead: 1797, predictionsRead: 1797, kept: 1797, unpredicted: 0, refused: []),
            sections: sections, gates: gates, inputs: [], settings: [])
        let ids = ["a", "b", "c", "d"].map { ($0, SHA256Digest(of: $0).prefix64) }.sorted { $0.1 < $1.1 }
        let table = OutcomeTable(
            ids: ids.map(\.1), labels: [1, 1, 1, 1], predicted: ids.map { $0.0 == "a" ? 0 : 1 },
            confidence: [255, 255, 255, 255])
        return ArchivedAudit(
            audit: audit, outcomes: table, runs: [], examples: nil, digest: String(repeating: digest, count: 32),
            seal: "",
            folder: URL(fileURLWithPath: "/"))
    }

    /// Records from their texts by path, checked against audits; what is wrong, in words.
    static func problems(
        _ files: KeyValuePairs<String, String>, _ audits: [ArchivedAudit] = [], governance: String? = nil,
        schedule: String? = nil
    ) -> [String] {
        var problems = ProblemList()
        _ = records(files, audits, governance: governance, schedule: schedule, &problems)
        return problems.errors.map(\.description)
    }

    @discardableResult
    static func records(
        _ files: KeyValuePairs<String, String>, _ audits: [ArchivedAudit] = [], governance: String? = nil,
        schedule: String? = nil, _ problems: inout ProblemList
    ) -> Records {
        let documents = files.compactMap { file, text -> RecordDocument? in
            let folder = file.split(separator: "/").first.map(String.init) ?? ""
            guard let kind = RecordKind.allCases.first(where: { $0.folder == folder }) else { return nil }
            return RecordReader.read(text, file: file, as: Schemas.of(kind), into: &problems)
        }
        let governing = Governance(
            record: governance.flatMap {
                RecordReader.read(yaml: $0, file: "governance.yml", as: Schemas.governance, into: &problems)
            })
        let turns = schedule.flatMap {
            RecordReader.read(yaml: $0, file: "schedule.yml", as: Schemas.schedule, into: &problems)
        }
        let records = Records(
            documents.filter { $0.schema.kind != .incident }, governance: governing,
            schedule: turns.map(ScheduledTurn.all) ?? [])
        let known = KnownNames(
            documents, roles: governing.roles.map(\.name), audits: [(nil, audits)],
            gates: [[GateRule(name: "Recall of class 8", fact: "headline/recall@class=8", bound: .atLeast(0.9))]])
        RecordChecks(records: records, documents: documents, known: known).check(&problems)
        return records
    }

    static func action(
        _ id: String = "ACT-0001", _ more: String = "", status: String = "proposed"
    ) -> String {
        """
        ---
        schema: action/1
        id: \(id)
        title: More images of class 8
        centric: data
        status: \(status)
        \(more)
        ---
        Text.
        """
    }

    static func decision(_ id: String = "DEC-0001", _ more: String = "", digest: String = "ab") -> String {
        """
        ---
        schema: decision/1
        id: \(id)
        title: v3 is released
        date: 2026-03-04
        type: release-approve
        model: {name: m, version: v3}
        question: May v3 be released?
        decision: Yes
        rationale: It is better.
        evidence: [{version: v3, audit_sha256: \(String(repeating: digest, count: 32))}]
        authors: [evaluation lead]
        \(more)
        ---
        Text.
        """
    }

    static func waiver(_ more: String = "approved_by: [release lead]\napproved_at: 2026-03-01", expires: String)
        -> String
    {
        """
        ---
        schema: waiver/1
        id: WAV-2026-001
        gate: Recall of class 8
        version: v3
        reason: The camera is replaced in April.
        risk: One in eight is lost meanwhile.
        owner: release lead
        authors: [evaluation lead]
        expires: \(expires)
        \(more)
        ---
        """
    }
}
