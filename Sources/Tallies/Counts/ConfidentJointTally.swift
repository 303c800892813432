// Confident learning (Northcutt, Jiang & Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70,
// 2021): the model is sure of class j on an item when it gives j at least the mean probability that it gives j on items
// labelled j. An item labelled i that it is sure to be j is a suspect label.

import Artifacts
import Columns
import Statistics

/// Asks how probable each class is on the items labelled with it.
public struct OwnProbabilities: TallyRequest {
    /// What is counted for it.
    public typealias Counted = OwnProbabilityTally
    /// How a kept book names it.
    public static let kind = "own-probabilities"

    /// The request.
    public init() {}
}

/// The probability of the label, class by class.
public struct OwnProbabilityTally: Tally {
    private var sums: [ExactSum]
    private var sizes: [Int]

    /// Counts a block.
    public init(_ request: OwnProbabilities, over block: Block) {
        let evaluation = block.evaluation
        sums = [ExactSum](repeating: ExactSum(), count: evaluation.classes.count)
        sizes = [Int](repeating: 0, count: evaluation.classes.count)
        guard let probabilities = evaluation.predictions.probabilities else { return }
        for row in block.rows {
            let label = Int(evaluation.items.labels[row])
            sums[label].add(probabilities[row, label])
            sizes[label] += 1
        }
    }

    /// Adds the count of other rows over the same classes.
    public mutating func merge(_ other: OwnProbabilityTally) {
        for cls in sums.indices {
            sums[cls].merge(other.sums[cls])
            sizes[cls] += other.sizes[cls]
        }
    }

    /// Mean probability of class j on items labelled j; `nil` without items.
    public var means: [Double?] { zip(sums, sizes).map { $1 == 0 ? nil : $0.value / Double($1) } }
}

/// Asks which labels the model's own confident answers dispute. The thresholds are known once all rows are counted, so this
/// is counted after ``OwnProbabilities``.
public struct ConfidentJoint: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ConfidentJointTally
    /// How a kept book names it.
    public static let kind = "confident-joint"

    /// From which probability the model is sure, class by class; of a class with `nil` it never is.
    public let thresholds: [Double?]
    let limit: Int

    /// The request, with the `limit` most disputed suspects.
    public init(thresholds: [Double?], limit: Int) {
        self.thresholds = thresholds
        self.limit = limit
    }

    /// The class that the model is sure of on a row: of several the most probable; of equal ones the label, which needs
    /// less to be believed.
    public func sure(_ probabilities: ProbabilityMatrix, _ row: Int, label: Int) -> Int? {
        var sure: Int?
        for cls in 0..<probabilities.classes {
            let p = probabilities[row, cls]
            guard let threshold = thresholds[cls], p >= threshold else { continue }
            guard let best = sure else {
                sure = cls
                continue
            }
            let isAhead = p > probabilities[row, best] || (p == probabilities[row, best] && cls == label)
            if isAhead { sure = cls }
        }
        return sure
    }
}

/// An item whose label is disputed.
public struct SuspectLabel: Ranked, Codable, Equatable {
    /// The item.
    public let exemplar: Exemplar
    /// The class that the model is sure it is.
    public let suggested: Int32
    /// Probability of the label.
    public let labelled: Double
    /// Probability of the suggestion.
    public let suggestion: Double
    /// Probability of the label minus the largest other one, -1...1: the lower, the more disputed.
    public let margin: Double

    var id: ItemID { exemplar.id }
    var key: Double { -margin }
}

/// Items by label and the class that the model is sure of.
public struct ConfidentJointTally: Tally {
    /// Number of classes.
    public let classes: Int
    /// Items labelled i (row) that the model is sure to be j (column); row-major.
    public private(set) var counts: CellTotals
    /// Rows: neither suspect nor wrong, wrong, suspect, both.
    public private(set) var rows: UnitCounts
    private var ranking: Ranking<SuspectLabel>

    /// Counts a block.
    public init(_ request: ConfidentJoint, over block: Block) {
        let evaluation = block.evaluation
        let classes = evaluation.classes.count
        self.classes = classes
        var sureOf: [Int32] = []
        var ranking = Ranking<SuspectLabel>(limit: request.limit)
        var cells = [Int32](repeating: -1, count: block.rows.count)
        if let probabilities = evaluation.predictions.probabilities {
            for row in block.rows {
                let label = Int(evaluation.items.labels[row])
                let sure = request.sure(probabilities, row, label: label)
                // What is predicted as labelled is disputed by nobody, whatever else the model is sure of.
                let isSuspect = sure.map { $0 != label && !evaluation.isCorrect(row) } ?? false
                if let sure, isSuspect || sure == label {
                    sureOf.append(Int32(truncatingIfNeeded: label * classes + sure))
                }
                cells[row - block.rows.lowerBound] = (isSuspect ? 2 : 0) + (evaluation.isCorrect(row) ? 0 : 1)
                guard let sure, isSuspect else { continue }
                let other = (0..<classes).reduce(0.0) { $1 == label ? $0 : max($0, probabilities[row, $1]) }
                let margin = probabilities[row, label] - other
                ranking.offer(-margin) {
                    SuspectLabel(
                        exemplar: Exemplar(row, of: block, key: -margin), suggested: Int32(truncatingIfNeeded: sure),
                        labelled: probabilities[row, label], suggestion: probabilities[row, sure], margin: margin)
                }
            }
        }
        ranking.settle()
        counts = CellTotals(sureOf, of: classes * classes)
        self.ranking = ranking
        rows = UnitCounts(cells, of: 4, block)
    }

    /// Adds the count of other rows over the same classes.
    public mutating func merge(_ other: ConfidentJointTally) {
        counts.merge(other.counts)
        rows.merge(other.rows)
        ranking.merge(other.ranking)
    }

    /// Rows that the model is sure of a class of, without those that it is sure of another than it predicts.
    public var sure: Int {
        var sum = 0
        counts.forEach { _, count in sum += count }
        return sum
    }
    /// Those of them whose label it is sure of.
    public var agreed: Int {
        var sum = 0
        counts.forEach { cell, count in if cell / classes == cell % classes { sum += count } }
        return sum
    }

    /// Whether a cell of `rows` is of suspects.
    public static func isSuspect(_ cell: Int) -> Bool { cell >= 2 }
    /// Whether a cell of `rows` is of wrong rows.
    public static func isWrong(_ cell: Int) -> Bool { cell % 2 == 1 }

    /// The most disputed, then by id.
    public var suspects: [SuspectLabel] { ranking.items }
}
