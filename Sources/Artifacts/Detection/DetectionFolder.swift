import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// A folder of one file an image, as YOLO and Pascal VOC have it.
struct DetectionFolder {
    /// Files that list class names, a name a line.
    static let nameLists = ["classes.txt", "obj.names", "names.txt"]
    /// What YOLO's description of a data set is called.
    static let dataFiles = ["data.yaml", "data.yml"]
    /// The door its files are read through.
    private let source: SourceFolder
    /// Where it lies in that.
    private let path: String
    /// How it is called in messages.
    let name: String

    /// Whether a folder lies at `path`.
    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The folder at a path of this machine; see the other one.
    init(_ path: String, named name: String) throws(FileError) {
        let source = try SourceFolder(around: path, kind: "export", called: name)
        try self.init(source.namedPath, in: source, named: name)
    }

    /// The folder of labels at `path` of `source`: `labels` inside it when there is one, and the folder of a split in that
    /// when there is nothing else.
    init(_ path: String, in source: SourceFolder, named name: String) throws(FileError) {
        let hasLabels = try source.entry(path + "/labels")?.isFolder ?? false
        let place = hasLabels ? path + "/labels" : path
        let inside = try source.names(in: place)
        var split = ""
        if inside.count == 1, try source.entry(place + "/" + inside[0])?.isFolder ?? false { split = "/" + inside[0] }
        self.source = source
        self.path = place + split
        self.name = (hasLabels ? name + "/labels" : name) + split
    }

    /// The folder at `path` itself.
    init(exactly path: String, in source: SourceFolder, named name: String) throws(FileError) {
        self.source = source
        self.path = path
        self.name = name
    }

    /// Folders that the pictures of the labels may lie in: beside them, inside, and where `images` stands for `labels`.
    private var pictureFolders: [String] {
        var parts = path.split(separator: "/").map(String.init)
        if let index = parts.lastIndex(of: "labels") { parts[index] = "images" }
        return [path, path + "/images", above(1) + "/images", parts.joined(separator: "/")]
    }

    /// A file's name in messages.
    func name(_ file: String) -> String { name + "/" + file }

    /// Names of the files with an extension, packed or not, sorted by bytes, hidden ones left out.
    func files(endingIn ending: String) throws(FileError) -> [String] {
        do {
            return try source.names(in: path).filter { Packed.plainName($0).hasSuffix("." + ending) }
        } catch {
            throw FileError(name, error.fault)
        }
    }

    /// Names of the files that are read of it: those of `files`, paths of its source that were told by what stands in them. What
    /// else has the `ending` is read with them where some have it, for a fault in one of those is to be said; and alone where
    /// none of `files` lies here.
    func files(among files: [String], endingIn ending: String) throws(FileError) -> [String] {
        let own = files.filter { file in
            file.split(separator: "/").dropLast().joined(separator: "/") == path
        }.compactMap { $0.split(separator: "/").last.map(String.init) }
        let called = try self.files(endingIn: ending)
        let known = Set(called.map { Name($0) })
        let more = own.filter { !known.contains(Name($0)) }
        if more.isEmpty { return called }
        return (more.count == own.count ? more : more + called).sorted { Name($0) < Name($1) }
    }

    /// The lines of a text that are not blank, with their numbers.
    func lines(_ file: String) throws -> [(row: Int, line: Substring)] { try Packed.lines(given(file), name(file)) }

    /// The bytes of a text, unpacked.
    func bytes(_ file: String) throws -> Data { try Packed.text(given(file), name(file)) }

    private func given(_ file: String) throws(FileError) -> Data {
        guard let bytes = try bytes(of: file, in: path) else { throw FileError(name(file), .absent) }
        return bytes
    }

    /// Whether a file is called as darknet's lists of names are: `obj.names`, and Roboflow's `_darknet.labels`.
    static func isOfNames(_ file: String) -> Bool { file.hasSuffix(".names") || file.hasSuffix(".labels") }

