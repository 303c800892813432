import Testing

@testable import Drawing

/// The graph of a lineage.
@Suite struct LineageDrawingTests {
    private static let nodes = [
        LineageDrawing.Node(label: "Data", name: "fleet <1>", hash: "3b1f0c9a7e", state: "changed", style: .changed),
        LineageDrawing.Node(label: "Code", name: "main", hash: nil, state: "same", style: .plain, isSide: true),
        LineageDrawing.Node(
            label: "Weights", name: String(repeating: "a long name ", count: 9), hash: "c0ffee00", state: "",
            style: .missing, isSide: true),
        LineageDrawing.Node(label: "Training", name: "40", hash: nil, state: "downstream", style: .downstream),
    ]

    private static func elements() throws -> [MarkupElement] {
        try MarkupReader.elements(
            of: LineageDrawing.svg(
                nodes, bypass: LineageDrawing.Bypass(from: 0, to: 3), id: "x", title: "T", description: "D"))
    }

    @Test func everyNodeIsABoxWithItsNameAndState() throws {
        let elements = try Self.elements()
        let boxes = elements.filter { $0.classes.contains("node") }
        #expect(boxes.map { $0.classes.last ?? "" } == ["changed", "node", "grid", "diag"])
        let texts = elements.filter { $0.name == "text" }.map(\.text)
        #expect(texts.contains("fleet <1>") && texts.contains("3b1f0c9a7e") && texts.contains("downstream"))
        #expect(texts.contains { $0.contains("…") }, "a long name is cut and not drawn past its box")
    }

    @Test func everyNodeButTheLastLeadsOnAndTheBypassToo() throws {
        let elements = try Self.elements()
        #expect(elements.count { $0.stroke != nil } == 3)
        // Boxes beside the chain share one tip.
        #expect(elements.filter { $0.classes == ["dot", "few"] }.count == 3)
        #expect(elements.filter { $0.name == "polyline" }.count == 1)
    }

    @Test func nothingIsDrawnOutsideTheBox() throws {
        let elements = try Self.elements()
        let height = elements.first?.attributes["viewBox"]?.split(separator: " ").last.flatMap { Double($0) } ?? 0
        for element in elements where element.name == "rect" {
            let bottom = (element.number("y") ?? 0) + (element.number("height") ?? 0)
            let right = (element.number("x") ?? 0) + (element.number("width") ?? 0)
            #expect(bottom <= height && right <= 360)
        }
    }
}
