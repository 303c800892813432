import ArgumentParser

/// What numbers an option takes. Outside of it a command is not begun: usage, exit status 64.
enum OptionRange {
    /// Threads to run on.
    static let threads = 1...1024
    /// Rows, images or objects that something has at least.
    static let support = 1...1_000_000_000
    /// Entries of a printed list.
    static let listed = 1...1_000_000
    /// Buckets that a column of numbers is cut into; as in misread.yml, and one for a column that is to be whole.
    static let buckets = 1...100
    /// Shards of a table.
    static let shards = 1...4096
    /// Objects of one class.
    static let objects = 0...1_000_000_000_000

    /// Throws where what has to be named is an empty text: a variable of a script that is not set.
    static func check(named what: String, _ text: String) throws {
        if text.isEmpty { throw ValidationError("\(what) is named by no letter") }
    }

    /// Throws unless `value`, when there is one, lies in `range`.
    static func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
        guard let value, !range.contains(value) else { return }
        throw ValidationError("--\(name) \(value): \(range.lowerBound) to \(range.upperBound) expected")
    }

    /// Throws unless `value`, when there is one, is right; `expected` says what is.
    static func check(
        _ name: String, _ value: Double?, _ expected: String, _ isRight: (Double) -> Bool
    ) throws {
        guard let value, !isRight(value) else { return }
        throw ValidationError("--\(name) \(value): \(expected) expected")
    }
}
