import Columns
import Digests
import Files
import Foundation
import Record

/// An audit read back from the archive.
public struct ArchivedAudit: Sendable {
    /// The audit.
    public let audit: Audit
    /// What the model did on each item.
    public let outcomes: OutcomeTable
    /// What it did on each under each perturbation.
    public let runs: [RunOutcomes]
    /// SHA-256 of audit.json: what a sign-off names.
    public let digest: String
    /// SHA-256 of SHA256SUMS: one digest for everything in the folder.
    public let seal: String
    /// The archive's folder.
    public let folder: URL

    /// As another audit's baseline.
    public var asBaseline: BaselineRecord { BaselineRecord(audit: audit, outcomes: outcomes, runs: runs) }
    /// As another audit names it.
    public var reference: BaselineReference { BaselineReference(version: audit.version.name, digest: digest) }

    /// The bytes of one of its pictures.
    public func bytes(of picture: Picture) throws -> Data {
        if let reason = UnsafePath.reason(picture.file) {
            throw FileError(picture.file, .unsafePath(reason: reason))
        }
        let name = "archive/\(audit.version.name)/"
        return try SourceFolder(folder, kind: "archive", prefix: name).bytes(picture.file)
    }
}

/// Reads a workspace's archive.
public struct ArchiveReader: Sendable {
    /// The archive's folder, `archive/` of the workspace.
    public let root: URL

    /// A reader of the archive at `root`; the folder need not exist.
    public init(root: URL) {
        self.root = root
    }

    /// What stands before a version in messages.
    static let prefix = "archive/"

    /// Names of the archived versions, sorted by bytes: of everything in the archive whose name is not hidden. Throws when
    /// the archive cannot be listed, or holds what is no folder: a version never goes missing without a word.
    public var versions: [String] {
        get throws {
            guard let source = try source else { return [] }
            return try source.names().filter { name in
                guard let entry = try source.entry(name) else { return false }
                guard entry.isFolder else { throw ArchiveError.notAVersion(name) }
                return true
            }
        }
    }

    private var source: SourceFolder? {
        get throws(FileError) {
            do {
                return try SourceFolder(root, kind: "archive", prefix: Self.prefix)
            } catch {
                if error.fault == .absent { return nil }
                throw error
            }
        }
    }

    /// The audit of a version. Throws ``ArchiveError`` when there is none, when its files are not those it was written
    /// with, or when it is of another schema.
    public func read(_ version: String) throws -> ArchivedAudit {
        let versions = try versions
        guard let source = try source, versions.contains(version) else {
            throw ArchiveError.noAudit(version: version, known: versions)
        }
        let folder = source.root.appending(path: version)
        let faults = try ChecksumList.faults(in: folder, named: Self.prefix + version)
        guard faults.isEmpty else {
            throw ArchiveError.broken(version: version, faults: faults.map(\.words))
        }
        func bytes(_ file: String) throws -> Data { try source.bytes(version + "/" + file) }
        let text = try bytes(AuditFile.name)
        let audit = try AuditFile.audit(from: text, version: version)
        guard Name(audit.version.name) == Name(version) else {
            throw ArchiveError.otherName(version: version, found: audit.version.name)
        }
        guard let outcomes = OutcomeTable(bytes: [UInt8](try bytes(AuditFile.outcomesName))) else {
            throw ArchiveError.unreadable(version: version, reason: "\(AuditFile.outcomesName) is damaged")
        }
        var runs: [RunOutcomes] = []
        if let names = audit.runs {
            let kept = RunOutcomes.read(
                [UInt8](try bytes(AuditFile.runsName)), names: names, rows: outcomes.count)
            guard let kept else {
                throw ArchiveError.unreadable(version: version, reason: "\(AuditFile.runsName) is damaged")
            }
            runs = kept
        }
        let (now, coded) = OlderOutcomes.coded(audit, outcomes)
        return ArchivedAudit(
            audit: now, outcomes: coded, runs: runs, digest: SHA256Digest(of: text).hex,
            seal: SHA256Digest(of: try bytes(ChecksumList.fileName)).hex, folder: folder)
    }

    /// Every audit, by rising date, then name.
    public func readAll() throws -> [ArchivedAudit] {
        try versions.map(read).sorted { a, b in
            let left = (a.audit.version.date, a.audit.version.name)
            let right = (b.audit.version.date, b.audit.version.name)
            return left < right
        }
    }
}
