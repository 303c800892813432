import Columns
import Findings
import Record
import Statistics
import Tallies

/// What `misread measure decomposition` prints.
struct DecompositionReport {
    /// The columns that cells are made of.
    let names: [Name]
    let reference: FactorCells
    let current: FactorCells
    let found: RateDecomposition

    var json: JSONValue {
        let matched = found.cells.filter(\.counts.isMatched)
        let alone = found.cells.filter { !$0.counts.isMatched }
        return .object(
            [
                ("by", .array(names.map { .string($0.text) })), ("reference", Self.window(reference)),
                ("current", Self.window(current)),
            ] + Self.members("total", found.total) + Self.members("mix", found.mix)
                + Self.members("within", found.within) + Self.members("unmatched", found.unmatched) + [
                    (
                        "cells",
                        .array(
                            matched.map {
                                .object(cell($0) + Self.members("mix", $0.mix) + Self.members("within", $0.within))
                            })
                    ),
                    (
                        "unmatched_cells",
                        .array(alone.map { .object(cell($0) + Self.members("unmatched", $0.unmatched)) })
                    ),
                ])
    }

    private static func window(_ cells: FactorCells) -> JSONValue {
        .object([
            ("rows", .integer(cells.rows)), ("errors", .integer(cells.errors)),
            ("error_rate", .number(Double(cells.errors) / Double(max(1, cells.rows)))),
        ])
    }

    /// A cell of one column is named by its value, one of several by all of them.
    private func cell(_ cell: RateDecomposition.Cell) -> [(key: String, value: JSONValue)] {
        var members: [(key: String, value: JSONValue)] = [
            ("cell", .string(cell.values.map(\.text).joined(separator: ", ")))
        ]
        if names.count > 1 {
            members.append(("values", .object(zip(names, cell.values).map { ($0.text, .string($1.text)) })))
        }
        return members + [
            ("reference", .integer(Int(exactly: cell.counts.referenceRows) ?? 0)),
            ("current", .integer(Int(exactly: cell.counts.currentRows) ?? 0)),
        ]
    }

    private static func members(_ name: String, _ part: RateDecomposition.Part) -> [(key: String, value: JSONValue)] {
        [
            (name, .number(part.value)), ("\(name)_ci_low", part.interval.map { .number($0.low) } ?? .null),
            ("\(name)_ci_high", part.interval.map { .number($0.high) } ?? .null),
        ]
    }
}
