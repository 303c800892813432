import Columns
import Diagnostics
import Statistics

extension DetectionResults {
    /// Scores that are higher where nothing is: those of the opposite, or distances. A detector that learnt anything is surer of
    /// what it finds, and one that learnt nothing is as sure of all. That of a right and a false detection the right one has the
    /// higher score in less than a quarter of pairs, by the rank-sum test at one in a million, is neither; twenty of each are asked for,
    /// since a few objects that nobody labelled may be the surest. `isRight` says of the first detections whether they are.
    func invertedDoubt(meeting isRight: [Bool], _ file: String) -> InputDoubt? {
        let (level, most) = (1e-6, 0.25)
        let right = isRight.indices.filter { isRight[$0] }.map { scores[$0] }
        let others = isRight.indices.filter { !isRight[$0] }.map { scores[$0] }
        guard Swift.min(right.count, others.count) >= ClassPermutation.fewestRows else { return nil }
        let (own, rest) = (right.sorted(), others.sorted())
        guard let p = RankSum.twoSided(own, rest), p < level else { return nil }
        let area = Evaluation.larger(own, rest)
        guard area < most else { return nil }
        return InputDoubt(
            .predictedClass, at: Place(file: file, field: "score"),
            "scores look turned round: of a detection that meets an object of its class and one that meets none, the first has the "
                + "higher score in \([InputDoubt].short(area * 100)) % of pairs",
            suggestion: "are they 1 - p, or distances? write the score that is highest where the detector is surest;")
    }
}
