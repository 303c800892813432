// Lists of the images of a split, as Ultralytics and darknet read them: the data set's description names a text with a path a
// line, or several folders. The labels of an image lie where its path has `labels` for the last `images`, else beside it.

import Diagnostics
import Files
import Formats
import Foundation

/// The splits of a data set of YOLO text that are told by lists of images and not by the names of folders.
struct YOLOLists {
    /// An image that is listed.
    struct Image: Hashable {
        /// Its picture, as a path of the source.
        let picture: String
        /// Its labels; `nil` where it has none, for nothing is on it.
        let labels: String?
    }

    /// The images of one split.
    struct Part {
        let name: String
        /// Where they are listed, as messages call it.
        let place: String
        /// The texts that list them.
        let files: [String]
        var images: [Image] = []
        /// Paths that are listed, of pictures that are not there.
        var missing: [String] = []
        /// Folders and lists that are not there.
        var absent: [String] = []

        /// The label files, sorted.
        var labels: [String] { Set(images.compactMap(\.labels)).sorted() }
        /// How many images are listed.
        var count: Int { images.count + missing.count }
    }

    /// The splits of which a list or a folder is there.
    private(set) var parts: [Part] = []
    /// The description of the data set; `nil` where the lists themselves are called as splits.
    private(set) var description: String?
    /// Places that the description names and that are not there.
    private(set) var absent: [String] = []

    private let layout: LayoutSource
    private let pictures: Set<String>
    private let labels: Set<String>
    /// Label files that have another ending than the usual one, by their path without it.
    private let otherwiseCalled: [String: String]
    /// Folders that paths may be told from, nearest first.
    private let bases: [String]

    /// `nil` where no list says which images are of which split.
    init?(_ layout: LayoutSource) throws {
        let yolo = layout.scan.parts.filter { $0.form == .yolo(isScored: false) }
        guard layout.isFolder, !yolo.isEmpty else { return nil }
        self.layout = layout
        pictures = Set(layout.scan.pictures)
        labels = Set(yolo.flatMap(\.files))
        otherwiseCalled = Dictionary(
            labels.filter { !Packed.plainName($0).hasSuffix(".txt") }.sorted().map { file in
                let stem = file.split(separator: "/").last.map { ImageNames.stem(String($0)) } ?? file
                return (Self.folder(file).isEmpty ? stem : Self.folder(file) + "/" + stem, file)
            }, uniquingKeysWith: { first, _ in first })
        bases = Self.bases(of: yolo.map(\.folder), below: layout.path)
        if let (file, described) = try Self.described(in: bases, layout) {
            guard described.listsImages else { return nil }
            description = file
            for part in described.parts { try add(part, root: described.root, from: Self.folder(file)) }
        } else {
            try addCalledBySplits()
        }
        if parts.isEmpty, absent.isEmpty { return nil }
        // One list of all pictures of one folder chooses nothing: CVAT calls it train whatever it is.
        if parts.count == 1, parts[0].missing.isEmpty, parts[0].absent.isEmpty, parts[0].images.count == pictures.count,
            Set(parts[0].images.map { Self.folder($0.picture) }).count == 1
        {
            return nil
        }
    }

