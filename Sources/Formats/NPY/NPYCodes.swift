// A column of an array as codes: what its elements stand for is looked at once a value and not once a row. Of ten million rows of text
// no text is made; elements are told apart by the bytes they have in the file, which are padded alike.

import Columns
import Foundation

extension NPYArray {
    /// The texts that occur, in the order they first do, and which of them each element is, in C order. Throws as `strings()` does.
    package func codedText() throws(NPYError) -> (texts: [String], codes: Codes) {
        switch element {
        case .unicode, .bytes: break
        default: throw NPYError(file: file, fault: .notText(element))
        }
        if isFortranOrder {
            let texts = try strings()
            return (texts, Codes(Array(texts.indices), categories: texts.count))
        }
        let (firsts, codes) = bytes.withUnsafeBytes { raw -> ([Int], Codes) in
            guard let base = raw.baseAddress, count > 0 else { return ([], Codes([UInt32](), categories: 0)) }
            var known = DistinctElements(first: base + start, size: element.size)
            // As narrow as it goes, and wider from the row whose code does not fit.
            var narrow = [UInt8](repeating: 0, count: count)
            var done = narrow.withUnsafeMutableBufferPointer { known.fill($0, from: 0) }
            if done == count { return (known.firsts, .narrow(RowStorage(narrow))) }
            var medium = narrow.map { UInt16(truncatingIfNeeded: $0) }
            narrow = []
            done = medium.withUnsafeMutableBufferPointer { known.fill($0, from: done) }
            if done == count { return (known.firsts, .medium(RowStorage(medium))) }
            var wide = medium.map { UInt32(truncatingIfNeeded: $0) }
            medium = []
            _ = wide.withUnsafeMutableBufferPointer { known.fill($0, from: done) }
            return (known.firsts, .wide(RowStorage(wide)))
        }
        var texts: [String] = []
        texts.reserveCapacity(firsts.count)
        for first in firsts {
            guard let text = text(at: first) else { throw NPYError(file: file, fault: .invalidText(index: first)) }
            texts.append(text)
        }
        return (texts, codes)
    }

    /// The whole numbers that occur, ascending, and which of them each element is, in C order; `nil` where they lie so far apart that
    /// they are better looked up one by one, and for elements that are none.
    package func codedIntegers() -> (values: [Int], codes: Codes)? {
        guard !isFortranOrder, count > 0 else { return nil }
        return switch element {
        case .uint8: coded(UInt8.self)
        case .uint16: coded(UInt16.self)
        case .uint32: coded(UInt32.self)
        case .int8: coded(Int8.self)
        case .int16: coded(Int16.self)
        case .int32: coded(Int32.self)
        case .int64: coded(Int64.self)
        case .bool, .uint64, .float16, .float32, .float64, .unicode, .bytes: nil
        }
    }

    /// The least and the largest are found, then which of the numbers between them occur, a bit each; a number's code is how many
    /// occur below it.
    private func coded<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> (values: [Int], codes: Codes)?
    {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return nil }
            let first = base + start
            let size = element.size
            func at(_ row: Int) -> Int { Int(truncatingIfNeeded: word(type, at: first + row * size)) }
            var (low, high) = (Int.max, Int.min)
            for row in 0..<count {
                let value = at(row)
                low = min(low, value)
                high = max(high, value)
            }
            let (span, overflow) = high.subtractingReportingOverflow(low)
            guard !overflow, span < max(1 << 20, 64 * count) else { return nil }
            let words = span / 64 + 1
            var occurs = [UInt64](repeating: 0, count: words)
            for row in 0..<count {
                let place = at(row) - low
                occurs[place >> 6] |= 1 << UInt64(place & 63)
            }
            var below = [UInt32](repeating: 0, count: words)
            var values: [Int] = []
            for place in 0..<words {
                below[place] = UInt32(truncatingIfNeeded: values.count)
                var rest = occurs[place]
                while rest != 0 {
                    values.append(low + place * 64 + rest.trailingZeroBitCount)
                    rest &= rest - 1
                }
            }
            func codes<Code: FixedWidthInteger>(_ type: Code.Type) -> [Code] {
                [Code](unsafeUninitializedCapacity: count) { out, filled in
                    for row in 0..<count {
                        let place = at(row) - low
                        let lower = occurs[place >> 6] & ((1 << UInt64(place & 63)) - 1)
                        let code = below[place >> 6] &+ UInt32(truncatingIfNeeded: lower.nonzeroBitCount)
                        out.initializeElement(at: row, to: Code(truncatingIfNeeded: code))
                    }
                    filled = count
                }
            }
            if values.count <= 1 << 8 { return (values, .narrow(RowStorage(codes(UInt8.self)))) }
            return values.count <= 1 << 16
                ? (values, .medium(RowStorage(codes(UInt16.self)))) : (values, .wide(RowStorage(codes(UInt32.self))))
        }
    }
}

