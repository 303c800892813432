// Rates over two attributes at once: where within a failing slice its errors lie. A picture for each of the first slices:
// its own two attributes when it has several; for a slice of one condition, that attribute and the one over whose values
// its rate differs most.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Chooses pairs of attributes and counts over them.
struct SliceHeatmap {
    let evaluation: Evaluation
    let columns: SliceColumns
    let units: ResamplingUnits
    let minSupport: Int
    /// Most rows or columns of a picture.
    static let side = 30

    /// At most `most` pairs of attributes for these slices, each pair once.
    func pairs(_ slices: [RankedSlice], most: Int) -> [(down: CodedColumn, across: CodedColumn)] {
        var chosen: [(down: CodedColumn, across: CodedColumn)] = []
        for slice in slices where chosen.count < most {
            guard let pair = pair(slice) else { continue }
            let names = Set([pair.down.name, pair.across.name])
            if !chosen.contains(where: { Set([$0.down.name, $0.across.name]) == names }) { chosen.append(pair) }
        }
        return chosen
    }

    private func fits(_ column: CodedColumn) -> Bool { (1...Self.side).contains(column.categories.count) }

    private func pair(_ slice: RankedSlice) -> (down: CodedColumn, across: CodedColumn)? {
        let own = slice.predicates.compactMap { columns.column($0.attribute) }.filter(fits)
        guard let first = own.first else { return nil }
        if own.count > 1 { return (first, own[1]) }
        var best: (column: CodedColumn, spread: Double)?
        for other in columns.columns where fits(other) && other.name != first.name {
            let spread = spread(slice.rows, over: other)
            if spread > best?.spread ?? -1 { best = (other, spread) }
        }
        return best.map { (first, $0.column) }
    }

    /// Pearson's chi-squared per degree of freedom of errors over the values of a column that have enough rows, within
    /// some rows.
    private func spread(_ rows: RowSet, over column: CodedColumn) -> Double {
        var counts = [Int](repeating: 0, count: column.categories.count)
        var errors = counts
        rows.forEach { row in
            counts[column.codes[row]] += 1
            if !evaluation.isCorrect(row) { errors[column.codes[row]] += 1 }
        }
        // Cells that are too small to judge would win by chance.
        let there = counts.indices.filter { counts[$0] >= max(1, minSupport) }
        let rate =
            Double(there.reduce(0) { $0 + errors[$1] }) / Double(max(1, there.reduce(0) { $0 + counts[$1] }))
        guard there.count > 1, rate > 0, rate < 1 else { return 0 }
        let sum = there.reduce(0.0) { sum, value in
            let expected = Double(counts[value]) * rate
            let off = Double(errors[value]) - expected
            return sum + off * off / (expected * (1 - rate))
        }
        return sum / Double(there.count - 1)
    }

    /// The share misclassified in each cell; values that no item has are left out.
    func chart(_ down: CodedColumn, _ across: CodedColumn) -> MatrixChart {
        let width = across.categories.count
        // Which pairs are shown is known once the slices are: counted by themselves.
        let request = Values(by: [down, across])
        let outcomes = Book(counting: [request], of: evaluation, units, by: columns.columns, edition: "")[request].rows
        let errors = stride(from: 0, to: outcomes.totals.count, by: 2).map { outcomes.totals[$0] }
        let counts = errors.indices.map { errors[$0] + outcomes.totals[2 * $0 + 1] }
        let rows = down.categories.indices.filter { row in (0..<width).contains { counts[row * width + $0] > 0 } }
        let kept = across.categories.indices.filter { column in rows.contains { counts[$0 * width + column] > 0 } }
        let cells = rows.flatMap { row in
            kept.map { column -> MatrixChart.Value in
                let n = counts[row * width + column]
                return .init(n == 0 ? nil : Double(errors[row * width + column]) / Double(n), n: n)
            }
        }
        return MatrixChart(
            rowTitle: down.name.text, columnTitle: across.name.text, rows: rows.map { down.categories[$0].text },
            columns: kept.map { across.categories[$0].text }, unit: .proportion, cells: cells, minimumN: minSupport)
    }
}
