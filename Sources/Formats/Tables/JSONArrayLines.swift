import Foundation

/// A JSON array of objects, as pandas writes with `orient="records"`, as JSON Lines: the elements a line each.
enum JSONArrayLines {
    /// Whether a text is an array.
    static func isArray(_ text: Data) -> Bool {
        text.first { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) } == UInt8(ascii: "[")
    }

    /// The lines. What stands behind the array is a line of its own, for the reader of lines to refuse.
    static func lines(_ text: Data) -> Data {
        var lines = Data(capacity: text.count)
        var (depth, isInText, isEscaped) = (0, false, false)
        for byte in text {
            if isInText {
                isInText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                lines.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
                lines.append(byte)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > 1 { lines.append(byte) }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                lines.append(depth == 0 ? 0x0A : byte)
            case UInt8(ascii: ",") where depth == 1: lines.append(0x0A)
            case 0x0A, 0x0D: lines.append(0x20)
            default: lines.append(byte)
            }
        }
        return lines
    }
}
