// What we say when something is wrong.
//
// A leaf module throws a closed enum whose cases carry evidence (the file, the row, the value found). One extension per
// module words them, as `Problem`s. The wording lives there and is tested verbatim.

/// How bad it is.
public enum Severity: String, Sendable, Codable {
    /// The input cannot be used as it is.
    case error
    /// The input is used, but a person should know.
    case warning
    /// Worth saying; nothing to do.
    case note
}

/// Where it is: a file, and inside it a row and a field when they are known.
public struct Place: Sendable, Hashable {
    /// Path as the user would type it: relative to the workspace, never absolute.
    public let file: String
    /// One-based line of a text file, or one-based row of a table; `nil` when the whole file is meant.
    public let row: Int?
    /// A column name, key or JSON path.
    public let field: String?

    /// A place in `file`.
    public init(file: String, row: Int? = nil, field: String? = nil) {
        self.file = file
        self.row = row
        self.field = field
    }
}

/// One thing that is wrong, said so that its reader can fix it.
///
/// `summary` states what was found and what was expected. `suggestion` is the nearest right thing: a name, a flag, a
/// question such as "was it a logit?".
public struct Problem: Sendable, Hashable, Error {
    /// How bad it is.
    public let severity: Severity
    /// Where it is, when it is anywhere.
    public let place: Place?
    /// What was found and what was expected, one sentence without a full stop.
    public let summary: String
    /// The nearest right thing, when there is one.
    public let suggestion: String?
    /// What has to change.
    public let cause: Cause
    /// What makes it the same as others: problems of one kind have one cause, and are told once with their number. `nil` for
    /// one that is of a kind with those which say the same of the same file.
    public let kind: String?

    /// What has to change before it works.
    public enum Cause: Sendable, Hashable {
        /// What was given.
        case input
        /// The machine: a right that is missing, a full disk, another process.
        case system
    }

    /// An error.
    public init(
        at place: Place? = nil, _ summary: String, suggestion: String? = nil, cause: Cause = .input
    ) {
        self.init(.error, at: place, summary, suggestion: suggestion, cause: cause)
    }

    /// A problem of the given severity.
    public init(
        _ severity: Severity, at place: Place? = nil, _ summary: String, suggestion: String? = nil,
        cause: Cause = .input, kind: String? = nil
    ) {
        self.cause = cause
        self.kind = kind
        self.severity = severity
        self.place = place
        self.summary = summary
        self.suggestion = suggestion
    }
}

extension Problem {
    /// The same, of a kind.
    public func ofKind(_ kind: String?) -> Problem {
        Problem(severity, at: place, summary, suggestion: suggestion, cause: cause, kind: kind)
    }

    /// The same, as the first of `count` of its kind.
    func first(of count: Int) -> Problem {
        guard count > 1 else { return self }
        return Problem(
            severity, at: place, "\(summary); \(count) such in all", suggestion: suggestion, cause: cause, kind: kind)
    }

    /// What problems of its kind have in common: which entry of a list one stands at makes no difference.
    var common: String {
        if let kind { return kind }
        var field = ""
        var isInBrackets = false
        for byte in place?.field ?? "" {
            if byte == "[" { isInBrackets = true }
            if byte == "]" { isInBrackets = false }
            if !isInBrackets || !byte.isNumber { field.append(byte) }
        }
        return [place?.file ?? "", field, summary, suggestion ?? ""].joined(separator: "\n")
    }

    /// The same, of a command that goes on all the same.
    public var asWarning: Problem { Problem(.warning, at: place, summary, suggestion: suggestion) }
}

extension Problem: CustomStringConvertible {
    /// Printed like a compiler: `predictions.csv:418: error: confidence 1.7 is outside 0...1; was it a logit?`
    public var description: String {
        var text = ""
        if let place {
            text += place.file
            if let row = place.row { text += ":\(row)" }
            text += ": "
        }
        text += "\(severity.rawValue): "
        if let field = place?.field { text += "\(field): " }
        text += Self.clipped(summary)
        if let suggestion { text += "; \(Self.clipped(suggestion))" }
        return TerminalText.line(text)
    }
}

extension Problem {
    /// Most characters of a part of a message: what it quotes may be as long as a file.
    private static let mostCharacters = 4000

    /// A part of a message, its middle left out where it is too long.
    private static func clipped(_ text: String) -> String {
        // Bytes are counted first: they are known, and no fewer than characters.
        guard text.utf8.count > mostCharacters else { return text }
        let count = text.count
        guard count > mostCharacters else { return text }
        let (head, tail) = (text.prefix(mostCharacters * 3 / 4), text.suffix(mostCharacters / 4))
        return "\(head)... (\(count - mostCharacters) characters) ...\(tail)"
    }
}

/// An error that can say what is wrong in words. Each module conforms its error enums in one file.
public protocol Explained: Error {
    /// The wording.
    var problem: Problem { get }
}

extension Problem: Explained {
    /// Itself.
    public var problem: Problem { self }
}
