import Archive
import ArgumentParser
import Artifacts
import Chronicle
import Columns
import Diagnostics
import Files
import Foundation
import Markup
import Pages
import Record
import Tallies

/// `misread check-input`: reads a workspace whole and says what was read, or everything that is wrong.
struct CheckInput: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-input",
        abstract: "Read a workspace whole without building anything, and say what was read.",
        discussion:
            "Every file is read in one run; of more than 20 errors the first 20 are told, with how many there are. Exit status 2 means the "
            + "input is wrong.")

    @Argument(help: "The folder that holds misread.yml.", completion: .directory)
    var workspace: String

    func validate() throws { try OptionRange.check(named: "the workspace's folder", workspace) }

    func run() throws {
        try Outcome.of {
            let root = URL(filePath: workspace)
            let archive = root.appending(path: WorkspaceOptions.archiveName)
            // As builds do, which read the files of no version that is archived.
            let wasSeveral = (try? !ArchiveReader(root: archive).datasets.isEmpty) ?? false
            let inspection = WorkspaceInspection(of: root) { version, dataset, isSeveral in
                let reader = ArchiveReader(root: archive, dataset: isSeveral || wasSeveral ? dataset : nil)
                return (try? reader.versions.contains(version)) ?? false
            }
            if inspection.problems.errorCount + inspection.problems.remarkCount > 0 {
                Outcome.say(inspection.problems.description)
            }
            let accepted = inspection.workspace?.settings.accepted ?? []
            for run in inspection.runs {
                guard let evaluation = run.detections, let ties = TieRange(evaluation) else { continue }
                let doubt = ties.doubt(file: evaluation.resultsFile)
                Outcome.say(doubt.problem(isAccepted: accepted.contains(doubt.kind)).description)
            }
            let gates = inspection.workspace == nil ? [] : inspection.gateProblems
            for problem in gates { Outcome.say(problem.description) }
            let records = try Self.recordProblems(URL(filePath: workspace), Self.images(of: inspection))
            if records.errorCount + records.remarkCount > 0 { Outcome.say(records.description) }
            let faults = inspection.problems.errorCount + gates.count + records.errorCount
            guard inspection.workspace != nil, faults == 0 else {
                let count = faults
                Outcome.say("\n\(count) \(count == 1 ? "problem" : "problems"). Fix the files and run this again.")
                let isSystem = inspection.problems.cause == .system || records.cause == .system
                throw isSystem ? Outcome.failed : Outcome.badInput
            }
            let phrases = Phrases(
                try TemplateSet.load(overrides: URL(filePath: workspace).appending(path: "templates")))
            for line in WorkspaceSummary(inspection.parts, phrases).lines {
                try Outcome.show(TerminalText.line(line))
            }
            try Outcome.show("\n" + phrases.inputNext("misread build " + TerminalText.line(workspace)))
        }
    }

    /// The images that each version was read on, where all of its runs could be.
    private static func images(of inspection: WorkspaceInspection) -> [String: Set<String>] {
        var images: [String: Set<String>] = [:]
        for run in inspection.runs where run.condition == nil {
            guard let evaluation = run.evaluation else { continue }
            images[run.version, default: []].formUnion(evaluation.items.ids.map(\.text))
        }
        return inspection.problems.isClean ? images : [:]
    }

    /// What is wrong with the records: the door that `build` and `render` go through.
    private static func recordProblems(_ root: URL, _ images: [String: Set<String>]) throws -> ProblemList {
        // That there is no folder, or none that may be looked into, has been told.
        guard (try? SourceFolder(root, kind: "workspace")) != nil else { return ProblemList() }
        do {
            let templates = try TemplateSet.load(overrides: root.appending(path: "templates"))
            let chronicles = try CheckRecords.checked(
                archive: root.appending(path: WorkspaceOptions.archiveName), workspace: root, templates, images: images)
            var remarks = ProblemList()
            for remark in chronicles.remarks { remarks.add(remark) }
            return remarks
        } catch let list as ProblemList {
            return list
        } catch let fault as FileError where fault.fault == .absent {
            // A workspace that is none has been told.
            return ProblemList()
        } catch let fault as FileError {
            var list = ProblemList()
            list.add(fault)
            return list
        }
    }
}

