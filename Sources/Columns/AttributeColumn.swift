// The table that everything counts over: named columns of equal length, categories as dictionary codes.

/// Dictionary codes at the narrowest width that holds them.
public enum Codes: Sendable, Hashable {
    /// At most 256 categories.
    case narrow([UInt8])
    /// At most 65,536 categories.
    case medium([UInt16])
    /// More.
    case wide([UInt32])

    /// Number of rows.
    public var count: Int {
        switch self {
        case .narrow(let codes): codes.count
        case .medium(let codes): codes.count
        case .wide(let codes): codes.count
        }
    }

    /// The code of one row.
    public subscript(row: Int) -> Int {
        switch self {
        case .narrow(let codes): Int(codes[row])
        case .medium(let codes): Int(codes[row])
        case .wide(let codes): Int(codes[row])
        }
    }

    /// The codes `map` gives in place of these. Precondition: it has one for each, below `categories`.
    public func renumbered(_ map: [UInt32], categories: Int) -> Codes {
        func packed<New: FixedWidthInteger>(_ type: New.Type) -> [New] {
            let map = map.map { New(truncatingIfNeeded: $0) }
            return switch self {
            case .narrow(let codes): codes.map { map[Int($0)] }
            case .medium(let codes): codes.map { map[Int($0)] }
            case .wide(let codes): codes.map { map[Int($0)] }
            }
        }
        if categories <= 1 << 8 { return .narrow(packed(UInt8.self)) }
        return categories <= 1 << 16 ? .medium(packed(UInt16.self)) : .wide(packed(UInt32.self))
    }

    /// What `look` has for each code, row by row. Precondition: it has one for each. Compiled for the types that other
    /// modules ask for.
    @_specialize(where Value == Double)
    @_specialize(where Value == Int32)
    @_specialize(where Value == Int)
    @_specialize(where Value == Bool)
    public func looked<Value>(up look: [Value]) -> [Value] {
        switch self {
        case .narrow(let codes): codes.map { look[Int($0)] }
        case .medium(let codes): codes.map { look[Int($0)] }
        case .wide(let codes): codes.map { look[Int($0)] }
        }
    }

    /// Packs codes below `categories` at the narrowest width.
    public init(_ codes: [Int], categories: Int) {
        if categories <= 1 << 8 {
            self = .narrow(codes.map { UInt8(truncatingIfNeeded: $0) })
        } else if categories <= 1 << 16 {
            self = .medium(codes.map { UInt16(truncatingIfNeeded: $0) })
        } else {
            self = .wide(codes.map { UInt32(truncatingIfNeeded: $0) })
        }
    }
}

extension Codes: RandomAccessCollection {
    /// The first row.
    public var startIndex: Int { 0 }
    /// Behind the last row.
    public var endIndex: Int { count }
}

/// A column of categories. "Missing" is a category like any other, `CategoryColumn.missing`, when any cell is empty.
public struct CategoryColumn: Sendable, Hashable {
    /// How an empty cell is shown.
    public static let missing = "missing"

    /// Column name.
    public let name: String
    /// The distinct values, in a fixed order that does not depend on the order of rows.
    public let categories: [String]
    /// One code a row: an index into `categories`.
    public let codes: Codes

    /// A column; `codes` index into `categories`.
    public init(name: String, categories: [String], codes: Codes) {
        self.name = name
        self.categories = categories
        self.codes = codes
    }
}

/// A column of numbers; a missing cell is NaN.
public struct NumberColumn: Sendable, Hashable {
    /// Column name.
    public let name: String
    /// One value a row.
    public let values: [Double]
    /// Whether the program computed it from the images, so that the site can label it so.
    public let isComputed: Bool

    /// A column of numbers.
    public init(name: String, values: [Double], isComputed: Bool = false) {
        self.name = name
        self.values = values
        self.isComputed = isComputed
    }
}

/// A column of attributes: categories or numbers.
public enum AttributeColumn: Sendable, Hashable {
    /// Named values.
    case category(CategoryColumn)
    /// Measurements, bucketed before slicing.
    case number(NumberColumn)

    /// Column name.
    public var name: String {
        switch self {
        case .category(let column): column.name
        case .number(let column): column.name
        }
    }
}
