// An export recognised and brought into the form of a workspace: what was found, what goes where, and what is to be said.
// Nothing is written here, nothing is fetched, and no program in a file is run.

import Diagnostics
import Files
import Foundation
import Record

/// One file of a workspace that is made from an export.
public struct ImportedFile: Sendable {
    /// Where its bytes come from.
    public enum Content: Sendable {
        /// A file of this machine, as it is.
        case copy(of: URL)
        /// Text that was made of what was read.
        case text(String)
    }

    /// Path in the workspace.
    public let path: String
    /// Its bytes.
    public let content: Content
}

/// What an export becomes.
public struct ImportedWorkspace: Sendable {
    /// What the model does.
    public internal(set) var task: TaskKind
    /// What was recognised, a line each: the one screen that `misread init --from` prints.
    public internal(set) var lines: [String] = []
    /// What is to be said of it.
    public internal(set) var remarks: [Problem] = []
    /// The files, but for manifests.
    public internal(set) var files: [ImportedFile] = []
    /// The classes that misread.yml has to list; empty for a detector.
    public internal(set) var classes: [String] = []
    /// When the results were written, as `2026-01-31`; `nil` without results.
    public internal(set) var date: String?
    /// Whether there are predictions or detections among the files.
    public internal(set) var hasResults = false

    /// Recognises what lies at `paths`, which may hold annotations, results and pictures in any mixture. `format` names the
    /// form of the annotations where the user did; `known` is the ground truth of a workspace that the results are added to.
    ///
    /// Throws what is wrong with the files.
    public init(
        from paths: [String], format: ExportFormat?, dataset: String, version: String, workspace: URL? = nil
    ) throws {
        let found = try paths.map { path in
            try LayoutSource(path, called: URL(filePath: path).lastPathComponent)
        }
        if let import_ = try DetectionImport(found, format: format, dataset: dataset, version: version, into: workspace)
        {
            self = import_.outcome
        } else if let import_ = try ClassificationImport(
            found, format: format, dataset: dataset, version: version, into: workspace)
        {
            self = import_.outcome
        } else {
            throw ImportFault.nothing(
                paths.map { URL(filePath: $0).lastPathComponent }, others: found.flatMap(\.scan.others).count)
        }
    }

    init(task: TaskKind) { self.task = task }
}

/// A form of annotations that a user may name.
public enum ExportFormat: String, CaseIterable, Sendable {
    case coco, yolo, voc, cvat, labelme, kitti, cartucho, mot, datumaro, fiftyone, csv, json, parquet, darknet
    case openimages, predictions, imagefolder

    /// Whether files of a form may be meant by it; `nil` for one of no boxes.
    func means(_ form: ExportForm) -> Bool {
        switch (self, form) {
        case (.coco, .coco), (.coco, .cocoResults), (.yolo, .yolo), (.darknet, .yolo), (.darknet, .json), (.voc, .voc),
            (.voc, .vocResults), (.voc, .cartucho), (.cvat, .cvat), (.kitti, .kitti), (.cartucho, .cartucho),
            (.mot, .mot),
            (.parquet, .parquet), (.csv, .table), (.openimages, .table), (.openimages, .parquet):
            true
        case (.labelme, .json), (.datumaro, .json), (.fiftyone, .json), (.json, .json), (.json, .jsonLines): true
        default: form == .pickle || form == .spatial
        }
    }
}

/// Why no workspace can be made.
enum ImportFault: Error, Hashable, Explained {
    /// Nothing in the paths is known.
    case nothing([String], others: Int)
    /// Results without anything to compare with.
    case noTruth([String])
    /// Annotations of several forms, or several files that cannot be told apart.
    case several(what: String, [String])
    /// Another form than the one named.
    case otherForm(named: String, found: [String])
    /// A workspace that results are to be added to has no results yet to add.
    case noResults([String])

    var problem: Problem {
        switch self {
        case .nothing(let names, let others):
            Problem(
                at: Place(file: names.joined(separator: ", ")),
                "neither annotations nor predictions were recognised in it\(others > 0 ? ", among \(others) files that are no pictures" : "")",
                suggestion: "INPUT.md lists the forms that open")
        case .noTruth(let names):
            Problem(
                at: Place(file: names.joined(separator: ", ")),
                "results were found, and no annotations to compare them with",
                suggestion: "name the annotations as well: --from ANNOTATIONS --from RESULTS")
        case .several(let what, let files):
            Problem(
                at: Place(file: files[0]),
                "several \(what): \(files.prefix(5).joined(separator: ", "))\(files.count > 5 ? " ..." : "")",
                suggestion: "name the one that is meant with --from")
        case .otherForm(let named, let found):
            Problem(
                "no \(named) was found, but \(found.isEmpty ? "nothing that is known" : found.joined(separator: ", "))",
                suggestion: "leave the form out: it is recognised")
        case .noResults(let names):
            Problem(
                at: Place(file: names.joined(separator: ", ")), "no detections or predictions were recognised in it")
        }
    }
}
