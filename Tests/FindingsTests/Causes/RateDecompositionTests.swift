import Columns
import Record
import Statistics
import Tallies
import Testing

@testable import Findings

@Suite struct RateDecompositionTests {
    /// Rows and errors of each value, one window.
    private func window(_ values: [(name: String, rows: Int, errors: Int)]) throws -> FactorCells {
        let names = values.flatMap { [String](repeating: $0.name, count: $0.rows) }
        let errors = values.flatMap { value in (0..<value.rows).map { $0 < value.errors } }
        return try FactorCells(
            factors: [], attributes: [CodedColumn(name: "site", texts: names)], errors: errors)
    }

    /// Site A 10 of 100 and B 40 of 100, then A 20 of 50, B 60 of 100 and C 10 of 50: by hand, (w2 - w1)(r1 + r2)/2 and
    /// (w1 + w2)/2 (r2 - r1) of A and B, and C's errors over all rows.
    @Test func stepsLeadFromOneRateToTheOther() throws {
        let found = try #require(
            RateDecomposition(
                reference: try window([("A", 100, 10), ("B", 100, 40)]),
                current: try window([("A", 50, 20), ("B", 100, 60), ("C", 50, 10)])))
        let chart = found.waterfall(from: "reference", to: "alarm")
        #expect(chart.start == .init("reference", 0.25) && chart.end == .init("alarm", 0.45))
        #expect(chart.steps.map(\.label) == ["mix", "within A", "within B", "on one side alone"])
        let right = [-0.0625, 0.1125, 0.1, 0.05]
        #expect(zip(chart.steps.map(\.change), right).allSatisfy { near($0, $1) })
        #expect(near(chart.levels.last?.to, 0.45))
        for step in chart.steps {
            let (low, high) = (try #require(step.low), try #require(step.high))
            #expect(low <= step.change && step.change <= high)
        }
    }

    /// Nine sites: the five that changed most have steps of their own, four are told together.
    @Test func manyCellsAreToldTogether() throws {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
        let before = names.map { (name: $0, rows: 20, errors: 2) }
        let now = names.enumerated().map { (name: $1, rows: 20, errors: 2 + $0) }
        let found = try #require(RateDecomposition(reference: try window(before), current: try window(now)))
        let steps = found.waterfall(from: "reference", to: "alarm").steps
        #expect(
            steps.map(\.label)
                == ["mix", "within i", "within h", "within g", "within f", "within e", "within 4 others"])
        // 0 + 1 + 2 + 3 errors more of 180 rows.
        #expect(near(steps.last?.change, 6.0 / 180))
    }
}
