// What a file is, told by what stands in it and never by its name: what is called results.txt may be a table, and what is
// called .json may be lines.

import Diagnostics
import Formats
import Foundation

/// What a file of an export holds.
enum ExportForm: Hashable {
    /// COCO's object of images, annotations and categories.
    case coco
    /// COCO's list of results.
    case cocoResults
    /// Boxes in JSON of another shape; `isScored` when they have scores.
    case json(isScored: Bool)
    /// One JSON value a line.
    case jsonLines(isScored: Bool)
    /// A table of boxes with separators.
    case table(isScored: Bool)
    /// A Parquet file.
    case parquet
    /// One whose columns have a score, once that is known.
    case parquetResults
    /// Pascal VOC's XML of one image.
    case voc
    /// CVAT's XML.
    case cvat
    /// YOLO's text, a line a box in shares of the image; `isScored` when each line has a score.
    case yolo(isScored: Bool)
    /// KITTI's text.
    case kitti(isScored: Bool)
    /// Text of a class and corners.
    case cartucho(isScored: Bool)
    /// DOTA's text of oriented boxes.
    case dota
    /// WIDER FACE's text.
    case wider(isScored: Bool)
    /// Pascal VOC's results: an image, a score and corners, a file a class.
    case vocResults
    /// MOT's text; `isScored` when it is of a detector.
    case mot(isScored: Bool)
    /// Something that is refused with a word of its own.
    case pickle
    case spatial
    /// Names of the images of a split, or of classes.
    case list
    /// A text that has no line.
    case blank
    /// An empty list of JSON.
    case emptyList

    /// Whether boxes have scores; `nil` for what has no boxes, or may have both.
    var isScored: Bool? {
        switch self {
        case .coco, .voc, .cvat, .dota: false
        case .cocoResults, .vocResults, .parquetResults: true
        case .json(let scored), .jsonLines(let scored), .table(let scored), .yolo(let scored), .kitti(let scored),
            .cartucho(let scored), .mot(let scored), .wider(let scored):
            scored
        case .parquet, .pickle, .spatial, .list, .blank, .emptyList: nil
        }
    }

    /// Whether it is YOLO's text.
    var isYOLO: Bool { if case .yolo = self { true } else { false } }

    /// Whether it may hold boxes.
    var isOfBoxes: Bool { ![.list, .blank, .emptyList].contains(self) }

    /// What it is called in a sentence.
    var name: String {
        switch self {
        case .coco: "COCO"
        case .cocoResults: "COCO results"
        case .json: "boxes in JSON"
        case .jsonLines: "boxes in JSON Lines"
        case .table: "a table of boxes"
        case .parquet, .parquetResults: "Parquet"
        case .voc: "Pascal VOC"
        case .cvat: "CVAT"
        case .yolo: "YOLO text"
        case .kitti: "KITTI text"
        case .cartucho(let isScored): isScored ? "text of a name, a score and corners" : "text of a class and corners"
        case .dota: "DOTA text"
        case .wider: "WIDER FACE text"
        case .vocResults: "Pascal VOC results"
        case .mot: "MOT text"
        case .pickle: "a pickle"
        case .spatial: "nuScenes boxes"
        case .list: "a list of names"
        case .blank: "an empty text"
        case .emptyList: "an empty list"
        }
    }

    /// What bytes hold; `nil` for what is none of these. Packed bytes are told by what is packed.
    init?(of packed: Data) {
        guard let bytes = Packed.plain(packed) else { return nil }
        self.init(plain: bytes)
    }

    private init?(plain bytes: Data) {
        let start = bytes.prefix(8)
        if start.starts(with: Data("PAR1".utf8)) {
            self = .parquet
            return
        }
        // Protocol 2 and later; and PyTorch's archive of one.
        let isArchive =
            start.starts(with: [0x50, 0x4B, 3, 4]) && bytes.prefix(256).range(of: Data("data.pkl".utf8)) != nil
        if isArchive || (start.first == 0x80 && (2...5).contains(start.dropFirst().first ?? 0)) {
            self = .pickle
            return
        }
        // What is no text of two bytes a letter stays as it is.
        let bytes = bytes.starts(with: [0x93, 0x4E, 0x55]) ? bytes : (try? Packed.text(bytes, "")) ?? bytes
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        guard let first = mark.first(where: { $0 > 0x20 }) else {
            self = .blank
            return
        }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard let form = JSONShape.form(of: bytes) else { return nil }
            if case .json = form, UnreadReason.isOfTool(mark) { return nil }
            self = form
        case UInt8(ascii: "<"):
            let head = String(decoding: mark.prefix(4096), as: UTF8.self)
            if head.contains("<annotations>") {
                self = .cvat
            } else if head.contains("<annotation") {
                self = .voc
            } else {
                return nil
            }
        default:
            guard !mark.prefix(4096).contains(0), let form = TextShape.form(of: mark) else { return nil }
            self = form
        }
    }
}

