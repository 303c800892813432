import Archive
import Diagnostics
import Files
import Foundation
import Record

extension Chronicles {
    /// Writes the digests of what is approved into the archive, where they are not there yet; gives the ids that were entered.
    ///
    /// Several runs may read an archive, and publish it, at the same time: what another one has entered meanwhile stays.
    @discardableResult
    public func keepApprovals(in archive: URL) throws -> [String] {
        guard try !approvals.entries.allSatisfy(ApprovalLedger(of: archive).holds) else { return [] }
        let file = archive.appending(path: ArchiveReader.ledgerName)
        let name = "archive/" + ArchiveReader.ledgerName
        let lock = try FolderLock(of: RealPath(file, named: name), named: name, .exclusive)
        return try withExtendedLifetime(lock) {
            var ledger = try ApprovalLedger(of: archive)
            let entered = approvals.entries.filter { !ledger.holds($0) }
            guard !entered.isEmpty else { return [] }
            ledger.add(entered)
            try OutputFile.write(Array(ledger.text.utf8), to: file.path, named: name)
            return entered.map(\.id)
        }
    }

    /// What was changed in the records of a workspace after it was approved, or is gone, by the ledger of an archive. What is wrong
    /// with the records otherwise is not told; `nil` where nothing is approved.
    public static func changedApprovals(archive: URL, workspace: URL) throws -> [Problem]? {
        let ledger = try ApprovalLedger(of: archive)
        var unused = ProblemList()
        let records = Records(try RecordFolder(of: workspace, &unused).documents)
        let problems = ledger.problems(records) + ledger.lacking(records)
        return ledger.entries.isEmpty && problems.isEmpty ? nil : problems
    }
}

extension WaiverRecord {
    /// That it has expired, and what counts again.
    public var expiryRemark: Problem {
        Problem(
            .warning, at: record.place("expires"),
            "\(id) expired on \(expires?.description ?? ""), before the newest data: the gate \"\(gate)\" counts for \(version) again"
        )
    }
}
