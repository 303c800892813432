// A tally as bytes, to be kept in a file.
//
//   "misread-tally" and the byte 1, the version of this form
//   0 for 0/1 errors, or 1 and the scale of the losses: exponent (zigzag), bits
//   the cell of all rows
//   the number of attributes; of each its name, the number of edges it was cut at and their bit patterns, its number of
//     values, and of each value its category and its cell
//   for each two attributes a < b the number of pairs; of each pair how far its key lies beyond that of the pair before,
//     and its cell. The key of a pair is (place of its value of a) * (number of values of b) + (place of its value of b)
//   eight bytes: FNV-1a of everything before, low byte first
//
// Numbers are LEB128: seven bits a byte, low bits first. A text is its number of bytes and its UTF-8. A cell is rows and
// errors, and for losses squares and the largest.

import Columns
import Statistics

extension SliceTally {
    private static let magic = Array("misread-tally".utf8) + [1]
    /// Most values and pairs that a file may have.
    static let cellLimit = 1 << 27

    /// The bytes of a file that holds this tally.
    public var bytes: [UInt8] {
        var out = TallyBytes(Self.magic)
        out.add(scale == nil ? 0 : 1)
        if let scale {
            out.add(UInt64(bitPattern: Int64(scale.exponent) << 1 ^ Int64(scale.exponent) >> 63))
            out.add(UInt64(scale.bits))
        }
        out.add(whole, isReal: scale != nil)
        out.add(UInt64(attributes.count))
        for (index, (name, values)) in zip(attributes, values).enumerated() {
            out.add(name.text)
            out.add(UInt64(edges[index].count))
            for edge in edges[index] { out.add(edge.bitPattern) }
            out.add(UInt64(values.count))
            for value in values {
                out.add(value.category.text)
                out.add(value.cell, isReal: scale != nil)
            }
        }
        for a in attributes.indices {
            for b in attributes.indices where b > a {
                let pairs = pairs[Self.place(a, b, of: attributes.count)]
                out.add(UInt64(pairs.count))
                var last: UInt64 = 0
                for pair in pairs {
                    let key = UInt64(pair.first) * UInt64(values[b].count) + UInt64(pair.second)
                    out.add(key - last)
                    last = key
                    out.add(pair.cell, isReal: scale != nil)
                }
            }
        }
        let sum = TallyBytes.checksum(out.bytes[...])
        return out.bytes + (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }

    /// Reads a tally. Throws when the bytes are no tally, are cut short or were changed.
    public init(bytes: [UInt8]) throws(SliceError) {
        guard bytes.starts(with: Self.magic.dropLast()), bytes.count > Self.magic.count else {
            throw .badTally("it does not begin as one")
        }
        guard bytes[Self.magic.count - 1] == 1 else {
            throw .badTally("its form is \(bytes[Self.magic.count - 1]), and only form 1 is known")
        }
        guard bytes.count >= Self.magic.count + 8 else { throw .badTally("it is cut short") }
        let body = bytes.dropLast(8)
        let kept = bytes.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard kept == TallyBytes.checksum(body) else { throw .badTally("it is cut short or was changed") }
        var rest = TallyReader(body.dropFirst(Self.magic.count))
        var scale: LossScale?
        if try rest.number() != 0 {
            let folded = try rest.number()
            let exponent = Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
            guard (-1100...1100).contains(exponent) else { throw .badTally("its scale is out of range") }
            scale = LossScale(exponent: Int(exponent), bits: Int(try rest.number(below: 64)))
        }
        let isReal = scale != nil
        let whole = try rest.cell(isReal)
        let count = try rest.count(limit: 1 << 12)
        var attributes: [Name] = []
        var edges: [[Double]] = []
        var values: [[Value]] = []
        for _ in 0..<count {
            attributes.append(Name(try rest.text()))
            var cuts: [Double] = []
            for _ in 0..<(try rest.count(limit: 1 << 16)) { cuts.append(Double(bitPattern: try rest.number())) }
            edges.append(cuts)
            var list: [Value] = []
            var rows: UInt64 = 0
            for _ in 0..<(try rest.count(limit: Self.cellLimit)) {
                let value = Value(category: Name(try rest.text()), cell: try rest.cell(isReal))
                if let last = list.last, !CodedColumn.precedes(last.category, value.category) {
                    throw .badTally("its values are out of order")
                }
                rows &+= value.cell.rows
                list.append(value)
            }
            guard rows == whole.rows else { throw .badTally("its values do not add up") }
            values.append(list)
        }
        guard count > 0, whole.rows > 0 else { throw .badTally("it holds no rows") }
        var pairs: [[Pair]] = []
        for a in 0..<count {
            for b in 0..<count where b > a {
                let width = UInt64(values[b].count)
                let all = UInt64(values[a].count) * width
                var list: [Pair] = []
                var last: UInt64 = 0
                var rows: UInt64 = 0
                for index in 0..<(try rest.count(limit: Self.cellLimit)) {
                    let (key, isOver) = last.addingReportingOverflow(try rest.number())
                    guard !isOver, key < all, index == 0 || key > last else {
                        throw .badTally("its pairs are out of order")
                    }
                    let (first, second) = key.quotientAndRemainder(dividingBy: width)
                    let pair = Pair(
                        first: UInt32(truncatingIfNeeded: first), second: UInt32(truncatingIfNeeded: second),
                        cell: try rest.cell(isReal))
                    rows &+= pair.cell.rows
                    list.append(pair)
                    last = key
                }
                guard rows == whole.rows else { throw .badTally("its pairs do not add up") }
                pairs.append(list)
            }
        }
        guard rest.isAtEnd else { throw .badTally("something follows it") }
        self.init(attributes: attributes, edges: edges, scale: scale, whole: whole, values: values, pairs: pairs)
    }
}

/// Writes the parts of a tally.
private struct TallyBytes {
    private(set) var bytes: [UInt8]

