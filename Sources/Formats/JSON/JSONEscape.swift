/// One escape of a JSON string (RFC 8259, section 7): `\n`, `\u00E9`, or the two of a surrogate pair.
struct JSONEscape {
    /// The character it stands for; `nil` for a lone surrogate, which stands for none.
    let scalar: Unicode.Scalar?
    /// Bytes it takes: 2, 6, or 12 for a pair.
    let length: Int

    /// The escape whose backslash is at `position`; `nil` when the bytes before `end` hold none there.
    init?(_ bytes: UnsafeRawBufferPointer, at position: Int, end: Int) {
        guard position + 1 < end, bytes[position] == UInt8(ascii: "\\") else { return nil }
        let letter = bytes[position + 1]
        guard letter == UInt8(ascii: "u") else {
            guard let plain = Self.plain(letter) else { return nil }
            scalar = Unicode.Scalar(plain)
            length = 2
            return
        }
        guard let unit = Self.unit(bytes, at: position, end: end) else { return nil }
        if unit & 0xFC00 == 0xD800, let low = Self.unit(bytes, at: position + 6, end: end), low & 0xFC00 == 0xDC00 {
            scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            length = 12
        } else {
            scalar = Unicode.Scalar(unit)
            length = 6
        }
    }

    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The code unit that the four hexadecimal digits after a `\u` at `position` name.
    private static func unit(_ bytes: UnsafeRawBufferPointer, at position: Int, end: Int) -> UInt32? {
        guard position + 6 <= end, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for place in position + 2..<position + 6 {
            let byte = bytes[place]
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt32((byte | 0x20) - 0x57)
            default: return nil
            }
        }
        return unit
    }

    /// Appends a string with its escapes resolved, U+FFFD for a lone surrogate, as everywhere in Unicode. Answers where
    /// an escape is none, or `nil` when all are. Where a lone surrogate is `refused`, it is none.
    @discardableResult
    static func resolve(
        _ text: UnsafeRawBufferPointer, to out: inout [UInt8], refusingLoneSurrogates isRefused: Bool = false
    ) -> Int? {
        var position = 0
        while position < text.count {
            guard text[position] == UInt8(ascii: "\\") else {
                out.append(text[position])
                position += 1
                continue
            }
            guard let escape = JSONEscape(text, at: position, end: text.count) else { return position }
            if isRefused, escape.scalar == nil { return position }
            out.append(contentsOf: String(escape.scalar ?? "\u{FFFD}").utf8)
            position += escape.length
        }
        return nil
    }
}
