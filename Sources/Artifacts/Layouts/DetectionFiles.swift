// Where ground truth and results are opened: the file or folder is told by what it holds, and the reader of its form reads it.

import Diagnostics
import Files
import Formats
import Foundation

/// A file or folder of boxes, with what messages call it.
struct LayoutSource {
    let path: String
    let source: SourceFolder
    let called: String
    let isFolder: Bool
    let scan: ExportScan
    /// The shape of keypoints of YOLO text that is known from elsewhere.
    let keypoints: KeypointShape?

    /// What lies at `path` of `source`.
    init(_ path: String, in source: SourceFolder, called: String, keypoints: KeypointShape? = nil) throws {
        self.path = path
        self.source = source
        self.called = called
        self.keypoints = keypoints
        guard let entry = try source.entry(path) else { throw FileError(called, .absent) }
        isFolder = entry.isFolder
        scan = try ExportScan(path, in: source, keypoints: keypoints)
    }

    /// What lies at a path of this machine.
    init(_ path: String, called: String, keypoints: KeypointShape? = nil) throws {
        // What is not there, or may not be read, is said as of any other file.
        if !DetectionFolder.isFolder(path) { _ = try NamedFile.bytes(path, called: called) }
        let source = try SourceFolder(around: path, kind: "export", called: called)
        try self.init(source.namedPath, in: source, called: called, keypoints: keypoints)
    }

    private init(_ other: LayoutSource, _ scan: ExportScan) {
        (path, source, called, isFolder) = (other.path, other.source, other.called, other.isFolder)
        keypoints = other.keypoints
        self.scan = scan
    }

    /// The same with some of its parts.
    func only(_ parts: [ExportPart]) -> LayoutSource { LayoutSource(self, scan.only(parts)) }

    /// The same with some files as ones of no form of boxes.
    func withOthers(_ files: Set<String>) -> LayoutSource { LayoutSource(self, scan.withOthers(files)) }

    /// The same with some of its files, or with all.
    func only(_ files: [String]?) -> LayoutSource {
        guard let files = files.map(Set.init) else { return self }
        return only(
            scan.parts.compactMap { part in
                let own = part.files.filter(files.contains)
                return own.isEmpty ? nil : ExportPart(form: part.form, folder: part.folder, files: own)
            })
    }

    /// What a file is called in messages.
    func name(_ file: String) -> String { file == path ? called : called + String(file.dropFirst(path.count)) }

    var reading: ExportReading { ExportReading(source: source, isFolder: isFolder, name: name) }
    var sizes: PictureSizes { PictureSizes(near: path, in: source) }

    /// The bytes of a text, unpacked.
    func bytes(_ file: String) throws -> Data { try Packed.text(try source.bytes(file), name(file)) }

    /// All parts of one form as one.
    static func merged(_ parts: [ExportPart]) -> ExportPart? {
        parts.first.map { first in
            ExportPart(
                form: first.form, folder: first.folder,
                files: parts.filter { $0.form == first.form }.flatMap(\.files).sorted())
        }
    }
}

extension LayoutSource {
    /// What lies at paths of this machine, as parts of one export: where a data.yaml in one of them says how many keypoints
    /// there are, that holds for the others, for results lie in a folder of their own.
    static func all(_ paths: [String]) throws -> [LayoutSource] {
        let found = try paths.map { try LayoutSource($0, called: URL(filePath: $0).lastPathComponent) }
        let shapes = Set(try found.compactMap { try $0.declaredKeypoints() })
        guard shapes.count == 1, let shape = shapes.first, found.count > 1 else { return found }
        return try found.map { layout in
            guard try layout.declaredKeypoints() == nil, layout.scan.parts.contains(where: \.form.isYOLO) else {
                return layout
            }
            return try LayoutSource(layout.path, in: layout.source, called: layout.called, keypoints: shape)
        }
    }

    /// `kpt_shape` of the data.yaml that its YOLO text lies by.
    private func declaredKeypoints() throws -> KeypointShape? {
        for part in scan.parts where part.form.isYOLO {
            let folder = try DetectionFolder(exactly: part.folder, in: source, named: part.folder)
            if let shape = try folder.keypointShape() { return shape }
        }
        return nil
    }
}

extension DetectionGroundTruth {
    /// Reads ground truth from a file or folder, whatever form it has. `name` is how it is called in messages.
    ///
    /// Throws a `ProblemList` that names up to 20 faults with their places, or a `FileError` when the file cannot
    /// be read.
    public init(contentsOf path: String, named name: String? = nil) throws {
        self = try Self.read(LayoutSource(path, called: name ?? path))
    }

