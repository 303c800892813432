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

    /// `rows` by the values of both, wrong then right; `least` is how many images a group has to have.
    init(_ first: CodedColumn, _ second: CodedColumn, _ rows: UnitCounts, below least: Int) {
        let (height, width) = (first.categories.count, second.categories.count)
        let counts = (0..<height).map { row in
            (0..<width).map { column in
                rows.totals[2 * (row * width + column)] + rows.totals[2 * (row * width + column) + 1]
            }
        }
        let hidden = Suppression.withheld(counts, below: least)
        let rates = rows.rates(allAtOnce: true, method: GroupRate.method)
        cells = (0..<height).flatMap { row in
            (0..<width).compactMap { column -> Cell? in
                guard !hidden[row].contains(column), let rate = rates[row * width + column] else { return nil }
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
        crossings.compactMap { crossing in
            GroupRate(kind: .right, cls: nil, rates: crossing.cells.map(\.rate)).difference
        }.max { $0.value < $1.value }
    }
}
