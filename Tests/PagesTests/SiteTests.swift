import Archive
import Chronicle
import Diagnostics
import Foundation
import Markup
import Record
import Testing

@testable import Pages

@Suite struct SiteTests {
    @Test func `every page of the map is there with its JSON twin`() throws {
        let site = try Fixture.site()
        let paths = Set(site.files.map(\.path))
        let mode = Fixture.findings[0].id
        for folder in [
            "", "v/v1/", "v/v2/", "v/v2/headline/", "v/v2/everything/", "v/v2/calibration/", "v/v2/slices/",
            "v/v2/gates/",
            "v/v2/failures/", "v/v2/failures/\(mode)/", "v/v2/data/", "v/v2/provenance/", "failure-modes/",
            "failure-modes/\(mode)/", "compare/v1..v2/", "incidents/", "incidents/INC-2026-001/", "methods/",
            "methods/wilson/",
            "glossary/", "latest/",
        ] {
            #expect(paths.contains(folder + "index.html"), "\(folder)")
            #expect(paths.contains(folder + "index.json"), "\(folder)")
        }
        #expect(site.text("latest/index.html").contains("url=../v/v2/index.html"))
    }

    @Test func `every exhibit is on its section's page and in a CSV`() throws {
        let site = try Fixture.site()
        let page = site.text("v/v2/everything/index.html")
        for exhibit in Fixture.exhibits {
            #expect(page.contains("id=\"everything-\(exhibit.id)\""), "\(exhibit.id)")
            #expect(!site.text("v/v2/everything/\(exhibit.id).csv").isEmpty, "\(exhibit.id)")
        }
        #expect(page.components(separatedBy: "<svg").count > 5)
        #expect(page.contains("<details class=\"data\">"))
        #expect(page.contains(#"<table class="cells"#), "a matrix's numbers scroll where others fold")
    }

    @Test func `names from the data are shown everywhere and obeyed nowhere`() throws {
        let site = try Fixture.site()
        for (path, text) in site.texts where path.hasSuffix(".html") {
            // The one script of our own has no text and leads to a file of the site.
            let own = text.matches(of: /<script src="[.\/]*assets\/site\.js" defer><\/script>/)
            #expect(own.count == (["404.html", "latest/index.html"].contains(path) ? 0 : 1), "\(path)")
            let lower = text.replacing(/<script src="[.\/]*assets\/site\.js" defer><\/script>/, with: "").lowercased()
            for bad in ["<script", "<img src=x", "<iframe", " onerror=\"", " onload=\"", "javascript:1\"", " style=\""]
            {
                #expect(!lower.contains(bad), "\(path) holds \(bad)")
            }
            #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"), "\(path)")
        }
        let page = site.text("v/v2/everything/index.html")
        #expect(page.contains("&lt;script&gt;window.__xss=1&lt;/script&gt;"))
        #expect(page.contains("&quot;&gt;&lt;img src=x onerror=window.__xss=1&gt;"))
        #expect(page.contains("{{b}}") && page.contains("*_x|y_*"))
        #expect(page.contains("a\\u{1B}[31m\\u{202E}b"))
    }

    @Test func `JSON twins parse and hold names byte for byte`() throws {
        let site = try Fixture.site()
        for (path, text) in site.texts where path.hasSuffix(".json") {
            #expect(throws: Never.self, "\(path)") { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
            #expect(!text.contains("</script") && !text.contains("NaN"), "\(path)")
        }
        let twin =
            try JSONSerialization.jsonObject(with: Data(site.text("v/v2/data/index.json").utf8)) as? [String: Any]
        #expect(twin?["classes"] as? [String] == Fixture.names)
    }

    @Test func `text that a spreadsheet would run is disarmed and numbers are not`() throws {
        let csv = try Fixture.site().text("v/v2/everything/table.csv")
        #expect(csv.contains("\r\n'=1+1,"))
        #expect(csv.contains(",1234.5,0.2,0.1,0.4,0.15,"))
        #expect(csv.contains("\"\"\"><img src=x onerror=window.__xss=1>\""))
        #expect(TableCSV.safe("-1") == "'-1" && TableCSV.safe("@a") == "'@a" && TableCSV.safe("a=1") == "a=1")
    }

