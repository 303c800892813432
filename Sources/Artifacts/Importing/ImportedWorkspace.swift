// An export recognised and brought into the form of a workspace: what was found, what goes where, and what is to be said.
// Nothing is written here, nothing is fetched, and no program in a file is run.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// One file of a workspace that is made from an export.
public struct ImportedFile: Sendable {
    /// Where its bytes come from.
    public enum Content: Sendable {
        /// A file of this machine, as it is.
        case copy(of: URL)
        /// Text that was made of what was read.
        case text(String)
    }

    /// Path in the workspace.
    public let path: String
    /// Its bytes.
    public let content: Content
}

/// What an export becomes.
public struct ImportedWorkspace: Sendable {
    /// What the model does.
    public internal(set) var task: TaskKind
    /// What was recognised, a line each: the one screen that `misread init --from` prints.
    public internal(set) var lines: [ImportedLine] = []
    /// What is to be said of it.
    public internal(set) var remarks: [Problem] = []
    /// The files, but for manifests.
    public private(set) var files: [ImportedFile] = []
    /// The classes that misread.yml has to list; empty for a detector.
    public internal(set) var classes: [String] = []
    /// When the results were written, as `2026-01-31`; `nil` without results.
    public internal(set) var date: String?
    /// Whether there are predictions or detections among the files.
    public internal(set) var hasResults = false
    /// Paths that the user named and nothing was made of, and why.
    public private(set) var ofNoUse: [Problem] = []
    /// Where the results are no probabilities: what `probabilities: {kind: ...}` of version.yml has to say.
    public internal(set) var kind: String?

    /// Files of the export that something was made of.
    private var used: Set<Name> = []
    /// The file of the export that each file is a copy of.
    private var origins: [Name: Name] = [:]

    /// Recognises what lies at `paths`, which may hold annotations, results and pictures in any mixture. `format` names the
    /// form of the annotations where the user did, `task` what the model does; results are added to `workspace`, where there is
    /// one.
    ///
    /// Throws what is wrong with the files.
    public init(
        from paths: [String], format: ExportFormat?, dataset: String, version: String, workspace: URL? = nil,
        task: TaskKind? = nil
    ) throws {
        let found = try LayoutSource.all(paths).map(ParquetTables.told)
        if let format { try Self.check(format, found) }
        if let import_ = try DetectionImport(found, format: format, dataset: dataset, version: version, into: workspace)
        {
            self = import_.outcome
        } else if let import_ = try ClassificationImport(
            found, dataset: dataset, version: version, into: workspace, task: task)
        {
            self = import_.outcome
        } else {
            throw ImportFault.nothing(
                paths.map { URL(filePath: $0).lastPathComponent }, others: found.flatMap(\.scan.others).count,
                reason: found.lazy.compactMap { $0.unreadReason(mayHoldBoxes: false) ?? $0.answersReason }.first)
        }
        if let stated = task, workspace == nil, stated != self.task {
            throw ImportFault.otherTask(
                paths.map { URL(filePath: $0).lastPathComponent }, stated: stated.rawValue,
                isOfBoxes: self.task == .detection)
        }
        addUnused(found)
        // The labels of a workspace that is there are its own, whatever stands beside the results.
        if workspace == nil { ofNoUse = found.compactMap(whyOfNoUse) }
    }

    init(task: TaskKind) { self.task = task }

    /// Throws what the export looks like where none of it is of the form that was named.
    private static func check(_ format: ExportFormat, _ found: [LayoutSource]) throws {
        var looks: [String] = []
        for layout in found {
            for part in layout.scan.parts where part.form.isOfBoxes {
                if try !format.isOfLabels && format.means(part, of: layout) { return }
                looks.append(try ExportFormat.name(of: part, in: layout))
            }
            for file in layout.scan.othersAndLists {
                guard let table = try LabelTable(file, layout), table.isOfPredictions || table.hasLabels else {
                    continue
                }
                if format == .predictions, table.isOfPredictions { return }
                looks.append(table.isOfPredictions ? "a table of predictions" : "a table of labels")
            }
            for array in try NamedArray.all(in: layout) {
                if format == .predictions { return }
                looks.append("an array \(array.name)")
            }
            if ClassFolders(layout.scan.pictures, below: layout.path) != nil {
                if format == .imagefolder { return }
                looks.append("folders of classes")
            }
        }
        throw ImportFault.otherForm(named: format.rawValue, found: Array(Set(looks)).sorted())
    }

