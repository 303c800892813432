// Why nothing is made of a file that lies among results: whoever is only told that it is not used has nowhere to go.

import Diagnostics
import Formats
import Foundation

/// What a file is that is of no form of boxes with scores, and what to do about it.
enum UnreadReason {
    /// The reason in words that follow a name; `nil` where there is none to tell. `form` is what the file holds, where that is
    /// known; a table is held against those of boxes where it `mayHoldBoxes`.
    static func words(_ packed: Data, _ form: ExportForm?, mayHoldBoxes: Bool = true) -> String? {
        if let words = container(packed) { return words }
        switch form {
        case .yolo(isScored: false): return "lines without a score, as of labels; was it saved without save_conf?"
        case .coco, .json(isScored: false), .jsonLines(isScored: false), .table(isScored: false),
            .kitti(isScored: false), .cartucho(isScored: false), .mot(isScored: false), .voc, .cvat,
            .dota, .wider(isScored: false):
            return "boxes without a score, as of annotations"
        case .emptyList: return "an empty list: there is no detection in it"
        case nil: break
        default: return nil
        }
        guard let plain = try? Packed.text(packed, "") else { return nil }
        let start = plain.starts(with: [0xEF, 0xBB, 0xBF]) ? plain.dropFirst(3) : plain
        guard let first = start.first(where: { $0 > 0x20 }) else { return nil }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return json(start) ?? emptyLists(start) }
        return start.prefix(4096).contains(0) || first == UInt8(ascii: "<") ? nil : text(start, mayHoldBoxes)
    }

    /// What holds or stands for another file: a pointer of Git LFS, a workbook, an archive.
    static func container(_ bytes: Data) -> String? {
        if Encoding.isPointer(bytes) { return "a pointer of Git LFS, and not the file; run git lfs pull" }
        if isMarkdownTable(bytes) { return "a table of Markdown; save it as CSV" }
        guard bytes.starts(with: [0x50, 0x4B, 3, 4]) else { return nil }
        let head = bytes.prefix(4096)
        if head.range(of: Data("[Content_Types].xml".utf8)) != nil { return "a workbook of Excel; save it as CSV" }
        return head.range(of: Data(".npy".utf8)) == nil ? "a ZIP archive; unpack it" : nil
    }

    /// Lines between bars, of which the second is dashes.
    private static func isMarkdownTable(_ bytes: Data) -> Bool {
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "|") else { return false }
        let lines = String(decoding: bytes.prefix(1 << 14), as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.count > 1 else { return false }
        return lines[1].contains("-") && lines[1].allSatisfy { "|-: ".contains($0) }
    }

    /// A list of pictures and labels without a header: `a.jpg 3`.
    static func headless(_ bytes: Data) -> String? {
        guard !bytes.prefix(4096).contains(0) else { return nil }
        let head = String(decoding: bytes.prefix(1 << 12), as: UTF8.self)
        let line = head.split(whereSeparator: \.isNewline).first ?? ""
        let cells = line.split { ",;\t ".contains($0) }.map(String.init)
        guard cells.count > 1, PictureNames.isPicture(cells[0]) else { return nil }
        return "its first line is a row and no header; write image_id,label above it, with a comma in each row"
    }

    /// Tools whose own JSON is none of boxes on pictures: told by the first of what they list.
    private static func json(_ bytes: Data) -> String? {
        bytes.withUnsafeBytes { raw in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)),
                let element = try? firstElement(&scanner)
            else { return nil }
            let isTask = element["data"]?.members != nil
            // Tasks with shapes are boxes, told by more than the first of them.
            if isTask, case .json? = JSONShape.form(of: bytes) { return nil }
            if isTask, ["annotations", "predictions", "completions"].contains(where: { element[$0]?.elements != nil }) {
                return "Label Studio's own JSON; export it as COCO or YOLO"
            }
            if element["filepath"]?.text != nil, element["_id"] != nil {
                let isOfLabels = element.members?.contains { $0.value["_cls"]?.text == "Classification" } ?? false
                if isOfLabels {
                    return "FiftyOne's own samples; export them with dataset_type=fo.types.CSVDataset and fields of "
                        + "filepath, ground_truth.label, predictions.label and predictions.confidence"
                }
                return "FiftyOne's own samples; export them with dataset_type=fo.types.COCODetectionDataset"
            }
            return nil
        }
    }

    /// A list of lists, as of a pipeline's results an image each, of which all are empty.
    private static func emptyLists(_ bytes: Data) -> String? {
        bytes.withUnsafeBytes { raw in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)),
                let tree = try? JSONTree(&scanner)
            else { return nil }
            let lists = tree.elements ?? tree.members?.map(\.value) ?? []
            guard !lists.isEmpty, lists.allSatisfy({ $0.elements?.isEmpty == true }) else { return nil }
            return "\(lists.count == 1 ? "an empty list" : "\(lists.count) empty lists"): there is no detection in it"
        }
    }

    /// Whether a value is FiftyOne's own list of samples or Label Studio's of tasks.
    static func isOfTool(_ bytes: Data) -> Bool { json(bytes) != nil }

    private static func firstElement(_ scanner: inout JSONScanner) throws(JSONFault) -> JSONTree? {
        if try scanner.peek() == UInt8(ascii: "{") {
            try scanner.openObject()
            while let key = try scanner.nextKey() {
                if scanner.matches(key, "samples") { return try firstElement(&scanner) }
                try scanner.skipValue()
            }
            return nil
        }
        guard try scanner.peek() == UInt8(ascii: "[") else { return nil }
        try scanner.openArray()
        return try scanner.nextElement() ? try JSONTree(&scanner) : nil
    }

    /// What breaks a table whose first line says that it is one of images, at its row; `nil` for any other.
    static func brokenTable(_ bytes: Data) -> String? {
        // Keys of JSON are no header.
        guard !bytes.prefix(4096).contains(0),
            ![UInt8(ascii: "["), UInt8(ascii: "{")].contains(bytes.first { $0 > 0x20 } ?? 0)
        else { return nil }
        let head = String(decoding: bytes.prefix(1 << 14), as: UTF8.self)
        let lines = TextShape.withoutSeparatorLine(head.split(whereSeparator: \.isNewline))
        guard let header = TextShape.withoutComments(lines).first else { return nil }
        let names = header.split { ",;\t|".contains($0) }.map {
            String($0.trimmingBlanks).replacing("\"", with: "").replacing("\u{FEFF}", with: "")
        }
        let saysImages = names.contains { name in
            ["image", "img", "file"].contains { name.lowercased().contains($0) }
        }
        guard names.count > 1, saysImages else { return nil }
        do throws(ProblemList) {
            let reader = try TableReader(try TextFile(bytes: bytes, name: ""), as: .csv(Dialect()))
            _ = try reader.read { _ in .text }
            return nil
        } catch {
            guard let problem = error.errors.first else { return nil }
            return (problem.place?.row.map { "row \($0): " } ?? "") + problem.summary
                + (problem.suggestion.map { "; " + $0 } ?? "")
        }
    }

    /// A table that says nowhere where a box is, or whose first line is a row.
    private static func text(_ bytes: Data, _ mayHoldBoxes: Bool) -> String? {
        let head = String(decoding: bytes.prefix(1 << 14), as: UTF8.self)
        guard let line = TextShape.withoutSeparatorLine(head.split(whereSeparator: \.isNewline)).first else {
            return nil
        }
        for separator in [",", ";", "\t"] as [Character] {
            let cells = line.split(separator: separator, omittingEmptySubsequences: false).map {
                String($0.trimmingBlanks).replacing("\"", with: "")
            }
            guard cells.count > 1 else { continue }
            if let words = brokenTable(bytes) { return words }
            if cells.count == 2, OpenImagesNames.isID(cells[0]) {
                return "names of Open Images' classes, of which no annotations beside it have one"
            }
            let numbers = cells.count { Double(decimal: $0) != nil }
            if numbers >= 4 {
                return "its first line is a row and no header; write one above it"
                    + (mayHoldBoxes ? ", such as image,class,score,x,y,w,h" : "")
            }
            guard numbers == 0, mayHoldBoxes else { return nil }
            return BoxKeys(cells).haveBox
                ? nil
                : "no column says where a box is: \(cells.prefix(6).joined(separator: ", "))\(cells.count > 6 ? " ..." : "")"
        }
        return nil
    }
}

extension LayoutSource {
    /// What breaks the first of its files of no known form that says it is a table of images.
    var brokenTable: String? {
        for file in scan.others.prefix(64) {
            if let bytes = try? source.bytes(file), let plain = try? Packed.text(bytes, ""),
                let words = UnreadReason.brokenTable(plain)
            {
                return "\(name(file)): \(words)"
            }
        }
        return nil
    }

    /// That the first of its files that begins with the name of a picture has no header.
    var headlessTable: String? {
        for file in (scan.others + scan.parts.flatMap(\.files)).prefix(64) {
            if let bytes = try? source.bytes(file), let plain = try? Packed.text(bytes, ""),
                let words = UnreadReason.headless(plain)
            {
                return "\(name(file)): \(words)"
            }
        }
        return nil
    }

    /// Why nothing is made of the first of its files of no known form of which that can be told.
    func unreadReason(mayHoldBoxes: Bool) -> String? {
        for file in scan.others.prefix(64) {
            if let bytes = try? source.bytes(file),
                let words = UnreadReason.words(bytes, nil, mayHoldBoxes: mayHoldBoxes)
            {
                return "\(name(file)): \(words)"
            }
        }
        return nil
    }
}
