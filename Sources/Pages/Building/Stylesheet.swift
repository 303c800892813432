import Drawing

/// The one style sheet: colours and chart rules from Drawing, the page's own from `Templates/site.css`.
enum Stylesheet {
    /// Grounds for states, light and dark: only pages need them.
    private static let grounds: [(name: String, light: String, dark: String)] = [
        ("bad-bg", "#fbecea", "#3a1f1d"), ("warn-bg", "#fbf2dd", "#352a15"), ("good-bg", "#e7f3ec", "#183126"),
        ("none-bg", "#efeeeb", "#282b30"),
    ]

    /// The file's text. Light or dark as the reader's system asks; paper is always light.
    static func text(_ page: String) -> String {
        let light = declarations(dark: false)
        let dark = declarations(dark: true)
        return """
            :root{\(light)}
            @media screen and (prefers-color-scheme:dark){:root{\(dark)}}
            \(compact(page))
            \(compact(ChartStyle.css))
            """
    }

    /// Without remarks and the line ends that only people need.
    private static func compact(_ css: String) -> String {
        var text = css
        while let start = text.firstRange(of: "/*"), let end = text[start.upperBound...].firstRange(of: "*/") {
            text.removeSubrange(start.lowerBound..<end.upperBound)
        }
        var out = ""
        for line in text.split(separator: "\n") {
            // A line that ends a rule, a declaration or a selector runs into the next one without a gap.
            if let last = out.last, !"{};,".contains(last) { out += "\n" }
            out += line.drop { $0 == " " }
        }
        return out
    }

    /// The script without remarks and indents, which only people need. None of its texts spans lines.
    static func script(_ source: String) -> String {
        source.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
            .map { String($0) + "\n" }.joined()
    }

    private static func declarations(dark: Bool) -> String {
        Palette.declarations(dark: dark) + ";"
            + grounds.map { "--\($0.name):\(dark ? $0.dark : $0.light)" }.joined(separator: ";")
    }
}
