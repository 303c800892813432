import Archive
import Diagnostics
import Files
import Foundation
import Record

extension Chronicles {
    /// Writes the digests of what is approved into the archive, where they are not there yet.
    public func keepApprovals(in archive: URL) throws {
        guard try ApprovalLedger(of: archive) != approvals, !approvals.entries.isEmpty else { return }
        try OutputFile.write(Array(approvals.text.utf8), to: archive.appending(path: ArchiveReader.ledgerName).path)
    }

    /// What was changed in the records of a workspace after it was approved, or is gone, by the ledger of an archive. What is wrong
    /// with the records otherwise is not told; `nil` where the archive keeps no ledger.
    public static func changedApprovals(archive: URL, workspace: URL) throws -> [Problem]? {
        let ledger = try ApprovalLedger(of: archive)
        guard !ledger.entries.isEmpty else { return nil }
        var unused = ProblemList()
        return ledger.problems(Records(try RecordFolder(of: workspace, &unused).documents))
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
