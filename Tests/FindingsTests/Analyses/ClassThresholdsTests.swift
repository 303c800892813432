import Artifacts
import Findings
import Record
import Statistics
import TestSupport
import Testing

@Suite struct ClassThresholdsTests {
    private let analysis = ClassThresholds()

    /// Rows of two classes by the probability of the first; `unit` gives each two rows a unit.
    private func made(_ rows: [(label: Int, first: Double)], unit: Bool = false) -> MadeEvaluation {
        var made = MadeEvaluation(
            classes: ["a", "b"],
            rows: rows.enumerated().map { index, row in
                MadeRow(
                    id: "i\(index)", label: row.label, predicted: row.first >= 0.5 ? 0 : 1,
                    confidence: max(row.first, 1 - row.first), attributes: unit ? ["u\(index / 2)"] : [],
                    probabilities: [row.first, 1 - row.first])
            })
        if unit { (made.attributes, made.unit) = (["video"], "video") }
        return made
    }

    /// Nine of ten of a at 0.9 with one b beside them, the last at 0.3 with ten b: at 0.9 precision is 9/10.
    private var nine: [(label: Int, first: Double)] {
        [(label: Int, first: Double)](repeating: (0, 0.9), count: 9) + [(1, 0.9), (0, 0.3)]
            + [(label: Int, first: Double)](repeating: (1, 0.3), count: 10)
    }

    @Test func theLowestThresholdThatKeepsThePrecisionGivesTheRecall() throws {
        let section = try analysis.examine(made(nine).examination())
        #expect(section.fact("recall_at_precision90@class=a")?.value == 0.9)
        #expect(section.fact("recall_at_precision95@class=a")?.value == 0)
        #expect(section.fact("recall_at_precision99@class=a")?.n == 10)
        // Of b, ten of eleven at 0.7 and one of ten at 0.1: 10/11 is less than 95 %.
        #expect(near(section.fact("recall_at_precision90@class=b")?.value, 10.0 / 11))
        #expect(section.terms == [Section.Term("worst", "a")] && section.fact("classes")?.value == 2)
    }

    @Test func everyIntervalHoldsItsValueAndHasAWidth() throws {
        let perfect = (0..<60).map { (label: $0 % 2, first: $0 % 2 == 0 ? 0.9 : 0.1) }
        for rows in [nine, perfect] {
            let section = try analysis.examine(made(rows).examination())
            for fact in section.facts where fact.id.contains("@") {
                let (value, interval) = (try #require(fact.value), try #require(fact.interval))
                #expect(interval.low <= value && value <= interval.high && interval.low < interval.high, "\(fact.id)")
            }
        }
    }

    /// 150 rows of a normal score for either class: the recall at a precision of 0.9 on infinitely many such rows.
    @Test func theIntervalHoldsTheRecallOfAllRows() throws {
        var generator = SeededGenerator(seed: 3)
        func row(_ label: Int) -> (label: Int, first: Double) {
            let shift = label == 0 ? 0.9 : -0.9
            return (label, min(0.999, max(0.001, 0.5 + 0.18 * (generator.normal() + shift))))
        }
        func recall(_ section: Section) -> Fact? { section.fact("recall_at_precision90@class=a") }
        let truth = try #require(
            recall(try analysis.examine(made((0..<60_000).map { row($0 % 2) }).examination()))?.value)
        var held = 0
        for _ in 0..<60 {
            let fact = recall(try analysis.examine(made((0..<150).map { row($0 % 2) }).examination()))
            let interval = try #require(fact?.interval)
            if interval.low <= truth, truth <= interval.high { held += 1 }
        }
        #expect(held >= 53, "\(held) of 60")
    }

    @Test func whereRowsShareUnitsThereIsNoIntervalAndAGateIsInconclusive() throws {
        let section = try analysis.examine(made(nine + nine, unit: true).examination())
        #expect(section.holds("rows_share_units"))
        #expect(section.facts.allSatisfy { $0.interval == nil })
        let gate = GateRule(fact: "class-thresholds/recall_at_precision90@class=*", bound: .atLeast(0.1))
        #expect(Gate.decide(gate, over: [section], units: 100).state == .undecided)
    }

    @Test func withoutProbabilitiesItSaysSo() throws {
        var made = made(nine)
        made.hasProbabilities = false
        #expect(throws: Missing("the evaluation has no class probabilities")) {
            try analysis.examine(made.examination())
        }
    }
}
