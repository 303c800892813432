// The cells of a confusion matrix grow with the square of the classes and its rows do not: of 20,000 classes 400 million cells,
// nearly all of them empty.

import Statistics

/// How many rows are in each of some cells. Where there are many cells only those with rows take memory.
public struct CellTotals: Sendable, Codable, Equatable {
    /// Number of cells.
    public let count: Int
    /// Up to so many cells each has a place of its own: those of 1,000 classes and a few outcomes.
    static let mostDense = 1 << 20

    /// Whether only cells with rows have a place.
    private let isSparse: Bool
    /// The rows of every cell; empty where `isSparse`.
    private var dense: [Int]
    /// The cells with rows, ascending, and their rows.
    private var keys: [Int32] = []
    private var values: [Int] = []

    /// No rows in any of `count` cells. A part of many cells takes as little memory as they do, where `isSparse` says so.
    init(count: Int, isSparse: Bool? = nil) {
        self.count = count
        self.isSparse = isSparse ?? (count > Self.mostDense)
        dense = self.isSparse ? [] : [Int](repeating: 0, count: count)
    }

    /// Rows by the cell of each; one whose cell is below 0 is in none.
    init(_ cells: [Int32], of count: Int) {
        self.init(count: count)
        if !isSparse {
            for cell in cells where cell >= 0 { dense[Int(cell)] += 1 }
            return
        }
        for cell in cells.sorted() where cell >= 0 { append(1, to: cell) }
    }

    /// The rows of cells, given in any order and some of them more than once.
    init(_ entries: [(cell: Int, rows: Int)], of count: Int, isSparse: Bool? = nil) {
        self.init(count: count, isSparse: isSparse)
        if !self.isSparse {
            for entry in entries { dense[entry.cell] += entry.rows }
            return
        }
        for entry in entries.sorted(by: { $0.cell < $1.cell }) {
            append(entry.rows, to: Int32(truncatingIfNeeded: entry.cell))
        }
    }

    private mutating func append(_ rows: Int, to cell: Int32) {
        if let last = keys.last, last == cell {
            values[values.count - 1] += rows
        } else if rows > 0 {
            keys.append(cell)
            values.append(rows)
        }
    }

    /// Adds the rows of other totals of the same cells.
    mutating func merge(_ other: CellTotals) {
        if !isSparse {
            for cell in dense.indices { dense[cell] += other.dense[cell] }
            return
        }
        let own = (keys: keys, values: values)
        (keys, values) = ([], [])
        keys.reserveCapacity(own.keys.count + other.keys.count)
        values.reserveCapacity(own.keys.count + other.keys.count)
        AscendingLists.walk(
            own.keys.count, other.keys.count, isFirst: { own.keys[$0] <= other.keys[$1] },
            first: { append(own.values[$0], to: own.keys[$0]) },
            second: { append(other.values[$0], to: other.keys[$0]) })
    }

    /// The first place in `keys` of a cell that is not before `cell`.
    private func place(of cell: Int) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(keys[middle]) < cell { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All rows.
    public var sum: Int { isSparse ? values.reduce(0, +) : dense.reduce(0, +) }

    /// The rows of cells that follow each other.
    public func sum(of cells: Range<Int>) -> Int {
        if !isSparse { return dense[cells].reduce(0, +) }
        return values[place(of: cells.lowerBound)..<place(of: cells.upperBound)].reduce(0, +)
    }

    /// Calls `body` with each cell that has rows, ascending, and its rows.
    public func forEach(_ body: (_ cell: Int, _ rows: Int) -> Void) {
        if isSparse {
            for index in keys.indices { body(Int(keys[index]), values[index]) }
        } else {
            for cell in dense.indices where dense[cell] > 0 { body(cell, dense[cell]) }
        }
    }

    /// Each `width` cells that follow each other by themselves.
    func parts(width: Int) -> [CellTotals] {
        var parts = [[(cell: Int, rows: Int)]](repeating: [], count: count / width)
        forEach { cell, rows in parts[cell / width].append((cell % width, rows)) }
        return parts.map { CellTotals($0, of: width, isSparse: isSparse) }
    }
}

extension CellTotals: RandomAccessCollection {
    /// The first cell.
    public var startIndex: Int { 0 }
    /// The cell behind the last.
    public var endIndex: Int { count }

    /// The rows of a cell.
    public subscript(cell: Int) -> Int {
        if !isSparse { return dense[cell] }
        let place = place(of: cell)
        return place < keys.count && Int(keys[place]) == cell ? values[place] : 0
    }
}
