// Where a detector's ground truth and results lie, in the forms that the field's tools write: a file of COCO JSON, or a
// folder of YOLO text or Pascal VOC XML. The ground truth is read once for all versions.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// A file or folder of boxes in a workspace.
struct DetectionSource: Sendable {
    /// Path in the workspace.
    let path: String
    private let folder: WorkspaceFolder

    /// What ground truth may be called in a data set's folder, the first that is there.
    static let truthNames = ["annotations.json", "annotations.json.gz", "labels", "annotations"]
    /// What results may be called in the folder of a version and data set. Ultralytics writes `predictions.json`.
    static let resultNames = [
        "detections.json", "detections.json.gz", "predictions.json", "predictions.json.gz", "detections", "labels",
    ]

    /// The source among `names` in the folder `base`. Throws `fault` when none is there.
    init(
        in base: String, among names: [String], of folder: WorkspaceFolder, or fault: WorkspaceFault
    ) throws(WorkspaceError) {
        self.folder = folder
        for name in names where try folder.exists(base + "/" + name) {
            path = base + "/" + name
            return
        }
        throw WorkspaceError(base, fault)
    }

    /// Reads it with `body`, which is given its path and the door it goes through.
    func read<Value>(_ body: (_ path: String, _ source: SourceFolder) throws -> Value) throws(ProblemList) -> Value {
        do {
            return try body(path, folder.source)
        } catch let problems as ProblemList {
            throw problems
        } catch let error as any Explained {
            throw ProblemList(error.problem)
        } catch {
            throw ProblemList(FileError(error, path, .read))
        }
    }

    /// Its entry among the inputs of an audit: the file, or all files of the folder.
    func input(_ ledger: InputLedger) throws(WorkspaceError) -> InputFile? {
        guard try folder.isFolder(path) else { return ledger.file(path) }
        return ledger.files(try folder.names(in: path).map { path + "/" + $0 }, as: path + "/")
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
            let truth = try source.read { try DetectionGroundTruth(at: $0, in: $1) }
            return WorkspaceGroundTruth(source: source, truth: truth)
        } catch let error as ProblemList {
            problems.add(error)
        } catch let error as WorkspaceError {
            problems.add(error)
        } catch {
            problems.add(FileError(error, "datasets/" + dataset, .read))
        }
        return nil
    }

    /// The image table of a data set that has none: the images of the ground truth, with their pictures where the files
    /// they name are there. Nothing else is known about them.
    ///
    /// A link out of the workspace is a problem; a name that is no path in it names no picture.
    func table(dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList) -> ImageTable {
        let index = IDIndex(ItemIDs(truth.images.lazy.map { ItemID($0.id.description) }))
        return ImageTable(
            file: source.path, ids: index.ids, index: index, labels: nil,
            paths: pictures(dataset: dataset, folder, &problems), attributes: [], units: nil)
    }

    /// An image table with the pictures of its rows: where the table finds none, the file that the ground truth names.
    func picturing(
        _ table: ImageTable, dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> ImageTable {
        guard table.paths.count < table.count || table.paths.contains(nil) else { return table }
        let named = pictures(dataset: dataset, folder, &problems)
        let names = ImageNames(truth)
        let paths = table.ids.enumerated().map { row, id -> String? in
            if row < table.paths.count, let path = table.paths[row] { return path }
            return (truth.imageIndex(of: .text(id.text)) ?? names.index(of: .text(id.text)).map(Int.init)).flatMap {
                named[$0]
            }
        }
        guard paths.contains(where: { $0 != nil }) else { return table }
        return ImageTable(
            file: table.file, ids: table.ids, index: table.index, labels: table.labels, paths: paths,
            attributes: table.attributes, units: table.units)
    }

    /// The file that the ground truth names for each image, where it is there.
    private func pictures(
        dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> [String?] {
        var paths: [String?] = []
        for image in truth.images {
            do throws(WorkspaceError) {
                guard let name = image.fileName else {
                    paths.append(nil)
                    continue
                }
                paths.append(try Self.path(of: name, in: "datasets/" + dataset, folder))
            } catch {
                problems.add(error)
                paths.append(nil)
            }
        }
        return paths
    }

    private static func path(
        of file: String, in base: String, _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        let file = WorkspaceFolder.withSlashes(file)
        guard WorkspaceFolder.fault(of: file) == nil else { return nil }
        for path in ["\(base)/images/\(file)", "\(base)/\(file)"] where try folder.exists(path) { return path }
        return nil
    }
}
