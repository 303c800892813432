import Archive
import ArgumentParser
import Artifacts
import Chronicle
import Columns
import Diagnostics
import Digests
import Files
import Foundation
import Pages
import Record

/// Takes the pictures of an image down: out of the archive, and out of the site.
struct RedactCommand: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Take the pictures of an image out of the archive and the site.",
        discussion: """
            Writes the image into takedowns.csv of the workspace, takes its pictures, and those of its objects and detections, \
            out of every archived audit, and makes the site anew. The image stays counted; "picture taken down" stands where \
            its pictures were. Each audit says which one it stands in the place of: copies of that one, and of the old site, \
            still show the picture. To cover a part of a picture, list boxes in datasets/<name>/redactions.csv: image_id, x, \
            y, width, height. Exit status: 0 when it is done.
            """)

    @Argument(help: "The id of the image.")
    var image: String

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "The data set of the image; every one that has an image of that id unless given.")
    var dataset: String?

    @Option(help: "Why, for takedowns.csv.")
    var reason: String?

    @OptionGroup var output: SiteOptions

    var archiveGiven: String? { options.archive }

    func run() throws {
        try Outcome.of {
            let templates = try SiteOptions.templates(options)
            let phrases = Phrases(templates)
            let folders = try WorkFolders(options, output: output.output)
            let settings = try WorkspaceSettings.read(in: options.root)
            try folders.auditing { archive in
                try folders.publishing(archive) {
                    let homes = try homes()
                    for home in homes { try record(home.name) }
                    for home in homes { try withhold(home.archived, phrases) }
                    archive.share()
                    guard try !ArchiveReader(root: options.archiveRoot).isEmpty else { return }
                    let published = try stillShown {
                        try output.publish(
                            options, templates, order: settings?.datasetNames ?? [], for: settings?.audience
                        ) { record in settings.map { Judgement($0, of: record) } }
                    }
                    try Outcome.show(TerminalText.line(phrases.site(output.indexPath, seal: published.seal)))
                }
            }
        }
    }

    /// Makes the site; where that fails, says that the one that stands there is as it was.
    private func stillShown<Value>(_ make: () throws -> Value) throws -> Value {
        let place = URL(fileURLWithPath: output.output)
        let list = { (try? ChecksumList.kept(in: place, named: output.output))?.map(\.text) }
        let before = list()
        do {
            return try make()
        } catch {
            if let before, before == list() {
                Outcome.say(
                    Problem(
                        .warning, at: Place(file: output.output),
                        "the site that stands here was not made anew, and shows the picture if it did before",
                        suggestion: "mend what is said next, and give this command again"
                    ).description)
            }
            throw error
        }
    }

    /// A data set: its name, and how the archive calls it, where there is one of several.
    private struct Home {
        let name: String
        let archived: String?
    }

    /// The data sets that have the image: by their files, or by what the archive shows when these are gone.
    private func homes() throws -> [Home] {
        let all = ArchiveReader(root: options.archiveRoot)
        let several = try all.datasets
        // What is wrong with the files must not keep a picture up.
        let opened = Result { try WorkspaceSets.open(options.root) }
        var known = Dictionary(
            ((try? opened.get())?.workspaces ?? []).map { ($0.dataset.name, Set($0.imageIDs)) },
            uniquingKeysWith: { first, _ in first })
        for name in several.isEmpty ? [nil] : several.map(Optional.some) {
            for archived in try ArchiveReader(root: options.archiveRoot, dataset: name).readAll() {
                known[archived.audit.dataset.name, default: []].formUnion(archived.audit.imagesShown)
            }
        }
        let names = known.keys.sorted { Name($0) < Name($1) }
        if let dataset, !names.contains(dataset) {
            throw Problem(
                at: Place(file: "datasets/" + dataset), "there is no such data set",
                suggestion: nearestName(to: dataset, in: names).map { "did you mean \"\($0)\"?" })
        }
        let homes = names.filter { name in
            dataset.map { $0 == name } ?? true && known[name, default: []].contains { Name($0) == Name(image) }
        }
        guard !homes.isEmpty else {
            _ = try opened.get()
            throw Problem(
                at: Place(file: options.workspace), "no data set has an image \"\(image)\"",
                suggestion: nearestName(to: image, in: known.values.flatMap { $0 }.sorted()).map {
                    "did you mean \"\($0)\"?"
                })
        }
        return homes.map { Home(name: $0, archived: several.contains($0) ? $0 : nil) }
    }

    /// Adds the image to takedowns.csv, unless it is there.
    private func record(_ dataset: String) throws {
        guard try Redactions.read(in: options.root, dataset: dataset).cover(of: image) != .all else { return }
        let source = try SourceFolder(options.root, kind: "workspace")
        let name = Redactions.takedowns
        let before = try source.entry(name) == nil ? nil : source.bytes(name)
        let text = try TakedownRow(image: image, dataset: dataset, reason: reason ?? "").appended(to: before)
        try OutputFile.write(Array(text.utf8), to: options.root.appending(path: name).path, named: name)
    }

    private func withhold(_ dataset: String?, _ phrases: Phrases) throws {
        let reader = ArchiveReader(root: options.archiveRoot, dataset: dataset)
        let writer = ArchiveWriter(root: options.archiveRoot, dataset: dataset)
        var isShown = false
        for version in try reader.versions {
            let (items, leftover) = try writer.withhold(Redactions([(image: image, cover: .all)]), from: version)
            guard !items.isEmpty else { continue }
            if let leftover { Outcome.say(SiteOptions.leftover(leftover, of: "archive/" + version).description) }
            isShown = true
            try Outcome.show(TerminalText.line(phrases.takenDown(image, from: version, pictures: items.count)))
        }
        if !isShown { try Outcome.show(TerminalText.line(phrases.takenDown(image, from: nil))) }
    }
}
