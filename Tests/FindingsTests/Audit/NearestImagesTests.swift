import Artifacts
import Foundation
import Record
import Testing

@testable import Findings

/// Images near to others, and images that are nearly the same.
@Suite struct NearestImagesTests {
    /// Images on a half circle, a degree apart: the cosine of two is that of the degrees between them.
    private static func onACircle(_ count: Int, longer: Double = 1) throws -> Evaluation {
        var made = MadeEvaluation.clean(classes: 2, perClass: count / 2)
        for row in made.rows.indices { made.rows[row].id = "i\(100 + row)" }
        made.rows[1].predicted = 1
        made.rows[1].probabilities = nil
        let numbers = made.rows.indices.flatMap { row -> [Double] in
            let angle = Double(row) * Double.pi / 180
            // Cosines know no length.
            return [cos(angle) * (1 + longer * Double(row)), sin(angle) * (1 + longer * Double(row))]
        }
        return try made.embedded(numbers, width: 2)
    }

    @Test func `the nearest by angle come first, of equals those with the smaller ids`() throws {
        let neighbours = try #require(try ImageNeighbours(of: [0, 10, nil], in: Self.onACircle(40)))
        #expect(neighbours.compared == 40)
        #expect(neighbours.images(near: 0).map(\.item) == ["i101", "i102", "i103", "i104", "i105"])
        #expect(neighbours.images(near: 2).isEmpty && neighbours.images(near: 9).isEmpty)
        let tenth = neighbours.images(near: 1)
        #expect(Set(tenth.prefix(2).map(\.item)) == ["i109", "i111"])
        #expect(Set(tenth.prefix(4).map(\.item)) == ["i108", "i109", "i111", "i112"] && tenth.count == 5)
        // cos 1° = 0.99985, cos 5° = 0.99619, in ten-thousandths.
        #expect(neighbours.images(near: 0).map(\.cosine) == [0.9998, 0.9994, 0.9986, 0.9976, 0.9962])
        #expect(neighbours.images(near: 0).map(\.isCorrect) == [false, true, true, true, true])
    }

    @Test func `an embedding that points nowhere is near to none`() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 2)
        for row in made.rows.indices { made.rows[row].id = "i\(row)" }
        let evaluation = try made.embedded([0, 0, 1, 0, 1, .nan, 2, 0], width: 2)
        let neighbours = try #require(ImageNeighbours(of: [0, 1], in: evaluation))
        #expect(neighbours.compared == 2)
        #expect(neighbours.images(near: 0).isEmpty && neighbours.images(near: 1).map(\.item) == ["i3"])
        #expect(ImageNeighbours(of: [0], in: made.evaluation) == nil)
    }

    @Test func `an audit keeps them of the images that have a page`() throws {
        let evaluation = try Self.onACircle(40)
        let examination = Examination(
            of: evaluation, settings: WorkspaceSettings(title: "Made", classes: ["c0", "c1"]))
        let table = ExampleTable(
            of: examination, shownBy: Auditor(analyses: [], program: "0").audit(examination, inputs: []))
        #expect(table.isWhole && table.published.map { table.items[$0] } == ["i101"])
        #expect(table.nearest(to: table.published[0]).count == ImageNeighbours.most)
        #expect(try JSONDecoder().decode(ExampleTable.self, from: JSONEncoder().encode(table)) == table)
    }

    /// Images in as many directions as there are, far apart; `pairs` of them are the same but for `apart`.
    private static func scattered(
        _ count: Int, called prefix: String, pairs: Int, apart: Double = 0, seed: UInt64 = 1
    ) throws -> Evaluation {
        var generator = SystemlessGenerator(seed)
        var made = MadeEvaluation.clean(classes: 2, perClass: count / 2)
        for row in made.rows.indices { made.rows[row].id = "\(prefix)\(row)" }
        var numbers = (0..<count * 16).map { _ in generator.next() }
        for pair in 0..<pairs {
            for d in 0..<16 { numbers[(2 * pair + 1) * 16 + d] = numbers[2 * pair * 16 + d] }
            numbers[(2 * pair + 1) * 16] += apart
        }
        return try made.embedded(numbers, width: 16)
    }

    /// Numbers of -1...1 that are the same everywhere.
    private struct SystemlessGenerator {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed }

        mutating func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 30) - 1
        }
    }

    @Test func `what is the same within a data set is found, with its labels`() throws {
        let images = try #require(try EmbeddedImages(Self.scattered(200, called: "a", pairs: 3)))
        let found = NearDuplicates(images, besides: [])
        #expect(found.compared == 200 && found.repeated == 6 && found.total == 3 && found.differing == 0)
        #expect(found.groups.allSatisfy { $0.own == 2 && $0.others == 0 && $0.distance == 0 && $0.images.count == 2 })
        #expect(Set(found.groups.flatMap(\.images).map(\.item)) == Set((0..<6).map { "a\($0)" }))
        #expect(found.others.isEmpty)
    }

    @Test func `nearly the same is up to a share of the median distance`() throws {
        // Two of 16 numbers of -1...1 are about 3.3 apart: 0.02 is within 2 % of that, 0.2 is not.
        let near = try #require(try EmbeddedImages(Self.scattered(200, called: "a", pairs: 20, apart: 0.02)))
        #expect(NearDuplicates(near, besides: []).total == 20)
        let far = try #require(try EmbeddedImages(Self.scattered(200, called: "a", pairs: 20, apart: 0.2)))
        #expect(NearDuplicates(far, besides: []).total == 0)
    }

    @Test func `what two data sets share is told`() throws {
        // The same seed: image for image the same; another: none.
        let own = try #require(try EmbeddedImages(Self.scattered(100, called: "a", pairs: 0)))
        let same = try #require(try EmbeddedImages(Self.scattered(100, called: "b", pairs: 0)))
        let other = try #require(try EmbeddedImages(Self.scattered(100, called: "c", pairs: 0, seed: 2)))
        let found = NearDuplicates(own, besides: [same, other])
        #expect(found.total == 100 && found.repeated == 0 && found.groups.allSatisfy { $0.own == 1 && $0.others == 1 })
        #expect(found.others.map(\.shared) == [100, 0] && found.others.map(\.images) == [100, 100])
        #expect(found.groups.allSatisfy { $0.images.map { $0.dataset == nil } == [true, false] })
    }
}
