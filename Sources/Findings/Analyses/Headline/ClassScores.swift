import Foundation
import Statistics
import Tallies

/// Recall, precision and F1 of each class and their means, from counts.
struct ClassScores: Sendable {
    /// Rows of each class.
    let truth: [Int]
    /// Rows predicted as each class.
    let predicted: [Int]
    /// Rows of each class predicted correctly.
    let hits: [Int]

    /// The scores of a confusion count.
    init(_ confusion: ConfusionTally) {
        truth = (0..<confusion.classes).map { confusion.truthTotal($0) }
        predicted = Array(confusion.predictedTotals.prefix(confusion.classes))
        hits = (0..<confusion.classes).map { confusion[$0, $0] }
    }

    /// The scores of a bootstrap replicate.
    init(_ replicate: Replicate) {
        truth = replicate.truth
        predicted = replicate.predicted
        hits = replicate.hits
    }

    /// Share of all rows predicted correctly; NaN for none.
    var accuracy: Double { Double(hits.reduce(0, +)) / Double(truth.reduce(0, +)) }

    /// Share of the class's rows predicted correctly; `nil` when it has none.
    func recall(_ cls: Int) -> Double? { truth[cls] == 0 ? nil : Double(hits[cls]) / Double(truth[cls]) }

    /// Share right of the rows predicted as the class; `nil` when there are none.
    func precision(_ cls: Int) -> Double? { predicted[cls] == 0 ? nil : Double(hits[cls]) / Double(predicted[cls]) }

    /// Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); `nil` when the class neither occurs nor is predicted.
    func f1(_ cls: Int) -> Double? {
        let both = truth[cls] + predicted[cls]
        return both == 0 ? nil : 2 * Double(hits[cls]) / Double(both)
    }

    /// Mean recall over the classes that occur; NaN for none.
    var balancedAccuracy: Double { Self.mean(truth.indices.compactMap(recall)) }

    /// Mean F1 over the classes that occur or are predicted; NaN for none.
    var macroF1: Double { Self.mean(truth.indices.compactMap(f1)) }

    private static func mean(_ values: [Double]) -> Double { ExactSum.mean(values) ?? .nan }
}
