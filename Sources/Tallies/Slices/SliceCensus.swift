// Every slice with enough rows and what was counted of it and of its parents: for those who judge slices by rules of their
// own. 0/1 errors.

import Columns

/// All slices of a table up to a depth.
public struct SliceCensus: Sendable {
    /// Rows and errors.
    public struct Count: Sendable, Hashable {
        /// Rows.
        public let rows: Int
        /// Rows wrong.
        public let errors: Int

        /// A count.
        public init(rows: Int, errors: Int) {
            self.rows = rows
            self.errors = errors
        }

        /// Share wrong; 0 for no rows.
        public var rate: Double { rows == 0 ? 0 : Double(errors) / Double(rows) }
    }

    /// One slice.
    public struct Entry: Sendable {
        /// Its value ids, ascending: its identity in this census.
        public let ids: [UInt32]
        /// What was counted of it.
        public let count: Count
        /// The whole, then, for two predicates and more, each parent: what it is without its first, its second ...
        public let parents: [Count]
    }

    /// Slices with enough rows, by depth, then by ids.
    public let entries: [Entry]
    /// Everything.
    public let whole: Count
    /// Combinations that were counted.
    public let evaluated: Int
    /// Values and pairs that occur but have too few rows.
    public let tooSmall: Int
    private let search: SliceSearch

    /// Counts every slice of at most `maxDepth` predicates with at least `minSupport` rows. The losses of `table` are 0/1
    /// errors. Throws when a setting is out of range or there are more slices than can be counted.
    public init(_ table: SliceTable, minSupport: Int, maxDepth: Int, threads: Int = 1) throws(SliceError) {
        var settings = SliceSettings()
        settings.minSupport = minSupport
        settings.maxDepth = maxDepth
        settings.threads = threads
        var search = try SliceSearch([table], settings, minSupport: minSupport)
        while try search.deepen({ _, _ in true }) {}
        let whole = Self.count(search.universe.whole)
        var entries: [Entry] = []
        for (depth, level) in search.levels.enumerated() {
            for index in 0..<level.count {
                var parents = [whole]
                if depth > 0 {
                    parents += level.parents[index * level.depth..<(index + 1) * level.depth].map {
                        Self.count(search.levels[depth - 1].cells[Int($0)])
                    }
                }
                entries.append(
                    Entry(ids: Array(level.slice(index)), count: Self.count(level.cells[index]), parents: parents))
            }
        }
        self.entries = entries
        self.whole = whole
        self.search = search
        evaluated = search.evaluated
        tooSmall = search.tooSmall
    }

    private static func count(_ cell: SliceCell) -> Count { Count(rows: Int(cell.rows), errors: Int(cell.errors)) }

    /// What a slice is, in the table's own names.
    public func predicates(_ ids: [UInt32]) -> [Predicate] { search.predicates(ids) }

    /// The rows of a slice; all rows for no ids.
    public func rows(_ ids: [UInt32]) -> RowSet {
        RowSet(ids, in: search.shards[0], search.universe.places[0], search.universe)
    }

    /// The rows that are wrong.
    public var wrong: RowSet {
        var wrong = RowSet(all: whole.rows)
        let losses = search.shards[0].losses
        wrong.keep { losses.units($0) != 0 }
        return wrong
    }

    /// What each row belongs to, when the table says so.
    public var units: [UInt64]? { search.shards[0].units }

    /// The count of a part of a slice that is in `entries`, or of all rows for no ids.
    private func count(_ ids: [UInt32]) -> Count {
        guard let depth = ids.indices.last else { return whole }
        guard depth < search.levels.count, let index = search.levels[depth].find(ids) else {
            return Count(rows: 0, errors: 0)
        }
        return Self.count(search.levels[depth].cells[index])
    }

    /// What each predicate of a slice in `entries` brings to the excess of its rate over that of all rows: Shapley values
    /// over all sub-conjunctions, in the order of `ids`, and the rate of each predicate alone.
    public func shares(_ ids: [UInt32]) -> [(share: Double, alone: Count)] {
        let relatives = SliceRelatives(ids) { count($0).rate }
        return zip(ids, relatives.shares).map { ($1, count([$0])) }
    }

    /// The whole and every parent of a slice, in the order of `Entry.parents`.
    public static func parents(_ ids: [UInt32]) -> [[UInt32]] {
        guard ids.count > 1 else { return [[]] }
        return [[]] + ids.indices.map { position in ids.indices.filter { $0 != position }.map { ids[$0] } }
    }
}
