// The lexical rules of JSON (RFC 8259), once: for whole documents (JSONScanner) and for the lines of a table
// (JSONLinesScanner). No token crosses `end`, which is the end of the text or of the line.

/// A cursor over the tokens of a JSON text.
package struct JSONTokeniser {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline let end: Int
    /// The offset of the next byte.
    @usableFromInline var at: Int

    /// A cursor at `start`; the text ends before `end`. The bytes must outlive it.
    init(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) {
        self.bytes = bytes
        self.end = end
        at = start
    }

    /// A string's bytes between the quotes, not yet unescaped.
    package struct RawString {
        package let start: Int
        package let count: Int
        package let hasEscapes: Bool
    }

    @inlinable
    @inline(__always)
    mutating func skipBlanks() {
        while at < end {
            let byte = bytes[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at &+= 1
        }
    }

    /// The next byte that is not blank, or `nil` at the end.
    @inlinable
    @inline(__always)
    mutating func peek() -> UInt8? {
        skipBlanks()
        return at < end ? bytes[at] : nil
    }

    /// The string whose opening quote stands next. Its escapes are looked at only when `checkingEscapes`; then one that
    /// stands for no character is refused, a lone surrogate among them.
    @inline(__always)
    mutating func string(checkingEscapes: Bool) throws(JSONFault) -> RawString {
        at &+= 1
        let start = at
        var hasEscapes = false
        while true {
            at = endOfPlainText(from: at)
            guard at < end else { break }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                at &+= 1
                return RawString(start: start, count: at &- 1 &- start, hasEscapes: hasEscapes)
            }
            if byte < 0x20 { throw .badString(.controlCharacter, at: at) }
            hasEscapes = true
            if checkingEscapes {
                guard let escape = JSONEscape(bytes, at: at, end: end), escape.scalar != nil else {
                    throw .badString(.escape, at: at)
                }
                at &+= escape.length
            } else {
                at &+= 2
            }
        }
        at = end
        throw .ended(at: end)
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

    /// The number that stands next: -?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?
    @inline(__always)
    mutating func number() throws(JSONFault) -> DecimalText {
        let start = at
        let number = DecimalText(bytes, from: start, to: end)
        guard number.wholeDigits > 0, !number.hasPlus,
            number.wholeDigits == 1 || bytes[number.firstDigit] != UInt8(ascii: "0"),
            number.fractionDigits != 0, number.exponentDigits != 0
        else { throw .badNumber(flaw(of: number), at: start) }
        at = number.end
        return number
    }

    /// Why it is no number of JSON.
    private func flaw(of number: DecimalText) -> JSONFault.NumberFlaw {
        if number.wholeDigits == 0 || number.hasPlus {
            return number.firstDigit < end ? .noDigit : .ended
        }
        if number.wholeDigits > 1, bytes[number.firstDigit] == UInt8(ascii: "0") { return .leadingZero }
        return number.fractionDigits == 0 ? .noDigitAfterPoint : .noDigitInExponent
    }

    /// NaN, Infinity or -Infinity, when one of them stands next. Python's json writes these words, which JSON does not
    /// have; they are read so that they can be named.
    mutating func nonFinite() -> Double? {
        guard at < end else { return nil }
        switch bytes[at] {
        case UInt8(ascii: "N"): return take("NaN") ? .nan : nil
        case UInt8(ascii: "I"): return take("Infinity") ? .infinity : nil
        case UInt8(ascii: "-"): return take("-Infinity") ? -.infinity : nil
        default: return nil
        }
    }

    /// Steps behind a word, when it stands next.
    @inlinable
    mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end &- at >= count else { return false }
        for index in 0..<count where bytes[at &+ index] != word.utf8Start[index] { return false }
        at &+= count
        return true
    }
}
