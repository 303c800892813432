/// The kinds of element that are read from NPY files. Objects (pickles), complex numbers, dates and records are refused.
public enum NPYElement: Sendable, Hashable {
    /// IEEE 754 half, single and double precision.
    case float16, float32, float64
    /// Unsigned integers.
    case uint8, uint16, uint32, uint64
    /// Two's complement integers.
    case int8, int16, int32, int64
    /// One byte, 0 or 1.
    case bool
    /// Text of a fixed number of Unicode scalars, four bytes each, padded with zeros.
    case unicode(scalars: Int)
    /// Text of a fixed number of bytes, padded with zeros.
    case bytes(length: Int)

    /// Bytes an element takes.
    public var size: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .float16, .uint16, .int16: 2
        case .float32, .uint32, .int32: 4
        case .float64, .uint64, .int64: 8
        case .unicode(let scalars): scalars * 4
        case .bytes(let length): length
        }
    }

    /// What NumPy calls it, without the byte order: `float32`, `<U12` as `str`.
    public var name: String {
        switch self {
        case .float16: "float16"
        case .float32: "float32"
        case .float64: "float64"
        case .uint8: "uint8"
        case .uint16: "uint16"
        case .uint32: "uint32"
        case .uint64: "uint64"
        case .int8: "int8"
        case .int16: "int16"
        case .int32: "int32"
        case .int64: "int64"
        case .bool: "bool"
        case .unicode: "str"
        case .bytes: "bytes"
        }
    }

    /// Reads a type string such as `<f4`; `nil` when it is none that is read.
    init?(kind: UInt8, width: Int) {
        switch (kind, width) {
        case (UInt8(ascii: "f"), 2): self = .float16
        case (UInt8(ascii: "f"), 4): self = .float32
        case (UInt8(ascii: "f"), 8): self = .float64
        case (UInt8(ascii: "u"), 1): self = .uint8
        case (UInt8(ascii: "u"), 2): self = .uint16
        case (UInt8(ascii: "u"), 4): self = .uint32
        case (UInt8(ascii: "u"), 8): self = .uint64
        case (UInt8(ascii: "i"), 1): self = .int8
        case (UInt8(ascii: "i"), 2): self = .int16
        case (UInt8(ascii: "i"), 4): self = .int32
        case (UInt8(ascii: "i"), 8): self = .int64
        case (UInt8(ascii: "b"), 1): self = .bool
        case (UInt8(ascii: "U"), 1...Self.widestText): self = .unicode(scalars: width)
        case (UInt8(ascii: "S"), 1...Self.widestText), (UInt8(ascii: "a"), 1...Self.widestText):
            self = .bytes(length: width)
        default: return nil
        }
    }

    /// Longest text element that is read, in scalars or bytes: ids and labels are shorter by far.
    static let widestText = 1 << 16
}

/// Swift types whose memory layout is that of an NPY element.
public protocol NPYStored: BitwiseCopyable, Sendable {
    /// The element kind it is stored as.
    static var element: NPYElement { get }
}

extension Float: NPYStored {
    /// Single precision.
    public static var element: NPYElement { .float32 }
}
extension Double: NPYStored {
    /// Double precision.
    public static var element: NPYElement { .float64 }
}
extension UInt8: NPYStored {
    /// Unsigned byte.
    public static var element: NPYElement { .uint8 }
}
extension UInt16: NPYStored {
    /// Unsigned, 16 bits.
    public static var element: NPYElement { .uint16 }
}
extension Int32: NPYStored {
    /// Signed, 32 bits.
    public static var element: NPYElement { .int32 }
}
extension Int64: NPYStored {
    /// Signed, 64 bits.
    public static var element: NPYElement { .int64 }
}
