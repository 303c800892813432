// Confident learning (Northcutt, Jiang & Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70,
// 2021): the model is sure of class j on an item when it gives j at least the mean probability that it gives j on items
// labelled j. An item labelled i that it is sure to be j is a suspect label.

import Artifacts
import Statistics

/// Which labels the model's own confident answers dispute.
struct ConfidentJoint: Sendable {
    /// An item whose label is disputed.
    struct Suspect: Sendable {
        /// Its row.
        let row: Int
        /// The class that the model is sure it is.
        let suggested: Int
        /// Probability of the label minus the largest other one, -1...1: the lower, the more disputed.
        let margin: Double
    }

    /// Mean probability of class j on items labelled j: how sure is sure, class by class; `nil` without items.
    let thresholds: [Double?]
    /// Suspects, most disputed first, then by id.
    let suspects: [Suspect]
    /// Items labelled i (row) that the model is sure to be j (column); row-major.
    let counts: [Int]

    init(_ evaluation: Evaluation, _ probabilities: ProbabilityMatrix) {
        let classes = probabilities.classes
        var sums = [ExactSum](repeating: ExactSum(), count: classes)
        var sizes = [Int](repeating: 0, count: classes)
        for row in 0..<evaluation.count {
            let label = Int(evaluation.items.labels[row])
            sums[label].add(probabilities[row, label])
            sizes[label] += 1
        }
        let thresholds = (0..<classes).map { sizes[$0] == 0 ? nil : sums[$0].value / Double(sizes[$0]) }
        var counts = [Int](repeating: 0, count: classes * classes)
        var suspects: [Suspect] = []
        for row in 0..<evaluation.count {
            let label = Int(evaluation.items.labels[row])
            var sure: Int?
            var largestOther = 0.0
            for cls in 0..<classes {
                let p = probabilities[row, cls]
                if cls != label { largestOther = max(largestOther, p) }
                guard let threshold = thresholds[cls], p >= threshold else { continue }
                // Of several the most probable; of equal ones the label, which needs less to be believed.
                guard let best = sure else {
                    sure = cls
                    continue
                }
                let isAhead = p > probabilities[row, best] || (p == probabilities[row, best] && cls == label)
                if isAhead { sure = cls }
            }
            guard let sure else { continue }
            counts[label * classes + sure] += 1
            guard sure != label else { continue }
            suspects.append(
                Suspect(row: row, suggested: sure, margin: probabilities[row, label] - largestOther))
        }
        self.thresholds = thresholds
        self.counts = counts
        self.suspects = suspects.sorted { a, b in
            if a.margin != b.margin { return a.margin < b.margin }
            return evaluation.items.ids[a.row] < evaluation.items.ids[b.row]
        }
    }
}
