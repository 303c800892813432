import Archive
import ArgumentParser
import Artifacts
import Chronicle
import Diagnostics
import Files
import Findings
import Formats
import Foundation
import Markup
import Pages
import Record

/// Which version of a workspace's archive a command is about, and for whom.
struct ArchivedVersionOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The version, or \(VersionExport.newest) for the newest.", valueName: "version"))
    var version: String

    @OptionGroup var workspace: WorkspaceOptions

    @Option(help: ArgumentHelp("The data set, where the workspace has several.", valueName: "name"))
    var dataset: String?

    @Option(help: "Who it is for: public, internal or restricted; as `render` has it unless given.")
    var audience: Audience?

    /// The version as it is archived, judged by the gates in force.
    func export() throws -> VersionExport {
        let templates = try SiteOptions.templates(workspace)
        let settings = try WorkspaceSettings.read(in: workspace.root)
        let chronicles = try Chronicles.read(
            archive: workspace.archiveRoot, workspace: workspace.root, order: settings?.datasetNames ?? [],
            judging: { record in settings.map { Judgement($0, of: record) } },
            hiding: { try Redactions.read(in: workspace.root, dataset: $0.name) })
        return try VersionExport(
            version, dataset: dataset, of: chronicles, templates, facts: Catalog.facts,
            for: audience ?? settings?.audience ?? .internal)
    }
}

/// `misread export`: a version as one file, or as a folder of its own.
struct ExportVersion: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Take an audit away: as one HTML file, or as a ZIP archive.",
        discussion: """
            --single writes one HTML file of at most 5 MB with all pages of the version: links between them lead inside it, and \
            pictures stand in it. What has no room is left out and counted at its top.
            --zip writes a ZIP archive whose bytes depend on the site alone. Its index.html opens the audit from the folder it is \
            unpacked into, `misread verify` checks it there, and the version's files are byte for byte those of the site; where a \
            page leads to what is not in it, a page says so.
            """)

    @OptionGroup var archived: ArchivedVersionOptions

    @Option(help: ArgumentHelp("The HTML file to write.", valueName: "file"))
    var single: String?

    @Option(help: ArgumentHelp("The ZIP archive to write.", valueName: "file"))
    var zip: String?

    func validate() throws {
        if single == nil, zip == nil { throw ValidationError("say what to write: --single FILE or --zip FILE") }
        // Nothing else is ever replaced: not a manifest, a table or a picture whose name was meant for something else.
        if let single, !single.hasSuffix(".html") {
            throw ValidationError("--single names the HTML file to write: FILE.html, not \"\(single)\"")
        }
        if let zip, !zip.hasSuffix(".zip") {
            throw ValidationError("--zip names the archive to write: FILE.zip, not \"\(zip)\"")
        }
    }

    var archiveGiven: String? { archived.workspace.archive }

    /// Throws where a file stands at `path` that holds no `mark` of an export: what a person put there is not replaced.
    private static func checkOwn(_ path: String, mark: String) throws {
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard kind == .typeRegular, let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty,
            bytes.range(of: Data(mark.utf8)) == nil
        else { return }
        throw Problem(
            at: Place(file: path), "stands there already, and is no export of Misread",
            suggestion: "give another name, or move it away first")
    }

    func run() throws {
        try Outcome.of {
            for output in [single, zip].compactMap(\.self) { try archived.workspace.checkOutput(output) }
            if let single { try Self.checkOwn(single, mark: "default-src 'none'; style-src 'unsafe-inline'") }
            if let zip { try Self.checkOwn(zip, mark: "MANIFEST.json") }
            let export = try archived.export()
            if let single {
                let page = try export.single()
                try OutputFile.write(Array(page.html.utf8), to: single)
                let left = page.leftOut
                if left.pages + left.pictures > 0 {
                    Outcome.say(
                        Problem(
                            .note, at: Place(file: single),
                            "left out for room: \(left.pages) \(left.pages == 1 ? "page" : "pages"), "
                                + "\(left.pictures) \(left.pictures == 1 ? "picture" : "pictures")",
                            suggestion: "--zip has everything"
                        ).description)
                }
            }
            if let zip {
                var archive = ZIPWriter()
                do {
                    try SiteWriter.pack(try export.bundle()) { path, bytes in try archive.add(path, bytes) }
                    try OutputFile.write(try archive.finished(), to: zip)
                } catch is ZIPWriter.Fault {
                    throw Problem(
                        at: Place(file: zip), "the pages of this version are more than a ZIP archive holds",
                        suggestion: "publish fewer examples, or take the folder of the site")
                }
            }
        }
    }
}

/// `misread summary`: an audit in short.
struct SummaryCommand: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Print an audit in short: for a pull request, a CI job, a code host.",
        discussion: """
            Answers whether the version may ship, why, what became better and worse, and what is next, by the gates in force. \
            Forms: markdown (at most 60 KB, as a comment on a pull request holds), json (\"misread-summary/1\", nothing left out), \
            junit (a test case for each gate and one for the verdict), sarif (gates that are not passed, and failure modes). The \
            same files by the gates of their day lie beside each version on the site.
            """)

    @OptionGroup var archived: ArchivedVersionOptions

    @Option(help: "markdown, json, junit or sarif.")
    var format: SummaryForm = .markdown

    func validate() throws {
        let isAddress = base.hasPrefix("https://") || base.hasPrefix("http://")
        let isPlain = base.utf8.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !"?#()[]<>\"\\^`{}|".utf8.contains(byte)
        }
        if !base.isEmpty, !isAddress || !isPlain {
            throw ValidationError(
                "--base is an address that begins with https:// or http://, without ?, #, blanks and brackets")
        }
    }

    @Option(
        help: ArgumentHelp(
            "The address of the version's folder on the published site, which links then lead to.", valueName: "url"))
    var base = ""

    var archiveGiven: String? { archived.workspace.archive }

    func run() throws {
        let text = try Outcome.of { try archived.export().summary(format, base: base) }
        try Outcome.give(text)
    }
}

extension SummaryForm: ExpressibleByArgument {}
