// A column of text with few distinct values: each value is kept once and rows hold its number. Values are told apart by
// their bytes, never by String's ==, which takes the composed and the decomposed form of a letter for the same.

/// A column of categories as it was read: distinct values in the order they first appear, and one code a row.
public struct CodedText: Sendable {
    /// One code a row: an index into `values`.
    public private(set) var codes: [UInt32] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// Open addressing: a code plus one, or 0; the size is a power of two.
    private var slots: [UInt32]

    /// An empty column.
    init() {
        slots = [UInt32](repeating: 0, count: 64)
    }

    /// Number of rows.
    public var count: Int { codes.count }

    /// The distinct values, in the order they first appear; an empty cell is the value "".
    public var values: [String] { (0..<ends.count).map { String(decoding: bytes[range($0)], as: UTF8.self) } }

    /// Adds a value as one more row; answers its code.
    mutating func add(_ value: ArraySlice<UInt8>) -> Int {
        let code = value.withUnsafeBytes { self.code(of: $0) }
        codes.append(code)
        return Int(code)
    }

    /// The code of a value, when it is known.
    func code(of value: ArraySlice<UInt8>) -> Int? {
        value.withUnsafeBytes { raw in
            var slot = Int(truncatingIfNeeded: Self.hash(raw)) & (slots.count - 1)
            while slots[slot] != 0 {
                let known = Int(slots[slot]) - 1
                if isValue(known, raw) { return known }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }
    }

    private func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }
}

extension CodedText: ColumnBuilder {
    mutating func append(_ block: CellBlock, column: Int, of source: UnsafeRawBufferPointer) {
        var scratch: [UInt8] = []
        var index = column
        while index < block.fields.count {
            let field = block.fields[index]
            index += block.columns
            switch field.form {
            case .plain, .jsonText, .absent:
                let raw = source[field.start..<(field.start + Int(field.length))]
                codes.append(code(of: UnsafeRawBufferPointer(rebasing: raw)))
            case .doubledQuotes, .jsonEscaped:
                scratch.removeAll(keepingCapacity: true)
                CellText.append(field, of: source, to: &scratch)
                codes.append(scratch.withUnsafeBytes { code(of: $0) })
            }
        }
    }

    /// The rows of `other` follow.
    mutating func append(_ other: CodedText) {
        let map = (0..<other.ends.count).map { code in
            other.bytes.withUnsafeBytes { self.code(of: UnsafeRawBufferPointer(rebasing: $0[other.range(code)])) }
        }
        codes += other.codes.map { map[Int($0)] }
    }

    /// The code of a value, new or known.
    private mutating func code(of value: UnsafeRawBufferPointer) -> UInt32 {
        var slot = Int(truncatingIfNeeded: Self.hash(value)) & (slots.count - 1)
        while slots[slot] != 0 {
            let known = Int(slots[slot]) - 1
            if isValue(known, value) { return UInt32(truncatingIfNeeded: known) }
            slot = (slot + 1) & (slots.count - 1)
        }
        let fresh = UInt32(truncatingIfNeeded: ends.count)
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
        slots[slot] = fresh + 1
        if ends.count * 2 > slots.count { grow() }
        return fresh
    }

    private func isValue(_ code: Int, _ value: UnsafeRawBufferPointer) -> Bool {
        let range = range(code)
        return range.count == value.count && bytes.withUnsafeBytes { $0[range].elementsEqual(value) }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for code in 0..<ends.count {
            let hash = bytes.withUnsafeBytes { Self.hash(UnsafeRawBufferPointer(rebasing: $0[range(code)])) }
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: code) + 1
        }
    }

    /// FNV-1a over eight bytes at a time, mixed at the end; the order of codes does not depend on it.
    private static func hash(_ value: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var position = 0
        while position + 8 <= value.count {
            hash = (hash ^ value.loadUnaligned(fromByteOffset: position, as: UInt64.self)) &* 0x100_0000_01B3
            hash ^= hash >> 29
            position += 8
        }
        while position < value.count {
            hash = (hash ^ UInt64(value[position])) &* 0x100_0000_01B3
            position += 1
        }
        hash ^= hash >> 32
        hash = hash &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 29
    }
}
