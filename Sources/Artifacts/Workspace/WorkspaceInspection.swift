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

    /// A data set of the workspace.
    public struct Part: Sendable {
        /// The workspace on it.
        public let workspace: Workspace
        /// Every run, in the order of `Workspace.versions`, the plain one first.
        public let runs: [Run]
    }

    /// The data sets that are audited; those of which no run can be read are left out.
    public let parts: [Part]
    /// Every problem of every file, remarks included.
    public let problems: ProblemList

    /// The workspace on its first data set; `nil` when something is wrong.
    public var workspace: Workspace? { problems.isClean ? parts.first?.workspace : nil }
    /// The runs on every data set.
    public var runs: [Run] { parts.flatMap(\.runs) }

    /// Reads the workspace in `root` whole. Nothing stops at the first error. What is wrong with the files of a version that
    /// `isArchived` on a data set, of several or of one, is a warning: no build reads them again.
    public init(
        of root: URL,
        isArchived: (_ version: String, _ dataset: String, _ isSeveral: Bool) -> Bool = { _, _, _ in false }
    ) {
        var problems = ProblemList()
        var found: [Workspace] = []
        do throws(ProblemList) {
            found = try WorkspaceSets(reading: root, &problems).workspaces
        } catch {
            problems.add(error)
        }
        parts = found.enumerated().map { place, workspace in
            // What is said of a version is said with every data set and told once.
            var own = ProblemList()
            let runs = Self.runs(of: workspace, &own) { isArchived($0, workspace.dataset.name, found.count > 1) }
            if place == 0 { problems.add(own) } else { problems.add(new: own) }
            return Part(workspace: workspace, runs: runs)
        }
        for remark in found.first?.unreadBeside ?? [] { problems.add(remark) }
        self.problems = problems.together(of: found.map(\.dataset))
    }

    private static func runs(
        of workspace: Workspace, _ problems: inout ProblemList, isArchived: (String) -> Bool
    ) -> [Run] {
        var runs: [Run] = []
        for version in workspace.versions.map(\.version) {
            var own = ProblemList()
            runs += self.runs(of: version, workspace, &own)
            if !own.isClean, isArchived(version) { own = Self.standing(own, version) }
            problems.add(own)
        }
        return runs
    }

    /// What is wrong with the files of an archived version, as warnings.
    private static func standing(_ problems: ProblemList, _ version: String) -> ProblemList {
        var list = ProblemList(problems.remarks)
        for error in problems.errors {
            list.add(
                Problem(
                    .warning, at: error.place, error.summary,
                    suggestion: [error.suggestion, "\(version) is archived, and its audit stands"].compactMap(\.self)
                        .joined(separator: "; ")))
        }
        return list
    }

    private static func runs(of version: String, _ workspace: Workspace, _ problems: inout ProblemList) -> [Run] {
        var runs: [Run] = []
        guard workspace.settings.task != .detection else {
            do throws(ProblemList) {
                let (evaluation, remarks) = try workspace.detections(of: version)
                // What is odd about the ground truth is said with every version and told once.
                for remark in remarks { problems.add(remark) }
                runs.append(Run(version: version, condition: nil, evaluation: nil, detections: evaluation))
                for condition in workspace.detectionConditions(of: version) {
                    let (run, remarks) = try workspace.detections(of: evaluation, under: condition)
                    for remark in remarks { problems.add(remark) }
                    runs.append(Run(version: version, condition: condition, evaluation: nil, detections: run))
                }
            } catch {
                problems.add(error)
            }
            return runs
        }
        guard !workspace.isTallied(version) else {
            problems.add(
                Problem(
                    .note, at: Place(file: "versions/\(version)/\(workspace.dataset.name)"),
                    "was counted by partition: `misread ingest` audits it from \(WorkspaceOutline.tallies)/"))
            return runs
        }
        for condition in [nil] + workspace.conditions(of: version).map(Optional.some) {
            let reading = workspace.reading(of: version, under: condition)
            problems.add(reading.problems)
            runs.append(Run(version: version, condition: condition, evaluation: reading.evaluation, detections: nil))
        }
        return runs
    }
}
