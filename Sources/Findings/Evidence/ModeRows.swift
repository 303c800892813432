// Which rows a failure mode is about is said by its definition alone, on whatever evaluation it is looked for.

import Artifacts
import Columns
import Record
import Tallies

/// A failure mode of some rows as opposed to others.
struct ModeRows {
    /// Whether it is about a row.
    let isInside: (Int) -> Bool
    /// Whether a row is one of those that it is compared with.
    let isOutside: (Int) -> Bool
    /// What counts as its error, on either side.
    let isHit: (Int) -> Bool
}

extension Examination {
    /// The rows of a mode: a slice, a pair of classes, a class whose objects are missed. `nil` for other modes, and where what
    /// defines it is not here.
    func rows(of mode: FailureMode) -> ModeRows? {
        let evaluation = evaluation
        let (labels, predicted) = (evaluation.items.labels, evaluation.predictions.predicted)
        switch mode {
        case .slice(let predicates):
            let (rows, unknown) = columns.rows(predicates)
            guard unknown == nil else { return nil }
            let inside = RowSet(rows, of: evaluation.count)
            return ModeRows(
                isInside: inside.contains, isOutside: { !inside.contains($0) },
                isHit: { !evaluation.isCorrect($0) })
        case .confusion(let truth, let answer):
            guard let truth = evaluation.code(ofClass: truth), let answer = evaluation.code(ofClass: answer) else {
                return nil
            }
            return ModeRows(
                isInside: { labels[$0] == truth }, isOutside: { labels[$0] != truth && labels[$0] != answer },
                isHit: { predicted[$0] == answer })
        case .other("missed", let predicates):
            guard let name = predicates.first?.value.text, let cls = evaluation.code(ofClass: name) else { return nil }
            let missed = Outcome.missed.code(of: cls)
            return ModeRows(
                isInside: { labels[$0] == cls }, isOutside: { labels[$0] != cls }, isHit: { predicted[$0] == missed })
        default: return nil
        }
    }
}

extension Evaluation {
    /// The code of a class by its name.
    func code(ofClass name: String) -> Int32? {
        classes.firstIndex { Name($0.text) == Name(name) }.map { Int32(truncatingIfNeeded: $0) }
    }
}
