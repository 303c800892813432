import ArgumentParser
import Diagnostics
import Digests
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
            guard FileManager.default.fileExists(atPath: url.path) else {
                throw Problem(at: Place(file: folder), "there is no such folder")
            }
            var broken = 0
            for sealed in Self.sealedFolders(url) {
                let faults = try ChecksumList.faults(in: sealed.url)
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
    private static func sealedFolders(_ url: URL) -> [(url: URL, prefix: String)] {
        let own = url.appending(path: ChecksumList.fileName)
        if FileManager.default.fileExists(atPath: own.path) { return [(url, "")] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        let inner = names.sorted().filter { name in
            FileManager.default.fileExists(atPath: url.appending(path: name + "/" + ChecksumList.fileName).path)
        }
        return inner.isEmpty ? [(url, "")] : inner.map { (url.appending(path: $0), $0 + ": ") }
    }
}
