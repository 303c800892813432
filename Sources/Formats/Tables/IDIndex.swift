import Columns

/// Finds the row of an id.
public struct IDIndex: Sendable {
    private var known = ValueTable()

    /// An index of no ids.
    public init() {}

    /// Adds the ids of a table, row by row; answers rows whose id stands already in an earlier row.
    public mutating func add(_ ids: TextColumn) -> [(row: Int, first: Int)] {
        var repeated: [(row: Int, first: Int)] = []
        var firstRows: [Int] = []
        for row in 0..<ids.count {
            let code = Int(ids.utf8(row).withUnsafeBytes { known.code(of: $0) })
            if code == firstRows.count {
                firstRows.append(row)
            } else {
                repeated.append((row, firstRows[code]))
            }
        }
        return repeated
    }

    /// The row of an id, when all ids that were added are distinct.
    public func row(of id: ArraySlice<UInt8>) -> Int? { id.withUnsafeBytes { known.known($0) } }

    /// The row of an id, when all ids that were added are distinct.
    public func row(of id: ItemID) -> Int? {
        var text = id.text
        return text.withUTF8 { known.known(UnsafeRawBufferPointer($0)) }
    }
}
