import Archive
import Diagnostics
import Record

/// What several audits and the incidents say together: what the site is made from.
public struct Chronicle: Sendable {
    /// Audits by rising date, then name.
    public let audits: [ArchivedAudit]
    /// Incidents, newest id first.
    public let incidents: [Incident]

    /// Records that the audience does not get to read.
    public let withheld: [Withheld]
    /// Actions, decisions, waivers, alarms, playbooks, cases.
    public let records: Records
    /// The waivers of the workspace, whoever may read them.
    let waivers: [WaiverRecord]
    /// The records of alarms of the workspace, whoever may read them.
    let acknowledgements: [AlarmRecord]
    /// The ids of every record of the workspace.
    let everyID: Set<String>
    /// Whether a record is one of the workspace and none that these pages show: withheld, or of another data set.
    public func isElsewhere(_ id: String) -> Bool { everyID.contains(id) || withheld.contains { $0.id == id } }
    /// The day of the newest data of the workspace: what is overdue or has expired is so on this day, whenever pages are made.
    public let today: Day?

    /// The release gates in force: those of misread.yml where there is one, else those of the newest audit.
    public let gates: [GateRule]
    /// What a version has to keep to be used at all: what misread.yml says where there is one, else what the newest audit kept.
    public let constraints: [Constraint]
    /// What is accepted of the input in force: what misread.yml names; `nil` where there is none, and each audit stands.
    public let accepted: [String]?

    /// What the site is called: what misread.yml says, else the newest audit.
    public let title: String?

    /// A chronicle of what was read; `title`, `gates` and `accepted` are those of misread.yml.
    public init(
        audits: [ArchivedAudit], incidents: [Incident], title: String? = nil, gates: [GateRule]? = nil,
        accepted: [String]? = nil, constraints: [Constraint]? = nil,
        withheld: [Withheld] = [], records: Records = Records(), waivers: [WaiverRecord]? = nil,
        acknowledgements: [AlarmRecord]? = nil, today: Day? = nil,
        everyID: Set<String> = []
    ) {
        self.title = title ?? audits.last?.audit.title
        self.everyID = everyID
        self.withheld = withheld.sorted { $0.id > $1.id }
        self.records = records
        self.waivers = waivers ?? records.waivers
        self.acknowledgements = acknowledgements ?? records.alarms
        self.today = today ?? audits.compactMap { Day($0.audit.version.date) }.max()
        self.accepted = accepted
        self.constraints = constraints ?? audits.last?.audit.policy?.constraints ?? []
        self.audits = audits
        self.gates = gates ?? audits.last?.audit.policyOfItsDay.gates ?? []
        self.incidents = incidents.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }.reversed()
    }

    /// The newest audit.
    public var latest: ArchivedAudit? { audits.last }

    /// The audit of a version.
    public func audit(_ version: String) -> ArchivedAudit? { audits.first { $0.audit.version.name == version } }

    /// An audit judged by the gates in force, with what is accepted of its input.
    public func judged(_ archived: ArchivedAudit) -> Audit {
        let audit = archived.audit.judged(by: gates).accepting(accepted)
        let open = waivers.filter { waiver in
            waiver.isApproved && waiver.version == audit.version.name && !waiver.isExpired(on: today)
                && (waiver.dataset == nil || waiver.dataset == audit.dataset.name)
        }
        return audit.waiving { gate in
            open.first { $0.isOf(gate) }.map { "\($0.id), until \($0.expires?.description ?? "")" }
        }
    }

    /// Waivers that have expired, of gates that a version has not passed without them.
    public var expiredWaivers: [WaiverRecord] {
        waivers.filter { waiver in
            guard waiver.isApproved, waiver.isExpired(on: today), let archived = audit(waiver.version) else {
                return false
            }
            return judged(archived).gates.contains { waiver.isOf($0) && $0.state != .passed }
        }
    }

    /// The oldest of the newest audits that were all made under the gates in force: since then they are. `nil` where the
    /// newest was made under others.
    public var policySince: ArchivedAudit? {
        audits.reversed().prefix { $0.audit.isJudged(by: gates) }.last
    }

    /// Incidents that name a failure mode.
    public func incidents(naming mode: String) -> [Incident] {
        incidents.filter { $0.failureModes.contains { FormerNames.isSameMode($0, mode) } }
    }

}
