// What an audit lists, as a digest: whether another data set's audit measured these failure modes or others.

import Digests

extension Audit {
    /// A digest of all that is asked of other data sets: the failure modes with their rates, and the outcomes that they are from.
    /// Not the digest of the audit itself, which holds what was found of the others' modes in turn. Whether a mode stands is left out: what
    /// is accepted of the input later changes that, and nothing that was measured.
    public func listing(_ outcomes: OutcomeTable) -> String {
        let modes = findings.map { finding -> String in
            let (measure, held) = (finding.measure, finding.confirmation)
            let numbers = [measure.value, measure.interval.low, measure.interval.high, held?.value ?? -1]
            return "\(finding.mode.stableID) \(finding.errors) \(measure.n) \(numbers)"
        }
        return SHA256Digest(
            of: ([SHA256Digest(of: outcomes.bytes).hex] + modes.sorted()).joined(separator: "\n")
        ).hex
    }
}
