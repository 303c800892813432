// May two versions be compared, on what, and what changed from one to the other? Stated before any difference is.

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

    /// What was evaluated and how: data, labels, classes, settings, and the manifests' fields on them.
    private let evaluated: [Check]
    /// The manifests' fields on the model.
    private let model: [Check]
    /// What the later manifest says has changed.
    let stated: [String]
    /// Fields in which the two manifests differ, in words, in the order of the table.
    let differing: [String]
    /// The fewest changes there are: those that are stated, or the fields that differ, whichever are more. A field may be
    /// what a stated change speaks of, so that they do not add up.
    let changes: Int

    init(_ examination: Examination, _ baseline: Audit, _ pairing: Pairing) {
        let manifest = examination.evaluation.manifest
        let (now, before) = (VersionRecord(manifest), baseline.version)
        stated = manifest.changes
        evaluated =
            Self.data(examination, baseline, pairing) + Self.settings(examination, baseline)
            + [
                Self.field("Label version", now, before, "labels may have been made to another standard"),
                Self.field("Preprocessing", now, before, Self.notTheModel),
                Self.field("Runtime", now, before, Self.notTheModel),
            ]
        var model = [
            Self.check("Model", now.model, before.model, Self.oneChange),
            Self.field("Training data", now, before, Self.oneChange),
            Self.field("Commit", now, before, Self.oneChange),
        ]
        var fields = (model + evaluated.suffix(3)).filter { $0.state == .undecided }.map(\.what)
        // An artifact is what the rest makes: it tells of a change only where nothing else does.
        let isAlone = fields.isEmpty && stated.isEmpty
        model.append(
            Self.field(
                Self.artifact, now, before, isAlone ? Self.oneChange : "it is what the other changes made"))
        changes = max(stated.count, fields.count, isAlone && model.last?.state == .undecided ? 1 : 0)
        if model.last?.state == .undecided { fields.append(Self.artifact) }
        differing = fields.map { $0 == Self.artifact ? "artifact" : $0.lowercased() }
        self.model = model
    }

    private static let artifact = "Artifact SHA-256"
    private static let oneChange = "a change that the difference may come from"
    private static let notTheModel = "the difference may come from it and not from the model"

    private static func data(_ examination: Examination, _ baseline: Audit, _ pairing: Pairing) -> [Check] {
        let evaluation = examination.evaluation
        let isDetection = examination.detection != nil
        let noun = isDetection ? "object" : "image"
        let title = isDetection ? "Objects" : "Images"
        let sameItems = pairing.onlyNow == 0 && pairing.onlyThen == 0
        func count(_ value: Int) -> Cell { .number(Double(value), .count) }
        var checks = [
            Check(
                what: "Data set", state: same(evaluation.datasheet.name, baseline.dataset.name),
                now: .text(evaluation.datasheet.title), before: .text(baseline.dataset.title),
                follows: "\(noun)s are matched by id, whatever the data set is called")
        ]
        if isDetection { checks.append(images(examination, baseline)) }
        return checks + [
            Check(
                what: title, state: sameItems ? .passed : .undecided, now: count(evaluation.count),
                before: count(baseline.dataset.n),
                follows: sameItems ? "every \(noun) is compared" : "only \(noun)s in both are compared"),
            Check(
                what: "\(title) in one version only", state: sameItems ? .passed : .undecided,
                now: count(pairing.onlyNow), before: count(pairing.onlyThen),
                follows: sameItems ? "none" : "left out of every difference"),
            Check(
                what: "\(title) whose label differs", state: pairing.relabelled.isEmpty ? .passed : .undecided,
                now: count(pairing.relabelled.count), before: count(pairing.relabelled.count),
                follows: pairing.relabelled.isEmpty ? "none" : "left out of every difference"),
            Check(
                what: "Classes", state: pairing.hasSameClasses ? .passed : .failed,
                now: count(evaluation.labelSets?.names.count ?? evaluation.classes.count),
                before: count(baseline.dataset.names.count),
                follows: "matched by name"),
        ]
    }

    /// A detector's images: those without an object are in no pair, and yet false detections lie in them.
    private static func images(_ examination: Examination, _ baseline: Audit) -> Check {
        let before = baseline.fact(at: "detection/images")?.value
        let state: Mark =
            baseline.dataset.imagesDigest.map { $0 == examination.imagesDigest ? .passed : .undecided } ?? .notMeasured
        return Check(
            what: "Images", state: state,
            now: .number(Double(examination.detection?.evaluation.truth.images.count ?? 0), .count),
            before: before.map { .number($0, .count) } ?? .none("not stated"),
            follows: state == .passed
                ? "the same"
                : state == .undecided
                    ? "numbers of all images are not compared" : "whether they are the same cannot be told")
    }

    /// Settings of the two audits that differ; those that are the same are no news.
    private static func settings(_ examination: Examination, _ baseline: Audit) -> [Check] {
        let record = examination.settings.record
        // Some have several values, as many as slices are declared.
        func values(_ name: String, _ settings: [Setting]) -> [String] {
            settings.filter { $0.name == name }.map(\.value).sorted { Name($0) < Name($1) }
        }
        var names: [String] = []
        for setting in record where !names.contains(setting.name) { names.append(setting.name) }
        return names.compactMap { name in
            let (now, before) = (values(name, record), values(name, baseline.settings))
            guard !before.isEmpty, before != now else { return nil }
            return Check(
                what: name, state: .undecided, now: .text(now.joined(separator: "; ")),
                before: .text(before.joined(separator: "; ")),
                follows: "what depends on this setting was counted otherwise")
        }
    }

    private static func same(_ a: String, _ b: String) -> Mark {
        Name(a) == Name(b) ? .passed : .undecided
    }

    private static func check(_ name: String, _ now: String, _ before: String, _ follows: String) -> Check {
        let state = same(now, before)
        return Check(
            what: name, state: state, now: .text(now), before: .text(before),
            follows: state == .passed ? "the same" : follows)
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
        return check(name, a, b, follows)
    }

    /// The state of one check.
    func state(_ what: String) -> Mark? { (evaluated + model).first { $0.what == what }?.state }

    /// Whether nothing that is stated of the evaluation itself differs.
    var isFull: Bool { evaluated.allSatisfy { $0.state != .undecided && $0.state != .failed } }

    /// The checks as they are shown.
    func table(now: String, before: String) -> Table {
        Table(
            columns: [
                Table.Column("what", "What"), Table.Column("state", "State", .state), Table.Column("now", now),
                Table.Column("before", before), Table.Column("follows", "What follows"),
            ],
            rows: (evaluated + model).map { check in
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
