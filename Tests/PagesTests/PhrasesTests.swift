import Columns
import Diagnostics
import Drawing
import Findings
import Foundation
import Markup
import Record
import Testing

@testable import Pages

@Suite struct PhrasesTests {
    private static let phrases = Fixture.phrases

    @Test(arguments: [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
    func aListIsJoinedOnce(_ given: (parts: [String], words: String)) {
        #expect(Self.phrases.list(given.parts) == given.words)
    }

    @Test func clausesAreCutWithHowManyMoreThereAre() {
        let words = { (parts: [String]) in Self.phrases.clauses(parts, most: 2, more: .verdictMoreGates) }
        #expect(words(["a is b"]) == "a is b")
        #expect(words(["a is b", "c is d"]) == "a is b, and c is d")
        #expect(words(["a", "b", "c"]) == "a, b, and 1 more gate")
        #expect(words(["a", "b", "c", "d"]) == "a, b, and 2 more gates")
    }

    @Test func aSliceHasOneName() {
        let slice = FailureMode.slice([Predicate("label", "8"), Predicate("sharpness", "lowest")])
        #expect(Self.phrases.title(slice) == "class 8, sharpness lowest")
        #expect(Self.phrases.titleHTML(slice).text == "class <b>8</b>, sharpness <b>lowest</b>")
        #expect(Self.phrases.title(.confusion(truth: "8", predicted: "1")) == "Class 8 predicted as 1")
        #expect(Self.phrases.title(.other(kind: "missed", [Predicate("label", "8")])) == "Missed: class 8")
        #expect(Self.phrases.title(.other(kind: "maps point at the edge", [])) == "Maps point at the edge")
        #expect(Self.phrases.of(.classRegression("8"), n: 1_234, "images") == "of 1,234 images of class 8")
    }

    /// What is wrong with the templates when a workspace replaces a file of phrases by `text`.
    private static func problems(_ text: String, in file: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "phrases-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let phrases = folder.appending(path: "templates/phrases")
        try FileManager.default.createDirectory(at: phrases, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: phrases.appending(path: file))
        do throws(ProblemList) {
            try TemplateSet.load(overrides: folder.appending(path: "templates")).check(cards: Catalog.cards)
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    private static let lists = """
        ## and
        {{start}} und {{last}}

        ## clauses
        {{start}}, {{last}}

        ## comma
        {{start}}, {{next}}

        ## semicolon
        {{start}}; {{next}}

        ## more
        {{count}} weitere

        """

    @Test func aWorkspaceMayReplaceAFileOfPhrases() throws {
        #expect(try Self.problems(Self.lists, in: "lists.md").isEmpty)
    }

    @Test func whatIsMissingUnknownOrMisspeltIsNamed() throws {
        #expect(
            try Self.problems(Self.lists.replacing("## more", with: "## mroe"), in: "lists.md") == [
                "templates/phrases/lists.md: error: the phrase `more` is missing; write `## more` and its text",
                "templates/phrases/lists.md: error: there is no phrase `mroe`; did you mean `more`?",
            ])
        #expect(
            try Self.problems(
                Self.lists.replacing("{{last}}\n\n## comma", with: "{{lats}}\n\n## comma"), in: "lists.md")
                == [
                    "templates/phrases/lists.md:5: error: `{{lats}}` names nothing on this page; did you mean `{{last}}`?"
                ])
    }

    /// What is declared is used, so that the list of names is not longer than what a replacement may hope for.
    @Test(arguments: Phrase.allCases)
    func aPhraseUsesWhatItDeclares(_ phrase: Phrase) throws {
        let template = try #require(Fixture.templates.phrases[phrase.rawValue])
        let used = Set(template.names.map { String($0.name.replacing(#/^one\./#, with: "")) })
        let declared = Set(phrase.names.map { $0.trimmingCharacters(in: ["?", "#"]) })
        #expect(used == declared)
    }
}
