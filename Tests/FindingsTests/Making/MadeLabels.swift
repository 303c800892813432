// Multi-label evaluations made image by image, for tests that plant a fault.

import Artifacts
import Columns
import Findings
import Record

/// A multi-label evaluation under construction.
struct MadeLabels {
    var version = "v2"
    var labels: [String]
    var images: [Image]
    /// Whether there are scores, or lists of labels alone.
    var hasScores = true
    var attributes: [String] = []
    /// The attribute that images share as a unit.
    var unit: String?
    var threshold = 0.5

    /// One image.
    struct Image {
        var id: String
        /// The true labels, by place.
        var truth: [Int]
        /// A score a label; a label is given from one half on.
        var scores: [Double]
        var attributes: [String] = []
    }

    var evaluation: Evaluation {
        let truth = images.flatMap { image in labels.indices.map { image.truth.contains($0) } }
        let given = images.flatMap { $0.scores.map { $0 >= threshold } }
        func sets(_ marks: [Bool]) -> [[Int]] {
            images.indices.map { row in labels.indices.filter { marks[row * labels.count + $0] } }
        }
        let all = Set(sets(truth) + sets(given)).sorted {
            $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1)
        }
        func codes(_ sets: [[Int]]) -> [Int32] { sets.map { Int32(all.firstIndex(of: $0) ?? 0) } }
        return Evaluation(
            manifest: VersionManifest(version: version, date: "2026-01-02", model: "made"),
            datasheet: Datasheet(name: "made", title: "Made"),
            classes: all.map { set in
                ClassName(set.isEmpty ? "(no label)" : set.map { labels[$0] }.joined(separator: "; "))
            },
            items: Items(
                ids: ItemIDs(images.map { ItemID($0.id) }), labels: codes(sets(truth)),
                attributes: attributes.indices.filter { attributes[$0] != unit }.map { .coded(column($0)) },
                units: attributes.firstIndex { $0 == unit }.map { column($0) }),
            predictions: ClassPredictions(
                predicted: codes(sets(given)), confidence: images.map { _ in 0 }, hasConfidence: false),
            labelSets: LabelSets(
                names: labels.map { ClassName($0) }, truth: truth, given: given,
                scores: hasScores ? images.flatMap(\.scores) : nil,
                thresholds: hasScores ? labels.map { _ in threshold } : nil, sets: all),
            accounting: RowAccounting(itemsRead: images.count, predictionsRead: images.count, kept: images.count))
    }

    private func column(_ index: Int) -> CodedColumn {
        let values = images.map { $0.attributes[index] }
        let categories = Array(Set(values)).sorted()
        return CodedColumn(
            name: Name(attributes[index]), categories: categories.map { Name($0) },
            codes: Codes(values.map { categories.firstIndex(of: $0) ?? 0 }, categories: categories.count))
    }

    var settings: WorkspaceSettings {
        WorkspaceSettings(
            title: "Made", task: .multilabel, classes: labels, slicing: SlicingSettings(includesLabel: false))
    }

    func examination(baseline: BaselineRecord? = nil) -> Examination {
        Examination(of: evaluation, baseline: baseline, settings: settings).counting(for: Catalog.analyses)
    }

    /// What an archive would keep of it.
    func record() -> BaselineRecord {
        let audit = Auditor(program: "test").audit(Examination(of: evaluation, settings: settings), inputs: [])
        return BaselineRecord(audit: audit, outcomes: OutcomeTable(of: evaluation), runs: [])
    }
}

extension MadeLabels {
    /// The images of the reference values: 24 of 4 labels, scores of one decimal with ties.
    static var reference: MadeLabels {
        let truth = [
            "1001", "1010", "0001", "1111", "1000", "1101", "1000", "0001", "1101", "1101", "1000", "0010", "1000",
            "1001", "0010", "0001", "1101", "0101", "0010", "0001", "1001", "0001", "1110", "1000",
        ]
        let scores: [[Double]] = [
            [0.4, 0.0, 0.4, 0.2], [0.1, 0.2, 0.4, 0.3], [0.9, 0.1, 0.1, 0.7], [0.8, 0.3, 0.2, 0.5],
            [0.4, 0.0, 0.3, 0.3], [0.4, 0.7, 0.1, 0.9], [0.7, 0.3, 0.2, 0.3], [0.0, 0.0, 0.4, 0.1],
            [0.9, 0.2, 0.5, 0.4], [0.8, 0.7, 0.0, 1.0], [1.0, 0.3, 0.2, 0.3], [0.1, 0.6, 0.5, 0.3],
            [0.1, 0.1, 0.0, 0.6], [0.6, 0.5, 0.3, 0.5], [0.2, 0.2, 0.3, 0.2], [0.2, 0.0, 0.1, 1.0],
            [0.5, 0.4, 0.4, 1.0], [0.0, 0.6, 0.1, 0.2], [0.5, 0.3, 0.7, 0.1], [0.4, 0.2, 0.3, 0.4],
            [0.3, 0.6, 0.2, 0.7], [0.3, 0.2, 0.2, 0.8], [0.6, 0.6, 0.7, 0.6], [0.8, 0.4, 0.2, 0.0],
        ]
        return MadeLabels(
            labels: ["cat", "dog", "owl", "sea lion"],
            images: zip(truth, scores).enumerated().map { index, pair in
                Image(
                    id: "i\(index)", truth: Array(pair.0).indices.filter { Array(pair.0)[$0] == "1" }, scores: pair.1)
            })
    }
}
