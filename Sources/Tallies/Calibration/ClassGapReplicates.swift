import Artifacts
import Statistics

/// Asks for the class-wise calibration error of every bootstrap replicate.
public struct ClassGapReplicates: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ClassGapReplicateTally
    /// How a kept book names it.
    public static let kind = "class-gap-replicates"

    /// The request.
    public init() {}
}

/// Confidence less outcome by class and bin in every bootstrap replicate: the bins of ``ClassConfidenceTally`` repeated.
/// Sums are whole numbers in units of 2^-32, so that a weighted sum of 10^8 rows fits 64 bits and merges exactly.
public struct ClassGapReplicateTally: Tally {
    private let classes: Int
    /// By class, then bin, then replicate; empty without all probabilities.
    private var gaps: [Int64]
    /// Rows by replicate.
    private var totals: [Int64]

    /// Counts a block.
    public init(_ request: ClassGapReplicates, over block: Block) {
        let classes = block.evaluation.classes.count
        self.classes = classes
        guard let probabilities = block.evaluation.predictions.probabilities else {
            (gaps, totals) = ([], [])
            return
        }
        let bins = ClassConfidenceTally.bins
        let first = block.rows.lowerBound
        let values = probabilities.values[first * classes..<block.rows.upperBound * classes]
        let cells = values.map { UInt16(truncatingIfNeeded: bins.index(of: $0)) }
        let scaled = values.map { Int64(($0 * 0x1p32).rounded()) }
        let labels = block.evaluation.items.labels
        let lanes = BootstrapWeights.lanes
        var gaps = [Int64](repeating: 0, count: classes * bins.count * lanes)
        var totals = [Int64](repeating: 0, count: lanes)
        gaps.withUnsafeMutableBufferPointer { gaps in
            guard let gaps = gaps.baseAddress else { return }
            block.units.weights.forEach(block.rows) { row, weights in
                let start = (row - first) * classes
                let label = Int(labels[row])
                for cls in 0..<classes {
                    let value = scaled[start + cls] - (cls == label ? 1 << 32 : 0)
                    let cell = gaps + (cls * bins.count + Int(cells[start + cls])) * lanes
                    for lane in 0..<lanes { cell[lane] &+= value &* Int64(weights[lane]) }
                }
                for lane in 0..<lanes { totals[lane] &+= Int64(weights[lane]) }
            }
        }
        (self.gaps, self.totals) = (gaps, totals)
    }

    /// Adds the count of other rows over the same classes.
    public mutating func merge(_ other: ClassGapReplicateTally) {
        for index in gaps.indices { gaps[index] &+= other.gaps[index] }
        for lane in totals.indices { totals[lane] &+= other.totals[lane] }
    }

    /// The gap of each class and bin as a share of all rows and classes, replicate by replicate: what the error adds up.
    public var shares: [[Double]] {
        totals.indices.map { lane in
            let scale = 0x1p-32 / Double(totals[lane]) / Double(classes)
            return stride(from: lane, to: gaps.count, by: totals.count).map { Double(gaps[$0]) * scale }
        }
    }

    /// The class-wise error of each replicate; none without all probabilities.
    public var errors: [Double] {
        totals.indices.map { lane in
            let sum = stride(from: lane, to: gaps.count, by: totals.count).reduce(0.0) {
                $0 + Double(gaps[$1].magnitude)
            }
            return sum * 0x1p-32 / Double(totals[lane]) / Double(classes)
        }
    }
}
