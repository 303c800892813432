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
    }

    /// In which order; ties by the bytes of the id.
    public enum Order: Codable, Hashable, Sendable {
        case mostConfident, leastConfident
        /// By how close the label's probability comes to the answer's.
        case narrowest
    }

    let rows: Rows
    let order: Order
    let limit: Int

    /// The first `limit` of `rows`.
    public init(_ rows: Rows, _ order: Order = .mostConfident, limit: Int) {
        self.rows = rows
        self.order = order
        self.limit = limit
    }

    fileprivate func holds(_ row: Int, _ evaluation: Evaluation) -> Bool {
        switch rows {
        case .wrong(let least): !evaluation.isCorrect(row) && evaluation.predictions.confidence[row] >= least
        case .right(let least): evaluation.isCorrect(row) && evaluation.predictions.confidence[row] >= least
        case .rightBelow(let limit): evaluation.isCorrect(row) && evaluation.predictions.confidence[row] < limit
        case .secondChoice: evaluation.rank(row) == 2
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
public struct Exemplar: Sendable, Codable, Equatable {
    /// Its id.
    public let id: ItemID
    /// Class code of the ground truth.
    public let label: Int32
    /// What was answered, as `Outcome` codes it.
    public let answer: Int32
    /// Its confidence or score.
    public let confidence: Double
    /// What it was ranked by, falling.
    fileprivate let key: Double

    fileprivate func precedes(_ other: Exemplar) -> Bool {
        key != other.key ? key > other.key : id < other.id
    }
}

/// The first rows of a ranking. The order is total, so that the first of all are among the first of each part.
public struct ExemplarTally: Tally {
    /// The rows, first first.
    public private(set) var items: [Exemplar] = []
    /// How many rows there are to choose from.
    public private(set) var total = 0
    private let limit: Int

    /// Counts a block.
    public init(_ request: Exemplars, over block: Block) {
        limit = request.limit
        let evaluation = block.evaluation
        for row in block.rows where request.holds(row, evaluation) {
            total += 1
            let key = request.key(row, evaluation)
            // Once there are enough, most rows rank below the last of them.
            if items.count >= limit, sortedCount >= limit, key < items[limit - 1].key { continue }
            items.append(
                Exemplar(
                    id: evaluation.items.ids[row], label: evaluation.items.labels[row],
                    answer: evaluation.predictions.predicted[row], confidence: evaluation.predictions.confidence[row],
                    key: key))
            if items.count >= 4 * limit + 64 { trim() }
        }
        trim()
    }

    /// How many of `items` are in order.
    private var sortedCount = 0

    private mutating func trim() {
        items.sort { $0.precedes($1) }
        if items.count > limit { items.removeLast(items.count - limit) }
        sortedCount = items.count
    }

    /// Adds the first of other rows.
    public mutating func merge(_ other: ExemplarTally) {
        total += other.total
        items += other.items
        trim()
    }
}
