import Artifacts
import Statistics

/// What an analysis asks to be counted, before anything is. Two analyses that ask for equal things share one count.
public protocol TallyRequest: Hashable, Codable, Sendable {
    /// What is counted for it.
    associatedtype Counted: Tally where Counted.Request == Self
    /// How a kept book names this kind of request.
    static var kind: String { get }
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
    /// The rows.
    public let rows: Range<Int>

    /// Rows of an evaluation.
    public init(_ rows: Range<Int>, of evaluation: Evaluation, _ units: ResamplingUnits) {
        self.evaluation = evaluation
        self.units = units
        self.rows = rows
    }
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
