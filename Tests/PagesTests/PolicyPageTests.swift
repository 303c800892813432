import Archive
import Chronicle
import Record
import Testing

@testable import Pages

/// Gates that changed after an audit judge it again everywhere but on its own pages.
@Suite struct PolicyPageTests {
    private static let kept = GateRule(fact: "headline/accuracy", bound: .atLeast(0.5))
    private static let missed = GateRule(name: "Good enough", fact: "headline/accuracy", bound: .atLeast(0.95))

    /// Two versions without anything that caps a verdict, audited under `then` and judged by `now`.
    private static func site(_ then: [GateRule], now: [GateRule]?) throws -> Site {
        let audits = ["v1", "v2"].enumerated().map { index, name in
            var audit = Fixture.audit(name, date: "2026-02-0\(index + 1)", baseline: index == 0 ? nil : "v1")
            audit.sections.removeAll { $0.status != .examined }
            audit.policy = ReleasePolicy(gates: then, units: 713, asksForBaseline: true)
            audit.gates = audit.policy?.decided(over: audit.sections) ?? []
            return Fixture.archived(audit)
        }
        return try Fixture.site(Chronicle(audits: audits, incidents: [], gates: now))
    }

    /// Rows of a table as data.
    private static func rows(_ site: Site, _ name: String) -> [[String]] {
        site.text("policy/\(name).csv").split(separator: "\r\n").dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func theHomeListAndThePolicyPageShowTheVerdictUnderTheGatesInForce() throws {
        let (before, after) = (
            try Self.site([Self.kept], now: nil), try Self.site([Self.kept], now: [Self.kept, Self.missed])
        )
        #expect(before.text("index.html").contains("ready as far as measured"))
        #expect(!before.text("index.html").contains("on its day"))
        let home = after.text("index.html")
        #expect(home.contains("not ready") && home.contains("ready as far as measured on its day"))
        #expect(home.contains("set after the audit of v2, 2026-02-02"))
        #expect(home.contains("href=\"policy/index.html\""))
        #expect(before.text("index.html").contains("in force since the audit of v1, 2026-02-01"))
        #expect(Self.rows(after, "versions").map { $0[0] } == ["v2", "v1"])
        #expect(Self.rows(after, "versions").allSatisfy { $0.contains("not ready") })
        #expect(Self.rows(after, "gates").map { $0.suffix(2) } == [["passed", "passed"], ["failed", "failed"]])
        // A gate has the name that its team gave it, as on the pages of the versions, and beside it what it asks.
        let second = Self.rows(after, "gates")[1]
        #expect(second[0] == "Good enough" && second[1].contains("at least 95"))
        let page = after.text("policy/index.html")
        #expect(page.contains("2 release gates are in force"))
        #expect(page.contains("Gates that have changed") && !before.text("policy/index.html").contains("have changed"))
        let earlier = Self.rows(after, "earlier")
        #expect(earlier.count == 1 && earlier[0][0].contains("95") && earlier[0][1] == "in force")
        let json = after.text("policy/index.json").replacing(" ", with: "")
        #expect(json.contains("\"verdict\":\"failed\"") && json.contains("\"verdict_of_its_day\":\"passed\""))
    }

    @Test func aGateThatWasRemovedIsSaidToBe() throws {
        let site = try Self.site([Self.kept, Self.missed], now: [Self.kept])
        #expect(site.text("index.html").contains("not ready on its day"))
        #expect(Self.rows(site, "earlier").first?[1] == "not in force")
        #expect(site.text("compare/v1..v2/index.html").contains("ready as far as measured"))
    }

    @Test func theComparePageJudgesBothByTheGatesInForce() throws {
        let page = try Self.site([Self.kept], now: [Self.missed]).text("compare/v1..v2/index.html")
        #expect(page.contains("Good enough") && page.contains("not ready"))
        #expect(page.contains("set after the audit of v2"))
    }

    @Test func thePagesOfAVersionKeepTheVerdictOfItsDay() throws {
        let (before, after) = (
            try Self.site([Self.kept], now: nil), try Self.site([Self.kept], now: [Self.missed])
        )
        let frozen = before.texts.filter { $0.path.hasPrefix("v/") }
        #expect(frozen.count > 20)
        for file in frozen { #expect(after.text(file.path) == file.text, "\(file.path)") }
    }

    /// Beside a verdict that never changes stands where today's is, in the same words on every day.
    @Test func theFrozenPagesSayThatTheirVerdictIsOfItsDay() throws {
        for now in [nil, [Self.missed]] {
            let site = try Self.site([Self.kept], now: now)
            for path in ["v/v1/index.html", "v/v2/index.html", "v/v2/gates/index.html"] {
                let page = site.text(path)
                #expect(page.contains("The verdict on this page is by the gates of the day it was audited"), "\(path)")
                let up = String(repeating: "../", count: path.split(separator: "/").count - 1)
                #expect(
                    page.contains("<a href=\"\(up)policy/index.html\">The verdict by the gates in force</a>"), "\(path)"
                )
            }
        }
    }

    @Test func withoutGatesThePageSaysSo() throws {
        let page = try Self.site([Self.kept], now: []).text("policy/index.html")
        #expect(page.contains("No release gate is in force"))
    }
}