    init(_ start: [UInt8]) { bytes = start }

    mutating func add(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func add(_ text: String) {
        add(UInt64(text.utf8.count))
        bytes += text.utf8
    }

    mutating func add(_ cell: SliceCell, isReal: Bool) {
        add(cell.rows)
        add(cell.errors)
        guard isReal else { return }
        add(cell.squares)
        add(cell.largest)
    }

    /// What tells a form that was cut off or changed.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        FNV1a.hash(bytes)
    }
}

/// Reads the parts of a tally; never beyond the end.
private struct TallyReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(below limit: UInt64 = .max) throws(SliceError) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard let byte = rest.popFirst() else { throw .badTally("it is cut short") }
            guard shift < 63 || (shift == 63 && byte <= 1) else { throw .badTally("a number is too large") }
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { break }
            shift += 7
        }
        guard number < limit else { throw .badTally("a number is too large") }
        return number
    }

    /// A number of things that each take a byte or more, so that no more are made room for than can be there.
    mutating func count(limit: Int) throws(SliceError) -> Int {
        let count = try number(below: UInt64(limit))
        guard count <= UInt64(rest.count) else { throw .badTally("it is cut short") }
        return Int(count)
    }

    mutating func text() throws(SliceError) -> String {
        let length = try count(limit: 1 << 24)
        guard let text = String(validating: rest.prefix(length), as: UTF8.self) else {
            throw .badTally("a name is not UTF-8")
        }
        rest = rest.dropFirst(length)
        return text
    }

    mutating func cell(_ isReal: Bool) throws(SliceError) -> SliceCell {
        let rows = try number(below: 1 << 62)
        let errors = try number(below: 1 << 63)
        guard isReal else {
            guard errors <= rows else { throw .badTally("a count has more errors than rows") }
            return SliceCell(rows: rows, wrong: errors)
        }
        var cell = SliceCell()
        cell.rows = rows
        cell.errors = errors
        cell.squares = try number(below: 1 << 63)
        cell.largest = try number(below: 1 << 63)
        return cell
    }
}
