// The typed doors through which text from the data reaches a page. Nothing else writes it.

import Diagnostics

/// Text escaped for where it goes.
public enum Escaped {
    /// For HTML text and quoted attributes: markup characters become entities, control characters and bidirectional
    /// overrides become visible (`\u{1B}`).
    public static func html(_ text: String) -> String {
        let visible = needsVisible(text) ? TerminalText.visible(text) : text
        guard visible.utf8.contains(where: isMarkup) else { return visible }
        var out: [UInt8] = []
        out.reserveCapacity(visible.utf8.count + 16)
        for byte in visible.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Text of a person as it is, control characters shown (`\u{1B}`): no page and no terminal is to obey them. White space,
    /// and what joins or turns letters, stays.
    static func withoutControls(_ text: String) -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: false
            case 0..<0x20, 0x7F..<0xA0: true
            default: false
            }
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                out.append(contentsOf: TerminalText.visible(String(scalar)).unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// For Markdown: ASCII punctuation gets a backslash, white space becomes single spaces, so that a class called
    /// `*_x|y` or `<script>` is shown and not obeyed, wherever in a line it stands.
    public static func markdown(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        let visible = needsVisible(text) ? TerminalText.visible(text) : text
        for byte in visible.utf8 {
            switch byte {
            case 0x09, 0x0A, 0x0D, 0x20:
                if let last = out.last, last != 0x20 { out.append(0x20) }
            case 0x21...0x24, 0x26...0x2B, 0x2D...0x2E, 0x3A, 0x3C...0x3E, 0x40, 0x5B...0x60, 0x7B...0x7E:
                out.append(UInt8(ascii: "\\"))
                out.append(byte)
            default: out.append(byte)
            }
        }
        if out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    /// For a path segment of a relative URL: everything but unreserved ASCII is percent-encoded.
    public static func urlSegment(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isMarkup(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    /// Cheap test before the scalar-by-scalar walk: plain printable ASCII needs none.
    private static func needsVisible(_ text: String) -> Bool {
        text.utf8.contains { $0 < 0x20 || $0 >= 0x7F }
    }
}
