// Distinct values of text and their numbers. Values are told apart by their bytes, never by String's ==, which takes the
// composed and the decomposed form of a letter for the same.
//
// Most categories in a table are at most eight bytes long. Such a value is its own key: its bytes in one word, zeros
// behind them, which no text without NUL can be confused with. It is found with one multiplication and one comparison,
// and its bytes are never looked at one by one. A longer value has the hash of its bytes for a key and is compared.

import Foundation

/// Numbers distinct values in the order they first appear.
struct ValueTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// Open addressing; the size is a power of two, at most half of it is used.
    private var slots: [Slot]
    /// How far a product is shifted to be a slot.
    private var shift: UInt64

    /// 2^64 divided by the golden ratio: spreads the low bits of a word over the high ones.
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private struct Slot: Sendable {
        /// The value itself, or its hash.
        var key: UInt64
        /// The code plus one, with `Slot.long` where the key is a hash; 0 when the slot is free.
        var mark: UInt32

        static let long: UInt32 = 1 << 31
        static let free = Slot(key: 0, mark: 0)
    }

    /// A table of no values.
    init() {
        slots = [Slot](repeating: .free, count: 64)
        shift = 64 - 6
    }

    /// Number of distinct values.
    var count: Int { ends.count }

    /// The bytes of a value. Precondition: there is a value of this code.
    subscript(code: Int) -> ArraySlice<UInt8> { bytes[(code == 0 ? 0 : ends[code - 1])..<ends[code]] }

    /// The values as Strings.
    var strings: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }

    /// The code of a value, new or known.
    mutating func code(of value: UnsafeRawBufferPointer) -> UInt32 {
        if let key = Self.shortKey(value) { return code(key, 0, value) }
        return code(Self.hash(value), Slot.long, value)
    }

    /// Writes the codes of one field in each row, from row `first` on, as long as they are codes of short values that
    /// are known and fit; answers the row it stopped at. `fields` are those of `columns` a row. A field has no NUL, but
    /// for one of JSON with escapes, which is none of these.
    @inline(__always)
    func codes<Code: FixedWidthInteger>(
        of fields: UnsafeBufferPointer<FieldRange>, column: Int, columns: Int, rows: Range<Int>,
        in source: UnsafeRawBufferPointer, to out: UnsafeMutablePointer<Code>
    ) -> Int {
        guard let text = source.baseAddress, source.count >= 8 else { return rows.lowerBound }
        let last = source.count &- 8
        let shift = shift
        let most = min(UInt32(truncatingIfNeeded: UInt64(Code.max)), Slot.long - 2)
        return slots.withUnsafeBufferPointer { slots in
            var index = rows.lowerBound &* columns &+ column
            for row in rows {
                let field = fields[index]
                index &+= columns
                guard field.isShort, field.start <= last else { return row }
                let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: field.start, as: UInt64.self))
                let used = UInt64(field.length) &* 8
                // All ones below `used`; a shift by 64 would be none.
                let key = word & (((used >> 6) &* .max) | ((1 &<< used) &- 1))
                let slot = slots[Int(truncatingIfNeeded: (key &* Self.factor) &>> shift)]
                guard slot.key == key, slot.mark &- 1 <= most else { return row }
                out[row] = Code(truncatingIfNeeded: slot.mark &- 1)
            }
            return rows.upperBound
        }
    }

    @inline(never)
    private mutating func code(_ key: UInt64, _ kind: UInt32, _ value: UnsafeRawBufferPointer) -> UInt32 {
        let slot = find(key, kind, value)
        if slots[slot].mark != 0 { return slots[slot].mark & ~Slot.long &- 1 }
        let fresh = UInt32(truncatingIfNeeded: ends.count) & ~Slot.long
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
        slots[slot] = Slot(key: key, mark: (fresh &+ 1) | kind)
        if ends.count * 2 > slots.count { grow() }
        return fresh
    }

    /// The slot a value is in, or the free one where it belongs.
    private func find(_ key: UInt64, _ kind: UInt32, _ value: UnsafeRawBufferPointer) -> Int {
        var place = place(key)
        while slots[place].mark != 0 {
            let slot = slots[place]
            if slot.key == key, slot.mark & Slot.long == kind,
                kind == 0 || isValue(Int(slot.mark & ~Slot.long) - 1, value)
            {
                return place
            }
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private func isValue(_ code: Int, _ value: UnsafeRawBufferPointer) -> Bool {
        let start = code == 0 ? 0 : ends[code - 1]
        guard ends[code] - start == value.count, let other = value.baseAddress else { return false }
        return bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0 + start, other, value.count) == 0 } ?? false
        }
    }

    @inline(__always)
    private func place(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* Self.factor) &>> shift)
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: .free, count: old.count * 2)
        shift -= 1
        for slot in old where slot.mark != 0 {
            var place = place(slot.key)
            while slots[place].mark != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    /// A value of at most eight bytes, none of them NUL, as one word.
    private static func shortKey(_ value: UnsafeRawBufferPointer) -> UInt64? {
        guard value.count <= 8 else { return nil }
        var key: UInt64 = 0
        for (index, byte) in value.enumerated() {
            // Escapes of JSON can spell a NUL.
            if byte == 0 { return nil }
            key |= UInt64(byte) << UInt64(8 * index)
        }
        return key
    }

    /// FNV-1a over eight bytes at a time; the order of codes does not depend on it.
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
        return hash ^ hash >> 32
    }
}
