import Diagnostics

/// Why a text is not JSON that can be read on from. Offsets are bytes from the start of the file.
package enum JSONFault: PlacedFault {
    /// The file has no bytes.
    case empty
    /// The file starts with the mark of another encoding.
    case otherEncoding(String)
    /// The text ends inside a value.
    case ended(at: Int)
    /// A byte that cannot stand here.
    case unexpected(UInt8, at: Int, wanted: Wanted)
    /// A number that breaks JSON's grammar.
    case badNumber(NumberFlaw, at: Int)
    /// A string that stands for no text.
    case badString(StringFlaw, at: Int)
    /// Arrays and objects inside each other beyond the limit.
    case tooDeep(at: Int)
    /// Something follows the value.
    case trailing(at: Int)

    /// What was expected in place of a byte.
    package enum Wanted: String {
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case number = "a number"
        case value = "a value"
        case colon = "\":\""
        case commaOrBrace = "\",\" or \"}\""
        case commaOrBracket = "\",\" or \"]\""
    }

    /// Why text is no number, as what would make it one.
    package enum NumberFlaw: String {
        case noDigit = "a digit"
        case leadingZero = "a number without leading zeros"
        case noDigitAfterPoint = "a digit after the point"
        case noDigitInExponent = "a digit in the exponent"
        /// The text ends before the first digit.
        case ended
    }

    /// Why bytes are no string, as what would make them one.
    package enum StringFlaw: String {
        case controlCharacter = "control characters to be escaped"
        case escape = "a valid escape"
        /// Bytes that are not UTF-8.
        case encoding
    }

    /// The wording.
    package func problem(at place: Place) -> Problem {
        switch self {
        case .empty:
            return Problem(at: place, "the file is empty; JSON was expected")
        case .otherEncoding(let name):
            return Problem(at: place, "looks like \(name), not UTF-8", suggestion: "convert it to UTF-8")
        case .ended(let at):
            return Problem(
                at: place, "the JSON ends inside a value at byte \(at)", suggestion: "was the file cut off?")
        case .unexpected(let byte, let at, let wanted):
            let scalar = Unicode.Scalar(byte)
            let shown = byte < 0x80 ? "\"\(Character(scalar))\"" : "the byte \(byte)"
            return Problem(at: place, "not JSON at byte \(at): found \(shown) where \(wanted.rawValue) was expected")
        case .badNumber(_, let at):
            return Problem(at: place, "not JSON at byte \(at): a malformed number")
        case .badString(_, let at):
            return Problem(
                at: place,
                "not JSON at byte \(at): a string with a bad escape, a control character or bytes "
                    + "that are not UTF-8")
        case .tooDeep(let at):
            return Problem(
                at: place, "arrays and objects are nested more than \(JSONScanner.depthLimit) deep at byte \(at)")
        case .trailing(let at):
            return Problem(at: place, "the JSON value ends at byte \(at), but the file goes on")
        }
    }
}
