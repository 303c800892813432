import Archive
import ArgumentParser
import Chronicle
import Diagnostics
import Digests
import Files
import Foundation
import Pages

/// Checks that a folder is as it was written.
struct VerifyCommand: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check an archive or a published site against its own SHA256SUMS.",
        discussion: """
            Of a workspace its archive is checked. Decisions and waivers that were changed or removed after they were approved are \
            named by what the archive keeps of them. Names each changed, missing or extra file and leaves with status 1 when there is one. `sha256sum -c SHA256SUMS` \
            inside the folder finds the changed and missing ones without this program. A signature of SHA256SUMS beside it is \
            checked too: SHA256SUMS.sig, made by `ssh-keygen -Y sign -n file -f KEY SHA256SUMS`, or SHA256SUMS.minisig of \
            Minisign.
            """)

    @Argument(help: "A folder with a SHA256SUMS: an archived version, a whole archive, or a site; or a workspace.")
    var folder: String

    @Option(
        help: """
            Who may have signed: a file of OpenSSH's allowed signers, or a public key of Minisign. Without a signature by one \
            of them the status is 1.
            """)
    var signer: String?

    /// The folder itself, unless it is a workspace with an archive in it.
    var archiveGiven: String? {
        FileManager.default.fileExists(atPath: folder + "/misread.yml") ? nil : folder
    }

    func validate() throws { try OptionRange.check(named: "the folder", folder) }

    func run() throws {
        try Outcome.of {
            var isWhole = true
            for sealed in try Self.sealedFolders(URL(fileURLWithPath: folder), folder) {
                let faults = try Self.faults(in: sealed)
                for fault in faults { try Outcome.show(TerminalText.line(sealed.prefix + fault.words)) }
                if faults.isEmpty, let list = try ChecksumList.kept(in: sealed.url, named: sealed.name) {
                    let words = "\(list.entries.count) files as written, seal \(list.rootHex)"
                    try Outcome.show(TerminalText.line(sealed.prefix + words))
                }
                // A signature is one of the list.
                let isSigned = try faults == [.noList] || checkSignature(of: sealed.url, sealed.prefix)
                isWhole = isWhole && faults.isEmpty && isSigned
            }
            for problem in try Self.misplaced(URL(fileURLWithPath: folder)) {
                try Outcome.show(TerminalText.line(problem.description))
                isWhole = false
            }
            for change in try Self.changedApprovals(URL(fileURLWithPath: folder)) {
                try Outcome.show(TerminalText.line(change.description))
                isWhole = false
            }
            for stale in try Self.staleBaselines(URL(fileURLWithPath: folder), folder) {
                try Outcome.show(TerminalText.line(stale.description))
                isWhole = false
            }
            if !isWhole { throw Outcome.differs }
        }
    }

    /// What lies in an archive and is no version of it, and versions that lie under another's name: of a workspace, or of an
    /// archive.
    private static func misplaced(_ url: URL) throws -> [Problem] {
        let source = try SourceFolder(url, kind: "folder")
        if try source.entry("misread.yml") != nil {
            let archive = url.appending(path: WorkspaceOptions.archiveName)
            return try source.entry(WorkspaceOptions.archiveName) == nil ? [] : try misplaced(archive)
        }
        // A version, or a site.
        if try source.entry(ChecksumList.fileName) != nil || isSite(source) { return [] }
        return try ArchiveReader(root: url).misplaced.map(\.problem)
    }

    /// What was changed after it was approved: of a workspace, or of an archive that lies in one.
    private static func changedApprovals(_ url: URL) throws -> [Problem] {
        let source = try SourceFolder(url, kind: "folder")
        if try source.entry("misread.yml") != nil {
            return try Chronicles.changedApprovals(
                archive: url.appending(path: WorkspaceOptions.archiveName), workspace: url) ?? []
        }
        guard try source.entry(ArchiveReader.ledgerName) != nil else { return [] }
        return try Chronicles.changedApprovals(
            archive: url, workspace: url.standardizedFileURL.deletingLastPathComponent()) ?? []
    }

    /// Audits of a workspace, or of an archive, that were compared with an audit that is not there any more.
    private static func staleBaselines(_ url: URL, _ name: String) throws -> [Problem] {
        let source = try SourceFolder(url, kind: "folder")
        let isWorkspace = try source.entry("misread.yml") != nil
        if !isWorkspace, try source.entry(ChecksumList.fileName) != nil || isSite(source) { return [] }
        let archive = isWorkspace ? url.appending(path: WorkspaceOptions.archiveName) : url
        // What cannot be read is told above.
        guard
            let chronicles = try? Chronicles.read(
                archive: archive, workspace: isWorkspace ? url : archive, isChecked: false)
        else { return [] }
        return chronicles.staleBaselines(isWorkspace ? name : "WORKSPACE")
    }

    /// What differs from the list, and what a version or a site cannot be without although the list does not know it.
    private static func faults(in sealed: (url: URL, name: String, prefix: String)) throws -> [ChecksumFault] {
        let source = try SourceFolder(sealed.url, kind: "folder", prefix: sealed.name + "/")
        let isVersion = try !sealed.prefix.isEmpty || isVersion(source)
        guard try isVersion && source.entry(SiteWriter.manifestName) == nil else {
            return try SiteWriter.verify(sealed.url, named: sealed.name)
        }
        let faults = try ChecksumList.faults(in: sealed.url, named: sealed.name)
        return try faults.isEmpty && source.entry("audit.json") == nil ? [.missing("audit.json")] : faults
    }

    /// Whether a folder is an archived version by what is in it.
    private static func isVersion(_ source: SourceFolder) throws -> Bool {
        try ["audit.json", "outcomes.bin"].contains { try source.entry($0) != nil }
    }

    /// Whether a folder is a site, its list lost or not.
    private static func isSite(_ source: SourceFolder) throws -> Bool {
        try [SiteWriter.manifestName, "index.html"].contains { try source.entry($0) != nil }
    }

    /// Says who signed; `false` where a signature is broken, or where one is asked for and there is none by a signer.
    private func checkSignature(of url: URL, _ prefix: String) throws -> Bool {
        if let signer {
            // A misspelt name is no signature that fails, and neither is a file that names nobody.
            let text = String(decoding: try NamedFile.bytes(signer, called: signer), as: UTF8.self)
            if let fault = SignersFile.fault(text, file: signer) { throw fault }
        }
        let verdict = try Signature.check(url, named: folder, signers: signer.map { URL(fileURLWithPath: $0) })
        if let words = Self.words(of: verdict, isAsked: signer != nil) {
            try Outcome.show(TerminalText.line(prefix + words))
        }
        switch verdict {
        case .signed: return true
        case .broken: return false
        // Nothing is known of it, good or bad.
        case .undecided: throw Outcome.failed
        case .signedByKey, .absent, .unchecked, .unknownSigner, .noProgram: return signer == nil
        }
    }

    /// A verdict in words; `nil` for nothing to say.
    static func words(of verdict: Signature.Verdict, isAsked: Bool) -> String? {
        switch verdict {
        case .signed(let name): "signed by \(name)"
        case .signedByKey(let key): "signed with the key \(key); whose it is --signer tells"
        case .absent: isAsked ? "not signed: neither SHA256SUMS.sig nor SHA256SUMS.minisig is there" : nil
        case .unchecked(let kind): "\(kind.fileName) is not checked: give the public key with --signer"
        case .broken(let why): "the signature is not of this SHA256SUMS\(why.isEmpty ? "" : ": \(why)")"
        case .unknownSigner: "signed, and not by a key that --signer allows to sign this"
        case .noProgram(let kind): "\(kind.fileName) is not checked: \(kind.rawValue) is not installed"
        case .undecided(let kind, let why): "\(kind.fileName) is not checked: \(kind.rawValue) \(why)"
        }
    }

    /// The folder itself, or the archived versions in it when it is a whole archive.
    private static func sealedFolders(_ url: URL, _ name: String) throws -> [(url: URL, name: String, prefix: String)] {
        let source: SourceFolder
        do {
            source = try SourceFolder(url, kind: "folder", prefix: name + "/")
        } catch {
            if error.fault == .absent { throw Problem(at: Place(file: name), "there is no such folder") }
            throw error
        }
        if try source.entry(ChecksumList.fileName) != nil { return [(url, name, "")] }
        if try source.entry("misread.yml") != nil {
            // Of a workspace, what is kept of it.
            return try sealedFolders(
                url.appending(path: WorkspaceOptions.archiveName), name + "/" + WorkspaceOptions.archiveName)
        }
        // A site has folders of versions, too.
        if try isSite(source) { return [(url, name, "")] }
        // In an archive everything is a version: one that lost its list is named, not passed over.
        let names = try source.names().filter { try source.entry($0)?.isFolder ?? false }
        let isArchive = try names.contains { name in
            try [ChecksumList.fileName, "audit.json"].contains { try source.entry(name + "/" + $0) != nil }
        }
        return isArchive ? names.map { (url.appending(path: $0), name + "/" + $0, $0 + ": ") } : [(url, name, "")]
    }
}
