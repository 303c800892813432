import Diagnostics
import Testing

@testable import Markup

@Suite struct TemplateTests {
    static let vocabulary = Vocabulary(
        values: ["fact.accuracy", "fact.accuracy.interval", "term.worst_class"], flags: ["flag.worse"],
        lists: ["gates": Vocabulary(values: ["name"])], exhibits: ["reliability"])

    static func messages(_ text: String) -> [String] {
        do {
            return try Template(text: text, file: "t.md").problems(against: vocabulary).errors.map(\.description)
        } catch {
            return error.errors.map(\.description)
        }
    }

    @Test func `a template of known names is accepted`() {
        let text = """
            # {{fact.accuracy}} {{fact.accuracy.interval}}
            {{#flag.worse}}{{term.worst_class}}{{/flag.worse}}{{^flag.worse}}fine{{/flag.worse}}
            {{#gates}}- {{name}} {{fact.accuracy}}
            {{/gates}}{{! a remark }}
            ![caption](exhibit:reliability)
            """
        #expect(Self.messages(text) == [])
    }

    @Test(arguments: [
        (
            "a\n{{fact.acuracy}}",
            "t.md:2: error: `{{fact.acuracy}}` names nothing on this page; did you mean `{{fact.accuracy}}`?"
        ),
        (
            "{{{fact.accuracy}}}",
            "t.md:1: error: `{{{fact.accuracy}}` would put text on the page unescaped; write it with two braces"
        ),
        (
            "{{& fact.accuracy}}",
            "t.md:1: error: `{{& fact.accuracy}}` would put text on the page unescaped; write it with two braces"
        ),
        (
            "\n\n{{> header}}",
            "t.md:3: error: `{{> header}}` is not part of the template language; Templates/README.md lists what is"
        ),
        (
            "{{=<% %>=}}",
            "t.md:1: error: `{{=<% %>=}}` is not part of the template language; Templates/README.md lists what is"
        ),
        (
            "{{uppercased(fact.accuracy)}}",
            "t.md:1: error: `{{uppercased(fact.accuracy)}}` is not part of the template language; Templates/README.md lists what is"
        ),
        ("{{#flag.worse}}\nx", "t.md:1: error: `{{#flag.worse}}` has no partner"),
        ("x\n{{/flag.worse}}", "t.md:2: error: `{{/flag.worse}}` has no partner"),
        (
            "{{flag.worse}}",
            "t.md:1: error: `{{flag.worse}}` is a section, not a value; write {{#flag.worse}}...{{/flag.worse}}"
        ),
        (
            "{{#fact.accuracy}}x{{/fact.accuracy}}",
            "t.md:1: error: `{{#fact.accuracy}}` is a value, not a section; write {{fact.accuracy}}"
        ),
        ("{{fact.accuracy", "t.md:1: error: `{{` is not closed by `}}`"),
        ("{{name}}", "t.md:1: error: `{{name}}` names nothing on this page"),
        (
            "a\n\n![x](exhibit:reliabilty)",
            "t.md:3: error: there is no exhibit `reliabilty` on this page; did you mean `reliability`?"
        ),
    ])
    func `what the language leaves out is refused with its line`(text: String, message: String) {
        #expect(Self.messages(text) == [message])
    }

    @Test func `sections are nested so deep and no deeper`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "{{#has.it}}", count: depth) + "x" + String(repeating: "{{/has.it}}", count: depth)
        }
        let scope = Scope(flags: ["has.it": true])
        #expect(try Template(text: nested(32), file: "t.md").markdown(scope) == "x")
        for depth in [33, 100_000] {
            #expect(throws: ProblemList.self) { try Template(text: nested(depth), file: "t.md") }
        }
        #expect(
            Self.messages("\n" + nested(33)) == ["t.md:2: error: sections are nested more than 32 deep"])
        #expect(
            Self.messages(String(repeating: "x", count: 1 << 20 + 1)) == [
                "t.md: error: the template has 1048577 bytes; at most 1048576 are read"
            ])
    }

    @Test func `values are shown and not obeyed`() throws {
        let hostile = [
            "<script>alert(1)</script>", "*_x|y", "\"><img src=x onerror=alert(1)>", "1. a", "# h", "- x",
            "[a](javascript:1)", "{{x}}", "`c`", "&lt;", "a\n\nb", "    code", "\\", "---", "~~~", "![i](exhibit:x)",
            "a  ",
        ]
        for text in hostile {
            let template = try Template(text: "{{value}}", file: "t.md")
            let markdown = try template.markdown(Scope(values: ["value": text]))
            let page = try MarkdownText(markdown, file: "t.md").fragment(.nothing)
            let collapsed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let shown = Escaped.html(collapsed).replacing("&#39;", with: "'")
            #expect(page.html == "<p>" + shown + "</p>\n", "\(text)")
        }
    }

    @Test func `an escaped value keeps its place in a table cell`() throws {
        let template = try Template(text: "| a | b |\n|---|---|\n| {{value}} | 2 |", file: "t.md")
        let markdown = try template.markdown(Scope(values: ["value": "x|*y*<b>"]))
        let page = try MarkdownText(markdown, file: "t.md").fragment(.nothing)
        #expect(page.html.contains("<td>x|*y*&lt;b&gt;</td><td>2</td>"))
    }

    @Test func `a name the scope does not hold is an error and not a blank`() throws {
        let template = try Template(text: "a\n{{fact.accuracy}}", file: "t.md")
        #expect(throws: ProblemList.self) { try template.markdown(Scope()) }
        #expect(throws: ProblemList.self) { try template.markdown(Scope(values: ["fact.accuracy.n": "3"])) }
    }

    @Test func `sections follow flags and lists, and items see the names outside`() throws {
        let template = try Template(
            text:
                "{{#flag.a}}A{{/flag.a}}{{^flag.b}}notB{{/flag.b}}{{#list}}[{{name}} {{v}}]{{/list}}{{^none}}none{{/none}}",
            file: "t.md")
        let scope = Scope(
            values: ["v": "1"], flags: ["flag.a": true, "flag.b": false],
            lists: ["list": [Scope(values: ["name": "x"]), Scope(values: ["name": "y"])], "none": []])
        #expect(try template.markdown(scope) == "A" + "notB" + "[x 1][y 1]" + "none")
    }
}
