import Archive
import ArgumentParser
import Artifacts
import Diagnostics
import Findings
import Foundation
import Record

/// `misread facts`: what a gate may ask of.
struct FactsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facts",
        abstract: "List every fact that a gate may name.",
        discussion: """
            Each with its path as `gates:` of misread.yml takes it, its name, its unit, which way is better, and, when a \
            workspace is given, whether its newest archived audit measured it. With a workspace the facts are those of its \
            task, and those of a family are listed for each of its classes and runs; without one, for all tasks.
            """)

    @Option(help: ArgumentHelp("The workspace: a folder with misread.yml.", valueName: "dir"))
    var workspace: String?

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func run() throws {
        let list = try Outcome.of {
            try workspace.map { try FactList(workspace: URL(fileURLWithPath: $0)) } ?? FactList()
        }
        try json ? Outcome.give(list.json.text() + "\n") : Outcome.show(list.table)
    }
}

/// The facts, as a table and as JSON.
struct FactList {
    /// A fact.
    struct Entry {
        let path: String
        let spec: FactSpec
        /// Whether the audit measured it, or how many of its members; `nil` without an audit.
        let measured: Measured?
    }

    /// What an audit says of a fact, or of all members of a family.
    enum Measured: Equatable {
        case whole(Bool)
        case members(Int, of: Int)

        init(_ path: String, in audit: Audit) {
            guard let members = Gate.members(path, in: audit.sections) else {
                self = .whole(audit.fact(at: path)?.value != nil)
                return
            }
            self = .members(members.count { $0.value != nil }, of: members.count)
        }

        var words: String {
            switch self {
            case .whole(let isMeasured): isMeasured ? "yes" : "no"
            case .members(0, _): "no"
            case .members(let count, let all): "for each of \(all == count ? "\(all)" : "\(count) of \(all)")"
            }
        }

        var json: JSONValue {
            switch self {
            case .whole(let isMeasured): .bool(isMeasured)
            case .members(let count, _): .bool(count > 0)
            }
        }
    }

    /// Version of the audit that was looked at, when there is one.
    let version: String?
    let entries: [Entry]

    /// The facts of all tasks.
    init() {
        let listed = TaskKind.allCases.flatMap { GateFacts(task: $0, classes: []).all }
        var seen: Set<String> = []
        version = nil
        entries = listed.filter { seen.insert($0.path).inserted }.map {
            Entry(path: $0.path, spec: $0.spec, measured: nil)
        }
    }

    /// The facts of a workspace's task, with what its newest archived audit measured. Throws what is wrong with either.
    init(workspace root: URL) throws {
        let sets = try WorkspaceSets.open(root)
        let archive = root.appending(path: WorkspaceOptions.archiveName)
        let isArchiveOfSeveral = try !ArchiveReader(root: archive).datasets.isEmpty
        let lists = try sets.workspaces.map { workspace in
            let name = workspace.dataset.name
            let reader = ArchiveReader(root: archive, dataset: sets.isSeveral || isArchiveOfSeveral ? name : nil)
            return FactList(
                workspace.gateFacts, try reader.readAll().last?.audit, dataset: sets.isSeveral ? name : nil)
        }
        version = lists.lazy.compactMap(\.version).first
        entries = lists.flatMap(\.entries)
    }

    /// The facts, with the data set before each path where there are several.
    init(_ facts: GateFacts, _ audit: Audit?, dataset: String? = nil) {
        version = audit?.version.name
        entries = facts.all.map { path, spec in
            Entry(
                path: dataset.map { "\($0): \(path)" } ?? path, spec: spec,
                measured: audit.map { Measured(path, in: $0) })
        }
    }

    /// Columns of equal width, one line a fact.
    var table: String {
        let head = ["fact", "name", "unit", "better", version.map { "measured in \($0)" } ?? "measured"]
        let rows =
            [head]
            + entries.map { entry in
                [
                    entry.path, entry.spec.name ?? "-", entry.spec.unit.rawValue, entry.spec.better.rawValue,
                    entry.measured?.words ?? "-",
                ]
            }
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.dropLast().map {
                row[$0].padding(toLength: widths[$0], withPad: " ", startingAt: 0)
            }
            return (cells + row.suffix(1)).joined(separator: "  ")
        }.joined(separator: "\n")
    }

    var json: JSONValue {
        .object([
            ("tool", .string("misread")), ("version", .string(Release.version)),
            ("audit", version.map { .string($0) } ?? .null),
            (
                "facts",
                .array(
                    entries.map { entry in
                        .object(
                            [
                                ("fact", .string(entry.path)), ("name", entry.spec.name.map { .string($0) } ?? .null),
                                ("unit", .string(entry.spec.unit.rawValue)),
                                ("better", .string(entry.spec.better.rawValue)),
                                ("measured", entry.measured?.json ?? .null),
                            ] + entry.counts)
                    })
            ),
        ])
    }
}

extension FactList.Entry {
    /// How many members of a family there are and were measured.
    var counts: [(String, JSONValue)] {
        guard case .members(let count, let all)? = measured else { return [] }
        return [("members_measured", .integer(count)), ("members", .integer(all))]
    }
}
