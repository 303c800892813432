// The audits of a workspace by data set. Each data set has a chronicle of its own, as if it were the only one; what is said of a
// version as a whole is said here.

import Archive
import Diagnostics
import Foundation
import Record

/// What is asked of a data set's audits now.
public struct Judgement: Sendable {
    /// The release gates in force; those of the newest audit where `nil`.
    public let gates: [GateRule]?
    /// What is accepted of the input; each audit stands where `nil`.
    public let accepted: [String]?

    /// What the data set is for; what its newest audit says where `nil`.
    public let role: DatasetRole?
    /// Whether it is audited no more, so that no version is judged by it.
    public let isRetired: Bool

    /// What misread.yml asks.
    public init(gates: [GateRule]?, accepted: [String]?, role: DatasetRole? = nil, isRetired: Bool = false) {
        self.gates = gates
        self.accepted = accepted
        self.role = role
        self.isRetired = isRetired
    }
}

/// The chronicles of a workspace, one for each data set that has an audit.
public struct Chronicles: Sendable {
    /// A data set.
    public struct Part: Sendable {
        /// Its name; `nil` where the archive is of one data set.
        public let dataset: String?
        /// Its audits.
        public let chronicle: Chronicle

        /// What it is for now: what misread.yml says, else its newest audit.
        public let role: DatasetRole?
        /// Whether it is audited no more.
        public let isRetired: Bool

        /// A data set.
        public init(dataset: String?, chronicle: Chronicle, role: DatasetRole? = nil, isRetired: Bool = false) {
            self.dataset = dataset
            self.chronicle = chronicle
            self.role = role ?? chronicle.latest?.audit.dataset.role
            self.isRetired = isRetired
        }

        /// Whether a version has to hold on it: what it is for, or that a gate is set for it.
        public var isJudged: Bool { !isRetired && ((role?.isJudged ?? true) || !chronicle.gates.isEmpty) }
    }

    /// The data sets, in the order of misread.yml, then by name; at least one.
    public let parts: [Part]

    /// Chronicles that were read.
    public init(parts: [Part]) {
        self.parts = parts
    }

    /// Whether there is more than one data set.
    public var isSeveral: Bool { parts.count > 1 }

    /// Reads the archive and the incidents of a workspace; a workspace without that folder has none. `order` are the data sets
    /// that misread.yml lists, `judging` says what is asked of one by what its newest audit says of it, `hiding` what is not to be
    /// seen of its pictures: no picture that shows it gets past here. Throws a
    /// `ProblemList` with everything wrong in the writeups, an ``ArchiveError`` when an archive is not as it was written.
    public static func read(
        archive: URL, incidents folder: URL, order: [String] = [],
        judging: (DatasetRecord) -> Judgement? = { _ in nil },
        hiding: (DatasetRecord) throws -> Redactions = { _ in .none }
    ) throws -> Chronicles {
        let named = try ArchiveReader(root: archive).datasets
        let names =
            order.filter(named.contains) + named.filter { name in !order.contains { $0 == name } }
        var read: [(dataset: String?, audits: [ArchivedAudit])] = try names.map {
            ($0, try ArchiveReader(root: archive, dataset: $0).readAll())
        }
        if read.isEmpty { read = [(nil, try ArchiveReader(root: archive).readAll())] }
        read = try read.map { part in
            guard let newest = part.audits.last else { return part }
            let redactions = try hiding(newest.audit.dataset)
            return (part.dataset, part.audits.map { $0.withholding(redactions) })
        }
        var problems = ProblemList()
        let incidents = try Chronicle.incidents(in: folder, &problems)
        let modes = read.map { part in Set(part.audits.flatMap { $0.audit.findings.map(\.id) }) }
        func has(_ modes: Set<String>, _ mode: String) -> Bool {
            modes.contains { FormerNames.isSameMode($0, mode) }
        }
        for incident in incidents.sorted(by: { $0.id > $1.id }) {
            for mode in incident.failureModes where !modes.contains(where: { has($0, mode) }) {
                let nearest = nearestName(to: mode, in: modes.flatMap { $0 }.sorted())
                problems.add(
                    Problem(
                        at: Place(file: incident.file, field: "failure_modes"),
                        "no audit has a failure mode \"\(mode)\"",
                        suggestion: nearest.map { "did you mean \"\($0)\"?" }))
            }
        }
        try problems.throwIfAny()
        // An incident stands with the first data set that has every failure mode it names.
        let homes = incidents.map { incident in
            modes.firstIndex { own in incident.failureModes.allSatisfy { has(own, $0) } } ?? 0
        }
        return Chronicles(
            parts: read.enumerated().map { place, part in
                let judgement = part.audits.last.flatMap { judging($0.audit.dataset) }
                return Part(
                    dataset: part.dataset,
                    chronicle: Chronicle(
                        audits: part.audits, incidents: zip(incidents, homes).filter { $0.1 == place }.map(\.0),
                        gates: judgement?.gates, accepted: judgement?.accepted),
                    role: judgement?.role, isRetired: part.dataset != nil && judgement?.isRetired ?? false)
            })
    }

    /// A version on every data set.
    public struct Version: Sendable {
        /// Its name.
        public let name: String
        /// Its date.
        public let date: String
        /// Its audit on each data set, in their order; `nil` where there is none.
        public let audits: [ArchivedAudit?]
        /// The data sets that it is meant for, where it says so.
        let datasets: [String]?

        /// Whether it has no audit on a data set that it ought to have been run on.
        public func lacks(_ part: Part, at place: Int) -> Bool {
            guard audits[place] == nil, part.isJudged else { return false }
            return part.dataset.map { name in datasets?.contains { $0 == name } ?? true } ?? false
        }
    }

    /// Every version, by rising date, then name.
    public var versions: [Version] {
        let all = parts.flatMap(\.chronicle.audits).map(\.audit.version)
        var names: [String] = []
        for version in all.sorted(by: { ($0.date, $0.name) < ($1.date, $1.name) }) where !names.contains(version.name) {
            names.append(version.name)
        }
        return names.map { name in
            let audits = parts.map { $0.chronicle.audit(name) }
            let record = audits.lazy.compactMap(\.self).first?.audit.version
            return Version(name: name, date: record?.date ?? "", audits: audits, datasets: record?.datasets)
        }
    }
}
