// What lies in a folder of an export: files of one form in one folder are one part of it.

import Diagnostics
import Files
import Formats
import Foundation

/// Files of one form that lie in one folder.
struct ExportPart {
    /// What they hold.
    let form: ExportForm
    /// The folder, as a path of its source; of one file that was named, that file's.
    let folder: String
    /// The files, as paths of their source.
    let files: [String]
}

/// What was found in a file or folder.
struct ExportScan {
    /// The parts, in the order of their folders.
    private(set) var parts: [ExportPart] = []
    /// Picture files.
    private(set) var pictures: [String] = []
    /// Files that are nothing that is known here.
    private(set) var others: [String] = []
    /// Those, and lists of names: what tables and texts of whole images may be among.
    var othersAndLists: [String] { others + parts.filter { $0.form == .list }.flatMap(\.files) }
    /// What the pictures are called, without their endings.
    private var pictureStems: Set<String> = []

    /// Files of one ending in one folder that are looked at before the others are taken for alike.
    private static let sample = 8

    /// Looks at the file or folder at `path`; `keypoints` is the shape of keypoints of YOLO text that is known from elsewhere.
    init(_ path: String, in source: SourceFolder, keypoints: KeypointShape? = nil) throws {
        guard try source.entry(path)?.isFolder ?? false else {
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            let form = try ExportForm(of: try source.bytes(path)).map { form in
                try Self.together([form: [path]], in: folder, source, keypoints).first?.key ?? form
            }
            if let form { parts = [ExportPart(form: form, folder: folder, files: [path])] } else { others = [path] }
            return
        }
        var groups: [String: [String]] = [:]
        let files = try source.files(under: path).map { path.isEmpty ? $0 : path + "/" + $0 }
        let twice = try Self.linkedFolders(of: files, in: source)
        for file in files where !twice.contains(Self.folder(file)) {
            if PictureNames.isPicture(file) {
                pictures.append(file)
            } else if !DetectionFolder.isSideFile(file) {
                groups[Self.group(file), default: []].append(file)
            }
        }
        pictureStems = Set(pictures.map { ImageNames.stem($0) })
        var found: [String: [ExportForm: [String]]] = [:]
        for (group, files) in groups.sorted(by: { $0.key < $1.key }) {
            let folder = files[0].split(separator: "/").dropLast().joined(separator: "/")
            for (form, files) in try Self.together(try forms(files, group, source), in: folder, source, keypoints) {
                found[folder, default: [:]][form, default: []] += files
            }
        }
        for (folder, forms) in found.sorted(by: { $0.key < $1.key }) {
            for (form, files) in forms.sorted(by: { $0.value[0] < $1.value[0] }) {
                parts.append(ExportPart(form: form, folder: folder, files: files.sorted()))
            }
        }
    }

    /// The same with some of its parts.
    func only(_ parts: [ExportPart]) -> ExportScan {
        var scan = self
        scan.parts = parts
        return scan
    }

    /// The same with some files of its parts as ones of no form.
    func withOthers(_ files: Set<String>) -> ExportScan {
        var scan = self
        scan.parts = parts.compactMap { part in
            let rest = part.files.filter { !files.contains($0) }
            return rest.isEmpty ? nil : ExportPart(form: part.form, folder: part.folder, files: rest)
        }
        scan.others += files.sorted()
        return scan
    }

