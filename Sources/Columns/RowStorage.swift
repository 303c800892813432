import Foundation

/// One value a row, in memory or where it lies in a mapped file.
public struct RowStorage<Element: BitwiseCopyable & Sendable>: Sendable {
    private enum Place: Sendable {
        case memory([Element])
        case mapped(Data, start: Int)
    }

    /// Number of rows.
    public let count: Int
    private let place: Place

    /// Rows in memory.
    public init(_ values: [Element]) {
        count = values.count
        place = .memory(values)
    }

    /// Rows that lie in `bytes` from offset `start` on, in this machine's byte order. Throws nothing: returns `nil` when
    /// they do not fit or are not aligned for their type, and the caller converts them instead.
    public init?(mapped bytes: Data, start: Int, count: Int) {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, count >= 0, start >= 0, start <= bytes.count, size <= bytes.count - start else { return nil }
        let isAligned = bytes.withUnsafeBytes { raw in
            raw.baseAddress.map { Int(bitPattern: $0 + start) % MemoryLayout<Element>.alignment == 0 } ?? true
        }
        guard isAligned else { return nil }
        self.count = count
        place = .mapped(bytes, start: start)
    }

    /// Calls `body` with all rows where they lie.
    public func withRows<Result>(_ body: (UnsafeBufferPointer<Element>) throws -> Result) rethrows -> Result {
        switch place {
        case .memory(let values): return try values.withUnsafeBufferPointer(body)
        case .mapped(let bytes, let start):
            return try bytes.withUnsafeBytes { raw in
                guard count > 0, let base = raw.baseAddress else {
                    return try body(UnsafeBufferPointer(start: nil, count: 0))
                }
                let first = (base + start).bindMemory(to: Element.self, capacity: count)
                return try body(UnsafeBufferPointer(start: first, count: count))
            }
        }
    }

    /// One row. Precondition: it exists.
    public subscript(row: Int) -> Element {
        switch place {
        case .memory(let values): values[row]
        case .mapped: withRows { $0[row] }
        }
    }

    /// All rows; copied where they are mapped.
    public var values: [Element] {
        switch place {
        case .memory(let values): values
        case .mapped: withRows { Array($0) }
        }
    }

    /// The rows at the positions `rows`, copied. Precondition: they exist.
    public func gathered<Row: FixedWidthInteger>(_ rows: [Row]) -> RowStorage<Element> {
        withRows { all in
            RowStorage(
                [Element](unsafeUninitializedCapacity: rows.count) { out, filled in
                    for (slot, row) in rows.enumerated() {
                        precondition(Int(row) < all.count && row >= 0, "no such row")
                        out.initializeElement(at: slot, to: all[Int(row)])
                    }
                    filled = rows.count
                })
        }
    }
}

extension RowStorage: Equatable where Element: Equatable {
    /// Whether both have the same rows, wherever they lie.
    public static func == (a: RowStorage, b: RowStorage) -> Bool {
        a.withRows { a in b.withRows { a.elementsEqual($0) } }
    }
}

extension RowStorage: Hashable where Element: Hashable {
    /// Feeds the rows.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        withRows { for row in $0 { hasher.combine(row) } }
    }
}
