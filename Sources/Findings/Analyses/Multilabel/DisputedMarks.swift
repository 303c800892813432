// The wrong labels of a multi-label model with what the model says against each: how far into the scores of the images with the label,
// or without it, the score lies. That is the same whatever scores a label has, so that labels can be ranked with one another.

import Artifacts
import Columns
import Record
import Tallies

/// A label of an image on which the model and the labelling differ.
struct DisputedMark: Sendable {
    /// The image, by its row.
    let row: Int
    /// The label, by its place.
    let label: Int
    /// The score of the label there, 0...1.
    let score: Double
    /// The share of the images with the label that score no higher, or, of a label that is on the image, of those without it that
    /// score no lower, 0...1.
    let weight: Double
    /// Whether the model is sure.
    let isSure: Bool
    /// What may be wrong with the label.
    let doubt: DisputedLabelSets.Doubt
}

extension SureLabels {
    /// Every wrong label of every image, by row, then by label.
    var disputed: [DisputedMark] {
        var marks: [DisputedMark] = []
        for label in sets.names.indices {
            let wrong = (0..<sets.rows).filter { sets.isTrue($0, label) != sets.isGiven($0, label) }
            guard !wrong.isEmpty else { continue }
            func sorted(_ isTrue: Bool) -> [Double] {
                (0..<sets.rows).filter { sets.isTrue($0, label) == isTrue }.map { sets.score($0, label) }.sorted()
            }
            let (there, absent) = (sorted(true), sorted(false))
            for row in wrong {
                let score = sets.score(row, label)
                let isThere = sets.isTrue(row, label)
                let weight =
                    isThere
                    ? 1 - Self.share(of: absent) { $0 < score } : Self.share(of: there) { $0 <= score }
                marks.append(
                    DisputedMark(
                        row: row, label: label, score: score, weight: weight,
                        isSure: isTrue(row, label).map { $0 != isThere } ?? false, doubt: isThere ? .wrong : .missing))
            }
        }
        return marks.sorted { ($0.row, $0.label) < ($1.row, $1.label) }
    }

    /// The share of ascending scores that are `below`, which holds of the first of them; 0 of none.
    private static func share(of ascending: [Double], _ below: (Double) -> Bool) -> Double {
        guard !ascending.isEmpty else { return 0 }
        var (low, high) = (0, ascending.count)
        while low < high {
            let middle = (low + high) / 2
            if below(ascending[middle]) { low = middle + 1 } else { high = middle }
        }
        return Double(low) / Double(ascending.count)
    }
}

extension DisputedLabelSets {
    /// The list for labelling of an evaluation: its images with a wrong label, in the order of the archived outcomes.
    init(of evaluation: Evaluation, _ marks: [DisputedMark]) {
        let items = evaluation.items
        let errors = OutcomeTable.byHash(evaluation.wrongRows, of: evaluation).map(\.row)
        let place = Dictionary(errors.enumerated().map { ($1, $0) }) { first, _ in first }
        var weights = [Double](repeating: 0, count: errors.count)
        var disputes: [Dispute] = []
        for mark in marks {
            guard let image = place[mark.row] else { continue }
            guard mark.isSure else {
                weights[image] += mark.weight
                continue
            }
            disputes.append(
                Dispute(image: image, label: mark.label, doubt: mark.doubt, score: mark.score, weight: mark.weight))
        }
        self.init(
            images: errors.indices.map { index in
                Image(
                    name: items.ids[errors[index]].text, file: items.paths.isEmpty ? nil : items.paths[errors[index]],
                    weight: weights[index])
            },
            disputes: disputes.sorted { ($0.image, $0.label) < ($1.image, $1.label) })
    }
}
