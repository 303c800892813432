// Data sets that come in splits: the one that a detector is judged on is read, and that is said.

import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// The split of a folder of labels in YOLO text.
enum YOLOSplit {
    /// The folder that is read of several.
    static func folder(_ parts: [ExportPart], _ layout: LayoutSource) throws -> DetectionFolder {
        let folders = Array(Set(parts.map(\.folder))).sorted()
        guard folders.count > 1, layout.isFolder else {
            return folders.first == nil || folders.first == layout.path || !layout.isFolder
                ? try DetectionFolder(layout.path, in: layout.source, named: layout.called)
                : try DetectionFolder(exactly: folders[0], in: layout.source, named: layout.name(folders[0]))
        }
        let names = folders.map { String($0.dropFirst(layout.path.count)) }
        if let choice = SplitChoice(among: names, wanted: nil), let index = names.firstIndex(of: choice.name) {
            return try DetectionFolder(exactly: folders[index], in: layout.source, named: layout.name(folders[index]))
        }
        throw WorkspaceLayoutFault.severalFolders(
            folder: layout.called, folders: folders.map { layout.name($0) })
    }
}

/// The split of Pascal VOC's layout: lists of images in `ImageSets/Main`.
enum VOCSplit {
    /// Reads the annotations of the images of a list: that which `wanted` names, else that of the split that says most, but for
    /// training; or all where there is none.
    static func read(
        _ parts: [ExportPart], _ layout: LayoutSource, wanted: String?
    ) throws -> DetectionGroundTruth {
        let folders = Array(Set(parts.filter { $0.form == .voc }.map(\.folder))).sorted()
        guard folders.count == 1 || !layout.isFolder else {
            throw WorkspaceLayoutFault.severalFolders(
                folder: layout.called, folders: folders.map { layout.name($0) })
        }
        guard layout.isFolder, let place = folders.first else {
            return try VOCGroundTruthReader.read(
                try DetectionFolder(
                    layout.path.split(separator: "/").dropLast().joined(separator: "/"), in: layout.source,
                    named: layout.called), only: [ImageNames.stem(layout.path)])
        }
        let folder =
            place == layout.path
            ? try DetectionFolder(place, in: layout.source, named: layout.called)
            : try DetectionFolder(exactly: place, in: layout.source, named: layout.name(place))
        let files = parts.filter { $0.form == .voc }.flatMap(\.files)
        let known = Set(parts.flatMap(\.files).map { ImageNames.stem($0) })
        let base = place.split(separator: "/").dropLast().joined(separator: "/") + "/ImageSets/Main"
        let lists = try lists(in: base, layout, of: known)
        let names = lists.map(\.name).filter { wanted != nil || Split(of: $0) != .training }
        guard let choice = SplitChoice(among: names, wanted: wanted),
            let list = lists.first(where: { $0.name == choice.name })
        else {
            if let wanted, folders.count == 1, !lists.isEmpty {
                throw WorkspaceLayoutFault.noSuchList(wanted, folder: layout.called, lists: lists.map(\.name))
            }
            return try VOCGroundTruthReader.read(folder, files)
        }
        let words = "\(list.images.count) of \(known.count) images are read: those of ImageSets/Main/\(list.name).txt"
        var truth = try VOCGroundTruthReader.read(
            folder, files, only: list.images, notes: [Problem(.note, at: Place(file: layout.called), words)])
        truth.listed = ListedImages(
            name: "ImageSets/Main/\(list.name).txt", files: [base + "/" + list.name + ".txt"], count: list.images.count,
            others: Set(known.subtracting(list.images).map { Name($0) }))
        return truth
    }

    /// The lists that are called by a split and name some of the images, and not all.
    private static func lists(
        in base: String, _ layout: LayoutSource, of known: Set<String>
    ) throws -> [(name: String, images: Set<String>)] {
        guard try layout.source.entry(base)?.isFolder ?? false else { return [] }
        return try layout.source.names(in: base).compactMap { file in
            let name = ImageNames.stem(file)
            // Lists of one class are called dog_val.
            guard file.hasSuffix(".txt"), !name.contains("_"), Split(of: name) != nil else { return nil }
            let text = String(decoding: try layout.bytes(base + "/" + file), as: UTF8.self)
            let images = Set(
                text.split(whereSeparator: \.isNewline).compactMap { $0.split(separator: " ").first.map(String.init) })
            guard !images.isEmpty, images.isSubset(of: known), images.count < known.count else { return nil }
            return (name, images)
        }
    }
}

