import Artifacts
import Statistics

/// Asks what each class was answered by in an earlier evaluation and in this one, on the rows that both have.
public struct Pairs: TallyRequest {
    /// What is counted for it.
    public typealias Counted = PairTally
    /// How a kept book names it.
    public static let kind = "pairs"

    /// The request.
    public init() {}
}

/// Pairs of answers by class, unit by unit where rows share units: the whole, every class, every confusion and every move
/// from one outcome to another are sums of these.
public struct PairTally: Tally {
    /// Rows that are alike.
    public struct Pair: Sendable, Codable, Hashable, Comparable {
        /// Class code of the ground truth.
        public let label: Int32
        /// What was answered before, as `Outcome` codes it.
        public let before: Int32
        /// What is answered now.
        public let now: Int32
        /// The unit; `nil` where every row is a unit of its own.
        public let unit: UInt64?

        /// By label, answers, then unit.
        public static func < (a: Pair, b: Pair) -> Bool {
            (a.label, a.before, a.now, a.unit ?? 0) < (b.label, b.before, b.now, b.unit ?? 0)
        }

        /// Whether it was right before.
        public var wasRight: Bool { before == label }
        /// Whether it is right now.
        public var isRight: Bool { now == label }
    }

    /// Those that occur, ascending.
    private var pairs: [Pair] = []
    /// The rows of each.
    private var counts: [Int] = []

    /// Counts a block.
    public init(_ request: Pairs, over block: Block) {
        guard let earlier = block.earlier else { return }
        let (labels, answers) = (block.evaluation.items.labels, block.evaluation.predictions.predicted)
        let ids = block.units.areShared ? block.units.ids : []
        var known: [Pair: Int] = [:]
        for row in block.rows {
            guard let before = earlier[row] else { continue }
            let unit = ids.isEmpty ? nil : ids[row]
            known[Pair(label: labels[row], before: before, now: answers[row], unit: unit), default: 0] += 1
        }
        for (pair, count) in known.sorted(by: { $0.key < $1.key }) {
            pairs.append(pair)
            counts.append(count)
        }
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: PairTally) {
        if other.pairs.isEmpty { return }
        var all = Dictionary(uniqueKeysWithValues: zip(pairs, counts))
        for (pair, count) in zip(other.pairs, other.counts) { all[pair, default: 0] += count }
        pairs = all.keys.sorted()
        counts = pairs.compactMap { all[$0] }
    }

    /// Calls `body` with each that occurs and its rows.
    public func forEach(_ body: (Pair, Int) -> Void) {
        for (pair, count) in zip(pairs, counts) { body(pair, count) }
    }

    /// Rows that are compared.
    public var total: Int { counts.reduce(0, +) }
    /// Rows whose answer differs.
    public var changed: Int { zip(pairs, counts).reduce(0) { $0 + ($1.0.before != $1.0.now ? $1.1 : 0) } }
}
