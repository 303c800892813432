import Record
import Testing

@testable import Drawing

/// What happened is drawn where it happened, under its name.
@Suite struct EventMarksTests {
    private static func drawn(_ events: [LineChart.Event]) throws -> (elements: [MarkupElement], summary: String) {
        let chart = Chart.lines(
            LineChart(
                x: Axis("version", .count), ticks: ["v1", "v2", "v3"], y: Axis("rate", .proportion, low: 0),
                series: [
                    LineChart.Series(
                        name: "slice", points: (0..<3).map { .init(x: Double($0), y: 0.2, low: 0.1, high: 0.3, n: 60) })
                ], events: events))
        let drawn = chart.drawn(id: "f1", title: "t")
        return (try MarkupReader.elements(of: try #require(drawn.svg)), drawn.description)
    }

    /// Half way between two versions is half way between their names.
    @Test func anEventBetweenTwoVersionsStandsBetweenTheirPlaces() throws {
        let (elements, summary) = try Self.drawn([.init(x: 0.5, label: "INC-2026-001")])
        func middle(_ text: String) -> Double? { elements.first { $0.text == text }?.number("x") }
        let line = try #require(elements.first { $0.classes.contains("leader") })
        let (first, second) = (try #require(middle("v1")), try #require(middle("v2")))
        let stroke = try #require(line.stroke)
        #expect(abs(stroke.from.x - (first + second) / 2) < 0.11)
        #expect(stroke.from.x == stroke.to.x)
        #expect(elements.contains { $0.text == "INC-2026-001" })
        #expect(summary.hasSuffix("; marked: INC-2026-001."))
    }

    @Test func whatIsMeasuredAnewIsDashedAndNamesThatWouldTouchStandInRows() throws {
        let (elements, _) = try Self.drawn([
            .init(x: 1.5, label: "other images", isBreak: true), .init(x: 1.5, label: "ACT-0001"),
            .init(x: 1.6, label: "ACT-0002"), .init(x: 1.7, label: "ACT-0003"),
        ])
        #expect(elements.count { $0.classes.contains("diag") } == 1)
        #expect(elements.count { $0.classes.contains("leader") } == 3)
        let named = elements.filter { $0.text == "other images" || $0.text.hasPrefix("ACT-") }
        // Three rows have room for three names; the fourth line is drawn without one.
        #expect(named.count == 3 && Set(named.compactMap { $0.number("y") }).count == 3)
    }

    /// One after the last version widens the axis, so that it does not stand on that version.
    @Test func whatHappensAfterTheLastVersionStandsBehindIt() throws {
        let (elements, _) = try Self.drawn([.init(x: 2.5, label: "DEC-0001")])
        let line = try #require(elements.first { $0.classes.contains("leader") }?.stroke?.from.x)
        let last = try #require(elements.first { $0.text == "v3" }?.number("x"))
        #expect(line > last + 20)
    }

    @Test func aChartWithoutEventsIsDrawnAndKeptAsBefore() throws {
        let (elements, summary) = try Self.drawn([])
        #expect(!elements.contains { $0.classes.contains("leader") } && !summary.contains("marked"))
        let chart = LineChart(x: Axis("version", .count), y: Axis("rate", .proportion), series: [])
        #expect(chart.events == nil)
    }
}
