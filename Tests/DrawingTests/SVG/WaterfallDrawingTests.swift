import Record
import Testing

@testable import Drawing

@Suite struct WaterfallDrawingTests {
    private static let chart = WaterfallChart(
        axis: Axis("error rate", .proportion), start: WaterfallChart.Level("reference", 0.12),
        steps: [
            WaterfallChart.Step("mix", -0.02, low: -0.03, high: -0.01),
            WaterfallChart.Step("within C", 0.08, low: 0.05, high: 0.11, state: .worse),
        ], end: WaterfallChart.Level("alarm", 0.18))

    @Test func theSentenceTellsEveryStep() {
        #expect(
            Chart.waterfall(Self.chart).summary.replacing("\u{A0}", with: " ")
                == "Error rate from 12.0 % (reference) to 18.0 % (alarm): mix −2.0 points, within C +8.0 points.")
    }

    /// Each bar begins where the one above ended, and the finding has another shape than the others.
    @Test func stepsAreJoined() throws {
        let drawn = Chart.waterfall(Self.chart).drawn(id: "c", title: "t")
        let elements = try MarkupReader.elements(of: try #require(drawn.svg))
        let bars = elements.filter { $0.name == "rect" }
        #expect(bars.map(\.classes) == [["bar", "p2"], ["bar", "bad"]])
        let ends = bars.compactMap { bar in bar.number("x").flatMap { x in bar.number("width").map { (x, x + $0) } } }
        // From .12 down to .10, and from there up to .18: both bars begin at .10 on the left.
        #expect(ends.count == 2 && abs(ends[0].0 - ends[1].0) < 0.11)
        #expect(abs((ends[1].1 - ends[1].0) - 4 * (ends[0].1 - ends[0].0)) < 0.5)
        #expect(elements.contains { $0.name == "polygon" && $0.classes == ["dot", "bad"] })
    }

    @Test func theTableHasEveryLevel() {
        let rows = Chart.waterfall(Self.chart).drawn(id: "c", title: "t").table.rows
        #expect(rows.count == 4)
        let levels = rows.compactMap { row -> Double? in
            if case .number(let value, _)? = row.last { value } else { nil }
        }
        #expect(zip(levels, [0.12, 0.1, 0.18, 0.18]).allSatisfy { abs($0 - $1) < 1e-12 } && levels.count == 4)
    }
}