/// Elements of one size by their bytes, numbered in the order they first appear. Open addressing; at most half of it is used.
private struct DistinctElements {
    /// Where each stands first.
    private(set) var firsts: [Int] = []
    private let first: UnsafeRawPointer
    private let size: Int
    private var hashes: [UInt64] = []
    /// The code plus one; 0 where it is free.
    private var slots = [UInt32](repeating: 0, count: 64)

    /// `first` is where the elements lie, one behind the other.
    init(first: UnsafeRawPointer, size: Int) {
        self.first = first
        self.size = size
    }

    /// Writes the codes of the elements from `start` on; answers the one whose code does not fit, or their number.
    mutating func fill<Code: FixedWidthInteger>(_ codes: UnsafeMutableBufferPointer<Code>, from start: Int) -> Int {
        var row = start
        while row < codes.count {
            row = known(codes, from: row)
            guard row < codes.count else { break }
            let element = first + row * size
            let hash = Self.hash(element, size)
            guard let code = Code(exactly: insert(row, hash)) else { return row }
            codes[row] = code
            row += 1
        }
        return codes.count
    }

    /// Writes the codes of elements as long as they are known and fit; answers the one it stopped at.
    private func known<Code: FixedWidthInteger>(_ codes: UnsafeMutableBufferPointer<Code>, from start: Int) -> Int {
        let (first, size, mask) = (first, size, slots.count - 1)
        return slots.withUnsafeBufferPointer { slots in
            hashes.withUnsafeBufferPointer { hashes in
                firsts.withUnsafeBufferPointer { firsts in
                    for row in start..<codes.count {
                        let element = first + row * size
                        let hash = Self.hash(element, size)
                        var slot = Int(truncatingIfNeeded: hash) & mask
                        while true {
                            guard slots[slot] != 0 else { return row }
                            let code = Int(slots[slot] - 1)
                            if hashes[code] == hash, memcmp(first + firsts[code] * size, element, size) == 0 {
                                guard let fitting = Code(exactly: code) else { return row }
                                codes[row] = fitting
                                break
                            }
                            slot = (slot + 1) & mask
                        }
                    }
                    return codes.count
                }
            }
        }
    }

    /// The code of the element of a row, new or known.
    private mutating func insert(_ row: Int, _ hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let code = Int(slots[slot] - 1)
            if hashes[code] == hash, memcmp(first + firsts[code] * size, first + row * size, size) == 0 { return code }
            slot = (slot + 1) & (slots.count - 1)
        }
        firsts.append(row)
        hashes.append(hash)
        slots[slot] = UInt32(truncatingIfNeeded: firsts.count)
        if firsts.count * 2 > slots.count { grow() }
        return firsts.count - 1
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: code + 1)
        }
    }

    /// Eight bytes at a time, each mixed in by a multiplication whose high bits come back (as the finaliser of MurmurHash3 does).
    @inline(__always)
    private static func hash(_ element: UnsafeRawPointer, _ size: Int) -> UInt64 {
        var hash = UInt64(size)
        var offset = 0
        while offset + 8 <= size {
            hash = mixed(hash ^ element.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < size {
            rest = rest << 8 | UInt64(element.load(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        return mixed(hash ^ rest)
    }

    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = word &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }
}
