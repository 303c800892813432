// Dictionary codes at the narrowest width that holds them: a column of ten million rows and twenty values is ten megabytes.

/// One code a row, in memory or mapped.
public enum Codes: Sendable, Hashable {
    /// At most 256 categories.
    case narrow(RowStorage<UInt8>)
    /// At most 65,536 categories.
    case medium(RowStorage<UInt16>)
    /// More.
    case wide(RowStorage<UInt32>)

    /// Packs codes below `categories` at the narrowest width.
    public init(_ codes: [Int], categories: Int) {
        self = Self.packed(codes, categories)
    }

    /// Packs codes below `categories` at the narrowest width.
    public init(_ codes: [UInt32], categories: Int) {
        self = Self.packed(codes, categories)
    }

    private static func packed<Code: FixedWidthInteger>(_ codes: [Code], _ categories: Int) -> Codes {
        if categories <= 1 << 8 {
            return .narrow(RowStorage(codes.map { UInt8(truncatingIfNeeded: $0) }))
        }
        return categories <= 1 << 16
            ? .medium(RowStorage(codes.map { UInt16(truncatingIfNeeded: $0) }))
            : .wide(RowStorage(codes.map { UInt32(truncatingIfNeeded: $0) }))
    }

    /// Number of rows.
    public var count: Int {
        switch self {
        case .narrow(let rows): rows.count
        case .medium(let rows): rows.count
        case .wide(let rows): rows.count
        }
    }

    /// The code of one row. Loops over all rows are faster inside `withRows` of the storage.
    public subscript(row: Int) -> Int {
        switch self {
        case .narrow(let rows): Int(rows[row])
        case .medium(let rows): Int(rows[row])
        case .wide(let rows): Int(rows[row])
        }
    }

    /// What `look` has for each code, row by row. Precondition: it has one for each. Compiled for the types that other
    /// modules ask for: unspecialised, each row of the loop would allocate.
    @_specialize(where Value == Float)
    @_specialize(where Value == Double)
    @_specialize(where Value == UInt64)
    @_specialize(where Value == Int32)
    @_specialize(where Value == Int)
    @_specialize(where Value == Bool)
    public func looked<Value>(up look: [Value]) -> [Value] {
        switch self {
        case .narrow(let rows): rows.withRows { $0.map { look[Int($0)] } }
        case .medium(let rows): rows.withRows { $0.map { look[Int($0)] } }
        case .wide(let rows): rows.withRows { $0.map { look[Int($0)] } }
        }
    }

    /// The codes `map` gives in place of these. Precondition: it has one for each, below `categories`.
    public func renumbered(_ map: [UInt32], categories: Int) -> Codes {
        func packed<New: FixedWidthInteger>(_ type: New.Type) -> RowStorage<New> {
            let map = map.map { New(truncatingIfNeeded: $0) }
            return switch self {
            case .narrow(let rows): RowStorage(rows.withRows { $0.map { map[Int($0)] } })
            case .medium(let rows): RowStorage(rows.withRows { $0.map { map[Int($0)] } })
            case .wide(let rows): RowStorage(rows.withRows { $0.map { map[Int($0)] } })
            }
        }
        if categories <= 1 << 8 { return .narrow(packed(UInt8.self)) }
        return categories <= 1 << 16 ? .medium(packed(UInt16.self)) : .wide(packed(UInt32.self))
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

    /// The rows at the positions `rows`, copied. Precondition: they exist.
    @_specialize(where Row == Int32)
    @_specialize(where Row == Int)
    public func gathered<Row: FixedWidthInteger>(_ rows: [Row]) -> Codes {
        switch self {
        case .narrow(let all): .narrow(all.gathered(rows))
        case .medium(let all): .medium(all.gathered(rows))
        case .wide(let all): .wide(all.gathered(rows))
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

extension Codes: RandomAccessCollection {
    /// The first row.
    public var startIndex: Int { 0 }
    /// Behind the last row.
    public var endIndex: Int { count }
}
