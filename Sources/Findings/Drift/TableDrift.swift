// Two tables of the same columns: what moved, column by column, at one level of error over all of them.

import Artifacts
import Columns
import Diagnostics
import Statistics

/// What is called drift.
package struct DriftSettings: Sendable, Hashable {
    /// Bound on p-values corrected over all tests of the two tables.
    package var level = 0.05
    /// Least distance of numbers, in standard deviations of the reference.
    package var leastDistance = 0.1
    /// Least change of a share: of categories, missing cells, unseen values.
    package var leastShare = 0.02
    /// Columns to compare; `nil` for all.
    package var columns: [String]?

    /// The usual ones.
    package init() {}
}

/// A reference table and a current one, compared.
package struct TableDrift: Sendable {
    /// Distinct values of a column of whole numbers up to which they are categories, as in Evidently.
    package static let mostWholeCategories = 20
    /// Rows that the kernel discrepancy is taken over.
    static let kernelRows = (reference: 400, current: 300)

    /// Columns of both tables, in the order of the reference.
    package let columns: [ColumnDrift]
    /// Columns that were not compared, with the reason.
    package let skipped: [(column: Name, reason: String)]
    /// All columns of numbers together; `nil` where there is none, or too few rows without a missing cell.
    package let kernel: KernelDiscrepancy?
    /// How many tests were corrected for.
    package let tests: Int
    /// What is called drift.
    package let settings: DriftSettings

    /// Compares two tables. Throws a `DriftError` when there is nothing to compare.
    package init(reference: ColumnTable, current: ColumnTable, _ settings: DriftSettings = DriftSettings()) throws {
        for table in [reference, current] where table.rows == 0 { throw DriftError.noRows(file: table.name) }
        for wanted in settings.columns ?? [] {
            for table in [reference, current] where table.column(wanted) == nil {
                throw DriftError.noColumn(
                    wanted, file: table.name, nearest: nearestName(to: wanted, in: table.columns.map(\.name.text)))
            }
        }
        var skipped: [(column: Name, reason: String)] = []
        var columns: [ColumnDrift] = []
        var numbers: [(reference: [Double], current: [Double])] = []
        let wanted = settings.columns.map { list in reference.columns.filter { list.contains($0.name.text) } }
        for before in wanted ?? reference.columns {
            guard let now = current.column(before.name.text) else {
                skipped.append((before.name, "only \(reference.name) has it"))
                continue
            }
            let pair = ColumnPair(reference: before, current: now)
            switch try pair.compared(reference, current, settings) {
            case .skipped(let reason): skipped.append((before.name, reason))
            case .numbers(let drift, let values):
                columns.append(drift)
                numbers.append(values)
            case .categories(let drift): columns.append(drift)
            }
        }
        if settings.columns == nil {
            for column in current.columns where reference.column(column.name.text) == nil {
                skipped.append((column.name, "only \(current.name) has it"))
            }
        }
        guard !columns.isEmpty else {
            let isShared = reference.columns.contains { current.column($0.name.text) != nil }
            throw isShared
                ? DriftError.nothingLeft(reference: reference.name, current: current.name)
                : DriftError.noSharedColumn(reference: reference.name, current: current.name)
        }
        (self.columns, tests) = Self.judged(columns, settings)
        self.skipped = skipped
        self.settings = settings
        kernel = Self.kernel(numbers)
    }

    /// Columns that are compared together, each called drifted or not, and how many tests that took.
    static func judged(_ columns: [ColumnDrift], _ settings: DriftSettings) -> (columns: [ColumnDrift], tests: Int) {
        let pValues = columns.flatMap { [$0.p, $0.missing?.p, $0.unseen?.p] }.compactMap { $0 }
        var adjusted = Multiplicity.benjaminiHochberg(pValues).makeIterator()
        let judged = columns.map { column in
            var column = column
            if column.p != nil, let corrected = adjusted.next() {
                column.adjusted = corrected
                column.hasDrifted =
                    corrected <= settings.level
                    && (column.effect.map { $0.value >= $0.least && $0.value > $0.nullHigh } ?? false)
            }
            column.missing = column.missing.map { Self.judged($0, adjusted.next(), settings) }
            column.unseen = column.unseen.map { Self.judged($0, adjusted.next(), settings) }
            return column
        }
        return (judged, pValues.count)
    }

    private static func judged(_ rate: RateDrift, _ adjusted: Double?, _ settings: DriftSettings) -> RateDrift {
        var rate = rate
        rate.adjusted = adjusted ?? 1
        rate.hasDrifted = rate.adjusted <= settings.level && abs(rate.change) >= settings.leastShare
        return rate
    }

    /// Of the first rows without a missing cell, in standard deviations of those of the reference.
    private static func kernel(_ columns: [(reference: [Double], current: [Double])]) -> KernelDiscrepancy? {
        guard let first = columns.first else { return nil }
        func complete(_ rows: Int, _ count: Int, _ value: (Int, Int) -> Double) -> [[Double]] {
            var result: [[Double]] = []
            for row in 0..<rows where result.count < count {
                let vector = columns.indices.map { value($0, row) }
                if vector.allSatisfy({ !$0.isNaN }) { result.append(vector) }
            }
            return result
        }
        let before = complete(first.reference.count, kernelRows.reference) { columns[$0].reference[$1] }
        let now = complete(first.current.count, kernelRows.current) { columns[$0].current[$1] }
        let scales = columns.indices.map { column -> (mean: Double, deviation: Double) in
            let moments = Moments(before.map { $0[column] })
            return (moments?.mean ?? 0, moments?.deviation ?? 0)
        }
        func scaled(_ rows: [[Double]]) -> [[Double]] {
            rows.map { row in
                zip(row, scales).map { $1.deviation > 0 ? ($0 - $1.mean) / $1.deviation : $0 - $1.mean }
            }
        }
        return KernelDiscrepancy(reference: scaled(before), current: scaled(now))
    }
}
