import Columns
import Diagnostics
import Testing

@testable import Artifacts

/// Parts of the rows that are not as the others: of another numbering, or one batch written again.
@Suite struct PartOfRowsTests {
    @Test(arguments: [(0, 150), (150, 300), (200, 300)])
    func aPartOfAnotherNumberingIsFound(_ first: Int, _ end: Int) {
        for seed in 1...10 {
            let (labels, answers) = Draws.model(300, of: 4, knows: 80, seed: seed)
            var joined = labels
            for row in first..<end { joined[row] = (labels[row] + 1) % 4 }
            let block = RelabelledBlock(labels: joined, answers: answers, classes: 4)
            #expect(block != nil, "seed \(seed)")
            let rows = block?.rows ?? 0..<0
            #expect(abs(rows.lowerBound - first) <= 19 && abs(rows.upperBound - end) <= 19, "\(rows)")
            #expect(block?.found.moved == [0, 1, 2, 3])
        }
    }

    /// Models that are good and weak; that fail in a part of the rows; that take two classes for each other everywhere; and tables
    /// sorted by class.
    @Test(arguments: 1...20)
    func modelsAreNot(_ seed: Int) {
        for percent in [0, 30, 60, 90] {
            var (labels, answers) = Draws.model(300, of: 3, knows: percent, seed: seed)
            #expect(RelabelledBlock(labels: labels, answers: answers, classes: 3) == nil)
            let halves = labels.map { $0 % 2 }
            let turned = halves.indices.map { $0 < 200 ? halves[$0] : 1 - halves[$0] }
            #expect(RelabelledBlock(labels: halves, answers: turned, classes: 2) == nil)
            var draws = Draws(seed + 100)
            var failing = answers
            for row in 200..<300 { failing[row] = Int32(draws.next(3)) }
            #expect(RelabelledBlock(labels: labels, answers: failing, classes: 3) == nil)
            let other: [Int32] = [1, 0, 2]
            let taken = answers.map { other[Int($0)] }
            #expect(RelabelledBlock(labels: labels, answers: taken, classes: 3) == nil)
            let order = (0..<3).flatMap { cls in labels.indices.filter { labels[$0] == Int32(cls) } }
            (labels, answers) = (order.map { labels[$0] }, order.map { taken[$0] })
            #expect(RelabelledBlock(labels: labels, answers: answers, classes: 3) == nil)
        }
    }

    /// Rows of three classes, each its own to six digits.
    private static func rows(_ count: Int, seed: Int) -> [[Double]] {
        var draws = Draws(seed)
        return (0..<count).map { _ in
            let parts = (0..<3).map { _ in Double(draws.next(1_000_000) + 1) }
            return parts.map { $0 / parts.reduce(0, +) }
        }
    }

    private static func found(_ rows: [[Double]]) -> StaleRows? {
        StaleRows(
            ProbabilityMatrix(rows: rows.count, classes: rows[0].count, values: rows.flatMap { $0 }),
            labels: rows.indices.map { Int32($0 % 3) })
    }

    @Test func aBatchThatWasWrittenAgainIsFound() {
        var rows = Self.rows(200, seed: 1)
        for row in 170..<200 { rows[row] = rows[169] }
        let found = Self.found(rows)
        #expect(found?.rows == 31 && found?.isUniform == false && found?.classes == 3)
        for row in 170..<200 { rows[row] = [1.0 / 3, 1.0 / 3, 1.0 / 3] }
        #expect(Self.found(rows)?.isUniform == true)
        // 19 rows are few.
        var few = Self.rows(200, seed: 2)
        for row in 182..<200 { few[row] = few[181] }
        #expect(Self.found(few) == nil)
    }

    /// A model that is sure, votes of ten neighbours, a tree with a few leaves, and two digits.
    @Test func modelsOfFewAnswersAreNot() {
        var draws = Draws(3)
        #expect(Self.found(Self.rows(200, seed: 4)) == nil)
        for repeated in [[1, 0, 0], [0.9, 0.1, 0]] as [[Double]] {
            var rows = Self.rows(200, seed: 4)
            for row in 0..<60 { rows[row] = repeated }
            #expect(Self.found(rows) == nil)
        }
        let leaves = Self.rows(8, seed: 5)
        #expect(Self.found((0..<200).map { _ in leaves[draws.next(8)] }) == nil)
        let short = Self.rows(400, seed: 6).map { row in row.map { ($0 * 100).rounded() / 100 } }
        #expect(Self.found(short) == nil)
    }

    @Test func labelsWrittenAsPredictionsAreDoubted() throws {
        let rows = (0..<60).map { row -> String in
            let own = row % 2 == 0 ? "cat" : "dog"
            let isCat = (row % 2 == 0) != (row % 5 == 0)
            let (high, low) = ("0.\(7_000 + row)", "0.\(3_000 - row)")
            return "i\(row),\(own),\(isCat ? high : low),\(isCat ? low : high)\n"
        }
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n",
            "datasets/d/images.csv": "image_id,label\n"
                + (0..<60).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog")\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,p_cat,p_dog\n" + rows.joined(),
        ])
        #expect(
            try fixture.evaluation().doubts.map(\.summary) == [
                "the prediction is the label in all 60 rows, and not the most probable class in 12 of them"
            ])
    }
}
