import ArgumentParser
import Chronicle
import Diagnostics
import Foundation
import Markup
import Pages
import Record

/// Checks what people wrote.
struct CheckRecords: ParsableCommand {
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

    func run() throws {
        let (records, phrases) = try Outcome.of {
            let chronicles = try Chronicles.read(archive: place.archiveRoot, workspace: place.root)
            let templates = try TemplateSet.load(overrides: place.root.appending(path: "templates"))
            return (chronicles.recordCounts, Phrases(templates))
        }
        print(TerminalText.visible(phrases.recordsRead(records)))
    }
}

/// Where records and the archive are.
struct RecordPlace: ParsableArguments {
    @Argument(help: "The workspace: a folder with misread.yml.")
    var workspace = "."

    @Option(help: "The archive's folder; archive/ of the workspace unless given.")
    var archive: String?

    var root: URL { URL(fileURLWithPath: workspace) }
    var archiveRoot: URL {
        archive.map { URL(fileURLWithPath: $0) } ?? root.appending(path: WorkspaceOptions.archiveName)
    }
}
