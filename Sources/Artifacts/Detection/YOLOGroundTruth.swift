import Columns
import Diagnostics
import Formats

/// Reads YOLO labels as ground truth: a folder of them. Those of images that are listed are read in `YOLOListedImages.swift`.
struct YOLOGroundTruthReader {
    var truth = GroundTruthAssembly()
    /// What the classes are called, by their number.
    private let names: [String]
    /// How many classes there are, where that is known.
    private let classes: Int?

    init(_ folder: DetectionFolder, notes: [Problem]) throws {
        names = try folder.classNames()
        classes = try folder.classCount(names)
        for note in notes { truth.add(note) }
        for (index, name) in names.enumerated() { _ = truth.category(.number(index), name: name) }
    }

    /// Reads a folder; `known` are files that are known to be labels, `keypoints` is the shape of keypoints that is known from
    /// elsewhere. `notes` are said of the reading.
    static func read(
        _ folder: DetectionFolder, _ known: [String] = [], keypoints: KeypointShape? = nil, notes: [Problem] = []
    ) throws -> DetectionGroundTruth {
        var reader = try YOLOGroundTruthReader(folder, notes: notes)
        let called = try folder.files(among: known, endingIn: "txt")
        let files = called.filter { !DetectionFolder.isNameList($0) }
        let kind = try folder.kind(of: files, declared: keypoints)
        if let kind { reader.truth.add(kind.remark(in: folder.name)) }
        for file in files {
            let stem = ImageNames.stem(file)
            let found = try reader.size(ofPictureCalled: file) { try folder.imageSize(stem) }
            if case .missing = found { reader.truth.add(DetectionTextFault.noPicture(file: folder.name(file))) }
            guard case .known(let picture, let width, let height) = found else { continue }
            let image = reader.truth.image(Self.id(stem), fileName: picture, width: width, height: height)
            try reader.addObjects(file, in: folder, of: image, width, height, kind)
        }
        try reader.addBackgrounds(folder, besides: called)
        return try reader.truth.finished(folder.name)
    }

    static func id(_ stem: String) -> Identifier { Identifier.text(stem).inOtherKind ?? .text(stem) }

    /// What is known of a picture.
    enum Size {
        case known(file: String, width: Double, height: Double)
        /// It is not there.
        case missing
        /// Its file tells no size, which was said.
        case unread
    }

    mutating func size(
        ofPictureCalled name: String, _ read: () throws -> (file: String, width: Double, height: Double)?
    ) throws -> Size {
        do {
            guard let found = try read() else { return .missing }
            return .known(file: found.file, width: found.width, height: found.height)
        } catch let error as ImageError {
            if error.fault.costsOnlyItself {
                truth.anomalies.note(.unsizedImage, name) { "\(error.file) \(error.problem.summary)" }
            } else {
                truth.add(error)
            }
            return .unread
        }
    }

    mutating func addObjects(
        _ file: String, in folder: DetectionFolder, of image: Int32, _ width: Double, _ height: Double,
        _ kind: YOLOKind?
    ) throws {
        for (row, line) in try folder.lines(file) {
            guard let read = YOLOLine(line, isScored: false, keypoints: kind?.shape) else {
                truth.add(
                    DetectionTextFault(
                        ofLine: line, isScored: false, keypoints: kind?.shape, file: folder.name(file), row: row))
                continue
            }
            if let classes, read.category >= classes {
                truth.add(
                    DetectionTextFault.classBeyond(
                        file: folder.name(file), row: row, number: read.category, classes: classes))
                continue
            }
            if read.isAround { truth.anomalies.note(.polygon, "\(file):\(row)") { "\(read.category)" } }
            if let numbers = read.notShares { truth.anomalies.note(.notShares, "\(file):\(row)") { numbers } }
            let category = truth.category(
                .number(read.category),
                name: read.category < names.count ? names[read.category] : String(read.category))
            truth.object(read.box(width, height), image: image, category: category, at: "\(file):\(row)")
        }
    }

    /// Pictures beside those of the labels that have no label file: images on which nothing is to be found.
    private mutating func addBackgrounds(_ folder: DetectionFolder, besides files: [String]) throws {
        let labelled = Set(files.map { Name(ImageNames.stem($0)) })
        var count = 0
        for stem in try folder.pictures(beside: labelled) {
            // What cannot be read costs only itself here: nothing is labelled on it.
            let found = try size(ofPictureCalled: stem) { try folder.imageSize(stem) }
            guard case .known(let picture, let width, let height) = found else { continue }
            _ = truth.image(Self.id(stem), fileName: picture, width: width, height: height)
            count += 1
        }
        note(backgrounds: count, folder.name)
    }

    mutating func note(backgrounds count: Int, _ place: String) {
        guard count > 0 else { return }
        truth.add(
            Problem(
                .note, at: Place(file: place),
                "\(count) \(count == 1 ? "picture has" : "pictures have") no label file: images on which nothing is to be found"
            ))
    }
}