/// What was read from a workspace, for a person at a terminal: the phrases of `phrases/check-input.md`.
struct WorkspaceSummary {
    let lines: [String]

    /// The data sets of a workspace, the settings said once.
    init(_ parts: [WorkspaceInspection.Part], _ phrases: Phrases) {
        guard let settings = parts.first?.workspace.settings else {
            lines = []
            return
        }
        lines =
            [
                phrases.inputWorkspace(
                    settings.title, settings.task, classes: settings.task == .detection ? nil : settings.classes.count)
            ] + parts.flatMap { Self.lines($0.workspace, $0.runs, phrases) }
    }

    private static func lines(
        _ workspace: Workspace, _ runs: [WorkspaceInspection.Run], _ phrases: Phrases
    ) -> [String] {
        let settings = workspace.settings
        let words = { (column: Column) in "  " + Self.line(column, settings.slicing, phrases) }
        var lines: [String] = []
        if let plain = runs.first(where: { $0.condition == nil })?.evaluation {
            lines.append(phrases.inputDataset(workspace.dataset.name, images: plain.accounting.itemsRead))
            lines += plain.items.attributes.map(words)
        }
        for run in runs {
            guard let detections = run.detections, run.condition == nil else { continue }
            if run.version == workspace.versions.first?.version {
                let truth = detections.truth
                lines.append(
                    phrases.inputDataset(
                        workspace.dataset.name, images: truth.images.count, regions: truth.boxes.count,
                        classes: truth.classes.count))
                lines += (detections.attributes + truth.objectAttributes.map(Column.coded)).map(words)
            }
            lines.append(phrases.inputVersion(run.version, detections.manifest.date, baseline: nil))
            lines.append("  " + phrases.inputDetections(detections.results.count))
            lines += Self.pictures(detections.sources, phrases)
            if let vectors = detections.embeddings { lines.append("  " + phrases.inputEmbeddings(vectors.dimensions)) }
            let perturbed = runs.filter { $0.version == run.version && $0.condition != nil }
            if !perturbed.isEmpty { lines.append("  " + phrases.inputPerturbations) }
            for one in perturbed {
                guard let condition = one.condition, let detections = one.detections else { continue }
                let count = detections.results.count
                lines.append(
                    "    " + phrases.inputPerturbation(condition.factor, condition.level, detections: count))
            }
        }
        for version in workspace.versions {
            let own = runs.filter { $0.version == version.version }
            guard let plain = own.first(where: { $0.condition == nil })?.evaluation else { continue }
            lines.append(phrases.inputVersion(version.version, version.date, baseline: version.baseline))
            lines.append("  " + phrases.inputRows(plain.accounting))
            lines.append(
                "  "
                    + phrases.inputProbabilities(
                        ofAll: plain.predictions.probabilities != nil || plain.labelSets?.hasScores == true,
                        isGiven: plain.predictions.hasConfidence || plain.labelSets?.hasScores == true))
            lines += Self.pictures(plain.sources, phrases)
            if let maps = plain.saliency { lines.append("  " + phrases.inputMaps(maps.ids.count)) }
            if let vectors = plain.embeddings { lines.append("  " + phrases.inputEmbeddings(vectors.dimensions)) }
            if own.count > 1 { lines.append("  " + phrases.inputPerturbations) }
            for run in own {
                guard let condition = run.condition, let evaluation = run.evaluation else { continue }
                lines.append(
                    "    " + phrases.inputPerturbation(condition.factor, condition.level, evaluation.accounting))
            }
        }
        for version in workspace.lacking {
            lines.append(phrases.lacking(workspace.dataset.name, version: version))
        }
        return lines
    }

    private static func pictures(_ sources: [InputHealth.Source], _ phrases: Phrases) -> [String] {
        sources.filter { $0.role == .pictures }.map { "  " + phrases.inputPictures($0.used, of: $0.total) }
    }

    private static func line(_ column: Column, _ slicing: SlicingSettings, _ phrases: Phrases) -> String {
        switch column {
        case .coded(let column): phrases.inputCategory(column.name.text, values: column.categories.count)
        case .numeric(let column):
            phrases.inputNumber(
                column.name.text, isComputed: column.isComputed, edges: slicing.edges[column.name.text],
                buckets: slicing.buckets)
        }
    }
}
