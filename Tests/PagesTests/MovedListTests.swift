import Columns
import Record
import Testing

@testable import Pages

/// What the first page says got better and worse, with equal weight.
@Suite struct MovedListTests {
    private static func moved(
        _ subject: Movement.Subject, _ before: Double, _ now: Double, n: Int = 400, give: Double = 0.02
    ) -> Movement {
        let change = now - before
        return Movement(
            subject, before: before, now: now,
            change: Measure(
                change, Interval(low: change - give, high: change + give, method: "newcombe-paired"), n: n,
                unit: .points, method: "paired-change"), p: 0.001)
    }

    private static func audit(_ moved: [Movement]?) -> Audit {
        var audit = Fixture.audit("v2", baseline: "v1")
        audit.sections[0].moved = moved
        return audit
    }

    private static func cells(_ moved: [Movement], better: Bool) -> [String] {
        MovedList(audit: audit(moved), facts: Fixture.facts, phrases: Fixture.phrases, link: { _ in .absent }).html(
            better: better, label: "moved"
        ).text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
            .matches(of: /<(td|p)[^>]*>(.*?)<\/(td|p)>/).map { String($0.2).replacing(#/<[^>]*>/#, with: "") }
    }

    private static let shift = moved(.perturbed(Predicate("shift_right", "1")), 0.5, 0.929)
    private static let eight = moved(.ofClass("8"), 0.948, 0.787, n: 174, give: 0.07)
    private static let night = moved(.slice([Predicate("light", "night")]), 0.9, 0.8)

    @Test func bothSidesStandWithWhatTheyWereAndAre() {
        let moved = [Self.eight, Self.night, Self.shift]
        #expect(
            Self.cells(moved, better: true) == [
                "Accuracy under shift_right 1", "+42.9 points [+40.9, +44.9]", "50.0 %", "92.9 %", "400",
                "Pair by pair, significant after correction.",
            ])
        let worse = Self.cells(moved, better: false)
        #expect(worse.prefix(4) == ["Recall of class 8", "−16.1 points [−23.1, −9.1]", "94.8 %", "78.7 %"])
        #expect(worse.contains("Accuracy on light night"))
    }

    @Test func whatHasMovedMostForSureStandsFirstAndTheSamePairsOnce() {
        let again = Movement(
            .slice([Predicate(label: "8")]), before: Self.eight.before, now: Self.eight.now,
            change: Self.eight.change,
            p: 0.01)
        let worse = Self.audit([Self.night, Self.eight, again]).movements(better: false)
        #expect(worse.map(\.subject) == [.ofClass("8"), .slice([Predicate("light", "night")])])
        #expect(Self.audit([Self.shift]).movements(better: false).isEmpty)
    }

    /// Fewer are better, in their own unit; what is of everything comes before its parts.
    @Test func falsePositivesAreSaidAsLoudlyAsObjectsFound() {
        let fewer = Movement(
            .falsePositives, before: 17.8, now: 12.4,
            change: Measure(
                -5.4, Interval(low: -6.2, high: -4.6, method: "cluster-robust"), n: 180, unit: .raw,
                method: "false-alarms"), p: 0.001)
        #expect(fewer.isBetter && fewer.atLeast == 4.6)
        #expect(
            Self.cells([Self.shift, fewer], better: true).prefix(5) == [
                "False positives per image", "−5.40 [−6.20, −4.60]", "17.8", "12.4", "180",
            ])
        #expect(Self.audit([Self.shift, fewer]).movements(better: true).map(\.subject).first == .falsePositives)
    }

    @Test func aSideWithoutAnythingSaysSo() {
        #expect(Self.cells([Self.shift], better: false) == ["Nothing significant."])
        #expect(Self.cells([], better: true) == ["Nothing significant."])
    }

    /// Nothing is left out: a class stands open although eight runs moved more, and what does not is folded away below.
    @Test func everythingThatMovedStandsInItAndClassesStandOpen() {
        let runs = (0..<8).map { Self.moved(.perturbed(Predicate("blur", Name("\($0)"))), 0.9, 0.5 - Double($0) / 100) }
        let four = Self.moved(.ofClass("4"), 0.994, 0.939)
        let html = MovedList(
            audit: Self.audit(runs + [four]), facts: Fixture.facts, phrases: Fixture.phrases, link: { _ in .absent }
        ).html(better: false, label: "moved").text
        let parts = html.components(separatedBy: "<details")
        #expect(parts.count == 2 && parts[0].contains("Recall of class 4"))
        #expect(parts[1].contains("<summary>3 more</summary>"))
        for run in 0..<8 { #expect(html.contains("Accuracy under blur \(run)<")) }
        let alone = MovedList(
            audit: Self.audit(Array(runs.prefix(6))), facts: Fixture.facts, phrases: Fixture.phrases,
            link: { _ in .absent }
        ).html(better: false, label: "moved").text
        #expect(!alone.contains("<details") && alone.contains("Accuracy under blur 0<"))
    }

    @Test func averagePrecisionStandsFirstAndSaysHowItIsDecided() {
        let ap = Self.moved(.number("detection/ap"), 0.512, 0.42)
        let ofClass = Self.moved(.number("detection-classes/ap@class=8"), 0.5, 0.2)
        let cells = Self.cells([Self.eight, ofClass, ap], better: false)
        #expect(cells.first == "Average precision" && cells.contains("Average precision of class 8"))
        #expect(
            cells.last?.hasPrefix("Average precision, recall and calibration error: the paired 95 % interval") == true)
        #expect(ap.isOfAll && !ofClass.isOfAll)
    }

    @Test func theSentencesUnderTheVerdictSayTheLargestGainAndTheLargestLoss() {
        func detail(_ moved: [Movement]?) -> String {
            Verdict(audit: Self.audit(moved), facts: Fixture.facts, phrases: Fixture.phrases).detail
                .replacing("\u{A0}", with: " ")
        }
        #expect(
            detail([Self.eight, Self.shift]).contains(
                "Gained most against v1: accuracy under shift_right 1, from 50.0 % to 92.9 %. "
                    + "Lost most: recall of class 8, from 94.8 % to 78.7 %."))
        #expect(detail([Self.eight]).contains("Lost most against v1: recall of class 8"))
        #expect(!detail([]).contains("most") && !detail(nil).contains("most"))
    }
}
