import Record
import Testing

@testable import Drawing

@Suite struct SpanDrawingTests {
    private let chart = SpanChart(
        "Open actions",
        rows: [
            SpanChart.Row("ACT-1", start: 20_000, end: 20_007, due: 20_003, mark: .failed, note: "late"),
            SpanChart.Row("ACT-2", start: 20_007, end: 20_007),
        ], today: 20_001, todayName: "2024-10-05")

    @Test func theSentenceSaysWhatIsLateAndFromWhenToWhen() {
        #expect(Chart.spans(chart).summary == "Open actions, 2 rows, from 2024-10-04 to 2024-10-11; late: ACT-1.")
        #expect(Chart.spans(SpanChart("Plan", rows: [])).summary == "Plan: nothing to show.")
    }

    @Test func aSpanIsABarAMomentADiamondAndADueDayARing() throws {
        let drawn = Chart.spans(chart).drawn(id: "x", title: "T")
        let svg = try #require(drawn.svg)
        #expect(svg.contains("class=\"bar bad\""))
        #expect(svg.contains("<polygon class=\"dot now\""))
        #expect(svg.contains("<circle class=\"ring base\""))
        #expect(svg.contains("rowlab strong"))
        #expect(Chart.spans(SpanChart("Plan", rows: [])).drawn(id: "x", title: "T").svg == nil)
    }

    @Test func theTableHasTheDaysAndTheHoursWhereTheyAreKnown() {
        let table = Chart.spans(chart).drawn(id: "x", title: "T").table
        #expect(table.columns.map(\.key) == ["name", "from", "to", "due", "note"])
        #expect(table.rows[0][1] == .text("2024-10-04"))
        let hours = SpanChart("P", rows: [SpanChart.Row("a", start: 20_000.5, end: 20_000.75)], hasHours: true)
        #expect(Chart.spans(hours).drawn(id: "x", title: "T").table.rows[0][2] == .text("2024-10-04 18:00 UTC"))
    }
}