    /// Folders of labels and those above them, up to the layout's own.
    private static func bases(of folders: [String], below root: String) -> [String] {
        var found: Set<String> = [root]
        for folder in folders {
            var parts = folder.split(separator: "/").map(String.init)
            while !parts.isEmpty, parts.joined(separator: "/").utf8.count > root.utf8.count {
                found.insert(parts.joined(separator: "/"))
                parts.removeLast()
            }
        }
        return found.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    /// The nearest description of the data set.
    private static func described(
        in bases: [String], _ layout: LayoutSource
    ) throws -> (file: String, YOLODataFile)? {
        for base in bases {
            let names = try layout.source.names(in: base).filter { name in
                [".yaml", ".yml", ".data"].contains { name.hasSuffix($0) }
            }
            // What is called by the usual name is meant before others.
            let usual = names.filter(DetectionFolder.dataFiles.contains)
            for name in usual + names.filter({ !usual.contains($0) }) {
                let file = base.isEmpty ? name : base + "/" + name
                guard try layout.source.entry(file)?.isFolder == false else { continue }
                let text = String(decoding: try layout.bytes(file), as: UTF8.self)
                if let described = YOLODataFile(text) { return (file, described) }
            }
        }
        return nil
    }

    /// The images of a split that the description tells.
    private mutating func add(_ told: YOLODataFile.Part, root: String, from folder: String) throws {
        var (part, seen) = (Part(name: told.name, place: told.places.joined(separator: ", "), files: []), Set<String>())
        var isThere = false
        for place in told.places {
            guard let found = try self.place(place, root, from: folder) else {
                absent.append(place)
                part.absent.append(place)
                continue
            }
            isThere = true
            if YOLODataFile.isList(place) {
                part = try listing(found, in: part, &seen)
            } else {
                for picture in pictures.filter({ $0.hasPrefix(found + "/") }).sorted()
                where seen.insert(picture).inserted {
                    part.images.append(Image(picture: picture, labels: label(of: picture)))
                }
            }
        }
        if isThere { parts.append(part) }
    }

    /// Lists that are called as splits and name some of the pictures, and not all, where nothing describes the data set.
    private mutating func addCalledBySplits() throws {
        for file in layout.scan.parts.filter({ $0.form == .list }).flatMap(\.files)
        where bases.contains(Self.folder(file)) {
            let name = ImageNames.stem(file)
            guard file.hasSuffix(".txt"), Split(of: name) != nil else { continue }
            var seen: Set<String> = []
            let part = try listing(file, in: Part(name: name, place: layout.name(file), files: []), &seen)
            if !part.images.isEmpty, part.images.count < pictures.count { parts.append(part) }
        }
    }

    /// The part with the images that a text lists.
    private func listing(_ file: String, in part: Part, _ seen: inout Set<String>) throws -> Part {
        var listing = Part(name: part.name, place: part.place, files: part.files + [file])
        (listing.images, listing.missing, listing.absent) = (part.images, part.missing, part.absent)
        for (_, line) in try Packed.lines(try layout.source.bytes(file), layout.name(file)) {
            let path = String(line.trimmingBlanks)
            guard let picture = picture(path, from: Self.folder(file)) else {
                listing.missing.append(path)
                continue
            }
            if seen.insert(picture).inserted {
                listing.images.append(Image(picture: picture, labels: label(of: picture)))
            }
        }
        return listing
    }

    /// The picture of a line: by as much of its path as is told from one of the folders.
    private func picture(_ path: String, from folder: String) -> String? {
        Self.candidates(path, root: "", keeping: 1, from: [folder] + bases).first(where: pictures.contains)
    }

    /// The folder or list that a description means. Of the data set's root, which may be a path of another machine, as much
    /// counts as is there.
    private func place(_ place: String, _ root: String, from folder: String) throws -> String? {
        let place = WindowsPath.withSlashes(place)
        let isElsewhere = place.hasPrefix("/") || place.contains(":/") || place.split(separator: "/").contains("..")
        // darknet tells its lists from the folder that it runs in.
        let isAnywhere = isElsewhere || YOLODataFile.isList(place)
        let kept = isAnywhere ? 1 : place.split(separator: "/").filter { $0 != "." }.count
        for candidate in Self.candidates(place, root: root, keeping: kept, from: [folder] + bases) {
            guard let entry = try layout.source.entry(candidate) else { continue }
            if entry.isFolder != YOLODataFile.isList(place) { return candidate }
        }
        return nil
    }

    /// What a path may be inside the layout: its longest end first, of `keeping` parts at least.
    private static func candidates(_ path: String, root: String, keeping: Int, from folders: [String]) -> [String] {
        var parts = (WindowsPath.withSlashes(root) + "/" + WindowsPath.withSlashes(path)).split(separator: "/")
            .map(String.init).filter { $0 != "." }
        if let up = parts.lastIndex(of: "..") { parts.removeFirst(up + 1) }
        guard !parts.isEmpty else { return [] }
        return (0...max(0, parts.count - max(1, keeping))).flatMap { drop in
            let end = parts.dropFirst(drop).joined(separator: "/")
            return folders.map { $0.isEmpty ? end : $0 + "/" + end }
        }
    }

    /// The label file of a picture by Ultralytics' rule, else beside it.
    private func label(of picture: String) -> String? {
        var parts = picture.split(separator: "/").map(String.init)
        guard let last = parts.popLast() else { return nil }
        let beside = parts
        if let index = parts.lastIndex(of: "images") { parts[index] = "labels" }
        let stem = last.contains(".") ? last.split(separator: ".").dropLast().joined(separator: ".") : last
        let name = stem + ".txt"
        for folder in [parts, beside] {
            let file = (folder + [name]).joined(separator: "/")
            for ending in ["", ".gz", ".zst"] where labels.contains(file + ending) { return file + ending }
            if let other = otherwiseCalled[(folder + [stem]).joined(separator: "/")] { return other }
        }
        return nil
    }

    private static func folder(_ file: String) -> String {
        file.split(separator: "/").dropLast().joined(separator: "/")
    }
}

extension YOLOLists {
    /// The files that make up the ground truth in a folder whose splits are told by lists: the description, the lists of the
    /// split that is read, and its labels; `nil` for any other folder. What cannot be read is told by whoever reads it.
    static func files(in base: String, of source: SourceFolder, split: String?) -> [String]? {
        let names = (try? source.names(in: base)) ?? []
        guard names.contains(where: { Self.maySay($0) }),
            let layout = try? LayoutSource(base, in: source, called: base), let lists = try? YOLOLists(layout),
            !lists.parts.isEmpty
        else { return nil }
        let part = try? lists.chosen(split)
        return [lists.description].compactMap(\.self) + (part.map { $0.files + $0.labels } ?? [])
    }

