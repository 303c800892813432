// dataset.yml, version.yml and experiment.yml, key by key.

import Columns
import Diagnostics
import Formats
import Forms
import Foundation
import Record

/// How a team's own files spell columns and numbers: part of dataset.yml and version.yml.
struct FileConventions: Sendable {
    var dialect = Dialect()
    /// This program's column name to the file's own.
    var columns: [String: String] = [:]
    /// What the numbers of predictions are.
    var probabilities = ProbabilitySettings()
    /// By what ids are joined; by all that is recognised when it is not said.
    var matching: IDMatching?
    /// Whether predictions are meant for part of the images.
    var isSubset = false
    /// From which score on a label counts as given.
    var thresholds = LabelThresholds()

    init() {}

    /// Reads `columns`, `delimiter` and `decimal`.
    init(reading form: inout Form, columns known: [String], _ problems: inout ProblemList) {
        for (name, own) in form.dictionary("columns") {
            if known.contains(name) || name.hasPrefix("p_") {
                columns[name] = own
            } else {
                let nearest = nearestName(to: name, in: known)
                problems.add(
                    FormError.unknownKey(
                        row: form.row(of: "columns") ?? form.row, path: "columns.\(name)", nearest: nearest
                    )
                    .problem(in: form.file))
            }
        }
        if let text = form.text("delimiter") {
            let separators = [",": ",", ";": ";", "|": "|", "\t": "\t", "\\t": "\t", "tab": "\t"]
            if let byte = separators[text]?.utf8.first {
                dialect.delimiter = byte
            } else {
                problems.add(
                    WorkspaceError(form.file, row: form.row(of: "delimiter"), field: "delimiter", .badSeparator(text)))
            }
        }
        if form.choice("decimal", of: [".", ","]) == "," { dialect.point = UInt8(ascii: ",") }
    }

    /// The file's own name of a column.
    func own(_ name: String) -> String { columns[name] ?? name }
}

/// The manifest of a data set as it was read.
struct DatasetForm: Sendable {
    var datasheet: Datasheet
    let conventions: FileConventions
    /// The cases of its suite.
    let cases: [SuiteCase]

    /// Reads `dataset.yml` of the data set `name` in the folder `base`.
    init(reading form: Form, name: String, in base: String, _ problems: inout ProblemList) {
        var form = form
        datasheet = Datasheet(
            name: name, title: form.text("title") ?? name, source: form.text("source"), licence: form.text("licence"),
            labellingStandard: form.text("labelling_standard"), collected: form.text("collected"),
            decisions: form.texts("decisions") ?? [], role: DatasetRole(reading: &form), folder: base)
        conventions = FileConventions(reading: &form, columns: ["image_id", "path", "label"], &problems)
        cases = SuiteCase.read(&form, &problems)
        form.finish(&problems)
    }
}

/// The manifest of a version as it was read.
struct VersionForm: Sendable {
    let manifest: VersionManifest
    let conventions: FileConventions

