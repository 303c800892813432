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
    /// The rows that it keeps by name; `nil` in archives of before they were kept.
    public let examples: ExampleTable?
    /// SHA-256 of audit.json: what a sign-off names.
    public let digest: String
    /// SHA-256 of SHA256SUMS: one digest for everything in the folder.
    public let seal: String
    /// The archive's folder.
    public let folder: URL
    /// How many of its pictures were left out by ``withholding(_:)``.
    public private(set) var hidden = 0

    /// As another audit's baseline.
    public var asBaseline: BaselineRecord { BaselineRecord(audit: audit, outcomes: outcomes, runs: runs) }
    /// As another audit names it.
    public var reference: BaselineReference { BaselineReference(version: audit.version.name, digest: digest) }

    /// The same without pictures that show what is not to be seen.
    public func withholding(_ redactions: Redactions) -> ArchivedAudit {
        let shown = audit.withholding(redactions)
        var copy = ArchivedAudit(
            audit: shown, outcomes: outcomes, runs: runs, examples: examples, digest: digest, seal: seal, folder: folder
        )
        copy.hidden = audit.pictures.count - shown.pictures.count
        return copy
    }

    /// The bytes of one of its pictures.
    public func bytes(of picture: Picture) throws -> Data {
        if let reason = UnsafePath.reason(picture.file) {
            throw FileError(picture.file, .unsafePath(reason: reason))
        }
        let name = "archive/\(folder.lastPathComponent)/"
        let bytes = try SourceFolder(folder, kind: "archive", prefix: name).bytes(picture.file)
        guard KeptPicture.isOne(bytes, width: picture.width, height: picture.height) else {
            throw ArchiveError.unreadable(
                version: folder.lastPathComponent, reason: "\(picture.file) is no picture of this program's")
        }
        return bytes
    }
}

/// Reads a workspace's archive: all of it, or what it holds of one of several data sets.
public struct ArchiveReader: Sendable {
    /// The archive's folder, `archive/` of the workspace.
    public let root: URL
    /// The data set whose audits are read; `nil` where the workspace has one.
    public let dataset: String?

    /// A reader of the archive at `root`; the folder need not exist.
    public init(root: URL, dataset: String? = nil) {
        self.root = root
        self.dataset = dataset
    }

    /// The file of the archive that keeps the digests of approved records.
    public static let ledgerName = "APPROVED.txt"

    /// What stands before a version in messages.
    static let prefix = "archive/"

    /// Names of the archived versions, sorted by bytes: of everything in the archive whose name is not hidden. Throws when
    /// the archive cannot be listed, or holds what is no folder: a version never goes missing without a word.
    public var versions: [String] {
        get throws { try folders.map(\.version) }
    }

    /// Whether it holds no audit at all.
    public var isEmpty: Bool {
        get throws { try everything.isEmpty }
    }

    /// The data sets that the archive says it has audits of, sorted: none where it is of one. Where it is of several, an audit
    /// that lies as it did when there was one is of that which it says.
    public var datasets: [String] {
        get throws {
            let all = try everything
            let named = all.compactMap(\.dataset)
            guard !named.isEmpty else { return [] }
            let stated = try all.filter { $0.dataset == nil }.map { try statedDataset($0.name) }
            return Set(named + stated).sorted { Name($0) < Name($1) }
        }
    }

    /// What lies in the archive and is no folder of a version, audits that cannot be read although their list holds, and those that
    /// lie under another's name. What else is wrong inside of a folder is told by its list.
    public var misplaced: [ArchiveError] {
        get throws {
            guard let source = try source else { return [] }
            var found: [ArchiveError] = []
            for name in try source.names() where name != Self.ledgerName {
                guard let entry = try source.entry(name), entry.isFolder else {
                    found.append(.notAVersion(name))
                    continue
                }
                guard try source.entry(name + "/" + AuditFile.name) != nil else { continue }
                let audit: Audit
                do {
                    audit = try AuditFile.audit(from: source.bytes(name + "/" + AuditFile.name), version: name)
                } catch let error as ArchiveError {
                    found.append(error)
                    continue
                }
                let place = ArchiveFolder(named: name)
                let own = ArchiveFolder(
                    version: audit.version.name, dataset: place.dataset == nil ? nil : audit.dataset.name)
                if Name(own.name) != Name(name) { found.append(.otherName(version: name, found: own.name)) }
            }
            return found
        }
    }

