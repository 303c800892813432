// What has to be kept of a table's rows to find slices of one or two predicates in it: the count of every value and of
// every pair of values that occur. Tallies of parts of a table are counted anywhere and added up later.
//
// Adding is exact: cells are whole numbers, and what they belong to is named by category, never by a code. So parts in any
// order and number, whatever each called its categories by, give the same bits as the whole.

import Columns

/// The counts of all single values and pairs of values of a table.
public struct SliceTally: Sendable, Hashable {
    /// One value of one attribute.
    public struct Value: Sendable, Hashable {
        /// Category.
        public let category: Name
        /// What was counted of it.
        public internal(set) var cell: SliceCell
    }

    /// A pair of values of two attributes, by their places in `values`.
    struct Pair: Sendable, Hashable {
        let first: UInt32
        let second: UInt32
        var cell: SliceCell
    }

    /// Attribute names, in the order of the table's columns.
    public let attributes: [Name]
    /// For each attribute where its numbers were cut, empty when it was not: "lowest" is a category only beside these.
    let edges: [[Double]]
    /// How losses became whole numbers; `nil` for 0/1 errors.
    public let scale: LossScale?
    /// Everything.
    public internal(set) var whole: SliceCell
    /// For each attribute its values in canonical order.
    public internal(set) var values: [[Value]]
    /// For each two attributes a < b, in the order (0, 1), (0, 2) ... (1, 2) ...: their pairs, ascending.
    var pairs: [[Pair]]

    /// Tallies what is given: `values` and `pairs` in the orders that they are kept in.
    init(
        attributes: [Name], edges: [[Double]], scale: LossScale?, whole: SliceCell, values: [[Value]],
        pairs: [[Pair]]
    ) {
        self.attributes = attributes
        self.edges = edges
        self.scale = scale
        self.whole = whole
        self.values = values
        self.pairs = pairs
    }

    /// Counts a table. `threads` does not show in the result.
    public init(_ table: SliceTable, threads: Int = 1) throws(SliceError) {
        var settings = SliceSettings()
        settings.minSupport = 1
        settings.maxDepth = 2
        settings.threads = threads
        var search = try SliceSearch([table], settings, minSupport: 1)
        _ = try search.deepen { _, _ in true }
        let universe = search.universe
        let count = table.columns.count
        var pairs = [[Pair]](repeating: [], count: count * (count - 1) / 2)
        if search.levels.count > 1 {
            let level = search.levels[1]
            let attributes = universe.attributes
            for index in 0..<level.count {
                let ids = Array(level.slice(index))
                let (a, b) = (attributes[Int(ids[0])], attributes[Int(ids[1])])
                pairs[Self.place(a, b, of: count)].append(
                    Pair(
                        first: ids[0] - UInt32(truncatingIfNeeded: universe.ids[a].lowerBound),
                        second: ids[1] - UInt32(truncatingIfNeeded: universe.ids[b].lowerBound),
                        cell: level.cells[index]))
            }
        }
        self.init(
            attributes: table.columns.map(\.name),
            edges: table.columns.map { $0.cut?.edges ?? [] },
            scale: table.losses.scale, whole: universe.whole,
            values: universe.ids.map {
                $0.map { Value(category: universe.values[$0].category, cell: universe.values[$0].cell) }
            },
            pairs: pairs)
    }

    /// That a row has a value.
    func predicate(_ attribute: Int, _ value: Int) -> Predicate {
        let category = values[attribute][value].category
        let inner = edges[attribute].dropFirst().dropLast()
        // What the edges were cut by is not kept, and the outermost say nothing of what belongs to a bucket.
        let cut = edges[attribute].isEmpty ? nil : Bucketing(of: [], by: .cuts(Array(inner)))
        return CodedColumn(name: attributes[attribute], categories: [], codes: Codes([Int](), categories: 0), cut: cut)
            .predicate(category)
    }

