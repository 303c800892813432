/// Text that is safe to print on a terminal.
public enum TerminalText {
    /// `text` with control characters and bidirectional overrides shown as `\u{1B}`; line feeds and tabs stay.
    ///
    /// A label may hold an escape sequence; what a user reads in an error must not move their cursor.
    public static func visible(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return result
    }

    /// The same of what stands on one line, as the name of a file does: line ends are shown as `\u{A}`, so that nothing that is
    /// quoted looks like a message of its own.
    public static func line(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in visible(text).unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x2028, 0x2029: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0..<0x20, 0x7F..<0xA0: false
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: false
        default: true
        }
    }
}
