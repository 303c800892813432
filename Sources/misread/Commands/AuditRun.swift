// One audit from artifacts to archive. The baseline is read from the archive, always: a version audited beside its
// baseline's artifacts and one audited years later take the same path.

import Archive
import Artifacts
import Columns
import Diagnostics
import Findings
import Foundation
import Record
import Tallies

/// Audits versions of one workspace into its archive.
struct AuditRun {
    let workspace: Workspace
    let archive: URL
    /// The data set as the archive names it; `nil` where it is of one.
    let dataset: String?
    /// How many analyses run at a time.
    let threads: Int
    let progress = Progress()
    let told: ReportedRemarks
    /// What the archive has of other versions, for those that state a size.
    let earlier = EarlierVersions()

    /// What is archived of the data set.
    var reader: ArchiveReader { ArchiveReader(root: archive, dataset: dataset) }
    var writer: ArchiveWriter { ArchiveWriter(root: archive, dataset: dataset) }

    /// What auditing one version came to.
    struct Result {
        let audit: Audit
        let written: ArchiveWriter.Result
    }

    /// An audit that is not yet written.
    struct Prepared {
        let audit: Audit
        let outcomes: OutcomeTable
        let examination: Examination
        /// Writes it into the archive, in the place of another where that is wanted.
        let write: (Audit, _ replace: Bool) throws -> ArchiveWriter.Result
    }

    /// Audits `version`; its baseline first when that is not archived and its artifacts are here. `others` are what was found on
    /// the other data sets that it was evaluated on; `nil` where there is one data set.
    func audit(_ version: String, replace: Bool, others: [FoundModes]? = nil) throws -> Result {
        try finish(try prepare(version), replace: replace, others: others)
    }

    /// Measures what was found elsewhere, looks for what is nearly the same, `beside` in other data sets too, and writes.
    func finish(
        _ prepared: Prepared, replace: Bool, others: [FoundModes]?, beside: [EmbeddedImages] = []
    ) throws -> Result {
        var audit = prepared.audit
        audit.nearDuplicates = EmbeddedImages(prepared.examination.evaluation).map {
            NearDuplicates($0, besides: beside)
        }
        audit.elsewhere = others.map(prepared.examination.elsewhere)
        audit.listedBy = others?.map(\.listing)
        progress.show("\(audit.version.name): writing the archive")
        let written = try prepared.write(audit, replace)
        earlier.forget(audit.version.name)
        progress.clear()
        return Result(audit: audit, written: written)
    }

    /// Audits `version` and writes nothing of it.
    func prepare(_ version: String) throws -> Prepared {
        if workspace.settings.task == .detection { return try prepareDetector(version) }
        let (evaluation, read) = try workspace.remarkedEvaluation(of: version)
        told.say(read)
        var remarks = (workspace.remarks + read).map(Self.words)
        let baseline = try self.baseline(of: evaluation.manifest, &remarks)
        var problems = workspace.remarks + read
        let conditions = try workspace.conditions(of: version).map { condition in
            progress.show("\(version): reading \(condition.factor)=\(condition.level)")
            let (evaluation, read) = try workspace.remarkedEvaluation(of: version, under: condition)
            told.say(read)
            remarks += read.map(Self.words).filter { !remarks.contains($0) }
            problems += read.filter { !problems.contains($0) }
            return evaluation
        }
        let examination = Examination(
            of: evaluation, conditions: conditions, baseline: baseline?.asBaseline,
            settings: workspace.settings, isFirst: workspace.isFirst(version),
            earlier: try earlier.versions(than: evaluation.manifest, reader))
        let inputs = Self.merged([evaluation.inputs] + conditions.map(\.inputs))
        let audit = Auditor(program: Release.version, threads: threads).audit(
            examination, baseline: baseline?.reference, inputs: inputs, remarks: remarks,
            health: InputHealth(
                sources: evaluation.sources, remarks: problems.map { InputHealth.Remark($0) },
                doubts: evaluation.allDoubts + Self.doubts(of: conditions, besides: evaluation))
        ) { card in progress.show("\(version): \(card.title.lowercased())") }
        let outcomes = try OutcomeTable.checked(evaluation)
        let kept = Self.kept(conditions, in: audit)
        return Prepared(audit: audit, outcomes: outcomes, examination: examination) { audit, replace in
            try writer.write(
                audit, outcomes: outcomes, runs: RunOutcomes.all(of: kept, on: evaluation),
                examples: ExampleTable(of: examination, shownBy: audit),
                pictures: WorkspacePictures(workspace, evaluation), replace: replace)
        }
    }

    func baseline(of manifest: VersionManifest, _ remarks: inout [String]) throws -> ArchivedAudit? {
        guard let name = manifest.baseline else { return nil }
        if try reader.versions.contains(name) { return try reader.read(name) }
        if workspace.versions.contains(where: { $0.version == name }) {
            _ = try audit(name, replace: false)
            return try reader.read(name)
        }
        remarks.append(
            "The baseline \(name) is neither archived nor in the workspace, so nothing was compared with it.")
        return nil
    }

    static func words(_ problem: Problem) -> String {
        let place = [problem.place?.file, problem.place?.field].compactMap { $0 }.joined(separator: ", ")
        let text = place.isEmpty ? problem.summary : "\(place): \(problem.summary)"
        return text + (problem.suggestion.map { "; \($0)" } ?? "")
    }

    /// What is doubted of runs under a change. What is doubted of the evaluation itself is one cause and is told once.
    private static func doubts(of conditions: [Evaluation], besides evaluation: Evaluation) -> [InputHealth.Doubt] {
        let known = Set(evaluation.allDoubts.map(\.kind))
        return conditions.flatMap(\.allDoubts).filter { !known.contains($0.kind) }
    }

    /// Runs without those that were left out for a doubt, which are nothing to compare the next version with.
    static func kept(_ runs: [Evaluation], in audit: Audit) -> [Evaluation] {
        let left = audit.health?.runsLeftOut ?? []
        return runs.filter { run in run.condition.map { !left.contains($0.name) } ?? true }
    }

    /// Each file once, sorted by path.
    static func merged(_ lists: [[InputFile]]) -> [InputFile] {
        Set(lists.flatMap { $0 }).sorted { Name($0.path) < Name($1.path) }
    }
}

extension Audit {
    /// Messages of the analyses that broke.
    var failures: [Problem] {
        sections.compactMap { section in
            if case .failed(let message) = section.status {
                return Problem(at: Place(file: version.name, field: section.id), "the analysis broke: \(message)")
            }
            return nil
        }
    }
}
