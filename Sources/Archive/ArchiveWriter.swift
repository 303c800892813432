// Writing an audit: audit.json, outcomes.bin, runs.bin where it has runs under a perturbation, examples.json, the pictures it shows, and
// SHA256SUMS over all of them.
//
// An archive is immutable. Writing the same audit again changes nothing; writing a different one under the same name is
// refused unless the caller says to supersede it.

import Digests
import Drawing
import Files
import Foundation
import Record

/// Writes audits into a workspace's archive.
public struct ArchiveWriter: Sendable {
    /// What writing did.
    public enum Result: Sendable, Equatable {
        /// A new archive was written.
        case written
        /// An archive of the same bytes was there already.
        case unchanged
        /// An archive that said something else was superseded; what stands in the folder could not be removed of it.
        case replaced(leftover: URL?)
    }

    /// The archive's folder.
    public let root: URL
    /// The data set whose audits are written; `nil` where the workspace has one.
    public let dataset: String?

    /// A writer into the archive at `root`.
    public init(root: URL, dataset: String? = nil) {
        self.root = root
        self.dataset = dataset
    }

    /// Removes what writers that were killed left in an archive. Whoever holds its lock may: none of them lives.
    public static func sweep(_ root: RealPath) throws(FileError) {
        try FolderSwap.clear(in: root, named: String(ArchiveReader.prefix.dropLast())) { folder in
            let others = try ChecksumList.unlisted(in: folder)
            guard others.isEmpty else {
                throw ArchiveError.holdsOthers(version: folder.lastPathComponent, names: others)
            }
        }
    }

    /// Writes `audit` with its outcomes, those of its runs under a perturbation, its examples, and the pictures that `source` has of
    /// the items it shows.
    public func write(
        _ audit: Audit, outcomes: OutcomeTable, runs: [RunOutcomes] = [], examples: ExampleTable? = nil,
        pictures source: some PictureSource,
        replace: Bool = false
    ) throws -> Result {
        guard VersionName.fault(audit.version.name) == nil else { throw ArchiveError.badName(audit.version.name) }
        let name = try ArchiveReader(root: root, dataset: dataset).folder(of: audit.version.name).name
        let destination = root.appending(path: name)
        let before = try sums(of: name)
        let swap = try FolderSwap(destination: destination, named: ArchiveReader.prefix + name) { folder in
            let others = try ChecksumList.unlisted(in: folder, named: ArchiveReader.prefix + name)
            guard others.isEmpty else { throw ArchiveError.holdsOthers(version: name, names: others) }
        }
        do {
            var kept = audit
            let pictures = try PictureWriter(source: source).pictures(shownBy: audit, and: examples)
            // Nothing more is read of what this is of.
            try source.checkUnchanged()
            kept.pictures = pictures.drawn.map(\.picture)
            kept.withheld = pictures.withheld.isEmpty ? nil : pictures.withheld
            // That others were superseded because of their pictures outlives every new audit.
            if before != nil { kept.supersedes = try superseded(by: name) }
            kept.runs = runs.isEmpty ? nil : runs.map(\.run)
            for (picture, bytes) in pictures.drawn { try swap.write(bytes, to: picture.file) }
            try swap.write(try AuditFile.bytes(of: kept), to: AuditFile.name)
            try swap.write(outcomes.bytes, to: AuditFile.outcomesName)
            if !runs.isEmpty { try swap.write(RunOutcomes.bytes(of: runs), to: AuditFile.runsName) }
            if let examples { try swap.write(AuditFile.bytes(of: examples), to: AuditFile.examplesName) }
            let list = try ChecksumList(ofFolder: swap.staging)
            if let before {
                let faults = try ChecksumList.faults(in: destination, named: ArchiveReader.prefix + name)
                if faults.isEmpty, before == Data(list.text.utf8) {
                    swap.abandon()
                    return .unchanged
                }
                guard replace else {
                    throw ArchiveError.differs(version: name, because: Self.why(before, list, faults))
                }
            }
            try swap.write(Array(list.text.utf8), to: ChecksumList.fileName)
            let leftover = try swap.commit()
            return before == nil ? .written : .replaced(leftover: leftover)
        } catch {
            swap.abandon()
            throw error
        }
    }

    /// The list of the archive that stands there under `name`; `nil` when there is none.
    private func sums(of name: String) throws -> Data? {
        let source: SourceFolder
        do {
            source = try SourceFolder(root, kind: "archive", prefix: ArchiveReader.prefix)
        } catch {
            if error.fault == .absent { return nil }
            throw error
        }
        guard let entry = try source.entry(name) else { return nil }
        guard entry.real == source.root.appending(path: name).path else {
            throw FileError(ArchiveReader.prefix + name, .isALink)
        }
        let file = name + "/" + ChecksumList.fileName
        return try source.entry(file) == nil ? nil : try source.bytes(file)
    }

    /// What the archive that stands under `name` says it stands in the place of.
    private func superseded(by name: String) throws(FileError) -> [SupersededAudit]? {
        let source = try SourceFolder(root, kind: "archive", prefix: ArchiveReader.prefix)
        let file = name + "/" + AuditFile.name
        return try source.entry(file) == nil ? nil : AuditFile.superseded(from: try source.bytes(file))
    }

    private static func why(_ before: Data, _ now: ChecksumList, _ faults: [ChecksumFault]) -> String {
        if let first = faults.first { return "its files were altered: \(first.words)" }
        let old = ChecksumList(text: String(decoding: before, as: UTF8.self))
        let changed = now.entries.filter { entry in !(old?.entries.contains(entry) ?? false) }.map(\.path)
        return "different: \(changed.prefix(3).joined(separator: ", "))\(changed.count > 3 ? ", ..." : "")"
    }
}