    /// Where the pairs of attributes a < b of `count` stand.
    static func place(_ a: Int, _ b: Int, of count: Int) -> Int { a * (2 * count - a - 1) / 2 + b - a - 1 }

    /// Adds the tally of other rows. Throws, and changes nothing, when the attributes, their cuts or the scales differ or a
    /// sum does not fit 64 bits.
    public mutating func merge(_ other: SliceTally) throws(SliceError) {
        guard attributes == other.attributes, edges == other.edges, scale == other.scale else {
            throw .shardsDisagree
        }
        let sum = try Self.sum(whole, other.whole)
        var merged: [[Value]] = []
        var mine: [[UInt32]] = []
        var theirs: [[UInt32]] = []
        for (a, b) in zip(values, other.values) {
            let (values, left, right) = try Self.merged(a, b)
            merged.append(values)
            mine.append(left)
            theirs.append(right)
        }
        var together: [[Pair]] = []
        for a in attributes.indices {
            for b in attributes.indices where b > a {
                let place = Self.place(a, b, of: attributes.count)
                together.append(
                    try Self.merged(
                        Self.renumbered(pairs[place], mine[a], mine[b]),
                        Self.renumbered(other.pairs[place], theirs[a], theirs[b])))
            }
        }
        whole = sum
        values = merged
        pairs = together
    }

    /// Two lists of values in one, and the new place of each value of the one and the other.
    private static func merged(
        _ a: [Value], _ b: [Value]
    ) throws(SliceError) -> (values: [Value], a: [UInt32], b: [UInt32]) {
        var values: [Value] = []
        var places: (a: [UInt32], b: [UInt32]) = ([], [])
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            let place = UInt32(truncatingIfNeeded: values.count)
            let isSame = i < a.count && j < b.count && a[i].category == b[j].category
            if isSame {
                values.append(Value(category: a[i].category, cell: try sum(a[i].cell, b[j].cell)))
            } else if j == b.count || (i < a.count && CodedColumn.precedes(a[i].category, b[j].category)) {
                values.append(a[i])
            } else {
                values.append(b[j])
                places.b.append(place)
                j += 1
                continue
            }
            places.a.append(place)
            i += 1
            if isSame {
                places.b.append(place)
                j += 1
            }
        }
        return (values, places.a, places.b)
    }

    /// New places keep the order of the old, so the pairs stay ascending.
    private static func renumbered(_ pairs: [Pair], _ first: [UInt32], _ second: [UInt32]) -> [Pair] {
        pairs.map { Pair(first: first[Int($0.first)], second: second[Int($0.second)], cell: $0.cell) }
    }

    private static func merged(_ a: [Pair], _ b: [Pair]) throws(SliceError) -> [Pair] {
        var pairs: [Pair] = []
        pairs.reserveCapacity(max(a.count, b.count))
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            let (x, y) = ((a[i].first, a[i].second), (b[j].first, b[j].second))
            if x == y {
                pairs.append(Pair(first: x.0, second: x.1, cell: try sum(a[i].cell, b[j].cell)))
                i += 1
                j += 1
            } else if x < y {
                pairs.append(a[i])
                i += 1
            } else {
                pairs.append(b[j])
                j += 1
            }
        }
        return pairs + a[i...] + b[j...]
    }

    private static func sum(_ a: SliceCell, _ b: SliceCell) throws(SliceError) -> SliceCell {
        let (rows, tooManyRows) = a.rows.addingReportingOverflow(b.rows)
        let (errors, tooManyErrors) = a.errors.addingReportingOverflow(b.errors)
        let (squares, tooManySquares) = a.squares.addingReportingOverflow(b.squares)
        guard !tooManyRows, !tooManyErrors, !tooManySquares, rows >> 62 == 0 else { throw .tallyTooLarge }
        var cell = SliceCell()
        cell.rows = rows
        cell.errors = errors
        cell.squares = squares
        cell.largest = max(a.largest, b.largest)
        return cell
    }
}