    /// Reads ground truth at a path of a workspace, or in those `files` of it that are meant; `split` names a list of images where
    /// a layout has lists.
    init(at path: String, in source: SourceFolder, split: String? = nil, only files: [String]? = nil) throws {
        self = try Self.read(LayoutSource(path, in: source, called: path).only(files), split: split)
    }

    static func read(_ layout: LayoutSource, split: String? = nil) throws -> DetectionGroundTruth {
        let parts = layout.scan.parts.filter { ![.list, .blank].contains($0.form) }
        let truths = parts.filter { $0.form.isScored != true }
        // Which images are of which split a list says before the names of folders do.
        let lists = try YOLOLists(layout)
        if let lists, let listed = try lists.chosen(split) {
            return try YOLOGroundTruthReader.read(
                listed, of: layout, keypoints: layout.keypoints,
                notes: lists.remarks(of: listed, isGiven: split != nil))
        }
        guard let part = LayoutSource.merged(truths.isEmpty ? parts : truths) else { return try unknown(layout) }
        switch part.form {
        case .coco, .cocoResults, .emptyList: return try coco(part.files[0], layout)
        case .voc: return try VOCSplit.read(truths, layout, wanted: split)
        case .yolo, .vocResults:
            let own = truths.isEmpty ? parts : truths
            return try YOLOGroundTruthReader.read(
                YOLOSplit.folder(own, layout), own.filter { $0.form == part.form }.flatMap(\.files),
                keypoints: layout.keypoints,
                notes: lists.map { $0.absentRemark($0.absent) } ?? [])
        default:
            var rows = try layout.reading.rows(part)
            if let names = OpenImagesNames.beside(layout) { rows.call(by: names, names.called(in: layout)) }
            try BareImages.add(to: &rows, part.form, layout)
            let isKITTI: Bool = if case .kitti = part.form { true } else { false }
            return try rows.groundTruth(layout.called, sizes: layout.sizes, ofAll: isKITTI)
        }
    }

    /// What is of no known form is read as what its name says, for the reader's word on what is wrong with it.
    private static func unknown(_ layout: LayoutSource) throws -> DetectionGroundTruth {
        guard layout.isFolder else { return try coco(layout.path, layout) }
        let folder = try DetectionFolder(layout.path, in: layout.source, named: layout.called)
        if try !folder.files(endingIn: "xml").isEmpty { return try VOCGroundTruthReader.read(folder) }
        if try !folder.files(endingIn: "txt").isEmpty { return try YOLOGroundTruthReader.read(folder) }
        throw DetectionTextFault.nothingKnown(folder: folder.name)
    }

    private static func coco(_ file: String, _ layout: LayoutSource) throws -> DetectionGroundTruth {
        try layout.bytes(file).withUnsafeBytes { bytes in
            try COCOGroundTruthReader.read(bytes.assumingMemoryBound(to: UInt8.self), file: layout.name(file))
        }
    }
}

extension DetectionGroundTruth {
    /// Reads ground truth from COCO JSON in memory.
    public init(json: String, named name: String = "gt.json") throws(ProblemList) {
        let bytes = Array(json.utf8)
        self = try bytes.withUnsafeBufferPointer { bytes throws(ProblemList) in
            try COCOGroundTruthReader.read(bytes, file: name)
        }
    }
}

extension DetectionResults {
    /// Reads results from COCO JSON in memory.
    public init(
        json: String, for truth: DetectionGroundTruth, named name: String = "dt.json"
    ) throws(ProblemList) {
        let bytes = Array(json.utf8)
        self = try bytes.withUnsafeBufferPointer { bytes throws(ProblemList) in
            try COCOResultsReader.read(bytes, file: name, for: truth)
        }
    }

    /// Reads results for `truth` from a file or folder, whatever form it has. `name` is how it is called in messages.
    ///
    /// Throws like the ground truth's reader.
    public init(contentsOf path: String, for truth: DetectionGroundTruth, named name: String? = nil) throws {
        self = try Self.read(LayoutSource(path, called: name ?? path), truth)
    }

    /// Reads results for `truth` at a path of a workspace, or in those `files` of it that are meant; its pictures may lie by the
    /// annotations at `annotations`.
    init(
        at path: String, in source: SourceFolder, for truth: DetectionGroundTruth, annotations: String,
        only files: [String]? = nil
    ) throws {
        // A data.yaml lies by the annotations rather than by the results.
        let keypoints = try DetectionFolder(exactly: annotations, in: source, named: annotations).keypointShape()
        self = try Self.read(
            LayoutSource(path, in: source, called: path, keypoints: keypoints).only(files), truth,
            pictures: PictureSizes(near: annotations, in: source))
    }

