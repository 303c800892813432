import Digests
import Findings
import Foundation

/// An audit read back from the archive.
public struct ArchivedAudit: Sendable {
    /// The audit.
    public let audit: Audit
    /// What the model did on each item.
    public let outcomes: OutcomeTable
    /// SHA-256 of audit.json: what a sign-off names.
    public let digest: String
    /// SHA-256 of SHA256SUMS: one digest for everything in the folder.
    public let seal: String
    /// The archive's folder.
    public let folder: URL

    /// As another audit's baseline.
    public var asBaseline: BaselineRecord { BaselineRecord(audit: audit, outcomes: outcomes) }
    /// As another audit names it.
    public var reference: BaselineReference { BaselineReference(version: audit.version.name, digest: digest) }

    /// The bytes of one of its pictures.
    public func bytes(of picture: Picture) throws -> Data {
        try Data(contentsOf: folder.appending(path: picture.file))
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

    /// Names of the archived versions, sorted by bytes.
    public var versions: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { name in
            !name.hasPrefix(".")
                && FileManager.default.fileExists(
                    atPath: root.appending(path: name).appending(path: AuditFile.name).path)
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The audit of a version. Throws ``ArchiveError`` when there is none, when its files are not those it was written
    /// with, or when it is of another schema.
    public func read(_ version: String) throws -> ArchivedAudit {
        let folder = root.appending(path: version)
        guard versions.contains(version) else { throw ArchiveError.noAudit(version: version, known: versions) }
        let faults = try ChecksumList.faults(in: folder)
        guard faults.isEmpty else {
            throw ArchiveError.broken(version: version, faults: faults.map(\.words))
        }
        let bytes = try Data(contentsOf: folder.appending(path: AuditFile.name))
        let audit = try AuditFile.audit(from: bytes, version: version)
        let rows = try Data(contentsOf: folder.appending(path: AuditFile.outcomesName))
        guard let outcomes = OutcomeTable(bytes: [UInt8](rows)) else {
            throw ArchiveError.unreadable(version: version, reason: "\(AuditFile.outcomesName) is damaged")
        }
        let sums = try Data(contentsOf: folder.appending(path: ChecksumList.fileName))
        return ArchivedAudit(
            audit: audit, outcomes: outcomes, digest: SHA256Digest(of: bytes).hex, seal: SHA256Digest(of: sums).hex,
            folder: folder)
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
