import Foundation

/// The class names of YOLO's `data.yaml`: `names` as a list in brackets, `number: name` in braces, a list of lines or lines of
/// `number: name`. The file has many other keys, of which none matters here.
enum YOLODataNames {
    /// The names in the order of their numbers; empty when there is no `names`.
    static func names(in text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("names:") }) else { return [] }
        let rest = lines[start].dropFirst("names:".count).trimmingCharacters(in: .whitespaces)
        if let first = rest.first, first == "[" || first == "{" {
            let entries = entries(([Substring(rest)] + lines[(start + 1)...]).joined(separator: "\n"))
            return first == "[" ? entries.map { plain($0) } : inOrder(entries.compactMap { numbered($0) })
        }
        var listed: [String] = []
        var numbers: [(Int, String)] = []
        for line in lines[(start + 1)...] {
            let entry = line.trimmingCharacters(in: .whitespaces)
            if entry.isEmpty || entry.hasPrefix("#") { continue }
            if entry.hasPrefix("- ") {
                listed.append(plain(entry.dropFirst(2)))
            } else if line.first?.isWhitespace == true, let pair = numbered(entry) {
                numbers.append(pair)
            } else {
                break
            }
        }
        return numbers.isEmpty ? listed : inOrder(numbers)
    }

    /// What stands between the commas of a list in brackets or braces. A comma or bracket in quotes is one of a name.
    private static func entries(_ text: String) -> [String] {
        let end: Character = text.first == "{" ? "}" : "]"
        var (entries, entry, quote) = ([String](), "", Character?.none)
        for character in text.dropFirst() {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == end {
                break
            } else if character == "," {
                entries.append(entry)
                entry = ""
                continue
            } else if character == "'" || character == "\"",
                entry.allSatisfy(\.isWhitespace) || entry.last(where: { !$0.isWhitespace }) == ":"
            {
                // An apostrophe inside a word opens nothing.
                quote = character
            }
            entry.append(character.isNewline ? " " : character)
        }
        // A comma may stand behind the last one.
        return entry.allSatisfy(\.isWhitespace) ? entries : entries + [entry]
    }

    /// `number: name`.
    private static func numbered(_ entry: String) -> (Int, String)? {
        guard let colon = entry.firstIndex(of: ":") else { return nil }
        let key = entry[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'"))
        return Int(key).map { ($0, plain(entry[entry.index(after: colon)...])) }
    }

    /// The names by their numbers. Numbers without a name in between keep their place.
    private static func inOrder(_ numbered: [(Int, String)]) -> [String] {
        let names = Dictionary(numbered, uniquingKeysWith: { $1 })
        guard let last = names.keys.max(), (0..<100_000).contains(last) else { return [] }
        return (0...last).map { names[$0] ?? String($0) }
    }

    /// A name without its quotes, or without the remark after it.
    private static func plain(_ text: some StringProtocol) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        for quote in ["'", "\""] where trimmed.hasPrefix(quote) {
            return String(trimmed.dropFirst().prefix { String($0) != quote })
        }
        guard let remark = trimmed.range(of: " #") else { return trimmed }
        return trimmed[..<remark.lowerBound].trimmingCharacters(in: .whitespaces)
    }
}
