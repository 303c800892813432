// An archive is immutable but for this: a picture that nobody is to see any more is taken out of it. What stands in its place
// says which audit it superseded, so that a copy of the old one is told for what it is.

import Digests
import Files
import Foundation
import Record

extension ArchiveWriter {
    /// Takes the pictures that show what is not to be seen out of the archive of a version; tombstones stay. Gives the items
    /// whose pictures went, none where nothing had to, and where what could not be removed of the archive with them is left.
    public func withhold(
        _ redactions: Redactions, from version: String
    ) throws -> (items: [String], leftover: URL?) {
        let archived = try ArchiveReader(root: root, dataset: dataset).read(version)
        var audit = archived.audit.withholding(redactions)
        let gone = archived.audit.pictures.filter { !audit.pictures.contains($0) }
        guard !gone.isEmpty else { return ([], nil) }
        let items = Set(gone.map(\.item)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        audit.supersedes =
            (audit.supersedes ?? []) + [
                SupersededAudit(
                    digest: archived.digest, items: items, content: try AuditFile.content(of: archived.audit))
            ]
        let name = archived.folder.lastPathComponent
        let swap = try FolderSwap(destination: archived.folder, named: ArchiveReader.prefix + name) { folder in
            let others = try ChecksumList.unlisted(in: folder, named: ArchiveReader.prefix + name)
            guard others.isEmpty else { throw ArchiveError.holdsOthers(version: name, names: others) }
        }
        do {
            for picture in audit.pictures { try swap.write(archived.bytes(of: picture), to: picture.file) }
            try swap.write(try AuditFile.bytes(of: audit), to: AuditFile.name)
            try swap.write(archived.outcomes.bytes, to: AuditFile.outcomesName)
            if !archived.runs.isEmpty { try swap.write(RunOutcomes.bytes(of: archived.runs), to: AuditFile.runsName) }
            if let examples = archived.examples {
                try swap.write(AuditFile.bytes(of: examples), to: AuditFile.examplesName)
            }
            let list = try ChecksumList(ofFolder: swap.staging)
            try swap.write(Array(list.text.utf8), to: ChecksumList.fileName)
            return (items, try swap.commit())
        } catch {
            swap.abandon()
            throw error
        }
    }
}

extension ArchivedAudit {
    /// Whether it is the audit of a digest, or that audit without pictures that were taken out since.
    public func stands(for digest: String) -> Bool {
        if digest == self.digest { return true }
        guard let earlier = audit.supersedes?.first(where: { $0.digest == digest }), let content = earlier.content
        else { return false }
        return (try? AuditFile.content(of: audit)) == content
    }
}
