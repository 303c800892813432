// What a workspace says of a version before any row of it is read: enough to count partitions that lie elsewhere.

import Columns
import Diagnostics
import Formats
import Foundation
import Record

/// The settings, the data set and the version that rows are counted for.
public struct WorkspaceOutline: Sendable {
    /// What misread.yml says, as it holds for the data set.
    public let settings: WorkspaceSettings
    /// The data set.
    public let datasheet: Datasheet
    /// The version.
    public let manifest: VersionManifest
    /// Whether no version comes before it.
    public let isFirst: Bool
    /// Whether the workspace has several data sets, each with an archive of its own.
    public let isSeveral: Bool
    /// The files that say so.
    public let inputs: [InputFile]
    let form: VersionForm

    /// Reads the manifests in `root`: of a version, the newest unless named, and of a data set, the only one unless named.
    /// Throws what is wrong with them, and where a version cannot be counted by partition.
    public init(reading root: URL, version: String?, dataset: String?) throws(ProblemList) {
        var problems = ProblemList()
        var manifests = try WorkspaceManifests(reading: root, &problems)
        if let dataset {
            guard manifests.audited.contains(where: { Name($0) == Name(dataset) }) else {
                throw ProblemList(
                    WorkspaceError(
                        "misread.yml", field: "dataset",
                        .unknownDataset(dataset, nearest: nearestName(to: dataset, in: manifests.audited))))
            }
            manifests = manifests.choosing(dataset, &problems)
        } else if manifests.audited.count > 1 {
            throw ProblemList(
                Problem(
                    at: Place(file: "misread.yml", field: "datasets"),
                    "there are several data sets: \(manifests.audited.joined(separator: ", "))",
                    suggestion: "say which one was predicted: --dataset \(manifests.audited[0])"))
        }
        try problems.throwIfAny()
        guard let chosen = manifests.chosen else { throw ProblemList(WorkspaceError("datasets", .noDatasets)) }
        let forms = manifests.stated.versions
        let names = forms.map(\.manifest.version)
        guard let form = version.map({ name in forms.first { Name($0.manifest.version) == Name(name) } }) ?? forms.last
        else {
            throw ProblemList(
                WorkspaceError(
                    "versions", .unknownBaseline(version ?? "", nearest: nearestName(to: version ?? "", in: names))))
        }
        settings = manifests.settings
        guard settings.task == .classification else {
            throw ProblemList(
                Problem(
                    at: Place(file: "misread.yml", field: "task"),
                    "\(settings.task.rawValue) is not counted by partition: only classification is"))
        }
        guard !settings.classes.isEmpty else {
            throw ProblemList(
                Problem(
                    at: Place(file: "misread.yml", field: "classes"),
                    "no class is listed, and partitions that are counted apart know nothing of each other's classes",
                    suggestion: "list every class under classes:"))
        }
        if let problem = settings.refusal(ofClasses: nil) { throw ProblemList(problem) }
        datasheet = chosen.datasheet
        manifest = form.manifest
        self.form = form
        isFirst = names.first.map { Name($0) == Name(form.manifest.version) } ?? true
        isSeveral = manifests.audited.count > 1
        let ledger = InputLedger(manifests.folder)
        inputs = [
            "misread.yml", chosen.datasheet.folder + "/dataset.yml", "versions/\(form.manifest.version)/version.yml",
        ]
        .compactMap { ledger.file($0) }
    }

    /// How the team's own files are written.
    public var dialect: Dialect { form.conventions.dialect }

    /// The folder, among those of a run, in which the sum of an evaluation that goes on is kept.
    static let tallies = "tallies"

    /// Where the sum of an evaluation that goes on is kept, relative to the workspace.
    public var talliesFolder: String { "versions/\(manifest.version)/\(datasheet.name)/\(Self.tallies)" }
}

extension Workspace {
    /// Whether the images of a version were counted elsewhere: it has a sum of tallies here, and no predictions.
    func isTallied(_ version: String) -> Bool {
        let path = "versions/\(version)/\(dataset.name)"
        guard settings.task == .classification, let names = try? folder.names(in: path) else { return false }
        return (try? folder.isFolder(path + "/" + WorkspaceOutline.tallies)) == true
            && !names.contains { $0.hasPrefix("predictions.") }
    }
}