/// Folders of which one has to be chosen.
enum WorkspaceLayoutFault: Error, Hashable, Explained {
    /// Several folders hold annotations, and none is called as a split that is judged on.
    case severalFolders(folder: String, folders: [String])
    /// No list of images is called so.
    case noSuchList(String, folder: String, lists: [String])
    /// No list of images is of the split that is wanted; or none is wanted, and several are of one.
    case noSuchSplit(String?, in: String, splits: [String])
    /// No picture of a list is there.
    case nothingListed(String, in: String, count: Int, first: String?)

    var problem: Problem {
        switch self {
        case .severalFolders(let folder, let folders):
            Problem(
                at: Place(file: folder),
                "several folders hold annotations: \(folders.prefix(4).joined(separator: ", "))",
                suggestion: "keep the one that is audited")
        case .noSuchList(let wanted, let folder, let lists):
            Problem(
                at: Place(file: folder),
                "no list of ImageSets/Main is called \(wanted): \(lists.joined(separator: ", "))",
                suggestion: nearestName(to: wanted, in: lists).map { "did you mean split: \($0)?" })
        case .noSuchSplit(let wanted, let folder, let splits):
            Problem(
                at: Place(file: folder),
                (wanted.map { "no list of images is of the split \($0): " }
                    ?? "several lists of images are of one split: ")
                    + splits.joined(separator: ", "),
                suggestion: wanted == nil ? "keep the one that is audited" : "say split: as the list is called")
        case .nothingListed(let place, let folder, let count, let first):
            Problem(
                at: Place(file: folder),
                count == 0
                    ? "no image is listed in \(place)"
                    : "none of the \(count) images listed in \(place) is there\(first.map { ", first \($0)" } ?? "")",
                suggestion: "put the pictures where the list says, below \(folder)")
        }
    }
}

/// Images that a table of boxes does not name, for nothing is on them: pictures, and rows of a table of images.
enum BareImages {
    /// Folders of pictures beside a table.
    static let folders = ["images", "data", "img1", "JPEGImages"]
    /// The same by the split of the table: those of another are no images without a box.
    static let splits = ["validation", "val", "valid", "test", "train"]

    /// Adds them where boxes are rows, which say nothing of an image without one.
    static func add(to rows: inout BoxRows, _ form: ExportForm, _ layout: LayoutSource) throws {
        switch form {
        case .table, .parquet, .json, .jsonLines: break
        default: return
        }
        let base = layout.isFolder ? layout.path : layout.path.split(separator: "/").dropLast().joined(separator: "/")
        try addListed(to: &rows, base, layout)
        var known: Set<String> = []
        for image in rows.images {
            known.insert(ImageNames.stem(image.fileName ?? image.id.description))
            known.insert(image.id.description)
        }
        var count = 0
        for folder in folders + splits {
            let place = base.isEmpty ? folder : base + "/" + folder
            let inside = try layout.source.files(under: place).filter(PictureNames.isPicture)
            if splits.contains(folder), !inside.contains(where: { known.contains(ImageNames.stem($0)) }) { continue }
            for inner in inside {
                let plain = BoxRows.Image(named: inner)
                guard !known.contains(ImageNames.stem(inner)), !known.contains(plain.id.description) else { continue }
                _ = rows.image(plain)
                count += 1
            }
        }
        if count > 0 { rows.note("\(count) pictures have no row: they are images on which nothing is to be found") }
    }

    /// The rows of `images.csv`, with the sizes that it may tell.
    private static func addListed(to rows: inout BoxRows, _ base: String, _ layout: LayoutSource) throws {
        for name in ["images.csv", "images.tsv", "image_sizes.csv"] {
            let file = base.isEmpty ? name : base + "/" + name
            guard file != layout.path, try layout.source.entry(file) != nil else { continue }
            let reader = try TableReader(
                try TextFile(bytes: try layout.source.bytes(file), name: layout.name(file)), as: .csv(Dialect()))
            let keys = BoxKeys(reader.header)
            guard let at = keys.image ?? keys.fileName else { continue }
            let wanted = [at, keys.imageSize?.width, keys.imageSize?.height].compactMap(\.self)
            let table = try reader.read { name in
                wanted.contains { reader.header[$0] == name } ? .text : .skipped
            }
            func text(_ column: Int?, _ row: Int) -> String? {
                guard let column, case .text(let cells) = table.columns[column], !cells.isBlank(row) else { return nil }
                return cells[row]
            }
            for row in 0..<table.rows {
                guard let name = text(at, row) else { continue }
                var image = BoxRows.Image(named: name)
                image.width = text(keys.imageSize?.width, row).flatMap { Double(decimal: $0) }
                image.height = text(keys.imageSize?.height, row).flatMap { Double(decimal: $0) }
                _ = rows.image(image)
            }
        }
    }
}
