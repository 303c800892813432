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
    /// What a version has to keep to be used at all; what the newest audit kept where `nil`.
    public let constraints: [Constraint]?
    /// What is accepted of the input; each audit stands where `nil`.
    public let accepted: [String]?

    /// What the data set is for; what its newest audit says where `nil`.
    public let role: DatasetRole?
    /// Whether it is audited no more, so that no version is judged by it.
    public let isRetired: Bool

    /// What the site is called; as at the newest audit where `nil`.
    public let title: String?

    /// What misread.yml asks.
    public init(
        gates: [GateRule]?, accepted: [String]?, constraints: [Constraint]? = nil, role: DatasetRole? = nil,
        isRetired: Bool = false,
        title: String? = nil
    ) {
        self.title = title
        self.gates = gates
        self.accepted = accepted
        self.constraints = constraints
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
    /// The digests of everything that is approved, for the archive to keep.
    public let approvals: ApprovalLedger
    /// What is to be said of the records, and is no error.
    public let remarks: [Problem]

    /// Chronicles that were read.
    public init(parts: [Part], approvals: ApprovalLedger = ApprovalLedger(), remarks: [Problem] = []) {
        self.parts = parts
        self.approvals = approvals
        self.remarks = remarks
    }

    /// How many records there are, by kind.
    public var recordCounts: [(kind: RecordKind, count: Int)] {
        let ids = recordIDs
        return RecordKind.allCases.map { kind in (kind, ids.count { RecordKind(ofID: $0) == kind }) }
    }

    /// The ids of all records.
    public var recordIDs: [String] {
        Set(parts.flatMap { part in part.chronicle.incidents.map(\.id) + part.chronicle.records.documents.map(\.id) })
            .sorted()
    }

    /// Whether there is more than one data set.
    public var isSeveral: Bool { parts.count > 1 }

    /// Reads the archive and the records of a workspace. `order` are the data sets that misread.yml lists, `judging` says what is
    /// asked of one by what its newest audit says of it, `hiding` what is not to be seen of its pictures: no picture that shows it
    /// gets past here; `expecting` is what the workspace has, which records may name before it is archived.
    /// Throws a `ProblemList` with everything wrong in the records, unless they are not checked, and an
    /// ``ArchiveError`` when an archive is not as it was written.
    public static func read(
        archive: URL, workspace: URL, order: [String] = [], isChecked: Bool = true,
        expecting: Upcoming = Upcoming(),
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
        let folder = try RecordFolder(of: workspace, &problems)
        let records = Records(
            folder.documents.filter { $0.schema.kind != .incident }, governance: folder.governance,
            schedule: folder.schedule)
        let judgements = read.map { part in part.audits.last.flatMap { judging($0.audit.dataset) } }
        let known = KnownNames(
            folder.documents, roles: folder.governance.roles.map(\.name), audits: read,
            gates: judgements.map { $0?.gates }, expecting: expecting)
        var approvals = try ApprovalLedger(of: archive)
        if isChecked {
            for problem in approvals.problems(records) { problems.add(problem) }
            RecordChecks(records: records, documents: folder.documents, known: known).check(&problems)
            try problems.throwIfAny()
        }
        approvals.add(records)
        // A record stands with the first data set that has every failure mode it names.
        let modes = read.map { part in Set(part.audits.flatMap { $0.audit.findings.map(\.id) }) }
        func home(_ named: [String]) -> Int {
            modes.firstIndex { own in
                named.allSatisfy { mode in own.contains { FormerNames.isSameMode($0, mode) } }
            } ?? 0
        }
        // What acknowledges an alarm stands with the data set whose telemetry raised it.
        func homeOfAlarm(_ record: AlarmRecord) -> Int {
            read.firstIndex { part in
                part.audits.contains { archived in
                    (archived.audit.alarms ?? []).contains { record.isOf($0, on: archived.audit.dataset.name) }
                }
            } ?? 0
        }
        let incidents = folder.documents.filter { $0.schema.kind == .incident }.map(Incident.init)
        let today = read.flatMap(\.audits).compactMap { Day($0.audit.version.date) }.max()
        return Chronicles(
            parts: read.enumerated().map { place, part in
                let judgement = judgements[place]
                return Part(
                    dataset: part.dataset,
                    chronicle: Chronicle(
                        audits: part.audits, incidents: incidents.filter { home($0.failureModes) == place },
                        title: judgement?.title, gates: judgement?.gates, accepted: judgement?.accepted,
                        constraints: judgement?.constraints,
                        records: records.filtered { record in
                            // A decision is about a version, whatever it was evaluated on.
                            if record.schema.kind == .alarm {
                                return homeOfAlarm(AlarmRecord(record: record)) == place
                            }
                            return [.decision, .waiver].contains(record.schema.kind) || home(record.modes) == place
                        }, waivers: records.waivers, acknowledgements: records.alarms, today: today,
                        everyID: Set(folder.documents.map(\.id))),
                    role: judgement?.role, isRetired: part.dataset != nil && judgement?.isRetired ?? false)
            }, approvals: approvals, remarks: problems.remarks)
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

    /// A version without its audits on data sets that are audited no more: what is said of the others together is not of these.
    public func current(_ version: Version) -> Version {
        Version(
            name: version.name, date: version.date,
            audits: zip(parts, version.audits).map { $0.isRetired ? nil : $1 }, datasets: version.datasets)
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
