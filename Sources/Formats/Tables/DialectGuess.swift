// What a table of text is separated by when it is not what was said: spreadsheets of half of Europe write semicolons, and a
// comma in numbers. The header decides about the separator, the first rows about the comma.

import Diagnostics
import Foundation

/// Reads the separator and the decimal comma off a text.
enum DialectGuess {
    /// Bytes of the text that are looked at.
    private static let most = 1 << 16

    /// The dialect of a text that is `given` to be in one. Its separator stands, unless it is in no place of the header and
    /// another one is; whatever separates but a comma, a comma may stand before decimals. What was found is also said.
    static func dialect(of text: TextFile, _ given: Dialect) -> (Dialect, Problem?) {
        let start = text.bytes.prefix(most)
        let lines = start.split(separator: 0x0A, maxSplits: 257, omittingEmptySubsequences: true).prefix(257)
        // A separator inside quotes separates nothing.
        guard let header = lines.first.map({ unquoted($0) }) else { return (given, nil) }
        if header.contains(given.delimiter) {
            guard given.point == UInt8(ascii: "."), haveDecimalCommas(lines.dropFirst(), given.delimiter) else {
                return (given, nil)
            }
            let dialect = Dialect(delimiter: given.delimiter, point: UInt8(ascii: ","))
            return (dialect, Problem(.note, at: Place(file: text.name), "read with a decimal comma"))
        }
        let counts = [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ",")].map { separator in
            (separator, header.count { $0 == separator })
        }
        guard let (separator, count) = counts.max(by: { $0.1 < $1.1 }), count > 0 else { return (given, nil) }
        var dialect = Dialect(delimiter: separator, point: given.point)
        if haveDecimalCommas(lines.dropFirst(), separator) { dialect.point = UInt8(ascii: ",") }
        let shown = separator == UInt8(ascii: "\t") ? "tabs" : "\"\(Character(UnicodeScalar(separator)))\""
        let comma = dialect.point == UInt8(ascii: ",") ? ", with a decimal comma" : ""
        return (dialect, Problem(.note, at: Place(file: text.name), "read as separated by \(shown)\(comma)"))
    }

    /// Whether cells hold numbers with a decimal comma, and none with a point.
    private static func haveDecimalCommas(_ lines: ArraySlice<Data.SubSequence>, _ separator: UInt8) -> Bool {
        guard separator != UInt8(ascii: ",") else { return false }
        let cells = lines.flatMap { line in
            line.split(separator: separator, omittingEmptySubsequences: true).map { cell in
                cell.filter { $0 != UInt8(ascii: "\"") && $0 != 0x0D && $0 != 0x20 }
            }
        }
        return cells.contains { isNumber($0, point: UInt8(ascii: ",")) }
            && !cells.contains { isNumber($0, point: UInt8(ascii: ".")) }
    }

    /// A line without what stands in quotes.
    private static func unquoted(_ line: Data.SubSequence) -> [UInt8] {
        var isQuoted = false
        return line.filter { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted
        }
    }

    /// Digits, a point and digits.
    private static func isNumber(_ cell: some Collection<UInt8>, point: UInt8) -> Bool {
        let digits = cell.first == UInt8(ascii: "-") ? cell.dropFirst() : cell[...]
        let parts = digits.split(separator: point, omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
