import Statistics

/// How many rows are in each of some cells, and in each of each unit where rows share units: what a share and its interval
/// are made from.
public struct UnitCounts: Sendable, Codable, Equatable {
    /// Rows by cell.
    public private(set) var totals: CellTotals
    /// Ids of units, ascending, once for each cell that the unit has rows in; empty where every row is a unit of its own.
    private var units: [UInt64] = []
    /// The cell of each entry, ascending within a unit.
    private var cells: [Int32] = []
    /// The rows of each entry.
    private var counts: [Int] = []

    /// Counts the rows of a block by the cell of each, one a row in order; a row whose cell is below 0 is in none.
    init(_ cell: [Int32], of cells: Int, _ block: Block) {
        totals = CellTotals(cell, of: cells)
        guard block.units.areShared else { return }
        let ids = block.units.ids
        var entries: [(unit: UInt64, cell: Int32)] = []
        entries.reserveCapacity(cell.count)
        for (row, index) in zip(block.rows, cell) where index >= 0 { entries.append((ids[row], index)) }
        entries.sort { $0.unit != $1.unit ? $0.unit < $1.unit : $0.cell < $1.cell }
        for entry in entries { append(entry.unit, entry.cell, 1) }
    }

    private init(_ totals: CellTotals) { self.totals = totals }

    /// The same rows by other cells, `count` of them: `cell` says which each goes to, and one below 0 to none.
    public func regrouped(into count: Int, by cell: (Int) -> Int) -> UnitCounts {
        var sums: [(cell: Int, rows: Int)] = []
        totals.forEach { index, rows in
            let cell = cell(index)
            if cell >= 0 { sums.append((cell, rows)) }
        }
        var other = UnitCounts(CellTotals(sums, of: count))
        var start = 0
        while start < units.count {
            var entries: [(cell: Int32, rows: Int)] = []
            var end = start
            while end < units.count, units[end] == units[start] {
                let cell = cell(Int(cells[end]))
                if cell >= 0 { entries.append((Int32(truncatingIfNeeded: cell), counts[end])) }
                end += 1
            }
            entries.sort { $0.cell < $1.cell }
            for entry in entries { other.append(units[start], entry.cell, entry.rows) }
            start = end
        }
        return other
    }

    /// Each `width` cells that follow each other by themselves.
    public func parts(width: Int) -> [UnitCounts] {
        var parts = totals.parts(width: width).map { UnitCounts($0) }
        for index in units.indices {
            let (part, cell) = Int(cells[index]).quotientAndRemainder(dividingBy: width)
            parts[part].append(units[index], Int32(truncatingIfNeeded: cell), counts[index])
        }
        return parts
    }

    private mutating func append(_ unit: UInt64, _ cell: Int32, _ count: Int) {
        if let last = counts.indices.last, units[last] == unit, cells[last] == cell {
            counts[last] += count
        } else {
            units.append(unit)
            cells.append(cell)
            counts.append(count)
        }
    }

    /// Adds the counts of other rows over the same cells.
    mutating func merge(_ other: UnitCounts) {
        totals.merge(other.totals)
        guard !other.units.isEmpty else { return }
        guard !units.isEmpty else {
            (units, cells, counts) = (other.units, other.cells, other.counts)
            return
        }
        let own = self
        (units, cells, counts) = ([], [], [])
        AscendingLists.walk(
            own.units.count, other.units.count,
            isFirst: { (own.units[$0], own.cells[$0]) <= (other.units[$1], other.cells[$1]) },
            first: { append(own.units[$0], own.cells[$0], own.counts[$0]) },
            second: { append(other.units[$0], other.cells[$0], other.counts[$0]) })
    }

    /// Rows of the cells that `holds`.
    public func rows(_ holds: (Int) -> Bool) -> Int {
        var sum = 0
        totals.forEach { cell, rows in if holds(cell) { sum += rows } }
        return sum
    }

    /// Calls `body` with each cell that has rows, its unit where rows share units, and its rows.
    public func forEach(_ body: (Int, UInt64?, Int) -> Void) {
        if areShared {
            for index in units.indices { body(Int(cells[index]), units[index], counts[index]) }
        } else {
            totals.forEach { cell, rows in body(cell, nil, rows) }
        }
    }

    /// Whether rows share units.
    public var areShared: Bool { !units.isEmpty }

    /// Of the rows in the cells of `part`, those that are hits, unit by unit. Only where rows share units.
    public func proportion(of part: (Int) -> Bool, where isHit: (Int) -> Bool) -> UnitProportion {
        var sums: [(successes: Int, rows: Int)] = []
        var last: UInt64?
        for index in units.indices where part(Int(cells[index])) {
            if units[index] != last { sums.append((0, 0)) }
            last = units[index]
            sums[sums.count - 1].rows += counts[index]
            if isHit(Int(cells[index])) { sums[sums.count - 1].successes += counts[index] }
        }
        return UnitProportion(sums)
    }

    /// The same for each `width` cells that follow each other, of which one is of the hits: the last unless given.
    public func proportions(width: Int, hit: Int? = nil) -> [UnitProportion] {
        let hit = hit ?? width - 1
        var sums = [[(successes: Int, rows: Int)]](repeating: [], count: totals.count / width)
        var last = [UInt64?](repeating: nil, count: sums.count)
        for index in units.indices {
            let group = Int(cells[index]) / width
            if units[index] != last[group] { sums[group].append((0, 0)) }
            last[group] = units[index]
            sums[group][sums[group].count - 1].rows += counts[index]
            if Int(cells[index]) % width == hit { sums[group][sums[group].count - 1].successes += counts[index] }
        }
        return sums.map { UnitProportion($0) }
    }
}
