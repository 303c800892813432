import Chronicle
import Record
import Foundation
import Testing

@testable import Findings
@testable import Pages

@Suite struct ComparisonPageTests {
    /// The site of two audits, the second against the first.
    private static func site(_ change: (inout Audit, inout Audit) -> Void) throws -> Site {
        var (a, b) = (Fixture.audit("v1"), Fixture.audit("v2", date: "2026-02-03", baseline: "v1"))
        change(&a, &b)
        return try Fixture.site(Chronicle(audits: [Fixture.archived(a), Fixture.archived(b)], incidents: []))
    }

    private static func page(_ change: (inout Audit, inout Audit) -> Void = { _, _ in }) throws -> String {
        try site(change).text("compare/v1..v2/index.html")
    }

    /// Keys of the first column of the table of numbers.
    private static func metrics(_ change: (inout Audit, inout Audit) -> Void) throws -> [String] {
        try site(change).text("compare/v1..v2/numbers.csv").split(separator: "\r\n").dropFirst()
            .compactMap { $0.split(separator: ",").first.map(String.init) }
    }

    private static func state(_ fact: Fact, in audit: inout Audit) {
        guard let index = audit.sections.firstIndex(where: { $0.id == "headline" }) else { return }
        audit.sections[index].facts.append(fact)
    }

