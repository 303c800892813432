import Findings
import Foundation
import Record
import Tallies
import Testing

/// Scores that are no probabilities: average precision sorts by them, and nothing else is read off them.
@Suite struct DetectionScoresTests {
    private static let reason = "scores are not in 0...1, so they are no probabilities"

    /// Twenty objects of c0 at a score of 0.2 that the operating point leaves out, ten of c1 answered as c2.
    private static func made(_ change: (Double) -> Double = { $0 }, version: String = "v2") -> MadeDetection {
        var made = MadeDetection.clean(version: version)
        made.answer(0, count: 20, [(0, 0.2, 0)])
        made.answer(1, count: 10, [(2, 0.8, 0)])
        for index in made.things.indices {
            made.things[index].answers = made.things[index].answers.map { ($0.predicted, change($0.score), $0.shift) }
        }
        return made
    }

    private static func logit(_ score: Double) -> Double { log(score / (1 - score)) }

    private func audit(_ made: MadeDetection) throws -> Audit {
        Auditor(program: "test").audit(try made.examination(), inputs: [])
    }

    @Test func averagePrecisionOfLogitsIsThatOfProbabilities() throws {
        let (plain, logits) = (try audit(Self.made()), try audit(Self.made(Self.logit)))
        for (section, ids) in [
            ("detection", ["ap", "ap50", "ap75", "ar1", "ar10", "ar100", "recall_at_precision90"]),
            ("detection-errors", ["ap", "top_gain"]), ("detection-classes", ["worst_ap", "best_ap"]),
        ] {
            for id in ids {
                let (now, then) = (logits.section(section)?.fact(id), plain.section(section)?.fact(id))
                #expect(now?.value != nil && now?.value == then?.value && now?.interval == then?.interval, "\(id)")
            }
        }
    }

    @Test func nothingIsStatedOfAnOperatingPoint() throws {
        let audit = try audit(Self.made(Self.logit))
        let headline = try #require(audit.section("detection"))
        for id in ["found", "misclassified", "localisation_error", "missed", "not_found"] {
            #expect(headline.fact(id)?.value == nil && headline.fact(id)?.undefined == Self.reason, "\(id)")
        }
        #expect(headline.exhibit("outcomes") == nil && headline.exhibit("summary") != nil)
        for id in [
            "detection-false-alarms", "detection-confusions", "detection-gallery", "detection-calibration",
            "detection-slices", "slices",
        ] {
            #expect(audit.section(id)?.status == .notMeasured(reason: Self.reason), "\(id)")
        }
        let classes = try #require(audit.section("detection-classes"))
        #expect(classes.facts.filter { $0.id.hasPrefix("found") }.allSatisfy { $0.undefined == Self.reason })
        // No count of errors at a score is a failure mode.
        #expect(audit.sections.allSatisfy { $0.findings.isEmpty })
        #expect(audit.section("detection-errors")?.errorTypeCounts == nil)
        // Twenty of forty objects of c0 are found by probabilities of at least 0.25, thirty of c1: 130 of 160 in all.
        #expect(try self.audit(Self.made()).section("detection")?.fact("found")?.value == 130.0 / 160)
    }

    @Test func gatesOnAveragePrecisionAreDecidedAndOthersAreNot() throws {
        let audit = try audit(Self.made(Self.logit))
        func state(_ fact: String) -> GateStatus {
            Gate.decide(GateRule(fact: fact, bound: .atLeast(0.01)), over: audit.sections, units: 40).state
        }
        #expect(state("detection/ap50") == .passed && state("detection-classes/worst_ap") == .passed)
        #expect(state("detection/found") == .notMeasured)
        #expect(audit.caps(Catalog.facts).isEmpty)
    }

    /// One negative score among probabilities is no probability either; the order stands.
    @Test func oneNegativeScoreIsEnough() throws {
        var made = Self.made()
        made.things[0].answers = [(made.things[0].label, -0.5, 0)]
        let audit = try audit(made)
        #expect(audit.section("detection")?.fact("ap")?.value != nil)
        #expect(audit.section("detection")?.fact("found")?.undefined == Self.reason)
    }

    @Test func aBaselineOfLogitsIsComparedByAveragePrecisionAlone() throws {
        func section(_ now: MadeDetection, _ before: MadeDetection) throws -> Section {
            let examination = try now.examination(baseline: before.record())
            return try #require(
                Auditor(program: "test").audit(examination, inputs: []).section("detection-comparison"))
        }
        let before = MadeDetection.clean(version: "v1")
        var logits = before
        for index in logits.things.indices {
            logits.things[index].answers = logits.things[index].answers.map {
                ($0.predicted, Self.logit($0.score), $0.shift)
            }
        }
        let plain = try section(Self.made(), before)
        #expect(plain.fact("change")?.value != nil && plain.holds("worse"))
        for (now, before) in [(Self.made(), logits), (Self.made(Self.logit), before), (Self.made(Self.logit), logits)] {
            let found = try section(now, before)
            #expect(found.fact("ap_change")?.value != nil)
            #expect(found.fact("ap_change")?.value == plain.fact("ap_change")?.value)
            for id in ["change", "gained", "lost", "found_before", "found_now", "p", "false_positives_change"] {
                #expect(found.fact(id)?.value == nil, "\(id)")
            }
            #expect(found.exhibits.map(\.id) == ["comparability", "numbers", "ap_by_class"])
            #expect(["same", "worse", "better"].allSatisfy { !found.holds($0) } && found.findings.isEmpty)
        }
    }
}
