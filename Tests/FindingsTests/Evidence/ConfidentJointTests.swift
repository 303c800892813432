import Statistics
import Tallies
import Testing

/// Confident learning by its definition: a class is sure at the mean probability it has on its own items.
@Suite struct ConfidentJointTests {
    private static let probabilities: [[Double]] = [
        // Labelled 0: class 0 has a mean of 7/12 on them.
        [0.875, 0.125, 0.0], [0.625, 0.25, 0.125], [0.25, 0.75, 0.0],
        // Labelled 1: class 1 has a mean of 5/8.
        [0.25, 0.75, 0.0], [0.5, 0.5, 0.0], [0.625, 0.375, 0.0], [0.125, 0.875, 0.0],
        // Labelled 2: class 2 has a mean of 0.5.
        [0.25, 0.25, 0.5], [0.5, 0.0, 0.5],
    ]
    private static let labels = [0, 0, 0, 1, 1, 1, 1, 2, 2]

    private static func made(_ order: [Int]) -> MadeEvaluation {
        MadeEvaluation(
            classes: ["a", "b", "c"],
            rows: order.map { index in
                let values = probabilities[index]
                let answer = values.indices.max { values[$0] < values[$1] } ?? 0
                return MadeRow(
                    id: "item \(index)", label: labels[index], predicted: answer, confidence: values[answer],
                    probabilities: values)
            })
    }

    private static func joint(_ made: MadeEvaluation) -> (thresholds: [Double?], tally: ConfidentJointTally) {
        let (evaluation, units) = (made.evaluation, ResamplingUnits(of: made.evaluation))
        let means = Book(counting: [OwnProbabilities()], of: evaluation, units, edition: "")[OwnProbabilities()].means
        let request = ConfidentJoint(thresholds: means, limit: 5)
        return (means, Book(counting: [request], of: evaluation, units, edition: "")[request])
    }

    @Test func thresholdsAreTheMeansOfEachClassOnItsOwn() {
        let thresholds = Self.joint(Self.made(Array(0..<9))).thresholds
        #expect(thresholds.count == 3)
        for (threshold, mean) in zip(thresholds, [7.0 / 12, 0.625, 0.5]) { #expect(near(threshold, mean)) }
        var without = Self.made(Array(0..<7))
        without.rows.removeAll { $0.label == 2 }
        #expect(Self.joint(without).thresholds[2] == nil, "a class without items has none")
    }

    @Test(arguments: [Array(0..<9), [8, 2, 5, 0, 7, 1, 6, 3, 4]])
    func anItemOfWhichAnotherClassIsSureIsASuspectMostDisputedFirst(_ order: [Int]) throws {
        let joint = Self.joint(Self.made(order)).tally
        // Item 2 is labelled 0, and class 1 is sure of it; item 5 the other way round. Of item 4 no class is sure, and in
        // item 8's tie class 0 is not.
        #expect(joint.suspects.map(\.exemplar.id.text) == ["item 2", "item 5"])
        #expect(joint.suspects.map(\.suggested) == [1, 0])
        #expect(joint.suspects.map(\.labelled) == [0.25, 0.375])
        #expect(joint.suspects.map(\.suggestion) == [0.75, 0.625])
        #expect(near(joint.suspects.first?.margin, 0.25 - 0.75))
        #expect(Array(joint.counts) == [2, 1, 0, 1, 2, 0, 0, 0, 2])
        #expect(joint.rows.rows(ConfidentJointTally.isSuspect) == 2)
        #expect(joint.rows.rows { ConfidentJointTally.isSuspect($0) && ConfidentJointTally.isWrong($0) } == 2)
    }
}
