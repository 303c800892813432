import ArgumentParser
import Diagnostics
import Digests
import Files
import Foundation

/// Checks that a folder is as it was written.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check an archive or a published site against its own SHA256SUMS.",
        discussion: """
            Names each changed, missing or extra file and leaves with status 1 when there is one. `sha256sum -c SHA256SUMS` \
            inside the folder finds the changed and missing ones without this program.
            """)

    @Argument(help: "A folder with a SHA256SUMS: an archived version, a whole archive, or a site.")
    var folder: String

    func run() throws {
        try Outcome.of {
            let url = URL(fileURLWithPath: folder)
            var broken = 0
            for sealed in try Self.sealedFolders(url, folder) {
                let faults = try ChecksumList.faults(in: sealed.url, named: folder)
                for fault in faults { print(TerminalText.visible(sealed.prefix + fault.words)) }
                broken += faults.count
                if faults.isEmpty,
                    let text = try? String(contentsOf: sealed.url.appending(path: "SHA256SUMS"), encoding: .utf8),
                    let list = ChecksumList(text: text)
                {
                    print("\(sealed.prefix)\(list.entries.count) files as written, seal \(list.rootHex)")
                }
            }
            if broken > 0 { throw Outcome.differs }
        }
    }

    /// The folder itself, or the archived versions in it when it is a whole archive.
    private static func sealedFolders(_ url: URL, _ name: String) throws -> [(url: URL, prefix: String)] {
        let source: SourceFolder
        do {
            source = try SourceFolder(url, kind: "folder", prefix: name + "/")
        } catch {
            if error.fault == .absent { throw Problem(at: Place(file: name), "there is no such folder") }
            throw error
        }
        if try source.entry(ChecksumList.fileName) != nil { return [(url, "")] }
        // In an archive everything is a version: one that lost its list is named, not passed over.
        let names = try source.names().filter { try source.entry($0)?.isFolder ?? false }
        let isArchive = try names.contains { name in
            try [ChecksumList.fileName, "audit.json"].contains { try source.entry(name + "/" + $0) != nil }
        }
        return isArchive ? names.map { (url.appending(path: $0), $0 + ": ") } : [(url, "")]
    }
}
