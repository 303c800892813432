import Testing

@testable import misread

/// What is no text names no file.
@Suite struct RawArgumentsTests {
    @Test func textPasses() {
        #expect(RawArguments.fault(in: []) == nil)
        #expect(RawArguments.fault(in: [Array("build".utf8), Array("\u{E4}\u{1F600}\n".utf8), []]) == nil)
    }

    @Test func whatIsNoUTF8IsNamedByItsBytes() {
        #expect(
            RawArguments.fault(in: [Array("--output".utf8), Array("bad".utf8) + [0xFF, 0x0A]])
                == "argument 2, \"bad\\xFF\\x0A\", is not UTF-8: give the file or folder a name that is")
    }
}
