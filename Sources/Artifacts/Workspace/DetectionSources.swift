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
        for name in Self.truthNames where try folder.exists(base + "/" + name) {
            let place = base + "/" + name
            let isFolder = try folder.isFolder(place)
            let coco = isFolder ? Self.coco(in: place, folder) : []
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
    private static func coco(in place: String, _ folder: WorkspaceFolder) -> [String] {
        // What cannot be looked at is told by whoever reads it.
        let parts = (try? ExportScan(place, in: folder.source))?.parts ?? []
        let files = { (form: ExportForm) in
            names(parts.filter { $0.form == form && $0.folder == place }.flatMap(\.files), in: place)
        }
        // What people labelled may have scores too.
        let plain = files(.coco)
        return instances(of: plain.isEmpty ? files(.cocoResults).filter { $0.hasPrefix("instances") } : plain)
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
        guard let first = parts.first else { return empty.count == 1 && isScored ? (nil, empty[0], nil) : nil }
        let files = parts.flatMap(\.files)
        // A file of one image belongs to a folder of them.
        let isOfImages =
            switch first.form {
            case .voc, .yolo, .kitti, .cartucho, .vocResults: true
            default: false
            }
        if files.count + empty.count == 1, !isOfImages { return (nil, files[0], nil) }
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

/// The ground truth of a data set with its place.
struct WorkspaceGroundTruth: Sendable {
    let source: DetectionSource
    let truth: DetectionGroundTruth

    /// Reads the ground truth of a data set; what is wrong is added to `problems`.
    static func read(
        in base: String, split: String?, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> WorkspaceGroundTruth? {
        do {
            let source = try DetectionSource(truthIn: base, of: folder, split: split)
            let truth = try source.read { try DetectionGroundTruth(at: $0, in: $1, split: split) }
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
            problems.add(FileError(error, base, .read))
        }
        return nil
    }

    /// The image table of a data set that has none: the images of the ground truth, with their pictures where the files
    /// they name are there. Nothing else is known about them.
    ///
    /// A link out of the workspace is a problem; a name that is no path in it names no picture.
    func table(in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList) -> ImageTable {
        let index = IDIndex(ItemIDs(truth.images.lazy.map { ItemID($0.id.description) }))
        return ImageTable(
            file: source.path, ids: index.ids, index: index, labels: nil,
            paths: pictures(in: base, folder, &problems), attributes: [], units: nil)
    }

    /// An image table with the pictures of its rows: where the table finds none, the file that the ground truth names.
    func picturing(
        _ table: ImageTable, in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> ImageTable {
        guard table.paths.count < table.count || table.paths.contains(nil) else { return table }
        let named = pictures(in: base, folder, &problems)
        let names = ImageNames(truth)
        let paths = table.ids.enumerated().map { row, id -> String? in
            if row < table.paths.count, let path = table.paths[row] { return path }
            return (truth.imageLookup.index(alike: .text(id.text)) ?? names.index(of: .text(id.text))).flatMap {
                named[Int($0)]
            }
        }
        guard paths.contains(where: { $0 != nil }) else { return table }
        return ImageTable(
            file: table.file, ids: table.ids, index: table.index, labels: table.labels, paths: paths,
            attributes: table.attributes, units: table.units)
    }

    /// The file that the ground truth names for each image, where it is there.
    private func pictures(
        in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> [String?] {
        var paths: [String?] = []
        let places = Self.places(in: base, of: folder, besides: source.path)
        var outside: (first: String, reason: String, count: Int)?
        for image in truth.images {
            do throws(WorkspaceError) {
                guard let name = image.fileName else {
                    paths.append(try Self.path(ofImageCalled: image.id.description, in: base + "/images", folder))
                    continue
                }
                let found = try Self.path(of: name, in: places, base, folder)
                if found == nil, let reason = UnsafePath.reason(WindowsPath.withSlashes(name)) {
                    outside = (outside?.first ?? name, outside?.reason ?? reason, (outside?.count ?? 0) + 1)
                }
                paths.append(found)
            } catch {
                problems.add(error)
                paths.append(nil)
            }
        }
        alike(&paths, places, base, folder, &problems)
        if let outside {
            problems.add(
                Problem(
                    .warning, at: Place(file: source.path, field: "file_name"),
                    "\"\(outside.first)\" \(outside.reason), and no file of its name lies in the data set: it is not looked "
                        + "for elsewhere\(outside.count == 1 ? "" : "; \(outside.count) such in all")",
                    suggestion: "put the pictures into \(base)/images"))
        }
        return paths
    }

    /// Finds pictures whose names differ from those of the ground truth by letter case alone, one for one, and says how many.
    private func alike(
        _ paths: inout [String?], _ places: [String], _ base: String, _ folder: WorkspaceFolder,
        _ problems: inout ProblemList
    ) {
        let bare = paths.indices.filter { paths[$0] == nil && truth.images[$0].fileName != nil }
        guard !bare.isEmpty else { return }
        // A name that two pictures have but for their case is neither's.
        var pictures: [String: String?] = [:]
        let taken = Set(paths.compactMap(\.self))
        for place in places {
            for name in (try? folder.names(in: place)) ?? [] where PictureNames.isPicture(name) {
                let path = place + "/" + name
                let key = name.lowercased()
                guard !taken.contains(path), pictures[key] != .some(path) else { continue }
                pictures[key] = pictures[key] == nil ? .some(path) : .some(nil)
            }
        }
        var found: [(name: String, path: String)] = []
        var met: [String: Int] = [:]
        let names = bare.map { image -> String in
            let name = WindowsPath.withSlashes(truth.images[image].fileName ?? "")
            met[(name.split(separator: "/").last.map(String.init) ?? name).lowercased(), default: 0] += 1
            return name
        }
        for (image, name) in zip(bare, names) {
            let key = (name.split(separator: "/").last.map(String.init) ?? name).lowercased()
            guard met[key] == 1, case .some(.some(let path)) = pictures[key],
                !NormalizationRule.isOfOtherFolder(name, String(path.dropFirst(base.utf8.count + 1)))
            else { continue }
            paths[image] = path
            found.append((name, path))
        }
        guard let first = found.first else { return }
        problems.add(
            Problem(
                .note, at: Place(file: source.path, field: "file_name"),
                "\(found.count) of \(paths.count) \(paths.count == 1 ? "picture was" : "pictures were") found by names that differ "
                    + "by letter case alone: \(first.name) is \(first.path)"))
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

    /// Where the picture of an image lies whose file nothing names: under its id.
    private static func path(
        ofImageCalled id: String, in place: String, _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        for name in PictureNames.spelled.map({ id + "." + $0 })
        where WorkspaceFolder.fault(of: name) == nil {
            if try folder.exists(place + "/" + name) { return place + "/" + name }
        }
        return nil
    }

    /// Where the picture of a file name lies; `nil` for one that is not there. A path of another machine is the file of its
    /// last part.
    private static func path(
        of file: String, in places: [String], _ base: String, _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        let file = WindowsPath.withSlashes(file)
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for name in [file, last] where WorkspaceFolder.fault(of: name) == nil {
            for place in places where try folder.exists(place + "/" + name) {
                // cat/1.png is not dog/1.png.
                let found = String((place + "/" + name).dropFirst(base.utf8.count + 1))
                if name == last, NormalizationRule.isOfOtherFolder(file, found) { continue }
                return place + "/" + name
            }
            if name == last { break }
        }
        return nil
    }
}
