import Artifacts
import Statistics

/// Asks where each row's label ranks among its probabilities.
public struct LabelRanks: TallyRequest {
    /// What is counted for it.
    public typealias Counted = LabelRankTally
    /// How a kept book names it.
    public static let kind = "label-ranks"

    /// The request.
    public init() {}
}

/// Rows by the rank of their label, with bootstrap replicates: top-k accuracy and near misses are sums of these.
public struct LabelRankTally: Tally {
    /// Ranks that are told apart; the last stands for it and all beyond.
    public static let ranks = 6

    /// Rows by rank less 1. Without class probabilities every row has rank 1 or the last.
    public private(set) var rows: UnitCounts
    private var replicates: [ReplicateSums]

    /// Counts a block.
    public init(_ request: LabelRanks, over block: Block) {
        let ranks = block.rows.map { Int32(truncatingIfNeeded: min(block.evaluation.rank($0), Self.ranks) - 1) }
        rows = UnitCounts(ranks, of: Self.ranks, block)
        replicates = block.units.weights.sums(block.rows, columns: Self.ranks) { row, sums in
            sums[Int(ranks[row - block.rows.lowerBound])] += 1
        }
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: LabelRankTally) {
        rows.merge(other.rows)
        for rank in replicates.indices { replicates[rank].merge(other.replicates[rank]) }
    }

    /// The share of rows whose label is among the first `k`, in each replicate.
    public func replicates(within k: Int) -> [Double] {
        let sums = replicates.map(\.sums)
        return (0..<BootstrapWeights.lanes).map { lane in
            let hits = sums.prefix(k).reduce(0) { $0 + $1[lane] }
            return Double(hits) / Double(sums.reduce(0) { $0 + $1[lane] })
        }
    }
}

extension Evaluation {
    /// Where the label of a row ranks: 1 for a correct prediction, else 1 plus the number of other classes at least as probable,
    /// so that ties count against the model, and at least 2. Without probabilities where the row's list of choices has it;
    /// far beyond every list where there is none.
    public func rank(_ row: Int) -> Int {
        if isCorrect(row) { return 1 }
        guard let probabilities = predictions.probabilities else {
            return predictions.choices?.rank(of: items.labels[row], row) ?? .max
        }
        let label = Int(items.labels[row])
        let own = probabilities[row, label]
        let ahead = (0..<probabilities.classes).count { $0 != label && probabilities[row, $0] >= own }
        return max(2, ahead + 1)
    }
}
