import Columns

/// Rows of one table as a bitmap.
public struct RowSet: Sendable, Hashable {
    private(set) var words: [UInt64]
    /// Rows of the table, in the set or not.
    public let rows: Int

    /// All of `rows` rows.
    public init(all rows: Int) {
        self.rows = rows
        words = [UInt64](repeating: ~0, count: BitKernels.words(rows))
        if rows & 63 != 0, !words.isEmpty { words[words.count - 1] = 1 << UInt64(rows & 63) - 1 }
    }

    /// The rows at `positions`, each in 0..<rows.
    public init(_ positions: some Sequence<Int>, of rows: Int) {
        self.rows = rows
        words = [UInt64](repeating: 0, count: BitKernels.words(rows))
        for row in positions where row >= 0 && row < rows { words[row >> 6] |= 1 << UInt64(row & 63) }
    }

    /// The rows of `table` that are in the slice `ids`.
    init(_ ids: some Sequence<UInt32>, in table: SliceTable, _ places: [[UInt32]], _ universe: SliceUniverse) {
        self.init(all: table.rows)
        for id in ids {
            let attribute = universe.values[Int(id)].attribute
            let place = UInt32(Int(id) - universe.ids[attribute].lowerBound + 1)
            let wanted = places[attribute].map { $0 == place }
            switch table.columns[attribute].codes {
            case .narrow(let codes): keep(codes, wanted.firstIndex(of: true))
            case .medium(let codes): keep(codes, wanted)
            case .wide(let codes): keep(codes, wanted)
            }
        }
    }

    private mutating func keep<Code: FixedWidthInteger>(_ codes: RowStorage<Code>, _ wanted: [Bool]) {
        codes.withRows { codes in
            wanted.withUnsafeBufferPointer { wanted in
                for word in words.indices where words[word] != 0 {
                    var bits: UInt64 = 0
                    let start = word << 6
                    for bit in 0..<min(64, codes.count - start) where wanted[Int(codes[start + bit])] {
                        bits |= 1 << UInt64(bit)
                    }
                    words[word] &= bits
                }
            }
        }
    }

    /// As below, for a column of bytes, in which one code at most is wanted: no two codes are the same category.
    private mutating func keep(_ codes: RowStorage<UInt8>, _ wanted: Int?) {
        guard let wanted else {
            words = [UInt64](repeating: 0, count: words.count)
            return
        }
        let block = 1 << 16
        var bitmap = [UInt64](repeating: 0, count: BitKernels.words(min(block, codes.count)))
        codes.withRows { codes in
            bitmap.withUnsafeMutableBufferPointer { bitmap in
                var start = 0
                while start < codes.count {
                    let part = UnsafeBufferPointer(rebasing: codes[start..<min(start + block, codes.count)])
                    BitKernels.equal(part, UInt8(truncatingIfNeeded: wanted), into: bitmap)
                    for word in 0..<BitKernels.words(part.count) { words[start >> 6 + word] &= bitmap[word] }
                    start += block
                }
            }
        }
    }

    /// Number of rows in the set.
    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether a row is in the set. Precondition: the table has it.
    public func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

    /// Keeps only rows for which `isKept` holds.
    public mutating func keep(_ isKept: (Int) -> Bool) {
        for word in words.indices {
            var rest = words[word]
            while rest != 0 {
                let bit = rest & (~rest + 1)
                if !isKept(word << 6 + rest.trailingZeroBitCount) { words[word] &= ~bit }
                rest ^= bit
            }
        }
    }

    /// Keeps only rows that `other`, of the same table, holds.
    public mutating func intersect(_ other: RowSet) { for word in words.indices { words[word] &= other.words[word] } }
    /// Takes out the rows that `other`, of the same table, holds.
    public mutating func subtract(_ other: RowSet) { for word in words.indices { words[word] &= ~other.words[word] } }

    /// Calls `body` with each row, ascending.
    public func forEach(_ body: (Int) -> Void) {
        for (word, bits) in words.enumerated() {
            var rest = bits
            while rest != 0 {
                body(word << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }

    /// How many rows both hold.
    public func overlap(_ other: RowSet) -> Int {
        zip(words, other.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    }

    /// Rows in both over rows in either (Jaccard), in 0...1; 0 where both are empty.
    public func jaccard(_ other: RowSet) -> Double {
        let both = overlap(other)
        let either = count + other.count - both
        return either == 0 ? 0 : Double(both) / Double(either)
    }

    /// How many rows all three hold.
    public func overlap(_ second: RowSet, _ third: RowSet) -> Int {
        var count = 0
        for word in words.indices { count += (words[word] & second.words[word] & third.words[word]).nonzeroBitCount }
        return count
    }

    /// The rows, ascending.
    var positions: [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(count)
        forEach { result.append(Int32(truncatingIfNeeded: $0)) }
        return result
    }

    /// What was counted of these rows.
    func cell(_ losses: LossColumn) -> SliceCell {
        switch losses.form {
        case .binary(let wrong):
            var errors = 0
            for word in words.indices { errors += (words[word] & wrong[word]).nonzeroBitCount }
            return SliceCell(rows: UInt64(count), wrong: UInt64(errors))
        case .real(let units, let scale):
            var cell = SliceCell()
            forEach { row in
                cell.rows += 1
                cell.errors += units[row]
                cell.squares += scale.square(units[row])
                cell.largest = max(cell.largest, units[row])
            }
            return cell
        }
    }
}

extension LossColumn {
    /// Error of one row in units.
    func units(_ row: Int) -> UInt64 {
        switch form {
        case .binary(let words): words[row >> 6] >> UInt64(row & 63) & 1
        case .real(let units, _): units[row]
        }
    }
}
