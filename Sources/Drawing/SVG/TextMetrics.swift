// How wide text is, without a font: the reader's system picks it. The widths are those of the common sans serif faces,
// rounded up, so that what fits by this estimate fits in all of them.

/// Estimates of text size.
enum TextMetrics {
    /// How much wider bold text is.
    static let bold = 1.09

    /// Estimated width in drawing units of `string` at the given size.
    static func width(_ string: String, size: Double) -> Double {
        var ems = 0.0
        for scalar in string.unicodeScalars { ems += width(of: scalar) }
        return ems * size
    }

    /// The string itself when it fits, else its beginning and end with "…" between: names from one family often differ
    /// only at their end.
    static func fitted(_ string: String, width limit: Double, size: Double) -> String {
        guard width(string, size: size) > limit else { return string }
        let characters = Array(string)
        var kept = min(characters.count - 1, 64)
        while kept > 1 {
            let front = (kept + 1) / 2
            let short = String(characters[..<front]) + "…" + String(characters[(characters.count - (kept - front))...])
            if width(short, size: size) <= limit { return short }
            kept -= 1
        }
        return characters.first.map { String($0) + "…" } ?? ""
    }

    private static func width(of scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "\u{A0}": 0.31
        case "f", "t", "r", "(", ")", "[", "]", "-", "/", "\"": 0.41
        case "m", "w", "M", "W", "%", "@", "—", "…": 0.94
        case "A"..."Z", "+", "−", "=", "<", ">", "&", "#": 0.72
        case "0"..."9": 0.64
        case "\u{300}"..."\u{36F}", "\u{200B}"..."\u{200F}", "\u{FE00}"..."\u{FE0F}": 0
        case "\u{1100}"..."\u{11FF}", "\u{2E80}"..."\u{D7FF}", "\u{F900}"..."\u{FAFF}", "\u{FF00}"..."\u{FF60}",
            "\u{1F000}"..."\u{3FFFF}":
            1.05
        default: 0.63
        }
    }
}
