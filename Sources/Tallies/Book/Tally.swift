import Artifacts
import Columns
import Statistics

/// What an analysis asks to be counted, before anything is. Two analyses that ask for equal things share one count.
public protocol TallyRequest: Hashable, Codable, Sendable {
    /// What is counted for it.
    associatedtype Counted: Tally where Counted.Request == Self
    /// How a kept book names this kind of request.
    static var kind: String { get }
    /// Whether all it looks at is what rows have in common: label, answer, the baseline's, attributes and unit. What does can
    /// be counted over rows that were made again from ``AttributeCells``.
    static var isOfCells: Bool { get }
}

extension TallyRequest {
    /// No.
    public static var isOfCells: Bool { false }
}

/// A mergeable count over rows.
///
/// Tallies form a commutative monoid: counting any partition of the rows, in any order, and merging in any grouping gives
/// the same bits. What cannot be merged is not a tally.
public protocol Tally: Sendable, Codable, Equatable {
    /// What asks for it.
    associatedtype Request: TallyRequest
    /// Counts the rows of a block.
    init(_ request: Request, over block: Block)
    /// Adds the count of other rows for the same request.
    mutating func merge(_ other: Self)
}

/// Rows that are counted at a time.
public struct Block: Sendable {
    /// What the rows are of.
    public let evaluation: Evaluation
    /// What its rows are resampled by.
    public let units: ResamplingUnits
    /// What an earlier evaluation answered on them, where they are paired with one.
    public let earlier: EarlierAnswers?
    /// What the evaluation is sliced by.
    public let columns: [CodedColumn]
    /// The rows.
    public let rows: Range<Int>

    /// Rows of an evaluation.
    public init(
        _ rows: Range<Int>, of evaluation: Evaluation, _ units: ResamplingUnits,
        pairedWith earlier: EarlierAnswers? = nil,
        by columns: [CodedColumn] = []
    ) {
        self.columns = columns
        self.evaluation = evaluation
        self.units = units
        self.earlier = earlier
        self.rows = rows
    }
}

/// What an earlier evaluation answered on the rows of this one: a code a row, as `Outcome` codes it.
public struct EarlierAnswers: Sendable {
    /// Stands for a row that is not compared; no code of an outcome is above 0 and no class.
    private static let none = Int32.max
    private var codes: [Int32]

    /// The answers on some of `count` rows.
    public init(count: Int, rows: [Int], answers: [Int32]) {
        codes = [Int32](repeating: Self.none, count: count)
        for (row, answer) in zip(rows, answers) { codes[row] = answer }
    }

    /// The answer on a row; `nil` where it is not compared.
    public subscript(row: Int) -> Int32? { codes[row] == Self.none ? nil : codes[row] }
}

extension ResamplingUnits {
    /// The units that the reader joined to the rows, or each row by itself.
    public init(of evaluation: Evaluation) {
        if let column = evaluation.items.units {
            self.init(ids: column.unitIDs)
        } else {
            self.init(independent: evaluation.items.ids.map(\.text))
        }
    }
}
