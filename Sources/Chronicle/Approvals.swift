import Archive
import Diagnostics
import Files
import Foundation
import Record

extension Chronicles {
    /// Writes the digests of what is approved into the archive, where they are not there yet; gives the ids that were entered.
    @discardableResult
    public func keepApprovals(in archive: URL) throws -> [String] {
        let before = try ApprovalLedger(of: archive)
        guard before != approvals, !approvals.entries.isEmpty else { return [] }
        try OutputFile.write(
            Array(approvals.text.utf8), to: archive.appending(path: ArchiveReader.ledgerName).path,
            named: "archive/" + ArchiveReader.ledgerName)
        return approvals.entries.filter { !before.entries.contains($0) }.map(\.id)
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
