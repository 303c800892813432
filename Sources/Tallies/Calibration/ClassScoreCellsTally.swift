import Artifacts
import Statistics

/// Asks for each class's probability against the rest, in cells.
public struct ClassScoreCells: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ClassScoreCellsTally
    /// How a kept book names it.
    public static let kind = "class-score-cells"

    /// The request.
    public init() {}
}

/// The probability of each class over all rows, in cells of equal width, and how many rows of each cell are of the class:
/// what any threshold that is the lower edge of a cell finds and falsely answers. Whole numbers, so it merges exactly.
public struct ClassScoreCellsTally: Tally {
    /// Rows of one cell.
    public struct Cell: Sendable, Codable, Equatable {
        /// Rows of the class.
        public internal(set) var own = 0
        /// Rows of other classes.
        public internal(set) var other = 0
    }

    /// Cells of 0...1: fewer where there are many classes. The last holds 1 as well.
    public let cells: Int
    private let classes: Int
    private var counts: [Cell]

    /// Counts a block; nothing without all probabilities.
    public init(_ request: ClassScoreCells, over block: Block) {
        let evaluation = block.evaluation
        classes = evaluation.predictions.probabilities == nil ? 0 : evaluation.classes.count
        cells = classes > 64 ? 512 : 4096
        counts = [Cell](repeating: Cell(), count: classes * cells)
        guard let probabilities = evaluation.predictions.probabilities else { return }
        for row in block.rows {
            let label = Int(evaluation.items.labels[row])
            for cls in 0..<classes {
                let place = cls * cells + min(cells - 1, Int(probabilities[row, cls] * Double(cells)))
                if cls == label { counts[place].own += 1 } else { counts[place].other += 1 }
            }
        }
    }

    /// Adds another count over the same classes.
    public mutating func merge(_ other: ClassScoreCellsTally) {
        for index in counts.indices {
            counts[index].own += other.counts[index].own
            counts[index].other += other.counts[index].other
        }
    }

    /// The cells of a class that hold a row, by falling score, each with its lower edge.
    public func falling(_ cls: Int) -> [(threshold: Double, cell: Cell)] {
        (0..<cells).reversed().compactMap { index in
            let cell = counts[cls * cells + index]
            return cell.own + cell.other == 0 ? nil : (Double(index) / Double(cells), cell)
        }
    }
}

extension ClassScoreCellsTally {
    private enum Key: CodingKey { case cells, classes, counts }

    /// Reads a count back.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        cells = try values.decode(Int.self, forKey: .cells)
        classes = try values.decode(Int.self, forKey: .classes)
        let list = try values.decode(PackedCounts.self, forKey: .counts).values
        let (size, isOver) = cells.multipliedReportingOverflow(by: 2 * classes)
        guard cells > 0, classes >= 0, !isOver, list.count == size else {
            throw BookError.unreadable("cells of a class are missing")
        }
        counts = stride(from: 0, to: list.count, by: 2).map {
            Cell(own: Int(truncatingIfNeeded: list[$0]), other: Int(truncatingIfNeeded: list[$0 + 1]))
        }
    }

    /// Writes it: of many cells most are empty.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(cells, forKey: .cells)
        try values.encode(classes, forKey: .classes)
        let list = counts.flatMap { [UInt64(truncatingIfNeeded: $0.own), UInt64(truncatingIfNeeded: $0.other)] }
        try values.encode(PackedCounts(list), forKey: .counts)
    }
}
