import Artifacts
import Synchronization

/// A mergeable count over the rows of an evaluation.
///
/// Tallies form a commutative monoid: counting any partition of the rows and merging in any order gives the same bits.
/// What cannot be merged is not a tally.
public protocol Tally: Sendable {
    /// Counts `rows` of `evaluation`.
    init(counting rows: Range<Int>, of evaluation: Evaluation)
    /// Adds another count of the same evaluation.
    mutating func merge(_ other: Self)
}

/// Counts of one evaluation, each made once and shared by asking.
///
/// Analyses ask for what they need; two that need the same count share it. Nothing is counted that nobody asks for.
public final class TallyBook: Sendable {
    /// Rows counted at a time.
    static let blockRows = 1 << 16

    /// What is counted.
    public let evaluation: Evaluation
    private let counted = Mutex<[ObjectIdentifier: any Tally]>([:])

    /// An empty book over `evaluation`.
    public init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    /// The tally of type `T` over all rows: counted now, or remembered.
    public func ask<T: Tally>(_ type: T.Type = T.self) -> T {
        let key = ObjectIdentifier(type)
        if let known = counted.withLock({ $0[key] }) as? T { return known }
        let fresh = Self.count(type, evaluation)
        counted.withLock { $0[key] = fresh }
        return fresh
    }

    private static func count<T: Tally>(_ type: T.Type, _ evaluation: Evaluation) -> T {
        let end = evaluation.count
        var total = T(counting: 0..<min(blockRows, end), of: evaluation)
        var start = blockRows
        while start < end {
            total.merge(T(counting: start..<min(start + blockRows, end), of: evaluation))
            start += blockRows
        }
        return total
    }
}
