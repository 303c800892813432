import ArgumentParser
import Chronicle
import Diagnostics
import Files
import Foundation
import Markup
import Pages
import Record

/// Writes a record with everything that the archive can fill in.
struct NewRecord: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract:
            "Write a new incident, action, decision, waiver, alarm, playbook or regression case, filled in from the archive.",
        discussion: """
            The file has the next free id and every key of its form, those that the archive knows filled in, the others as \
            comments. Nothing that is there is replaced. Exit status 2 when what is named is not archived.
            """)

    @Argument(help: "incident, action, decision, waiver, alarm, playbook or case.")
    var kind: NewKind

    @OptionGroup var place: RecordPlace

    @Option(help: ArgumentHelp("The failure mode or alarm that it is about, by its id.", valueName: "finding"))
    var from: String?

    @Option(help: "The version that it is about; the newest unless given.")
    var version: String?

    var archiveGiven: String? { place.archive }

    func run() throws {
        let line = try Outcome.of {
            // Records that are not right yet are no reason not to write another.
            let chronicles = try Chronicles.read(
                archive: place.archiveRoot, workspace: place.root, isChecked: false)
            let phrases = Phrases(try TemplateSet.load(overrides: place.root.appending(path: "templates")))
            let path = try write(chronicles, phrases)
            return phrases.recordWritten(path, check: "misread check-records \(place.workspace)")
        }
        try Outcome.show(TerminalText.line(line))
    }

    /// Writes the record under the next id that nobody has taken, nor takes meanwhile; gives its path.
    private func write(_ chronicles: Chronicles, _ phrases: Phrases) throws -> String {
        var taken: [String] = []
        while true {
            let draft = try RecordDraft(kind.kind, chronicles, version: version, mode: from, phrases, besides: taken)
            let path = kind.kind.folder + "/" + draft.id + ".md"
            let folder = try SourceFolder(place.root, kind: "workspace")
            // What stands there is looked at for the sake of its words only: a link out of the workspace is refused.
            if try folder.entry(path) == nil {
                let called = CalledArchive.path(path, in: place.root)
                try OutputFile.makeFolder(place.root.appending(path: kind.kind.folder).path, named: called)
                let url = place.root.appending(path: path)
                if try OutputFile.create(Array(draft.text.utf8), at: url.path, named: called) { return path }
            }
            taken.append(draft.id)
        }
    }
}

/// The kinds that `misread new` writes.
enum NewKind: String, CaseIterable, ExpressibleByArgument {
    case incident, action, decision, waiver, alarm, playbook, `case`

    var kind: RecordKind { RecordKind(rawValue: rawValue) ?? .incident }
}
