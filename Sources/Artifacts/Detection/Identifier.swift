import Columns

/// What a file calls an image, a class or an annotation: a whole number, or text.
///
/// Numbers sort before text; text sorts by its UTF-8 bytes, and two texts are one identifier only if their bytes are.
public enum Identifier: Sendable {
    /// A whole number, 0 included.
    case number(Int)
    /// Text, as some exporters write ids.
    case text(String)
}

extension Identifier: Hashable, Comparable {
    /// The same kind with the same number or bytes.
    public static func == (a: Identifier, b: Identifier) -> Bool {
        switch (a, b) {
        case (.number(let x), .number(let y)): x == y
        case (.text(let x), .text(let y)): Name(x) == Name(y)
        default: false
        }
    }

    /// Feeds the number or the bytes.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .number(let number): hasher.combine(number)
        case .text(let text): hasher.combine(Name(text))
        }
    }

    /// Numbers first, then text by bytes.
    public static func < (a: Identifier, b: Identifier) -> Bool {
        switch (a, b) {
        case (.number(let x), .number(let y)): x < y
        case (.text(let x), .text(let y)): Name(x) < Name(y)
        case (.number, .text): true
        case (.text, .number): false
        }
    }
}

extension Identifier {
    /// The same id in the other kind: text for a number, a number for text that is exactly how it is written.
    var inOtherKind: Identifier? {
        switch self {
        case .number(let number): .text(String(number))
        case .text(let text): Int(text).flatMap { String($0) == text ? .number($0) : nil }
        }
    }
}

extension Identifier: CustomStringConvertible {
    /// The number or the text itself.
    public var description: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }
}

/// Dense codes 0, 1, 2, ... for the identifiers of a file, in the order they were first met.
///
/// Open addressing over a 64-bit hash. For numbers the hash is a bijection, so equal hashes are equal numbers and the
/// identifier itself need not be looked at; for text the bytes are compared.
struct IdentifierTable: Sendable {
    private var slots: [Int32]
    private var hashes: [UInt64] = []
    private var isText: [Bool] = []
    private(set) var identifiers: [Identifier] = []

    init(expecting count: Int = 16) {
        var size = 32
        while size < count * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
    }

    var count: Int { identifiers.count }

    /// The code of a number, if it was met.
    func find(_ number: Int) -> Int32? {
        let hash = Self.hash(number)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = slots[slot]
            if hashes[Int(code)] == hash, !isText[Int(code)] { return code }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The code of a text, if it was met.
    func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        let hash = Self.hash(bytes)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = slots[slot]
            if hashes[Int(code)] == hash, case .text(let text) = identifiers[Int(code)], text.utf8.elementsEqual(bytes)
            {
                return code
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The code of an identifier, new if need be.
    mutating func code(of identifier: Identifier) -> Int32 {
        switch identifier {
        case .number(let number):
            if let code = find(number) { return code }
            return insert(identifier, Self.hash(number))
        case .text(var text):
            return text.withUTF8 { bytes in
                find(bytes) ?? insert(identifier, Self.hash(bytes))
            }
        }
    }

    private mutating func insert(_ identifier: Identifier, _ hash: UInt64) -> Int32 {
        let code = Int32(truncatingIfNeeded: identifiers.count)
        identifiers.append(identifier)
        hashes.append(hash)
        if case .text = identifier { isText.append(true) } else { isText.append(false) }
        if identifiers.count * 2 > slots.count {
            slots = [Int32](repeating: -1, count: slots.count * 2)
            for (index, hash) in hashes.enumerated() { place(Int32(truncatingIfNeeded: index), hash) }
        } else {
            place(code, hash)
        }
        return code
    }

    private mutating func place(_ code: Int32, _ hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = code
    }

    /// SplitMix64's finaliser (Steele, Lea and Flood 2014), a bijection.
    private static func hash(_ number: Int) -> UInt64 {
        var z = UInt64(bitPattern: Int64(number))
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// FNV-1a over the bytes, finished like a number.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var h: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { h = (h ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash(Int(Int64(bitPattern: h)))
    }
}
