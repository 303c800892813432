// A column ready to be counted: one small code a row, in memory or mapped, and what each code stands for.
//
// Two tables of the same things may number their categories differently (each found them in its own order). What makes
// them the same column is what the codes stand for, so everything that is counted is keyed by category, in canonical
// order: whole numbers by value, then text by its bytes.

/// Codes of a column at one of three widths.
public enum RowCodes: Sendable {
    /// One byte a row.
    case narrow(RowStorage<UInt8>)
    /// Two bytes a row.
    case medium(RowStorage<UInt16>)
    /// Four bytes a row.
    case wide(RowStorage<UInt32>)

    /// Number of rows.
    public var count: Int {
        switch self {
        case .narrow(let rows): rows.count
        case .medium(let rows): rows.count
        case .wide(let rows): rows.count
        }
    }

    /// What `look` has for each code, row by row. Precondition: it has one for each. Compiled for the types that other
    /// modules ask for: unspecialised, each row of the loop would allocate.
    @_specialize(where Value == Float)
    @_specialize(where Value == Double)
    @_specialize(where Value == UInt64)
    public func looked<Value>(up look: [Value]) -> [Value] {
        switch self {
        case .narrow(let rows): rows.withRows { $0.map { look[Int($0)] } }
        case .medium(let rows): rows.withRows { $0.map { look[Int($0)] } }
        case .wide(let rows): rows.withRows { $0.map { look[Int($0)] } }
        }
    }

    /// How many rows have a code.
    public func count(of code: Int) -> Int {
        func number<Code: FixedWidthInteger>(_ rows: UnsafeBufferPointer<Code>) -> Int {
            guard let code = Code(exactly: code) else { return 0 }
            return rows.reduce(0) { $0 &+ ($1 == code ? 1 : 0) }
        }
        return switch self {
        case .narrow(let rows): rows.withRows(number)
        case .medium(let rows): rows.withRows(number)
        case .wide(let rows): rows.withRows(number)
        }
    }

    /// The rows at the ascending positions `rows`, copied.
    public func gathered(_ rows: [Int32]) -> RowCodes {
        switch self {
        case .narrow(let all): .narrow(all.gathered(rows))
        case .medium(let all): .medium(all.gathered(rows))
        case .wide(let all): .wide(all.gathered(rows))
        }
    }

    /// A copy of a range of rows.
    public func part(_ range: Range<Int>) -> RowCodes {
        switch self {
        case .narrow(let all): .narrow(all.part(range))
        case .medium(let all): .medium(all.part(range))
        case .wide(let all): .wide(all.part(range))
        }
    }

    /// The largest code, or `nil` when there are no rows.
    public var highest: Int? {
        switch self {
        case .narrow(let rows): rows.withRows { Self.largest($0) }
        case .medium(let rows): rows.withRows { Self.largest($0) }
        case .wide(let rows): rows.withRows { Self.largest($0) }
        }
    }

    private static func largest<Code: FixedWidthInteger>(_ codes: UnsafeBufferPointer<Code>) -> Int? {
        guard !codes.isEmpty else { return nil }
        var highest = Code.min
        for code in codes { highest = code > highest ? code : highest }
        return Int(highest)
    }
}

/// A dictionary-coded column.
public struct CodedColumn: Sendable {
    /// Column name.
    public let name: String
    /// What each code stands for; distinct as bytes.
    public let categories: [String]
    /// One code a row, each below `categories.count`.
    public let codes: RowCodes

    /// A column, or `nil` when a code has no category or two categories are the same.
    public init?(name: String, categories: [String], codes: RowCodes) {
        guard (codes.highest ?? -1) < categories.count else { return nil }
        guard Set(categories.map { Array($0.utf8) }).count == categories.count else { return nil }
        self.name = name
        self.categories = categories
        self.codes = codes
    }

    private init(trusted name: String, _ categories: [String], _ codes: RowCodes) {
        self.name = name
        self.categories = categories
        self.codes = codes
    }

