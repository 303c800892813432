import Artifacts
import Record
import Statistics
import TestSupport
import Testing

@testable import Findings

@Suite struct AbstentionTests {
    @Test func theLeastConfidentTenthIsLeftOut() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 50)
        for row in made.rows.indices { made.rows[row].confidence = 0.5 + Double(row) / 250 }
        // Ten errors, all among the ten least confident.
        for row in 0..<10 { made.rows[row].predicted = 1 - made.rows[row].label }
        made.hasProbabilities = false
        let section = try Abstention().examine(made.examination())
        #expect(section.fact("error_rate")?.value == 0.1)
        #expect(section.fact("error_at_90")?.value == 0 && section.fact("error_at_90")?.n == 90)
        #expect(section.fact("avoided_at_90")?.value == 1)
        #expect(near(section.fact("threshold_at_90")?.value, 0.54))
        // A perfect ranking has the least area there is.
        #expect(near(section.fact("aurc")?.value, section.fact("aurc")?.floor ?? -1))
    }

    @Test func withoutErrorsNothingIsAvoided() throws {
        let section = try Abstention().examine(MadeEvaluation.clean(classes: 2, perClass: 20).examination())
        #expect(section.fact("avoided_at_90")?.undefined == "there are no errors")
        #expect(section.fact("aurc")?.value == 0 && !section.holds("has_errors"))
    }

    @Test func equalConfidencesStayTogether() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 50)
        for row in made.rows.indices { made.rows[row].confidence = 0.8 }
        made.rows[3].predicted = 1 - made.rows[3].label
        made.hasProbabilities = false
        let section = try Abstention().examine(made.examination())
        #expect(section.fact("coverage_at_90")?.value == 1 && section.holds("is_tied"))
    }

    @Test func rowsOfAUnitAreNoIndependentRows() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 60)
        for row in made.rows.indices { made.rows[row].confidence = 0.5 + Double(row % 40) / 100 }
        for row in 0..<12 { made.rows[row].predicted = 1 - made.rows[row].label }
        made.hasProbabilities = false
        let alone = try Abstention().examine(made.examination())
        made.attributes = ["video"]
        made.unit = "video"
        for row in made.rows.indices { made.rows[row].attributes = ["\(row / 12)"] }
        let shared = try Abstention().examine(made.examination())
        let (a, b) = (alone.fact("error_rate")?.interval, shared.fact("error_rate")?.interval)
        #expect(shared.holds("rows_share_units"))
        #expect((b?.high ?? 0) - (b?.low ?? 0) > (a?.high ?? 1) - (a?.low ?? 0))
    }

    /// scikit-learn has no such curve; the numbers are those of the definition, summed by hand.
    @Test func theAreaIsTheMeanOverAllOrdersOfEqualConfidences() {
        let curve = RiskCoverage(
            ScoreHistogram(confidence: [0.9, 0.7, 0.7, 0.2], correct: [true, false, true, false]))
        // Of the two at .7 either may come first: (0 + 1/2 + 1/3) and (0 + 0 + 1/3), then 2/4.
        #expect(near(curve.area, (0 + 0.25 + 1.0 / 3 + 0.5) / 4))
        let half = curve.cut(0.5)
        #expect(half.threshold == 0.7 && half.kept == 3 && half.errors == 1)
        #expect(near(RiskCoverage.leastArea(errors: 2, of: 4), (1.0 / 3 + 2.0 / 4) / 4))
    }
}