    /// Whether a file lists names of classes.
    static func isNameList(_ file: String) -> Bool { nameLists.contains(Packed.plainName(file)) }

    /// Class names in order, when a list of them lies here or up to two folders up, or `data.yaml` up to three folders up.
    func classNames() throws -> [String] {
        for place in [path, above(1), above(2)] {
            for list in Self.nameLists {
                guard let text = try text(list, in: place) else { continue }
                return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
        for place in [path, above(1), above(2)] {
            for list in try source.names(in: place) where Self.isOfNames(list) {
                guard let text = try text(list, in: place) else { continue }
                return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
        return try dataText().map { YOLODataNames.names(in: $0) } ?? []
    }

    /// How many classes there are: as many as names, else what `nc` of `data.yaml` says; `nil` where neither tells.
    func classCount(_ names: [String]) throws -> Int? {
        if !names.isEmpty { return names.count }
        let line = try dataText()?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("nc:") }
        return line.flatMap { Int($0.dropFirst("nc:".count).prefix { $0 != "#" }.trimmingBlanks) }
    }

    /// The text of the nearest `data.yaml`, here or up to three folders up; or of the one YAML beside that describes a data set
    /// under another name, as Ultralytics' own `coco128.yaml` does.
    func dataText() throws -> String? {
        for place in [path, above(1), above(2), above(3)] {
            for list in Self.dataFiles {
                if let text = try text(list, in: place) { return text }
            }
            guard try place.isEmpty || source.entry(place)?.isFolder ?? false else { continue }
            let others = try source.names(in: place).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            let found = try others.compactMap { name -> String? in
                guard let entry = try source.entry(place.isEmpty ? name : place + "/" + name), !entry.isFolder,
                    let text = try text(name, in: place), YOLODataFile(text) != nil
                else { return nil }
                return text
            }
            if found.count == 1 { return found[0] }
        }
        return nil
    }

    /// The size of the picture that belongs to a label file, and its name.
    func imageSize(_ stem: String) throws -> (file: String, width: Double, height: Double)? {
        for folder in pictureFolders {
            for ending in PictureNames.spelled {
                let file = stem + "." + ending
                guard let bytes = try bytes(of: file, in: folder) else { continue }
                let size = try ImageFile.size(bytes, name: file)
                return (file, Double(size.width), Double(size.height))
            }
        }
        return nil
    }

    /// Stems of pictures that are not among `stems` and lie where pictures of those do, sorted.
    func pictures(beside stems: Set<Name>) throws(FileError) -> [String] {
        var found: [Name: String] = [:]
        for folder in pictureFolders {
            guard folder.isEmpty ? false : try source.entry(folder)?.isFolder ?? false else { continue }
            let files = try source.names(in: folder).filter(PictureNames.isDecoded)
            let all = files.map { ImageNames.stem($0) }
            guard all.contains(where: { stems.contains(Name($0)) }) else { continue }
            for stem in all where !stems.contains(Name(stem)) { found[Name(stem)] = stem }
        }
        return found.values.sorted { Name($0) < Name($1) }
    }

    /// The folder so many steps up.
    private func above(_ steps: Int) -> String { path.split(separator: "/").dropLast(steps).joined(separator: "/") }

    private func text(_ file: String, in folder: String) throws -> String? {
        guard let bytes = try bytes(of: file, in: folder) else { return nil }
        let plain = try Packed.text(bytes, name(file))
        guard let text = String(validating: plain, as: UTF8.self) else {
            throw Problem(
                at: Place(file: name(file)), "this is not UTF-8 text", suggestion: Encoding.wayOut)
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// A file's bytes; `nil` when it is not there.
    private func bytes(of file: String, in folder: String) throws(FileError) -> Data? {
        let place = folder.isEmpty ? file : folder + "/" + file
        do {
            return try source.entry(place) == nil ? nil : try source.bytes(place)
        } catch {
            throw FileError(folder == path ? name(file) : error.path, error.fault)
        }
    }
}
