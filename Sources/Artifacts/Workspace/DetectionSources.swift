// Where a detector's ground truth and results lie, in the forms that the field's tools write. What a file is, is told by
// what stands in it.

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
    /// The split it is of, where several lie beside one another.
    let split: SplitChoice?
    /// The folder that the splits lie in.
    private let base: String
    private let folder: WorkspaceFolder

    /// What is said of the split that was taken.
    var remark: Problem? { split?.remark(in: base) }

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
    /// with scores; where it holds splits, those of `split`. Throws when there are none, with where they probably are.
    init(resultsIn base: String, of folder: WorkspaceFolder, split: String? = nil) throws(WorkspaceError) {
        (self.folder, self.base) = (folder, base)
        for name in Self.resultNames where try folder.exists(base + "/" + name) {
            let place = base + "/" + name
            let parts = try Self.splits(in: place, folder)
            let choice = parts.count > 1 ? SplitChoice(among: parts, wanted: split) : nil
            (self.split, files) = (choice, nil)
            path = choice.map { place + "/" + $0.name } ?? place
            return
        }
        guard let found = try Self.found(in: base, of: folder, isScored: true, split) else {
            throw WorkspaceError(
                base,
                .noDetections(
                    Self.reason(in: base, folder) ?? UnreadNames.whereabouts(of: Self.resultNames, in: base, folder)))
        }
        (self.split, path, files) = found
    }

    /// Folders in one that holds nothing but the folders of splits.
    private static func splits(in place: String, _ folder: WorkspaceFolder) throws(WorkspaceError) -> [String] {
        guard try folder.isFolder(place) else { return [] }
        let inside = try folder.folders(in: place)
        let texts = try folder.names(in: place).filter { name in
            [".txt", ".xml"].contains { Packed.plainName(name).hasSuffix($0) }
        }
        return texts.allSatisfy(DetectionFolder.isNameList) && inside.allSatisfy { Split(of: $0) != nil }
            ? inside : []
    }

    /// Why nothing is made of the first file of a folder of which that can be told.
    private static func reason(in base: String, _ folder: WorkspaceFolder) -> String? {
        for name in (try? folder.names(in: base)) ?? [] where !others.contains(name) {
            let place = base + "/" + name
            guard (try? folder.isFolder(place)) == false, let bytes = try? folder.bytes(place) else { continue }
            if let words = UnreadReason.words(bytes, ExportForm(of: bytes)) { return "\(name): \(words)" }
        }
        return nil
    }

    /// The ground truth of a data set: under one of `truthNames`, or where other tools write it. COCO's own layout has
    /// `annotations/instances_*.json`, Roboflow's `_annotations.coco.json` in the folder of a split, Ultralytics'
    /// `labels/<split>` or `<split>/labels`; else what else in the folder `base` holds boxes without scores. Of several
    /// splits that which `wanted` names, else the one that says most.
    init(truthIn base: String, of folder: WorkspaceFolder, split wanted: String? = nil) throws(WorkspaceError) {
        self.folder = folder
        if let listed = YOLOLists.files(in: base, of: folder.source, split: wanted) {
            // The lists choose the split, and their reader says which.
            (self.base, path, files, split) = (base, base, listed, nil)
            return
        }
        for name in Self.truthNames where try folder.exists(base + "/" + name) {
            let place = base + "/" + name
            let isFolder = try folder.isFolder(place)
            let coco = isFolder ? try Self.coco(in: place, folder) : []
            let parts = isFolder && coco.isEmpty ? try Self.splits(in: place, folder) : []
            (self.base, files) = (place, nil)
            // Pascal VOC's splits are lists of images, which the reader looks for.
            if coco.isEmpty, parts.isEmpty, isFolder, try folder.exists(base + "/ImageSets/Main") {
                (split, path) = (nil, place)
                return
            }
            (split, path) = try Self.chosen(coco + parts, wanted, in: place) { $0.isEmpty ? place : place + "/" + $0 }
            return
        }
        self.base = base
        var places: [String: String] = [:]
        for part in try folder.folders(in: base) {
            let own = base + "/" + part
            let coco = try folder.names(in: own).first { Packed.plainName($0) == "_annotations.coco.json" }
            let labels = Split(of: part) == nil ? [] : try folder.folders(in: own).filter { $0 == "labels" }
            if let inside = coco ?? labels.first { places[part] = own + "/" + inside }
        }
        if !places.isEmpty {
            files = nil
            (split, path) = try Self.chosen(places.keys.sorted { Name($0) < Name($1) }, wanted, in: base) {
                places[$0] ?? base
            }
            return
        }
        guard let found = try Self.found(in: base, of: folder, isScored: false, wanted) else {
            throw WorkspaceError(base, .noGroundTruth(UnreadNames.whereabouts(of: Self.truthNames, in: base, folder)))
        }
        (split, path, files) = found
    }

    /// The COCO files of a folder by name, those of instances where others lie beside them.
    private static func coco(in place: String, _ folder: WorkspaceFolder) throws(WorkspaceError) -> [String] {
        let parts = try scan(place, folder)?.parts ?? []
        let files = { (form: ExportForm) in
            names(parts.filter { $0.form == form && $0.folder == place }.flatMap(\.files), in: place)
        }
        // What people labelled may have scores too.
        let plain = files(.coco)
        return instances(of: plain.isEmpty ? files(.cocoResults).filter { $0.hasPrefix("instances") } : plain)
    }

    /// What lies at a place. `nil` where something there breaks its form, which is told by whoever reads it. Throws where it cannot be
    /// opened: left out, a part of the results would be missing in silence.
    private static func scan(_ place: String, _ folder: WorkspaceFolder) throws(WorkspaceError) -> ExportScan? {
        do {
            return try ExportScan(place, in: folder.source)
        } catch let error as FileError {
            throw WorkspaceError(error)
        } catch {
            return nil
        }
    }

    private static func names(_ files: [String], in place: String) -> [String] {
        files.map { String($0.dropFirst(place.utf8.count + 1)) }
    }

    /// What holds boxes in a folder, told by what is in the files: one file, or the folder with the files that are meant.
    private static func found(
        in base: String, of folder: WorkspaceFolder, isScored: Bool, _ wanted: String?
    ) throws(WorkspaceError) -> (split: SplitChoice?, path: String, files: [String]?)? {
        var parts: [ExportPart] = []
        // Shards without a detection.
        var empty: [String] = []
        for name in try folder.names(in: base)
        where !others.contains(name) && !name.hasPrefix("images.") && !RedactionReading.names.contains(name) {
            guard let scan = try Self.scan(base + "/" + name, folder) else { continue }
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
        guard let first = parts.first else { return empty.count == 1 && isScored ? (nil, empty[0], nil) : nil }
        let files = parts.flatMap(\.files)
        // A file of one image belongs to a folder of them.
        if files.count + empty.count == 1, !first.form.isOfImages { return (nil, files[0], nil) }
        let inside = names(files, in: base)
        if first.form == .coco {
            let (split, path) = try chosen(instances(of: inside), wanted, in: base) { base + "/" + $0 }
            return (split, path, nil)
        }
        let tables: Bool = if case .table = first.form { true } else { first.form == .parquet }
        guard parts.allSatisfy({ $0.form == first.form }), isScored || !tables else {
            throw WorkspaceError(base, .severalTables(Array(inside.prefix(4))))
        }
        return (nil, base, files + (isScored ? empty : []))
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
        let instances = files.filter { $0.split(separator: "/").last?.hasPrefix("instances") == true }
        return files.count == 1 || instances.isEmpty ? files : instances
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
