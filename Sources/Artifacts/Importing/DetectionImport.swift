import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// A detector's export as the files of a workspace: COCO's file as it is, any other form as COCO.
struct DetectionImport {
    private(set) var outcome = ImportedWorkspace(task: .detection)

    /// One of the paths with some of its parts.
    fileprivate struct Chosen {
        let layout: LayoutSource
        let parts: [ExportPart]
        /// The split that they are of, where lists of images say so, with the files that say it.
        var listed: (split: String, by: [String])?

        var restricted: LayoutSource { layout.only(parts) }
        func truth() throws -> DetectionGroundTruth {
            try DetectionGroundTruth.read(listed == nil ? restricted : layout, split: listed?.split)
        }
        var files: [String] { parts.flatMap(\.files) }
        var form: String { parts[0].form.name }
        private var path: String { files.count == 1 ? files[0] : parts[0].folder }
        var place: String { layout.name(path) }
        /// Where it lies below the path that was given: a folder above that called `train` says nothing of a split.
        var below: String { listed?.split ?? String(path.dropFirst(layout.path.count)) }
    }

    /// `nil` when no boxes are in the paths.
    init?(
        _ found: [LayoutSource], format: ExportFormat?, dataset: String, version: String, into workspace: URL?
    ) throws {
        let boxes = try found.map { layout in
            Chosen(
                layout: layout, parts: try layout.reading.tellingScores(layout.scan.parts.filter(\.form.isOfBoxes)))
        }
        let all = boxes.flatMap(\.parts)
        guard !all.isEmpty else { return nil }
        if format?.isOfLabels == true { return nil }
        let truths = try Self.alternatives(boxes, format: format, bySplit: true) {
            $0.isScored == false || $0 == .parquet
        }
        let results = try Self.alternatives(boxes, format: nil, bySplit: false) {
            $0.isScored == true || [.pickle, .spatial].contains($0)
        }
        if results.count > 1 {
            throw ImportFault.several(what: "results", results.map { $0.layout.name($0.files[0]) })
        }
        let known = try workspace.map { try Self.truth(of: $0, dataset) }
        let called = found.map(\.called)
        if known != nil, results.isEmpty {
            throw ImportFault.noResults(
                called, reason: found.lazy.compactMap { $0.unreadReason(mayHoldBoxes: true) }.first)
        }
        guard known != nil || !truths.isEmpty else {
            throw ImportFault.noTruth(
                called, reason: found.lazy.compactMap { $0.unreadReason(mayHoldBoxes: true) }.first)
        }
        let truth: DetectionGroundTruth
        if let known {
            truth = known
        } else {
            let chosen = try Self.chosen(truths, results.first)
            truth = chosen.truth
            if let remark = chosen.remark { outcome.remarks.append(remark) }
            try add(truth, from: chosen.from, dataset)
            try addPictures(truth, ExportPictures(found, of: chosen.from.below), dataset)
            try addTable(found, dataset)
        }
        let pictures = truths.first.map(\.layout.sizes)
        if let from = results.first { try add(resultsFrom: from, truth, dataset, version, pictures) }
    }

    /// The ground truth of a workspace.
    private static func truth(of workspace: URL, _ dataset: String) throws -> DetectionGroundTruth {
        let folder = try WorkspaceFolder(workspace)
        let settings = try WorkspaceManifests.settings(in: workspace)
        let (split, base) = (settings?.split, settings?.folder(of: dataset) ?? "datasets/" + dataset)
        let source = try DetectionSource(truthIn: base, of: folder, split: split)
        return try source.read { try DetectionGroundTruth(at: $0, in: $1, split: split, only: source.files) }
    }

    /// Parts that may be meant, of one form each: files of COCO one by one, for each is a data set of its own, and folders
    /// of splits as well.
    private static func alternatives(
        _ boxes: [Chosen], format: ExportFormat?, bySplit: Bool, _ isMeant: (ExportForm) -> Bool
    ) throws -> [Chosen] {
        try boxes.flatMap { box -> [Chosen] in
            let parts = box.parts.filter { isMeant($0.form) && (format?.means($0.form) ?? true) }
            var forms: [ExportForm: [ExportPart]] = [:]
            for part in parts { forms[part.form, default: []].append(part) }
            return try forms.sorted { $0.value[0].files[0] < $1.value[0].files[0] }.flatMap {
                form, parts -> [Chosen] in
                let files = parts.flatMap(\.files)
                if bySplit, form == .yolo(isScored: false), let listed = try Self.listed(parts, of: box.layout) {
                    return listed
                }
                // Files of many images are a data set each, but for shards.
                let isOfMany =
                    switch form {
                    case .coco, .cocoResults, .table, .parquet, .parquetResults, .jsonLines, .wider(isScored: false):
                        true
                    default: false
                    }
                let isApart = isOfMany && !files.allSatisfy { $0.contains("-of-") }
                if bySplit, !isOfMany, parts.count > 1,
                    parts.allSatisfy({ Split(of: String($0.folder.dropFirst(box.layout.path.count))) != nil })
                {
                    return parts.map { Chosen(layout: box.layout, parts: [$0]) }
                }
                guard isApart else { return [Chosen(layout: box.layout, parts: parts)] }
                return parts.flatMap { part in
                    part.files.map { file in
                        Chosen(
                            layout: box.layout, parts: [ExportPart(form: form, folder: part.folder, files: [file])])
                    }
                }
            }
        }
    }

