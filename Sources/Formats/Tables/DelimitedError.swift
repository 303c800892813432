import Diagnostics

/// What is wrong with a table of text, CSV or JSON Lines, at a line and in a column when one is meant.
public typealias DelimitedError = Located<DelimitedFault>

/// What can be wrong with a table of text.
public enum DelimitedFault: Error, Sendable, Hashable {
    /// No bytes.
    case empty
    /// Gzip that does not unpack.
    case damagedGzip
    /// Packed by Zstandard, and damaged or too large.
    case damagedZstandard
    /// Packed by Zstandard, where no executable could unpack it.
    case noZstandard
    /// Packed, and more than `limit` bytes when unpacked.
    case unpacksTooFar(packed: Int, limit: Int)
    /// A few lines that stand for a file which Git LFS keeps elsewhere.
    case pointer
    /// Looks like another encoding, named.
    case otherEncoding(String)
    /// A byte that no UTF-8 text has in this place.
    case notUTF8(byte: UInt8)
    /// A NUL.
    case nul
    /// JSON Lines without a single key.
    case noKeys
    /// A header without a row.
    case noRows
    /// A column without a name.
    case unnamedColumn(position: Int)
    /// A header that ends in a separator.
    case unnamedLast(position: Int)
    /// Two columns of one name.
    case duplicateColumn(first: Int, second: Int)
    /// A row with another number of fields than the header.
    case ragged(found: Int, expected: Int)
    /// A row that ends in a separator where the header does not.
    case trailingSeparator
    /// A quoted field that never ends.
    case openQuote
    /// Text between a closing quote and the next separator.
    case textAfterQuote
    /// A carriage return that no line feed follows.
    case loneCarriageReturn
    /// A field beyond the limit.
    case fieldTooLong(limit: Int)
    /// A file beyond the limit.
    case fileTooLong(limit: Int)
    /// More columns than the limit.
    case tooManyColumns(limit: Int)
    /// A line that is not a JSON object.
    case notAnObject(found: String)
    /// JSON text that breaks the grammar.
    case malformedJSON(expected: String)
    /// JSON that ends inside a value.
    case cutShortJSON
    /// NaN or Infinity, which JSON does not have.
    case notJSONNumber(String)
    /// A key that stands twice in one object.
    case duplicateKey
    /// An array or an object where one plain value was expected.
    case nested(String)
    /// Text where a number was expected.
    case notANumber(String)
    /// Text such as `0,91`.
    case decimalComma(String)
    /// NaN, Inf, or beyond the range of a double.
    case notFinite(String)
    /// JSON text where a number was expected.
    case quotedNumber(String)
    /// Nothing where a number was expected.
    case blankNumber
}

