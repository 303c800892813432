import Artifacts
import Record
import Tallies

extension DisputedLabels {
    /// The wrong rows of an evaluation with what the model is sure of in place of their labels; `nil` without probabilities.
    init?(of evaluation: Evaluation, _ joint: ConfidentJoint) {
        guard let probabilities = evaluation.predictions.probabilities else { return nil }
        let rows = OutcomeTable.byHash(evaluation.wrongRows, of: evaluation).map(\.row)
        let items = evaluation.items
        let files = items.paths.isEmpty ? [] : rows.compactMap { items.paths[$0] }
        self.init(
            images: rows.map { items.ids[$0].text }, files: files.count == rows.count && !rows.isEmpty ? files : nil,
            ownProbability: rows.map { Double(probabilities[$0, Int(items.labels[$0])]) },
            suggested: rows.map { row in
                let label = Int(items.labels[row])
                return joint.sure(probabilities, row, label: label).flatMap { $0 == label ? nil : $0 }
            })
    }
}
