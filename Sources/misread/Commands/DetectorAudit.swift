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
        let read = try workspace.detections(of: version)
        let ties = TieRange(read.evaluation, threads: threads).map { $0.doubt(file: read.evaluation.resultsFile) }
        let tied = ties.map { $0.problem(isAccepted: workspace.settings.accepted.contains($0.kind)) }
        told.say(read.remarks + (tied.map { [$0] } ?? []))
        let doubts =
            read.evaluation.allDoubts
            + [ties].compactMap { $0 }.map { $0.record(isAccepted: workspace.settings.accepted.contains($0.kind)) }
        let health = InputHealth(
            sources: read.evaluation.sources,
            remarks: (workspace.remarks + read.remarks + (tied.map { [$0] } ?? [])).map { InputHealth.Remark($0) },
            doubts: doubts)
        var remarks = (workspace.remarks + read.remarks + (tied.map { [$0] } ?? [])).map(Self.words)
        let baseline = try self.baseline(of: read.evaluation.manifest, &remarks)
        progress.show("\(version): matching boxes")
        let book = DetectionBook(read.evaluation, threads: threads)
        let examination = Examination(
            of: book.rows, baseline: baseline?.asBaseline, settings: workspace.settings, detection: book,
            isFirst: workspace.isFirst(version), earlier: try earlier.versions(than: read.evaluation.manifest, reader))
        let audit = Auditor(program: Release.version, threads: threads).audit(
            examination, baseline: baseline?.reference, inputs: read.evaluation.inputs, remarks: remarks,
            health: health
        ) { card in progress.show("\(version): \(card.title.lowercased())") }
        let outcomes = try OutcomeTable.checked(book.rows)
        return Prepared(audit: audit, outcomes: outcomes, examination: examination) { audit, replace in
            try writer.write(
                audit, outcomes: outcomes, examples: ExampleTable(of: examination, shownBy: audit),
                pictures: DetectionPictures(workspace, book), replace: replace)
        }
    }
}