    /// Categories known to be distinct, each code below their number; packed at the narrowest width.
    /// Precondition: codes are in range.
    public init(name: String, distinct categories: [String], codes: [UInt32]) {
        precondition(codes.allSatisfy { Int($0) < categories.count }, "a code has no category")
        let packed: RowCodes =
            if categories.count <= 1 << 8 {
                .narrow(RowStorage(codes.map { UInt8(truncatingIfNeeded: $0) }))
            } else if categories.count <= 1 << 16 {
                .medium(RowStorage(codes.map { UInt16(truncatingIfNeeded: $0) }))
            } else {
                .wide(RowStorage(codes))
            }
        self.init(trusted: name, categories, packed)
    }

    /// The column of a table of attributes.
    public init(_ column: CategoryColumn) {
        let codes: RowCodes =
            switch column.codes {
            case .narrow(let codes): .narrow(RowStorage(codes))
            case .medium(let codes): .medium(RowStorage(codes))
            case .wide(let codes): .wide(RowStorage(codes))
            }
        self.init(trusted: column.name, column.categories, codes)
    }

    /// Bytes that are their own codes: the category of code 7 is "7".
    public init(name: String, bytes: RowStorage<UInt8>) {
        let codes = RowCodes.narrow(bytes)
        self.init(trusted: name, (0...(codes.highest ?? 0)).map { String($0) }, codes)
    }

    /// Whole numbers as categories, in ascending order.
    public init(name: String, integers: [Int]) {
        let distinct = Array(Set(integers)).sorted()
        let codeOf = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt32($0)) })
        self.init(name: name, distinct: distinct.map { String($0) }, codes: integers.map { codeOf[$0] ?? 0 })
    }

    /// Text as categories, in canonical order; an empty text is "missing".
    public init(name: String, texts: [String]) {
        var seen: [[UInt8]: Int] = [:]
        var order: [String] = []
        let first = texts.map { text -> Int in
            let key = Array((text.isEmpty ? CategoryColumn.missing : text).utf8)
            if let code = seen[key] { return code }
            seen[key] = order.count
            order.append(text.isEmpty ? CategoryColumn.missing : text)
            return order.count - 1
        }
        let sorted = order.indices.sorted { Self.precedes(order[$0], order[$1]) }
        var place = [Int](repeating: 0, count: order.count)
        for (new, old) in sorted.enumerated() { place[old] = new }
        self.init(
            CategoryColumn(
                name: name, categories: sorted.map { order[$0] },
                codes: Codes(first.map { place[$0] }, categories: order.count)))
    }

    /// What one row is. Precondition: it exists.
    public func category(of row: Int) -> String {
        switch codes {
        case .narrow(let rows): categories[rows.withRows { Int($0[row]) }]
        case .medium(let rows): categories[rows.withRows { Int($0[row]) }]
        case .wide(let rows): categories[rows.withRows { Int($0[row]) }]
        }
    }

    /// The rows at the ascending positions `rows`, copied.
    public func gathered(_ rows: [Int32]) -> CodedColumn {
        CodedColumn(trusted: name, categories, codes.gathered(rows))
    }

    /// A copy of a range of rows with a dictionary of its own: only the categories that occur in it, in order of first
    /// appearance. That is what a shard read by itself looks like.
    public func shard(_ range: Range<Int>) -> CodedColumn {
        var newCode = [Int](repeating: -1, count: categories.count)
        var kept: [String] = []
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
        return CodedColumn(CategoryColumn(name: name, categories: kept, codes: Codes(renamed, categories: kept.count)))
    }

    /// Canonical order of categories: whole numbers by value, then text by its bytes.
    public static func precedes(_ a: String, _ b: String) -> Bool {
        switch (wholeNumber(a), wholeNumber(b)) {
        case (let x?, let y?): x < y
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): a.utf8.lexicographicallyPrecedes(b.utf8)
        }
    }

    /// The number that `text` is the usual way of writing: "7" and "-3", but not "07" or "+3".
    public static func wholeNumber(_ text: String) -> Int? {
        guard let number = Int(text), String(number).utf8.elementsEqual(text.utf8) else { return nil }
        return number
    }
}
