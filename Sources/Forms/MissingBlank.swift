/// A key with its value right behind the colon: `title:Cats` is one word to YAML, and no key with a value.
enum MissingBlank {
    /// The key and the value that a word stands for; `nil` for a word that is no such slip: a time, a URL, a drive.
    static func parts(of word: some StringProtocol) -> (key: String, value: String)? {
        guard let colon = word.firstIndex(of: ":"), colon != word.startIndex else { return nil }
        let key = word[..<colon]
        let value = word[word.index(after: colon)...]
        guard let first = value.first, first != " ", first != "/", first != "\\",
            key.first?.isLetter == true, key.count > 1,
            key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { return nil }
        return (String(key), String(value))
    }

    /// The line that begins with such a word: the last one at or before `row`, or the first of all where there is none; rows
    /// count from 1.
    static func line(in text: String, before row: Int? = nil) -> (row: Int, key: String, value: String)? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let order = row.map { Array(lines.indices.prefix($0).reversed()) } ?? Array(lines.indices)
        for index in order {
            let line = lines[index].drop { $0 == " " || $0 == "-" || $0 == "{" }
            guard !line.hasPrefix("#"), let found = parts(of: line.filter { $0 != "\r" }) else { continue }
            return (index + 1, found.key, found.value)
        }
        return nil
    }
}