    /// Reads `version.yml` of the folder `name`.
    init(reading form: Form, name: String, of task: TaskKind = .classification, _ problems: inout ProblemList) {
        var form = form
        if let own = form.text("version"), Name(own) != Name(name) {
            problems.add(
                WorkspaceError(
                    form.file, row: form.row(of: "version"), field: "version", .otherName(found: own, folder: name)))
        }
        let date = form.text("date", required: true)
        if let date, !CalendarDate.isValid(date) {
            problems.add(WorkspaceError(form.file, row: form.row(of: "date"), field: "date", .badDate(date)))
        }
        let digest = form.text("artifact_sha256")
        if let digest, !Self.isDigest(digest) {
            problems.add(
                WorkspaceError(
                    form.file, row: form.row(of: "artifact_sha256"), field: "artifact_sha256", .badDigest(digest)))
        }
        let model = form.text("model", required: true)
        if model == VersionManifest.placeholderModel {
            problems.add(
                Problem(
                    .warning, at: Place(file: form.file, row: form.row(of: "model"), field: "model"),
                    "is still what stands there until a person writes the model's name, and is what pages will call it",
                    suggestion: "write the name by which reviewers know it"))
        }
        var conventions = FileConventions(
            reading: &form, columns: ["image_id", "label", "predicted", "confidence"], &problems)
        if var probabilities = form.form("probabilities") {
            conventions.probabilities = ProbabilitySettings(reading: &probabilities)
            probabilities.finish(&problems)
        }
        if var ids = form.form("ids") {
            conventions.matching = ids.choice("match", of: IDMatching.allCases.map(\.rawValue)).flatMap(IDMatching.init)
            ids.finish(&problems)
        }
        conventions.thresholds = LabelThresholds(reading: &form)
        conventions.isSubset = form.choice("coverage", of: ["all", "subset"]) == "subset"
        let stages = form.forms("stages").compactMap { StageSettings(reading: $0, &problems) }
        let lineage = form.form("lineage").flatMap { Lineage(reading: $0, of: name, &problems) }
        let measures = form.form("measures").map { StatedMeasure.read($0, &problems) } ?? []
        let training = form.form("training").flatMap { TrainingCounts(reading: $0, of: task, &problems) }
        manifest = VersionManifest(
            version: name, date: date ?? "", model: model ?? "", commit: form.text("commit"),
            artifactSHA256: digest?.lowercased(), trainingData: form.text("training_data"),
            labelVersion: form.text("label_version"), preprocessing: form.text("preprocessing"),
            runtime: form.text("runtime"), baseline: form.text("baseline"), changes: form.texts("changes") ?? [],
            notes: form.text("notes"), columns: conventions.columns, datasets: form.texts("datasets"),
            actions: form.texts("actions"), stages: stages, lineage: lineage, measures: measures, training: training)
        self.conventions = conventions
        form.finish(&problems)
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

extension StageSettings {
    /// Reads an entry of `stages`; `nil` when it has no name.
    fileprivate init?(reading form: Form, _ problems: inout ProblemList) {
        var form = form
        let name = form.text("name", required: true)
        let taps = form.texts("taps", required: true) ?? []
        form.finish(&problems)
        guard let name else { return nil }
        self.init(name: name, taps: taps)
    }
}

extension MixSetting {
    /// Reads a mix of `what_if:` of misread.yml; `nil` when it cannot be used.
    static func read(_ form: Form, _ problems: inout ProblemList) -> MixSetting? {
        var form = form
        let name = form.text("name", required: true)
        if name?.isEmpty == true { form.refuse("name", expected: "a name") }
        var attributes: [Attribute] = []
        if form.node("mix", required: true) != nil, var mix = form.form("mix") {
            if mix.keys.isEmpty { form.refuse("mix", expected: "an attribute with the shares of its values") }
            for attribute in mix.keys {
                let shares = mix.dictionary(attribute).map { value, text -> Share in
                    let bytes = Array(text.utf8)
                    let number: Double? =
                        if case .finite(let value) = bytes.withUnsafeBytes({ NumberText.read($0) }) { value } else {
                            nil
                        }
                    return Share(value: value, share: number ?? -1)
                }
                let sum = shares.reduce(0) { $0 + $1.share }
                if !shares.allSatisfy({ (0...1).contains($0.share) }) || abs(sum - 1) > 1e-6 {
                    mix.refuse(attribute, expected: "shares of values, each from 0 to 1, that add up to 1")
                } else {
                    attributes.append(Attribute(name: attribute, shares: shares))
                }
            }
            mix.finish(&problems)
        }
        form.finish(&problems)
        guard let name, !attributes.isEmpty else { return nil }
        return MixSetting(name: name, attributes: attributes)
    }
}

extension TelemetrySettings {
    /// Reads `telemetry:` of misread.yml.
    init(reading form: Form, _ problems: inout ProblemList) {
        var form = form
        let usual = TelemetrySettings()
        self.init(
            match: form.texts("match"), referenceNode: form.text("reference_node"),
            tolerance: form.number("tolerance", in: 0...1_000) ?? usual.tolerance,
            referenceDays: form.integer("reference_days", in: 1...10_000) ?? usual.referenceDays)
        form.finish(&problems)
    }
}

extension Condition {
    /// Keys that an experiment.yml may state: those of version.yml that can differ between two runs.
    static let statable = [
        "version", "model", "commit", "artifact_sha256", "training_data", "label_version", "preprocessing", "runtime",
        "notes",
    ]

    /// The condition of the folder `factor=level`, or `nil` when it is not called so.
    init?(folder: String, stated: [String: String] = [:], hasManifest: Bool = false) {
        let parts = folder.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let factor = parts.first, let level = parts.last, !factor.isEmpty, !level.isEmpty
        else { return nil }
        let bytes = Array(level.utf8)
        let strength: Double? =
            if case .finite(let value) = bytes.withUnsafeBytes({ NumberText.read($0) }) { value } else { nil }
        self.init(factor: factor, level: level, strength: strength, stated: stated, hasManifest: hasManifest)
    }

    /// The name of its folder.
    var folder: String { factor + "=" + level }

    /// Reads what `experiment.yml` states.
    static func stated(reading form: Form, folder: String, _ problems: inout ProblemList) -> [String: String] {
        var form = form
        var stated: [String: String] = [:]
        for key in statable {
            if let text = form.text(key) { stated[key] = text }
        }
        let parts = folder.split(separator: "=", maxSplits: 1).map(String.init)
        for (key, own) in zip(["factor", "level"], parts) {
            if let text = form.text(key), Name(text) != Name(own) {
                problems.add(
                    WorkspaceError(
                        form.file, row: form.row(of: key), field: key, .otherName(found: text, folder: folder)))
            }
        }
        form.finish(&problems)
        return stated
    }
}

/// Dates as RFC 3339 writes them.
enum CalendarDate {
    /// Whether `text` is a day of the Gregorian calendar, as 2026-03-31.
    static func isValid(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-") else { return false }
        func number(_ range: Range<Int>) -> Int? {
            digits[range].allSatisfy { (0x30...0x39).contains($0) }
                ? digits[range].reduce(0) { $0 * 10 + Int($1) - 0x30 } : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            (1...12).contains(month), day >= 1
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= lengths[month - 1]
    }
}
