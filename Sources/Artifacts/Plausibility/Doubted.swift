import Diagnostics
import Record

/// What was read against a data set, and may be in doubt.
protocol Doubted {
    /// What looks like a slip of the files and is not accepted.
    var doubts: [InputDoubt] { get set }
    /// All that does, accepted or not.
    var allDoubts: [InputHealth.Doubt] { get set }
}

extension Doubted {
    /// Takes `doubts` down and says them, whether they are accepted or not.
    mutating func doubt(_ doubts: [InputDoubt], _ settings: WorkspaceSettings, _ problems: inout ProblemList) {
        for doubt in doubts { problems.add(doubt.problem(isAccepted: settings.accepted.contains(doubt.kind))) }
        self.doubts = doubts.standing(besides: settings.accepted)
        allDoubts = doubts.map { $0.record(isAccepted: settings.accepted.contains($0.kind)) }
    }
}

extension Evaluation: Doubted {}
extension DetectionEvaluation: Doubted {}
