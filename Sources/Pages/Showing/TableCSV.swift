// Tables for spreadsheets: RFC 4180, CRLF, numbers in full precision, and text, headings too, that a spreadsheet would run as a
// formula with an apostrophe in front (OWASP ASVS 1.2.10).

import Columns
import Drawing
import Record

/// A table as CSV.
enum TableCSV {
    /// The file's text.
    static func text(_ table: Table) -> String {
        var out = line(table.columns.flatMap(headings))
        for row in table.rows {
            out += line(zip(table.columns, row).flatMap { column, cell in fields(cell, in: column) })
        }
        return out
    }

    /// One heading a column; an interval has four: value, ends and reference. A key may be what a team calls an attribute, so it is
    /// kept from being a formula as a cell is.
    private static func headings(_ column: Table.Column) -> [String] {
        guard column.kind == .interval else { return [quoted(safe(column.key))] }
        return ["", "_low", "_high", "_reference"].map { quoted(safe(column.key + $0)) }
    }

    private static func fields(_ cell: Cell, in column: Table.Column) -> [String] {
        let width = column.kind == .interval ? 4 : 1
        let texts: [String] =
            switch cell {
            case .text(let text): [quoted(safe(text))]
            case .number(let value, _): [number(value)]
            case .interval(let low, let value, let high, _, let mark):
                [number(value), number(low), number(high), mark.map(number) ?? ""]
            case .link(let words, _): [quoted(safe(words))]
            case .predicates(let predicates, _):
                [quoted(safe(predicates.map { "\($0.attribute)=\($0.value)" }.joined(separator: " & ")))]
            case .state(let state, let words): [quoted(safe(words ?? state.word))]
            case .none: [""]
            }
        if column.kind != .interval, texts.count > 1 { return [texts[0]] }
        return texts + Array(repeating: "", count: max(0, width - texts.count))
    }

    private static func number(_ value: Double) -> String { NumberFormat.exact(value) ?? "" }

    /// Text that a spreadsheet takes for a formula gets an apostrophe in front.
    static func safe(_ text: String) -> String {
        switch text.unicodeScalars.first {
        case "=", "+", "-", "@", "\t", "\r", "\0", "\n": "'" + text
        default: text
        }
    }

    private static func quoted(_ text: String) -> String {
        let needs = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        return needs ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private static func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }
}
