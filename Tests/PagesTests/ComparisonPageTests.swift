import Chronicle
import Record
import Findings
import Foundation
import Testing

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

    @Test func aGateThatWasNotOneThenSaysSo() throws {
        let page = try Self.page { a, _ in a.gates.removeAll { $0.atLeast == 0.9 } }
        #expect(page.contains("not a gate then"))
        #expect(try !Self.page().contains("not a gate then"))
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
