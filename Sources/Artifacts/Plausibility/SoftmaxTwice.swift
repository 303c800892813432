import Foundation
import Statistics

/// Probabilities that softmax was applied to as if they were logits. Then each is between 1 and e, over a sum that is at most
/// e + K - 1 for K classes, and where a model was certain its answer has e / (e + K - 1): 0.73 of two classes, 0.23 of ten.
///
/// A model that is never sure stays under that bound too, so a bound that is kept is no sign alone. Asked is that all rows are
/// softmax of something that adds up to 1 and has no negative part; that a tenth of the rows, and five at least, lie within two
/// hundredths of certainty and none above; and that answers are more often correct than they say (one in a thousand, one-sided).
/// A sound model's surest rows would have to pile up by chance right under a number that nothing in it knows.
struct SoftmaxTwice {
    /// The highest probability there can be.
    let bound: Double
    /// Rows that reach it.
    let certain: Int

    private static let (fewestRows, fewestCertain) = (20, 5)
    /// What digits that were cut off may make of a probability.
    private static let slack = 0.02
    private static let level = 0.001

    init?(_ matrix: ProbabilityMatrix, labels: [Int32], answers: [Int32]) {
        let classes = Double(matrix.classes)
        guard matrix.rows >= Self.fewestRows, matrix.classes > 1 else { return nil }
        var (certain, hits, sure) = (0, 0, 0.0)
        for row in 0..<matrix.rows {
            var (sum, low, high) = (0.0, Double.infinity, 0.0)
            for cls in 0..<matrix.classes {
                let value = matrix[row, cls]
                guard value > 0 else { return nil }
                sum += log(value)
                (low, high) = (min(low, value), max(high, value))
            }
            // Logarithms of softmax are its logits but for one number a row, which is that for which they add up to 1.
            let shift = (1 - sum) / classes
            let (least, most) = (log(low) + shift, log(high) + shift)
            guard least >= -Self.slack, most <= 1 + Self.slack else { return nil }
            if most >= 1 - Self.slack { certain += 1 }
            if answers[row] == labels[row] { hits += 1 }
            sure += high
        }
        guard certain >= Self.fewestCertain, certain * 10 >= matrix.rows,
            Binomial.upperTail(hits, of: matrix.rows, p: min(1, sure / Double(matrix.rows))) < Self.level
        else { return nil }
        bound = exp(1) / (exp(1) + classes - 1)
        self.certain = certain
    }
}