    /// YOLO text by the lists of images that say what is of which split; `nil` where there are none.
    private static func listed(_ parts: [ExportPart], of layout: LayoutSource) throws -> [Chosen]? {
        guard let lists = try YOLOLists(layout), !lists.parts.isEmpty else { return nil }
        return lists.parts.map { split in
            let labels = Set(split.labels)
            let own = parts.compactMap { part -> ExportPart? in
                let files = part.files.filter(labels.contains)
                return files.isEmpty ? nil : ExportPart(form: part.form, folder: part.folder, files: files)
            }
            return Chosen(
                layout: layout, parts: own.isEmpty ? parts : own,
                listed: (split.name, split.files + [lists.description].compactMap(\.self)))
        }
    }

    /// The annotations that are meant: of several the one that most results belong to, of splits else the one that says
    /// most, which is said.
    private static func chosen(
        _ truths: [Chosen], _ results: Chosen?
    ) throws -> (from: Chosen, truth: DetectionGroundTruth, remark: Problem?) {
        func training(_ from: Chosen) -> Problem? {
            guard results != nil, Split(of: from.below) == .training else { return nil }
            return SplitChoice.trainingRemark(from.place, in: from.layout.called)
        }
        if truths.count == 1 { return (truths[0], try truths[0].truth(), training(truths[0])) }
        var best: (from: Chosen, truth: DetectionGroundTruth, used: Int)?
        var fitting: [(from: Chosen, truth: DetectionGroundTruth, read: DetectionResults)] = []
        var isTied = false
        var fault: (any Error)?
        for from in truths.sorted(by: { !$0.isOfInstances && $1.isOfInstances ? false : $0.isOfInstances }) {
            // Captions and other lists beside it are no ground truth of boxes.
            let truth: DetectionGroundTruth
            do {
                truth = try from.truth()
            } catch {
                fault = fault ?? error
                continue
            }
            guard truth.boxes.count > 0 else { continue }
            let used =
                results.flatMap { results -> Int? in
                    guard let read = try? DetectionResults.read(results.restricted, truth) else { return nil }
                    if read.objections.isClean { fitting.append((from, truth, read)) }
                    return read.objections.isClean ? read.count : 0
                } ?? 0
            if let known = best, used <= known.used {
                if used == known.used, known.from.isOfInstances == from.isOfInstances { isTied = true }
                continue
            }
            (best, isTied) = ((from, truth, used), false)
        }
        let names = truths.map(\.below)
        let rivals = fitting.filter { $0.read.count > 0 && $0.read.count == best?.used }
        if isTied, let owner = ResultsOwner(rivals.map { (truth: $0.truth, results: $0.read) }) {
            let own = rivals[owner.index]
            return (own.from, own.truth, owner.remark(own.from.place, besides: rivals.map(\.from.place)))
        }
        if isTied || best?.used == 0, let choice = SplitChoice(among: names, wanted: nil),
            let index = names.firstIndex(of: choice.name)
        {
            let from = truths[index]
            let words =
                "\(rivals.count > 1 ? "the results fit \(rivals.count)" : "\(names.count)") splits\(rivals.count > 1 ? " alike" : " are here"), and \(from.place) is taken: test before validation, and "
                + "training last"
            return (
                from, try from.truth(),
                Problem(
                    .note, at: Place(file: from.layout.called), words,
                    suggestion: "name the folder of another split in its place")
            )
        }
        if best == nil, let fault { throw fault }
        guard let best, !isTied else {
            let areLines = truths.allSatisfy { $0.parts[0].form == .yolo(isScored: false) }
            throw ImportFault.several(
                what: results == nil
                    ? "annotations, for no \(areLines ? "line" : "box") of them has a score" : "annotations",
                truths.map { $0.layout.name($0.files[0]) })
        }
        return (best.from, best.truth, training(best.from))
    }

