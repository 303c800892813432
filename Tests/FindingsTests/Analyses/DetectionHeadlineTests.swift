import Findings
import Foundation
import Record
import TestSupport
import Testing

@Suite struct DetectionHeadlineTests {
    /// Nothing found in 40 images: no resampling shows any variation, and the images bound it all the same.
    @Test func anAveragePrecisionOfExactlyZeroOrOneIsBoundedByTheImages() throws {
        var nothing = MadeDetection.clean()
        for index in nothing.things.indices { nothing.things[index].answers = [] }
        let analysis = DetectionHeadline()
        let zero = try #require(try analysis.examine(nothing.examination()).fact("ap50"))
        #expect(zero.value == 0)
        let bound = try #require(zero.interval)
        #expect(bound.method == "exact-images" && bound.low == 0)
        // Each of four classes lies in 40 images: 1 - (0.05 / 4 / 2)^(1 / 40).
        #expect(near(bound.high, 1 - pow(0.00625, 1.0 / 40), 1e-9))
        let one = try #require(try analysis.examine(MadeDetection.clean().examination()).fact("ap50")?.interval)
        #expect(one.high == 1 && near(one.low, pow(0.00625, 1.0 / 40), 1e-9))

        let audit = Auditor(program: "test").audit(try nothing.examination(), inputs: [])
        func state(_ bound: GateRule.Bound) -> GateStatus {
            Gate.decide(GateRule(fact: "detection/ap50", bound: bound), over: audit.sections, units: 40).state
        }
        #expect(state(.atLeast(0.5)) == .failed && state(.atLeast(0.05)) == .undecided)
        #expect(audit.findsNothing(Catalog.facts))
        #expect(audit.caps(Catalog.facts) == [.nothingFound])
    }

    @Test func onFewImagesAZeroIsBoundedByNothing() throws {
        var few = MadeDetection.clean(perClass: 10)
        for index in few.things.indices { few.things[index].answers = [] }
        #expect(try DetectionHeadline().examine(few.examination()).fact("ap")?.interval == nil)
    }

    private let analysis = DetectionHeadline()

    @Test func aPerfectDetectorFindsEverything() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(abs(try #require(section.fact("ap")?.value) - 1) < 1e-12)
        #expect(section.fact("found")?.value == 1)
        #expect(section.fact("missed")?.value == 0)
        // All objects are of 40 x 40 pixels.
        #expect(section.fact("ap_small")?.undefined == "no labelled object is of this size")
        #expect(section.fact("objects")?.value == 160)
        #expect(section.findings.isEmpty)
    }

    @Test func outcomesAddUpToTheObjects() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 8, [])
        made.answer(1, count: 6, [(2, 0.8, 0)])
        made.answer(2, count: 4, [(2, 0.8, 0.6)])
        let section = try analysis.examine(made.examination())
        let shares = ["found", "misclassified", "localisation_error", "missed"].compactMap { section.fact($0)?.value }
        let counts: [Double] = [142, 6, 4, 8]
        #expect(shares == counts.map { $0 / 160 })
        let found = try #require(section.fact("found"))
        #expect(found.interval?.method == "wilson")
    }

    @Test func withoutObjectsItSaysWhatIsMissing() throws {
        let none = MadeDetection(classes: ["a"], things: [], backgroundDetections: [(0, 0, 0.5)])
        #expect(throws: Missing("no object is labelled in the ground truth")) {
            try analysis.examine(none.examination())
        }
        #expect(throws: Missing("no detections in this evaluation")) {
            try analysis.examine(MadeEvaluation.clean().examination())
        }
    }

    @Test func everyDefinedCOCONumberHasAnIntervalFromImages() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 20, [(1, 0.95, 0)])
        made.answer(1, count: 10, [(1, 0.6, 0.4)])
        let section = try analysis.examine(made.examination())
        for id in ["ap", "ap50", "ap75", "ap_medium", "ar1", "ar10", "ar100", "recall_at_precision90"] {
            let fact = try #require(section.fact(id))
            let (value, interval) = (try #require(fact.value), try #require(fact.interval))
            let method = id == "recall_at_precision90" ? "precision-search" : "image-bootstrap"
            #expect(interval.method == method, "\(id)")
            #expect(interval.low <= value && value <= interval.high && interval.low < interval.high, "\(id)")
        }
        // Every object is 40 x 40, so there is nothing small or large.
        #expect(section.fact("ap_small")?.undefined == "no labelled object is of this size")
    }

    @Test func fewImagesGiveNoIntervalHoweverManyObjects() throws {
        // Four objects an image: 19 images of 76 objects, and 40 of 160.
        var few = MadeDetection.clean(classes: 4, perClass: 19)
        few.answer(0, count: 8, [(1, 0.95, 0)])
        let section = try analysis.examine(few.examination())
        for id in ["ap", "ap50", "ap75", "ar100", "recall_at_precision90"] {
            let fact = try #require(section.fact(id))
            #expect(fact.interval == nil && fact.value != nil, "\(id)")
            #expect(fact.n == 76 && fact.units == 19, "\(id)")
            let gate = Gate.decide(GateRule(fact: "detection/\(id)", bound: .atLeast(0.01)), over: [section], units: 19)
            #expect(gate.state == .undecided)
        }
        guard case .table(let table)? = section.exhibit("summary")?.content else {
            Issue.record("no table")
            return
        }
        #expect(table.rows[0][2] == .none("fewer than 20 images"))
        var many = MadeDetection.clean()
        many.answer(0, count: 8, [(1, 0.95, 0)])
        let ap = try #require(try analysis.examine(many.examination()).fact("ap"))
        #expect(ap.interval != nil && ap.n == 160 && ap.units == 40)
    }

    @Test func theBiasOfAPIsPrintedAndTakenOff() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 20, [(1, 0.95, 0)])
        let section = try analysis.examine(made.examination())
        let (ap, bias) = (try #require(section.fact("ap")), try #require(section.fact("ap_bias")?.value))
        let replicates = try #require(ap.replicates)
        let (value, interval) = (try #require(ap.value), try #require(ap.interval))
        #expect(abs(replicates.reduce(0, +) / 200 - value - bias) < 1e-8)
        // The middle of the interval lies as far on the other side of the value, about.
        #expect(abs((interval.low + interval.high) / 2 - (value - bias)) < 0.01)
    }

    @Test func theWorstOfSeveralClassesHasAWiderInterval() throws {
        var made = MadeDetection.clean()
        for cls in 0..<4 { made.answer(cls, count: 10 + cls, []) }
        let section = try DetectionClasses().examine(made.examination())
        let worst = try #require(section.fact("worst_ap"))
        let own = try #require(section.facts.first { $0.id.hasPrefix("ap@") && $0.value == worst.value })
        let (wide, narrow) = (try #require(worst.interval), try #require(own.interval))
        #expect(wide.method == "simultaneous" && narrow.method == "image-bootstrap")
        #expect(wide.low < narrow.low && wide.high > narrow.high)
    }
}
