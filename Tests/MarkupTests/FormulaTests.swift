import Diagnostics
import Testing

@testable import Markup

@Suite struct FormulaTests {
    private static func mathML(_ text: String) throws -> String {
        let line = try FormulaReader.formula(Substring(text)).line
        return String(line.dropFirst("<p><math displaystyle=\"true\">".count).dropLast("</math></p>\n".count))
    }

    @Test(arguments: [
        ("n - 1", "<mi>n</mi><mo>−</mo><mn>1</mn>"),
        ("0.05", "<mn>0.05</mn>"),
        ("\\mathrm{ECE}", "<mi>ECE</mi>"),
        ("\\mathrm{e}", "<mi mathvariant=\"normal\">e</mi>"),
        ("\\frac{k}{n}", "<mfrac><mi>k</mi><mi>n</mi></mfrac>"),
        ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("\\frac{a + b}{2}", "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>"),
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        ("x'", "<msup><mi>x</mi><mo>′</mo></msup>"),
        (
            "\\sum_{i=1}^{n} x",
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>x</mi>"
        ),
        ("\\max_k p_k", "<munder><mi>max</mi><mi>k</mi></munder><msub><mi>p</mi><mi>k</mi></msub>"),
        ("\\log_2 x", "<msub><mi>log</mi><mn>2</mn></msub><mi>x</mi>"),
        ("\\hat{p}", "<mover accent=\"true\"><mi>p</mi><mo stretchy=\"false\">^</mo></mover>"),
        ("\\sqrt{2 / \\pi}", "<msqrt><mn>2</mn><mo>/</mo><mi>π</mi></msqrt>"),
        ("f(x)", "<mi>f</mi><mo stretchy=\"false\">(</mo><mi>x</mi><mo stretchy=\"false\">)</mo>"),
        (
            "\\left| a \\right|",
            "<mrow><mo stretchy=\"true\">|</mo><mi>a</mi><mo stretchy=\"true\">|</mo></mrow>"
        ),
        (
            "\\binom{n}{k}",
            "<mrow><mo stretchy=\"true\">(</mo><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac><mo stretchy=\"true\">)</mo></mrow>"
        ),
        ("\\text{if } x < 1", "<mtext>if\u{A0}</mtext><mi>x</mi><mo>&lt;</mo><mn>1</mn>"),
    ])
    func partsBecomeTheirElements(_ text: String, _ expected: String) throws {
        #expect(try Self.mathML(text) == expected)
    }

    @Test func casesStandBehindOneBrace() throws {
        let text = try Self.mathML("\\begin{cases} 1 & \\text{if } a \\\\ 0 & \\text{otherwise} \\end{cases}")
        #expect(text.hasPrefix("<mrow><mo stretchy=\"true\">{</mo><mtable"))
        #expect(text.components(separatedBy: "<mtr>").count == 3)
        #expect(text.components(separatedBy: "<mtd").count == 5)
    }

    @Test func everyWordIsTold() throws {
        let words = FormulaNames.all.filter { !FormulaNames.forms.contains($0) && FormulaNames.accents[$0] == nil }
        for word in words { _ = try FormulaReader.formula(Substring("\\" + word)) }
        for word in FormulaNames.accents.keys { _ = try FormulaReader.formula(Substring("\\\(word){x}")) }
        #expect(words.count > 90)
    }

    @Test func aBlockOfTextBecomesFormulasLineByLine() throws {
        let page = try MarkdownTextTests.page("# T\n\n```math\nx = 1\n\ny = \\frac{1}{2}\n```\n\n```\nx = 1\n```\n")
        #expect(page.body.components(separatedBy: "<math displaystyle=\"true\">").count == 3)
        #expect(page.body.contains("<pre><code>x = 1\n</code></pre>"))
    }

    @Test func nothingOfAFormulaIsMarkup() throws {
        let page = try MarkdownTextTests.page("# T\n\n```math\n\\text{<script>} < \\mathrm{<b>}\n```\n")
        #expect(page.body.contains("<mtext>&lt;script&gt;</mtext><mo>&lt;</mo><mi>&lt;b&gt;</mi>"))
    }

    @Test(arguments: [
        ("\\farc{a}{b}", "a formula knows no `\\farc`; did you mean `\\frac`?"),
        ("\\begin{matrix}", "a formula knows no `\\matrix`; did you mean `\\cases`?"),
        ("a & b", "a formula cannot hold `&` here; Templates/README.md lists what it can"),
        ("a } b", "a formula cannot hold `}` here; Templates/README.md lists what it can"),
        ("x_", "what has to follow `_` is missing in a formula"),
        ("\\frac{a}", "what has to follow `frac` is missing in a formula"),
        ("\\left( a", "what has to follow `left` is missing in a formula"),
        ("{ a", "what has to follow `{` is missing in a formula"),
        (String(repeating: "{", count: 30), "a formula is longer than 2000 signs or nested more than 20 deep"),
        (String(repeating: "\\hat", count: 30), "a formula is longer than 2000 signs or nested more than 20 deep"),
    ])
    func whatCannotBeReadIsSaidWithItsLine(_ text: String, _ expected: String) {
        let errors = MarkdownTextTests.errors("# T\n\n```math\nx = 1\n\(text)\n```\n")
        #expect(errors == ["incidents/a.md:9: error: \(expected)"])
    }
}
