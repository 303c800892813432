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
    /// The axes, number after number of an embedding: what it adds to each component, and nothing to those that fill a vector up.
    private let axes: [Double]
    private let padded: Int
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
        let padded = (kept + 7) / 8 * 8
        var axes = [Double](repeating: 0, count: given * padded)
        for k in 0..<kept {
            let deviation = eigen.values[k].squareRoot()
            for d in 0..<given { axes[d * padded + k] = eigen.vectors[k][d] / deviation }
        }
        offsets = (0..<classes).flatMap { label in
            let mean = groups.means(of: label)
            return (0..<kept).map { k in (0..<given).reduce(0.0) { $0 + mean[$1] * axes[$1 * padded + k] } }
        }
        isKnown = (0..<classes).map { groups.rows(of: $0) > 0 }
        (self.axes, self.padded) = (axes, padded)
        var scores = [Float](repeating: 0, count: labels.count * kept)
        var places = [Double](repeating: 0, count: padded)
        for (index, label) in labels.enumerated() {
            numbers.withUnsafeMutableBufferPointer { row(index, $0) }
            Self.project(numbers, axes, into: &places)
            for k in 0..<kept { scores[index * kept + k] = Float(places[k] - offsets[label * kept + k]) }
        }
        self.scores = scores
    }

    /// The scores of an embedding that had no part in this; `nil` where its class had no rows.
    public func scores(of numbers: [Float], label: Int) -> [Float]? {
        guard isKnown[label] else { return nil }
        var places = [Double](repeating: 0, count: padded)
        Self.project(numbers, axes, into: &places)
        return (0..<width).map { Float(places[$0] - offsets[label * width + $0]) }
    }

    /// Where an embedding lies along all axes: each sum in the order of its numbers.
    private static func project(_ numbers: [Float], _ axes: [Double], into places: inout [Double]) {
        let padded = places.count
        places.withUnsafeMutableBufferPointer { places in
            axes.withUnsafeBufferPointer { axes in
                for k in 0..<padded { places[k] = 0 }
                for d in 0..<numbers.count {
                    let (value, base) = (Double(numbers[d]), d * padded)
                    for k in 0..<padded { places[k] += value * axes[base + k] }
                }
            }
        }
    }
}
