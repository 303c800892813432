// The audit of a sum of tallies: the same analyses, the same archive, and in words what was not here to be looked at.

import Archive
import Artifacts
import Chronicle
import Diagnostics
import Drawing
import Files
import Findings
import Foundation
import Record
import Tallies

/// Audits a version whose rows were counted elsewhere.
struct TalliedAudit {
    let outline: WorkspaceOutline
    let tally: PartitionTally
    let archive: URL
    let threads: Int

    /// The data set as the archive names it.
    var dataset: String? { outline.isSeveral ? outline.datasheet.name : nil }
    var reader: ArchiveReader { ArchiveReader(root: archive, dataset: dataset) }

    /// An audit of a sum; throws where the sum is not of this version of the workspace, or was counted otherwise.
    init(_ tally: PartitionTally, of outline: WorkspaceOutline, archive: URL, threads: Int) throws {
        (self.outline, self.tally, self.archive, self.threads) = (outline, tally, archive, threads)
        let description = tally.description
        let settings = outline.settings
        if tally.book.edition != Release.version {
            throw BookError.otherEdition(tally.book.edition, Release.version)
        }
        if tally.book.classes.map(\.text) != settings.classes {
            throw Problem(
                at: Place(file: "misread.yml", field: "classes"),
                "lists other classes than the tallies were counted with, or in another order",
                suggestion: "count again, or list the \(tally.book.classes.count) classes as they were")
        }
        if description.unit != settings.unit {
            throw Problem(
                at: Place(file: "misread.yml", field: "unit"),
                "is \(settings.unit ?? "not given"), and the tallies were counted with \(description.unit ?? "none")",
                suggestion: "count again, or set it as it was")
        }
    }

    /// The audit and what it is about; the archive is not touched.
    func audit() throws -> Audit {
        let baseline = try baseline()
        let remarks = remarks(baseline: baseline)
        let examination = Examination(
            of: tally, outline.manifest, outline.datasheet, baseline: baseline?.asBaseline, settings: outline.settings,
            isFirst: outline.isFirst)
        let isCompared = tally.description.isPaired
        return Auditor(program: Release.version, threads: threads).audit(
            examination, baseline: isCompared ? baseline?.reference : nil,
            inputs: outline.inputs
                + tally.partitions.map { InputFile(path: "partitions/" + $0.name, sha256: $0.sha256, bytes: $0.bytes) },
            remarks: remarks.map(AuditRun.words),
            health: InputHealth(
                sources: [
                    InputHealth.Source(
                        "partitions", .predictions, used: tally.accounting.kept, of: tally.accounting.predictionsRead)
                ], remarks: remarks.map { InputHealth.Remark($0) }))
    }

    /// Writes an audit into the archive, in the place of another where that is wanted.
    func write(_ audit: Audit, replace: Bool) throws -> ArchiveWriter.Result {
        try ArchiveWriter(root: archive, dataset: dataset).write(
            audit, outcomes: OutcomeTable(ids: [], labels: [], predicted: [], confidence: []), pictures: NoPictures(),
            replace: replace)
    }

    private func baseline() throws -> ArchivedAudit? {
        guard let name = outline.manifest.baseline, try reader.versions.contains(name) else { return nil }
        return try reader.read(name)
    }

    /// What a reader of the numbers has to know.
    private func remarks(baseline: ArchivedAudit?) -> [Problem] {
        let place = Place(file: "partitions")
        let parts = tally.partitions.count
        var remarks = [
            Problem(
                .warning, at: place,
                "this version was counted from tallies of \(parts) \(parts == 1 ? "partition" : "partitions") with "
                    + "\(tally.rows) images; the images themselves were not read here, so that analyses which look at them "
                    + "one by one are not measured, "
                    + (tally.description.hasProbabilities
                        ? "the class-wise calibration error has no interval, " : "")
                    + "and an image that is in two partitions counts twice"),
            Problem(
                .note, at: place,
                "images are shown by those kept by name: of the misclassified and of the correct ones those whose ids have "
                    + "the lowest hashes, and one misclassified of each combination of attribute values"),
        ]
        if !tally.description.leftOut.isEmpty {
            remarks.append(
                Problem(
                    .warning, at: place,
                    "columns of numbers that were not counted: \(tally.description.leftOut.joined(separator: ", "))",
                    suggestion: "give them edges under slicing: edges: in misread.yml, and count again"))
        }
        if tally.rows > TalliedRows.most, let cells = tally.cells, !tally.book[cells].isOver {
            remarks.append(
                Problem(
                    .warning, at: place,
                    "slices, groups, mixes and suite cases are measured on \(TalliedRows.most) of \(tally.rows) images: one in "
                        + "so many in the order of their combinations of label, prediction and attributes, so that each "
                        + "combination has its share"))
        }
        for case let request as BoundedConfidences in tally.book.requests where tally.book[request].isCoarse {
            remarks.append(
                Problem(
                    .note, at: place,
                    "confidences were counted in cells: calibration errors of equal bins are those of all images, and what "
                        + "looks into a cell, such as the AUROC, is off by less than its width"))
        }
        if let name = outline.manifest.baseline {
            if baseline == nil {
                remarks.append(
                    Problem(
                        .warning, at: place,
                        "the baseline \(name) is not archived, so that nothing was compared with it"))
            } else if !tally.description.isPaired {
                remarks.append(
                    Problem(
                        .warning, at: place,
                        "no partition says what the baseline \(name) predicted, so that nothing was compared with it",
                        suggestion: "give the partitions a column \(PartitionRows.usualBaseline), and count again"))
            }
        }
        return remarks
    }
}

extension TalliedAudit {
    /// Writes the audit and says what it came to; gives it as the one audit that a command is about. An audit on which approved
    /// decisions rest is replaced only where that is said.
    func archived(
        _ options: WorkspaceOptions, _ summary: Summary, replace: Bool, supersede: Bool
    ) throws -> Chronicles {
        let version = outline.manifest.version
        let bound =
            replace || supersede ? try AuditCommand.decisions(on: version, reader, dataset, options) : []
        let audit = try audit()
        let written: ArchiveWriter.Result
        do {
            written = try write(audit, replace: supersede || replace && bound.isEmpty)
        } catch let error as ArchiveError {
            guard replace, !bound.isEmpty, case .differs = error else { throw error }
            throw AuditCommand.bound(version, bound, options.workspace)
        }
        AuditCommand.tell(written, of: version, bound)
        let line = summary.line(audit) + " " + summary.phrases.archived(AuditCommand.phrase(written))
        try Outcome.show(dataset.map { summary.phrases.line(of: $0, line) } ?? line)
        let chronicle = Chronicle(
            audits: [try reader.read(version)], incidents: [], gates: outline.settings.gates,
            accepted: outline.settings.accepted.map(\.rawValue))
        return Chronicles(
            parts: [Chronicles.Part(dataset: dataset, chronicle: chronicle, role: outline.datasheet.role)])
    }
}
