import Record
import Testing

@testable import Drawing

/// Lines from version to version.
@Suite struct SlopeDrawingTests {
    private static func line(_ name: String, _ values: [Double?], _ state: Mark = .neutral) -> SlopeChart.Line {
        SlopeChart.Line(
            name,
            points: values.enumerated().compactMap { place, value in
                value.map { LineChart.Point(x: Double(place), y: $0, low: $0 - 0.05, high: $0 + 0.04, n: 120) }
            }, state: state)
    }

    private static func chart(_ versions: [String], baseline: Int = 0, _ lines: [SlopeChart.Line]) -> Chart {
        .slopes(
            SlopeChart(
                axis: Axis("recall", .proportion, high: 1), versions: versions, baseline: baseline, lines: lines))
    }

    private static func elements(_ chart: Chart) throws -> [MarkupElement] {
        try MarkupReader.elements(of: try #require(chart.drawn(id: "c", title: "t").svg))
    }

    private static let pair = chart(
        ["v3", "v4"],
        [line("limit 30", [0.681, 0.202], .worse), line("halt", [0.82, 0.91], .better), line("deer", [0.64, 0.63])])

    @Test func theSentenceNamesWhatChanged() {
        #expect(
            Self.pair.summary.replacing("\u{A0}", with: " ")
                == "Recall from v3 to v4, 3 lines; worse: limit 30 from 68.1 % to 20.2 %; better: halt from 82.0 % to 91.0 %."
        )
        let quiet = Self.chart(["v1", "v2"], [Self.line("halt", [0.5, 0.6])])
        #expect(quiet.summary == "Recall from v1 to v2, 1 line; none marked as worse or better.")
        #expect(Self.chart(["v1", "v2"], []).summary == "Recall: nothing to compare.")
        // Of three versions it tells the change since the baseline of the last, which is what was tested.
        let three = Self.chart(["v1", "v2", "v3"], baseline: 1, [Self.line("halt", [0.9, 0.5, 0.7], .better)])
        #expect(
            three.summary.replacing("\u{A0}", with: " ")
                == "Recall from v2 to v3, 1 line; better: halt from 50.0 % to 70.0 %.")
    }

    /// Thickness, dash, mark and arrow tell what fell from what rose where there is no colour.
    @Test func whatFellAndWhatRoseDifferInMoreThanColour() throws {
        let elements = try Self.elements(Self.pair)
        #expect(elements.contains { $0.name == "polyline" && $0.classes == ["line", "bad"] })
        #expect(elements.contains { $0.name == "polygon" && $0.classes == ["dot", "bad"] })
        #expect(elements.contains { $0.name == "polyline" && $0.classes == ["line", "now"] })
        #expect(elements.contains { $0.name == "circle" && $0.classes == ["dot", "now"] })
        #expect(elements.filter { $0.name == "path" && $0.classes == ["line", "base"] }.count == 1)
        let texts = elements.filter { $0.name == "text" }.map(\.text)
        #expect(texts.contains("20.2 ▼ limit 30") && texts.contains("limit 30 · 68.1"))
        #expect(texts.contains("91.0 ▲ halt") && texts.contains("63.0 · deer"))
        #expect(ChartStyle.css.contains(".slopes .line.now{stroke-dasharray"))
        #expect(ChartStyle.css.contains(".slopes .line.bad{stroke-width"))
    }

    /// Only the stretch that was tested is marked.
    @Test func aLineIsMarkedFromTheBaselineOn() throws {
        let chart = Self.chart(
            ["v1", "v2", "v3", "v4"], baseline: 2, [Self.line("halt", [0.9, 0.8, 0.7, 0.4], .worse)])
        let elements = try Self.elements(chart)
        let marked = try #require(elements.first { $0.classes == ["line", "bad"] })
        #expect(marked.attributes["points"]?.split(separator: " ").count == 2)
        let quiet = try #require(elements.first { $0.classes == ["line", "base"] }?.attributes["d"])
        #expect(quiet.split(separator: "L").count == 3)
        #expect(elements.filter { $0.classes == ["zero"] }.count == 1)
    }

    @Test func aVersionWithoutAValueBreaksTheLine() throws {
        let broken = Self.chart(
            ["v1", "v2", "v3", "v4", "v5"], baseline: 3, [Self.line("halt", [0.9, 0.8, nil, 0.7, 0.6])])
        let path = try #require(try Self.elements(broken).first { $0.classes == ["line", "base"] }?.attributes["d"])
        #expect(path.split(separator: "M").count == 2)
        let apart = Self.chart(["v1", "v2", "v3"], [Self.line("halt", [0.9, nil, 0.6], .worse)])
        #expect(try !Self.elements(apart).contains { $0.name == "polyline" })
    }

    /// Twenty names at one height stand below each other on both sides.
    @Test func namesDoNotCollide() throws {
        let lines = (0..<20).map { Self.line("class \($0)", [0.9, 0.95], $0 % 5 == 0 ? .better : .neutral) }
        let texts = try Self.elements(Self.chart(["v1", "v2"], lines)).filter {
            $0.name == "text" && $0.text.contains("class")
        }
        #expect(texts.count == 40)
        for anchor in ["start", "end"] {
            let heights = texts.filter { ($0.attributes["text-anchor"] ?? "start") == anchor }
                .compactMap { $0.number("y") }.sorted()
            #expect(heights.count == 20)
            #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 > 12.8 })
        }
    }

    @Test func theTableHasEveryVersionAndTheChangeSinceTheBaseline() throws {
        let lines = [Self.line("halt", [0.9, 0.5, 0.75], .better), Self.line("deer", [nil, nil, 0.25])]
        let drawn = Self.chart(["v1", "v2", "v3"], baseline: 1, lines).drawn(id: "c", title: "t")
        let table = drawn.table
        #expect(
            table.columns.map(\.key)
                == ["name", "version_1", "version_2", "version_3", "low", "high", "change", "n", "state"])
        #expect(table.columns.map(\.title).contains("v2"))
        #expect(table.rows[0][3] == .number(0.75, .proportion))
        #expect(table.rows[0][4] == .number(0.75 - 0.05, .proportion))
        #expect(table.rows[0][6] == .number(0.25, .points))
        #expect(table.rows[0][8] == .state(.better, nil))
        #expect(table.rows[1][1] == .none(NumberFormat.undefined))
        #expect(table.rows[1][6] == .none(NumberFormat.undefined))
        #expect(table.rows[1][7] == .number(120, .count))
    }
}
