import Diagnostics

/// Why two books cannot be added, or bytes are no book.
public enum BookError: Error, Sendable, Equatable {
    /// The bytes are no book.
    case unreadable(String)
    /// A kind of count that this program does not know.
    case unknownKind(String)
    /// Counted by another edition of the program.
    case otherEdition(String, String)
    /// Counted over other classes.
    case otherClasses([String], [String])
    /// Requests that only one of the two has.
    case otherRequests([String])
}

extension BookError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .unreadable(let reason): Problem("this is no book of counts: \(reason)")
        case .unknownKind(let kind):
            Problem(
                "this program does not count \"\(kind)\"",
                suggestion: "count again, or read it with the program that did")
        case .otherEdition(let ours, let theirs):
            Problem(
                "one book was counted by edition \(ours) and the other by \(theirs)",
                suggestion: "count both with one program")
        case .otherClasses(let ours, let theirs):
            Problem(
                "the classes differ: \(ours.count) in one book and \(theirs.count) in the other, or in another order",
                suggestion: "count both with one list of classes")
        case .otherRequests(let names):
            Problem(
                "only one of the books counts \(names.joined(separator: ", "))",
                suggestion: "count both for the same analyses and settings")
        }
    }
}
