import Columns
import Record
import Statistics
import Tallies

/// The groups of two attributes at once.
struct GroupCrossing {
    /// A group of both.
    struct Cell {
        let first: Predicate
        let second: Predicate
        let rate: Measure
    }

    /// Those that may be shown.
    let cells: [Cell]
    /// How many are withheld: too few, or what those could be subtracted from.
    let withheld: Int

    /// `rows` by the values of both, wrong then right; `least` is how many images a group has to have, and
    /// `looks` how many crossings there are, whose intervals all hold at once.
    init(_ first: CodedColumn, _ second: CodedColumn, _ rows: UnitCounts, below least: Int, oneOf looks: Int) {
        let (height, width) = (first.categories.count, second.categories.count)
        let counts = (0..<height).map { row in
            (0..<width).map { column in
                rows.totals[2 * (row * width + column)] + rows.totals[2 * (row * width + column) + 1]
            }
        }
        let hidden = Suppression.withheld(counts, below: least)
        let known = { (row: Int, column: Int) in
            first.categories[row] != CodedColumn.missing && second.categories[column] != CodedColumn.missing
        }
        let cellCount = counts.reduce(0) { $0 + $1.count { $0 > 0 } }
        cells = (0..<height).flatMap { row in
            (0..<width).compactMap { column -> Cell? in
                let place = 2 * (row * width + column)
                guard known(row, column), !hidden[row].contains(column),
                    let rate = rows.rate(
                        of: { $0 == place || $0 == place + 1 }, where: { $0 == place + 1 }, oneOf: cellCount * looks,
                        method: GroupRate.method)
                else { return nil }
                return Cell(first: first.predicate(row), second: second.predicate(column), rate: rate)
            }
        }
        withheld = hidden.reduce(0) { $0 + $1.count }
    }

    /// Every two attributes.
    static func pairs(of columns: [CodedColumn]) -> [(CodedColumn, CodedColumn)] {
        columns.indices.flatMap { first in
            columns.indices.filter { $0 > first }.map { (columns[first], columns[$0]) }
        }
    }

    /// The largest difference of any crossing.
    static func difference(_ crossings: [GroupCrossing]) -> Measure? {
        GroupRate.largest(
            crossings.compactMap { GroupRate(kind: .right, cls: nil, rates: $0.cells.map(\.rate)).difference })
    }
}
