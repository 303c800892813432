// What is said of files quotes what stands in them: ids of no image, names of columns and of files that nothing reads. Nobody has
// looked at those for personal data, as ids, classes and attributes are looked at, and an archive keeps what is said and a site
// shows it. So it passes here on its way into an audit; whoever runs the program sees it whole on the terminal.

import Columns

/// Texts as they are published: without what looks like personal data in them.
package struct PublishedText: Sendable {
    /// What stands in the place of what looks like personal data.
    static let withheld = "(withheld)"
    /// Names that are published anyway, which a version's `1.2.3.4` may be.
    private let known: Set<Name>
    private let isWhole: Bool

    /// What is published under `settings`, the `names` and the attributes that it lists whatever they look like.
    package init(_ settings: WorkspaceSettings, besides names: [String]) {
        known = Set((names + (settings.publish ?? [])).map { Name($0) })
        isWhole = settings.publishesNames
    }

    /// A text with each word, or the fewest words side by side, that look like personal data withheld.
    package func words(of text: String) -> String {
        guard !isWhole else { return text }
        // What is quoted may be as long as a file: the terminal does not show the whole of it either.
        guard text.utf8.count <= Self.mostTextBytes else {
            return words(of: String(decoding: text.utf8.prefix(Self.mostTextBytes - 3), as: UTF8.self)) + "..."
        }
        let bytes = Array(text.utf8)
        let words = Self.words(bytes)
        /// Words that no other may be taken together with.
        var isTaken = words.map { known.contains(Name(String(decoding: bytes[$0], as: UTF8.self))) }
        let isTelling = words.map { Self.isTelling(bytes[$0]) }
        var found: [Range<Int>] = []
        for count in 1...Self.mostWords where count <= words.count {
            for first in 0...(words.count - count) where !isTaken[first..<(first + count)].contains(true) {
                let range = words[first].lowerBound..<words[first + count - 1].upperBound
                guard count == 1 || range.count <= Self.mostBytes,
                    isTelling[first..<(first + count)].contains(true),
                    PersonalValue.find(inText: String(decoding: bytes[range], as: UTF8.self)) != nil
                else { continue }
                for word in first..<(first + count) { isTaken[word] = true }
                found.append(range)
            }
        }
        guard !found.isEmpty else { return text }
        var out = ""
        var end = 0
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            out += String(decoding: bytes[end..<range.lowerBound], as: UTF8.self) + Self.withheld
            end = range.upperBound
        }
        return out + String(decoding: bytes[end...], as: UTF8.self)
    }

    /// A path with each name on it that looks like personal data withheld. It is looked at as ids are, and names of runs under a
    /// change: what is no reason to refuse a run must not hide which one it is.
    package func path(_ path: String) -> String {
        guard !isWhole else { return path }
        return path.split(separator: "/", omittingEmptySubsequences: false).map { part -> Substring in
            let name = String(part)
            return known.contains(Name(name)) || PersonalValue.find(inID: name) == nil ? part : Self.withheld[...]
        }.joined(separator: "/")
    }

    /// Whether a word may be part of personal data: it has a digit, an at sign, be it spelled out, or other than ASCII letters.
    private static func isTelling(_ word: ArraySlice<UInt8>) -> Bool {
        word.contains { $0 >= 0x80 || $0 == UInt8(ascii: "@") || PersonalValue.isDigit($0) }
            || (word.count == 2 && word.map { $0 | 0x20 }.elementsEqual("at".utf8))
    }

    /// An account or a place has no more words and bytes.
    private static let mostWords = 10
    private static let mostBytes = 80
    /// Of a longer text the beginning is kept.
    private static let mostTextBytes = 16_384

    /// Where words stand, without the points and colons that end them.
    private static func words(_ bytes: [UInt8]) -> [Range<Int>] {
        let pieces = bytes.split { " \t\r\n,;()<>[]{}\"'`|/=#".utf8.contains($0) }
        return pieces.compactMap { piece in
            var piece = piece
            while let last = piece.last, ".:!?".utf8.contains(last) { piece.removeLast() }
            return piece.isEmpty ? nil : piece.startIndex..<piece.endIndex
        }
    }
}
