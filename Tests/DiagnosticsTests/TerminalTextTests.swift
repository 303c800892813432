import Testing

@testable import Diagnostics

/// What others named is shown and does nothing.
@Suite struct TerminalTextTests {
    @Test func controlCharactersAreShownAndLinesStay() {
        #expect(TerminalText.visible("a\u{1B}[31m\n\tb\u{202E}") == "a\\u{1B}[31m\n\tb\\u{202E}")
        #expect(TerminalText.visible(TerminalText.visible("\u{7}")) == "\\u{7}")
    }

    @Test func onALineThereIsOneLine() {
        #expect(TerminalText.line("a\nb\r\nc\u{2028}\u{1B}") == "a\\u{A}b\\u{D}\\u{A}c\\u{2028}\\u{1B}")
        #expect(TerminalText.line("\u{E4} b\t\u{1F600}") == "\u{E4} b\t\u{1F600}")
    }

    /// The name of a file is no message.
    @Test func aMessageIsOneLine() {
        let file = "incidents/zz\nincidents: error: forged\n.md"
        let problem = Problem(at: Place(file: file, field: "a\nb"), "\"x\ny\" is odd", suggestion: "call it\nz")
        #expect(
            problem.description
                == "incidents/zz\\u{A}incidents: error: forged\\u{A}.md: error: a\\u{A}b: \"x\\u{A}y\" is odd; call it\\u{A}z"
        )
    }
}
