import Archive
import Chronicle
import Columns
import Drawing
import Markup
import Record
import Testing

@testable import Pages

/// A failure mode's own page says what is known of it and nothing that is not.
@Suite struct FailurePagesTests {
    private static func showing(_ finding: Finding, errors: Double? = 111) throws -> FindingShowing {
        var audit = Fixture.audit("v1")
        if let errors, let index = audit.sections[0].facts.firstIndex(where: { $0.id == "errors" }) {
            audit.sections[0].facts[index].value = errors
        } else {
            audit.sections[0].facts.removeAll { $0.id == "errors" }
        }
        let archived = Fixture.archived(audit)
        let map = SiteMap(
            Chronicle(audits: [archived], incidents: []), Fixture.templates, Fixture.facts)
        return FindingShowing(finding, VersionPages(map, archived), "v/v1/failures/x/")
    }

    private static func finding(
        _ mode: FailureMode = .confidentErrors, _ change: (inout Finding) -> Void = { _ in }
    ) -> Finding {
        var finding = Finding(
            mode, of: "everything", standing: .lead, measure: Fixture.measure(), errors: 4, evidence: Fixture.items(1))
        change(&finding)
        return finding
    }

    private static func scope(_ finding: Finding, errors: Double? = 111) throws -> Scope {
        try showing(finding, errors: errors).scope(Scope())
    }

    @Test func whatIsNotKnownDoesNotHold() throws {
        let known: Set = ["is.lead", "is.rate", "covers.errors", "is.confident-errors", "has.heat"]
        let bare = try Self.scope(Self.finding())
        #expect(Set(bare.flags.filter(\.value).keys) == known)
        let full = try Self.scope(
            Self.finding { finding in
                finding.expected = 0.1
                finding.p = 0.01
                finding.gain = Fixture.measure()
                finding.baseline = Fixture.measure()
                finding.counterExamples = Fixture.items(1)
                finding.alternatives = [.labelSuspects]
                finding.discovery = Fixture.measure()
                finding.confirmation = Fixture.measure()
            })
        let more: Set = [
            "has.expected", "has.p", "has.gain", "has.baseline-rate", "has.counter-examples", "has.alternatives",
            "found.first-half",
        ]
        #expect(Set(full.flags.filter(\.value).keys) == known.union(more))
        #expect(try Self.scope(Self.finding { $0.discovery = Fixture.measure() }).flags["found.first-half"] == false)
        let slice = try Self.scope(
            Self.finding { finding in
                finding.gainIfAllRight = Fixture.measure()
                finding.within = .slice([Predicate("blur", "high")])
                finding.halvesFoundOn = 1
                finding.discovery = Fixture.measure()
                finding.confirmation = Fixture.measure()
            })
        #expect(
            Set(slice.flags.filter(\.value).keys)
                == known.union(["is.slice", "has.gain-if-all-right", "has.within", "found.one-half"]))
    }

    /// False detections are in no object, so that they are no share of an audit's errors.
    @Test func aTypeOfErrorIsCountedByImageAndPricedInPrecision() throws {
        let finding = Self.finding(.other(kind: FailureMode.backgroundErrors, [])) { finding in
            finding.measure.unit = .raw
            finding.gain = Fixture.measure(0.2)
        }
        let scope = try Self.scope(finding, errors: 8)
        #expect(Set(scope.flags.filter(\.value).keys) == ["is.lead", "is.error-type", "has.gain", "has.heat"])
        #expect(scope.values["finding.share"]?.contains("%") == false)
        #expect(scope.values["mode.title"] == "Background errors" && scope.values["mode.kind"] == "error type")
        #expect(scope.values["finding.of"] == "per image, of 60 images")
        let scores = FailureMode.other(kind: FailureMode.overconfidentScores, [])
        #expect(Fixture.phrases.kind(scores) == "calibration")
        #expect(Fixture.phrases.of(scores, n: 60, "objects") == "of 60 detections")
        #expect(scores.failureKind == "miscalibration" && finding.mode.failureKind == "performance-regression")
    }

    @Test func aShareOfTheErrorsIsNeverMoreThanAllAndNoneWithoutTheirNumber() throws {
        let half = NumberFormat.format(0.5, as: .proportion)
        let all = NumberFormat.format(1, as: .proportion)
        #expect(try Self.scope(Self.finding(), errors: 8).values["finding.share"] == half)
        #expect(try Self.scope(Self.finding(), errors: 2).values["finding.share"] == all)
        let unknown = try Self.scope(Self.finding(), errors: nil).values["finding.share"]
        #expect(unknown == (try Self.scope(Self.finding(), errors: 0).values["finding.share"]))
        #expect(unknown?.contains("%") == false)
    }

    @Test func onlyASliceCoversPartOfTheItems() throws {
        #expect(try Self.scope(Self.finding()).flags["has.coverage"] == false)
        let slice = try Self.scope(Self.finding(.slice([Predicate("blur", "high")])))
        #expect(slice.flags["has.coverage"] == true)
        // 60 of the 713 items of the fixture.
        #expect(slice.values["finding.coverage"] == NumberFormat.format(60.0 / 713, as: .proportion))
    }

    @Test(arguments: [(0.02, nil, 0.05), (0.02, 0.08, 0.1), (0.15, nil, 0.5), (0.45, nil, 1), (0.02, 0.21, 0.5)])
    func aRateIsDrawnFromZeroToARoundShareThatHoldsIt(
        _ given: (value: Double, expected: Double?, end: Double)
    ) throws {
        let finding = Self.finding { finding in
            finding.measure.value = given.value
            finding.measure.interval = Interval(low: 0, high: given.value + 0.1, method: "wilson")
            if given.value < 0.1 { finding.measure.interval.high = given.value + 0.02 }
            finding.expected = given.expected
        }
        let request = ExhibitRequest(id: "measure", caption: "", plainCaption: "", title: "")
        guard case .html(let html)? = try Self.showing(finding).answer(request) else {
            Issue.record("no answer")
            return
        }
        #expect(html.contains("<span>\(NumberFormat.bound(given.end, as: .proportion))</span></p>"), "\(html)")
    }

    @Test func findingsStandBeforeLeadsAndEachHasItsPage() throws {
        let site = try Fixture.site()
        let list = site.text("v/v1/failures/index.html")
        let places = Fixture.findings.compactMap { list.firstRange(of: "\($0.id)/index.html")?.lowerBound }
        #expect(places.count == Fixture.findings.count)
        #expect(places == places.sorted(), "the fixture's only finding is its first")
        for finding in Fixture.findings {
            let json = site.text(SitePath.failure(finding.id, of: "v1") + "index.json")
            #expect(json.contains("\"\(finding.id)\""))
        }
    }
}