    @Test func onlyNumbersThatBothAuditsStateAreCompared() throws {
        let f1 = Fact(FactSpec("macro_f1", .proportion), 0.8, n: 713, method: "accuracy")
        #expect(try Self.metrics { _, b in Self.state(f1, in: &b) } == ["Accuracy", "Mean confidence"])
        #expect(
            try Self.metrics { a, b in
                Self.state(f1, in: &a)
                Self.state(f1, in: &b)
            } == ["Accuracy", "Mean confidence", "Macro F1"])
        let undefined = Fact(FactSpec("macro_f1", .proportion), undefined: "no image", n: 0, method: "accuracy")
        #expect(
            try Self.metrics { a, b in
                Self.state(undefined, in: &a)
                Self.state(f1, in: &b)
            } == ["Accuracy", "Mean confidence"])
    }

    /// The baseline's worst class is another: what stands beside is its number for the class that is worst now, as on the
    /// overview.
    @Test func ofTheWorstClassOneClassIsCompared() throws {
        func worst(_ value: Double, _ name: String, before: Double?, in audit: inout Audit) {
            Self.state(
                Fact(FactSpec("worst_recall", .proportion), value, n: 174, method: "recall", baseline: before),
                in: &audit)
            if let index = audit.sections.firstIndex(where: { $0.id == "headline" }) {
                audit.sections[index].terms = [Section.Term("worst_class", name)]
            }
        }
        let rows = try Self.site { a, b in
            worst(0.94, "3", before: nil, in: &a)
            worst(0.787, "8", before: 0.948, in: &b)
        }.text("compare/v1..v2/numbers.csv").split(separator: "\r\n").map(String.init)
        let row = try #require(rows.first { $0.contains("worst") })
        #expect(row.hasPrefix("\"Recall of the worst class in v2, class 8\",0.948,0.787,"))
        #expect(!row.contains("0.94,"))
    }

    /// Of 100 easy images the baseline answers 98, and so does the candidate, which was given 100 hard ones more.
    @Test func whereTheSetsDifferOnlyWhatIsPairedIsSubtracted() throws {
        let paired = Comparison.facts
        func other(_ a: inout Audit, _ b: inout Audit) {
            a.dataset.digest = "another"
            func measure(_ value: Double) -> Measure {
                Measure(
                    value, Interval(low: 0.93, high: 0.99, method: "wilson"), n: 100, unit: .proportion,
                    method: "accuracy")
            }
            b.sections.append(
                Section(
                    Comparison().card,
                    facts: [
                        Fact(paired.accuracyNow, measure(0.98)), Fact(paired.accuracyBefore, measure(0.98)),
                        Fact(
                            paired.accuracyChange, 0, n: 100,
                            interval: Interval(low: -0.04, high: 0.04, method: "newcombe-paired"),
                            method: "paired-change"),
                    ]))
        }
        let site = try Self.site(other)
        let rows = site.text("compare/v1..v2/numbers.csv").split(separator: "\r\n").map(String.init)
        #expect(rows.count == 2)
        #expect(
            rows.last?.replacing("\u{A0}", with: " ") == "Accuracy,0.98,0.98,\"[93.0, 99.0]\",0,\"[−4.0, +4.0]\",100")
        let page = site.text("compare/v1..v2/index.html")
        #expect(page.contains("Not compared, because each audit states them of its own data: mean confidence."))
        #expect(site.text("compare/v1..v2/index.json").contains("\"same_items_and_labels\":false"))
        let unpaired = try Self.site { a, _ in a.dataset.digest = "another" }
        #expect(unpaired.text("compare/v1..v2/numbers.csv").split(separator: "\r\n").count == 1)
        #expect(!unpaired.text("compare/v1..v2/index.html").contains("numbers.csv\">CSV"))
    }

    /// 100 cats of which 10 are errors and 100 dogs of which 40, then 50 cats of 20 errors and 150 dogs of 60; 40 images are in both.
    @Test func unlikeSetsAreDividedByClass() throws {
        func outcomes(_ first: UInt64, cats: (n: Int, errors: Int), dogs: (n: Int, errors: Int)) -> OutcomeTable {
            let labels = [UInt16](repeating: 0, count: cats.n) + [UInt16](repeating: 1, count: dogs.n)
            let predicted = labels.indices.map { row -> UInt16 in
                let isError = row < cats.n ? row < cats.errors : row - cats.n < dogs.errors
                return isError ? 1 - labels[row] : labels[row]
            }
            return OutcomeTable(
                ids: labels.indices.map { first + UInt64($0) }, labels: labels, predicted: predicted,
                confidence: labels.map { _ in 200 })
        }
        func site(_ digest: String) throws -> Site {
            var (a, b) = (Fixture.audit("v1"), Fixture.audit("v2", date: "2026-02-03", baseline: "v1"))
            a.dataset.classes = ["cat", "dog"]
            b.dataset.classes = a.dataset.classes
            a.dataset.digest = digest
            return try Fixture.site(
                Chronicle(
                    audits: [
                        Fixture.archived(a, outcomes: outcomes(1, cats: (100, 10), dogs: (100, 40))),
                        Fixture.archived(b, outcomes: outcomes(161, cats: (50, 20), dogs: (150, 60))),
                    ], incidents: []))
        }
        let unlike = try site("another")
        let page = unlike.text("compare/v1..v2/index.html").replacing("\u{A0}", with: " ")
        // (w2 - w1)(r1 + r2)/2: -.25 x .25 of cats, +.25 x .4 of dogs; (w1 + w2)/2 (r2 - r1): .375 x .3 of cats, 0 of dogs.
        #expect(page.contains("The error rate changes by +15.0 points from v1 to v2"))
        #expect(page.contains("+3.8 points is"))
        #expect(page.contains("At the same mix of classes v2 errs more: +11.3 points"))
        #expect(page.contains("A fair comparison is on the same images: 40 are in both"))
        let rows = unlike.text("compare/v1..v2/mix.csv").split(separator: "\r\n").map { $0.split(separator: ",") }
        #expect(rows.map { $0.first ?? "" } == ["name", "v1", "mix", "within cat", "within dog", "v2"])
        #expect(unlike.text("compare/v1..v2/index.json").contains("\"by_class\""))
        let alike = try site(Fixture.audit("v2").dataset.digest)
        #expect(!alike.text("compare/v1..v2/index.html").contains("same mix of classes"))
        #expect(!alike.files.contains { $0.path == "compare/v1..v2/mix.csv" })
    }

    @Test func aFailureModesRateInAnotherSetIsNotSetBesideOurs() throws {
        func page(_ digest: String) throws -> String {
            try Self.page { a, b in
                a.dataset.digest = digest
                for index in b.sections.indices {
                    for mode in b.sections[index].findings.indices { b.sections[index].findings[mode].baseline = nil }
                }
            }
        }
        #expect(try page("another").contains("not compared: other images"))
        #expect(try !page(Fixture.audit("v1").dataset.digest).contains("not compared: other images"))
    }

    @Test func aListOverVersionsSaysWhichWereEvaluatedOnAnotherSet() throws {
        let other = try Self.site { a, _ in a.dataset.digest = "another" }
        let story = "failure-modes/\(Fixture.findings[0].id)/index.html"
        for path in ["index.html", story] {
            #expect(other.text(path).contains("on another set of 713 images"), "\(path)")
            #expect(try !Self.site({ _, _ in }).text(path).contains("on another set"), "\(path)")
        }
        // No line leads from a rate of one set to that of another: both stand beside a mark that says so.
        #expect(other.text(story).contains("; marked: other images") && !other.text(story).contains("<polyline"))
        #expect(try Self.site({ _, _ in }).text(story).contains("<polyline"))
    }

    /// Both versions are judged by the gates in force, so that a gate that was none then has a result as well.
    @Test func bothVersionsAreJudgedByTheGatesInForce() throws {
        let page = try Self.page { a, _ in a.gates.removeAll { $0.atLeast == 0.9 } }
        #expect(page.matches(of: /✕<\/span> failed|✕ failed|failed/).count >= 2)
        #expect(try Self.page { _, b in b.gates = [] }.contains("No release gate is set."))
    }

    @Test func failureModesThatWentAreNoLongerListed() throws {
        let page = try Self.page { _, b in
            for index in b.sections.indices {
                b.sections[index].findings.removeAll { $0.mode == .fragility(factor: Fixture.formula) }
            }
        }
        #expect(page.contains("no longer listed"))
        #expect(try !Self.page().contains("no longer listed"))
        let none = try Self.page { a, b in
            for index in a.sections.indices { a.sections[index].findings = [] }
            for index in b.sections.indices { b.sections[index].findings = [] }
        }
        #expect(none.contains("Neither audit lists a failure mode."))
    }

    @Test func withoutItsBaselineInTheArchiveAVersionHasNoComparison() throws {
        let alone = try Fixture.site(
            Chronicle(audits: [Fixture.archived(Fixture.audit("v2", baseline: "v1"))], incidents: []))
        #expect(!alone.files.contains { $0.path.hasPrefix("compare/") })
    }
}
