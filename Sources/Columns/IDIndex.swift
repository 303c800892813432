// Where an id stands among others. The index keeps no id of its own: a slot is half a hash and a row, whose bytes decide.

import Foundation

/// Finds the row of an id, by its bytes.
public struct IDIndex: Sendable {
    /// The ids that can be found.
    public let ids: ItemIDs
    /// Rows whose id stands already in an earlier row, and that row; none of these can be found.
    public let repeated: [(row: Int, first: Int)]
    /// Open addressing; the size is a power of two, at most half of it is used. The upper half of a slot is that of the
    /// hash, the lower half the row plus one, 0 where the slot is free.
    private let slots: [UInt64]

    /// An index of ids. Precondition: fewer than 2^32 of them.
    public init(_ ids: ItemIDs) {
        precondition(ids.count < Int(UInt32.max), "too many ids")
        var size = 64
        while size < ids.count * 2 { size *= 2 }
        var repeated: [(row: Int, first: Int)] = []
        var slots = [UInt64](repeating: 0, count: size)
        slots.withUnsafeMutableBufferPointer { slots in
            ids.withBytes { bytes in
                for row in 0..<ids.count {
                    let id = UnsafeRawBufferPointer(rebasing: bytes[ids.range(row)])
                    let hash = Self.hash(id)
                    let (slot, first) = Self.find(id, hash, UnsafeBufferPointer(slots), ids, bytes)
                    if let first {
                        repeated.append((row, first))
                    } else {
                        slots[slot] = hash & Self.upper | UInt64(row + 1)
                    }
                }
            }
        }
        self.ids = ids
        self.repeated = repeated
        self.slots = slots
    }

    /// The row of an id, the first of equals.
    public func row(of id: ItemID) -> Int? {
        var text = id.text
        return text.withUTF8 { id in
            let id = UnsafeRawBufferPointer(id)
            return slots.withUnsafeBufferPointer { slots in
                ids.withBytes { Self.find(id, Self.hash(id), slots, ids, $0).row }
            }
        }
    }

    /// The row of each of some distinct ids, -1 where it has none. Mostly both are in one order: the row behind the one that was
    /// found last is looked at first, and nothing is looked up.
    public func rows(of others: ItemIDs) -> [Int] {
        var rows = [Int](repeating: -1, count: others.count)
        var next = 0
        slots.withUnsafeBufferPointer { slots in
            ids.withBytes { bytes in
                others.withBytes { theirs in
                    for other in 0..<others.count {
                        let id = UnsafeRawBufferPointer(rebasing: theirs[others.range(other)])
                        if next < ids.count, Self.areEqual(id, bytes, ids.range(next)) {
                            rows[other] = next
                            next += 1
                        } else if let row = Self.find(id, Self.hash(id), slots, ids, bytes).row {
                            rows[other] = row
                            next = row + 1
                        }
                    }
                }
            }
        }
        return rows
    }

    private static let upper: UInt64 = 0xFFFF_FFFF_0000_0000

    /// The slot an id is in and its row, or the free slot where it belongs.
    @inline(__always)
    private static func find(
        _ id: UnsafeRawBufferPointer, _ hash: UInt64, _ slots: UnsafeBufferPointer<UInt64>, _ ids: ItemIDs,
        _ bytes: UnsafeRawBufferPointer
    ) -> (slot: Int, row: Int?) {
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place] != 0 {
            if (slots[place] ^ hash) & upper == 0 {
                let row = Int(slots[place] & ~upper) - 1
                if areEqual(id, bytes, ids.range(row)) { return (place, row) }
            }
            place = (place + 1) & (slots.count - 1)
        }
        return (place, nil)
    }

    @inline(__always)
    private static func areEqual(_ id: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>)
        -> Bool
    {
        guard id.count == range.count else { return false }
        guard let here = id.baseAddress, let there = bytes.baseAddress else { return true }
        return memcmp(here, there + range.lowerBound, id.count) == 0
    }

    /// A hash over eight bytes at a time; what is written does not depend on it.
    @inline(__always)
    private static func hash(_ id: UnsafeRawBufferPointer) -> UInt64 {
        var hash = mixed(UInt64(truncatingIfNeeded: id.count))
        var position = 0
        while position + 8 <= id.count {
            hash = mixed(hash ^ id.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            position += 8
        }
        guard position < id.count else { return hash }
        var rest: UInt64 = 0
        if id.count >= 8 {
            rest = id.loadUnaligned(fromByteOffset: id.count - 8, as: UInt64.self)
        } else if id.count >= 4 {
            rest = UInt64(id.loadUnaligned(fromByteOffset: 0, as: UInt32.self)) << 32
            rest |= UInt64(id.loadUnaligned(fromByteOffset: id.count - 4, as: UInt32.self))
        } else {
            for byte in id { rest = rest << 8 | UInt64(byte) }
        }
        return mixed(hash ^ rest)
    }

    /// Both halves of a product, folded.
    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xBF58_476D_1CE4_E5B9)
        return product.high ^ product.low
    }
}
