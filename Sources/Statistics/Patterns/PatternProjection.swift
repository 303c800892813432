import Foundation

/// Embeddings as principal components within classes, each of variance 1.
public struct PatternProjection: Sendable {
    /// Components that are kept at most.
    public static let most = 48
    /// Components below this share of the largest variance are left out.
    private static let least = 1e-3

    /// Numbers a row.
    public let width: Int
    /// Row after row, in the order of the embeddings.
    public let scores: [Float]
    /// Share of the variance within classes that each component explains.
    public let explained: [Double]
    /// Sums over all rows, whatever their class.
    public let sums: IntegerCovariance

    /// Projects embeddings of `width` numbers; `row` gives those of a row, all finite. `labels` are the classes, below
    /// `classes`. `nil` where nothing varies within classes.
    public init?(
        width given: Int, labels: [Int], classes: Int, largest: Double,
        row: (Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        var groups = (0..<classes).map { _ in IntegerCovariance(width: given, largest: largest) }
        var numbers = [Float](repeating: 0, count: given)
        var whole = [Int16](repeating: 0, count: given)
        for (index, label) in labels.enumerated() {
            numbers.withUnsafeMutableBufferPointer { row(index, $0) }
            for d in 0..<given { whole[d] = groups[label].quantised(numbers[d]) }
            whole.withUnsafeBufferPointer { groups[label].add($0) }
        }
        let eigen = SymmetricEigen(IntegerCovariance.within(groups), size: given)
        guard let first = eigen.values.first, first > 0 else { return nil }
        let kept = eigen.values.prefix(Self.most).count { $0 > Self.least * first }
        var all = IntegerCovariance(width: given, largest: largest)
        for group in groups { all.merge(group) }
        sums = all
        let total = ExactSum.of(eigen.values.lazy.map { max(0, $0) })
        width = kept
        explained = eigen.values.prefix(kept).map { $0 / total }
        let axes = (0..<kept).flatMap { k in eigen.vectors[k].map { $0 / eigen.values[k].squareRoot() } }
        let means = groups.map(\.means)
        let offsets = means.map { mean in
            (0..<kept).map { k in (0..<given).reduce(0.0) { $0 + mean[$1] * axes[k * given + $1] } }
        }
        var scores = [Float](repeating: 0, count: labels.count * kept)
        for (index, label) in labels.enumerated() {
            numbers.withUnsafeMutableBufferPointer { row(index, $0) }
            for k in 0..<kept {
                var sum = 0.0
                for d in 0..<given { sum += Double(numbers[d]) * axes[k * given + d] }
                scores[index * kept + k] = Float(sum - offsets[label][k])
            }
        }
        self.scores = scores
    }
}