    /// Whether a file of a data set's folder is called as a description or a list of images may be.
    private static func maySay(_ name: String) -> Bool {
        if name.hasSuffix(".txt") { return Split(of: ImageNames.stem(name)) != nil }
        return [".yaml", ".yml", ".data"].contains { name.hasSuffix($0) } && name != "dataset.yml"
    }

    /// The split that is read: that which `wanted` names, else the one that says most of a model. Throws where none is the
    /// wanted one, and where no picture of it is there.
    func chosen(_ wanted: String?) throws -> Part? {
        guard !parts.isEmpty else { return nil }
        let names = parts.map(\.name)
        guard let choice = SplitChoice(among: names, wanted: wanted),
            let part = parts.first(where: { $0.name == choice.name })
        else {
            throw WorkspaceLayoutFault.noSuchSplit(wanted, in: layout.called, splits: parts.map(\.place))
        }
        guard !part.images.isEmpty else {
            throw WorkspaceLayoutFault.nothingListed(
                part.place, in: layout.called, count: part.count, first: part.missing.first ?? part.absent.first)
        }
        return part
    }

    /// What is said of a split that is read.
    func remarks(of part: Part, isGiven: Bool) -> [Problem] {
        var remarks: [Problem] = []
        let place = Place(file: layout.called)
        let others = parts.map(\.name).filter { $0 != part.name }
        var words = "\(part.images.count) of \(pictures.count) pictures are read: those of \(part.place)"
        if !others.isEmpty, !isGiven { words += "; not read: \(others.joined(separator: ", "))" }
        remarks.append(
            Problem(
                .note, at: place, words,
                suggestion: others.isEmpty || isGiven ? nil : "say split: NAME in misread.yml for another"))
        if !isGiven, let remark = SplitChoice(among: [part.name], wanted: nil)?.remark(in: layout.called) {
            remarks.append(remark)
        }
        if let first = part.missing.first {
            let count = part.missing.count
            remarks.append(
                Problem(
                    .warning, at: place,
                    "\(count) of \(part.count) images listed in \(part.place) \(count == 1 ? "is" : "are") not there: "
                        + (count == 1 ? first : "\(first) ...") + "; left out, with what is labelled on "
                        + (count == 1 ? "it" : "them"),
                    suggestion: "put the pictures where the list says, below \(layout.called)"))
        }
        return remarks + absentRemark(part.absent)
    }

    /// What is said where a description names places that are not there.
    func absentRemark(_ absent: [String]) -> [Problem] {
        guard let first = absent.first, let description else { return [] }
        return [
            Problem(
                .warning, at: Place(file: layout.name(description)),
                absent.count == 1
                    ? "names \(first), which is not there"
                    : "names \(absent.joined(separator: ", ")), which are not there")
        ]
    }
}

extension YOLODataFile {
    /// Whether more is said than the names of folders say: lists, several folders, or folders that are not called as their split.
    var listsImages: Bool {
        let isApart = Set(parts.map(\.places)).count > 1
        return parts.contains { part in
            part.places.count > 1 || part.places.contains(where: Self.isList)
                || isApart && Split(of: part.places[0]) != Split(of: part.name)
        }
    }
}
