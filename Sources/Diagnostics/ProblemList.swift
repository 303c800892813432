/// Everything found wrong in one reading, so that a user fixes all of it in one go and not one problem a run.
///
/// The first 20 errors are kept whole; the rest are counted.
public struct ProblemList: Error, Sendable {
    /// How many errors are kept whole.
    public static let limit = 20

    /// The errors that are kept, in the order they were found.
    public private(set) var errors: [Problem] = []
    /// Warnings and notes, in the order they were found (first 20).
    public private(set) var remarks: [Problem] = []
    /// The errors that are kept as they were first met, what each has in common with others, and how many of these there are.
    private var met: [(first: Problem, common: String, count: Int)] = []
    /// How many errors were found in all, those of one cause once.
    public private(set) var errorCount = 0
    /// How many warnings and notes were found in all.
    public private(set) var remarkCount = 0

    /// Whether an error is the machine's and not the input's.
    public private(set) var cause = Problem.Cause.input

    /// An empty list.
    public init() {}

    /// A list of one.
    public init(_ error: some Explained) {
        add(error)
    }

    /// A list of several.
    public init(_ problems: [some Explained]) {
        for problem in problems { add(problem) }
    }

    /// Whether nothing is in the way.
    public var isClean: Bool { errorCount == 0 }

    /// Adds one problem, or `count` of them that differ in their places alone. Errors of one kind are one error with their
    /// number; the same one again is none, a warning or a note too.
    public mutating func add(_ error: some Explained, count: Int = 1) {
        let problem = error.problem
        guard count > 0 else { return }
        if problem.severity == .error {
            let common = problem.common
            if let index = met.firstIndex(where: { $0.common == common }) {
                if count == 1, met[index].first == problem { return }
                met[index].count += count
                errors[index] = met[index].first.first(of: met[index].count)
                return
            }
            errorCount += 1
            if problem.cause == .system { cause = .system }
            if errors.count < Self.limit {
                met.append((problem, common, count))
                errors.append(problem.first(of: count))
            }
        } else if !remarks.contains(problem) {
            remarkCount += 1
            if remarks.count < Self.limit { remarks.append(problem) }
        }
    }

    /// Adds all of another list, keeping order and counts.
    public mutating func add(_ other: ProblemList) {
        for entry in other.met { add(entry.first, count: entry.count) }
        errorCount += other.errorCount - other.met.count
        if other.cause == .system { cause = .system }
        remarkCount += other.remarkCount
        for problem in other.remarks {
            if remarks.contains(problem) {
                remarkCount -= 1
            } else if remarks.count < Self.limit {
                remarks.append(problem)
            }
        }
    }

    /// The same errors with other warnings and notes in place of those that are kept.
    public func replacing(remarks others: [Problem]) -> ProblemList {
        var list = self
        list.remarkCount += others.count - remarks.count
        list.remarks = others
        return list
    }

    /// Throws itself when it holds an error.
    public func throwIfAny() throws(ProblemList) {
        if !isClean { throw self }
    }
}

extension ProblemList: CustomStringConvertible {
    /// One problem a line, then how many more there are.
    public var description: String {
        var lines = remarks.map(\.description) + errors.map(\.description)
        if remarkCount > remarks.count {
            lines.insert("... and \(remarkCount - remarks.count) more remarks", at: remarks.count)
        }
        if errorCount > errors.count { lines.append("... and \(errorCount - errors.count) more errors") }
        return lines.joined(separator: "\n")
    }
}
