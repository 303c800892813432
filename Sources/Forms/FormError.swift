import Diagnostics

/// What can be wrong with a form. Cases carry what was found; the wording is below and tested verbatim.
public enum FormError: Error, Sendable, Equatable {
    /// The text is larger than a form may be.
    case tooLarge(bytes: Int, limit: Int)
    /// The text is not YAML.
    case syntax(row: Int?, reason: String)
    /// A key with its value right behind the colon.
    case missingBlank(row: Int, key: String, value: String)
    /// The document is not a mapping.
    case notAMapping(row: Int, path: String)
    /// An anchor, alias or tag.
    case notPlain(row: Int, what: String)
    /// A key twice in one mapping.
    case duplicateKey(row: Int, path: String)
    /// A key that the form does not have.
    case unknownKey(row: Int, path: String, nearest: String?)
    /// A key that the form needs.
    case missingKey(path: String)
    /// A value of the wrong kind or outside its range.
    case wrongValue(row: Int, path: String, found: String, expected: String, suggestion: String?)
}

extension FormError {
    /// The wording, placed in `file`.
    public func problem(in file: String) -> Problem {
        func at(_ row: Int?, _ path: String? = nil) -> Place { Place(file: file, row: row, field: path) }
        switch self {
        case .tooLarge(let bytes, let limit):
            return Problem(
                at: at(nil), "\(bytes) bytes is more than a form may have, \(limit)",
                suggestion: file == "misread.yml"
                    ? "many classes go into a text of their own, one a line: classes: classes.txt" : nil)
        case .syntax(let row, let reason):
            return Problem(at: at(row), "this is not YAML: \(reason)")
        case .missingBlank(let row, let key, let value):
            return Problem(
                at: at(row), "there is no blank behind the colon of \(key)",
                suggestion: "write \(key): \(value.count > 30 ? "..." : value)")
        case .notAMapping(let row, let path):
            return Problem(at: at(row, path.isEmpty ? nil : path), "expected `key: value` lines")
        case .notPlain(let row, let what):
            return Problem(at: at(row), "\(what) is not allowed in a form", suggestion: "write the value out")
        case .duplicateKey(let row, let path):
            return Problem(at: at(row, path), "this key is given twice")
        case .unknownKey(let row, let path, let nearest):
            return Problem(
                at: at(row, path), "there is no such key", suggestion: nearest.map { "did you mean \"\($0)\"?" })
        case .missingKey(let path):
            return Problem(at: at(nil, path), "this key is required and missing")
        case .wrongValue(let row, let path, let found, let expected, let suggestion):
            return Problem(at: at(row, path), "\(found) is not \(expected)", suggestion: suggestion)
        }
    }
}
