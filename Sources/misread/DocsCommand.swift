import ArgumentParser
import Chronicle
import Diagnostics
import Findings
import Foundation
import Markup
import Pages
import Record

/// `misread docs`: the documentation as a site of its own.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Write the documentation as a site.",
        discussion: """
            How to begin with a classifier or a detector, from the tool you have, in a pipeline; every command, every key of \
            misread.yml and every fact that a gate may name, as this program has them. The folder is replaced as `build` \
            replaces a site: only when everything in it was published there.
            """)

    @Option(name: [.short, .customLong("output")], help: "The folder.")
    var output = "docs"

    func validate() throws {
        if output.isEmpty { throw ValidationError("--output names the folder") }
    }

    func run() throws {
        try Outcome.of {
            try PlaceOfOthers.check(output, mayBe: true)
            let templates = try TemplateSet.load(overrides: nil)
            let site = try DocsSite.make(
                templates, facts: Catalog.facts, program: Release.version,
                generated: [
                    "commands": .texts(Self.commands(below: Misread.self, path: [])), "settings": .texts(Self.settings),
                    "version": .texts(Self.version), "facts": .table(Self.facts),
                    "schedule": .texts(Self.record("schedule.yml")),
                    "governance": .texts(Self.record("governance.yml")),
                ])
            _ = try SiteWriter.publish(site, to: URL(fileURLWithPath: output), named: output)
        }
        try Outcome.show(TerminalText.line("\(output)/index.html"))
    }

    /// What each command prints when it is asked for help.
    private static func commands(
        below parent: any ParsableCommand.Type, path: [String]
    ) -> [(heading: String, text: String)] {
        parent.configuration.subcommands.flatMap { command -> [(heading: String, text: String)] in
            let own = path + [command._commandName]
            let help = Misread.helpMessage(for: command, columns: 96)
            return [("misread " + own.joined(separator: " "), help)] + commands(below: command, path: own)
        }
    }

    private static var starter: [(path: String, text: String)] {
        WorkspaceStarter(task: .classification, dataset: "test", version: "v1").files
    }

    private static var settings: [(heading: String, text: String)] {
        starter.filter { $0.path == "misread.yml" }.map { ("", $0.text) }
    }

    private static var version: [(heading: String, text: String)] {
        starter.filter { $0.path.hasSuffix("version.yml") }.prefix(1).map { ("", $0.text) }
    }

    /// Every key of a record that is a file by itself.
    private static func record(_ file: String) -> [(heading: String, text: String)] {
        RecordStarter(file: file).map { [("", $0.text)] } ?? []
    }

    private static var facts: Table {
        Table(
            columns: [
                Table.Column("fact", "Fact"), Table.Column("name", "What it is"),
                Table.Column("unit", "Unit, and what is better"),
            ],
            rows: FactList().entries.map { entry in
                let (unit, better) = (entry.spec.unit.rawValue, entry.spec.better)
                return [
                    .text(entry.path), .text(entry.spec.name ?? ""),
                    .text(better == .neither ? unit : "\(unit), \(better.rawValue)"),
                ]
            })
    }
}