    /// Reads results; `pictures` tell sizes of images that neither the results nor `truth` tell.
    static func read(
        _ layout: LayoutSource, _ truth: DetectionGroundTruth, pictures: PictureSizes? = nil
    ) throws -> DetectionResults {
        let parts = layout.scan.parts.filter { ![.list, .blank].contains($0.form) }
        let scored = parts.filter { $0.form.isScored != false }
        guard let part = LayoutSource.merged(scored.isEmpty ? parts : scored) else {
            if layout.isFolder { return try folder(layout, layout.path, [], truth) }
            let bytes = try layout.bytes(layout.path)
            if UnreadReason.isOfTool(bytes), let words = UnreadReason.words(bytes, nil) {
                throw LayoutFault.noBoxes(file: layout.called, found: words)
            }
            return try coco(layout.path, layout, truth)
        }
        switch part.form {
        case .coco, .cocoResults, .emptyList:
            let read = try inOneScale(try part.files.map { try coco($0, layout, truth) }) { place, arePercent in
                try coco(part.files[place], layout, truth, arePercent: arePercent)
            }
            return read.dropFirst().reduce(read[0]) { $0.followed(by: $1) }
        case .yolo, .vocResults, .voc: return try folder(layout, part.folder, part.files, truth)
        case .cartucho where !isOfImages(part, truth): return try folder(layout, part.folder, part.files, truth)
        default:
            return try layout.reading.rows(part, asResults: true).results(
                layout.called, for: truth, sizes: layout.sizes.or(pictures))
        }
    }

    /// Whether files are called by images and lines begin with classes; in Pascal VOC's results it is the other way round.
    private static func isOfImages(_ part: ExportPart, _ truth: DetectionGroundTruth) -> Bool {
        let names = ImageNames(truth)
        return part.files.contains { file in
            let stem = Identifier.text(ImageNames.stem(file))
            return (truth.imageLookup.index(alike: stem) ?? names.index(of: stem)) != nil
        }
    }

    private static func folder(
        _ layout: LayoutSource, _ path: String, _ files: [String], _ truth: DetectionGroundTruth
    ) throws -> DetectionResults {
        guard layout.isFolder else {
            let file = layout.path.split(separator: "/").last.map(String.init) ?? layout.path
            let above = layout.path.split(separator: "/").dropLast().joined(separator: "/")
            let name = layout.called.split(separator: "/").dropLast().joined(separator: "/")
            return try FolderResultsReader.read(
                try DetectionFolder(exactly: above, in: layout.source, named: name), for: truth, only: file,
                keypoints: layout.keypoints)
        }
        let folder =
            path != layout.path
            ? try DetectionFolder(exactly: path, in: layout.source, named: layout.name(path))
            : try DetectionFolder(layout.path, in: layout.source, named: layout.called)
        return try FolderResultsReader.read(folder, files, for: truth, keypoints: layout.keypoints)
    }

    private static func coco(
        _ file: String, _ layout: LayoutSource, _ truth: DetectionGroundTruth, arePercent stated: Bool? = nil
    ) throws -> DetectionResults {
        try layout.bytes(file).withUnsafeBytes { bytes in
            try COCOResultsReader.read(
                bytes.assumingMemoryBound(to: UInt8.self), file: layout.name(file), for: truth, arePercent: stated)
        }
    }

    /// Parts of the same results, whose scores are of one scale: where some look like percent by themselves and others do not, all
    /// are where the others may be too, and none is else.
    private static func inOneScale(
        _ parts: [DetectionResults], again: (_ place: Int, _ arePercent: Bool) throws -> DetectionResults
    ) throws -> [DetectionResults] {
        let others = parts.filter { !$0.werePercent && $0.count > 0 }
        guard parts.contains(where: \.werePercent), !others.isEmpty else { return parts }
        let arePercent = others.allSatisfy { $0.scores.allSatisfy { (0...100).contains($0) } }
        return try parts.indices.map { place in
            parts[place].werePercent == arePercent ? parts[place] : try again(place, arePercent)
        }
    }

    /// These and the detections of another part of the same results.
    private func followed(by other: DetectionResults) -> DetectionResults {
        var columns = boxes
        for index in 0..<other.boxes.count {
            columns.append(
                other.boxes[index], image: other.boxes.image[index], category: other.boxes.category[index],
                entry: boxes.count + Int(other.boxes.entry[index]))
        }
        var (said, objected) = (remarks, objections)
        said.add(other.remarks)
        objected.add(other.objections)
        return DetectionResults(
            boxes: columns, scores: scores + other.scores, remarks: said, objections: objected,
            ofUnknownImages: ofUnknownImages + other.ofUnknownImages,
            ofUnknownClasses: ofUnknownClasses + other.ofUnknownClasses)
    }
}
