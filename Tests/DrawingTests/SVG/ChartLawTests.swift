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

    @Test func aMatrixNobodyCanReadIsRefusedAndItsLargestCellsListed() throws {
        let example = try #require(ChartCases.all.first { $0.name == "thirty-one" })
        let drawn = example.chart.drawn(id: "f1", title: "t")
        #expect(drawn.svg == nil)
        #expect(drawn.table.columns.map(\.key) == ["row", "column", "value", "n"])
        #expect(drawn.table.rows.count == 50)
    }
}
