import Diagnostics
import Files
import Formats
import Foundation

/// The text of a file of boxes.
private enum DetectionText {
    /// The bytes, unpacked where they are gzip.
    static func plain(_ data: Data, _ name: String) throws -> Data {
        guard Gzip.isPacked(data) else { return data }
        guard let unpacked = Gzip.unpacked(data) else { throw DelimitedError(file: name, fault: .damagedGzip) }
        return unpacked
    }
}

extension DetectionGroundTruth {
    /// Reads ground truth from a file of COCO JSON, or from a folder of YOLO text or Pascal VOC XML. `name` is how the
    /// file is called in messages.
    ///
    /// Throws a `ProblemList` that names up to 20 faults with their places, or a `FileError` when the file cannot
    /// be read.
    public init(contentsOf path: String, named name: String? = nil) throws {
        if DetectionFolder.isFolder(path) {
            self = try Self.read(DetectionFolder(path, named: name ?? path))
        } else {
            self = try Self.read(try NamedFile.bytes(path, called: name ?? path), name ?? path)
        }
    }

    /// Reads ground truth at a path of a workspace.
    init(at path: String, in source: SourceFolder) throws {
        self =
            try source.entry(path)?.isFolder ?? false
            ? try Self.read(DetectionFolder(path, in: source, named: path))
            : try Self.read(try source.bytes(path), path)
    }

    private static func read(_ folder: DetectionFolder) throws -> DetectionGroundTruth {
        if try !folder.files(endingIn: "xml").isEmpty { return try VOCGroundTruthReader.read(folder) }
        if try !folder.files(endingIn: "txt").isEmpty { return try YOLOGroundTruthReader.read(folder) }
        throw DetectionTextFault.nothingKnown(folder: folder.name)
    }

    private static func read(_ data: Data, _ name: String) throws -> DetectionGroundTruth {
        try DetectionText.plain(data, name).withUnsafeBytes { bytes in
            try COCOGroundTruthReader.read(bytes.assumingMemoryBound(to: UInt8.self), file: name)
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

    /// Reads results for `truth` from a file of COCO JSON, or from a folder of YOLO text or Pascal VOC result files.
    /// `name` is how the file is called in messages.
    ///
    /// Throws like the ground truth's reader.
    public init(contentsOf path: String, for truth: DetectionGroundTruth, named name: String? = nil) throws {
        if DetectionFolder.isFolder(path) {
            self = try FolderResultsReader.read(DetectionFolder(path, named: name ?? path), for: truth)
            return
        }
        let data = try NamedFile.bytes(path, called: name ?? path)
        self = try Self.read(data, name ?? path, for: truth)
    }

    /// Reads results for `truth` at a path of a workspace.
    init(at path: String, in source: SourceFolder, for truth: DetectionGroundTruth) throws {
        self =
            try source.entry(path)?.isFolder ?? false
            ? try FolderResultsReader.read(DetectionFolder(path, in: source, named: path), for: truth)
            : try Self.read(try source.bytes(path), path, for: truth)
    }

    private static func read(
        _ data: Data, _ name: String, for truth: DetectionGroundTruth
    ) throws -> DetectionResults {
        try DetectionText.plain(data, name).withUnsafeBytes { bytes in
            try COCOResultsReader.read(bytes.assumingMemoryBound(to: UInt8.self), file: name, for: truth)
        }
    }
}
