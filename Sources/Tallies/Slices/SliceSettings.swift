import Diagnostics

/// How slices are ranked.
public enum SliceScore: String, Sendable, Hashable, CaseIterable {
    /// SliceLine's score (Sagadeeva & Boehm, SIGMOD 2021), exactly.
    case sliceline
    /// Standardised excess error over the whole and every parent, explained rows removed, chance and multiplicity paid
    /// for.
    case excess
}

/// What is asked of a search for slices.
public struct SliceSettings: Sendable, Hashable {
    /// How slices are ranked.
    public var score = SliceScore.sliceline
    /// SliceLine's weight of error against size, above 0 and at most 1.
    public var alpha = 0.95
    /// Fewest rows of a slice; `nil` for the score's own rule (see `support(rows:)`).
    public var minSupport: Int?
    /// Most predicates of a slice, 1...6.
    public var maxDepth = 3
    /// Most slices that are listed.
    public var top = 10
    /// Share of units kept for confirmation, 0..<1; `nil` for the score's own rule: half for `excess`, none for
    /// `sliceline`.
    public var validate: Double?
    /// Chance that data without structure has anything flagged.
    public var level = 0.05
    /// Permutations for the threshold of `excess`; `nil` for a number that suits the size. With 0 there is no threshold:
    /// slices are ranked, and none is called more than chance.
    public var permutations: Int?
    /// Where the permutations start.
    public var seed: UInt64 = 1
    /// Threads. Results do not depend on it.
    public var threads = 1

    /// The defaults.
    public init() {}

    /// Fewest rows of a slice in a table of `rows` rows. SliceLine's default is one in a hundred; `excess` sees smaller
    /// slices, down to one row in ten thousand; neither goes below 20 rows.
    public func support(rows: Int) -> Int {
        if let minSupport { return minSupport }
        switch score {
        case .sliceline: return max(20, rows / 100)
        case .excess: return max(20, rows / 10_000)
        }
    }

    /// Share of units kept for confirmation.
    public var validationShare: Double { validate ?? (score == .excess ? 0.5 : 0) }

    /// Permutations used on `rows` rows: the lanes of one pass on big tables, more on small ones, where they are cheap.
    public func permutationCount(rows: Int) -> Int { permutations ?? (rows >= 200_000 ? 31 : 127) }

    /// Throws when a setting is outside its range.
    func check() throws(SliceError) {
        try Self.check("alpha", alpha, alpha > 0 && alpha <= 1, "a number above 0 and at most 1")
        if let minSupport { try Self.check("min-support", minSupport, minSupport >= 1, "at least 1") }
        try Self.check("max-depth", maxDepth, (1...6).contains(maxDepth), "1 to 6")
        try Self.check("top", top, top >= 1, "at least 1")
        if let validate {
            try Self.check("validate", validate, validate >= 0 && validate < 1, "a fraction from 0 to below 1")
        }
        try Self.check("level", level, level > 0 && level < 1, "a number between 0 and 1")
        if let permutations {
            try Self.check(
                "permutations", permutations, permutations == 0 || (19...10_000).contains(permutations),
                "0 or 19 to 10000")
        }
        try Self.check("threads", threads, threads >= 1, "at least 1")
    }

    private static func check(
        _ name: String, _ value: some CustomStringConvertible, _ isRight: Bool, _ expected: String
    ) throws(SliceError) {
        guard isRight else { throw .badSetting(name: name, value: value.description, expected: expected) }
    }
}
