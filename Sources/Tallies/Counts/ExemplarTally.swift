import Artifacts
import Columns
import Statistics

/// Asks for the rows that show something best: the first of some rows in some order, and how many there are.
public struct Exemplars: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ExemplarTally
    /// How a kept book names it.
    public static let kind = "exemplars"

    /// Which rows.
    public enum Rows: Codable, Hashable, Sendable {
        /// Wrong ones of at least that confidence.
        case wrong(from: Double)
        /// Right ones of at least that confidence.
        case right(from: Double)
        /// Right ones below that confidence.
        case rightBelow(Double)
        /// Wrong ones whose label was the second choice.
        case secondChoice
        /// Right before and wrong now.
        case broken
        /// Wrong before and right now.
        case fixed
        /// Right before and now.
        case held
    }

    /// In which order; ties by the bytes of the id.
    public enum Order: Codable, Hashable, Sendable {
        case mostConfident, leastConfident
        /// By how close the label's probability comes to the answer's.
        case narrowest
    }

    /// Of what there is a ranking each.
    public enum Groups: Codable, Hashable, Sendable {
        /// One of all.
        case whole
        /// One of each class of the ground truth.
        case labels
        /// One of each class of the ground truth and what it was answered by.
        case pairs
    }

    /// The group of all rows.
    fileprivate static let whole = -1

    let rows: Rows
    let order: Order
    let groups: Groups
    let limit: Int

    /// The first `limit` of `rows`, or of each group of them.
    public init(_ rows: Rows, _ order: Order = .mostConfident, of groups: Groups = .whole, limit: Int) {
        self.rows = rows
        self.order = order
        self.groups = groups
        self.limit = limit
    }

    fileprivate func group(_ row: Int, _ evaluation: Evaluation) -> Int {
        let label = evaluation.items.labels[row]
        return switch groups {
        case .whole: Self.whole
        case .labels: Int(label)
        case .pairs: Self.pair(label, evaluation.predictions.predicted[row])
        }
    }

    fileprivate static func pair(_ label: Int32, _ answer: Int32) -> Int {
        Int(label) << 32 | Int(UInt32(bitPattern: answer))
    }

    fileprivate func holds(_ row: Int, _ block: Block) -> Bool {
        let evaluation = block.evaluation
        func isPaired(wasRight: Bool, isRight: Bool) -> Bool {
            guard evaluation.isCorrect(row) == isRight, let before = block.earlier?[row] else { return false }
            return (before == evaluation.items.labels[row]) == wasRight
        }
        return switch rows {
        case .wrong(let least): !evaluation.isCorrect(row) && evaluation.predictions.confidence[row] >= least
        case .right(let least): evaluation.isCorrect(row) && evaluation.predictions.confidence[row] >= least
        case .rightBelow(let limit): evaluation.isCorrect(row) && evaluation.predictions.confidence[row] < limit
        case .secondChoice: evaluation.rank(row) == 2
        case .broken: isPaired(wasRight: true, isRight: false)
        case .fixed: isPaired(wasRight: false, isRight: true)
        case .held: isPaired(wasRight: true, isRight: true)
        }
    }

    fileprivate func key(_ row: Int, _ evaluation: Evaluation) -> Double {
        let predictions = evaluation.predictions
        switch order {
        case .mostConfident: return predictions.confidence[row]
        case .leastConfident: return -predictions.confidence[row]
        case .narrowest:
            guard let probabilities = predictions.probabilities else { return 0 }
            return probabilities[row, Int(evaluation.items.labels[row])]
                - probabilities[row, Int(predictions.predicted[row])]
        }
    }
}

/// One row that is shown: all that a card of a gallery says of it.
public struct Exemplar: Ranked, Codable, Equatable {
    /// Its id.
    public let id: ItemID
    /// Class code of the ground truth.
    public let label: Int32
    /// What was answered, as `Outcome` codes it.
    public let answer: Int32
    /// What was answered before, where it is paired with an earlier evaluation.
    public let before: Int32?
    /// Its confidence or score.
    public let confidence: Double
    /// What it was ranked by, falling.
    let key: Double

    init(_ row: Int, of block: Block, key: Double) {
        let (items, predictions) = (block.evaluation.items, block.evaluation.predictions)
        id = items.ids[row]
        label = items.labels[row]
        answer = predictions.predicted[row]
        before = block.earlier?[row]
        confidence = predictions.confidence[row]
        self.key = key
    }
}

/// The first rows of a ranking. The order is total, so that the first of all are among the first of each part.
public struct ExemplarTally: Tally {
    /// How many rows there are to choose from.
    public private(set) var total = 0
    private var rankings: [Int: Ranking<Exemplar>] = [:]

    /// Counts a block.
    public init(_ request: Exemplars, over block: Block) {
        let evaluation = block.evaluation
        for row in block.rows where request.holds(row, block) {
            total += 1
            let key = request.key(row, evaluation)
            rankings[request.group(row, evaluation), default: Ranking(limit: request.limit)].offer(key) {
                Exemplar(row, of: block, key: key)
            }
        }
        for group in rankings.keys { rankings[group]?.settle() }
    }

    /// Adds the first of other rows.
    public mutating func merge(_ other: ExemplarTally) {
        total += other.total
        for (group, ranking) in other.rankings {
            rankings[group, default: Ranking(limit: ranking.limit)].merge(ranking)
        }
    }

    /// The rows, first first; of a request for groups none.
    public var items: [Exemplar] { rankings[Exemplars.whole]?.items ?? [] }

    /// The first of those with a label; of a request for labels.
    public func items(label: Int) -> [Exemplar] { rankings[label]?.items ?? [] }

    /// The first of those with a label and an answer; of a request for pairs.
    public func items(label: Int, answer: Int) -> [Exemplar] {
        let pair = Exemplars.pair(Int32(truncatingIfNeeded: label), Int32(truncatingIfNeeded: answer))
        return rankings[pair]?.items ?? []
    }
}
