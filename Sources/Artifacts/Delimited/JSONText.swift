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

    mutating func skipBlanks() {
        while position < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
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
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] < 0x20 { return .fault(.malformedJSON(expected: "control characters to be escaped")) }
            if bytes[position] == UInt8(ascii: "\\") {
                form = .jsonEscaped
                guard let length = escapeLength() else {
                    return .fault(position + 6 > end ? .cutShortJSON : .malformedJSON(expected: "a valid escape"))
                }
                position += length
            } else {
                position += 1
            }
        }
        guard position < end else { return .fault(.cutShortJSON) }
        let length = position - start
        position += 1
        guard length <= CSVScanner.longestField else { return .fault(.fieldTooLong(limit: CSVScanner.longestField)) }
        return .scalar(FieldRange(start: start, length: UInt32(truncatingIfNeeded: length), form: form))
    }

    /// Bytes of the escape at the position: 2, 6, or 12 for a surrogate pair; `nil` when it is none.
    private func escapeLength() -> Int? {
        guard position + 1 < end else { return nil }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard let unit = Self.codeUnit(bytes, at: position, end: end) else { return nil }
            guard (0xD800...0xDFFF).contains(unit) else { return 6 }
            guard unit < 0xDC00, let low = Self.codeUnit(bytes, at: position + 6, end: end),
                (0xDC00...0xDFFF).contains(low)
            else { return nil }
            return 12
        default: return nil
        }
    }

    /// The code unit of `\uXXXX` at `position`.
    private static func codeUnit(_ bytes: UnsafeRawBufferPointer, at position: Int, end: Int) -> UInt32? {
        guard position + 6 <= end, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for offset in 2..<6 {
            let byte = bytes[position + offset]
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt32((byte | 0x20) - 0x61 + 10)
            default: return nil
            }
        }
        return unit
    }

    /// A number: -?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?
    private mutating func number() -> Value {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if let infinity = named("Infinity") { return .fault(.notJSONNumber("-" + infinity)) }
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
        let length = UInt32(truncatingIfNeeded: position - start)
        return .scalar(FieldRange(start: start, length: length, form: .plain))
    }

    private mutating func digits() -> Int {
        let start = position
        while position < end, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position - start
    }

    private mutating func word() -> Value {
        let start = position
        if named("true") != nil || named("false") != nil {
            let length = UInt32(truncatingIfNeeded: position - start)
            // A truth value is text for every column but one of numbers, where it is not a number.
            return .scalar(FieldRange(start: start, length: length, form: .plain))
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

    /// Appends a checked JSON string with its escapes resolved.
    static func unescape(_ raw: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        var position = 0
        while position < raw.count {
            guard raw[position] == UInt8(ascii: "\\"), position + 1 < raw.count else {
                out.append(raw[position])
                position += 1
                continue
            }
            switch raw[position + 1] {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var value = codeUnit(raw, at: position, end: raw.count) ?? 0xFFFD
                position += 6
                if value >= 0xD800, value < 0xDC00, let low = codeUnit(raw, at: position, end: raw.count) {
                    value = 0x10000 + (value - 0xD800) << 10 + (low & 0x3FF)
                    position += 6
                }
                out.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
                continue
            default: out.append(raw[position + 1])
            }
            position += 2
        }
    }
}