    /// Notes that something was made of files of the export.
    mutating func use(_ files: [String]) { used.formUnion(files.map { Name($0) }) }

    /// Adds a text that was made of a file.
    mutating func add(_ text: String, at path: String) { files.append(ImportedFile(path: path, content: .text(text))) }

    /// Adds a file of the export as it is. A second one for a place that is taken gets one of its own; the place is returned.
    @discardableResult
    mutating func copy(_ file: String, _ layout: LayoutSource, to path: String) throws -> String {
        guard let entry = try layout.source.entry(file) else { throw FileError(layout.name(file), .absent) }
        use([file])
        var place = path
        var number = 2
        while let origin = origins[Name(place)], origin != Name(entry.real) {
            let parts = path.split(separator: "/")
            place = (parts.dropLast().map(String.init) + ["\(number)", String(parts.last ?? "")]).joined(separator: "/")
            number += 1
        }
        if origins.updateValue(Name(entry.real), forKey: Name(place)) == nil {
            files.append(ImportedFile(path: place, content: .copy(of: URL(filePath: entry.real))))
        }
        return place
    }

    /// Says which files nothing was made of.
    private mutating func addUnused(_ found: [LayoutSource]) {
        var (names, pictures) = ([String](), 0)
        var told: Set<Name> = []
        for layout in found {
            for file in layout.scan.others + layout.scan.parts.filter({ $0.form != .blank }).flatMap(\.files)
            where !used.contains(Name(file)) && told.insert(Name(file)).inserted {
                // Of many the first are shown.
                let reason = names.count < 5 ? reason(file, layout) : nil
                names.append(layout.name(file) + (reason.map { " (\($0))" } ?? ""))
            }
            pictures += layout.scan.pictures.count { !used.contains(Name($0)) && told.insert(Name($0)).inserted }
        }
        if !names.isEmpty || pictures > 0 { lines.append(.unused(files: names, pictures: pictures)) }
    }

    /// Why a path that the user named is of no use; `nil` where something was made of it, or nothing but pictures or names of
    /// classes is in it.
    private func whyOfNoUse(_ layout: LayoutSource) -> Problem? {
        // A text beside an export is none of it; one that was named alone is meant.
        let files = (layout.scan.others + layout.scan.parts.flatMap(\.files)).filter {
            !DetectionFolder.isSideFile($0) || (!layout.isFolder && $0.hasSuffix(".md"))
        }
        guard !files.isEmpty, used.isDisjoint(with: (files + layout.scan.pictures).map { Name($0) }) else { return nil }
        let why = files.prefix(64).lazy.compactMap { file in
            reason(file, layout) ?? (try? layout.source.bytes(file)).flatMap(UnreadReason.answers)
        }.first
        return Problem(
            at: Place(file: layout.called), "nothing was made of it" + (why.map { ": " + $0 } ?? ""),
            suggestion: why == nil ? "INPUT.md lists the forms that open" : nil)
    }

    /// Why nothing is made of a file: of a detector's, and of those that may be one's.
    private func reason(_ file: String, _ layout: LayoutSource) -> String? {
        let form = layout.scan.parts.first { $0.files.contains(file) }?.form
        if task != .detection, form == .emptyList { return "an empty list" }
        guard let bytes = try? layout.source.bytes(file) else { return nil }
        if let words = UnreadReason.container(bytes) { return words }
        if task != .detection { return (try? Packed.text(bytes, "")).flatMap(UnreadReason.brokenTable) }
        return UnreadReason.words(bytes, form)
    }

    /// The day a file was written, in UTC.
    static func date(_ file: String?, _ layout: LayoutSource) -> String? {
        guard let file, let entry = try? layout.source.entry(file),
            let written = try? FileManager.default.attributesOfItem(atPath: entry.real)[.modificationDate] as? Date
        else { return nil }
        return String(written.formatted(.iso8601.year().month().day()).prefix(10))
    }
}
