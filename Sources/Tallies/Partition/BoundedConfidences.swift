import Artifacts
import Statistics

/// Asks for every stated confidence with whether it came true, in memory that does not grow with the rows.
public struct BoundedConfidences: TallyRequest {
    /// What is counted for it.
    public typealias Counted = BoundedConfidenceTally
    /// How a kept book names it.
    public static let kind = "bounded-confidences"

    /// Most different confidences that are kept apart.
    let most: Int

    /// The request.
    public init(most: Int = 1 << 14) { self.most = most }
}

/// Stated confidences with whether they came true: each by itself while there are few different ones, else in cells of equal
/// width with the sum of each.
///
/// Whether there are few is a property of all rows, since the confidences of a part are among those of the whole; so any
/// partition comes to the same. Calibration errors of 10, 15 and 20 bins are unions of cells and come out as of all rows;
/// what looks into a cell is off by less than its width.
public struct BoundedConfidenceTally: Tally {
    /// Cells of 0...1, and one more for exactly 1: a multiple of 10, 15 and 20 bins.
    static let cells = 15_360
    /// Units in 1.
    private static let unit = 0x1p32

    private let most: Int
    /// The confidences; empty once there are too many.
    private var exact: ScoreHistogram
    /// The cells that hold rows, ascending; empty while the confidences are kept.
    private var coarse: [Cell] = []

    /// The rows of a cell.
    private struct Cell: Sendable, Equatable {
        let place: Int
        var count: Int
        var hits: Int
        /// Sum of the confidences in units of 2^-32.
        var sum: UInt64
    }

    /// Whether confidences stand in cells, so that what looks into one is off by less than its width.
    public var isCoarse: Bool { !coarse.isEmpty }

    /// Counts a block.
    public init(_ request: BoundedConfidences, over block: Block) {
        let evaluation = block.evaluation
        most = request.most
        exact = ScoreHistogram(
            confidence: evaluation.predictions.confidence[block.rows],
            correct: block.rows.map { evaluation.isCorrect($0) })
        bound()
    }

    /// Adds another count.
    public mutating func merge(_ other: BoundedConfidenceTally) {
        if !isCoarse, !other.isCoarse {
            exact = exact.merged(with: other.exact)
            bound()
            return
        }
        let (a, b) = (inCells, other.inCells)
        exact = ScoreHistogram(sorted: [])
        coarse = Self.merged(a, b)
    }

    private mutating func bound() {
        guard exact.scoreLevels.count > most else { return }
        coarse = inCells
        exact = ScoreHistogram(sorted: [])
    }

    private var inCells: [Cell] {
        if isCoarse { return coarse }
        var cells: [Cell] = []
        for level in exact.scoreLevels {
            let units = UInt64(exactly: (max(0, min(1, level.score)) * Self.unit).rounded()) ?? 0
            let place = Int(truncatingIfNeeded: (units &* UInt64(Self.cells)) >> 32)
            let sum = units &* UInt64(truncatingIfNeeded: level.count)
            if cells.last?.place == place {
                cells[cells.count - 1].count += level.count
                cells[cells.count - 1].hits += level.hits
                cells[cells.count - 1].sum &+= sum
            } else {
                cells.append(Cell(place: place, count: level.count, hits: level.hits, sum: sum))
            }
        }
        return cells
    }

    private static func merged(_ a: [Cell], _ b: [Cell]) -> [Cell] {
        AscendingLists.merged(
            a, b, by: { $0.place < $1.place },
            together: {
                Cell(place: $0.place, count: $0.count + $1.count, hits: $0.hits + $1.hits, sum: $0.sum &+ $1.sum)
            })
    }

    /// The confidences by rising value, those of a cell at their mean.
    public var scoreHistogram: ScoreHistogram {
        guard isCoarse else { return exact }
        return ScoreHistogram(
            sorted: coarse.map { cell in
                ScoreHistogram.ScoreLevel(
                    score: Double(cell.sum) / Self.unit / Double(cell.count), count: cell.count, hits: cell.hits)
            })
    }
}

extension BoundedConfidenceTally: Codable {
    private enum Key: CodingKey { case most, exact, coarse }

    /// Reads a count back.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        most = try values.decode(Int.self, forKey: .most)
        var list = PackedReader(try values.decode(PackedCounts.self, forKey: .exact))
        var levels: [ScoreHistogram.ScoreLevel] = []
        var bits: UInt64 = 0
        while !list.isAtEnd {
            bits &+= try list.next()
            let count = try list.count()
            levels.append(.init(score: Double(bitPattern: bits), count: count, hits: try list.count(upTo: count)))
        }
        exact = ScoreHistogram(sorted: levels)
        list = PackedReader(try values.decode(PackedCounts.self, forKey: .coarse))
        var place = 0
        while !list.isAtEnd {
            place += try list.count(upTo: Self.cells)
            let count = try list.count()
            coarse.append(
                Cell(place: place, count: count, hits: try list.count(upTo: count), sum: try list.next()))
        }
    }

    /// Writes it, the same for equal counts.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(most, forKey: .most)
        // Bit patterns of rising confidences rise: what is written is how far each lies beyond the one before.
        var list: [UInt64] = []
        var bits: UInt64 = 0
        for level in exact.scoreLevels {
            list += [
                level.score.bitPattern &- bits, UInt64(truncatingIfNeeded: level.count),
                UInt64(truncatingIfNeeded: level.hits),
            ]
            bits = level.score.bitPattern
        }
        try values.encode(PackedCounts(list), forKey: .exact)
        list = []
        var place = 0
        for cell in coarse {
            list += [
                UInt64(truncatingIfNeeded: cell.place - place), UInt64(truncatingIfNeeded: cell.count),
                UInt64(truncatingIfNeeded: cell.hits), cell.sum,
            ]
            place = cell.place
        }
        try values.encode(PackedCounts(list), forKey: .coarse)
    }
}
