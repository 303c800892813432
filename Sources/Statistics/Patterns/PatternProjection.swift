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
    /// The axes, eight components side by side, number after number of an embedding; those that fill the last eight up are 0.
    private let axes: [SIMD8<Double>]
    /// Where the mean of each class lies, class after class; of no meaning for a class without rows.
    private let offsets: [Double]
    /// Classes that have rows.
    private let isKnown: [Bool]

    /// Projects embeddings of `width` numbers; `row` gives those of a row, all finite. `labels` are the classes, below
    /// `classes`. `nil` where nothing varies within classes.
    public init?(
        width given: Int, labels: [Int], classes: Int, largest: Double,
        row: (Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        var groups = IntegerCovariance(width: given, largest: largest, groups: classes)
        var numbers = [Float](repeating: 0, count: given)
        for (index, label) in labels.enumerated() {
            numbers.withUnsafeMutableBufferPointer { row(index, $0) }
            numbers.withUnsafeBufferPointer { groups.add($0, to: label) }
        }
        let eigen = SymmetricEigen(groups.within(), size: given)
        guard let first = eigen.values.first, first > 0 else { return nil }
        let kept = eigen.values.prefix(Self.most).count { $0 > Self.least * first }
        sums = groups.pooled
        let total = ExactSum.of(eigen.values.lazy.map { max(0, $0) })
        width = kept
        explained = eigen.values.prefix(kept).map { $0 / total }
        let lanes = (kept + 7) / 8
        var axes = [SIMD8<Double>](repeating: SIMD8(repeating: 0), count: given * lanes)
        for k in 0..<kept {
            let deviation = eigen.values[k].squareRoot()
            for d in 0..<given { axes[(k >> 3) * given + d][k & 7] = eigen.vectors[k][d] / deviation }
        }
        offsets = (0..<classes).flatMap { label in
            let mean = groups.means(of: label)
            return (0..<kept).map { k in
                (0..<given).reduce(0.0) { $0 + mean[$1] * axes[(k >> 3) * given + $1][k & 7] }
            }
        }
        isKnown = (0..<classes).map { groups.rows(of: $0) > 0 }
        self.axes = axes
        var scores = [Float](repeating: 0, count: labels.count * kept)
        var places = [SIMD8<Double>](repeating: SIMD8(repeating: 0), count: lanes)
        for (index, label) in labels.enumerated() {
            numbers.withUnsafeMutableBufferPointer { row(index, $0) }
            Self.project(numbers, axes, into: &places)
            for k in 0..<kept { scores[index * kept + k] = Float(places[k >> 3][k & 7] - offsets[label * kept + k]) }
        }
        self.scores = scores
    }

    /// The scores of an embedding that had no part in this; `nil` where its class had no rows.
    public func scores(of numbers: [Float], label: Int) -> [Float]? {
        guard isKnown[label] else { return nil }
        var places = [SIMD8<Double>](repeating: SIMD8(repeating: 0), count: (width + 7) / 8)
        Self.project(numbers, axes, into: &places)
        return (0..<width).map { Float(places[$0 >> 3][$0 & 7] - offsets[label * width + $0]) }
    }

    /// Where an embedding lies along all axes: each sum in the order of its numbers, eight sums side by side.
    private static func project(
        _ numbers: [Float], _ axes: [SIMD8<Double>], into places: inout [SIMD8<Double>]
    ) {
        let given = numbers.count
        numbers.withUnsafeBufferPointer { numbers in
            axes.withUnsafeBufferPointer { axes in
                for lanes in places.indices {
                    var sum = SIMD8<Double>(repeating: 0)
                    let base = lanes * given
                    for d in 0..<given { sum += axes[base + d] * SIMD8(repeating: Double(numbers[d])) }
                    places[lanes] = sum
                }
            }
        }
    }
}