    /// Every folder of the archive.
    private var everything: [ArchiveFolder] {
        get throws {
            guard let source = try source else { return [] }
            return try source.names().filter { $0 != Self.ledgerName }.filter { name in
                guard let entry = try source.entry(name) else { return false }
                guard entry.isFolder else { throw ArchiveError.notAVersion(name) }
                return true
            }.map(ArchiveFolder.init(named:))
        }
    }

    /// The folders of the data set, one a version.
    private var folders: [ArchiveFolder] {
        get throws {
            let all = try everything
            guard let dataset else { return all.filter { $0.dataset == nil } }
            let own = all.filter { $0.dataset == dataset }
            let before = try all.filter { folder in
                try folder.dataset == nil && !own.contains { $0.version == folder.version }
                    && statedDataset(folder.name) == dataset
            }
            return (own + before).sorted { Name($0.version) < Name($1.version) }
        }
    }

    /// The data set that the audit in a folder says it is of.
    private func statedDataset(_ name: String) throws -> String {
        guard let source = try source else { return "" }
        return try AuditFile.dataset(from: source.bytes(name + "/" + AuditFile.name), version: name)
    }

    /// The folder that the audit of a version lies in, or would be put into.
    func folder(of version: String) throws -> ArchiveFolder {
        try folders.first { $0.version == version } ?? ArchiveFolder(version: version, dataset: dataset)
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
        let place = try self.folder(of: version)
        let name = place.name
        let folder = source.root.appending(path: name)
        let faults = try ChecksumList.faults(in: folder, named: Self.prefix + name)
        guard faults.isEmpty else {
            throw ArchiveError.broken(version: name, faults: faults.map(\.words))
        }
        func bytes(_ file: String) throws -> Data { try source.bytes(name + "/" + file) }
        let text = try bytes(AuditFile.name)
        let audit = try AuditFile.audit(from: text, version: name)
        let found = ArchiveFolder(
            version: audit.version.name, dataset: place.dataset == nil ? nil : audit.dataset.name)
        guard Name(found.name) == Name(name) else {
            throw ArchiveError.otherName(version: name, found: found.name)
        }
        guard let outcomes = OutcomeTable(bytes: [UInt8](try bytes(AuditFile.outcomesName))) else {
            throw ArchiveError.unreadable(version: name, reason: "\(AuditFile.outcomesName) is damaged")
        }
        var runs: [RunOutcomes] = []
        if let names = audit.runs {
            let kept = RunOutcomes.read(
                [UInt8](try bytes(AuditFile.runsName)), names: names, rows: outcomes.count)
            guard let kept else {
                throw ArchiveError.unreadable(version: name, reason: "\(AuditFile.runsName) is damaged")
            }
            runs = kept
        }
        var examples: ExampleTable?
        if try source.entry(name + "/" + AuditFile.examplesName) != nil {
            examples = try AuditFile.examples(from: bytes(AuditFile.examplesName), version: name)
        }
        // An audit of tallies knows no row, and shows none.
        let knowsNoRow = outcomes.count == 0 && examples == nil && audit.pictures.isEmpty
        guard outcomes.count == audit.accounting.kept || knowsNoRow else {
            throw ArchiveError.unreadable(
                version: name,
                reason:
                    "\(AuditFile.outcomesName) is of \(outcomes.count) rows, and the audit of \(audit.accounting.kept)")
        }
        let (now, coded) = OlderOutcomes.coded(audit, outcomes)
        return ArchivedAudit(
            audit: now, outcomes: coded, runs: runs, examples: examples, digest: SHA256Digest(of: text).hex,
            seal: SHA256Digest(of: try bytes(ChecksumList.fileName)).hex, folder: folder)
    }

    /// Every audit, by rising date, then name.
    public func readAll() throws -> [ArchivedAudit] {
        try versions.map(read).inOrderOfVersions
    }
}

extension [ArchivedAudit] {
    /// By rising date, then name.
    public var inOrderOfVersions: [ArchivedAudit] {
        sorted { a, b in
            let left = (a.audit.version.date, a.audit.version.name)
            let right = (b.audit.version.date, b.audit.version.name)
            return left < right
        }
    }
}