    private mutating func add(_ truth: DetectionGroundTruth, from: Chosen, _ dataset: String) throws {
        if let file = from.files.first, from.parts[0].form == .coco {
            let packed = Gzip.isPacked(try from.layout.source.bytes(file))
            try outcome.copy(file, from.layout, to: "datasets/\(dataset)/annotations.json" + (packed ? ".gz" : ""))
        } else {
            outcome.add(COCOText.of(truth).text(pretty: false), at: "datasets/\(dataset)/annotations.json")
        }
        outcome.use(from.files + (from.listed?.by ?? truth.listed?.files ?? []))
        if let names = OpenImagesNames.beside(from.layout),
            truth.classes.contains(where: { names.name(of: $0.id) != nil })
        {
            outcome.use([names.file])
        }
        outcome.lines.append(
            .truth(
                form: from.form, place: from.place, files: from.files.count, images: truth.images.count,
                objects: truth.boxes.count, classes: truth.classes.map(\.name)))
        outcome.remarks += truth.remarks.remarks
        var problems = ProblemList()
        problems.add(truth.objections)
        try problems.throwIfAny()
    }

    private mutating func add(
        resultsFrom from: Chosen, _ truth: DetectionGroundTruth, _ dataset: String, _ version: String,
        _ pictures: PictureSizes?
    ) throws {
        let results = try DetectionResults.read(from.restricted, truth, pictures: pictures)
        var problems = ProblemList()
        problems.add(results.objections)
        try problems.throwIfAny()
        let base = "versions/\(version)/\(dataset)/detections.json"
        if from.files.count == 1, from.parts[0].form == .cocoResults {
            let packed = Gzip.isPacked(try from.layout.source.bytes(from.files[0]))
            try outcome.copy(from.files[0], from.layout, to: base + (packed ? ".gz" : ""))
        } else {
            outcome.add(COCOText.of(results, truth).text(pretty: false), at: base)
        }
        outcome.use(from.files)
        let answered = Set(results.boxes.image).count
        outcome.lines.append(
            .detections(
                form: from.form, place: from.place, files: from.files.count, count: results.count, on: answered,
                of: truth.images.count))
        outcome.remarks += results.remarks.remarks
        if results.count == 0, let doubt = NeverRun(truth, results, [], file: from.place).doubt {
            outcome.remarks.append(doubt.warning)
        }
        outcome.hasResults = true
        outcome.date = ImportedWorkspace.date(from.files.last, from.layout)
    }

    private mutating func addPictures(
        _ truth: DetectionGroundTruth, _ pictures: ExportPictures, _ dataset: String
    ) throws {
        guard !pictures.isEmpty else {
            outcome.lines.append(.noPictures)
            return
        }
        var (count, unclear) = (0, 0)
        for image in truth.images {
            let picture: ExportPictures.Picture
            switch pictures.match(image.fileName ?? image.id.description) {
            case .one(let found): picture = found
            case .several:
                unclear += 1
                continue
            case .none: continue
            }
            let last = picture.inner.split(separator: "/").last.map(String.init) ?? picture.inner
            let ending = last.split(separator: ".").last.map(String.init) ?? "png"
            var name = WindowsPath.inside(image.fileName ?? image.id.description + "." + ending)
            if UnsafePath.reason(name) != nil { name = last }
            try outcome.copy(picture.file, picture.layout, to: "datasets/\(dataset)/images/" + name)
            count += 1
        }
        outcome.lines.append(.pictures(count, of: truth.images.count, unclear: unclear))
    }

    /// A table of what is known about images, where there is just one.
    private mutating func addTable(_ found: [LayoutSource], _ dataset: String) throws {
        var tables: [(layout: LayoutSource, file: String, ending: String)] = []
        for layout in found {
            for file in layout.scan.others {
                let name = file.split(separator: "/").last.map(String.init) ?? file
                let endings = TableNames.endings.filter { name.hasSuffix("." + $0) && $0 != "parquet" }
                guard let ending = endings.max(by: { $0.count < $1.count }) else { continue }
                let bytes = try layout.source.bytes(file)
                // What is no table is none of images.
                guard let text = try? TextFile(bytes: bytes, name: name),
                    let reader = try? TableReader(text, as: TextFormat(ofFileCalled: name))
                else { continue }
                let keys = BoxKeys(reader.header)
                guard keys.image ?? keys.fileName != nil, !keys.haveBox, keys.score == nil else { continue }
                tables.append((layout, file, ending))
            }
        }
        guard tables.count == 1 else { return }
        try outcome.copy(tables[0].file, tables[0].layout, to: "datasets/\(dataset)/images." + tables[0].ending)
        outcome.lines.append(.table(place: tables[0].layout.name(tables[0].file)))
    }
}

extension DetectionImport.Chosen {
    /// Whether the file is called as COCO's instances are.
    fileprivate var isOfInstances: Bool {
        files[0].split(separator: "/").last?.hasPrefix("instances") ?? false
    }
}
