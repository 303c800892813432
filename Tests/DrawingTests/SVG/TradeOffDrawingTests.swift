import Record
import Testing

@testable import Drawing

/// The chart of what versions cost and how good they are.
@Suite struct TradeOffDrawingTests {
    private static let interval = Interval(low: 0.78, high: 0.84, method: "wilson")

    private static func elements(_ bound: Double?) throws -> [MarkupElement] {
        let versions = [
            TradeOffDrawing.Version(
                name: "v1 <a>", cost: 30, quality: 0.81, interval: interval, isNonDominated: false, isWithin: true),
            TradeOffDrawing.Version(
                name: "v2", cost: 10, quality: 0.9, interval: nil, isNonDominated: true, isWithin: false),
        ]
        return try MarkupReader.elements(
            of: TradeOffDrawing.svg(
                versions, cost: Axis("model_size_mb", .raw), quality: Axis("Accuracy", .proportion), bound: bound,
                id: "x", title: "T", description: "D"))
    }

    @Test func whatNoneBeatsIsADotWhatIsBeatenARingAndWhatKeepsNoBoundHasACross() throws {
        let elements = try Self.elements(nil)
        #expect(elements.filter { $0.name == "circle" }.map { $0.classes.first ?? "" } == ["ring", "dot"])
        // One whisker, and the two strokes of one cross.
        #expect(elements.filter { $0.classes == ["whisk"] }.count == 3)
        #expect(!elements.contains { $0.classes == ["diag"] })
        let texts = elements.filter { $0.name == "text" }.map(\.text)
        #expect(texts.contains("v1 <a>") && texts.contains("v2") && texts.contains("model_size_mb"))
    }

    @Test func aBoundIsALineWithinTheChart() throws {
        let line = try #require(try Self.elements(200).first { $0.classes == ["diag"] })
        #expect((line.stroke?.from.x ?? 999) <= 348)
    }
}
