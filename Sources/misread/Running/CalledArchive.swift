// Everything that reads or writes an archive calls it `archive/`, as it is called in a workspace. Where the command line names
// another folder, messages are of files in that one.

import ArgumentParser
import Foundation

/// How the user called the archive.
enum CalledArchive {
    /// What stands in the place of `archive` in messages; `nil` where that is its name.
    @TaskLocal static var name: String?

    /// A message with the archive's files as the user would find them.
    static func named(_ message: String) -> String {
        guard let name else { return message }
        return message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isOfArchive = line.hasPrefix("archive/") || line.hasPrefix("archive:")
            let own = isOfArchive ? name + line.dropFirst("archive".utf8.count) : String(line)
            return own.replacing("\"archive/", with: "\"\(name)/")
        }.joined(separator: "\n")
    }

    /// A file of a workspace, as who named the workspace finds it.
    static func path(_ path: String, in workspace: URL) -> String {
        let name = plain(workspace.relativePath)
        return name.isEmpty || name == "." ? path : (name == "/" ? "" : name) + "/" + path
    }

    /// What a folder is called without the slashes behind it.
    static func plain(_ path: String) -> String {
        var name = Substring(path)
        while name.utf8.count > 1, name.hasSuffix("/") { name.removeLast() }
        return String(name)
    }
}

/// A command that may be given an archive elsewhere.
protocol NamesArchive: ParsableCommand {
    /// The archive's folder, as it was given.
    var archiveGiven: String? { get }
}

extension NamesArchive {
    /// How messages call it: `nil` where it is the workspace's own.
    var archiveCalled: String? { archiveGiven.map(CalledArchive.plain) }
}
