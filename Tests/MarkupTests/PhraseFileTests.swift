import Diagnostics
import Testing

@testable import Markup

@Suite struct PhraseFileTests {
    private static let text = """
        # Words

        Before the first phrase there is only an explanation: {{nothing}} here is read.

        ## found
        {{n}} {{#one.n}}image{{/one.n}}{{^one.n}}images{{/one.n}}

        ## long
        a
          b {{name}}

        ## empty
        """

    @Test func aPhraseIsTheTextUnderItsHeading() throws {
        let phrases = try PhraseFile.phrases(in: Self.text, file: "p.md")
        #expect(phrases.map(\.name) == ["found", "long", "empty"])
        let found = phrases[0].template
        #expect(found.line(Scope(values: ["n": "1"], flags: ["one.n": true])) == "1 image")
        #expect(found.line(Scope(values: ["n": "2"], flags: ["one.n": false])) == "2 images")
    }

    @Test func aPhraseIsOneLineOfPlainText() throws {
        let phrases = try PhraseFile.phrases(in: Self.text, file: "p.md")
        #expect(phrases[1].template.line(Scope(values: ["name": "*_c_* <d>"])) == "a b *_c_* <d>")
        #expect(phrases[1].template.line(Scope()) == "a b not stated")
        #expect(phrases[2].template.line(Scope()).isEmpty)
    }

    @Test func aFaultIsNamedByItsLineInTheFile() {
        #expect {
            try PhraseFile.phrases(in: "## a\nfine\n\n## b\nnot {{fine", file: "p.md")
        } throws: { error in
            (error as? ProblemList)?.errors.map(\.description) == ["p.md:5: error: `{{` is not closed by `}}`"]
        }
        let unknown = try? PhraseFile.phrases(in: "## a\n\n{{nam}}", file: "p.md").first?.template
        #expect(
            unknown?.problems(against: Vocabulary(values: ["name"])).errors.map(\.description)
                == ["p.md:3: error: `{{nam}}` names nothing on this page; did you mean `{{name}}`?"])
    }
}
