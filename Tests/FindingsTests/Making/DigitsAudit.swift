// The real evaluations of Examples/digits, read by the simplest code that can read them, so that analyses are tested on
// them without the readers. `ReferenceFacts.digits` says what pandas and scikit-learn computed from them.

import Artifacts
import Columns
import Findings
import Record
import Foundation
import Tallies
import TestSupport

/// The digits that three versions read, each with its perturbed runs.
enum DigitsAudit {
    static let classes = (0..<10).map(String.init)
    static let runs = [
        "blur=0.5", "blur=1.0", "contrast=0.25", "contrast=0.5", "contrast=0.75", "gaussian_noise=1",
        "gaussian_noise=2", "gaussian_noise=4", "shift_right=1", "shift_right=2",
    ]
    static let settings = WorkspaceSettings(title: "digits", classes: classes)

    /// A table without quotes: its columns by name.
    private struct Columned {
        private let names: [Substring]
        private let rows: [[Substring]]

        init(_ path: String) throws {
            let lines = try Repository.text("Examples/digits/" + path).split(separator: "\n")
                .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            names = lines[0]
            rows = Array(lines.dropFirst())
        }

        func has(_ name: String) -> Bool { names.contains(name[...]) }

        func texts(_ name: String) -> [String] {
            guard let column = names.firstIndex(of: name[...]) else { return [] }
            return rows.map { String($0[column]) }
        }

        func numbers(_ name: String) -> [Double] { texts(name).map { Double($0) ?? .nan } }

        func codes(_ name: String) -> [Int32] {
            texts(name).map { name in Int32(classes.firstIndex(of: name) ?? -1) }
        }

        /// Rows of the columns' numbers, one row after the other.
        func matrix(_ columns: [String]) -> [Double] {
            let chosen = columns.compactMap { name in names.firstIndex(of: name[...]) }
            return rows.flatMap { row in chosen.map { Double(row[$0]) ?? .nan } }
        }
    }

    /// One version, as it was or under one change: `run` is e.g. "blur=0.5".
    static func evaluation(_ version: String, run: String? = nil) throws -> Evaluation {
        let images = try Columned("datasets/digits/images.csv")
        let folder = "versions/\(version)/digits/" + (run.map { "experiments/" + $0 + "/" } ?? "")
        let answers = try Columned(folder + "predictions.csv")
        let ids = images.texts("image_id")
        // Every run answers every image, in the order of the table.
        guard answers.texts("image_id") == ids else { throw Missing("the answers are of other images") }
        let condition = run.map { run -> Condition in
            let parts = run.split(separator: "=")
            return Condition(factor: String(parts[0]), level: String(parts[1]), strength: Double(parts[1]))
        }
        return Evaluation(
            manifest: VersionManifest(version: version, date: "2026-01-01", model: version),
            datasheet: Datasheet(name: "digits", title: "digits"), condition: condition,
            classes: classes.map { ClassName($0) },
            items: Items(
                ids: ids.map { ItemID($0) }, labels: images.codes("label"),
                attributes: ["ink_mean", "sharpness"].map { name in
                    .numeric(NumericColumn(name: Name(name), values: images.numbers(name)))
                }),
            predictions: ClassPredictions(
                predicted: answers.codes("predicted"), confidence: answers.numbers("confidence"),
                probabilities: answers.has("p_0")
                    ? ProbabilityMatrix(
                        rows: ids.count, classes: classes.count, values: answers.matrix(classes.map { "p_" + $0 }))
                    : nil),
            accounting: RowAccounting(itemsRead: ids.count, predictionsRead: ids.count, kept: ids.count))
    }

    /// A version, optionally against another and with its perturbed runs.
    static func examination(
        _ version: String, against baseline: String? = nil, withRuns: Bool = false, sections: [Section] = []
    ) throws -> Examination {
        let record = try baseline.map { BaselineRecord(of: try evaluation($0), sections: sections) }
        let conditions = withRuns ? try runs.map { try evaluation(version, run: $0) } : []
        return Examination(
            of: try evaluation(version), conditions: conditions, baseline: record, settings: settings
        ).counting(for: Catalog.analyses)
    }
}
