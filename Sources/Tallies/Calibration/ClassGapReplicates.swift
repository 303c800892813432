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

/// Confidence less outcome by class and bin, and by the group that rows are resampled with: the bins of
/// ``ClassConfidenceTally`` in every bootstrap replicate are weighted sums of these. Sums are whole numbers in units of
/// 2^-32, so that they merge exactly; only those that are not 0 are kept.
public struct ClassGapReplicateTally: Tally {
    private struct Sum: Codable, Sendable, Equatable {
        /// Class times the number of bins, plus bin.
        var cell: UInt32
        var group: UInt16
        var gap: Int64

        var place: UInt64 { UInt64(cell) << 16 | UInt64(group) }
    }

    private let classes: Int
    /// Ascending by cell, then group; empty without all probabilities.
    private var sums: [Sum]
    /// Rows by group.
    private var rows: [Int64]

    /// Counts a block.
    public init(_ request: ClassGapReplicates, over block: Block) {
        let classes = block.evaluation.classes.count
        self.classes = classes
        sums = []
        rows = [Int64](repeating: 0, count: PoissonBootstrap.groups)
        guard let probabilities = block.evaluation.predictions.probabilities else { return }
        let bins = ClassConfidenceTally.bins
        let labels = block.evaluation.items.labels
        let cells = classes * bins.count
        var found: [Sum] = []
        var counted = rows
        probabilities.values.withUnsafeBufferPointer { values in
            block.units.weights.summed(
                block.rows, columns: cells + 1,
                { row, sums in
                    let label = Int(labels[row])
                    for cls in 0..<classes {
                        let p = values[row * classes + cls]
                        sums[cls * bins.count + bins.index(of: p)] +=
                            Int64((p * 0x1p32).rounded()) - (cls == label ? 1 << 32 : 0)
                    }
                    sums[cells] += 1
                },
                { group, cell, sum, _ in
                    if cell == cells {
                        counted[group] = sum
                    } else {
                        found.append(
                            Sum(
                                cell: UInt32(truncatingIfNeeded: cell), group: UInt16(truncatingIfNeeded: group),
                                gap: sum))
                    }
                })
        }
        rows = counted
        // Groups ascend already, so that counting by cell sorts by both.
        var next = [Int](repeating: 0, count: cells + 1)
        for sum in found { next[Int(sum.cell) + 1] += 1 }
        for cell in 0..<cells { next[cell + 1] += next[cell] }
        sums = found
        for sum in found {
            sums[next[Int(sum.cell)]] = sum
            next[Int(sum.cell)] += 1
        }
    }

    /// Adds the count of other rows over the same classes.
    public mutating func merge(_ other: ClassGapReplicateTally) {
        var merged: [Sum] = []
        merged.reserveCapacity(max(sums.count, other.sums.count))
        var (own, theirs) = (0, 0)
        while own < sums.count || theirs < other.sums.count {
            let isOwn = theirs == other.sums.count || (own < sums.count && sums[own].place <= other.sums[theirs].place)
            let isTheirs =
                own == sums.count || (theirs < other.sums.count && other.sums[theirs].place <= sums[own].place)
            var sum = isOwn ? sums[own] : other.sums[theirs]
            if isOwn, isTheirs { sum.gap += other.sums[theirs].gap }
            if isOwn { own += 1 }
            if isTheirs { theirs += 1 }
            if sum.gap != 0 { merged.append(sum) }
        }
        sums = merged
        for group in rows.indices { rows[group] += other.rows[group] }
    }

    /// The class-wise error of each replicate, NaN for one without rows, and the gaps it adds up: `whole` are those of all
    /// rows as shares of all rows and classes, class by class and bin by bin.
    public func replicated(whole: [Double]) -> (errors: [Double], gaps: GapReplicates) {
        let lanes = BootstrapWeights.lanes
        let none = [Float](repeating: 0, count: lanes)
        var totals = none
        for (group, rows) in rows.enumerated() where rows > 0 {
            BootstrapWeights.add(Float(rows), times: group, to: &totals)
        }
        let scales = totals.map { $0 > 0 ? 1 / Double($0) / Double(classes) : .nan }
        let defined = totals.count { $0 > 0 }
        var (errors, noise) = (totals.map { $0 > 0 ? 0.0 : .nan }, [Double](repeating: 0, count: lanes))
        var variances = [Double](repeating: 0, count: whole.count)
        var (start, gaps) = (0, none)
        for cell in whole.indices {
            for lane in 0..<lanes { gaps[lane] = 0 }
            while start < sums.count, Int(sums[start].cell) == cell {
                let sum = sums[start]
                BootstrapWeights.add(Float(Double(sum.gap) * 0x1p-32), times: Int(sum.group), to: &gaps)
                start += 1
            }
            var squares = 0.0
            for lane in 0..<lanes where totals[lane] > 0 {
                let share = Double(gaps[lane]) * scales[lane]
                errors[lane] += abs(share)
                noise[lane] += abs(share - whole[cell])
                squares += (share - whole[cell]) * (share - whole[cell])
            }
            variances[cell] = defined < 2 ? 0 : squares / Double(defined)
        }
        return (
            errors,
            GapReplicates(
                whole: whole, noise: noise.indices.filter { totals[$0] > 0 }.map { noise[$0] }, variances: variances)
        )
    }
}
