import Diagnostics

/// Finds the Mustache tags of a template with their lines, refuses what the language leaves out and checks that
/// sections pair up. The Mustache library reports no names, so this is what makes checking possible.
enum TagScanner {
    /// Most bytes of a template.
    static let mostBytes = 1 << 20
    /// Most sections inside one another: the library goes down one level of the stack for each.
    static let mostNested = 32

    /// The tags of `text`, whose first line is line `firstLine` of its file, in order and without remarks.
    static func tags(
        in text: String, file: String, firstLine: Int = 1, problems: inout ProblemList
    ) -> [Template.Tag] {
        let bytes = Array(text.utf8)
        guard bytes.count <= mostBytes else {
            problems.add(MarkupError.templateTooLarge(bytes: bytes.count, limit: mostBytes, Place(file: file)))
            return []
        }
        var tags: [Template.Tag] = []
        var open: [Template.Tag] = []
        var line = firstLine
        var at = 0
        while at < bytes.count {
            if bytes[at] == newline { line += 1 }
            guard bytes[at] == brace, at + 1 < bytes.count, bytes[at + 1] == brace else {
                at += 1
                continue
            }
            let place = Place(file: file, row: line)
            guard let end = closing(in: bytes, from: at + 2) else {
                problems.add(MarkupError.openTag(place))
                return tags
            }
            let inner = String(decoding: bytes[(at + 2)..<end], as: UTF8.self)
            line += bytes[at..<end].count { $0 == newline }
            at = end + 2
            switch inner.unicodeScalars.first {
            case "{", "&": problems.add(MarkupError.unescapedTag("{{\(inner)}}", place))
            case "!": continue
            case "#", "^", "/":
                let name = trimmed(inner.unicodeScalars.dropFirst())
                guard isName(name) else {
                    problems.add(MarkupError.unsupportedTag(inner, place))
                    continue
                }
                let kind: Template.Tag.Kind =
                    inner.hasPrefix("#") ? .open : inner.hasPrefix("^") ? .inverted : .close
                let tag = Template.Tag(kind: kind, name: name, line: place.row ?? 1)
                if kind == .close {
                    if open.last?.name == name {
                        open.removeLast()
                    } else {
                        problems.add(MarkupError.unbalancedSection("/\(name)", place))
                        continue
                    }
                } else {
                    open.append(tag)
                    guard open.count <= mostNested else {
                        problems.add(MarkupError.sectionsTooDeep(limit: mostNested, place))
                        return tags
                    }
                }
                tags.append(tag)
            default:
                let name = trimmed(inner.unicodeScalars[...])
                guard isName(name) else {
                    problems.add(MarkupError.unsupportedTag(inner, place))
                    continue
                }
                tags.append(Template.Tag(kind: .value, name: name, line: place.row ?? 1))
            }
        }
        for tag in open {
            problems.add(MarkupError.unbalancedSection("#\(tag.name)", Place(file: file, row: tag.line)))
        }
        return tags
    }

    private static let newline = UInt8(ascii: "\n")
    private static let brace = UInt8(ascii: "{")

    private static func closing(in bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + 1 < bytes.count {
            if bytes[at] == UInt8(ascii: "}"), bytes[at + 1] == UInt8(ascii: "}") { return at }
            at += 1
        }
        return nil
    }

    private static func trimmed(_ scalars: Substring.UnicodeScalarView) -> String {
        var scalars = scalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    /// Dotted parts of letters, digits, `_` and `-`.
    private static func isName(_ name: String) -> Bool {
        // Between the parts, and at both ends, no part may be empty.
        var isAfterDot = true
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                isAfterDot = false
            case UInt8(ascii: "."):
                guard !isAfterDot else { return false }
                isAfterDot = true
            default: return false
            }
        }
        return !isAfterDot
    }
}
