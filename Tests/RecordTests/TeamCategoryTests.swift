import Record
import Testing

@Suite struct TeamCategoryTests {
    private let classes = ["a", "b", "c"]

    /// Rows with ids 0, 1, 2, ...: label, prediction, confidence.
    private func table(_ rows: [(UInt16, UInt16, Double)]) -> OutcomeTable {
        OutcomeTable(
            ids: rows.indices.map { UInt64($0) }, labels: rows.map(\.0), predicted: rows.map(\.1),
            confidence: rows.map { UInt8(($0.2 * 255).rounded()) })
    }

    @Test func aRuleIsOfLabelPredictionOutcomeAndConfidence() throws {
        let outcomes = table([
            (0, 1, 0.95), (0, 1, 0.5), (0, 2, 0.95), (0, 0, 0.95), (1, 0, 0.9), (2, 65534, 0),
        ])
        func errors(_ category: TeamCategory) -> Set<UInt64> { category.count(in: outcomes, classes: classes).errors }
        #expect(errors(TeamCategory("all")) == [0, 1, 2, 4, 5])
        #expect(errors(TeamCategory("x", label: "a")) == [0, 1, 2])
        #expect(errors(TeamCategory("x", label: "a", predicted: "b")) == [0, 1])
        #expect(errors(TeamCategory("x", predicted: "a", confidence: 0.9...1)) == [4])
        #expect(errors(TeamCategory("x", label: "a", confidence: 0...0.6)) == [1])
        #expect(errors(TeamCategory("x", outcome: "missed")) == [5])
        #expect(errors(TeamCategory("x", label: "no such class")).isEmpty)
        let rate = try #require(TeamCategory("x", label: "a").count(in: outcomes, classes: classes).rate)
        #expect(rate.n == 4 && rate.value == 0.75)
        #expect(TeamCategory("x", label: "no such class").count(in: outcomes, classes: classes).rate == nil)
    }

    @Test func aChangeIsPairedAndPaysForAllTests() {
        let (wrong, right): ((UInt16, UInt16, Double), (UInt16, UInt16, Double)) = ((0, 1, 0.9), (0, 0, 0.9))
        let category = TeamCategory("x", label: "a")
        func count(_ errors: Int, of n: Int = 40) -> TeamCategory.Count {
            category.count(in: table((0..<n).map { $0 < errors ? wrong : right }), classes: classes)
        }
        #expect(count(8).change(since: count(0), tests: 1) == .new)
        #expect(count(18).change(since: count(8), tests: 1) == .worse)
        #expect(count(8).change(since: count(18), tests: 1) == .better)
        #expect(count(0).change(since: count(8), tests: 1) == .fixed)
        #expect(count(9).change(since: count(8), tests: 1) == .persisting)
        #expect(count(0).change(since: count(0), tests: 1) == .neutral)
        // p = 0.0078 stands alone and not among ten.
        #expect(count(8).change(since: count(0), tests: 10) == .persisting)
        #expect(count(8).change(since: category.count(in: table([]), classes: classes), tests: 1) == .notMeasured)
    }
}
