import Artifacts
import Diagnostics
import Files
import Forms
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

    /// That there is no such data set, and nothing to make one of.
    private static func unknown(_ name: String, besides known: [String], _ problem: Problem) -> Problem {
        let nearest = nearestName(to: name, in: known).map { "did you mean \"\($0)\"? " } ?? ""
        return Problem(
            at: problem.place,
            "there is no data set \"\(name)\" in the workspace, which has \(known.joined(separator: ", ")), and none can be made: \(problem.summary)",
            suggestion: nearest + "a new one is made of its annotations: --from ANNOTATIONS --from RESULTS")
    }

    func run() throws {
        let root = URL(filePath: workspace)
        let isThere = FileManager.default.fileExists(atPath: root.appending(path: "misread.yml").path)
        if isThere, version == nil {
            throw Problem(
                at: Place(file: CalledArchive.path("misread.yml", in: root)), "is there already",
                suggestion:
                    "give an empty folder, or --version NAME to add the results of another version; with --dataset NAME they may be of another data set"
            )
        }
        let known = isThere ? try Workspace.names(in: root) : nil
        let dataset = dataset ?? known?.dataset ?? "validation"
        // A data set that the workspace does not have yet comes with its ground truth.
        let isNew = known.map { !$0.datasets.contains(dataset) } ?? false
        let version = version ?? "v1"
        try WorkspaceWriting.check(names: [dataset, version])
        let read: ImportedWorkspace
        do {
            read = try ImportedWorkspace(
                from: from, format: format, dataset: dataset, version: version,
                workspace: isThere && !isNew ? root : nil, task: task ?? (isNew ? known?.task : nil))
        } catch let error as any Explained where isNew {
            throw Self.unknown(dataset, besides: known?.datasets ?? [], error.problem)
        }
        let phrases = Phrases(try TemplateSet.load(overrides: isThere ? root.appending(path: "templates") : nil))
        try Outcome.show(TerminalText.line(phrases.importRecognised(from.map { URL(filePath: $0).lastPathComponent })))
        for line in read.lines { try Outcome.show("  " + TerminalText.line(phrases.line(line))) }
        for remark in read.remarks { Outcome.say(remark.description) }
        // A workspace without what was named for it is not what was asked for.
        if !read.ofNoUse.isEmpty { throw ProblemList(read.ofNoUse) }
        var starter = WorkspaceStarter(task: read.task, dataset: dataset, version: version)
        starter.classes = read.classes
        starter.date = read.date
        starter.kind = read.kind
        starter.baseline = known?.versions.last { $0 != version }
        starter.source = from.map { URL(filePath: $0).lastPathComponent }.joined(separator: ", ")
        let writing = WorkspaceWriting(root)
        try writing.write(starter, imported: read.files, onlyVersion: isThere, dataset: isNew ? dataset : nil)
        if isNew, let known, !known.listed.isEmpty {
            let all = (known.listed + [dataset]).joined(separator: ", ")
            Outcome.say(
                Problem(
                    .warning, at: Place(file: "misread.yml"),
                    "\(dataset) is not among the data sets that it says are audited",
                    suggestion: "write datasets: [\(all)]"
                ).description)
        }
        let next =
            read.hasResults
            ? "misread check-input \(workspace)" : "misread init \(workspace) --from RESULTS --version \(version)"
        try Outcome.show("\n" + TerminalText.line(phrases.importNext(next, hasResults: read.hasResults)))
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

/// Writes files of a workspace, and none over another.
struct WorkspaceWriting {
    let root: URL

    init(_ root: URL) { self.root = root }

    /// Throws when a name cannot be that of a folder.
    static func check(names: [String]) throws {
        for name in names where !VersionName.isFolderName(name) {
            throw Problem("\"\(name)\" cannot be the name of a folder", suggestion: "use letters, digits, . - and _")
        }
    }

    /// Writes the manifests and what was imported; of manifests that of the version alone where the workspace is there,
    /// and of a new `dataset`.
    func write(
        _ starter: WorkspaceStarter, imported: [ImportedFile] = [], onlyVersion: Bool = false, dataset: String? = nil
    ) throws {
        try Self.check(names: [starter.dataset, starter.version])
        try PlaceOfOthers.check(root.path)
        do throws(FileError) {
            _ = try SourceFolder(root, kind: "workspace")
        } catch {
            // It is made.
            if error.fault != .absent { throw error }
        }
        let wanted =
            ["versions/\(starter.version)/version.yml"] + (dataset.map { ["datasets/\($0)/dataset.yml"] } ?? [])
        var manifests = starter.files.filter { !onlyVersion || wanted.contains($0.path) }
        // A version that had no results yet has its manifest.
        if onlyVersion { manifests.removeAll { isThere($0.path) } }
        for (path, text) in manifests where path.hasSuffix(".yml") {
            // What is written is read back first: a name may hold anything.
            do { _ = try FormNode.parse(text) } catch { throw error.problem(in: path) }
        }
        for path in manifests.map(\.path) + imported.map(\.path) where isThere(path) {
            throw Problem(
                at: Place(file: CalledArchive.path(path, in: root)), "is there already",
                suggestion: onlyVersion ? "give the version another name" : "give an empty folder")
        }
        for (path, text) in manifests {
            try write(path, Array(text.utf8))
        }
        var pictures = 0
        // Said when all is there: whoever stops listening gets a whole workspace.
        var written = manifests.map(\.path)
        for file in imported {
            switch file.content {
            case .copy(let origin):
                let called = CalledArchive.path(file.path, in: root)
                let url = root.appending(path: file.path)
                try OutputFile.makeFolder(url.deletingLastPathComponent().path, named: called)
                try OutputFile.copy(origin, to: url, named: called)
            case .text(let text): try write(file.path, Array(text.utf8))
            }
            if file.path.contains("/images/") {
                pictures += 1
            } else {
                written.append(file.path)
            }
        }
        for path in written { try Outcome.show(TerminalText.line("wrote \(path)")) }
        if pictures > 0 { try Outcome.show("wrote \(pictures) pictures") }
    }

    private func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws {
        let url = root.appending(path: path)
        let called = CalledArchive.path(path, in: root)
        try OutputFile.makeFolder(url.deletingLastPathComponent().path, named: called)
        guard try OutputFile.create(bytes, at: url.path, named: called) else {
            throw Problem(at: Place(file: called), "is there already", suggestion: "give an empty folder")
        }
    }
}
