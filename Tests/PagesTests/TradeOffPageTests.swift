import Archive
import Chronicle
import Record
import Testing

@testable import Pages

/// Versions by what they are and what they cost.
@Suite struct TradeOffPageTests {
    /// A version of an accuracy with replicates and a size.
    private static func audit(_ version: String, _ accuracy: Double, size: Double?) -> Audit {
        var audit = Fixture.audit(version)
        var section = audit.sections[0]
        section.facts[0].value = accuracy
        section.facts[0].interval = Interval(low: accuracy - 0.01, high: accuracy + 0.01, method: "poisson-bootstrap")
        section.facts[0].replicates = (0..<80).map { accuracy + Double($0 % 5) / 1000 }
        audit.sections[0] = section
        audit.version.measures = size.map { [StatedMeasure("model_size_mb", $0)] }
        return audit
    }

    private static func site(_ audits: [Audit], _ constraints: [Constraint]? = nil) throws -> Site {
        try Fixture.site(
            Chronicle(audits: audits.map { Fixture.archived($0) }, incidents: [], constraints: constraints))
    }

    private static let three = [
        audit("v1", 0.80, size: 30), audit("v2", 0.90, size: 40), audit("v3", 0.85, size: 10),
    ]

    @Test func withoutAnythingThatCostsThereIsNoPage() throws {
        let site = try Self.site([Self.audit("v1", 0.8, size: nil), Self.audit("v2", 0.8, size: nil)])
        #expect(!site.files.contains { $0.path.contains("trade-offs") })
        #expect(!site.text("index.html").contains("trade-offs"))
    }

    @Test func whatNoOtherBeatsIsSaidWithHowSureItIs() throws {
        let site = try Self.site(Self.three)
        let lines = site.text("trade-offs/trade-offs.csv").split(separator: "\r\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("v3,0.85,") && lines[1].contains("by none,1,"))
        #expect(lines[3].hasPrefix("v1,0.8,") && lines[3].contains("by another,0,"))
        let page = site.text("trade-offs/index.html")
        #expect(page.contains("v3 is the cheapest version by model_size_mb"))
        #expect(page.contains("−5.0") && page.contains("from v2, the best"))
        #expect(page.contains("class=\"chart tradeoff\"") && !page.contains("<script>window"))
        #expect(site.text("index.html").contains("href=\"trade-offs/index.html\""))
    }

    @Test func aConstraintDecidesWhichIsTheCheapest() throws {
        let bound = [Constraint("model_size_mb", .atMost, 35), Constraint("latency_p99_ms", .atMost, 15)]
        let open = try Self.site(Self.three, bound).text("trade-offs/index.html")
        #expect(open.contains("No version is shown to be within all constraints; not every one is measured"))
        let one = try Self.site(Self.three, [Constraint("model_size_mb", .atLeast, 35)]).text("trade-offs/index.html")
        #expect(one.contains("v2 is the cheapest version within all constraints by model_size_mb and has the best"))
        let most = try Self.site(Self.three, [bound[0]])
        #expect(most.text("trade-offs/index.html").contains("v3 is the cheapest version within all constraints"))
    }

    @Test func theNewestArchiveKeepsTheConstraintsWhereNothingElseSaysThem() throws {
        var audits = Self.three
        audits[2].policy = ReleasePolicy(
            gates: [], units: 1, asksForBaseline: true, constraints: [Constraint("model_size_mb", .atMost, 5)])
        let page = try Self.site(audits).text("trade-offs/index.html")
        #expect(page.contains("No version is shown to be within all constraints"))
        #expect(try !Self.site(audits, []).text("trade-offs/index.html").contains("constraints"))
    }
}
