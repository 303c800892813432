// A column ready to be counted: one small code a row, in memory or mapped, and what each code stands for.
//
// Two tables of the same things may number their categories differently (each found them in its own order). What makes
// them the same column is what the codes stand for, so everything that is counted is keyed by category, in canonical
// order: whole numbers by value, then text by its bytes.

/// A column of categories. "Missing" is a category like any other, `CodedColumn.missing`, when any cell is empty.
public struct CodedColumn: Sendable, Hashable {
    /// How an empty cell is shown.
    public static let missing: Name = "missing"

    /// Column name.
    public let name: Name
    /// What each code stands for; distinct as bytes.
    public let categories: [Name]
    /// One code a row, each below `categories.count`.
    public let codes: Codes
    /// Where numbers were cut, of which the categories are the buckets; `nil` for a column that was categories already.
    public let cut: Bucketing?
    /// Whether the program computed it from the images, so that the site can label it so.
    public let isComputed: Bool

    /// A column. Preconditions: categories are distinct, `codes` index into them.
    public init(
        name: Name, categories: [Name], codes: Codes, cut: Bucketing? = nil, isComputed: Bool = false
    ) {
        self.name = name
        self.categories = categories
        self.codes = codes
        self.cut = cut
        self.isComputed = isComputed
    }

    /// A column from codes that nobody has checked, or `nil` when a code has no category or two categories are the same.
    public init?(checking name: Name, categories: [Name], codes: Codes) {
        guard (codes.highest ?? -1) < categories.count else { return nil }
        guard Set(categories).count == categories.count else { return nil }
        self.init(name: name, categories: categories, codes: codes)
    }

    /// Number of rows.
    public var count: Int { codes.count }

    /// Cells without a value.
    public var missing: Int {
        categories.firstIndex(of: Self.missing).map { codes.count(of: $0) } ?? 0
    }

    /// What one row is. Precondition: it exists.
    public func category(of row: Int) -> Name { categories[codes[row]] }

    private func with(_ categories: [Name], _ codes: Codes) -> CodedColumn {
        CodedColumn(name: name, categories: categories, codes: codes, cut: cut, isComputed: isComputed)
    }

    /// The rows at the positions `rows`, copied, in that order. Precondition: they exist.
    @_specialize(where Row == Int32)
    @_specialize(where Row == Int)
    public func gathered<Row: FixedWidthInteger>(_ rows: [Row]) -> CodedColumn {
        with(categories, codes.gathered(rows))
    }

    /// The given rows in the given order; what has no row is missing.
    public func gathered(_ rows: [Int?]) -> CodedColumn {
        let needsMissing = rows.contains { $0 == nil } && !self.categories.contains(Self.missing)
        let categories = self.categories + (needsMissing ? [Self.missing] : [])
        let missing = categories.firstIndex(of: Self.missing) ?? 0
        return with(
            categories, Codes(rows.map { $0.map { self.codes[$0] } ?? missing }, categories: categories.count))
    }

    /// A copy of a range of rows with a dictionary of its own: only the categories that occur in it, in order of first
    /// appearance. That is what a shard read by itself looks like.
    public func shard(_ range: Range<Int>) -> CodedColumn {
        var newCode = [Int](repeating: -1, count: categories.count)
        var kept: [Name] = []
        func renumbered<Code: FixedWidthInteger>(_ rows: UnsafeBufferPointer<Code>) -> [Int] {
            rows[range].map { code in
                if newCode[Int(code)] < 0 {
                    newCode[Int(code)] = kept.count
                    kept.append(categories[Int(code)])
                }
                return newCode[Int(code)]
            }
        }
        let renamed: [Int] =
            switch codes {
            case .narrow(let rows): rows.withRows(renumbered)
            case .medium(let rows): rows.withRows(renumbered)
            case .wide(let rows): rows.withRows(renumbered)
            }
        return with(kept, Codes(renamed, categories: kept.count))
    }
}