extension ExportForm {
    /// Whether one line at least of a text is of this form: then what is wrong with the others is a fault of the file.
    func hasLine(in packed: Data) -> Bool {
        guard let bytes = Packed.plain(packed) else { return false }
        let lines = String(decoding: bytes.prefix(1 << 16), as: UTF8.self).split(whereSeparator: \.isNewline)
        return switch self {
        case .kitti: lines.contains(where: KITTIText.isLine)
        case .yolo: lines.contains { YOLOLine.numbers($0).map { YOLOKind.beginsWithBox($0) } ?? false }
        case .cartucho: lines.contains { CartuchoText.numbers($0) != nil }
        case .dota: lines.contains { DOTAText.Line($0) != nil }
        default: false
        }
    }
}

/// What lines of a text are.
enum TextShape {
    /// Lines that are looked at.
    static let sample = 32

    /// Lines without that in which a spreadsheet says what separates the others.
    static func withoutSeparatorLine(_ lines: [Substring]) -> [Substring] {
        lines.count > 1 && lines[0].hasPrefix("sep=") && lines[0].trimmingBlanks.utf8.count == 5
            ? Array(lines.dropFirst()) : lines
    }

    /// Lines without those above a table that begin with #, which have another number of separators than the header.
    static func withoutComments(_ lines: [Substring]) -> ArraySlice<Substring> {
        let rest = lines.drop { $0.hasPrefix("#") }
        guard rest.startIndex > 0, let header = rest.first else { return lines[...] }
        let comment = lines[rest.startIndex - 1]
        let counts = [",", ";", "\t"].map { (separator: Character) in
            (header.count { $0 == separator }, comment.count { $0 == separator })
        }
        guard let most = counts.max(by: { $0.0 < $1.0 }), most.0 > 0, most.0 != most.1 else { return lines[...] }
        return rest
    }

    static func form(of bytes: Data) -> ExportForm? {
        let head = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
        var lines = head.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        // The last line of a part may be cut off.
        if bytes.count > 1 << 16, lines.count > 1 { lines.removeLast() }
        lines = Array(withoutSeparatorLine(lines).prefix(sample))
        func all(_ test: (Substring) -> Bool) -> Bool { lines.allSatisfy(test) }
        guard let first = lines.first else { return .blank }
        if all(MOTText.isLine) {
            // Ground truth has tracks, and 0 or 1 where detections have a score.
            let isTruth = lines.allSatisfy { line in
                let values = line.split(separator: ",").compactMap { Double(decimal: $0.trimmingBlanks) }
                return values[1] >= 0 && (values[6] == 0 || values[6] == 1)
            }
            return .mot(isScored: !isTruth)
        }
        if all(KITTIText.isLine) {
            return .kitti(isScored: KITTIText.isScored(lines))
        }
        if DOTAText.areLines(lines) { return .dota }
        if let isScored = WIDERText.isScored(lines) { return .wider(isScored: isScored) }
        // A line of six words in pixels is Pascal VOC's, whose images may be called by numbers.
        let isYOLO = { (line: Substring) -> Bool in
            if YOLOLine(line, isScored: false) != nil { return true }
            // Visibilities of keypoints may be 2, which no corner of a polygon is.
            if let numbers = YOLOLine.numbers(line), numbers.count > 5, YOLOKind.beginsWithBox(numbers) { return true }
            return YOLOLine(line, isScored: true).map { $0.notShares == nil } ?? false
        }
        if all(isYOLO) {
            let kind = YOLOKind(lines.compactMap { YOLOLine.numbers($0) }, declared: nil)
            if case .keypoints(_, let isScored, _) = kind { return .yolo(isScored: isScored) }
            // A box has four numbers, a polygon an even count; a score makes one more, and a track another.
            let counts = lines.map { $0.words.count - 1 }
            return .yolo(
                isScored: counts.allSatisfy { $0 == 5 || ($0 == 6 && !counts.contains(4)) || ($0 > 6 && $0 % 2 == 1) })
        }
        let counts = Set(lines.map { CartuchoText.numbers($0) })
        if counts == [4] { return .cartucho(isScored: false) }
        // A class stands in many lines and an image too; the name of the file tells which it is, see `ExportPart`.
        if counts == [5] { return .cartucho(isScored: true) }
        if all({ VOCResultLine($0) != nil }) {
            // The first word is a class in YOLO's lines, and an image in these.
            let isYOLO = all { YOLOLine($0, isScored: true).map { (0...1).contains($0.values[4]) } ?? false }
            let isInPixels = lines.contains { YOLOLine($0, isScored: true)?.isInPixels ?? false }
            return isYOLO && isInPixels ? .yolo(isScored: true) : .vocResults
        }
        for separator in [",", ";", "\t"] as [Character] {
            let header = (withoutComments(lines).first ?? first).split(
                separator: separator, omittingEmptySubsequences: false
            ).map {
                String($0.trimmingBlanks).replacing("\"", with: "")
            }
            guard header.count > 1, header.contains(where: { Double(decimal: $0) == nil }) else { continue }
            let keys = BoxKeys(header)
            if keys.haveBox, keys.image != nil || keys.fileName != nil || keys.score != nil || keys.className != nil {
                // Open Images' annotations have a confidence, of people, and say what no detector does.
                let isOfPeople = !keys.attributes.isEmpty || !keys.ignoring.isEmpty
                return .table(isScored: (keys.score != nil && !isOfPeople) || keys.predictionString != nil)
            }
        }
        return lines.allSatisfy { !$0.contains(",") } ? .list : nil
    }
}
