// Everything that can be said about a workspace without auditing it, in one pass: what `misread check-input` prints.

import Diagnostics
import Foundation

/// A workspace read whole: what is in it and everything that is wrong with it.
public struct WorkspaceInspection: Sendable {
    /// One run of one version.
    public struct Run: Sendable {
        /// Version.
        public let version: String
        /// The condition it was run under, or `nil` for the clean run.
        public let condition: Condition?
        /// What was read; `nil` when something is wrong with it.
        public let evaluation: Evaluation?
        /// What was read of a detector; `nil` for other tasks, or when something is wrong with it.
        public let detections: DetectionEvaluation?
    }

    /// The workspace; `nil` when no run can be read.
    public let workspace: Workspace?
    /// Every run, in the order of `Workspace.versions`, the plain one first.
    public let runs: [Run]
    /// Every problem of every file, remarks included.
    public let problems: ProblemList

    /// Reads the workspace in `root` whole. Nothing stops at the first error.
    public init(of root: URL) {
        var problems = ProblemList()
        var runs: [Run] = []
        var found: Workspace?
        do throws(ProblemList) {
            found = try Workspace(reading: root, &problems)
        } catch {
            problems.add(error)
        }
        if let found, found.settings.task == .detection {
            for version in found.versions.map(\.version) {
                do throws(ProblemList) {
                    let (evaluation, remarks) = try found.detections(of: version)
                    // What is odd about the ground truth is said with every version and told once.
                    for remark in remarks where !problems.remarks.contains(remark) { problems.add(remark) }
                    runs.append(Run(version: version, condition: nil, evaluation: nil, detections: evaluation))
                } catch {
                    problems.add(error)
                }
            }
        } else if let found {
            for version in found.versions.map(\.version) {
                for condition in [nil] + found.conditions(of: version).map(Optional.some) {
                    let reading = found.reading(of: version, under: condition)
                    problems.add(reading.problems)
                    runs.append(
                        Run(version: version, condition: condition, evaluation: reading.evaluation, detections: nil))
                }
            }
        }
        for remark in found?.unreadBeside ?? [] { problems.add(remark) }
        workspace = problems.isClean ? found : nil
        self.runs = runs
        self.problems = problems
    }
}
