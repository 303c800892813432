import Artifacts
import Diagnostics
import Files
import Foundation
import Markup
import Pages
import Record

/// A workspace made of an export, or another version added to one: what `init --from` and `import` do.
struct ExportCommand {
    let from: [String]
    let format: ExportFormat?
    let workspace: String
    let dataset: String?
    let version: String?
    var task: TaskKind?

    func run() throws {
        let root = URL(filePath: workspace)
        let isThere = FileManager.default.fileExists(atPath: root.appending(path: "misread.yml").path)
        if isThere, version == nil {
            throw Problem(
                at: Place(file: "misread.yml"), "is there already",
                suggestion: "give an empty folder, or --version NAME to add the results of another version")
        }
        let known = isThere ? try ExistingWorkspace(root) : nil
        let dataset = dataset ?? known?.dataset ?? "validation"
        let version = version ?? "v1"
        try WorkspaceWriting.check(names: [dataset, version])
        let read = try ImportedWorkspace(
            from: from, format: format, dataset: dataset, version: version, workspace: isThere ? root : nil,
            task: task)
        let phrases = Phrases(try TemplateSet.load(overrides: isThere ? root.appending(path: "templates") : nil))
        print(phrases.importRecognised(from.map { URL(filePath: $0).lastPathComponent }))
        for line in read.lines { print("  " + TerminalText.visible(phrases.line(line))) }
        for remark in read.remarks { Outcome.say(remark.description) }
        var starter = WorkspaceStarter(task: read.task, dataset: dataset, version: version)
        starter.classes = read.classes
        starter.date = read.date
        starter.baseline = known?.newest
        starter.source = from.map { URL(filePath: $0).lastPathComponent }.joined(separator: ", ")
        let writing = WorkspaceWriting(root)
        try writing.write(starter, imported: read.files, onlyVersion: isThere)
        let next =
            read.hasResults
            ? "misread check-input \(workspace)" : "misread init \(workspace) --from RESULTS --version \(version)"
        print("\n" + phrases.importNext(next, hasResults: read.hasResults))
    }
}

extension Phrases {
    /// What was recognised, in words.
    fileprivate func line(_ line: ImportedLine) -> String {
        switch line {
        case .truth(let form, let place, let files, let images, let objects, let classes):
            importTruth(form, place, files: files, images: images, objects: objects, classes: classes)
        case .detections(let form, let place, let files, let count, let answered, let images):
            importDetections(form, place, files: files, count: count, on: answered, of: images)
        case .labels(let place, let images, let classes): importLabels(place, images: images, classes: classes)
        case .folders(let place, let images, let classes):
            importLabels(place, images: images, classes: classes, areFolders: true)
        case .predictions(let place, let rows): importPredictions(place, rows: rows)
        case .table(let place): importTable(place)
        case .pictures(let count, let images, let unclear): importPictures(count, of: images, unclear: unclear)
        case .noPictures: importNoPictures
        case .unused(let files, let pictures): importUnused(files, pictures: pictures)
        }
    }
}

/// What a workspace that is there says of itself.
struct ExistingWorkspace {
    let dataset: String
    /// The newest version, which the next is compared with.
    let newest: String?

    init(_ root: URL) throws {
        let names = try Workspace.names(in: root)
        dataset = names.dataset
        newest = names.versions.last
    }
}

/// Writes files of a workspace, and none over another.
struct WorkspaceWriting {
    let root: URL

    init(_ root: URL) { self.root = root }

    /// Throws when a name cannot be that of a folder.
    static func check(names: [String]) throws {
        for name in names where !isFolderName(name) {
            throw Problem("\"\(name)\" cannot be the name of a folder", suggestion: "use letters, digits, . - and _")
        }
    }

    /// Writes the manifests and what was imported; of manifests that of the version alone where the workspace is there.
    func write(_ starter: WorkspaceStarter, imported: [ImportedFile] = [], onlyVersion: Bool = false) throws {
        try Self.check(names: [starter.dataset, starter.version])
        var manifests = starter.files.filter { !onlyVersion || $0.path == "versions/\(starter.version)/version.yml" }
        // A version that had no results yet has its manifest.
        if onlyVersion { manifests.removeAll { isThere($0.path) } }
        for path in manifests.map(\.path) + imported.map(\.path) where isThere(path) {
            throw Problem(
                at: Place(file: path), "is there already",
                suggestion: onlyVersion ? "give the version another name" : "give an empty folder")
        }
        for (path, text) in manifests {
            try write(path) { try Data(text.utf8).write(to: $0, options: .withoutOverwriting) }
            print("wrote \(path)")
        }
        var pictures = 0
        for file in imported {
            try write(file.path) { url in
                switch file.content {
                case .copy(let origin): try FileManager.default.copyItem(at: origin, to: url)
                case .text(let text): try Data(text.utf8).write(to: url, options: .withoutOverwriting)
                }
            }
            if file.path.contains("/images/") { pictures += 1 } else { print("wrote \(file.path)") }
        }
        if pictures > 0 { print("wrote \(pictures) pictures") }
    }

    private func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private func write(_ path: String, _ body: (URL) throws -> Void) throws {
        let url = root.appending(path: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try body(url)
        } catch {
            throw FileError(error, path, .write)
        }
    }

    private static func isFolderName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
            }
    }
}
