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
    /// Weights of the rows that are of each class, that are predicted as it, and that are both: three times as many as there
    /// are classes, each replicate by replicate.
    private var counts: [UInt32]
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
        let labels = evaluation.items.labels
        let answers = evaluation.predictions.predicted
        let (first, classes) = (block.rows.lowerBound, classes)
        var counts = [UInt32](repeating: 0, count: 3 * classes * lanes)
        var sums = values.map { _ in ReplicateSums() }
        counts.withUnsafeMutableBufferPointer { counts in
            block.units.weights.summed(
                block.rows, columns: 3 * classes + values.count,
                { row, sums in
                    let (label, answer) = (Int(labels[row]), Int(answers[row]))
                    sums[label] += 1
                    if answer >= 0 { sums[classes + answer] += 1 }
                    if label == answer { sums[2 * classes + label] += 1 }
                    for column in values.indices { sums[3 * classes + column] += values[column][row - first] }
                },
                { _, column, sum, weights in
                    guard column < 3 * classes else { return sums[column - 3 * classes].add(sum, weights) }
                    let (start, rows) = (column * lanes, UInt32(truncatingIfNeeded: sum))
                    for lane in 0..<lanes { counts[start + lane] &+= rows &* UInt32(weights[lane]) }
                })
        }
        self.counts = counts
        self.sums = sums
    }

    /// A column of finite numbers below 2^14 in the units that sums are kept in: a block of rows adds up to no more than
    /// 64 bits hold.
    public static func units(of values: [Double]) -> [Int64] {
        values.map { Int64(exactly: (max(-0x1p14, min(0x1p14, $0)) * 0x1p32).rounded()) ?? 0 }
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
        for index in counts.indices { counts[index] &+= other.counts[index] }
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
            func column(_ part: Int) -> [Int] {
                (part * classes..<(part + 1) * classes).map { Int(counts[$0 * lanes + lane]) }
            }
            return Replicate(
                truth: column(0), predicted: column(1), hits: column(2), sums: totals.map { $0[lane] })
        }
    }
}

/// The weighted counts of one bootstrap replicate.
public struct Replicate: Sendable {
    /// Weight of rows whose ground truth is each class.
    public let truth: [Int]
    /// Weight of rows predicted as each class.
    public let predicted: [Int]
    /// Weight of rows of each class predicted correctly.
    public let hits: [Int]
    /// Weighted sums of the numbers of rows, in units of 2^-32.
    public let sums: [Int128]

    /// Total weight.
    public var total: Int { truth.reduce(0, +) }

    /// Weighted mean of one of the numbers; NaN without weight.
    public func mean(_ column: Int) -> Double { Double(sums[column]) * 0x1p-32 / Double(total) }
}

extension ReplicateTally {
    private enum Key: CodingKey { case classes, n, exact, exactRight, right, rowsWithoutLoss, counts, sums }

    /// Reads a count back.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        classes = try values.decode(Int.self, forKey: .classes)
        n = try values.decode(Int.self, forKey: .n)
        exact = try values.decode([ExactSum].self, forKey: .exact)
        exactRight = try values.decode([ExactSum].self, forKey: .exactRight)
        right = try values.decode(Int.self, forKey: .right)
        rowsWithoutLoss = try values.decode(Int.self, forKey: .rowsWithoutLoss)
        counts = try values.decode(PackedCounts.self, forKey: .counts).values.map { UInt32(truncatingIfNeeded: $0) }
        sums = try values.decode([ReplicateSums].self, forKey: .sums)
        let (size, isOver) = BootstrapWeights.lanes.multipliedReportingOverflow(by: 3 * classes)
        guard !isOver, counts.count == size, exact.count == exactRight.count else {
            throw BookError.unreadable("replicates are missing")
        }
    }

    /// Writes it: a thousand replicates of each class are many numbers.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(classes, forKey: .classes)
        try values.encode(n, forKey: .n)
        try values.encode(exact, forKey: .exact)
        try values.encode(exactRight, forKey: .exactRight)
        try values.encode(right, forKey: .right)
        try values.encode(rowsWithoutLoss, forKey: .rowsWithoutLoss)
        try values.encode(PackedCounts(counts.map { UInt64($0) }), forKey: .counts)
        try values.encode(sums, forKey: .sums)
    }
}
