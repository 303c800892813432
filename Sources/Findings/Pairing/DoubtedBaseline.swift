// A baseline whose input is in doubt is nothing to compare with: what changed since may be that its files are right now.

import Artifacts
import Record

extension BaselineRecord {
    /// What is doubted of what the baseline said of which image, accepted by the settings in force or not. Scores that are all
    /// the same leave open what a detector's average precision is, and of a classifier nothing that is compared.
    func doubts(_ settings: WorkspaceSettings) -> [InputHealth.Doubt] {
        let accepted = Set(settings.accepted.map(\.rawValue))
        let isScored = audit.task == .detection
        return (audit.health?.doubts ?? []).filter { doubt in
            let isOfScores = isScored && doubt.kind == InputDoubt.Kind.constantConfidence.rawValue
            return doubt.isOfAnswers || isOfScores && doubt.baseline == nil && !doubt.isOfRunUnderChange
        }.map { doubt in
            InputHealth.Doubt(
                kind: doubt.kind, place: doubt.place, text: doubt.text, isAccepted: accepted.contains(doubt.kind),
                baseline: audit.version.name)
        }
    }
}

extension Examination {
    /// Why nothing is compared with a baseline that is there; `nil` where it is not doubted.
    var reasonAgainstBaseline: String? {
        baselineDoubts.first { !$0.isAccepted }.map { doubt in
            "the baseline \(doubt.baseline ?? "") is doubted (\(doubt.kind)), and what changed may be its files"
        }
    }
}