    @Test func `headings that a spreadsheet would run get an apostrophe too`() {
        let table = Table(
            columns: [
                .init("=HYPERLINK(\"https://x.example/\")", "a"), .init("@SUM(1)", "b", .interval), .init("ink", "c"),
            ],
            rows: [])
        #expect(
            TableCSV.text(table)
                == "\"'=HYPERLINK(\"\"https://x.example/\"\")\",'@SUM(1),'@SUM(1)_low,'@SUM(1)_high,'@SUM(1)_reference,ink\r\n"
        )
    }

    @Test func `the same chronicle gives the same bytes`() throws {
        let (a, b) = (try Fixture.site(Fixture.chronicle()), try Fixture.site(Fixture.chronicle()))
        #expect(a.files.map(\.path) == b.files.map(\.path))
        for (left, right) in zip(a.texts, b.texts) { #expect(left.text == right.text, "\(left.path)") }
    }

    @Test func `a later version leaves the pages of earlier ones as they are`() throws {
        let first = Chronicle(audits: [Fixture.archived(Fixture.audit("v1"))], incidents: [])
        var later = Fixture.audit("v2", date: "2026-02-03", baseline: "v1")
        later.title = "Another title"
        let both = Chronicle(audits: first.audits + [Fixture.archived(later)], incidents: [Fixture.incident("x")])
        let (before, after) = (try Fixture.site(first), try Fixture.site(both))
        let frozen = before.texts.filter { $0.path.hasPrefix("v/v1/") }
        #expect(frozen.count > 20)
        for file in frozen { #expect(after.text(file.path) == file.text, "\(file.path)") }
    }

    /// What differs between two sites, sorted.
    private static func differences(_ a: Site, _ b: Site) -> [String] {
        zip(a.texts, b.texts).filter { $0.path != $1.path || $0.text != $1.text }.map(\.0.path).sorted()
    }

    @Test func `the digest of an audit stands on its overview, its provenance and the front page`() throws {
        func site(_ digest: String, _ seal: String) throws -> Site {
            let first = Fixture.archived(Fixture.audit("v1"))
            let second = Fixture.archived(
                Fixture.audit("v2", date: "2026-02-03", baseline: "v1"), digest: digest, seal: seal)
            return try Fixture.site(Chronicle(audits: [first, second], incidents: [Fixture.incident("x")]))
        }
        let (before, after) = (try site("1a", "2b"), try site("3c", "4d"))
        #expect(before.files.map(\.path) == after.files.map(\.path))
        #expect(
            Self.differences(before, after) == [
                "feed.xml", "index.html", "index.json", "v/v2/index.html", "v/v2/index.json", "v/v2/print.css",
                "v/v2/provenance/index.html", "v/v2/provenance/index.json", "v/v2/summary.json", "v/v2/summary.md",
            ])
        #expect(after.text("v/v2/provenance/index.html").contains(String(repeating: "3c", count: 32)))
    }

    @Test func `another version of the program changes what says which it was and nothing else`() throws {
        func site(_ program: String) throws -> Site {
            var audit = Fixture.audit("v1")
            audit.program = program
            return try Fixture.site(Chronicle(audits: [Fixture.archived(audit)], incidents: []))
        }
        #expect(
            Self.differences(try site("0.1.0"), try site("0.2.0")) == [
                "search/d2.js", "search/w0.js", "v/v1/gates.sarif", "v/v1/provenance/index.html",
                "v/v1/provenance/index.json", "v/v1/summary.json",
            ])
    }

    @Test func `pages outside any version do not count the versions`() throws {
        let first = Chronicle(audits: [Fixture.archived(Fixture.audit("v1"))], incidents: [])
        let both = Chronicle(
            audits: first.audits + [Fixture.archived(Fixture.audit("v2", date: "2026-02-03", baseline: "v1"))],
            incidents: [])
        let (before, after) = (try Fixture.site(first), try Fixture.site(both))
        let lasting = before.texts.filter { $0.path.hasPrefix("methods/wilson/") || $0.path.hasPrefix("incidents/") }
        #expect(lasting.count >= 4)
        // A method names the newest version, whose numbers it shows.
        for file in lasting {
            let isOfMethod = file.path.hasPrefix("methods/")
            let text = after.text(file.path)
            #expect((isOfMethod ? text.replacing("In v2", with: "In v1") : text) == file.text, "\(file.path)")
        }
        #expect(
            after.text("methods/wilson/index.html").contains("<dd><a href=\"../../index.html\">All audits</a></dd>"))
    }

    @Test func `every page keeps the rules of the frame`() throws {
        let site = try Fixture.site()
        for (path, text) in site.texts where path.hasSuffix("index.html") && !path.hasPrefix("latest") {
            #expect(text.contains("<html lang=\"en\" dir=\"ltr\">"), "\(path)")
            #expect(text.contains("Content-Security-Policy\" content=\"default-src 'none'"), "\(path)")
            #expect(text.contains("name=\"robots\" content=\"noindex\""), "\(path)")
            #expect(text.components(separatedBy: "<h1").count == 2, "\(path)")
            #expect(text.contains("class=\"skip\" href=\"#main\""), "\(path)")
            #expect(!text.contains("http://") && !text.contains("href=\"/"), "\(path)")
            let ids = LinkScan.attributes(in: text).ids
            #expect(Set(ids).count == ids.count, "\(path) repeats an id")
        }
        #expect(site.text("assets/site.css").utf8.count <= 20_000)
    }

    @Test func `a writeup shows exhibits of any version and its mistakes are named with their line`() throws {
        let mode = Fixture.findings[0].id
        let good = Fixture.chronicle(
            "See [](finding:\(mode)), [m](method:wilson) and [p](section:v1/everything).\n\n![The chart](exhibit:v1/everything/dots)"
        )
        let page = try Fixture.site(good).text("incidents/INC-2026-001/index.html")
        #expect(page.contains("href=\"../../failure-modes/\(mode)/index.html\""))
        #expect(page.contains("href=\"../../v/v1/everything/dots.csv\""))
        let bad = Fixture.chronicle(
            "\n![x](exhibit:v1/everything/dotz)\n\nSee [m](method:wilsn) and [d](../nothing.html).")
        let problems = Self.problems { try Fixture.site(bad) }
        #expect(
            problems
                == [
                    "incidents/a.md:13: error: there is no exhibit `v1/everything/dotz` on this page; did you mean "
                        + "`v1/everything/dots`?",
                    "incidents/a.md:15: error: there is no method `wilsn`; did you mean `wilson`?",
                ].sorted())
    }

    @Test func `a dead link is an error that names file and line`() {
        let problems = Self.problems { try Fixture.site(Fixture.chronicle("[d](../nothing.html) [e](#nowhere)")) }
        let way = "; name what is meant: [](version:v1), [](incident:INC-2026-001)"
        #expect(
            problems == [
                "incidents/a.md:12: error: the link \"#nowhere\" leads to nothing on this site" + way,
                "incidents/a.md:12: error: the link \"../nothing.html\" leads to nothing on this site" + way,
            ])
    }

    @Test func `without audits there is a calm front page`() throws {
        let site = try Fixture.site(Chronicle(audits: [], incidents: []))
        #expect(site.text("index.html").contains("No version has been audited"))
        #expect(!site.files.contains { $0.path.hasPrefix("latest") })
    }

    static func problems(_ body: () throws -> Site) -> [String] {
        do {
            _ = try body()
            return []
        } catch {
            return ((error as? ProblemList)?.errors.map(\.description) ?? ["\(error)"]).sorted()
        }
    }
}

