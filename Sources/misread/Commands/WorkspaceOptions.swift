import ArgumentParser
import Foundation

/// Where a workspace and its archive are: shared by every command that reads one.
struct WorkspaceOptions: ParsableArguments {
    @Argument(help: "The workspace: a folder with misread.yml.")
    var workspace = "."

    @Option(help: "The archive's folder; archive/ of the workspace unless given.")
    var archive: String?

    @Option(help: "Threads to count with; all cores unless given. The output never depends on it.")
    var threads: Int?

    /// The workspace's folder.
    var root: URL { URL(fileURLWithPath: workspace) }
    /// The archive's folder.
    var archiveRoot: URL { archive.map { URL(fileURLWithPath: $0) } ?? root.appending(path: Self.archiveName) }
    /// The archive's usual name in a workspace.
    static let archiveName = "archive"

    /// How many threads to use.
    var processors: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
    }
}