    private static func folder(_ file: String) -> String {
        file.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// Folders that are read under another name already: a link inside the export leads to them.
    private static func linkedFolders(of files: [String], in source: SourceFolder) throws(FileError) -> Set<String> {
        var known: [String: String] = [:]
        var twice: Set<String> = []
        for folder in Set(files.map(folder)).sorted() {
            guard let real = try source.entry(folder)?.real else { continue }
            guard let other = known[real] else {
                known[real] = folder
                continue
            }
            // Of both names the one that is no link.
            let isLink = !real.hasSuffix(folder)
            twice.insert(isLink ? folder : other)
            if !isLink { known[real] = folder }
        }
        return twice
    }

    private static func group(_ file: String) -> String {
        let parts = Packed.plainName(file).split(separator: "/")
        let ending = parts.last?.split(separator: ".").last.map(String.init) ?? ""
        return parts.dropLast().joined(separator: "/") + "\u{0}" + ending
    }

    /// The forms with all YOLO text of one folder as one where it has keypoints: whether there is a score behind them shows in
    /// many lines, and not in each file.
    private static func together(
        _ forms: [ExportForm: [String]], in folder: String, _ source: SourceFolder, _ keypoints: KeypointShape?
    ) throws -> [ExportForm: [String]] {
        let plain: [ExportForm] = [.yolo(isScored: false), .yolo(isScored: true)]
        let files = plain.flatMap { forms[$0] ?? [] }.sorted()
        guard !files.isEmpty else { return forms }
        let names = files.map { String($0.dropFirst(folder.isEmpty ? 0 : folder.utf8.count + 1)) }
        let inside = try DetectionFolder(exactly: folder, in: source, named: folder)
        guard case .keypoints(_, let isScored, _) = try inside.kind(of: names, declared: keypoints) else {
            return forms
        }
        return forms.filter { !plain.contains($0.key) }.merging([.yolo(isScored: isScored): files]) { $1 }
    }

    /// The forms of files of one ending in one folder. Many of one form are told by a few.
    private mutating func forms(
        _ files: [String], _ group: String, _ source: SourceFolder
    ) throws -> [ExportForm: [String]] {
        var found: [ExportForm: [String]] = [:]
        var blank: [String] = []
        var empty: [String] = []
        // Names where none are expected, and what is of no form that is known.
        var names: [String] = []
        var unknown: [String] = []
        for (index, file) in files.enumerated() {
            if index == Self.sample * 4, found.count == 1, let only = found.first {
                return [only.key: only.value + blank + empty + files[index...]]
            }
            switch ExportForm(of: try source.bytes(file)) {
            case .blank: blank.append(file)
            case .emptyList: empty.append(file)
            case .list where !Self.isListOfNames(file): names.append(file)
            case .some(let form): found[form, default: []].append(file)
            case nil: unknown.append(file)
            }
        }
        // Among files of one image each, one that is of no form is a damaged one: their reader says what is wrong with it.
        // So is one of text that is called like a picture, or has a line of the form, whatever the others are.
        if let most = Self.most(found), most.mayBeOfImages {
            let isMost = found[most, default: []].count >= names.count + unknown.count
            let stems = pictureStems
            func isDamaged(_ file: String) throws -> Bool {
                if isMost { return true }
                guard most.isOfText else { return false }
                return try stems.contains(ImageNames.stem(file)) || most.hasLine(in: source.bytes(file))
            }
            let damaged = Set(try (names + unknown).filter(isDamaged))
            found[most, default: []] += (names + unknown).filter(damaged.contains)
            names.removeAll(where: damaged.contains)
            unknown.removeAll(where: damaged.contains)
        }
        if !names.isEmpty { found[.list, default: []] += names }
        others += unknown
        // An image without a box has an empty file of the same form.
        if let most = Self.most(found) {
            found[most, default: []] += blank + empty
        } else {
            if !blank.isEmpty { found[.blank] = blank }
            if !empty.isEmpty { found[.emptyList] = empty }
        }
        return found
    }
}

extension ExportScan {
    /// The form of most files; of as many, that of the first by name.
    private static func most(_ found: [ExportForm: [String]]) -> ExportForm? {
        found.max { ($0.value.count, $1.value[0]) < ($1.value.count, $0.value[0]) }?.key
    }

    /// Whether a file is called as lists of images and of classes are.
    private static func isListOfNames(_ file: String) -> Bool {
        let name = file.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? file
        return Split(of: name) != nil
            || ["obj", "names", "labels", "images", "list", "index"].contains(name.lowercased())
    }
}

extension ExportForm {
    /// Whether it is of lines of text, a file an image.
    fileprivate var isOfText: Bool {
        switch self {
        case .yolo, .kitti, .cartucho, .dota: true
        default: false
        }
    }

    /// Whether a file holds one image, or may, so that a folder holds many of them.
    fileprivate var mayBeOfImages: Bool {
        if case .json = self { return true }
        return isOfImages
    }

    /// Whether a file is one of many in a folder: of one image, or of one class.
    var isOfImages: Bool {
        switch self {
        case .voc, .yolo, .kitti, .cartucho, .dota, .wider(isScored: true), .vocResults: true
        default: false
        }
    }
}

extension DetectionFolder {
    /// Whether a file lists class names or describes a data set, and holds no boxes.
    static func isSideFile(_ path: String) -> Bool {
        let name = Packed.plainName(path.split(separator: "/").last.map(String.init) ?? path)
        return nameLists.contains(name) || dataFiles.contains(name) || isOfNames(name) || name.hasSuffix(".md")
            || name.hasSuffix(".ini") || name.lowercased().hasPrefix("readme")
    }
}
