// Whether a failure mode that one data set lists is there on the others. Each audit measured it on its own images; here the tests on
// all of them are read together, with Holm's correction, so that a mode looked for on ten data sets does not replicate by chance.

import Archive
import Record
import Statistics

/// How a failure mode of one data set stands on another.
public enum ReplicationState: String, Sendable, CaseIterable {
    /// It errs more than the rest there too, beyond chance.
    case replicates
    /// It does, and by significantly less than where it was listed.
    case weaker
    /// It is significantly less than the effect that was found, and nothing is beyond chance.
    case doesNot = "does-not-replicate"
    /// Neither.
    case cannotTell = "cannot-tell"
    /// Nothing there is of it.
    case notMeasured = "not-measured"
    /// It was measured as an audit listed it that has been replaced since.
    case stale

    /// Whether it is there.
    public var isThere: Bool { self == .replicates || self == .weaker }
}

/// A failure mode of one data set on all others that its version was evaluated on.
public struct Replication: Sendable {
    /// It on one data set.
    public struct Side: Sendable {
        /// The data set.
        public let dataset: String
        /// What its audit measured.
        public let measured: ModeElsewhere
        /// The p-value corrected for all data sets that it was tested on.
        public let adjusted: Double?
        /// How it stands.
        public let state: ReplicationState
        /// About how many rows of the mode would tell; `nil` where it is told, or nothing is of it.
        public let sizeThatTells: Int?
    }

    /// The data set that lists it.
    public let dataset: String
    /// As it is listed.
    public let finding: Finding
    /// The others, in the order of the data sets.
    public let sides: [Side]

    /// Level of the corrected tests.
    static let level = 0.05

    /// Whether it was looked for, and is shown to be absent wherever there is something of it.
    public var isNowhere: Bool {
        let told = sides.filter { $0.state != .notMeasured }
        return !told.isEmpty && told.allSatisfy { $0.state == .doesNot }
    }

    /// What was measured of a mode of `dataset` on the others; `stale` are those that measured it for an audit that has been replaced.
    init(
        _ finding: Finding, of dataset: String, measured: [(dataset: String, mode: ModeElsewhere)],
        stale: Set<String> = []
    ) {
        self.dataset = dataset
        self.finding = finding
        let adjusted = Multiplicity.holm(measured.filter { !stale.contains($0.dataset) }.compactMap(\.mode.p))
        var next = adjusted.makeIterator()
        sides = measured.map { side in
            guard !stale.contains(side.dataset) else {
                return Side(
                    dataset: side.dataset, measured: side.mode, adjusted: nil, state: .stale, sizeThatTells: nil)
            }
            let p = side.mode.p == nil ? nil : next.next()
            return Side(
                dataset: side.dataset, measured: side.mode, adjusted: p, state: Self.state(side.mode, p),
                sizeThatTells: Self.sizeThatTells(side.mode, p))
        }
    }

    private static func state(_ mode: ModeElsewhere, _ adjusted: Double?) -> ReplicationState {
        guard let change = mode.change, let adjusted else { return .notMeasured }
        // Both are measured, on different images.
        let isBelow =
            Interval(
                of: change.value, change.interval, less: mode.effect, mode.effectInterval, method: "across-datasets"
            ).high < 0
        if adjusted <= level, change.value > 0 { return isBelow ? .weaker : .replicates }
        return isBelow ? .doesNot : .cannotTell
    }

    /// An interval narrower than the effect cannot hold both 0 and the effect; it is as wide as one over the root of the rows.
    private static func sizeThatTells(_ mode: ModeElsewhere, _ adjusted: Double?) -> Int? {
        guard state(mode, adjusted) == .cannotTell, let change = mode.change, mode.effect > 0 else { return nil }
        let width = (change.interval.high - change.interval.low) / mode.effect
        let size = (Double(change.n) * width * width).rounded(.up)
        return size < 1e9 ? Int(exactly: size).map { max(change.n + 1, $0) } : nil
    }
}

extension Chronicles {
    /// The failure modes of a version that were looked for on its other data sets, by the data set that lists them.
    public func replications(of version: Version) -> [Replication] {
        let current = self.current(version)
        let audits = current.audits.compactMap { $0?.audit }
        let replaced = self.replaced(in: current)
        return audits.flatMap { audit -> [Replication] in
            let name = audit.dataset.name
            let stale = Set(replaced.filter { $0.listing == name }.map(\.measuring))
            return audit.findings.filter { $0.standing == .finding }.compactMap { finding in
                let measured = audits.compactMap { other -> (dataset: String, mode: ModeElsewhere)? in
                    guard other.dataset.name != name else { return nil }
                    return other.elsewhere?.first { $0.dataset == name && $0.id == finding.id }
                        .map { (other.dataset.name, $0) }
                }
                return measured.isEmpty ? nil : Replication(finding, of: name, measured: measured, stale: stale)
            }
        }
    }

    /// The data sets whose audit of a version was replaced after its failure modes had been looked for on another, each with that other:
    /// what that one's audit says of them is of before.
    public func replaced(in version: Version) -> [(listing: String, measuring: String)] {
        let archived = current(version).audits.compactMap(\.self)
        guard archived.contains(where: { $0.audit.listedBy != nil }) else { return [] }
        let digests = archived.map { (dataset: $0.audit.dataset.name, digest: $0.audit.listing($0.outcomes)) }
        return archived.flatMap { one -> [(listing: String, measuring: String)] in
            (one.audit.listedBy ?? []).compactMap { known in
                guard let now = digests.first(where: { $0.dataset == known.dataset }), now.digest != known.digest else {
                    return nil
                }
                return (known.dataset, one.audit.dataset.name)
            }
        }
    }

    /// Those of a data set's newest version that the data set itself lists, by the id of the mode.
    public func replications(ofNewestOf part: Part) -> [String: Replication] {
        guard let newest = part.chronicle.latest?.audit,
            let version = versions.last(where: { $0.name == newest.version.name })
        else { return [:] }
        let own = replications(of: version).filter { $0.dataset == newest.dataset.name }
        return Dictionary(own.map { ($0.finding.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
