import Foundation
import Record
import Testing

@testable import Drawing

/// What holds for every picture, whatever the numbers.
@Suite struct ChartLawTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let chart: Chart
        var testDescription: String { name }

        static let all = ChartCases.all.map { Case(name: $0.name, chart: $0.chart) }
    }

    private func elements(_ chart: Chart) throws -> [MarkupElement] {
        guard let svg = chart.drawn(id: "f1", title: ChartCases.hostile[2]).svg else { return [] }
        return try MarkupReader.elements(of: svg)
    }

    @Test(arguments: Case.all) func everyPictureIsWellFormedAndNamed(_ example: Case) throws {
        let elements = try elements(example.chart)
        guard let root = elements.first else {
            #expect(["thirty-one", "too long", "none"].contains(example.name))
            return
        }
        #expect(root.name == "svg")
        #expect(root.attributes["role"] == "img")
        #expect(root.attributes["aria-labelledby"] == "f1-t f1-d")
        let title = try #require(elements.first { $0.name == "title" })
        #expect(title.attributes["id"] == "f1-t")
        #expect(title.text == ChartCases.hostile[2])
        let description = try #require(elements.first { $0.name == "desc" })
        #expect(description.attributes["id"] == "f1-d")
        let ids = elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.hasPrefix("f1-") })
        #expect(elements.allSatisfy { $0.attributes["style"] == nil })
    }

    @Test(arguments: Case.all) func everythingLiesInsideThePicture(_ example: Case) throws {
        let elements = try elements(example.chart)
        guard let box = elements.first?.attributes["viewBox"]?.split(separator: " ").compactMap({ Double($0) }),
            box.count == 4
        else { return }
        let (width, height) = (box[2], box[3])
        let rowSize = elements[0].classes.contains("matrix") ? 11.5 : 12.5
        for element in elements where !element.path.contains("defs") && element.name != "svg" {
            for key in ["x", "x1", "x2", "cx"] {
                if let value = element.number(key) { #expect((0...width).contains(value), "\(element)") }
            }
            for key in ["y", "y1", "y2", "cy"] {
                if let value = element.number(key) { #expect((0...height).contains(value), "\(element)") }
            }
            if let x = element.number("x"), let w = element.number("width") {
                #expect(x + w <= width + 0.2, "\(element)")
            }
            if let y = element.number("y"), let h = element.number("height") {
                #expect(y + h <= height + 0.2, "\(element)")
            }
            for pair in (element.attributes["points"] ?? "").split(separator: " ") {
                let numbers = pair.split(separator: ",").compactMap { Double($0) }
                #expect(numbers.count == 2)
                #expect((0...width).contains(numbers[0]) && (0...height).contains(numbers[1]), "\(element)")
            }
            guard element.name == "text", let x = element.number("x"), let y = element.number("y") else { continue }
            let size = element.classes.contains("tick") ? 11.0 : element.classes.contains("rowlab") ? rowSize : 12
            let anchor = TextAnchor(rawValue: element.attributes["text-anchor"] ?? "start") ?? .start
            guard element.path == ["svg"] else { continue }
            let text = PlacedLabel(element.text, at: Point(x, y), anchor, size: size).box
            #expect(text.left >= -1 && text.right <= width + 1, "\(element.text) \(text) in \(width)")
            #expect(text.top >= -1 && text.bottom <= height + 1, "\(element.text) \(text) in \(height)")
        }
    }

    @Test(arguments: Case.all) func everyClassIsStyled(_ example: Case) throws {
        for name in Set(try elements(example.chart).flatMap(\.classes))
        where !["dots", "lines", "bars", "panels"].contains(name) {
            let isRule = ["{", ",", ".", " "].contains { ChartStyle.css.contains(".\(name)\($0)") }
            #expect(isRule || ["p0", "reliability"].contains(name), "class \(name) has no rule in ChartStyle")
        }
    }

    @Test(arguments: Case.all) func noPictureShowsABrokenNumber(_ example: Case) throws {
        let drawn = example.chart.drawn(id: "f1", title: "t")
        for word in ["nan", "inf", "-0 ", "\"-0\"", "e-", "e+"] {
            let numbers = try elements(example.chart).flatMap { element in
                element.attributes.filter {
                    !["class", "id", "aria-labelledby", "role", "fill", "href"].contains($0.key)
                }.map(
                    \.value)
            }
            #expect(!numbers.contains { $0.contains(word) && !$0.contains("translate") && !$0.contains("url") })
        }
        #expect(!drawn.description.isEmpty && drawn.description.hasSuffix("."))
        #expect(!drawn.description.contains("\n"))
    }

    @Test(arguments: Case.all) func theSameChartGivesTheSameBytesWithinTheBudget(_ example: Case) {
        let once = example.chart.drawn(id: "f1", title: "t")
        #expect(once == example.chart.drawn(id: "f1", title: "t"))
        // A picture within has a budget of its own.
        let parts = (once.svg ?? "").components(separatedBy: "base64,")
        let pictures = parts.dropFirst().map { $0.prefix { $0 != "\"" }.utf8.count }.reduce(0, +)
        #expect((once.svg ?? "").utf8.count - pictures <= 15 * 1024)
        #expect(pictures <= 30_000)
        #expect(once.table.rows.allSatisfy { $0.count == once.table.columns.count })
        #expect(Set(once.table.columns.map(\.key)).count == once.table.columns.count)
    }

    /// A share without what it is a share of cannot be judged: three of four and 300 of 400 are one number.
    @Test func aMatrixOfSharesSaysWhatEachIsAShareOf() {
        let chart = Chart.matrix(
            MatrixChart(
                rowTitle: "light", columnTitle: "blur", rows: ["dark"], columns: ["0", "1"], unit: .proportion,
                cells: [.init(0.75, n: 4), .init(nil, n: 0)]))
        let table = chart.drawn(id: "f1", title: "t").table
        #expect(table.columns.map(\.title) == ["light", "0", "n", "1", "n"])
        #expect(
            table.rows == [
                [
                    .text("dark"), .number(0.75, .proportion), .number(4, .count), .optional(nil, .proportion),
                    .number(0, .count),
                ]
            ])
    }

    /// How many cells each step has: first those of the matrix, then the one of the key.
    private func steps(_ values: [Double], fullFrom: Double?) throws -> (cells: [Int: [Int]], texts: [String]) {
        let chart = MatrixChart(
            rowTitle: "Column", columnTitle: "Day", rows: ["light"], columns: values.indices.map { "\($0)" },
            unit: .ratio,
            cells: values.map { .init($0, n: 100) }, fullFrom: fullFrom)
        let elements = try elements(.matrix(chart))
        let paths = elements.filter { $0.name == "path" && $0.classes.first == "cell" }
        let cells = (1...7).map { step in
            (
                step,
                paths.filter { $0.classes.contains("l\(step)") }.map { path in
                    (path.attributes["d"] ?? "").count { $0 == "h" }
                }
            )
        }
        return (Dictionary(uniqueKeysWithValues: cells), elements.map(\.text))
    }

    /// Of 3.5 in seven steps each is half: up to 0.5 the first, up to 1 the second.
    @Test func aScaleThatEndsBeforeTheLargestCellSaysSo() throws {
        let values = [0.4, 1, 1.1, 3.4, 3.5, 40, 1e300]
        let (cells, texts) = try steps(values, fullFrom: 3.5)
        #expect(cells == [1: [1, 1], 2: [1, 1], 3: [1, 1], 4: [1], 5: [1], 6: [1], 7: [4, 1]])
        #expect(texts.contains("3.50 and more"))
    }

    /// A calm strip is pale: its colours mean the same as those of one that is not.
    @Test func aScaleThatEndsBeyondTheLargestCellStaysThere() throws {
        let (cells, texts) = try steps([0.4, 0.9], fullFrom: 3.5)
        #expect(cells == [1: [1, 1], 2: [1, 1], 3: [1], 4: [1], 5: [1], 6: [1], 7: [1]])
        #expect(texts.contains("3.50 and more"))
    }

    @Test(arguments: [nil, 0, -1, Double.nan, Double.infinity] as [Double?]) func withoutAnEndTheLargestCellIsIt(
        _ end: Double?
    ) throws {
        let (cells, texts) = try steps([0.4, 1, 40], fullFrom: end)
        #expect(cells == [1: [2, 1], 2: [1], 3: [1], 4: [1], 5: [1], 6: [1], 7: [1, 1]])
        #expect(!texts.contains { $0.contains("and more") } && texts.contains("40"))
    }

    /// Archives of the time when every scale ended at the largest cell.
    @Test func aMatrixWithoutAnEndIsReadAndWrittenAsBefore() throws {
        let text =
            #"{"cells":[{"n":4,"value":2}],"columnTitle":"b","columns":["y"],"minimumN":0,"quietDiagonal":false,"#
            + #""rowTitle":"a","rows":["x"],"unit":"ratio"}"#
        let chart = try JSONDecoder().decode(MatrixChart.self, from: Data(text.utf8))
        #expect(chart.fullFrom == nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(chart), as: UTF8.self) == text)
    }

    @Test func aMatrixNobodyCanReadIsRefusedAndItsLargestCellsListed() throws {
        let example = try #require(ChartCases.all.first { $0.name == "thirty-one" })
        let drawn = example.chart.drawn(id: "f1", title: "t")
        #expect(drawn.svg == nil)
        #expect(drawn.table.columns.map(\.key) == ["row", "column", "value", "n"])
        #expect(drawn.table.rows.count == 50)
    }
}
