// Files of an export to boxes: each form has its reader, and what comes out is the same.

import Diagnostics
import Files
import Formats
import Foundation

/// Reads the files of a part into rows of boxes.
struct ExportReading {
    let source: SourceFolder
    /// Whether the files lie in the folder that was named.
    let isFolder: Bool
    /// Names of files in messages: a path of the source, or what the user called it.
    let name: (String) -> String

    /// The boxes of the files of a part that is not read in a way of its own; `asResults` where they are taken for detections.
    func rows(_ part: ExportPart, asResults: Bool = false) throws -> BoxRows {
        var rows = BoxRows()
        switch part.form {
        case .json, .jsonLines, .coco, .cocoResults, .emptyList: rows = try json(part)
        case .table, .parquet, .parquetResults:
            for file in part.files { try BoxTable(try table(file, part.form)).read(into: &rows) }
        case .cvat:
            for file in part.files {
                let number = rows.file(name(file))
                do {
                    CVATBoxes.read(try XMLElement(Array(try plain(file))), file: number, into: &rows)
                } catch let fault as XMLFault {
                    throw DetectionTextFault.notXML(file: name(file), offset: fault.offset)
                }
            }
        case .kitti, .cartucho, .dota, .wider, .mot: try text(part, asResults, into: &rows)
        case .pickle: throw LayoutFault.pickle(file: name(part.files[0]))
        case .spatial: throw LayoutFault.spatial(file: name(part.files[0]))
        case .voc, .yolo, .vocResults, .list, .blank:
            throw LayoutFault.noBoxes(file: name(part.files[0]), found: part.form.name)
        }
        rows.areInFolder = isFolder
        switch part.form {
        // What is in pixels by its form may be small.
        case .kitti, .dota, .wider, .mot, .cvat: break
        default: rows.takeShares()
        }
        return rows
    }

    private func plain(_ file: String) throws -> Data { try Packed.text(try source.bytes(file), name(file)) }

    /// A table, whatever its name ends in.
    private func table(_ file: String, _ form: ExportForm) throws -> TableReader {
        if form == .parquet || form == .parquetResults { return try parquet(file) }
        return try TableReader(
            try TextFile(bytes: try source.bytes(file), name: name(file)), as: .csv(Dialect()))
    }

    private func parquet(_ file: String) throws -> TableReader {
        guard let entry = try source.entry(file) else { throw FileError(name(file), .absent) }
        return try TableReader(parquet: URL(filePath: entry.real), name: name(file))
    }

    /// Parts of Parquet files with those apart whose columns have a score; others as they are.
    func tellingScores(_ parts: [ExportPart]) throws -> [ExportPart] {
        try parts.flatMap { part -> [ExportPart] in
            guard part.form == .parquet else { return [part] }
            let scored = Set(
                try part.files.filter { file in
                    let keys = BoxKeys(try parquet(file).header)
                    // As of a table of text: what people labelled may have a confidence too.
                    return keys.predictionString != nil
                        || keys.score != nil && keys.attributes.isEmpty && keys.ignoring.isEmpty
                })
            return [(ExportForm.parquet, false), (.parquetResults, true)].compactMap { form, isScored in
                let files = part.files.filter { scored.contains($0) == isScored }
                return files.isEmpty ? nil : ExportPart(form: form, folder: part.folder, files: files)
            }
        }
    }

    private func text(_ part: ExportPart, _ asResults: Bool, into rows: inout BoxRows) throws {
        for file in part.files {
            let number = rows.file(name(file))
            let stem = ImageNames.stem(file)
            let lines = try lines(file)
            switch part.form {
            case .kitti:
                KITTIText.read(lines, image: rows.image(.init(named: stem, stem: stem)), file: number, into: &rows)
            case .cartucho:
                CartuchoText.read(lines, image: rows.image(.init(named: stem, stem: stem)), file: number, into: &rows)
            case .dota:
                DOTAText.read(lines, image: rows.image(.init(named: stem, stem: stem)), file: number, into: &rows)
            case .wider: WIDERText.read(lines, file: number, into: &rows)
            default:
                let parents = file.split(separator: "/").dropLast().map(String.init)
                let isUsual = ["gt", "det"].contains(stem)
                let sequence = isUsual ? parents.dropLast().last ?? stem : stem
                MOTText.read(
                    lines, sequence: part.files.count == 1 ? nil : sequence,
                    isTruth: !asResults, size: try sequenceSize(above: parents), file: number, into: &rows)
            }
        }
    }

    /// Width and height of the frames that `seqinfo.ini` of a MOT sequence tells, beside its text or one folder up.
    private func sequenceSize(above folders: [String]) throws -> (width: Double, height: Double)? {
        for folder in [folders, folders.dropLast()] {
            let place = (folder + ["seqinfo.ini"]).joined(separator: "/")
            guard let entry = try source.entry(place), !entry.isFolder else { continue }
            let text = String(decoding: try plain(place), as: UTF8.self)
            func value(_ key: String) -> Double? {
                for line in text.split(whereSeparator: \.isNewline) {
                    let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingBlanks }
                    if parts.count == 2, parts[0].lowercased() == key { return Double(decimal: parts[1]) }
                }
                return nil
            }
            if let width = value("imwidth"), let height = value("imheight") { return (width, height) }
        }
        return nil
    }

    private func lines(_ file: String) throws -> [(row: Int, line: Substring)] {
        try Packed.lines(try source.bytes(file), name(file))
    }

    private func json(_ part: ExportPart) throws -> BoxRows {
        var reader = BoxJSON(into: BoxRows())
        for file in part.files {
            let bytes = try plain(file)
            let isShard = file.contains("-of-")
            let stem = part.files.count > 1 && !isShard ? ImageNames.stem(file) : nil
            do {
                try bytes.withUnsafeBytes { raw in
                    var scanner = try JSONScanner(raw.assumingMemoryBound(to: UInt8.self))
                    try read(&scanner, name(file), stem, ImageNames.stem(file), part.form, &reader)
                }
            } catch let fault as JSONFault {
                throw ProblemList(Located(file: name(file), fault: fault))
            }
        }
        return reader.rows
    }

    private func read(
        _ scanner: inout JSONScanner, _ file: String, _ stem: String?, _ own: String, _ form: ExportForm,
        _ reader: inout BoxJSON
    ) throws(JSONFault) {
        var number = 1
        if case .jsonLines = form {
            while (try? scanner.peek()) != nil {
                reader.read(try JSONTree(&scanner), number: number, isElement: true, file: file, stem: stem)
                number += 1
            }
            return
        }
        if try scanner.peek() == UInt8(ascii: "[") {
            try scanner.openArray()
            while try scanner.nextElement() {
                reader.read(try JSONTree(&scanner), number: number, isElement: true, file: file, stem: stem)
                number += 1
            }
        } else {
            let tree = try JSONTree(&scanner)
            reader.readClasses(tree)
            reader.read(tree, number: 1, isElement: false, file: file, stem: own)
        }
        try scanner.finish()
    }
}
