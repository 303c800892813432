// Which errors each failure mode covers. Modes are found by different analyses from different counts; what they have in
// common are the rows that are wrong, and only those are looked at again.

import Artifacts
import Columns
import Record
import Tallies

/// The wrong rows of an evaluation, in the order of the archived outcomes.
struct ErrorsCovered {
    private let examination: Examination
    /// Row of each error.
    private let rows: [Int]

    init(_ examination: Examination) {
        self.examination = examination
        let evaluation = examination.evaluation
        rows = OutcomeTable.byHash(evaluation.wrongRows, of: evaluation).map(\.row)
    }

    /// The errors for whose rows `isInside` holds.
    func covering(_ isInside: (Int) -> Bool) -> ErrorSet {
        ErrorSet(rows.indices.filter { isInside(rows[$0]) }, of: rows.count)
    }

    /// The same findings with the errors that each covers.
    func stated(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            guard let isCovered = test(finding.mode) else { return finding }
            var finding = finding
            finding.covers = covering(isCovered)
            return finding
        }
    }

    /// Whether a mode covers the error of a row; `nil` for a mode that is no set of errors.
    private func test(_ mode: FailureMode) -> ((Int) -> Bool)? {
        let evaluation = examination.evaluation
        if let labels = evaluation.labelSets { return test(mode, labels) }
        switch mode {
        case .confusion, .slice, .other("missed", _):
            return examination.rows(of: mode).map { rows in { rows.isInside($0) && rows.isHit($0) } }
        case .classRegression(let name):
            guard let pairing = examination.pairing, let cls = evaluation.code(ofClass: name) else { return nil }
            let labels = evaluation.items.labels
            var wasRight = [Bool](repeating: false, count: evaluation.count)
            for index in pairing.rows.indices where pairing.wasRight(index, in: evaluation) {
                wasRight[pairing.rows[index]] = true
            }
            return { labels[$0] == cls && wasRight[$0] }
        case .confidentErrors:
            let least = examination.settings.confidentAbove
            return { evaluation.predictions.confidence[$0] >= least }
        case .labelSuspects, .overconfidence, .underconfidence, .fragility, .other: return nil
        }
    }

    /// The same of a multi-label model, whose classes are sets of labels.
    private func test(_ mode: FailureMode, _ labels: LabelSets) -> ((Int) -> Bool)? {
        func place(_ name: Name) -> Int? { labels.names.firstIndex { $0.text.utf8.elementsEqual(name.text.utf8) } }
        switch mode {
        case .slice(let predicates):
            let inside = RowSet(examination.columns.rows(predicates).rows, of: examination.evaluation.count)
            return { inside.contains($0) }
        case .other(FailureMode.labelPair, let predicates):
            guard predicates.count == 2, let given = place(predicates[0].value),
                let present = place(predicates[1].value)
            else { return nil }
            return { labels.isGiven($0, given) && !labels.isTrue($0, given) && labels.isTrue($0, present) }
        default: return nil
        }
    }
}
