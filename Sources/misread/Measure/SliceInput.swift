import Artifacts
import Columns
import Diagnostics
import Formats
import Foundation
import Statistics
import Tallies

/// The table that `misread measure slices` was given, ready to be searched.
struct SliceInput {
    let table: SliceTable
    /// Cells without a value, by column, where there are any.
    let missing: [(column: String, cells: Int)]

    init(_ command: MeasureSlices) throws {
        let named = command.attributes.map { $0.split(separator: ",").map { String($0) } }
        let name = command.table.split(separator: "/").last.map { String($0) } ?? command.table
        var present: [String] = []
        let read = try ColumnTable(
            contentsOf: URL(fileURLWithPath: command.table), name: name, cache: command.cache ? .standard : nil,
            threads: command.threads ?? TableReader.processors
        ) { column in
            present.append(column)
            return named.map { $0.contains(column) || column == command.error || column == command.unit } ?? true
        }
        for wanted in [command.error] + [command.unit].compactMap({ $0 }) + (named ?? [])
        where read.column(wanted) == nil {
            let nearest = nearestName(to: wanted, in: present)
            throw Problem(
                at: Place(file: name), "there is no column \(wanted)",
                suggestion: nearest.map { "did you mean \($0)?" }
                    ?? "the columns are \(present.prefix(20).joined(separator: ", "))")
        }
        let edges = try Self.edges(command.edges)
        var columns: [CodedColumn] = []
        for column in read.columns {
            let name = column.name.text
            if name == command.error || name == command.unit { continue }
            if let named, !named.contains(name) { continue }
            let given = edges[name]
            columns.append(
                try (given == nil ? column : .numeric(Self.numbers(column, read.name)))
                    .coded(by: given.map { .cuts($0) } ?? .quantiles(command.buckets), whole: .areCategories))
        }
        missing = read.columns.filter { $0.name != Name(command.error) }.compactMap { column in
            let cells = column.missing
            return cells > 0 ? (column.name.text, cells) : nil
        }
        let scale = command.largestLoss.map { LossScale.shared(largest: $0) }
        let losses = try Self.losses(read, command.error, scale)
        let units = try command.unit.flatMap { read.column($0) }.map { try Self.units($0) }
        table = try SliceTable(columns: columns, losses: losses, units: units)
    }

    /// A column of codes as the numbers that its categories are, for cutting it at given edges.
    private static func numbers(_ column: Column, _ file: String) throws -> NumericColumn {
        switch column {
        case .numeric(let column): return column
        case .coded(let column):
            let values = try column.categories.map { category -> Double in
                if category == CodedColumn.missing { return .nan }
                guard let value = Double(category.text) else {
                    throw Problem(
                        at: Place(file: file, field: column.name.text),
                        "\(category) is no number, so it cannot be cut at edges")
                }
                return value
            }
            return NumericColumn(name: column.name, values: column.codes.looked(up: values))
        }
    }

    /// `blur=0.5,1.5` as cut points by column.
    private static func edges(_ options: [String]) throws -> [String: [Double]] {
        var edges: [String: [Double]] = [:]
        for option in options {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let cuts = parts.count == 2 ? parts[1].split(separator: ",").map { Double($0) } : []
            let numbers = cuts.compactMap { $0 }.filter(\.isFinite)
            guard !numbers.isEmpty, numbers.count == cuts.count,
                zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
            else {
                throw SliceError.badSetting(
                    name: "edges", value: option, expected: "a column, = and ascending numbers, as in blur=0.5,1.5")
            }
            edges[String(parts[0])] = numbers
        }
        return edges
    }

    private static func losses(_ table: ColumnTable, _ name: String, _ scale: LossScale?) throws -> LossColumn {
        do {
            return try column(of: table, name, scale)
        } catch let error as SliceError {
            throw located(error, in: table, name)
        }
    }

    private static func column(of table: ColumnTable, _ name: String, _ scale: LossScale?) throws -> LossColumn {
        switch table.column(name) {
        case .numeric(let column):
            switch column.storage {
            case .floats(let rows): return try LossColumn(rows, scale: scale)
            case .doubles(let rows):
                // Text is read in single precision, in which losses are computed and written.
                guard table.lines != nil else { return try LossColumn(rows, scale: scale) }
                return try LossColumn(RowStorage(rows.withRows { $0.map { Float($0) } }), scale: scale)
            }
        case .coded(let column):
            return try LossColumn(
                RowStorage(column.codes.looked(up: column.categories.map { loss(of: $0.text) })), scale: scale)
        case nil: throw SliceError.noRows
        }
    }

    /// What is wrong with a loss, with where it stands in its file and what is written there.
    private static func located(_ error: SliceError, in table: ColumnTable, _ name: String) -> any Error {
        guard case .badLoss(let row, let value) = error else { return error }
        let place = Place(file: table.name, row: table.lines.map { $0.line(of: row - 1) } ?? row, field: name)
        if case .coded(let column)? = table.column(name), value.isNaN {
            return Problem(
                at: place, "\(column.category(of: row - 1)) is not an error of 0 or 1, nor a loss",
                suggestion: "is this the error column?")
        }
        guard table.lines != nil else { return error }
        if value.isNaN {
            return Problem(
                at: place, "no number stands where an error of 0 or 1, or a loss, was expected",
                suggestion: "leave the row out, or give it a value")
        }
        return Problem(at: place, error.problem.summary, suggestion: error.problem.suggestion)
    }

    /// A category as an error or a loss; NaN when it is none.
    private static func loss(of category: String) -> Float {
        switch category {
        case "true", "True", "TRUE": 1
        case "false", "False", "FALSE": 0
        default: Float(category) ?? .nan
        }
    }

    /// A number for each row that is the same for rows of one unit, and does not depend on the order of rows.
    private static func units(_ column: Column) throws -> [UInt64] {
        switch column {
        case .numeric(let column):
            switch column.storage {
            case .floats(let rows): return rows.withRows { $0.map { UInt64($0.bitPattern) } }
            case .doubles(let rows): return rows.withRows { $0.map { $0.bitPattern } }
            }
        case .coded(let column):
            return column.codes.looked(up: column.categories.map { FNV1a.hash($0.text.utf8) })
        }
    }
}
