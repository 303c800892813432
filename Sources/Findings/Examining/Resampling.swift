// The bootstrap behind the headline's intervals. Each row has a Poisson weight that is a property of its unit's name, so
// that the replicates are the same for any order of rows; sums are integers, so that they are the same to the bit.

import Artifacts
import Columns
import Statistics
import Tallies

extension ResamplingUnits {
    /// The units that the reader joined to the rows, or each row by itself.
    init(of evaluation: Evaluation) {
        if let column = evaluation.items.units {
            self.init(ids: column.unitIDs)
        } else {
            self.init(independent: evaluation.items.ids.map(\.text))
        }
    }
}

extension Examination {
    /// Whether rows share units, so that an interval or test for independent rows is too sure.
    var rowsShareUnits: Bool { units.areShared }
}

/// The weighted counts of one bootstrap replicate.
struct Replicate: Sendable {
    /// Weight of rows whose ground truth is each class.
    private(set) var truth: [Int]
    /// Weight of rows read as each class.
    private(set) var predicted: [Int]
    /// Weight of rows of each class read right.
    private(set) var hits: [Int]
    /// Weighted sums of the row values given, in units of 2^-32.
    private(set) var sums: [Int128]

    /// Counts all replicates. `values` are columns of one number a row, in units of 2^-32.
    static func all(of evaluation: Evaluation, _ weights: BootstrapWeights, values: [[Int64]]) -> [Replicate] {
        let classes = evaluation.classes.count
        let lanes = BootstrapWeights.lanes
        // Which (label, predicted) pair each row is, by first appearance: there are fewer of them than classes squared.
        var pairs: [Pair] = []
        var numberOf: [Pair: Int] = [:]
        let pairOfRow = (0..<evaluation.count).map { row -> Int in
            let pair = Pair(label: evaluation.items.labels[row], said: evaluation.predictions.predicted[row])
            if let known = numberOf[pair] { return known }
            numberOf[pair] = pairs.count
            pairs.append(pair)
            return pairs.count - 1
        }
        var counts = [Int64](repeating: 0, count: pairs.count * lanes)
        var sums = values.map { _ in ReplicateSums() }
        counts.withUnsafeMutableBufferPointer { counts in
            weights.forEach(0..<evaluation.count) { row, weights in
                let start = pairOfRow[row] * lanes
                for lane in 0..<lanes { counts[start + lane] &+= Int64(weights[lane]) }
                for column in values.indices { sums[column].add(values[column][row], weights) }
            }
        }
        let totals = sums.map(\.sums)
        return (0..<lanes).map { lane in
            var replicate = Replicate(classes: classes, sums: totals.map { $0[lane] })
            for (number, pair) in pairs.enumerated() {
                replicate.add(Int(counts[number * lanes + lane]), label: Int(pair.label), said: Int(pair.said))
            }
            return replicate
        }
    }

    private struct Pair: Hashable {
        var label: Int32
        var said: Int32
    }

    private init(classes: Int, sums: [Int128]) {
        truth = [Int](repeating: 0, count: classes)
        predicted = truth
        hits = truth
        self.sums = sums
    }

    private mutating func add(_ weight: Int, label: Int, said: Int) {
        truth[label] += weight
        predicted[said] += weight
        if label == said { hits[label] += weight }
    }

    /// A column of finite numbers below 2^26 in the units that sums are kept in.
    static func units(of values: [Double]) -> [Int64] {
        values.map { Int64(exactly: (max(-0x1p26, min(0x1p26, $0)) * 0x1p32).rounded()) ?? 0 }
    }

    /// Total weight.
    var total: Int { truth.reduce(0, +) }

    /// Weighted mean of one of the values; NaN without weight.
    func mean(_ column: Int) -> Double { Double(sums[column]) * 0x1p-32 / Double(total) }
}
