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
package struct JSONScanner {
    /// How deeply arrays and objects may be nested in a value that is skipped.
    package static let depthLimit = 64

    /// A string's bytes between the quotes, not yet unescaped.
    package typealias RawString = JSONTokeniser.RawString

    @usableFromInline var tokens: JSONTokeniser
    /// Where the first `NaN` or `Infinity` that was skipped over stands, if any did.
    package private(set) var firstNonFinite: Int?
    /// Whether the container just opened has had no member yet.
    @usableFromInline var atFirst = false

    /// A cursor at the start of `bytes`, which must outlive it.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
        let bytes = UnsafeRawBufferPointer(bytes)
        guard !bytes.isEmpty else { throw .empty }
        if bytes.starts(with: [0xFF, 0xFE]) { throw .otherEncoding("UTF-16LE") }
        if bytes.starts(with: [0xFE, 0xFF]) { throw .otherEncoding("UTF-16BE") }
        tokens = JSONTokeniser(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, to: bytes.count)
        if tokens.peek() == nil { throw .empty }
    }

    /// Bytes from the start of the text.
    package var offset: Int { tokens.at }

    /// The first byte of the next value.
    @inlinable
    @inline(__always)
    package mutating func peek() throws(JSONFault) -> UInt8 {
        guard let byte = tokens.peek() else { throw .ended(at: tokens.at) }
        return byte
    }

    @inlinable
    @inline(__always)
    mutating func take(_ byte: UInt8, _ wanted: JSONFault.Wanted) throws(JSONFault) {
        let found = try peek()
        guard found == byte else { throw .unexpected(found, at: tokens.at, wanted: wanted) }
        tokens.at &+= 1
    }

    /// Steps into an object.
    @inlinable
    package mutating func openObject() throws(JSONFault) {
        try take(UInt8(ascii: "{"), .object)
        atFirst = true
    }

    /// Steps into an array.
    @inlinable
    package mutating func openArray() throws(JSONFault) {
        try take(UInt8(ascii: "["), .array)
        atFirst = true
    }

    /// The next key of the object the cursor is in, standing before its value; `nil` after the last.
    @inlinable
    package mutating func nextKey() throws(JSONFault) -> RawString? {
        guard try nextMember(closing: UInt8(ascii: "}"), .commaOrBrace) else { return nil }
        let key = try string()
        try take(UInt8(ascii: ":"), .colon)
        return key
    }

    /// Whether the array the cursor is in has another element; the cursor then stands before it.
    @inlinable
    package mutating func nextElement() throws(JSONFault) -> Bool {
        try nextMember(closing: UInt8(ascii: "]"), .commaOrBracket)
    }

    @inlinable
    @inline(__always)
    mutating func nextMember(closing: UInt8, _ wanted: JSONFault.Wanted) throws(JSONFault) -> Bool {
        let byte = try peek()
        if byte == closing {
            tokens.at &+= 1
            atFirst = false
            return false
        }
        if atFirst {
            atFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw .unexpected(byte, at: tokens.at, wanted: wanted) }
        tokens.at &+= 1
        return true
    }

    /// The string that stands next.
    package mutating func string() throws(JSONFault) -> RawString {
        let found = try peek()
        guard found == UInt8(ascii: "\"") else { throw .unexpected(found, at: tokens.at, wanted: .string) }
        return try tokens.string(checkingEscapes: false)
    }

    /// Whether `raw` is the given text.
    @inlinable
    @inline(__always)
    package func matches(_ raw: RawString, _ name: StaticString) -> Bool {
        if raw.hasEscapes { return (try? text(raw)) == name.description }
        guard raw.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<raw.count where tokens.bytes[raw.start &+ index] != name.utf8Start[index] { return false }
        return true
    }

    /// The bytes of a string that has no escapes.
    @inlinable
    package func bytes(_ raw: RawString) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: tokens.bytes[raw.start..<(raw.start &+ raw.count)])
            .assumingMemoryBound(to: UInt8.self)
    }

    /// The string, unescaped; invalid UTF-8 and bad escapes are refused, and lone surrogates as everywhere else: two names
    /// that hold one would be the same.
    package func text(_ raw: RawString) throws(JSONFault) -> String {
        var out: [UInt8] = []
        if raw.hasEscapes,
            let place = JSONEscape.resolve(
                UnsafeRawBufferPointer(bytes(raw)), to: &out, refusingLoneSurrogates: true)
        {
            throw .badString(.escape, at: raw.start + place)
        }
        let text =
            raw.hasEscapes ? String(validating: out, as: UTF8.self) : String(validating: bytes(raw), as: UTF8.self)
        guard let text else { throw .badString(.encoding, at: raw.start) }
        return text
    }

    /// The number that stands next; NaN and infinity are read, so that they can be named.
    package mutating func number() throws(JSONFault) -> Double {
        if let special = try nonFinite() { return special }
        return try numberToken().value(tokens.bytes)
    }

    /// The number that stands next, as digits: what an id needs, for a double holds only 53 bits of it.
    package mutating func exactNumber() throws(JSONFault) -> (integer: Int?, value: Double) {
        if let special = try nonFinite() { return (nil, special) }
        let token = try numberToken()
        if let integer = token.integer(tokens.bytes) { return (integer, Double(integer)) }
        let value = token.value(tokens.bytes)
        return (Int(exactly: value), value)
    }

    @inline(__always)
    private mutating func nonFinite() throws(JSONFault) -> Double? {
        let first = try peek()
        return first &- 0x30 < 10 ? nil : tokens.nonFinite()
    }

    /// A number; what is none and does not look like one is something else.
    @inline(__always)
    private mutating func numberToken() throws(JSONFault) -> DecimalText {
        let first = try peek()
        guard first &- 0x30 < 10 || first == UInt8(ascii: "-") else {
            throw .unexpected(first, at: tokens.at, wanted: .number)
        }
        return try tokens.number()
    }

    /// `true` or `false`, when one of them stands next.
    @inlinable
    package mutating func boolean() -> Bool? {
        if tokens.take("true") { return true }
        if tokens.take("false") { return false }
        return nil
    }

    /// Passes over one value of any kind, checking its grammar.
    package mutating func skipValue() throws(JSONFault) {
        // One bit a level, the innermost lowest: set inside an object.
        var kinds: UInt64 = 0
        var depth = 0
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < Self.depthLimit else { throw .tooDeep(at: tokens.at) }
                kinds = kinds << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
                depth += 1
                tokens.at += 1
                atFirst = true
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                guard tokens.take("true") || tokens.take("false") || tokens.take("null") else {
                    throw .unexpected(byte, at: tokens.at, wanted: .value)
                }
            default:
                let place = tokens.at
                if try nonFinite() != nil {
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

    /// Whether anything but white space follows.
    package var hasMore: Bool { mutating get { tokens.peek() != nil } }

    /// Checks that nothing but white space follows.
    package mutating func finish() throws(JSONFault) {
        if hasMore { throw .trailing(at: tokens.at) }
    }
}
