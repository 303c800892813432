import Artifacts

/// How often each class was read as each class.
public struct ConfusionTally: Tally, Equatable {
    /// Number of classes.
    public let classes: Int
    /// Counts, row-major: ground truth by row, prediction by column.
    public private(set) var counts: [Int]

    /// Counts `rows`.
    public init(counting rows: Range<Int>, of evaluation: Evaluation) {
        classes = evaluation.classes.count
        counts = [Int](repeating: 0, count: classes * classes)
        for row in rows {
            counts[Int(evaluation.items.labels[row]) * classes + Int(evaluation.predictions.predicted[row])] += 1
        }
    }

    /// Adds another count over the same classes.
    public mutating func merge(_ other: ConfusionTally) {
        for cell in counts.indices { counts[cell] += other.counts[cell] }
    }

    /// Rows of class `truth` read as `predicted`.
    public subscript(truth: Int, predicted: Int) -> Int { counts[truth * classes + predicted] }

    /// All rows.
    public var total: Int { counts.reduce(0, +) }
    /// Rows read right.
    public var correct: Int { (0..<classes).reduce(0) { $0 + self[$1, $1] } }
    /// Rows whose ground truth is `cls`.
    public func truthTotal(_ cls: Int) -> Int { (0..<classes).reduce(0) { $0 + self[cls, $1] } }
    /// Rows read as `cls`.
    public func predictedTotal(_ cls: Int) -> Int { (0..<classes).reduce(0) { $0 + self[$1, cls] } }
}
