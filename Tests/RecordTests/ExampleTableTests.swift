import Columns
import Foundation
import Testing

@testable import Record

@Suite struct ExampleTableTests {
    static func table() -> ExampleTable {
        ExampleTable(
            [
                .init(
                    "a", label: "cat", answer: .named("dog"), confidence: 0.9, before: "cat", values: ["night", nil]),
                .init("b", label: "dog", answer: .outcome("missed"), confidence: 0, before: nil, values: ["day", "x"]),
                .init(
                    "c", label: "background", answer: .named("cat"), confidence: 0.4, before: nil, values: [nil, nil]),
                .init("d", label: "cat", answer: .named("cat"), confidence: 0.7, before: "cat", values: ["day", nil]),
            ], total: 3, errors: 2, spurious: 1, hasConfidence: true, areProbabilities: true,
            attributes: ["light", "other"], published: [0, 3],
            rankings: [[("dog", 0.9), ("cat", 0.1)], [("cat", 0.7), ("dog", 0.3)]])
    }

    @Test func `rows are shown as they were given`() {
        let table = Self.table()
        #expect(table.isWhole)
        let first = table.item(0)
        #expect(first.item == "a" && first.label == "cat" && first.predicted == "dog" && first.confidence == 0.9)
        #expect(first.baselinePredicted == "cat" && first.outcome == nil)
        #expect(table.item(1).outcome == "missed" && table.item(1).predicted == "(missed)")
        #expect(table.values(0).map(\.description) == table.item(0).chips.map(\.description))
        #expect(table.values(1).map(\.value) == ["day", "x"] && table.values(2).isEmpty)
        #expect(table.ranking(3).map(\.name) == ["cat", "dog"] && table.ranking(1).isEmpty)
    }

    @Test func `it reads back from its file`() throws {
        let table = Self.table()
        #expect(try JSONDecoder().decode(ExampleTable.self, from: JSONEncoder().encode(table)) == table)
    }

    @Test func `each text is kept once`() {
        #expect(Set(Self.table().texts).count == Self.table().texts.count)
    }

    @Test(arguments: 0..<8) func `a damaged table is told`(_ damage: Int) {
        var table = Self.table()
        switch damage {
        case 0: table.labels.removeLast()
        case 1: table.predicted[0] = 99
        case 2: table.labels[0] = -1
        case 3: table.errors = 9
        case 4: table.published = [4]
        case 5: table.rankings.removeLast()
        case 6: table.confidence = [1]
        default: table.total = 1
        }
        #expect(!table.isWhole)
    }
}
