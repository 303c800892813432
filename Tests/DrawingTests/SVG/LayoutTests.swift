import Record
import Testing

@testable import Drawing

@Suite struct LayoutTests {
    @Test func ticksAreRoundNumbersWithinTheirRange() {
        #expect(Ticks(0, 1, about: 4).values == [0, 0.25, 0.5, 0.75, 1])
        #expect(Ticks(0, 0.3, about: 3).values == [0, 0.1, 0.2, 0.3])
        #expect(Ticks(-0.21, 0.2, about: 4).values == [-0.2, -0.1, 0, 0.1, 0.2])
        #expect(Ticks(0, 3, about: 6, wholeNumbers: true).values == [0, 1, 2, 3])
        #expect(Ticks(around: 0.5, 0.93, about: 4).values == [0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
        #expect(Ticks(5, 5, about: 4).values == [5])
        #expect(Ticks(.nan, 1, about: 4).values.isEmpty)
        #expect(Ticks(-.greatestFiniteMagnitude, .greatestFiniteMagnitude, about: 4).values.count <= 1)
        #expect(Ticks(0, 1e-300, about: 4).values.allSatisfy { $0.isFinite })
    }

    @Test func labelsInAColumnKeepTheirDistanceOrderAndFrame() {
        for wished in [[10.0, 11, 12], [100, 5, 50, 51, 49], [0, 0, 0, 0], [199, 198, 197], [20]] {
            let places = LabelColumn.separated(wished, gap: 14, top: 4, bottom: 200)
            let sorted = places.sorted()
            #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= 13.999 })
            #expect(sorted.allSatisfy { (4...200).contains($0) })
            for a in wished.indices {
                for b in wished.indices where wished[a] < wished[b] { #expect(places[a] < places[b]) }
            }
        }
        #expect(LabelColumn.separated([30, 90], gap: 14, top: 0, bottom: 200) == [30, 90])
    }

    @Test func aLongNameKeepsItsBeginningAndItsEnd() {
        let short = TextMetrics.fitted("Saint Bernard, long-haired", width: 90, size: 12)
        #expect(short.hasPrefix("Saint") && short.hasSuffix("haired") && short.contains("…"))
        #expect(TextMetrics.width(short, size: 12) <= 90)
        #expect(TextMetrics.fitted("cat", width: 90, size: 12) == "cat")
        #expect(TextMetrics.fitted("", width: 0, size: 12) == "")
    }

    @Test func coordinatesHaveOneDecimalAndNoMinusZero() {
        #expect(SVGWriter.number(1.25) == "1.2")
        #expect(SVGWriter.number(-0.04) == "0")
        #expect(SVGWriter.number(-12.34) == "-12.3")
        #expect(SVGWriter.number(100) == "100")
        #expect(SVGWriter.number(.nan) == "0")
        #expect(SVGWriter.number(.infinity) == "0")
    }

    @Test func sharesStayWithinZeroAndOne() {
        let span = Axis("recall", .proportion).span(over: [0.97, 1], about: 4, padding: 0.05)
        #expect(span.high == 1 && span.low <= 0.97)
        let low = Axis("recall", .proportion).span(over: [0.001, 0.02], about: 4, padding: 0.5)
        #expect(low.low == 0)
        let given = Axis("recall", .proportion, low: 0.2, high: 0.8).span(over: [0, 1], about: 4)
        #expect(given.low == 0.2 && given.high == 0.8)
    }

    @Test func marksInARowSayWhatTheyShow() throws {
        let cell = Cell.interval(low: 0.281, value: 0.4, high: 0.532, unit: .proportion, mark: 0.156)
        let range = InlineMark.range(of: [cell, .text("x")])
        #expect(range == 0...0.532)
        let svg = try #require(InlineMark.interval(cell, over: range))
        let root = try #require(try MarkupReader.elements(of: svg).first)
        #expect(root.attributes["aria-label"] == "40.0\u{A0}% [28.1,\u{A0}53.2]; reference 15.6\u{A0}%")
        #expect(InlineMark.interval(.text("x"), over: range) == nil)
        #expect(InlineMark.range(of: []) == 0...1)
        let share = try MarkupReader.elements(of: InlineMark.share(0.00004))
        #expect(share.first?.attributes["aria-label"] == "<0.1\u{A0}%")
        #expect(share.last?.number("width") == 1)
        let spark = try MarkupReader.elements(
            of: InlineMark.sparkline([0.2, nil, 0.3], as: .proportion, names: ["v1", "v2"]))
        #expect(spark.first?.attributes["aria-label"] == "v1 20.0\u{A0}%, v2 not defined, 30.0\u{A0}%")
        let empty = try MarkupReader.elements(of: InlineMark.sparkline([], as: .count))
        #expect(empty.count == 1)
    }

    @Test func theSentenceOfAChartNamesItsNumbers() {
        let rows = [
            DotChart.Row("shirt", value: 0.6, n: 55), DotChart.Row("hat", value: 1, n: 26),
            DotChart.Row("t-shirt", value: 0.744, n: 133, state: .worse), DotChart.Row("boot", value: nil, n: 0),
        ]
        let chart = Chart.dots(DotChart(axis: Axis("recall", .proportion), rows: rows, name: "v3"))
        #expect(
            chart.summary
                == "Recall of v3, 3 rows: from shirt 60.0\u{A0}% to hat 100\u{A0}%; marked: t-shirt; 1 not defined.")
    }
}
