/// One stratum of a comparison: rows of the level that is looked at, and rows of all others, with their errors.
public struct Stratum: Sendable, Hashable {
    /// Rows of the level.
    public var rows: Int
    /// Errors among them.
    public var errors: Int
    /// Rows of all other levels.
    public var otherRows: Int
    /// Errors among those.
    public var otherErrors: Int

    /// A stratum. No count is negative, and no errors exceed their rows.
    public init(rows: Int = 0, errors: Int = 0, otherRows: Int = 0, otherErrors: Int = 0) {
        self.rows = rows
        self.errors = errors
        self.otherRows = otherRows
        self.otherErrors = otherErrors
    }

    /// Whether both sides have rows, without which a stratum compares nothing.
    public var isShared: Bool { rows > 0 && otherRows > 0 }

    /// Rows of both sides.
    public var allRows: Int { rows + otherRows }

    /// Errors of both sides.
    public var allErrors: Int { errors + otherErrors }

    /// Mantel and Haenszel's weight, n1 n0 / N; 0 where a side is absent.
    public var weight: Double { isShared ? Double(rows) * Double(otherRows) / Double(allRows) : 0 }

    /// Errors of the level less those expected at the stratum's rate.
    public var excess: Double { Double(errors) - Double(rows) * Double(allErrors) / Double(allRows) }
}
