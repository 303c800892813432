import Formats
import Foundation

/// A form of annotations that a user may name.
public enum ExportFormat: String, CaseIterable, Sendable {
    case coco, yolo, voc, cvat, labelme, kitti, cartucho, mot, datumaro, fiftyone, csv, json, parquet, darknet
    case openimages, dota, wider, predictions, imagefolder

    /// Whether it is one of a classifier's.
    var isOfLabels: Bool { self == .predictions || self == .imagefolder }

    /// Whether files of a form may be meant by it, whatever JSON or table it is.
    func means(_ form: ExportForm) -> Bool {
        switch (self, form) {
        case (.coco, .coco), (.coco, .cocoResults), (.yolo, .yolo), (.darknet, .yolo), (.darknet, .json), (.voc, .voc),
            (.voc, .vocResults), (.voc, .cartucho), (.cvat, .cvat), (.kitti, .kitti), (.cartucho, .cartucho),
            (.mot, .mot), (.dota, .dota), (.dota, .vocResults), (.wider, .wider),
            (.parquet, .parquet), (.parquet, .parquetResults), (.csv, .table), (.openimages, .table),
            (.openimages, .parquet):
            true
        case (.labelme, .json), (.datumaro, .json), (.fiftyone, .json), (.json, .json), (.json, .jsonLines): true
        default: form == .pickle || form == .spatial
        }
    }

    /// Whether a part of a layout is what it names, by what stands in its first file.
    func means(_ part: ExportPart, of layout: LayoutSource) throws -> Bool {
        guard means(part.form) else { return false }
        switch (self, part.form) {
        case (.labelme, .json), (.datumaro, .json), (.fiftyone, .json), (.darknet, .json):
            return JSONDialect(of: try layout.bytes(part.files[0]))?.format == self
        case (.openimages, .table):
            let head = String(decoding: try layout.bytes(part.files[0]).prefix(4096), as: UTF8.self)
            let columns = Set(
                (head.split(whereSeparator: \.isNewline).first ?? "").split(separator: ",").map(String.init))
            return columns.isSuperset(of: ["ImageID", "LabelName"])
        default: return true
        }
    }

    /// What a part looks like, for who named it otherwise.
    static func name(of part: ExportPart, in layout: LayoutSource) throws -> String {
        if case .json = part.form, let dialect = JSONDialect(of: try layout.bytes(part.files[0])) {
            return dialect.rawValue
        }
        return part.form.name
    }
}

/// Which tool writes a JSON of boxes, as far as its keys tell.
enum JSONDialect: String {
    case labelme = "LabelMe"
    case datumaro = "datumaro"
    case fiftyone = "FiftyOne"
    case darknet = "darknet's JSON"

    /// The format it is named by.
    var format: ExportFormat {
        switch self {
        case .labelme: .labelme
        case .datumaro: .datumaro
        case .fiftyone: .fiftyone
        case .darknet: .darknet
        }
    }

    /// `nil` for JSON of another tool.
    init?(of bytes: Data) {
        let tree: JSONTree? = bytes.withUnsafeBytes { raw in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)) else { return nil }
            return try? JSONTree(&scanner)
        }
        guard let tree else { return nil }
        if tree["shapes"]?.elements != nil {
            self = .labelme
        } else if tree["items"]?.elements != nil, tree["categories"]?.members != nil {
            self = .datumaro
        } else if tree["classes"]?.elements != nil, tree["labels"]?.members != nil {
            self = .fiftyone
        } else if tree.elements?.first?["objects"]?.elements?.isEmpty == false,
            tree.elements?.first?["objects"]?.elements?.first?["relative_coordinates"] != nil
        {
            self = .darknet
        } else {
            return nil
        }
    }
}
