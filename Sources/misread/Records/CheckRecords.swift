import ArgumentParser
import Artifacts
import Chronicle
import Diagnostics
import Findings
import Foundation
import Markup
import Pages
import Record

/// Checks what people wrote.
struct CheckRecords: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "check-records",
        abstract: "Check incidents, actions, decisions, waivers, alarms, playbooks and cases.",
        discussion: """
            Reads every record, governance.yml and schedule.yml, and holds them against each other and against the archive: \
            keys, words, ids, dates and their order, what is named and is not there, numbers that the archive counts \
            otherwise, decisions and waivers that were changed after they were approved. `build`, `render` and `check-input` check the same. Exit status 2 when \
            something is wrong, up to 20 problems told at once.
            """)

    @OptionGroup var place: RecordPlace

    var archiveGiven: String? { place.archive }

    func run() throws {
        let (records, phrases) = try Outcome.of {
            let templates = try TemplateSet.load(overrides: place.root.appending(path: "templates"))
            let chronicles = try Self.checked(archive: place.archiveRoot, workspace: place.root, templates)
            for remark in chronicles.remarks + chronicles.staleBaselines(place.workspace) {
                Outcome.say(remark.description)
            }
            return (chronicles.recordCounts, Phrases(templates))
        }
        try Outcome.show(TerminalText.line(phrases.recordsRead(records)))
    }

    /// The records of a workspace, held against its archive and the gates of misread.yml. Throws everything that is wrong, what
    /// their words link to included. `images` are those that were read of each version.
    static func checked(
        archive: URL, workspace: URL, _ templates: TemplateSet, images: [String: Set<String>] = [:]
    ) throws -> Chronicles {
        // What is wrong with misread.yml is told by who reads it.
        let settings = (try? WorkspaceSettings.read(in: workspace)) ?? nil
        let names = try? Workspace.names(in: workspace)
        let chronicles = try Chronicles.read(
            archive: archive, workspace: workspace, order: settings?.datasetNames ?? [],
            expecting: names.map { Upcoming(versions: $0.versions, datasets: $0.datasets, images: images) }
                ?? Upcoming(),
            judging: { record in settings.map { Judgement($0, of: record) } })
        var problems = ProblemList()
        // Of a workspace that cannot be read nobody can say what it has.
        let found =
            names == nil && chronicles.versions.isEmpty
            ? []
            : Site.recordProblems(chronicles, templates, facts: Catalog.facts, expecting: names?.versions ?? [])
        for problem in found { problems.add(problem) }
        try problems.throwIfAny()
        return chronicles
    }
}

/// Where records and the archive are.
struct RecordPlace: ParsableArguments {
    @Argument(help: "The workspace: a folder with misread.yml.")
    var workspace = "."

    @Option(help: "The archive's folder; archive/ of the workspace unless given.")
    var archive: String?

    func validate() throws { try OptionRange.check(named: "the workspace's folder", workspace) }

    var root: URL { URL(fileURLWithPath: workspace) }
    var archiveRoot: URL {
        archive.map { URL(fileURLWithPath: $0) } ?? root.appending(path: WorkspaceOptions.archiveName)
    }
}
