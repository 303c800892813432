// The swift way through a CSV text. Sixty-four bytes at a time are compared with the separators at once, which gives a
// word with one bit for each byte that is one; the fields lie between its bits. A field that begins with a quote is
// searched for its end eight bytes at a time. Whatever is unusual - a line break in quotes, a row with too few or too many
// fields, a carriage return by itself, the last row of the file - is left to the scanner's careful way.

extension CSVScanner {
    /// Which of the 64 bytes at `place` are separators, the first at the lowest bit.
    ///
    /// Sixteen comparisons yield bytes of all ones; one bit of each is kept, and a multiplication brings the eight bits
    /// of a word together in its highest byte.
    @inline(__always)
    private static func separators(_ place: UnsafeRawPointer, _ delimiters: SIMD16<UInt8>) -> UInt64 {
        let feeds = SIMD16<UInt8>(repeating: 0x0A)
        let returns = SIMD16<UInt8>(repeating: 0x0D)
        var bits: UInt64 = 0
        for part in 0..<4 {
            let text = place.loadUnaligned(fromByteOffset: part &* 16, as: SIMD16<UInt8>.self)
            let hits = (text .== delimiters) .| (text .== feeds) .| (text .== returns)
            let ones = unsafeBitCast(hits, to: SIMD2<UInt64>.self) & SIMD2(repeating: 0x0101_0101_0101_0101)
            let low = (ones[0].littleEndian &* 0x0102_0408_1020_4080) >> 56
            let high = (ones[1].littleEndian &* 0x0102_0408_1020_4080) >> 56
            bits |= (low | high << 8) << UInt64(part &* 16)
        }
        return bits
    }

    /// Appends rows to `block` up to the first that is not usual, at most `limit` and as many as there is room for.
    mutating func usualRows(into block: inout CellBlock, rows limit: Int) {
        let columns = block.columns
        let bytes = bytes
        let delimiter = delimiter
        let stop = stop
        let position = position
        var rows = 0
        var next = position
        block.fill { fields in
            let most = min(limit, fields.count / columns)
            guard rows < most, var window = Window(bytes, delimiter, at: position) else { return 0 }
            var filled = 0
            var start = position
            var left = columns
            scan: while let found = window.next() {
                var at = found
                if bytes[start] == 0x22 {
                    guard let quoted = quotedField(at: start), window.skip(to: quoted.end) else { break scan }
                    fields[filled] = quoted.field
                    at = quoted.end
                } else {
                    fields[filled] = FieldRange(start: start, length: at &- start, form: .plain)
                }
                // Two quotes may stand around a field that is just not too long; the careful way decides.
                guard at &- start <= Self.longestField else { break scan }
                filled &+= 1
                left &-= 1
                start = at &+ 1
                if bytes[at] == delimiter {
                    if left == 0 { break scan }
                    continue
                }
                guard left == 0 else { break scan }
                if bytes[at] == 0x0D {
                    // The next separator is the line feed, or the row is not usual.
                    guard let feed = window.next(), feed == start, bytes[feed] == 0x0A else { break scan }
                    start = feed &+ 1
                }
                rows &+= 1
                next = start
                left = columns
                if rows == most || start >= stop { break scan }
            }
            return rows &* columns
        }
        block.lines.append(line: line, rows: rows)
        self.position = next
        line += rows
    }

    /// A field in quotes that begins and ends on one line, and where its separator stands.
    @inline(__always)
    private func quotedField(at start: Int) -> (field: FieldRange, end: Int)? {
        var form = FieldRange.Form.plain
        var cursor = start &+ 1
        while true {
            cursor = quoteOrBreak(from: cursor)
            guard cursor &+ 1 < bytes.count, bytes[cursor] == 0x22 else { return nil }
            if bytes[cursor &+ 1] != 0x22 { break }
            form = .doubledQuotes
            cursor &+= 2
        }
        let after = bytes[cursor &+ 1]
        guard after == delimiter || after == 0x0A || after == 0x0D else { return nil }
        return (FieldRange(start: start &+ 1, length: cursor &- start &- 1, form: form), cursor &+ 1)
    }

    /// The next quote or line feed at or after `start`, eight bytes at a time; the end of the text when there is none.
    ///
    /// A byte of `word ^ pattern` is zero where the byte is the one searched for; the lowest set bit of
    /// `(x - 0x01..) & ~x & 0x80..` marks the first zero byte exactly.
    @inline(__always)
    func quoteOrBreak(from start: Int) -> Int {
        func zeros(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 }
        var cursor = start
        while cursor &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            let hits = zeros(word ^ 0x2222_2222_2222_2222) | zeros(word ^ 0x0A0A_0A0A_0A0A_0A0A)
            if hits != 0 { return cursor &+ hits.trailingZeroBitCount >> 3 }
            cursor &+= 8
        }
        while cursor < bytes.count, bytes[cursor] != 0x22, bytes[cursor] != 0x0A { cursor &+= 1 }
        return cursor
    }

    /// Sixty-four bytes of the text, and which separators among them have not been passed.
    private struct Window {
        private let text: UnsafeRawPointer
        /// The last place with 64 bytes behind it.
        private let last: Int
        private let delimiters: SIMD16<UInt8>
        private var place: Int
        private var bits: UInt64

        /// `nil` when fewer than 64 bytes are left.
        @inline(__always)
        init?(_ bytes: UnsafeRawBufferPointer, _ delimiter: UInt8, at place: Int) {
            guard let text = bytes.baseAddress, place &+ 64 <= bytes.count else { return nil }
            self.text = text
            self.place = place
            last = bytes.count &- 64
            delimiters = SIMD16(repeating: delimiter)
            bits = separators(text + place, delimiters)
        }

        /// The next separator; `nil` when none is left in whole windows.
        @inline(__always)
        mutating func next() -> Int? {
            while bits == 0 {
                guard place &+ 64 <= last else { return nil }
                place &+= 64
                bits = separators(text + place, delimiters)
            }
            let at = place &+ bits.trailingZeroBitCount
            bits &= bits &- 1
            return at
        }

        /// Passes everything up to the separator at `end`; whether there is a whole window there.
        @inline(__always)
        mutating func skip(to end: Int) -> Bool {
            let ahead = end &- place
            if ahead >= 64 {
                guard end <= last else { return false }
                place = end
                bits = separators(text + end, delimiters)
                bits &= bits &- 1
                return true
            }
            // All bits up to and with the separator's.
            bits &= ~((2 << UInt64(ahead)) &- 1)
            return true
        }
    }
}
