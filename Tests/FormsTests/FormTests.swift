import Diagnostics
import Forms
import Testing

@Suite struct FormTests {
    private static func problems(_ yaml: String, _ read: (inout Form) -> Void) throws -> [String] {
        var form = Form(try FormNode.parse(yaml), file: "version.yml")
        read(&form)
        var list = ProblemList()
        form.finish(&list)
        return list.errors.map(\.description)
    }

    private static func message(_ yaml: String) -> String? {
        do {
            _ = try FormNode.parse(yaml)
            return nil
        } catch {
            return error.problem(in: "a.yml").description
        }
    }

    @Test func stringsStayStrings() throws {
        var form = Form(try FormNode.parse("version: 1.10\ncountry: NO\nempty:\n"), file: "a.yml")
        #expect(form.text("version") == "1.10")
        #expect(form.text("country") == "NO")
        #expect(form.text("empty") == nil)
    }

    @Test func anUnknownKeyNamesTheNearestOne() throws {
        let found = try Self.problems("date: 2026-01-02\nbaselin: v2\n") { form in
            _ = form.text("date")
            _ = form.text("baseline")
        }
        #expect(found == ["version.yml:2: error: baselin: there is no such key; did you mean \"baseline\"?"])
    }

    @Test func everyProblemIsToldAtOnce() throws {
        let found = try Self.problems("task: clasification\nbuckets: many\nshare: 1.7\nowners: {a: b}\n") { form in
            _ = form.text("title", required: true)
            _ = form.choice("task", of: ["classification", "detection"])
            _ = form.integer("buckets", in: 2...100)
            _ = form.number("share", in: 0...1)
            _ = form.texts("owners")
        }
        #expect(
            found == [
                "version.yml: error: title: this key is required and missing",
                "version.yml:1: error: task: \"clasification\" is not one of classification, detection; did you mean \"classification\"?",
                "version.yml:2: error: buckets: \"many\" is not a whole number in 2...100",
                "version.yml:3: error: share: \"1.7\" is not a number in 0.0...1.0",
                "version.yml:4: error: owners: a mapping is not a list of texts",
            ])
    }

    @Test func anchorsAliasesAndDuplicatesAreRefused() {
        #expect(
            Self.message("a: &x 1\nb: 2\n")
                == "a.yml:1: error: an anchor (&) is not allowed in a form; write the value out")
        #expect(Self.message("a: [1\n")?.hasPrefix("a.yml:") == true)
        #expect(Self.message("a: 1\na: 2\n")?.hasSuffix("error: a: this key is given twice") == true)
        #expect(
            Self.message(String(repeating: "a", count: 70_000))
                == "a.yml: error: 70000 bytes is more than a form may have, 65536")
    }

    @Test func anAliasBombEndsAtOnce() {
        let bomb = "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n"
        #expect(Self.message(bomb)?.contains("not allowed in a form") == true)
    }

    @Test func anAliasBombInAKeyEndsAtOnce() {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
        for (name, last) in zip("bcdefgh", "abcdefg") {
            bomb += "\(name): &\(name) [" + [String](repeating: "*\(last)", count: 9).joined(separator: ",") + "]\n"
        }
        #expect(
            Self.message(bomb + "? *h\n: x\n")
                == "a.yml:1: error: an anchor (&) is not allowed in a form; write the value out")
    }

    @Test(arguments: [
        ("a: b\nc: *x\n", 2, "an alias (*)"), ("a: [b, *x]\n", 1, "an alias (*)"), ("*x : y\n", 1, "an alias (*)"),
        ("- a: |\n    *text*\n  b: *x\n", 3, "an alias (*)"), ("a: !!python/object x\n", 1, "a tag (!)"),
        ("a: !foo b\n", 1, "a tag (!)"), ("a: \"x\n  y\"\nb: &x 1\n", 3, "an anchor (&)"),
        ("a:\n  - |\n   text\n  - &x b\n", 4, "an anchor (&)"),
    ])
    func whatIsNotPlainIsFoundBeforeParsing(_ given: (yaml: String, row: Int, what: String)) {
        #expect(
            Self.message(given.yaml)
                == "a.yml:\(given.row): error: \(given.what) is not allowed in a form; write the value out")
    }

    @Test(arguments: [
        "a: this & that, *really*!\n", "a: \"*x & !y\"\nb: '&x'\n", "a: |\n  *bold*\n  !x\n\n  &y\nb: 1\n",
        "a: >-\n  & so on\n", "# &x *y !z\na: 1 # *x\n", "a: {b: \"!\", c: x*y}\n", "- |\n  *x*\n", "a: x[*y]\n",
    ])
    func textThatOnlyLooksLikeIsLeftAlone(_ yaml: String) {
        #expect(Self.message(yaml) == nil)
    }

    @Test(arguments: [
        ("title:T\ntask: detection\n", 1, "title", "T"), ("a: 1\ntask:detection\n", 2, "task", "detection"),
        ("date:2026-01-02\nmodel:m\n", 1, "date", "2026-01-02"), ("a:\n  depth:2\n  b: 1\n", 2, "depth", "2"),
        ("a:\n  depth:2\n", 2, "depth", "2"), ("a:\n  - {fact:x/y, b: 1}\n", 2, "fact", "x/y, b: 1}"),
        ("a:\n  - fact:x/y\n    b: 1\n", 2, "fact", "x/y"),
    ])
    func aColonWithoutABlankIsToldOnce(_ given: (yaml: String, row: Int, key: String, value: String)) {
        let value = given.value.hasSuffix("}") ? "x/y" : given.value
        #expect(
            Self.message(given.yaml)
                == "a.yml:\(given.row): error: there is no blank behind the colon of \(given.key); write \(given.key): \(value)"
        )
    }

    @Test(arguments: ["a: 12:30\n", "a: b:c\n", "a: http://x\n", "a: [x:y]\n", "a: {b: c:d}\n", "a: c:\\x\n"])
    func aColonInAValueIsLeftAlone(_ yaml: String) { #expect(Self.message(yaml) == nil) }

    @Test func whatIsNoMappingIsToldOnce() {
        #expect(Self.message("just words\n") == "a.yml:1: error: expected `key: value` lines")
    }

    @Test func rowsCountFromTheFileWhenTheFormIsFrontMatter() {
        do {
            _ = try FormNode.parse("id: x\nb: &q 1\n", firstRow: 2)
            Issue.record("an anchor was accepted")
        } catch {
            #expect(error.problem(in: "i.md").place?.row == 3)
        }
    }

    @Test func aNumberOfAnyKindIsAskedForInWords() throws {
        let most = Double.greatestFiniteMagnitude
        let found = try Self.problems("a: .nan\nb: -1\nc: 2\n") { form in
            _ = form.number("a", in: -most...most)
            _ = form.number("b", in: 0...most)
            _ = form.number("c", in: 0...1)
        }
        #expect(
            found == [
                "version.yml:1: error: a: \".nan\" is not a finite number",
                "version.yml:2: error: b: \"-1\" is not a number of 0.0 or more",
                "version.yml:3: error: c: \"2\" is not a number in 0.0...1.0",
            ])
    }
}
