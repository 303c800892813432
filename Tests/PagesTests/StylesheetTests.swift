import Testing

@testable import Pages

@Suite struct StylesheetTests {
    /// Names of the custom properties that a rule sets, in order.
    private static func names(_ rule: Substring) -> [String] {
        rule.split(separator: ";").compactMap { $0.split(separator: ":").first.map(String.init) }
    }

    @Test func remarksAndIndentsAreGoneAndRulesAreNot() {
        let text = Stylesheet.text("/* one */\na,\nb {\n    color: red;\n}\n/* two\n lines */\n.c\n.d { margin: 0 }\n")
        #expect(text.contains("\na,b {color: red;}.c\n.d { margin: 0 }\n"))
        #expect(!text.contains("/*"))
        #expect(!text.contains("*/"))
    }

    @Test func theScriptKeepsItsLinesAndLosesItsRemarks() {
        let text = Stylesheet.script(
            "// one\n(function () {\n  var a = \"// no remark\"; // two\n\n  // three\n  a += 1;\n})();\n")
        #expect(text == "(function () {\nvar a = \"// no remark\"; // two\na += 1;\n})();\n")
    }

    @Test func lightAndDarkSetTheSameColours() throws {
        let rules = Stylesheet.text("").components(separatedBy: ":root{").dropFirst().map { $0.prefix { $0 != "}" } }
        #expect(rules.count == 2)
        let light = Self.names(try #require(rules.first))
        #expect(light == Self.names(try #require(rules.last)))
        #expect(light.allSatisfy { $0.hasPrefix("--") })
        #expect(Set(light).count == light.count, "a colour is set once")
        #expect(light.contains("--bad-bg"))
        #expect(rules.first != rules.last)
    }
}
