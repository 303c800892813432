// Where a detector's ground truth and results lie, in the forms that the field's tools write. What a file is, is told by
// what stands in it. The ground truth is read once for all versions.

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
    /// The files it is made of, where they are not all that lies under the path.
    let files: [String]?
    private let folder: WorkspaceFolder

    /// What ground truth is usually called in a data set's folder.
    static let truthNames = ["annotations.json", "annotations.json.gz", "labels", "annotations", "Annotations"]
    /// What results are usually called in the folder of a version and data set. Ultralytics writes `predictions.json`.
    static let resultNames = [
        "detections.json", "detections.json.gz", "predictions.json", "predictions.json.gz", "detections", "labels",
    ]
    /// What lies beside boxes and holds none.
    private static let others: Set<String> = [
        "dataset.yml", "images", "saliency", "experiments", "experiment.yml", "embeddings.npy", "embeddings.npz",
    ]

    /// The results of a version on a data set: under one of `resultNames`, else what else in the folder `base` holds boxes
    /// with scores. Throws when there are none.
    init(resultsIn base: String, of folder: WorkspaceFolder) throws(WorkspaceError) {
        for name in Self.resultNames where try folder.exists(base + "/" + name) {
            (path, files, self.folder) = (base + "/" + name, nil, folder)
            return
        }
        guard let found = try Self.found(in: base, of: folder, isScored: true) else {
            throw WorkspaceError(base, .noDetections)
        }
        (path, files, self.folder) = (found.path, found.files, folder)
    }

    /// The ground truth of a data set: under one of `truthNames`, else what else in the folder `base` holds boxes without
    /// scores. COCO's own layout has `annotations/instances_*.json`, Roboflow's `_annotations.coco.json` in the folder of a
    /// split. Throws when there is none.
    init(truthIn base: String, of folder: WorkspaceFolder) throws(WorkspaceError) {
        for name in Self.truthNames where try folder.exists(base + "/" + name) {
            let place = base + "/" + name
            guard try folder.isFolder(place), let parts = try? ExportScan(place, in: folder.source).parts else {
                (path, files, self.folder) = (place, nil, folder)
                return
            }
            let coco = parts.filter { $0.form == .coco && $0.folder == place }.flatMap(\.files)
            (path, files, self.folder) = (coco.isEmpty ? place : try Self.one(of: coco, in: place), nil, folder)
            return
        }
        guard let found = try Self.found(in: base, of: folder, isScored: false) else {
            throw WorkspaceError(base, .noGroundTruth)
        }
        (path, files, self.folder) = (found.path, found.files, folder)
    }

    /// What holds boxes in a folder, told by what is in the files: one file, or the folder with the files that are meant.
    private static func found(
        in base: String, of folder: WorkspaceFolder, isScored: Bool
    ) throws(WorkspaceError) -> (path: String, files: [String]?)? {
        var parts: [ExportPart] = []
        // Shards without a detection.
        var empty: [String] = []
        for name in try folder.names(in: base) where !others.contains(name) && !name.hasPrefix("images.") {
            // What cannot be looked at is told by whoever reads it.
            guard let scan = try? ExportScan(base + "/" + name, in: folder.source) else { continue }
            empty += scan.parts.filter { $0.form == .emptyList }.flatMap(\.files)
            parts += scan.parts.filter {
                ![.list, .blank, .emptyList].contains($0.form)
            }
        }
        // What is only of the other kind is taken for what its folder is for; its reader says what is missing.
        for certainty in [{ $0 == isScored }, { $0 != !isScored }] as [(Bool?) -> Bool] {
            let certain = parts.filter { certainty($0.form.isScored) }
            if !certain.isEmpty {
                parts = certain
                break
            }
        }
        guard let first = parts.first else { return empty.count == 1 && isScored ? (empty[0], nil) : nil }
        let files = parts.flatMap(\.files)
        // A file of one image belongs to a folder of them.
        let isOfImages =
            switch first.form {
            case .voc, .yolo, .kitti, .cartucho, .vocResults: true
            default: false
            }
        if files.count + empty.count == 1, !isOfImages { return (files[0], nil) }
        if first.form == .coco { return (try one(of: files, in: base), nil) }
        let forms = parts.map(\.form)
        guard forms.allSatisfy({ $0 == first.form }) else {
            throw WorkspaceError(
                base, .severalTables(files.prefix(4).map { String($0.dropFirst(base.utf8.count + 1)) }))
        }
        let tables: Bool = if case .table = first.form { true } else { first.form == .parquet }
        if tables, !isScored {
            throw WorkspaceError(
                base, .severalTables(files.prefix(4).map { String($0.dropFirst(base.utf8.count + 1)) }))
        }
        return (base, files + (isScored ? empty : []))
    }

    /// The one file that is meant: of several the one of instances, for captions and keypoints often lie beside it.
    private static func one(of files: [String], in place: String) throws(WorkspaceError) -> String {
        let instances = files.filter { $0.split(separator: "/").last?.hasPrefix("instances") == true }
        let meant = files.count == 1 ? files : instances
        guard meant.count == 1 else {
            throw WorkspaceError(
                place,
                .severalTables((meant.isEmpty ? files : meant).map { String($0.dropFirst(place.utf8.count + 1)) }))
        }
        return meant[0]
    }

    /// Whether it is made of something at a place, or under it.
    func uses(_ place: String) -> Bool {
        let all = files ?? [path]
        return all.contains { $0 == place || $0.hasPrefix(place + "/") }
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
        if let files { return ledger.files(files, as: path + "/") }
        guard try folder.isFolder(path) else { return ledger.file(path) }
        do {
            return ledger.files(try folder.source.files(under: path).map { path + "/" + $0 }, as: path + "/")
        } catch {
            throw WorkspaceError(error)
        }
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
            let source = try DetectionSource(truthIn: "datasets/" + dataset, of: folder)
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
        let base = "datasets/" + dataset
        let places = Self.places(in: base, of: folder, besides: source.path)
        for image in truth.images {
            do throws(WorkspaceError) {
                guard let name = image.fileName else {
                    paths.append(try Self.path(ofImageCalled: image.id.description, in: base + "/images", folder))
                    continue
                }
                paths.append(try Self.path(of: name, in: places, folder))
            } catch {
                problems.add(error)
                paths.append(nil)
            }
        }
        return paths
    }

    /// Folders that pictures may lie in: those of this program, then those of other layouts, then any other of the data set.
    private static func places(in base: String, of folder: WorkspaceFolder, besides labels: String) -> [String] {
        let usual = ["images", "", "data", "JPEGImages"].map { $0.isEmpty ? base : base + "/" + $0 }
        let inside = { (place: String) in ((try? folder.folders(in: place)) ?? []).map { place + "/" + $0 } }
        let others = inside(base) + inside(base + "/images")
        return usual + others.filter { !usual.contains($0) && $0 != labels }
    }

    /// Where the picture of an image lies whose file nothing names: under its id.
    private static func path(
        ofImageCalled id: String, in place: String, _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        for name in ["png", "jpg", "jpeg", "JPG", "PNG"].map({ id + "." + $0 })
        where WorkspaceFolder.fault(of: name) == nil {
            if try folder.exists(place + "/" + name) { return place + "/" + name }
        }
        return nil
    }

    /// Where the picture of a file name lies; `nil` for one that is not there. A path of another machine is the file of its
    /// last part.
    private static func path(
        of file: String, in places: [String], _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        let file = WindowsPath.withSlashes(file)
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for name in [file, last] where WorkspaceFolder.fault(of: name) == nil {
            for place in places where try folder.exists(place + "/" + name) { return place + "/" + name }
            if name == last { break }
        }
        return nil
    }
}
