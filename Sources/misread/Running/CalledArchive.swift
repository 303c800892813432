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

    /// What a folder is called without the slashes behind it.
    static func plain(_ path: String) -> String {
        let trimmed = path.reversed().drop { $0 == "/" }.reversed()
        return trimmed.isEmpty ? path : String(trimmed)
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

extension AuditCommand: NamesArchive {
    var archiveGiven: String? { options.archive }
}

extension BuildCommand: NamesArchive {
    var archiveGiven: String? { options.archive }
}

extension RenderCommand: NamesArchive {
    var archiveGiven: String? { options.archive }
}

extension RedactCommand: NamesArchive {
    var archiveGiven: String? { options.archive }
}

extension ExportVersion: NamesArchive {
    var archiveGiven: String? { archived.workspace.archive }
}

extension SummaryCommand: NamesArchive {
    var archiveGiven: String? { archived.workspace.archive }
}

extension NewRecord: NamesArchive {
    var archiveGiven: String? { place.archive }
}

extension CheckRecords: NamesArchive {
    var archiveGiven: String? { place.archive }
}

extension VerifyCommand: NamesArchive {
    /// The folder itself, unless it is a workspace with an archive in it.
    var archiveGiven: String? {
        FileManager.default.fileExists(atPath: folder + "/misread.yml") ? nil : folder
    }
}
