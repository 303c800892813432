// May two versions be compared, and on what? Stated before any difference is.

import Artifacts
import Columns
import Record

/// What is the same in two audits, what differs, and what follows from it.
struct Comparability: Sendable {
    /// One thing that is compared.
    struct Check: Sendable {
        let what: String
        /// Passed: the same. Undecided: it differs, and the difference may come from it. Not measured: not stated.
        let state: Mark
        let now: Cell
        let before: Cell
        let follows: String
    }

    let checks: [Check]

    init(_ examination: Examination, _ baseline: Audit, _ pairing: Pairing) {
        let evaluation = examination.evaluation
        let now = VersionRecord(evaluation.manifest)
        let sameItems = pairing.onlyNow == 0 && pairing.onlyThen == 0
        func count(_ value: Int) -> Cell { .number(Double(value), .count) }
        var checks = [
            Check(
                what: "Data set", state: Self.same(evaluation.datasheet.name, baseline.dataset.name),
                now: .text(evaluation.datasheet.title), before: .text(baseline.dataset.title),
                follows: "images are matched by id, whatever the data set is called"),
            Check(
                what: "Images", state: sameItems ? .passed : .undecided, now: count(evaluation.count),
                before: count(baseline.dataset.n),
                follows: sameItems ? "every image is compared" : "only images in both are compared"),
            Check(
                what: "Images in one version only", state: sameItems ? .passed : .undecided,
                now: count(pairing.onlyNow), before: count(pairing.onlyThen),
                follows: sameItems ? "none" : "left out of every number here"),
            Check(
                what: "Images whose label differs", state: pairing.relabelled.isEmpty ? .passed : .undecided,
                now: count(pairing.relabelled.count), before: count(pairing.relabelled.count),
                follows: pairing.relabelled.isEmpty ? "none" : "left out of every number here"),
            Check(
                what: "Classes", state: pairing.hasSameClasses ? .passed : .failed,
                now: count(evaluation.classes.count), before: count(baseline.dataset.classes.count),
                follows: "matched by name"),
        ]
        for (name, follows) in [
            ("Label version", "labels may have been made to another standard"),
            ("Preprocessing", "the difference may come from it and not from the model"),
            ("Runtime", "the difference may come from it and not from the model"),
        ] {
            checks.append(Self.field(name, now, baseline.version, follows))
        }
        self.checks = checks
    }

    private static func same(_ a: String, _ b: String) -> Mark {
        Name(a) == Name(b) ? .passed : .undecided
    }

    /// A field of both manifests; one that either leaves out is not stated.
    private static func field(
        _ name: String, _ now: VersionRecord, _ before: VersionRecord, _ follows: String
    ) -> Check {
        let a = now.details.first { $0.name == name }?.value
        let b = before.details.first { $0.name == name }?.value
        func cell(_ text: String?) -> Cell { text.map { .text($0) } ?? .none("not stated") }
        guard let a, let b else {
            return Check(
                what: name, state: .notMeasured, now: cell(a), before: cell(b),
                follows: "whether it is the same cannot be told")
        }
        let state = same(a, b)
        return Check(
            what: name, state: state, now: cell(a), before: cell(b),
            follows: state == .passed ? "the same" : follows)
    }

    /// The state of one check.
    func state(_ what: String) -> Mark? { checks.first { $0.what == what }?.state }

    /// Whether nothing that is stated differs.
    var isFull: Bool { checks.allSatisfy { $0.state != .undecided && $0.state != .failed } }

    /// The checks as they are shown.
    func table(now: String, before: String) -> Table {
        Table(
            columns: [
                Table.Column("what", "What"), Table.Column("state", "State", .state), Table.Column("now", now),
                Table.Column("before", before), Table.Column("follows", "What follows"),
            ],
            rows: checks.map { check in
                let word =
                    switch check.state {
                    case .passed: "same"
                    case .notMeasured: "not stated"
                    default: "differs"
                    }
                return [.text(check.what), .state(check.state, word), check.now, check.before, .text(check.follows)]
            })
    }
}
