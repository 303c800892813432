import Artifacts
import Record
import Tallies

/// The parts of `misread measure detection`'s answer that compare with other tools' numbers: the fixed form of the
/// machine interface. -1 stands where there is no ground truth to define a value, as COCO's own tools print it.
struct DetectionForm {
    let tally: DetectionTally

    private var classes: [DetectionGroundTruth.Category] { tally.truth.classes }

    /// A value, or COCO's -1.
    static func cell(_ value: Double?) -> JSONValue { .number(value ?? -1) }

    /// The twelve numbers.
    func stats(_ scores: DetectionScores) -> JSONValue {
        .object(scores.summary(tally.settings).map { (key: $0.name, value: Self.cell($0.value)) })
    }

    /// Why numbers of a summary are -1.
    func undefined(_ scores: DetectionScores) -> JSONValue {
        .object(
            scores.summary(tally.settings).filter { $0.value == nil }.map { name, _ in
                let isOfSize = !["AP", "AP50", "AP75", "AR1", "AR10", "AR100"].contains(name)
                return (name, .string(isOfSize ? "no ground truth of this size" : "no ground truth"))
            })
    }

    /// One value a class, under the class's id.
    func perClass(_ value: (Int) -> JSONValue?) -> JSONValue {
        .object(
            classes.indices.compactMap { index in
                value(index).map { (key: classes[index].id.description, value: $0) }
            })
    }

    private static let levels = [10, 20, 30, 40, 50, 60, 70, 80, 90]

    private static func level(_ index: Int) -> String { "0." + String(index) }

    /// Mean precision of the defined classes at nine recalls.
    func precisionAtRecall(_ curves: [PrecisionRecallCurve]) -> JSONValue {
        let defined = curves.filter { $0.positives > 0 }
        return .object(
            Self.levels.map { level in
                let sum = defined.reduce(0) { $0 + $1.precision[level] }
                return (Self.level(level), Self.cell(defined.isEmpty ? nil : sum / Double(defined.count)))
            })
    }

    /// Precision or score at nine recalls, for classes with ground truth.
    func atRecall(_ curves: [PrecisionRecallCurve], _ value: (PrecisionRecallCurve) -> [Double]) -> JSONValue {
        perClass { category in
            let curve = curves[category]
            guard curve.positives > 0 else { return nil }
            let values = value(curve)
            return .object(Self.levels.map { (Self.level($0), .number(values[$0])) })
        }
    }

    /// Recall at four precisions, for classes with ground truth.
    func recallAtPrecision(_ curves: [PrecisionRecallCurve]) -> JSONValue {
        perClass { category in
            let curve = curves[category]
            guard curve.positives > 0 else { return nil }
            let grid = tally.settings.recallGrid
            return .object(
                [("0.50", 0.5), ("0.75", 0.75), ("0.90", 0.9), ("0.95", 0.95)].map { name, precision in
                    (name, .number(curve.recall(atPrecision: precision, grid: grid)))
                })
        }
    }

    /// One value a kind of error, under TIDE's short names.
    static func kinds(_ value: (DetectionError) -> JSONValue) -> JSONValue {
        .object(DetectionError.allCases.map { ($0.shortName, value($0)) })
    }

    /// TIDE's parts.
    func tide(_ report: TIDEReport) -> [(key: String, value: JSONValue)] {
        [
            ("tide", Self.kinds { .number(report.gains[$0.rawValue]) }),
            (
                "tide_special",
                .object([
                    ("FalsePos", .number(report.falsePositiveGain)), ("FalseNeg", .number(report.falseNegativeGain)),
                ])
            ),
            ("tide_ap", report.averagePrecision.map { .number($0) } ?? .null),
            ("tide_counts", Self.kinds { .integer(report.counts[$0.rawValue]) }),
            ("tide_per_class_ap", perClass { report.perClass[$0].map { .number($0) } }),
            (
                "tide_per_class",
                perClass { category in
                    guard report.perClass[category] != nil else { return nil }
                    return Self.kinds { kind in
                        .object([
                            ("gain", report.perClassGains[kind.rawValue][category].map { .number($0) } ?? .null),
                            ("count", .integer(report.perClassCounts[kind.rawValue][category])),
                        ])
                    }
                }
            ),
        ]
    }

    /// The score of the operating point; null where scores are no probabilities and every detection counts.
    var minScore: JSONValue { tally.hasProbabilities ? .number(tally.settings.confusionScore) : .null }

    /// The matrix, rows ground truth, columns answers, background last.
    func confusion(_ matrix: DetectionConfusion) -> JSONValue {
        let ids = classes.map { category -> JSONValue in
            switch category.id {
            case .number(let number): .integer(number)
            case .text(let text): .string(text)
            }
        }
        let rows = (0...matrix.classes).map { truth in
            JSONValue.array((0...matrix.classes).map { .integer(matrix[truth, $0]) })
        }
        return .object([
            ("iou", .number(tally.settings.foreground)), ("min_score", minScore),
            ("max_det", .integer(tally.settings.maxDetections)), ("classes", .array(ids)), ("matrix", .array(rows)),
        ])
    }
}
