/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
    /// The text that `bytes` stand for; `offset` is where they stand in the file.
    static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) throws(JSONFault) -> String {
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                out.append(bytes[index])
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { throw .badString(at: offset + index) }
            let letter = bytes[index + 1]
            if letter == UInt8(ascii: "u") {
                let (scalar, used) = try scalar(bytes, index, offset)
                out.append(contentsOf: Array(String(Character(scalar)).utf8))
                index += used
            } else {
                guard let plain = plain(letter) else { throw .badString(at: offset + index) }
                out.append(plain)
                index += 2
            }
        }
        guard let text = String(validating: out, as: UTF8.self) else { throw .badString(at: offset) }
        return text
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

    /// The scalar of `\uXXXX` or of a surrogate pair at `index`, and how many bytes it took.
    private static func scalar(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ offset: Int
    ) throws(JSONFault) -> (Unicode.Scalar, Int) {
        guard let unit = unit(bytes, index) else { throw .badString(at: offset + index) }
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        // A lone surrogate names no character; U+FFFD stands for it, as everywhere in Unicode.
        guard unit & 0xFC00 == 0xD800, let low = self.unit(bytes, index + 6), low & 0xFC00 == 0xDC00,
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { return ("\u{FFFD}", 6) }
        return (scalar, 12)
    }

    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var value: UInt32 = 0
        for place in index + 2..<index + 6 {
            let byte = bytes[place]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }
}
