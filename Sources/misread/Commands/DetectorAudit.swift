// The audit of a detector: the same path as any other, with objects for rows.

import Archive
import Artifacts
import Diagnostics
import Findings
import Foundation
import Record
import Tallies

extension AuditRun {
    /// Audits a version of a workspace whose task is detection.
    func prepareDetector(_ version: String) throws -> Prepared {
        progress.show("\(version): reading detections")
        let settings = workspace.settings
        let read = try workspace.detections(of: version)
        let ties = TieRange(read.evaluation, threads: threads).map { $0.doubt(file: read.evaluation.resultsFile) }
        let tied = ties.map { $0.problem(isAccepted: settings.accepted.contains($0.kind)) }
        var problems = workspace.remarks + read.remarks + (tied.map { [$0] } ?? [])
        told.say(read.remarks + (tied.map { [$0] } ?? []))
        let runs = try runs(of: read.evaluation, &problems)
        let doubts =
            read.evaluation.allDoubts
            + [ties].compactMap { $0 }.map { $0.record(isAccepted: settings.accepted.contains($0.kind)) }
            + runs.flatMap(\.allDoubts)
        var remarks = problems.map(Self.words)
        let baseline = try self.baseline(of: read.evaluation.manifest, &remarks)
        progress.show("\(version): matching boxes")
        let book = DetectionBook(read.evaluation, threads: threads)
        let matched = runs.map { DetectionRun($0, threads: threads) }
        let examination = Examination(
            of: book.rows, baseline: baseline?.asBaseline, settings: settings, detection: book, runs: matched,
            isFirst: workspace.isFirst(version), earlier: try earlier.versions(than: read.evaluation.manifest, reader))
        let audit = Auditor(program: Release.version, threads: threads).audit(
            examination, baseline: baseline?.reference,
            inputs: Self.merged([read.evaluation.inputs] + runs.map(\.inputs)), remarks: remarks,
            health: InputHealth(
                sources: read.evaluation.sources, remarks: problems.map { InputHealth.Remark($0) }, doubts: doubts)
        ) { card in progress.show("\(version): \(card.title.lowercased())") }
        let outcomes = try OutcomeTable.checked(book.rows)
        let kept = Self.kept(matched.map(\.rows), in: audit)
        return Prepared(audit: audit, outcomes: outcomes, examination: examination) { audit, replace in
            try writer.write(
                audit, outcomes: outcomes, runs: RunOutcomes.all(of: kept, on: book.rows),
                examples: ExampleTable(of: examination, shownBy: audit),
                pictures: DetectionPictures(workspace, book), replace: replace)
        }
    }

    /// The runs of a detector under a change. What is said of them is told, and added to `problems`.
    private func runs(of plain: DetectionEvaluation, _ problems: inout [Problem]) throws -> [DetectionEvaluation] {
        let version = plain.manifest.version
        return try workspace.detectionConditions(of: version).map { condition in
            progress.show("\(version): reading \(condition.name)")
            let (run, read) = try workspace.detections(of: plain, under: condition)
            told.say(read)
            problems += read.filter { !problems.contains($0) }
            return run
        }
    }
}
