import Chronicle
import Testing

/// A writeup is YAML between two lines of `---`, then Markdown.
@Suite struct FrontMatterTests {
    @Test func aWriteupIsSplitAtItsFirstTwoLines() {
        let parts = FrontMatter.split("---\nid: a\ntitle: b\n---\n\nText\n---\nmore\n")
        #expect(parts?.yaml == "id: a\ntitle: b\n")
        #expect(parts?.body == "\nText\n---\nmore\n", "a line of a body is no end")
        #expect(parts?.bodyRow == 5)
    }

    @Test func linesThatEndAsOnWindowsReadAlike() {
        let text = "---\nid: a\n---\nText\n"
        #expect(FrontMatter.split(text.replacing("\n", with: "\r\n")) == FrontMatter.split(text))
        #expect(FrontMatter.split(text) != nil)
    }

    @Test(arguments: [
        "", "---", "---\nid: a\n", "id: a\n---\nText\n", "\n---\nid: a\n---\n", "--- \nid: a\n---\n",
        "---\nid: a\n----\n",
    ])
    func withoutBothLinesItIsNone(_ text: String) {
        #expect(FrontMatter.split(text) == nil)
    }

    @Test(arguments: 0..<4) func theRowIsThatOfTheBodyInTheFile(_ keys: Int) throws {
        let lines = ["---"] + (0..<keys).map { "key\($0): 1" } + ["---", "Body", ""]
        let parts = try #require(FrontMatter.split(lines.joined(separator: "\n")))
        #expect(lines[parts.bodyRow - 1] == "Body")
    }
}
