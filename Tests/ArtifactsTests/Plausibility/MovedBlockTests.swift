import Columns
import Testing

@testable import Artifacts

/// One stretch of rows that are those of other images, while all others are where they belong.
@Suite struct MovedBlockTests {
    /// Confidences between 0.6 and 0.99 that have nothing to do with anything.
    private func sure(_ count: Int, seed: Int) -> [Double] {
        var draws = Draws(seed)
        return (0..<count).map { _ in 0.6 + Double(draws.next(390)) / 1000 }
    }

    private func model(_ seed: Int) -> (labels: [Int32], answers: [Int32]) {
        Draws.model(300, of: 5, knows: 92, seed: seed)
    }

    /// Answers of which those of some rows are dealt out to the same rows in another order.
    private func shuffled(_ answers: [Int32], _ rows: Range<Int>, seed: Int) -> [Int32] {
        var moved = answers
        for (place, other) in Draws.order(rows.count, seed: seed).enumerated() {
            moved[rows.lowerBound + place] = answers[rows.lowerBound + other]
        }
        return moved
    }

    private func unrelated(
        _ labels: [Int32], _ answers: [Int32], _ confidence: [Double], of classes: Int = 5, units: CodedColumn? = nil,
        attributes: [Column] = []
    ) -> UnrelatedBlock? {
        UnrelatedBlock(
            labels: labels, answers: answers, confidence: confidence, classes: classes, units: units,
            attributes: attributes)
    }

    /// Of a hundred sets nearly all are found; the ends of the stretch may be off by rows that are right either way.
    @Test func aBatchThatWasReversedIsFound() {
        let found = (1...20).compactMap { seed -> ReversedBlock? in
            let (labels, answers) = model(seed)
            let reversed = Array(answers[..<100]) + answers[100..<150].reversed() + Array(answers[150...])
            return ReversedBlock(labels: labels, answers: reversed)
        }
        #expect(found.count >= 15)
        for block in found {
            #expect(block.rows.lowerBound + block.rows.upperBound == 249)
            #expect(block.reordered > block.accuracy)
        }
    }

    @Test func aShareInAnotherOrderIsFound() {
        let found = (1...20).count { seed in
            let (labels, answers) = model(seed)
            let moved = shuffled(answers, 100..<200, seed: seed + 77)
            guard let block = unrelated(labels, moved, sure(300, seed: seed)) else { return false }
            return block.accuracy < 0.4 && block.elsewhere > 0.85 && block.rows.overlaps(120...180)
        }
        #expect(found >= 17)
    }

    /// Nothing is moved: no model is doubted, however weak, nor clips of one answer each.
    @Test(arguments: 1...30)
    func rowsWhereTheyBelongAreNotDoubted(_ seed: Int) {
        for (count, classes, percent) in [(40, 2, 50), (60, 3, 80), (120, 3, 80), (300, 2, 90), (300, 10, 60)] {
            let (labels, answers) = Draws.model(count, of: classes, knows: percent, seed: seed)
            #expect(ReversedBlock(labels: labels, answers: answers) == nil)
            #expect(unrelated(labels, answers, sure(count, seed: seed), of: classes) == nil)
        }
        for (clips, frames, classes, percent) in [(10, 10, 4, 60), (60, 5, 3, 70), (30, 20, 2, 70)] {
            let own = Draws.model(clips, of: classes, knows: percent, seed: seed)
            let labels = (0..<clips * frames).map { own.labels[$0 / frames] }
            let answers = (0..<clips * frames).map { own.answers[$0 / frames] }
            #expect(ReversedBlock(labels: labels, answers: answers) == nil)
            #expect(unrelated(labels, answers, sure(labels.count, seed: seed), of: classes) == nil)
        }
    }

    /// A model that knows nothing of the last third, and is less sure there, or says one class: the finding that is looked for.
    @Test(arguments: 1...30)
    func aModelThatFailsOnAStretchIsNotDoubted(_ seed: Int) {
        let (labels, answers) = model(seed)
        let blind = Draws.model(300, of: 5, knows: 0, seed: seed + 5000).answers
        let failing = (0..<300).map { $0 < 200 ? answers[$0] : blind[$0] }
        let confidence = sure(300, seed: seed)
        let less = confidence.enumerated().map { $0 < 200 ? $1 : $1 - 0.1 }
        #expect(unrelated(labels, failing, less) == nil)
        #expect(ReversedBlock(labels: labels, answers: failing) == nil)
        let one = (0..<300).map { $0 < 200 ? answers[$0] : 2 }
        #expect(unrelated(labels, one, confidence) == nil)
        // As sure as elsewhere, and an attribute or the unit says that these images are another kind.
        let night = CodedColumn(
            name: "time", categories: ["day", "night"], codes: Codes((0..<300).map { $0 < 200 ? 0 : 1 }, categories: 2))
        #expect(unrelated(labels, failing, confidence, attributes: [.coded(night)]) == nil)
        let clips = CodedColumn(
            name: "clip", categories: (0..<30).map { Name("c\($0)") },
            codes: Codes((0..<300).map { $0 / 10 }, categories: 30))
        #expect(unrelated(labels, failing, confidence, units: clips) == nil)
    }

    /// A confidence that was filled in does not say that the model is as sure as elsewhere.
    @Test func withoutAConfidenceNothingIsSaid() {
        let (labels, answers) = model(1)
        let moved = shuffled(answers, 100..<200, seed: 78)
        #expect(unrelated(labels, moved, [Double](repeating: 0.9, count: 300)) == nil)
    }

    @Test func bothAreDoubtsAboutTheOrderOfImages() throws {
        func doubts(_ labels: [Int32], _ answers: [Int32]) throws -> [InputDoubt] {
            let confidence = sure(300, seed: 1)
            return try WorkspaceFixture([
                "misread.yml": "title: T\nclasses: [c0, c1, c2, c3, c4]\n",
                "datasets/d/images.csv": "image_id,label\n"
                    + labels.enumerated().map { "i\(1000 + $0),c\($1)\n" }.joined(),
                "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n"
                    + answers.enumerated().map { "i\(1000 + $0),c\($1),\(confidence[$0])\n" }.joined(),
            ]).evaluation().doubts
        }
        let (labels, answers) = model(3)
        #expect(try doubts(labels, answers) == [])
        let shard = try doubts(labels, shuffled(answers, 100..<200, seed: 80))
        #expect(shard.map(\.kind) == [.imageOrder])
        #expect(shard.first?.summary.hasPrefix("the predictions do not go with the labels from row ") == true)
        let reversed = Array(answers[..<100]) + answers[100..<180].reversed() + Array(answers[180...])
        let batch = try doubts(labels, reversed)
        #expect(batch.map(\.kind) == [.imageOrder])
        #expect(
            batch.first?.summary.hasPrefix("predictions look as if they were in the reverse order from row ") == true)
    }
}
