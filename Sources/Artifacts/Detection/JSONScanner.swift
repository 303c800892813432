// JSON read in one pass over the file's own bytes; no tree is built and no object is allocated for what is not kept.
//
// The reader of a format walks the text in its own order and asks for what it wants:
//
//     try scanner.openObject()
//     while let key = try scanner.nextKey() {
//         if scanner.matches(key, "score") { score = try scanner.number() } else { try scanner.skipValue() }
//     }
//
// Every step checks the end of the text; nothing recurses, so depth costs one bit and not a stack frame.

/// A cursor over one JSON text.
struct JSONScanner {
    /// How deeply arrays and objects may be nested in a value that is skipped.
    static let depthLimit = 64

    /// A string's bytes between the quotes, not yet unescaped.
    struct RawString {
        let start: Int
        let count: Int
        let hasEscapes: Bool
    }

    private let base: UnsafePointer<UInt8>
    private let end: Int
    /// The offset of the next byte.
    private(set) var at = 0
    /// Where the first `NaN` or `Infinity` that was skipped over stands, if any did.
    private(set) var firstNonFinite: Int?
    /// Whether the container just opened has had no member yet.
    private var atFirst = false

    /// A cursor at the start of `bytes`, which must outlive it.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { throw .empty }
        self.base = base
        end = bytes.count
        if end >= 2, base[0] == 0xFF, base[1] == 0xFE { throw .otherEncoding("UTF-16LE") }
        if end >= 2, base[0] == 0xFE, base[1] == 0xFF { throw .otherEncoding("UTF-16BE") }
        if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { at = 3 }
        skipSpace()
        if at == end { throw .empty }
    }

    @inline(__always)
    private mutating func skipSpace() {
        while at < end {
            let byte = base[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    /// The first byte of the next value.
    @inline(__always)
    mutating func peek() throws(JSONFault) -> UInt8 {
        skipSpace()
        guard at < end else { throw .ended(at: at) }
        return base[at]
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8, _ wanted: String) throws(JSONFault) {
        let found = try peek()
        guard found == byte else { throw .unexpected(found, at: at, wanted: wanted) }
        at += 1
    }

    /// Steps into an object.
    mutating func openObject() throws(JSONFault) {
        try take(UInt8(ascii: "{"), "an object")
        atFirst = true
    }

    /// Steps into an array.
    mutating func openArray() throws(JSONFault) {
        try take(UInt8(ascii: "["), "an array")
        atFirst = true
    }

    /// The next key of the object the cursor is in, standing before its value; `nil` after the last.
    mutating func nextKey() throws(JSONFault) -> RawString? {
        guard try nextMember(closing: UInt8(ascii: "}"), "\",\" or \"}\"") else { return nil }
        let key = try string()
        try take(UInt8(ascii: ":"), "\":\"")
        return key
    }

    /// Whether the array the cursor is in has another element; the cursor then stands before it.
    mutating func nextElement() throws(JSONFault) -> Bool {
        try nextMember(closing: UInt8(ascii: "]"), "\",\" or \"]\"")
    }

    @inline(__always)
    private mutating func nextMember(closing: UInt8, _ wanted: String) throws(JSONFault) -> Bool {
        let byte = try peek()
        if byte == closing {
            at += 1
            atFirst = false
            return false
        }
        if atFirst {
            atFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw .unexpected(byte, at: at, wanted: wanted) }
        at += 1
        return true
    }

    /// The string that stands next.
    mutating func string() throws(JSONFault) -> RawString {
        try take(UInt8(ascii: "\""), "a string")
        let start = at
        var hasEscapes = false
        while at < end {
            let byte = base[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                return RawString(start: start, count: at - 1 - start, hasEscapes: hasEscapes)
            }
            if byte < 0x20 { throw .badString(at: at) }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                at += 1
            }
            at += 1
        }
        at = end
        throw .ended(at: end)
    }

    /// Whether `raw` is the given text.
    @inline(__always)
    func matches(_ raw: RawString, _ name: StaticString) -> Bool {
        if raw.hasEscapes { return (try? text(raw)) == name.description }
        guard raw.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<raw.count where base[raw.start + index] != name.utf8Start[index] { return false }
        return true
    }

    /// The bytes of a string that has no escapes.
    func bytes(_ raw: RawString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + raw.start, count: raw.count)
    }

    /// The string, unescaped; invalid UTF-8 and bad escapes are refused.
    func text(_ raw: RawString) throws(JSONFault) -> String {
        guard raw.hasEscapes else {
            guard let text = String(validating: bytes(raw), as: UTF8.self) else { throw .badString(at: raw.start) }
            return text
        }
        return try JSONEscapes.unescaped(bytes(raw), at: raw.start)
    }

    /// The number that stands next.
    mutating func number() throws(JSONFault) -> Double {
        let first = try peek()
        if let special = nonFinite(first) { return special }
        let token = try numberToken()
        return token.fastValue ?? slowValue(token)
    }

    /// The number that stands next, as digits: what an id needs, for a double holds only 53 bits of it.
    mutating func exactNumber() throws(JSONFault) -> (integer: Int?, value: Double) {
        let first = try peek()
        if let special = nonFinite(first) { return (nil, special) }
        let token = try numberToken()
        if let integer = token.integer { return (integer, Double(integer)) }
        let value = token.fastValue ?? slowValue(token)
        return (Int(exactly: value), value)
    }

    private func slowValue(_ token: JSONNumber) -> Double {
        let text = String(decoding: UnsafeBufferPointer(rebasing: view[token.bytes]), as: UTF8.self)
        return Double(text) ?? .nan
    }

    private var view: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: end) }

    /// Python's json writes these three words, which JSON does not have; they are read so that they can be named.
    private mutating func nonFinite(_ first: UInt8) -> Double? {
        let word: StaticString
        let value: Double
        switch first {
        case UInt8(ascii: "N"): (word, value) = ("NaN", .nan)
        case UInt8(ascii: "I"): (word, value) = ("Infinity", .infinity)
        case UInt8(ascii: "-") where at + 1 < end && base[at + 1] == UInt8(ascii: "I"):
            (word, value) = ("-Infinity", -.infinity)
        default: return nil
        }
        guard takeWord(word) else { return nil }
        return value
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - at >= count else { return false }
        for index in 0..<count where base[at + index] != word.utf8Start[index] { return false }
        at += count
        return true
    }

    @inline(__always)
    private mutating func numberToken() throws(JSONFault) -> JSONNumber {
        let start = at
        var place = at
        let isNegative = base[place] == UInt8(ascii: "-")
        if isNegative { place += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var exponent = 0
        let wholeStart = place
        while place < end {
            let digit = base[place] &- 0x30
            guard digit < 10 else { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            digits += mantissa | UInt64(digits) == 0 ? 0 : 1
            place += 1
        }
        let whole = place - wholeStart
        guard whole > 0, whole == 1 || base[wholeStart] != 0x30 else { throw notANumber(start) }
        if place < end, base[place] == UInt8(ascii: ".") {
            place += 1
            let fractionStart = place
            while place < end {
                let digit = base[place] &- 0x30
                guard digit < 10 else { break }
                mantissa = mantissa &* 10 &+ UInt64(digit)
                digits += mantissa | UInt64(digits) == 0 ? 0 : 1
                place += 1
            }
            exponent = fractionStart - place
            if place == fractionStart { throw .badNumber(at: start) }
        }
        if place < end, base[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            var isMinus = false
            if place < end, base[place] == UInt8(ascii: "-") || base[place] == UInt8(ascii: "+") {
                isMinus = base[place] == UInt8(ascii: "-")
                place += 1
            }
            let powerStart = place
            var power = 0
            while place < end {
                let digit = base[place] &- 0x30
                guard digit < 10 else { break }
                // Past this it is infinity or zero whatever the mantissa; the slow reader says which.
                if power < 100_000 { power = power * 10 + Int(digit) }
                place += 1
            }
            if place == powerStart { throw .badNumber(at: start) }
            exponent += isMinus ? -power : power
        }
        at = place
        return JSONNumber(
            isNegative: isNegative, mantissa: mantissa, exponent: exponent, isTruncated: digits > 19,
            bytes: start..<place)
    }

    private func notANumber(_ start: Int) -> JSONFault {
        let byte = base[start]
        let isDigit = byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
        return isDigit ? .badNumber(at: start) : .unexpected(byte, at: start, wanted: "a number")
    }

    /// `true` or `false`, when one of them stands next.
    mutating func boolean() -> Bool? {
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        return nil
    }

    /// Passes over one value of any kind, checking its grammar.
    mutating func skipValue() throws(JSONFault) {
        // One bit a level, the innermost lowest: set inside an object.
        var kinds: UInt64 = 0
        var depth = 0
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < Self.depthLimit else { throw .tooDeep(at: at) }
                kinds = kinds << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
                depth += 1
                at += 1
                atFirst = true
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                guard takeWord("true") || takeWord("false") || takeWord("null") else {
                    throw .unexpected(byte, at: at, wanted: "a value")
                }
            default:
                let place = at
                if nonFinite(byte) != nil {
                    if firstNonFinite == nil { firstNonFinite = place }
                } else {
                    _ = try numberToken()
                }
            }
            // Leave every container that ends here; stop at the next member of one that does not.
            while depth > 0 {
                let goesOn = kinds & 1 == 1 ? try nextKey() != nil : try nextElement()
                if goesOn { break }
                kinds >>= 1
                depth -= 1
            }
            if depth == 0 { return }
        }
    }

    /// Checks that nothing but white space follows.
    mutating func finish() throws(JSONFault) {
        skipSpace()
        if at < end { throw .trailing(at: at) }
    }
}
