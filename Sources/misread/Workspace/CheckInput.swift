import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Foundation
import Record

/// `misread check-input`: reads a workspace whole and says what was read, or everything that is wrong.
struct CheckInput: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read a workspace whole without building anything, and say what was read.",
        discussion: "Every problem of every file is told in one run. Exit status 2 means the input is wrong.")

    @Argument(help: "The folder that holds misread.yml.", completion: .directory)
    var workspace: String

    func run() throws {
        try Outcome.of {
            let inspection = WorkspaceInspection(of: URL(filePath: workspace))
            if inspection.problems.errorCount + inspection.problems.remarkCount > 0 {
                Outcome.say(inspection.problems.description)
            }
            for problem in inspection.workspace?.gateProblems ?? [] { Outcome.say(problem.description) }
            let faults = inspection.problems.errorCount + (inspection.workspace?.gateProblems.count ?? 0)
            guard let read = inspection.workspace, faults == 0 else {
                let count = faults
                Outcome.say("\n\(count) \(count == 1 ? "problem" : "problems"). Fix the files and run this again.")
                throw Outcome.badInput
            }
            for line in WorkspaceSummary(read, inspection.runs).lines { print(TerminalText.visible(line)) }
            print("\nNext: misread build \(workspace)")
        }
    }
}

/// What was read from a workspace, for a person at a terminal.
struct WorkspaceSummary {
    let lines: [String]

    init(_ workspace: Workspace, _ runs: [WorkspaceInspection.Run]) {
        let settings = workspace.settings
        let classes = settings.task == .detection ? "" : ", \(settings.classes.count) classes"
        var lines = ["\(settings.title): \(settings.task.rawValue)\(classes)"]
        if let plain = runs.first(where: { $0.condition == nil })?.evaluation {
            lines.append("data set \(workspace.dataset.name): \(plain.accounting.itemsRead) images")
            lines += plain.items.attributes.map { "  " + Self.words($0, settings.slicing) }
        }
        for run in runs {
            guard let detections = run.detections else { continue }
            if run.version == workspace.versions.first?.version {
                let truth = detections.truth
                lines.append(
                    "data set \(workspace.dataset.name): \(truth.images.count) images, "
                        + "\(truth.boxes.count) labelled regions of \(truth.classes.count) classes")
                lines += detections.attributes.map { "  " + Self.words($0, settings.slicing) }
            }
            lines.append("version \(run.version), \(detections.manifest.date)")
            lines.append("  detections: \(detections.results.count)")
        }
        for version in workspace.versions {
            let own = runs.filter { $0.version == version.version }
            guard let plain = own.first(where: { $0.condition == nil })?.evaluation else { continue }
            var line = "version \(version.version), \(version.date)"
            if let baseline = version.baseline { line += ", baseline \(baseline)" }
            lines.append(line)
            lines.append("  rows: " + Self.words(plain.accounting))
            lines.append(
                "  probabilities: " + (plain.predictions.probabilities == nil ? "of the predicted class only" : "all"))
            if let maps = plain.saliency { lines.append("  saliency maps: \(maps.ids.count)") }
            if let vectors = plain.embeddings { lines.append("  embeddings: \(vectors.dimensions) dimensions") }
            if own.count > 1 { lines.append("  conditions:") }
            for run in own {
                guard let condition = run.condition, let evaluation = run.evaluation else { continue }
                lines.append("    \(condition.factor)=\(condition.level): " + Self.words(evaluation.accounting))
            }
        }
        self.lines = lines
    }

    private static func words(_ account: RowAccounting) -> String {
        var text = "\(account.kept) kept of \(account.itemsRead)"
        for refusal in account.refused { text += ", \(refusal.count) left out (\(refusal.reason))" }
        if let missing = account.unpredicted, missing > 0 { text += "; this caps the verdict" }
        if account.orderTrusted { text += "; there are no ids, the order of rows was trusted" }
        return text
    }

    private static func words(_ column: Column, _ slicing: SlicingSettings) -> String {
        switch column {
        case .coded(let column):
            return "\(column.name): category, \(column.categories.count) values"
        case .numeric(let column):
            let rule =
                slicing.edges[column.name.text].map { "edges " + $0.map { "\($0)" }.joined(separator: ", ") }
                ?? "\(slicing.buckets) quantile buckets"
            return "\(column.name): number\(column.isComputed ? ", computed from the pictures" : ""), \(rule)"
        }
    }
}
