import Chronicle
import Record
import Testing

@testable import Pages

/// Any two versions, compared from what their archives keep.
@Suite struct VersionPairsTests {
    /// An audit whose accuracy has replicates.
    private static func audit(_ version: String, _ accuracy: Double, _ replicates: [Double]) -> Audit {
        var audit = Fixture.audit(version)
        var section = audit.sections[0]
        section.facts[0].value = accuracy
        section.facts[0].interval = Interval(low: accuracy - 0.03, high: accuracy + 0.03, method: "poisson-bootstrap")
        section.facts[0].replicates = replicates
        audit.sections[0] = section
        return audit
    }

    /// Replicates about a value, moved by `shift` in each, which varies with the place.
    private static func replicates(_ base: Double, _ shift: (Int) -> Double) -> [Double] {
        (0..<80).map { place in
            let around = base + Double(place % 8) / 1000
            return around + shift(place)
        }
    }

    /// v2 is above v1 in three of four replicates, v3 below both in all.
    private static let audits: [Audit] = [
        audit("v1", 0.80, replicates(0.80) { _ in 0 }),
        audit("v2", 0.82, replicates(0.80) { $0 % 4 == 0 ? -0.01 : 0.03 }),
        audit("v3", 0.70, replicates(0.70) { Double($0 % 5) / 500 }),
    ]

    private static func site(_ audits: [Audit]) throws -> Site {
        try Fixture.site(Chronicle(audits: audits.map { Fixture.archived($0) }, incidents: []))
    }

    @Test func eachVersionStandsBesideEachOlderOne() throws {
        let site = try Self.site(Self.audits)
        let page = site.text("compare/index.html")
        #expect(page.contains("P(better) 75"))
        #expect(page.contains("<b>−12.0"))
        #expect(page.contains("<b>−10.0"))
        #expect(page.contains("+2.0") && !page.contains("<b>+2.0"), "its interval holds 0")
        let lines = site.text("compare/pairs.csv").split(separator: "\r\n")
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("Accuracy,v2,v1,0.8,0.82,"))
    }

    @Test func homeNamesTheBestSoFarBesideTheNewest() throws {
        let home = try Self.site(Self.audits).text("index.html")
        #expect(home.contains("Best so far by accuracy: v2 with 82.0"))
        #expect(home.contains("v3 differs from it by −12.0"))
        #expect(home.contains("P(v3 is better) is 0"))
        let newest = try Self.site(Array(Self.audits.prefix(2))).text("index.html")
        #expect(newest.contains("Best so far by accuracy: v2, the newest, with 82.0"))
    }

    @Test func versionsOfOtherItemsAreNotCompared() throws {
        var other = Self.audits[1]
        other.dataset.digest = String(repeating: "ef", count: 32)
        let site = try Self.site([Self.audits[0], other])
        #expect(site.text("compare/index.html").isEmpty)
        #expect(!site.text("index.html").contains("Best so far"))
    }

    @Test func theShareAboveCountsTiesHalf() throws {
        let spec = FactSpec("accuracy", .proportion)
        func fact(_ replicates: [Double]) -> Fact { Fact(spec, 0.5, n: 9, method: "accuracy", replicates: replicates) }
        #expect(fact([1, 2, 3, 4]).shareAbove(fact([0, 2, 4, 5])) == 0.375)
        #expect(fact([1, 2]).shareAbove(fact([1])) == nil)
        #expect(fact([]).shareAbove(fact([])) == nil)
    }

    /// What resampling moves to one side is mirrored at the number, as its interval is.
    @Test func replicatesOfABiasedNumberAreMirrored() throws {
        let spec = FactSpec("ece", .score)
        func fact(_ value: Double, _ replicates: [Double]) -> Fact {
            Fact(
                spec, value, n: 9, interval: Interval(low: 0, high: 1, method: "error-interval"), method: "ece",
                replicates: replicates)
        }
        // Replicates differ by +0.3, +0.1, +0.1, -0.1 where the numbers differ by 0.1: mirrored -0.1, +0.1, +0.1, +0.3.
        #expect(fact(0.3, [0.5, 0.3, 0.3, 0.1]).shareAbove(fact(0.2, [0.2, 0.2, 0.2, 0.2])) == 0.75)
    }
}
