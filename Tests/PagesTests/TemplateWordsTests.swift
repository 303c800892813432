import Foundation
import Markup
import Testing

@testable import Pages

/// No template uses words that `Tests/Golden/words.txt` replaces by the field's; `words.py` beside it holds the same of the
/// pages of the examples, in `make golden`.
@Suite struct TemplateWordsTests {
    /// Where a word stands in another sense.
    private static let exempt: [(path: String, word: String)] = [
        // The one thing that a candidate is.
        ("glossary.md", "candidate")
    ]

    private static let words: [(word: String, better: String)] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/words.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            let parts = $0.split(separator: "\t").map(String.init)
            return (parts[0], parts.last ?? "")
        }
    }()

    /// The text of a template without its tags, targets and code.
    private static func prose(_ text: String) -> String {
        text.replacing(#/\{\{[^}]*\}\}/#, with: "").replacing(#/\]\([a-z-]+:[^)]*\)/#, with: "]")
            .replacing(#/\{#[^}]*\}/#, with: "").replacing(#/`[^`]*`/#, with: "").replacing(
                #/(?m)^## [a-z-]+$/#, with: "")
    }

    @Test func theListIsThere() { #expect(Self.words.count > 20) }

    @Test(arguments: DefaultTemplates.files.map(\.path).filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") })
    func aTemplateUsesTheWordsOfTheField(_ path: String) throws {
        let text = Self.prose(DefaultTemplates.files.first { $0.path == path }?.text ?? "")
        for (word, better) in Self.words {
            let pattern = try Regex(word).ignoresCase()
            for match in text.matches(of: pattern) {
                let found = String(text[match.range])
                if Self.exempt.contains(where: { $0.path == path && found.lowercased().hasPrefix($0.word) }) {
                    continue
                }
                Issue.record("\(path): \"\(found)\"; write \(better)")
            }
        }
    }
}
