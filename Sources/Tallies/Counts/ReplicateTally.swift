import Artifacts
import Statistics

/// Asks for the weighted counts of every bootstrap replicate, with the sums of confidence and of the proper scores.
public struct Replicates: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ReplicateTally
    /// How a kept book names it.
    public static let kind = "replicates"

    /// The request.
    public init() {}
}

/// Rows by label and answer in every bootstrap replicate, and sums of numbers that rows have. Each row has a Poisson weight
/// that is a property of its unit's name, so that replicates are the same for any order of rows; sums are whole numbers,
/// so that they are the same to the bit.
public struct ReplicateTally: Tally {
    /// A label and an answer that occur.
    struct Pair: Codable, Hashable, Comparable {
        var label: Int32
        var answer: Int32

        static func < (a: Pair, b: Pair) -> Bool { (a.label, a.answer) < (b.label, b.answer) }
    }

    /// Number of classes.
    public let classes: Int
    /// Rows.
    public private(set) var n: Int
    /// Exact sums over the rows: confidence, then Brier score and log loss where there are probabilities.
    private var exact: [ExactSum]
    /// The same over the rows that are right, and how many those are.
    private var exactRight: [ExactSum]
    private var right = 0
    /// Rows whose probabilities add up to nothing, so that they have no log loss.
    public private(set) var rowsWithoutLoss = 0
    /// The pairs, ascending.
    private var pairs: [Pair]
    /// Weights of each pair, replicate by replicate.
    private var counts: [Int64]
    private var sums: [ReplicateSums]

    /// Counts a block.
    public init(_ request: Replicates, over block: Block) {
        let evaluation = block.evaluation
        var columns = [Array(evaluation.predictions.confidence[block.rows])]
        var without = 0
        if let probabilities = evaluation.predictions.probabilities {
            let labels = evaluation.items.labels
            columns.append(block.rows.map { RowScores.brier(probabilities, $0, label: Int(labels[$0])) })
            columns.append(
                block.rows.map { row in
                    if let loss = RowScores.logLoss(probabilities, row, label: Int(labels[row])) { return loss }
                    without += 1
                    return 0
                })
        }
        self.init(block, values: columns.map(Self.units(of:)))
        let first = block.rows.lowerBound
        for column in columns {
            var (all, ofRight) = (ExactSum(), ExactSum())
            for (index, value) in column.enumerated() {
                all.add(value)
                if evaluation.isCorrect(first + index) { ofRight.add(value) }
            }
            exact.append(all)
            exactRight.append(ofRight)
        }
        right = block.rows.count { evaluation.isCorrect($0) }
        rowsWithoutLoss = without
    }

    /// Counts a block with columns of one number a row of it, in units of 2^-32.
    public init(_ block: Block, values: [[Int64]]) {
        let evaluation = block.evaluation
        let lanes = BootstrapWeights.lanes
        classes = evaluation.classes.count
        n = block.rows.count
        (exact, exactRight) = ([], [])
        // Which pair each row is: there are fewer of them than classes squared.
        var numberOf: [Pair: Int] = [:]
        let given = block.rows.map {
            Pair(label: evaluation.items.labels[$0], answer: evaluation.predictions.predicted[$0])
        }
        pairs = Set(given).sorted()
        for (number, pair) in pairs.enumerated() { numberOf[pair] = number }
        let pairOfRow = given.map { numberOf[$0] ?? 0 }
        var counts = [Int64](repeating: 0, count: pairs.count * lanes)
        var sums = values.map { _ in ReplicateSums() }
        let first = block.rows.lowerBound
        counts.withUnsafeMutableBufferPointer { counts in
            block.units.weights.forEach(block.rows) { row, weights in
                let start = pairOfRow[row - first] * lanes
                for lane in 0..<lanes { counts[start + lane] &+= Int64(weights[lane]) }
                for column in values.indices { sums[column].add(values[column][row - first], weights) }
            }
        }
        self.counts = counts
        self.sums = sums
    }

    /// A column of finite numbers below 2^26 in the units that sums are kept in.
    public static func units(of values: [Double]) -> [Int64] {
        values.map { Int64(exactly: (max(-0x1p26, min(0x1p26, $0)) * 0x1p32).rounded()) ?? 0 }
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: ReplicateTally) {
        n += other.n
        rowsWithoutLoss += other.rowsWithoutLoss
        right += other.right
        for column in exact.indices {
            exact[column].merge(other.exact[column])
            exactRight[column].merge(other.exactRight[column])
        }
        for column in sums.indices { sums[column].merge(other.sums[column]) }
        let lanes = BootstrapWeights.lanes
        if pairs == other.pairs {
            for index in counts.indices { counts[index] &+= other.counts[index] }
            return
        }
        let all = Set(pairs).union(other.pairs).sorted()
        let numberOf = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
        var merged = [Int64](repeating: 0, count: all.count * lanes)
        for (pairs, counts) in [(pairs, counts), (other.pairs, other.counts)] {
            for (index, pair) in pairs.enumerated() {
                let start = (numberOf[pair] ?? 0) * lanes
                for lane in 0..<lanes { merged[start + lane] &+= counts[index * lanes + lane] }
            }
        }
        (pairs, counts) = (all, merged)
    }

    /// The mean of a number over the rows: 0 confidence, 1 Brier score, 2 log loss; `nil` where there is none.
    public func mean(_ column: Int) -> Double? {
        exact.indices.contains(column) && n > 0 ? exact[column].value / Double(n) : nil
    }

    /// The same over the rows that are right, or over those that are not; `nil` where there is none.
    public func mean(_ column: Int, whereRight isRight: Bool) -> Double? {
        let rows = isRight ? right : n - right
        guard exact.indices.contains(column), rows > 0 else { return nil }
        let ofRight = exactRight[column].value
        return (isRight ? ofRight : exact[column].value - ofRight) / Double(rows)
    }

    /// The replicates.
    public var replicates: [Replicate] {
        let totals = sums.map(\.sums)
        let lanes = BootstrapWeights.lanes
        return (0..<lanes).map { lane in
            var replicate = Replicate(classes: classes, sums: totals.map { $0[lane] })
            for (number, pair) in pairs.enumerated() {
                replicate.add(Int(counts[number * lanes + lane]), label: Int(pair.label), answer: Int(pair.answer))
            }
            return replicate
        }
    }
}

/// The weighted counts of one bootstrap replicate.
public struct Replicate: Sendable {
    /// Weight of rows whose ground truth is each class.
    public private(set) var truth: [Int]
    /// Weight of rows predicted as each class.
    public private(set) var predicted: [Int]
    /// Weight of rows of each class predicted correctly.
    public private(set) var hits: [Int]
    /// Weighted sums of the numbers of rows, in units of 2^-32.
    public let sums: [Int128]

    fileprivate init(classes: Int, sums: [Int128]) {
        truth = [Int](repeating: 0, count: classes)
        predicted = truth
        hits = truth
        self.sums = sums
    }

    fileprivate mutating func add(_ weight: Int, label: Int, answer: Int) {
        truth[label] += weight
        if answer >= 0 { predicted[answer] += weight }
        if label == answer { hits[label] += weight }
    }

    /// Total weight.
    public var total: Int { truth.reduce(0, +) }

    /// Weighted mean of one of the numbers; NaN without weight.
    public func mean(_ column: Int) -> Double { Double(sums[column]) * 0x1p-32 / Double(total) }
}
