// Where a detector's ground truth and results lie, in the forms that the field's tools write: a file of COCO JSON, or a
// folder of YOLO text or Pascal VOC XML. The ground truth is read once for all versions.

import Columns
import Diagnostics
import Foundation

/// A file or folder of boxes in a workspace.
struct DetectionSource: Sendable {
    /// Path in the workspace.
    let path: String
    private let folder: WorkspaceFolder

    /// What ground truth may be called in a data set's folder, the first that is there.
    static let truthNames = ["annotations.json", "labels", "annotations"]
    /// What results may be called in the folder of a version and data set. Ultralytics writes `predictions.json`.
    static let resultNames = ["detections.json", "predictions.json", "detections", "labels"]

    /// The source among `names` in the folder `base`. Throws `fault` when none is there.
    init(
        in base: String, among names: [String], of folder: WorkspaceFolder, or fault: WorkspaceError.Fault
    ) throws(WorkspaceError) {
        guard let name = names.first(where: { folder.exists(base + "/" + $0) }) else {
            throw WorkspaceError(base, fault)
        }
        path = base + "/" + name
        self.folder = folder
    }

    /// Reads it with `body`, which is given its place on this machine and its name in messages.
    func read<Value>(_ body: (_ path: String, _ name: String) throws -> Value) throws(ProblemList) -> Value {
        do {
            return try body(try folder.url(path).path, path)
        } catch let problems as ProblemList {
            throw problems
        } catch let fault as WorkspaceError.Fault {
            throw ProblemList(WorkspaceError(path, fault))
        } catch let error as any Explained {
            throw ProblemList(error.problem)
        } catch {
            throw ProblemList(WorkspaceError(path, .unreadable))
        }
    }

    /// Its entry among the inputs of an audit: the file, or all files of the folder.
    func input(_ ledger: InputLedger) -> InputFile? {
        guard folder.isFolder(path) else { return ledger.file(path) }
        return ledger.files(folder.names(in: path).map { path + "/" + $0 }, as: path + "/")
    }
}

/// The ground truth of a data set with its place.
struct WorkspaceGroundTruth: Sendable {
    let source: DetectionSource
    let truth: DetectionGroundTruth

    /// Reads the ground truth of a data set; what is wrong is added to `problems`.
    static func read(
        dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> WorkspaceGroundTruth? {
        do {
            let source = try DetectionSource(
                in: "datasets/" + dataset, among: DetectionSource.truthNames, of: folder, or: .noGroundTruth)
            let truth = try source.read { try DetectionGroundTruth(contentsOf: $0, named: $1) }
            return WorkspaceGroundTruth(source: source, truth: truth)
        } catch let error as ProblemList {
            problems.add(error)
        } catch let error as WorkspaceError {
            problems.add(error)
        } catch {
            problems.add(WorkspaceError("datasets/" + dataset, .unreadable))
        }
        return nil
    }

    /// The image table of a data set that has none: the images of the ground truth, with their pictures where the files
    /// they name are there. Nothing else is known about them.
    ///
    /// A link out of the workspace is a problem; a name that is no path in it names no picture.
    func table(dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList) -> ImageTable {
        let ids = truth.images.map(\.id.description)
        var index = IDIndex()
        _ = index.add(TextColumn(ids))
        return ImageTable(
            file: source.path, ids: ids, index: index, labels: nil,
            paths: truth.images.map { image in
                image.fileName.flatMap { Self.path(of: $0, in: "datasets/" + dataset, folder, &problems) }
            },
            attributes: [], units: nil)
    }

    private static func path(
        of file: String, in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> String? {
        let file = WorkspaceFolder.withSlashes(file)
        guard WorkspaceFolder.fault(of: file) == nil else { return nil }
        for path in ["\(base)/images/\(file)", "\(base)/\(file)"] where folder.exists(path) {
            do throws(WorkspaceError.Fault) {
                _ = try folder.url(path)
                return path
            } catch {
                problems.add(WorkspaceError(path, error))
            }
        }
        return nil
    }
}
