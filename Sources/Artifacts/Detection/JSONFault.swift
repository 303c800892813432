import Diagnostics

/// Why a text is not JSON that can be read on from. Offsets are bytes from the start of the file.
enum JSONFault: Error, Equatable {
    /// The file has no bytes.
    case empty
    /// The file starts with the mark of another encoding.
    case otherEncoding(String)
    /// The text ends inside a value.
    case ended(at: Int)
    /// A byte that cannot stand here.
    case unexpected(UInt8, at: Int, wanted: String)
    /// A number that breaks JSON's grammar.
    case badNumber(at: Int)
    /// A string with a bad escape, a control character, or bytes that are not UTF-8.
    case badString(at: Int)
    /// Arrays and objects inside each other beyond the limit.
    case tooDeep(at: Int)
    /// Something follows the value.
    case trailing(at: Int)

    /// The wording; `file` is the file's name as the user knows it.
    func problem(in file: String) -> Problem {
        let place = Place(file: file)
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
            return Problem(at: place, "not JSON at byte \(at): found \(shown) where \(wanted) was expected")
        case .badNumber(let at):
            return Problem(at: place, "not JSON at byte \(at): a malformed number")
        case .badString(let at):
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
