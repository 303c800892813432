// A table of attributes and errors as a table to find slices in: what its columns say of errors and of units.

import Artifacts
import Columns
import Diagnostics
import Statistics

extension ColumnTable {
    /// A column as numbers: itself, or the numbers that its categories are, for cutting it at given edges.
    public func numbers(of column: Column) throws -> NumericColumn {
        switch column {
        case .numeric(let column): return column
        case .coded(let column):
            let values = try column.categories.map { category -> Double in
                if category == CodedColumn.missing { return .nan }
                guard let value = Double(category.text) else {
                    throw Problem(
                        at: Place(file: name, field: column.name.text),
                        "\(category) is no number, so it cannot be cut at edges")
                }
                return value
            }
            return NumericColumn(name: column.name, values: column.codes.looked(up: values))
        }
    }

    /// A column of errors of 0 and 1, or of losses. What is wrong with one is told with where it stands in the file and
    /// what is written there.
    public func losses(_ name: String, scale: LossScale? = nil) throws -> LossColumn {
        do {
            return try unplaced(name, scale)
        } catch let error as SliceError {
            throw located(error, name)
        }
    }

    private func unplaced(_ name: String, _ scale: LossScale?) throws -> LossColumn {
        switch column(name) {
        case .numeric(let column):
            switch column.storage {
            case .floats(let rows): return try LossColumn(rows, scale: scale)
            case .doubles(let rows):
                // Text is read in single precision, in which losses are computed and written.
                guard isText else { return try LossColumn(rows, scale: scale) }
                return try LossColumn(RowStorage(rows.withRows { $0.map { Float($0) } }), scale: scale)
            }
        case .coded(let column):
            return try LossColumn(
                RowStorage(column.codes.looked(up: column.categories.map { Self.loss(of: $0.text) })), scale: scale)
        case nil: throw SliceError.noRows
        }
    }

    private func located(_ error: SliceError, _ name: String) -> any Error {
        guard case .badLoss(let row, let value) = error else { return error }
        let place = Place(file: self.name, row: line(of: row - 1), field: name)
        if case .coded(let column)? = column(name), value.isNaN {
            return Problem(
                at: place, "\(column.category(of: row - 1)) is not an error of 0 or 1, nor a loss",
                suggestion: "is this the error column?")
        }
        guard isText else { return error }
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
}

extension Column {
    /// The id of each row's unit, where the column names units: the same for rows of one unit, whatever their order.
    public var rowUnits: [UInt64] {
        switch self {
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
