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
    /// The split it is of, where several lie beside one another.
    let split: SplitChoice?
    /// The folder that the splits lie in.
    private let base: String
    private let folder: WorkspaceFolder

    /// What is said of the split that was taken.
    var remark: Problem? { split?.remark(in: base) }

    /// What ground truth may be called in a data set's folder, the first that is there.
    static let truthNames = ["annotations.json", "annotations.json.gz", "labels", "annotations", "Annotations"]
    /// What results may be called in the folder of a version and data set. Ultralytics writes `predictions.json`.
    static let resultNames = [
        "detections.json", "detections.json.gz", "predictions.json", "predictions.json.gz", "detections", "labels",
    ]

    /// The source among `names` in the folder `base`; where it holds splits, that of `split`. Throws `fault` when none is
    /// there, with where it probably is.
    init(
        in base: String, among names: [String], of folder: WorkspaceFolder, split: String? = nil,
        or fault: (String?) -> WorkspaceFault
    ) throws(WorkspaceError) {
        self.folder = folder
        self.base = base
        for name in names where try folder.exists(base + "/" + name) {
            let place = base + "/" + name
            let parts = try Self.splits(in: place, folder)
            let choice = parts.count > 1 ? SplitChoice(among: parts, wanted: split) : nil
            self.split = choice
            path = choice.map { place + "/" + $0.name } ?? place
            return
        }
        throw WorkspaceError(base, fault(UnreadNames.whereabouts(of: names, in: base, folder)))
    }

    /// Folders in one that holds nothing but the folders of splits.
    private static func splits(in place: String, _ folder: WorkspaceFolder) throws(WorkspaceError) -> [String] {
        guard try folder.isFolder(place) else { return [] }
        let inside = try folder.folders(in: place)
        let texts = try folder.names(in: place).filter { $0.hasSuffix(".txt") || $0.hasSuffix(".xml") }
        return texts.allSatisfy(DetectionFolder.nameLists.contains) && inside.allSatisfy { Split(of: $0) != nil }
            ? inside : []
    }

    /// The ground truth of a data set: under one of `truthNames`, or where other tools write it. COCO's own layout has
    /// `annotations/instances_*.json`, Roboflow's `_annotations.coco.json` beside the pictures or in the folder of a split,
    /// FiftyOne's `labels.json`, Ultralytics' `labels/<split>` or `<split>/labels`. Of several splits that which `wanted`
    /// names, else the one that says most.
    init(truthIn base: String, of folder: WorkspaceFolder, split wanted: String? = nil) throws(WorkspaceError) {
        self.folder = folder
        func json(_ place: String) throws(WorkspaceError) -> [String] {
            try folder.names(in: place).filter { $0.hasSuffix(".json") || $0.hasSuffix(".json.gz") }
        }
        for name in Self.truthNames where try folder.exists(base + "/" + name) {
            let place = base + "/" + name
            let isFolder = try folder.isFolder(place)
            let files = isFolder ? Self.instances(of: try json(place)) : []
            let parts = isFolder && files.isEmpty ? try Self.splits(in: place, folder) : []
            let found = files + parts
            self.base = place
            (split, path) = try Self.chosen(found, wanted, in: place) { $0.isEmpty ? place : place + "/" + $0 }
            return
        }
        self.base = base
        let files = Self.instances(of: try json(base))
        if !files.isEmpty {
            (split, path) = try Self.chosen(files, wanted, in: base) { base + "/" + $0 }
            return
        }
        var places: [String: String] = [:]
        for part in try folder.folders(in: base) {
            let own = base + "/" + part
            let coco = try json(own).filter { $0 == "_annotations.coco.json" }.first
            let labels = Split(of: part) == nil ? [] : try folder.folders(in: own).filter { $0 == "labels" }
            if let inside = coco ?? labels.first { places[part] = own + "/" + inside }
        }
        guard !places.isEmpty else {
            throw WorkspaceError(base, .noGroundTruth(UnreadNames.whereabouts(of: Self.truthNames, in: base, folder)))
        }
        (split, path) = try Self.chosen(places.keys.sorted { Name($0) < Name($1) }, wanted, in: base) {
            places[$0] ?? base
        }
    }

    /// The one of several files or folders that is audited, and where it lies; without any that of no name.
    private static func chosen(
        _ names: [String], _ wanted: String?, in place: String, at path: (String) -> String
    ) throws(WorkspaceError) -> (SplitChoice?, String) {
        let choice = SplitChoice(among: names, wanted: wanted)
        if let choice { return (choice, path(choice.name)) }
        if let wanted {
            throw WorkspaceError(
                "misread.yml", field: "split",
                .unknownSplit(wanted, in: place, there: names, nearest: nearestName(to: wanted, in: names)))
        }
        guard names.count < 2 else { throw WorkspaceError(place, .severalTables(names)) }
        return (nil, path(names.first ?? ""))
    }

    /// The files that are meant: of several those of instances, for captions and keypoints often lie beside them.
    private static func instances(of files: [String]) -> [String] {
        let instances = files.filter { $0.hasPrefix("instances") }
        return files.count == 1 || instances.isEmpty ? files : instances
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
        dataset: String, split: String?, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> WorkspaceGroundTruth? {
        do {
            let source = try DetectionSource(truthIn: "datasets/" + dataset, of: folder, split: split)
            let truth = try source.read { try DetectionGroundTruth(at: $0, in: $1) }
            if let remark = source.remark { problems.add(remark) }
            if truth.isWithoutObjects {
                problems.add(
                    WorkspaceError(source.path, .noObjects(images: truth.images.count, hidden: truth.boxes.count)))
                return nil
            }
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
                    paths.append(nil)
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
        // Pictures of another split may be called the same.
        var parts = labels.split(separator: "/").map(String.init)
        let own = parts.dropLast().joined(separator: "/")
        if let index = parts.lastIndex(of: "labels") { parts[index] = "images" }
        let usual =
            (own == base ? [] : [parts.joined(separator: "/"), own])
            + ["images", "", "data", "JPEGImages"].map { $0.isEmpty ? base : base + "/" + $0 }
        let inside = { (place: String) in ((try? folder.folders(in: place)) ?? []).map { place + "/" + $0 } }
        let others = inside(base) + inside(base + "/images")
        return usual + others.filter { !usual.contains($0) && $0 != labels }
    }

    /// Where the picture of a file name lies; `nil` for one that is not there. A path of another machine is the file of its
    /// last part.
    private static func path(
        of file: String, in places: [String], _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        let file = WorkspaceFolder.withSlashes(file)
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for name in [file, last] where WorkspaceFolder.fault(of: name) == nil {
            for place in places where try folder.exists(place + "/" + name) { return place + "/" + name }
            if name == last { break }
        }
        return nil
    }
}
