// A column of one table and that of the same name of another: whether they are numbers or categories.

import Artifacts
import Columns
import Foundation
import Statistics

/// One column in both tables.
struct ColumnPair {
    let reference: Column
    let current: Column

    /// What came of comparing them.
    enum Outcome {
        case skipped(String)
        /// With the values row by row; NaN where missing.
        case numbers(ColumnDrift, (reference: [Double], current: [Double]))
        case categories(ColumnDrift)
    }

    /// Numbers when either side has fractions, or the reference has more whole values than categories have; else categories. Whole
    /// numbers that only go up, row by row, in both tables count the rows and are no column to compare.
    func compared(_ before: ColumnTable, _ now: ColumnTable, _ settings: DriftSettings) throws -> Outcome {
        let name = reference.name
        guard let first = Self.numbers(reference), let second = Self.numbers(current) else {
            if case .numeric = reference, case .coded(let column) = current {
                throw notNumbers(column, in: now, before)
            }
            if case .numeric = current, case .coded(let column) = reference {
                throw notNumbers(column, in: before, now)
            }
            return categories(settings)
        }
        for (values, table) in [(first, before), (second, now)] {
            if let row = values.firstIndex(where: \.isInfinite) {
                throw DriftError.infinite(column: name.text, file: table.name, row: table.line(of: row))
            }
        }
        let seen = first.filter { !$0.isNaN }
        let isWhole = (first + second).allSatisfy { $0.isNaN || $0 == $0.rounded() }
        if isWhole, Set(seen).count <= TableDrift.mostWholeCategories { return categories(settings) }
        if isWhole, Self.countsRows(first), Self.countsRows(second) {
            return .skipped("it goes up from row to row in both tables, as a number of the row does")
        }
        var drift = NumberDrift(reference: seen, current: second.filter { !$0.isNaN })
            .drift(name, least: settings.leastDistance)
        drift.missing = missing(first.count { $0.isNaN }, second.count { $0.isNaN })
        return .numbers(drift, (first, second))
    }

    private static func countsRows(_ values: [Double]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }

    private func notNumbers(_ column: CodedColumn, in table: ColumnTable, _ other: ColumnTable) -> DriftError {
        let value = column.categories.first { $0 != CodedColumn.missing && Double($0.text) == nil }
        return .notNumbers(
            column: column.name.text, file: table.name, value: value?.text ?? "", numbersIn: other.name)
    }

    private func categories(_ settings: DriftSettings) -> Outcome {
        let counts = [Self.counts(reference), Self.counts(current)]
        let rows = counts[0].values.reduce(0, +)
        if rows > TableDrift.mostWholeCategories, counts[0].count * 2 > rows {
            return .skipped("almost every value stands once, as in an id")
        }
        let names = Set(counts[0].keys).union(counts[1].keys).sorted()
        var drift = CategoryDrift(
            reference: names.map { counts[0][$0] ?? 0 }, current: names.map { counts[1][$0] ?? 0 }
        ).drift(reference.name, least: settings.leastShare)
        drift.missing = missing(reference.missing, current.missing)
        return .categories(drift)
    }

    private func missing(_ before: Int, _ now: Int) -> RateDrift? {
        guard before + now > 0, let first = Proportion(before, of: reference.count),
            let second = Proportion(now, of: current.count), let p = RateChange.exact(first, second)
        else { return nil }
        return RateDrift(reference: first, current: second, p: p)
    }

    /// Values row by row, NaN where missing; `nil` when one is no number.
    private static func numbers(_ column: Column) -> [Double]? {
        switch column {
        case .numeric(let column): return column.values
        case .coded(let column):
            var values: [Double] = []
            for category in column.categories {
                guard let value = category == CodedColumn.missing ? .nan : Double(category.text) else { return nil }
                values.append(value)
            }
            return column.codes.looked(up: values)
        }
    }

    /// Rows of each category, without missing cells. Numbers are categories when they are whole and few.
    private static func counts(_ column: Column) -> [Name: Int] {
        let coded = column.coded(whole: .areCategories)
        var counts: [Name: Int] = [:]
        var rows = [Int](repeating: 0, count: coded.categories.count)
        for code in coded.codes { rows[code] += 1 }
        for (category, count) in zip(coded.categories, rows) where category != CodedColumn.missing && count > 0 {
            counts[category] = count
        }
        return counts
    }
}