@Suite struct VerdictTests {
    static func verdict(_ states: [GateStatus], changed: (inout Audit) -> Void = { _ in }) -> Verdict {
        var audit = Fixture.audit("v2")
        audit.sections.removeAll { $0.id == "slices" }
        let accuracy = audit.fact(at: "headline/accuracy")
        audit.gates = states.map {
            GateResult(
                name: nil, fact: "headline/accuracy", atLeast: 0.9, measured: $0 == .notMeasured ? nil : accuracy,
                state: $0)
        }
        changed(&audit)
        return Verdict(audit: audit, facts: Fixture.facts, phrases: Fixture.phrases)
    }

    @Test func `a failed gate says not ready and why`() {
        #expect(
            Self.verdict([.failed, .passed]).sentence
                == "Not ready: accuracy is 84.4\u{A0}%, below the required 90\u{A0}%.")
        #expect(Self.verdict([.failed, .failed, .failed]).sentence.hasSuffix("%, and 1 more gate."))
    }

    private static func doubted(_ kind: String, _ audit: inout Audit, baseline: String? = nil) {
        let doubt = InputHealth.Doubt(
            kind: kind, place: "p.csv", text: "rows moved", isAccepted: false, baseline: baseline)
        audit.health = InputHealth(doubts: [doubt])
        audit.doubts = baseline == nil ? [doubt.text] : nil
    }

    /// Numbers that may not be the model's fail no gate, and pass none: what is doubted is said first.
    @Test func `a doubt about what was answered is said before gates that fail by it`() {
        let verdict = Self.verdict([.failed, .passed]) { Self.doubted("image-order", &$0) }
        #expect(
            verdict.sentence
                == "Inconclusive: the input is in doubt (rows moved); as the files are read, accuracy is 84.4\u{A0}%, below the "
                + "required 90\u{A0}%.")
        #expect(verdict.state == .undecided && !verdict.isReady && !verdict.mayBeAllowed)
        // A gate that passes by such numbers may be allowed as any inconclusive version may.
        #expect(Self.verdict([.passed]) { Self.doubted("image-order", &$0) }.mayBeAllowed)
        // A confidence that was filled in leaves accuracy what it is.
        let failed = Self.verdict([.failed]) { Self.doubted("constant-confidence", &$0) }
        #expect(
            failed.sentence
                == "Not ready: the input is in doubt (rows moved); accuracy is 84.4\u{A0}%, below the required 90\u{A0}%."
        )
        #expect(failed.isFailed)
    }

    @Test func `a doubt about the baseline caps the verdict and is said`() {
        let verdict = Self.verdict([.passed]) { Self.doubted("image-order", &$0, baseline: "v1") }
        #expect(
            verdict.sentence
                == "Inconclusive: the baseline v1 is in doubt (rows moved), and nothing is compared with it.")
        #expect(Self.verdict([.failed]) { Self.doubted("image-order", &$0, baseline: "v1") }.isFailed)
    }

    @Test func `gates that cannot be decided are inconclusive, and so is the absence of any`() {
        #expect(
            Self.verdict([.undecided, .passed]).sentence
                == "Inconclusive: 713 images are too few to decide whether accuracy is at least 90\u{A0}%.")
        #expect(Self.verdict([.notMeasured]).sentence == "Inconclusive: accuracy was not measured.")
        #expect(Self.verdict([]).sentence == "Inconclusive: no release gate is set.")
    }

    @Test func `only when all passed is it ready, as far as measured`() {
        #expect(
            Self.verdict([.passed, .passed]).sentence == "Ready as far as measured: all 2 release gates passed.")
    }

    /// Calibration gates too: the gate's number and its bound, not a gap that stands for it.
    @Test func `the headline names the gate that fails`() {
        let verdict = Self.verdict([.passed]) { audit in
            let ece = Fact(
                FactSpec("ece", .score), 0.07, n: 713,
                interval: Interval(low: 0.06, high: 0.08, method: "error-interval"),
                method: "ece")
            audit.gates = [
                GateResult(name: nil, fact: "calibration/ece", atMost: 0.05, measured: ece, state: .failed)
            ]
        }
        #expect(verdict.sentence == "Not ready: the calibration error is 0.070, above the allowed 0.05.")
    }

    @Test func `gates that wait for a baseline are not none`() {
        let verdict = Self.verdict([]) { audit in
            audit.policy = ReleasePolicy(
                gates: [GateRule(fact: "comparison/classes_worse", bound: .atMost(0), needsBaseline: true)], units: 713,
                asksForBaseline: false)
        }
        #expect(
            verdict.sentence
                == "Inconclusive: the release gate that is set needs a baseline, and this version is not asked.")
        #expect(Fixture.phrases.gates(verdict.audit) == "1 gate set, none asked without a baseline")
    }

    @Test func `a detector that finds nothing may not be allowed`() {
        func verdict(_ precision: Double) -> Verdict {
            Self.verdict([]) { audit in
                audit.task = .detection
                audit.sections = [
                    Section(
                        Card(id: "detection", title: "Detection", question: "?"),
                        facts: [Fact(FactSpec("ap", .proportion), precision, n: 713, method: "average-precision")])
                ]
            }
        }
        #expect(
            verdict(0).sentence
                == "Inconclusive: no object is found at any score (average precision is 0); no release gate is set.")
        #expect(!verdict(0).mayBeAllowed && verdict(0.1).mayBeAllowed)
    }

    @Test func `a failed analysis is never ready`() {
        let verdict = Self.verdict([.passed]) { audit in
            audit.sections.append(
                Section(Card(id: "slices", title: "Slices", question: "Where?"), status: .failed(message: "x")))
        }
        #expect(verdict.sentence == "Not ready: the analysis “Slices” failed.")
    }
}
