import ArgumentParser
import Artifacts
import Diagnostics
import Files
import Foundation
import Record

/// `misread init`: writes a commented workspace to put files into, or one made of an export.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a commented workspace to put your files into, or make one of an export.",
        discussion: """
            With --from, annotations, results and pictures are recognised by what is in the files, and a workspace that opens \
            is written. In a workspace that is there already, --from with --version adds the results of another version. \
            Nothing that is there already is overwritten.
            """)

    @Argument(
        help: "The folder to write; it is made when it is not there. With --from its default is NAME-audit here.",
        completion: .directory)
    var workspace: String?

    @Option(
        help: ArgumentHelp(
            "A file or folder of an export; may be given several times, for annotations and results that lie apart.",
            valueName: "path"))
    var from: [String] = []

    @Option(
        help: """
            What the model does: \(TaskKind.allCases.map(\.rawValue).joined(separator: " or ")). Files that --from names \
            tell it, and it is asked for where they do not.
            """)
    var task: TaskKind?

    @Option(help: "Name of the data set; validation when it is not given.")
    var dataset: String?

    @Option(help: "Name of the version; v1 when it is not given.")
    var version: String?

    func validate() throws {
        if workspace == nil, from.isEmpty { throw ValidationError("Missing expected argument '<workspace>'") }
        if let workspace { try OptionRange.check(named: "the workspace's folder", workspace) }
        for path in from { try OptionRange.check(named: "an export", path) }
    }

    func run() throws {
        try Outcome.of {
            guard !from.isEmpty else {
                let starter = WorkspaceStarter(
                    task: task ?? .classification, dataset: dataset ?? "validation", version: version ?? "v1")
                let root = URL(filePath: workspace ?? "")
                try WorkspaceWriting(root).write(starter)
                try Outcome.show(
                    "\nNext: put your files in as README.md says, then misread check-input "
                        + TerminalText.line(workspace ?? ""))
                return
            }
            let name = URL(filePath: from[0]).deletingPathExtension().lastPathComponent
            try ExportCommand(
                from: from, format: nil, workspace: workspace ?? name + "-audit", dataset: dataset, version: version,
                task: task
            ).run()
        }
    }
}

/// `misread import`: the same as `init --from`, with the form of the annotations named.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a workspace of an export whose form you name; init --from recognises it.",
        discussion: "Nothing that is there already is overwritten.")

    @Argument(help: "The form of the annotations: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: ExportFormat

    @Argument(help: "The file or folder of the export.", completion: .file())
    var path: String

    @Argument(help: "The folder to write; it is made when it is not there.", completion: .directory)
    var workspace: String

    @Option(
        help: ArgumentHelp(
            "A file or folder of results that lies elsewhere; may be given several times.", valueName: "path"))
    var from: [String] = []

    @Option(help: "Name of the data set; validation when it is not given.")
    var dataset: String?

    @Option(help: "Name of the version; v1 when it is not given.")
    var version: String?

    func validate() throws {
        try OptionRange.check(named: "the workspace's folder", workspace)
        for path in [path] + from { try OptionRange.check(named: "an export", path) }
    }

    func run() throws {
        try Outcome.of {
            try ExportCommand(
                from: [path] + from, format: format, workspace: workspace, dataset: dataset, version: version
            ).run()
        }
    }
}

extension TaskKind: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
