// An audit that was compared with an audit which is not in the archive any more: what it says of its baseline are numbers that the
// baseline no longer has.

import Archive
import Diagnostics
import Record

extension Chronicles {
    /// A warning for each audit whose baseline was replaced, or removed, after it was compared with it. `workspace` is what the
    /// command that mends it is to be given.
    public func staleBaselines(_ workspace: String) -> [Problem] {
        parts.flatMap { part in
            part.chronicle.audits.compactMap { archived -> Problem? in
                guard let told = archived.audit.baseline else { return nil }
                let name = archived.audit.version.name
                let baseline = part.chronicle.audit(told.version)
                if baseline?.stands(for: told.digest) == true { return nil }
                let found =
                    baseline.map {
                        "an audit of \(told.version) that is not the archived one (SHA-256 \(told.digest.prefix(12))..., archived is "
                            + "\($0.digest.prefix(12))...): what it says of \(told.version) no longer holds"
                    }
                    ?? "an audit of \(told.version) (SHA-256 \(told.digest.prefix(12))...) that is not archived any more: what it says "
                    + "of \(told.version) cannot be looked up"
                return Problem(
                    .warning, at: Place(file: "archive/" + archived.folder.lastPathComponent),
                    "\(name) was compared with \(found)",
                    suggestion: baseline == nil
                        ? "put its folder back, or audit \(told.version) again"
                        : "`misread audit \(workspace) --version \(name) --replace` compares it anew")
            }
        }
    }

    /// The approved decisions in force that rest on the archived audit of a version, by id. Replacing the audit leaves them
    /// without it.
    public func decisions(restingOn version: String, dataset: String?) -> [String] {
        let all = parts.flatMap { $0.chronicle.records.documents }
        let records = Records(all)
        let audits = parts.filter { dataset == nil || $0.dataset == dataset }.compactMap { $0.chronicle.audit(version) }
        let ids = records.decisionsInForce.filter { decision in
            decision.evidence.contains { evidence in
                evidence.version == version && audits.contains { $0.stands(for: evidence.digest) }
            }
        }.map(\.id)
        return Set(ids).sorted()
    }
}
