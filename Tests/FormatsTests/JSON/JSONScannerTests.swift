import Diagnostics
import Testing

@testable import Formats

@Suite struct JSONScannerTests {
    private func skip(_ text: String) throws {
        try skip(Array(text.utf8))
    }

    private func skip(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            var scanner = try JSONScanner(bytes)
            try scanner.skipValue()
            try scanner.finish()
        }
    }

    @Test(arguments: [
        "{}", "[]", " [1, 2.5, -3e2] ", #"{"a": {"b": [null, true, false, "\"x\\"]}, "c": []}"#, "[[[]],{}]", "\"\"",
    ])
    func jsonIsPassedOver(_ text: String) throws { try skip(text) }

    @Test(arguments: [
        "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "[}", "nul", "\"\\", "\"a", "{}{}", "[1]]",
        "\"\u{1}\"", "tru", "{\"a\":1,}",
    ])
    func whatIsNotJSONIsRefused(_ text: String) {
        #expect(throws: JSONFault.self) { try skip(text) }
    }

    @Test func nestingHasALimitAndNeedsNoStack() throws {
        try skip(String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
        #expect(throws: JSONFault.tooDeep(at: 64)) { try skip(String(repeating: "[", count: 1_000_000)) }
    }

    @Test func everyPrefixOfATextIsRefusedWithoutATrap() throws {
        let text = Array(#"{"images":[{"id":1,"file_name":"aé😀\n"}],"x":[-1.5e-3,true,null]}"#.utf8)
        for end in 0..<text.count {
            #expect(throws: JSONFault.self) { try skip(Array(text[..<end])) }
        }
        try skip(text)
    }

    @Test func everyByteTurnedIsReadOrRefusedWithoutATrap() {
        let text = Array(#"{"images":[{"id":1,"file_name":"a\u00e9"}],"x":[-1.5e-3,true,null]}"#.utf8)
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[index] = byte
                try? skip(changed)
            }
        }
    }

    @Test func escapesStandForTheirCharacters() throws {
        try Array(#""a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#.utf8).withUnsafeBufferPointer { bytes in
            var scanner = try JSONScanner(bytes)
            let raw = try scanner.string()
            #expect(try scanner.text(raw) == "a\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}")
        }
    }

    @Test func otherEncodingsAreNamed() {
        #expect(throws: JSONFault.otherEncoding("UTF-16LE")) { try skip([0xFF, 0xFE, 0x7B, 0]) }
        #expect(throws: JSONFault.empty) { try skip([]) }
        #expect(throws: JSONFault.empty) { try skip("  \n") }
    }

    @Test(arguments: [
        ("[01]", "a malformed number"), ("[-]", "a malformed number"), ("[1.]", "a malformed number"),
        ("[1e]", "a malformed number"), ("[+1]", "found \"+\" where a number was expected"),
        ("[x]", "found \"x\" where a number was expected"), ("[nul]", "found \"n\" where a value was expected"),
        ("{1:2}", "found \"1\" where a string was expected"), ("{\"a\" 1}", "found \"1\" where \":\" was expected"),
        ("[1 2]", "found \"2\" where \",\" or \"]\" was expected"),
        ("{\"a\":1 2}", "found \"2\" where \",\" or \"}\" was expected"),
    ])
    func aFaultIsSaidWithWhatWasExpected(_ pair: (text: String, words: String)) throws {
        do {
            try skip(pair.text)
            Issue.record("\(pair.text) was read")
        } catch let fault as JSONFault {
            let told = Located(file: "a.json", fault: fault).problem.description
            #expect(told.hasPrefix("a.json: error: not JSON at byte ") && told.hasSuffix(": " + pair.words), "\(told)")
        }
    }

    @Test func anEscapeInAPartThatIsNotUsedIsPassedOver() throws {
        try skip(#"["\q", "\ud800"]"#)
        try Array(#""\q""#.utf8).withUnsafeBufferPointer { bytes in
            var scanner = try JSONScanner(bytes)
            let raw = try scanner.string()
            #expect(throws: JSONFault.badString(.escape, at: 1)) { try scanner.text(raw) }
        }
    }
}
