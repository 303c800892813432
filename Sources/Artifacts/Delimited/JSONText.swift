// The lexical rules of JSON (RFC 8259) that a flat object needs. Positions are offsets into the file's bytes; `end` is
// the end of the line, which no token may cross.

/// Reads JSON tokens from bytes that are known to be UTF-8.
struct JSONText {
    let bytes: UnsafeRawBufferPointer
    var position: Int
    let end: Int

    /// What stands at the position.
    enum Value {
        case scalar(FieldRange)
        case fault(DelimitedError.Fault)
    }

    @inline(__always)
    mutating func skipBlanks() {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position &+= 1
            default: return
            }
        }
    }

    /// The next byte that is not blank, or `nil` at the end.
    mutating func peek() -> UInt8? {
        skipBlanks()
        return position < end ? bytes[position] : nil
    }

    /// A string, number, true, false or null.
    mutating func scalar() -> Value {
        guard let first = peek() else { return .fault(.cutShortJSON) }
        switch first {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "["): return .fault(.nested("an array"))
        case UInt8(ascii: "{"): return .fault(.nested("an object"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        default: return word()
        }
    }

    /// A string that begins at the position.
    mutating func string() -> Value {
        position += 1
        let start = position
        var form = FieldRange.Form.jsonText
        while true {
            position = endOfPlainText(from: position)
            guard position < end, bytes[position] != UInt8(ascii: "\"") else { break }
            if bytes[position] < 0x20 { return .fault(.malformedJSON(expected: "control characters to be escaped")) }
            form = .jsonEscaped
            // A lone surrogate names no character, and nothing that is written to a file may hold it.
            guard let escape = JSONEscape(bytes, at: position, end: end), escape.scalar != nil else {
                return .fault(position + 6 > end ? .cutShortJSON : .malformedJSON(expected: "a valid escape"))
            }
            position += escape.length
        }
        guard position < end else { return .fault(.cutShortJSON) }
        let length = position - start
        position += 1
        guard length <= CSVScanner.longestField else { return .fault(.fieldTooLong(limit: CSVScanner.longestField)) }
        return .scalar(FieldRange(start: start, length: length, form: form))
    }

    /// The next quote, backslash or control character at or after `start`, eight bytes at a time; `end` when there is
    /// none. The lowest mark is exact: a false one can only stand above a true one.
    @inline(__always)
    private func endOfPlainText(from start: Int) -> Int {
        func zeros(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 }
        var cursor = start
        while cursor &+ 8 <= end {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            let controls = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
            let hits = zeros(word ^ 0x2222_2222_2222_2222) | zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C) | controls
            if hits != 0 { return cursor &+ hits.trailingZeroBitCount >> 3 }
            cursor &+= 8
        }
        while cursor < end, bytes[cursor] != 0x22, bytes[cursor] != 0x5C, bytes[cursor] >= 0x20 { cursor &+= 1 }
        return cursor
    }

    /// A number: -?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?
    private mutating func number() -> Value {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < end, bytes[position] == UInt8(ascii: "I"), let infinity = named("Infinity") {
            return .fault(.notJSONNumber("-" + infinity))
        }
        let leadingZero = position < end && bytes[position] == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0 else { return .fault(position < end ? .malformedJSON(expected: "a digit") : .cutShortJSON) }
        if leadingZero, whole > 1 { return .fault(.malformedJSON(expected: "a number without leading zeros")) }
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { return .fault(.malformedJSON(expected: "a digit after the point")) }
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { return .fault(.malformedJSON(expected: "a digit in the exponent")) }
        }
        return .scalar(FieldRange(start: start, length: position - start, form: .plain))
    }

    private mutating func digits() -> Int {
        let start = position
        while position < end, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position - start
    }

    private mutating func word() -> Value {
        let start = position
        if named("true") != nil || named("false") != nil {
            // A truth value is text for every column but one of numbers, where it is not a number.
            return .scalar(FieldRange(start: start, length: position - start, form: .plain))
        }
        if named("null") != nil { return .scalar(.none) }
        for name in ["NaN", "Infinity"] where named(name) != nil { return .fault(.notJSONNumber(name)) }
        return .fault(.malformedJSON(expected: "a value"))
    }

    private mutating func named(_ word: String) -> String? {
        let letters = Array(word.utf8)
        guard end - position >= letters.count,
            bytes[position..<(position + letters.count)].elementsEqual(letters)
        else { return nil }
        position += letters.count
        return word
    }
}
