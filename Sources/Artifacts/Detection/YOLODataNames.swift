import Foundation

/// The class names of YOLO's `data.yaml`: `names` as a list in brackets, a list of lines or lines of `number: name`. The
/// file has many other keys, of which none matters here.
enum YOLODataNames {
    /// The names in the order of their numbers; empty when there is no `names`.
    static func names(in text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("names:") }) else { return [] }
        let rest = lines[start].dropFirst("names:".count).trimmingCharacters(in: .whitespaces)
        if rest.hasPrefix("[") {
            let joined = ([Substring(rest)] + lines[(start + 1)...]).joined(separator: " ")
            return joined.dropFirst().prefix { $0 != "]" }.split(separator: ",").map { plain($0) }
        }
        var listed: [String] = []
        var numbered: [Int: String] = [:]
        for line in lines[(start + 1)...] {
            let entry = line.trimmingCharacters(in: .whitespaces)
            if entry.isEmpty || entry.hasPrefix("#") { continue }
            if entry.hasPrefix("- ") {
                listed.append(plain(entry.dropFirst(2)))
            } else if line.first?.isWhitespace == true, let colon = entry.firstIndex(of: ":"),
                let number = Int(entry[..<colon].trimmingCharacters(in: .whitespaces))
            {
                numbered[number] = plain(entry[entry.index(after: colon)...])
            } else {
                break
            }
        }
        // Numbers without a name in between keep their place.
        guard let last = numbered.keys.max(), (0..<100_000).contains(last) else { return listed }
        return (0...last).map { numbered[$0] ?? String($0) }
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
