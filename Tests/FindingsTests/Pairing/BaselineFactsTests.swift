import Artifacts
import Findings
import Record
import Testing

/// The interval of a change comes from replicates that two audits made apart from each other.
@Suite struct BaselineFactsTests {
    private func made(missing: Int, version: String) -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 4, perClass: 100, version: version)
        for label in 0..<4 { made.misread(label, as: (label + 1) % 4, count: missing + label) }
        return made
    }

    private func section(_ now: MadeEvaluation, since before: MadeEvaluation) throws -> Section {
        let old = try Headline().examine(before.examination())
        return try Headline().examine(now.examination(baseline: before.record(sections: [old])))
    }

    /// An interval without width would say that no other images could have shown a change.
    @Test func theSameAnswersChangeNothingAndHaveNoInterval() throws {
        let section = try section(made(missing: 10, version: "v2"), since: made(missing: 10, version: "v1"))
        for id in ["balanced_accuracy", "macro_f1", "log_loss", "brier", "mean_confidence"] {
            let fact = try #require(section.fact(id))
            #expect(fact.value == fact.baseline, "\(id)")
            #expect(fact.change == nil, "\(id)")
        }
    }

    @Test func pairingNarrowsTheChangeToTheItemsThatMoved() throws {
        let section = try section(made(missing: 12, version: "v2"), since: made(missing: 10, version: "v1"))
        let fact = try #require(section.fact("balanced_accuracy"))
        let (interval, change) = (try #require(fact.interval), try #require(fact.change))
        let moved = try #require(fact.value) - (try #require(fact.baseline))
        #expect(change.low <= moved && moved <= change.high)
        // Eight items of 400 moved: the change is known far better than either accuracy.
        #expect(change.high - change.low < (interval.high - interval.low) / 1.5)
        #expect(change.high <= 0)
        #expect(change.method == "poisson-bootstrap")
    }

    @Test func itemsThatDifferGiveNoInterval() throws {
        var now = made(missing: 12, version: "v2")
        now.rows.removeLast()
        let section = try section(now, since: made(missing: 10, version: "v1"))
        #expect(section.facts.allSatisfy { $0.change == nil && $0.baseline == nil })
    }

    @Test func aCalibrationErrorsChangeIsTheBasicInterval() throws {
        var before = made(missing: 10, version: "v1")
        for row in before.rows.indices { before.rows[row].confidence = 0.9 }
        let now = made(missing: 10, version: "v2")
        let old = try Calibration().examine(before.examination())
        let section = try Calibration().examine(now.examination(baseline: before.record(sections: [old])))
        let fact = try #require(section.fact("ece"))
        let change = try #require(fact.change)
        #expect(change.method == "basic-bootstrap")
        let moved = try #require(fact.value) - (try #require(fact.baseline))
        #expect(change.low <= moved && moved <= change.high)
    }
}
