// The real evaluations of ../shared, read by the simplest code that can read them, so that analyses are tested on them
// without the readers. Their expected.json was computed elsewhere, with pandas and scikit-learn.

import Artifacts
import Columns
import Findings
import Foundation
import Record
import Tallies

/// One of the shared audits.
struct SharedAudit: Sendable {
    /// The shared folder: MISREAD_SHARED, or beside the package.
    static let shared: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["MISREAD_SHARED"].map { URL(fileURLWithPath: $0) }
        let candidates = [given, root.deletingLastPathComponent().appendingPathComponent("shared")].compactMap { $0 }
        return candidates.first { FileManager.default.fileExists(atPath: $0.appendingPathComponent("data").path) }
    }()

    static var isThere: Bool { shared != nil }

    static let digits = SharedAudit(
        folder: "digits-audit", classes: (0..<10).map(String.init), attributes: ["ink_mean", "sharpness"],
        runs: [
            "blur-0.5", "blur-1.0", "contrast-0.25", "contrast-0.5", "contrast-0.75", "gaussian_noise-1",
            "gaussian_noise-2", "gaussian_noise-4", "shift_right-1", "shift_right-2",
        ])
    static let clothing = SharedAudit(
        folder: "clothing-audit",
        classes: [
            "dress", "hat", "longsleeve", "outwear", "pants", "shirt", "shoes", "shorts", "skirt", "t-shirt",
        ],
        attributes: ["brightness", "sharpness"],
        runs: [
            "brightness-0.25", "brightness-0.5", "gaussian_blur-2", "gaussian_blur-4", "gaussian_noise-15",
            "gaussian_noise-40", "jpeg_quality-20", "jpeg_quality-5", "resolution-32", "resolution-64",
        ])

    let folder: String
    let classes: [String]
    let attributes: [String]
    let runs: [String]

    private var url: URL? { Self.shared?.appendingPathComponent("data/" + folder) }

    var settings: WorkspaceSettings { WorkspaceSettings(title: folder, classes: classes) }

    private func rows(_ path: String) throws -> [[String: Substring]] {
        guard let url else { return [] }
        let text = try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let header = lines[0].map(String.init)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private func code(_ name: Substring?) -> Int32 {
        Int32(classes.firstIndex { $0 == name ?? "" } ?? -1)
    }

    /// One version under one condition: `run` is e.g. "blur-0.5".
    func evaluation(_ version: String, run: String? = nil) throws -> Evaluation {
        let predictions = try rows("predictions/\(version)" + (run.map { "__" + $0 } ?? "") + ".csv")
        let said = Dictionary(uniqueKeysWithValues: predictions.map { ($0["image_id"] ?? "", $0) })
        let images = try rows("images.csv").filter { said[$0["image_id"] ?? ""] != nil }
        let matched = images.compactMap { said[$0["image_id"] ?? ""] }
        let condition = run.map { run -> Condition in
            let parts = run.split(separator: "-")
            return Condition(factor: String(parts[0]), level: String(parts[1]), strength: Double(parts[1]))
        }
        func number(_ text: Substring?) -> Double { text.flatMap { Double($0) } ?? .nan }
        return Evaluation(
            manifest: VersionManifest(version: version, date: "2026-01-01", model: version),
            datasheet: Datasheet(name: folder, title: folder), condition: condition, classes: classes,
            items: Items(
                ids: images.map { String($0["image_id"] ?? "") }, labels: images.map { code($0["label"]) },
                attributes: attributes.map { name in
                    .number(NumberColumn(name: name, values: images.map { number($0[name]) }))
                }),
            predictions: ClassPredictions(
                predicted: matched.map { code($0["predicted"]) }, confidence: matched.map { number($0["confidence"]) },
                probabilities: ProbabilityMatrix(
                    rows: matched.count, classes: classes.count,
                    values: matched.flatMap { row in classes.map { number(row["p_" + $0]) } })),
            accounting: RowAccounting(
                itemsRead: images.count, predictionsRead: predictions.count, kept: matched.count))
    }

    /// A version, optionally against another and with its perturbed runs.
    func examination(
        _ version: String, against baseline: String? = nil, withRuns: Bool = false, sections: [Section] = []
    ) throws -> Examination {
        let record = try baseline.map { BaselineRecord(of: try evaluation($0), sections: sections) }
        let conditions = withRuns ? try runs.map { TallyBook(try evaluation(version, run: $0)) } : []
        return Examination(
            book: TallyBook(try evaluation(version)), conditions: conditions, baseline: record, settings: settings)
    }

    /// A value of expected.json: `expected("versions", "v3", "accuracy")`.
    func expected(_ path: String...) throws -> Any? {
        guard let url else { return nil }
        let data = try Data(contentsOf: url.appendingPathComponent("expected.json"))
        var value: Any? = try JSONSerialization.jsonObject(with: data)
        for key in path { value = (value as? [String: Any])?[key] }
        return value
    }

    /// A number of expected.json.
    func number(_ path: String...) throws -> Double? {
        guard let url else { return nil }
        let data = try Data(contentsOf: url.appendingPathComponent("expected.json"))
        var value: Any? = try JSONSerialization.jsonObject(with: data)
        for key in path { value = (value as? [String: Any])?[key] }
        return (value as? NSNumber)?.doubleValue
    }
}
