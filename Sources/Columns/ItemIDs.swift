import Foundation

/// The ids of rows, in one piece of memory: an id is made where it is asked for, and a million ids are two arrays.
public struct ItemIDs: Sendable, Equatable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private let bytes: [UInt8]
    private let ends: [Int]

    /// Ids that lie end to end in `bytes`, as UTF-8. Precondition: `ends` are ascending and end with the last byte.
    public init(bytes: [UInt8], ends: [Int]) {
        precondition((ends.last ?? 0) == bytes.count, "ids must end where their bytes do")
        self.bytes = bytes
        self.ends = ends
    }

    /// Some ids, one a row.
    public init(_ ids: some Sequence<ItemID>) {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        ends.reserveCapacity(ids.underestimatedCount)
        for id in ids {
            bytes += id.text.utf8
            ends.append(bytes.count)
        }
        self.init(bytes: bytes, ends: ends)
    }

    /// Ids that are written in code.
    public init(arrayLiteral ids: ItemID...) { self.init(ids) }

    /// The first row.
    public var startIndex: Int { 0 }

    /// Number of rows.
    public var endIndex: Int { ends.count }

    /// The id of a row.
    public subscript(row: Int) -> ItemID {
        withBytes { bytes in
            ItemID(String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range(row)]), as: UTF8.self))
        }
    }

    /// The ids of some rows, in their order.
    public func gathered(_ rows: [Int]) -> ItemIDs {
        var chosen: [UInt8] = []
        var ends: [Int] = []
        ends.reserveCapacity(rows.count)
        for row in rows {
            chosen += bytes[range(row)]
            ends.append(chosen.count)
        }
        return ItemIDs(bytes: chosen, ends: ends)
    }

    /// Calls `body` with the bytes of all rows.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { bytes.withUnsafeBytes(body) }

    /// Where the bytes of a row lie.
    @inline(__always)
    func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
}
