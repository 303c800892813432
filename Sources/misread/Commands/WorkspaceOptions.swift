import ArgumentParser
import Diagnostics
import Files
import Foundation
import Record

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

    /// Throws where a file to be written lies among what the workspace is read from, or its archive.
    func checkOutput(_ path: String) throws {
        let place = try RealPath(URL(fileURLWithPath: path), named: path)
        try PlaceOfOthers.check(path, at: place, mayBe: false)
        let sources = ["datasets", "versions", "templates"] + RecordKind.folders
        for folder in sources.map({ root.appending(path: $0) }) + [archiveRoot] {
            guard let real = try? RealPath(folder), real.holds(place) else { continue }
            throw Problem(
                at: Place(file: path), "lies in \(folder.lastPathComponent)/, which the workspace is read from",
                suggestion: "write it beside the workspace")
        }
    }

    func validate() throws {
        try OptionRange.check(named: "the workspace's folder", workspace)
        if archive?.isEmpty == true { throw ValidationError("--archive names the archive's folder") }
        try OptionRange.check("threads", threads, OptionRange.threads)
    }
}
