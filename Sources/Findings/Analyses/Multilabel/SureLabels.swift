// What a multi-label model is sure of, label by label: confident learning, in which each label is a question of its own (Thyagarajan,
// Snorrason, Northcutt and Mueller, "Identifying Incorrect Annotations in Multi-Label Classification Data", 2022). Sure is relative
// to the label, for scores of a rare label are low throughout.

import Artifacts
import Record
import Statistics
import Tallies

/// Of which labels of which images a multi-label model is sure, one way or the other.
struct SureLabels: Sendable {
    /// The labels.
    let sets: LabelSets
    /// By label, the mean score of the images with it and of those without it; `nil` of a label that nothing is asked of.
    private let means: [(there: Double, absent: Double)?]

    /// Fewest images with a label whose disputes mean anything.
    static let fewest = 5

    /// `nil` where labels have no scores.
    init?(_ sets: LabelSets) {
        guard sets.hasScores else { return nil }
        self.sets = sets
        means = sets.names.indices.map { label in
            func scores(_ isWanted: Bool) -> [Double] {
                (0..<sets.rows).filter { sets.isTrue($0, label) == isWanted }.map { sets.score($0, label) }
            }
            let own = scores(true)
            // A label that scores no higher where it is true says nothing.
            guard own.count >= Self.fewest, let there = ExactSum.mean(own), let absent = ExactSum.mean(scores(false)),
                there > absent
            else { return nil }
            return (there, absent)
        }
    }

    /// Whether the model is sure that a label is true of an image: it gives it, with at least the mean score of the images that have it.
    /// Or sure that it is not: it does not give it, with no more than the mean score of the others. `nil` where it is sure of neither.
    func isTrue(_ row: Int, _ label: Int) -> Bool? {
        guard let mean = means[label] else { return nil }
        let score = sets.score(row, label)
        if sets.isGiven(row, label) { return score >= mean.there ? true : nil }
        return score <= mean.absent ? false : nil
    }

    /// Of what is labelled or that the model is sure of, where it is sure either way, the share that is both, by unit: how often its being
    /// sure means anything. That a label is neither there nor given is no agreement, for most labels are not on most images.
    /// `nil` where there is nothing of the kind.
    func agreement(_ units: ResamplingUnits, method: String) -> Measure? {
        var (areBoth, ids): ([Bool], [UInt64]) = ([], [])
        for row in 0..<sets.rows {
            for label in sets.names.indices {
                guard let isSure = isTrue(row, label), isSure || sets.isTrue(row, label) else { continue }
                areBoth.append(isSure && sets.isTrue(row, label))
                ids.append(units.ids[row])
            }
        }
        return MatchedRows.rate(of: areBoth.indices, areBoth, ids, method: method)
    }
}
