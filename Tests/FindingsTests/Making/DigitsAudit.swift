// The real digits evaluation of ../shared, read by the simplest code that can read it, so that analyses are tested on it
// without the readers.

import Artifacts
import Columns
import Exhibits
import Findings
import Foundation
import Tallies

/// The digits audit of the shared data, when it is there.
enum DigitsAudit {
    /// The shared folder: MISREAD_SHARED, or beside the package.
    static let shared: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["MISREAD_SHARED"].map { URL(fileURLWithPath: $0) }
        let candidates = [given, root.deletingLastPathComponent().appendingPathComponent("shared")].compactMap { $0 }
        return candidates.first { FileManager.default.fileExists(atPath: $0.appendingPathComponent("data").path) }
    }()

    static var isThere: Bool { shared != nil }

    private static let folder = shared?.appendingPathComponent("data/digits-audit")

    private static func lines(_ path: String) throws -> [[Substring]] {
        guard let folder else { return [] }
        let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    /// One version under one condition: `run` is e.g. "blur-0.5".
    static func evaluation(_ version: String, run: String? = nil) throws -> Evaluation {
        let classes = (0..<10).map(String.init)
        let images = try lines("images.csv")
        let header = images[0].map(String.init)
        let file = "predictions/\(version)" + (run.map { "__" + $0 } ?? "") + ".csv"
        let predictions = try lines(file).dropFirst()
        let labels = images.dropFirst().map { Int32($0[2]) ?? -1 }
        let attributes = ["ink_mean", "sharpness"].compactMap { name -> AttributeColumn? in
            guard let column = header.firstIndex(of: name) else { return nil }
            let values = images.dropFirst().map { Double($0[column]) ?? .nan }
            return .number(NumberColumn(name: name, values: values))
        }
        let condition = run.map { run -> Condition in
            let parts = run.split(separator: "-")
            return Condition(factor: String(parts[0]), level: String(parts[1]), strength: Double(parts[1]))
        }
        return Evaluation(
            manifest: VersionManifest(version: version, date: "2026-01-01", model: "digits \(version)"),
            datasheet: Datasheet(name: "digits", title: "Digits"), condition: condition, classes: classes,
            items: Items(ids: images.dropFirst().map { String($0[0]) }, labels: labels, attributes: attributes),
            predictions: ClassPredictions(
                predicted: predictions.map { Int32($0[2]) ?? -1 }, confidence: predictions.map { Double($0[3]) ?? 0 },
                probabilities: ProbabilityMatrix(
                    rows: labels.count, classes: 10,
                    values: predictions.flatMap { $0[4...].map { Double($0) ?? .nan } })),
            accounting: RowAccounting(
                itemsRead: labels.count, predictionsRead: labels.count, kept: labels.count))
    }

    static let settings = WorkspaceSettings(title: "Digits", classes: (0..<10).map(String.init))

    static let runs = [
        "blur-0.5", "blur-1.0", "contrast-0.25", "contrast-0.5", "contrast-0.75", "gaussian_noise-1",
        "gaussian_noise-2", "gaussian_noise-4", "shift_right-1", "shift_right-2",
    ]

    /// A version, optionally against another and with its perturbed runs.
    static func examination(
        _ version: String, against baseline: String? = nil, withRuns: Bool = false, sections: [Section] = []
    ) throws -> Examination {
        let record = try baseline.map { BaselineRecord(of: try evaluation($0), sections: sections) }
        let conditions = withRuns ? try runs.map { TallyBook(try evaluation(version, run: $0)) } : []
        return Examination(
            book: TallyBook(try evaluation(version)), conditions: conditions, baseline: record, settings: settings)
    }

    /// expected.json as plain values: `at("versions", "v3", "accuracy")`.
    static func expected(_ path: String...) throws -> Any? {
        guard let folder else { return nil }
        let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
        var value: Any? = try JSONSerialization.jsonObject(with: data)
        for key in path { value = (value as? [String: Any])?[key] }
        return value
    }

    /// A number of expected.json.
    static func number(_ path: [String]) throws -> Double? {
        guard let folder else { return nil }
        let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
        var value: Any? = try JSONSerialization.jsonObject(with: data)
        for key in path { value = (value as? [String: Any])?[key] }
        return (value as? NSNumber)?.doubleValue
    }
}