extension DelimitedFault: PlacedFault {
    /// Cells of a column that are no numbers are one cause, whatever they hold instead.
    public var kind: String? {
        switch self {
        case .notANumber: "not a number"
        case .decimalComma: "decimal comma"
        case .notFinite: "not finite"
        case .quotedNumber: "quoted number"
        // Which of them it is, a byte does not say; most lines with a letter beyond ASCII have one.
        case .notUTF8: "not UTF-8"
        case .ragged(let found, let expected): found > expected ? "too many fields" : "too few fields"
        default: nil
        }
    }

    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .empty:
            return Problem(at: place, "file is empty, a header and rows were expected")
        case .noZstandard:
            return Problem(
                at: place, "is packed by Zstandard, and no executable zstd that could unpack it was found",
                suggestion: "unpack it, or install zstd")
        case .damagedZstandard:
            return Problem(at: place, "is Zstandard that does not unpack", suggestion: "was it copied whole?")
        case .damagedGzip:
            return Problem(at: place, "is gzip that does not unpack", suggestion: "was it copied whole?")
        case .unpacksTooFar(let packed, let limit):
            return Problem(
                at: place, "\(packed) packed bytes unpack to more than \(limit): refused as a bomb",
                suggestion: "give it unpacked when it is real")
        case .pointer:
            return Problem(
                at: place, "is a pointer of Git LFS, and not the file that it stands for",
                suggestion: "run git lfs pull")
        case .otherEncoding(let name):
            return Problem(at: place, "looks like \(name)", suggestion: "convert to UTF-8")
        case .notUTF8(let byte):
            let hex = String(byte, radix: 16, uppercase: true)
            return Problem(at: place, "byte 0x\(hex) is not UTF-8", suggestion: Encoding.wayOut)
        case .nul:
            return Problem(at: place, "holds a NUL byte", suggestion: "is it a binary file, or UTF-16?")
        case .noRows:
            return Problem(at: place, "has a header but no rows")
        case .noKeys:
            return Problem(at: place, "no line holds a value, one JSON object a line was expected")
        case .unnamedColumn(let position):
            return Problem(at: place, "column \(position) has no name")
        case .unnamedLast(let position):
            return Problem(
                at: place, "column \(position) has no name: the header ends in a separator",
                suggestion: "take the separator from the end of each row, or give the column a name")
        case .duplicateColumn(let first, let second):
            return Problem(at: place, "columns \(first) and \(second) have the same name")
        case .ragged(let found, let expected):
            return Problem(
                at: place, "has \(found) \(found == 1 ? "field" : "fields"), the header has \(expected)",
                suggestion: found > expected ? "does a field hold a separator that needs quotes?" : nil)
        case .trailingSeparator:
            return Problem(
                at: place, "ends in a separator, and the header does not",
                suggestion: "end each row with its last value, or give the last column a name")
        case .openQuote:
            return Problem(at: place, "a quoted field begins here and never ends")
        case .textAfterQuote:
            return Problem(
                at: place, "text follows the closing quote of a field", suggestion: "double the quotes inside a field")
        case .loneCarriageReturn:
            return Problem(at: place, "a carriage return stands without a line feed", suggestion: "end lines with LF")
        case .fieldTooLong(let limit):
            return Problem(at: place, "a field is longer than \(limit) bytes")
        case .fileTooLong(let limit):
            return Problem(at: place, "is longer than \(limit) bytes", suggestion: "split it into several files")
        case .tooManyColumns(let limit):
            return Problem(at: place, "has more than \(limit) columns")
        case .notAnObject(let found):
            return Problem(at: place, "holds \(found), one JSON object a line was expected")
        case .malformedJSON(let expected):
            return Problem(at: place, "is not JSON: expected \(expected)")
        case .cutShortJSON:
            return Problem(at: place, "ends inside a JSON value", suggestion: "was it copied whole?")
        case .notJSONNumber(let text):
            return Problem(
                at: place, "\(text) is not JSON",
                suggestion: "was it written by json.dumps(allow_nan=True)? write null for a missing number")
        case .duplicateKey:
            return Problem(at: place, "the key stands twice in one object")
        case .nested(let found):
            return Problem(at: place, "holds \(found), one plain value was expected")
        case .notANumber(let text):
            return Problem(at: place, "\"\(text)\" is not a number")
        case .decimalComma(let text):
            return Problem(
                at: place, "\"\(text)\" is not a number",
                suggestion: "is it a decimal comma? say decimal: \",\" in the manifest")
        case .notFinite(let text):
            return Problem(at: place, "\(text) is not a finite number")
        case .quotedNumber(let text):
            return Problem(at: place, "is the text \"\(text)\", a number was expected", suggestion: "drop the quotes")
        case .blankNumber:
            return Problem(at: place, "is blank, a number was expected")
        }
    }
}

extension Located where Fault == DelimitedFault {
    /// The same, `lines` further down.
    func moved(by lines: Int) -> DelimitedError {
        DelimitedError(file: place.file, row: place.row.map { $0 + lines }, field: place.field, fault: fault)
    }
}
