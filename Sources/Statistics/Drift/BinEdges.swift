import Foundation

/// Edges of histograms, by the rules that peers use (numpy's names).
public enum BinEdges {
    /// Equally wide bins by Sturges' rule: as many as 1 + log2 of the rows. `isWhole` keeps bins of whole numbers at least
    /// 1 wide, as numpy does. Precondition: values are finite; none gives no edges.
    public static func sturges(_ values: [Double], isWhole: Bool) -> [Double] {
        equal(values, isWhole: isWhole) { $0 / (log2(Double(values.count)) + 1) }
    }

    /// Equally wide bins by Doane's rule (1976): Sturges' with more bins for skewed values.
    public static func doane(_ values: [Double], isWhole: Bool) -> [Double] {
        equal(values, isWhole: isWhole) { range in
            let n = Double(values.count)
            guard n > 2, let moments = Moments(values), moments.deviation > 0 else { return 0 }
            let cubes = ExactSum.of(values.lazy.map { pow(($0 - moments.mean) / moments.deviation, 3) })
            let noise = (6 * (n - 2) / ((n + 1) * (n + 3))).squareRoot()
            return range / (1 + log2(n) + log2(1 + abs(cubes / n) / noise))
        }
    }

    private static func equal(_ values: [Double], isWhole: Bool, _ width: (Double) -> Double) -> [Double] {
        guard let low = values.min(), let high = values.max() else { return [] }
        guard low < high, (high - low).isFinite else { return [low - 0.5, high + 0.5] }
        var step = width(high - low)
        if isWhole, step > 0 { step = max(1, step) }
        let bins = step > 0 ? max(1, Int(exactly: ((high - low) / step).rounded(.up)) ?? 1) : 1
        let stride = (high - low) / Double(bins)
        return (0..<bins).map { low + Double($0) * stride } + [high]
    }

    /// The nine inner deciles of ascending values.
    public static func deciles(_ sorted: [Double]) -> [Double] {
        (1...9).compactMap { Quantiles.ofSorted(sorted, at: Double($0) / 10) }
    }

    /// How many of some ascending values lie in each bin, a bin holding its lower edge and the last one both.
    public static func counts(_ sorted: [Double], in edges: [Double]) -> [Int] {
        guard edges.count > 1 else { return [] }
        var starts = edges.map { position(of: $0, in: sorted, after: false) }
        starts[edges.count - 1] = position(of: edges[edges.count - 1], in: sorted, after: true)
        return zip(starts, starts.dropFirst()).map { $1 - $0 }
    }

    /// How many of some ascending values lie between the cuts and beyond the outer ones; a value at a cut is above it.
    public static func counts(_ sorted: [Double], between cuts: [Double]) -> [Int] {
        let starts = [0] + cuts.map { position(of: $0, in: sorted, after: false) } + [sorted.count]
        return zip(starts, starts.dropFirst()).map { $1 - $0 }
    }

    /// Values below `edge`, or with `after` those up to it.
    private static func position(of edge: Double, in sorted: [Double], after: Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < edge || (after && sorted[middle] == edge) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
