import Diagnostics
import Foundation

extension DetectionGroundTruth {
    /// Reads ground truth from a file of COCO JSON, or from a folder of YOLO text or Pascal VOC XML. `name` is how the
    /// file is called in messages.
    ///
    /// Throws a `ProblemList` that names up to 20 faults with their places, or the system's error when the file cannot
    /// be opened.
    public init(contentsOf path: String, named name: String? = nil) throws {
        if DetectionFolder.isFolder(path) {
            let folder = DetectionFolder(path, named: name ?? path)
            if !folder.files(endingIn: "xml").isEmpty {
                self = try VOCGroundTruthReader.read(folder)
            } else if !folder.files(endingIn: "txt").isEmpty {
                self = try YOLOGroundTruthReader.read(folder)
            } else {
                throw DetectionTextFault.nothingKnown(folder: folder.name)
            }
            return
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        self = try data.withUnsafeBytes { bytes in
            try COCOGroundTruthReader.read(bytes.assumingMemoryBound(to: UInt8.self), file: name ?? path)
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
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        self = try data.withUnsafeBytes { bytes in
            try COCOResultsReader.read(bytes.assumingMemoryBound(to: UInt8.self), file: name ?? path, for: truth)
        }
    }
}
