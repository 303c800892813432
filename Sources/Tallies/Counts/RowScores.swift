import Artifacts
import Foundation

/// Proper scores of single rows, from all class probabilities. Their means are the Brier score and the log loss.
public enum RowScores {
    /// Smallest probability that a log loss is taken of: 2^-52, the double's epsilon, as scikit-learn 1.9.1 clips.
    public static let epsilon = 0x1p-52

    /// Sum over classes of (p - truth)^2, 0...2: the original form of Brier (1950), not its half or its mean over classes.
    public static func brier(_ probabilities: ProbabilityMatrix, _ row: Int, label: Int) -> Double {
        var sum = 0.0
        for cls in 0..<probabilities.classes {
            let gap = probabilities[row, cls] - (cls == label ? 1 : 0)
            sum += gap * gap
        }
        return sum
    }

    /// Minus the natural logarithm of the truth's share of the row's probabilities, at least epsilon and at most 1 minus
    /// epsilon; `nil` when they add up to nothing.
    public static func logLoss(_ probabilities: ProbabilityMatrix, _ row: Int, label: Int) -> Double? {
        var total = 0.0
        for cls in 0..<probabilities.classes { total += probabilities[row, cls] }
        guard total > 0 else { return nil }
        return -log(min(1 - epsilon, max(epsilon, probabilities[row, label] / total)))
    }
}
