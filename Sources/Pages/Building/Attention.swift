import Chronicle
import Drawing
import Record

/// What is late or about to be, on the front page: overdue actions, conditions and drills, waivers that expire, alarms that nobody
/// acknowledged, what the schedule asks for; and what it asks for next.
struct Attention {
    /// Days before it expires from which a waiver is spoken of.
    static let notice = 30

    /// What is late or about to be.
    var table: Table { Self.table(rows) }
    private let rows: [Row]
    /// What schedule.yml asks for next: the turns that are not overdue, those due first before the others.
    let next: Table

    init(_ map: SiteMap) {
        let (records, phrases) = (map.chronicle.records, map.phrases)
        guard let today = map.chronicle.today else {
            rows = []
            next = Table(columns: [], rows: [])
            return
        }
        var rows: [Row] = []
        func add(_ mark: Mark, _ state: String, _ id: Cell, _ what: String, _ owner: String?, _ due: Day) {
            rows.append(
                Row(
                    due: due,
                    cells: [id, .state(mark, state), .text(what), .text(owner ?? ""), .text(due.description)]))
        }
        for action in records.actions {
            guard let due = action.due, let days = action.overdue(on: today) else { continue }
            add(
                .failed, phrases(.actionOverdue, ["days": .count(days)]),
                .link(action.id, target: "action:" + action.id), action.title, action.owner, due)
        }
        for decision in records.decisionsInForce {
            for condition in decision.conditions {
                let action = condition.action.flatMap { id in records.actions.first { $0.id == id } }
                guard condition.met == nil, action?.status != "validated", let due = condition.due, due < today else {
                    continue
                }
                add(
                    .failed, phrases(.conditionOverdue), .link(decision.id, target: "decision:" + decision.id),
                    condition.text, condition.owner, due)
            }
        }
        for waiver in records.waivers where waiver.isApproved {
            guard let expires = waiver.expires, expires.since(today) <= Self.notice else { continue }
            add(
                waiver.isExpired(on: today) ? .failed : .waived,
                waiver.isExpired(on: today)
                    ? phrases(.waiverExpired) : phrases(.waiverExpires, ["days": .count(expires.since(today))]),
                .link(waiver.id, target: "waiver:" + waiver.id),
                phrases(.waiverTitle, ["gate": .text(waiver.gate), "version": .text(waiver.version)]), waiver.owner,
                expires)
        }
        for playbook in records.playbooks where playbook.isOverdue(on: today) {
            let due = playbook.nextDrill ?? today
            add(
                .failed,
                playbook.nextDrill == nil
                    ? phrases(.drillNever) : phrases(.drillOverdue, ["days": .count(today.since(due))]),
                .link(playbook.id, target: "playbook:" + playbook.id), playbook.title, playbook.owner, due)
        }
        for incident in map.chronicle.incidents {
            guard let clock = incident.regulation else { continue }
            let days: Int
            switch clock.standing(on: today) {
            case .over(let over): days = -over
            case .left(let left): days = left
            case .inTime, .late: continue
            }
            add(
                days < 0 ? .failed : .undecided,
                phrases(days < 0 ? .clockOver : .clockLeft, ["days": .count(abs(days))]),
                .link(incident.id, target: "incident:" + incident.id), incident.title, nil, clock.deadline)
        }
        // What moved on the same day is one thing to look at.
        let alarms = map.chronicle.alarms.filter { $0.state == .unacknowledged }
        for (opened, all) in Dictionary(grouping: alarms, by: \.alarm.opened).sorted(by: { $0.key < $1.key }) {
            guard let day = Day(opened), let first = all.first else { continue }
            let columns = all.map(\.alarm.column).joined(separator: ", ")
            add(
                .failed, phrases(.alarmUnacknowledged),
                all.count == 1 ? .text(first.alarm.id) : .text(phrases(.alarmsOfADay, ["alarms": .count(all.count)])),
                phrases(.alarmTitle, ["column": .text(columns), "version": .text(first.version)]), nil, day)
        }
        for turn in records.schedule {
            guard let days = turn.overdue(on: today) else { continue }
            add(
                .failed, phrases(.actionOverdue, ["days": .count(days)]), .text(RecordKind.files[1]),
                phrases(.scheduled, ["what": .text(Self.words(turn))]), turn.owner, turn.next)
        }
        next = Self.next(records.schedule, today, phrases)
        self.rows = rows
    }

    /// Something that is late or about to be.
    private struct Row: Hashable {
        let due: Day
        let cells: [Cell]
    }

    /// What is late or about to be on any of several data sets, each once.
    static func table(of maps: [SiteMap]) -> Table {
        var seen: Set<Row> = []
        return table(maps.flatMap { Attention($0).rows }.filter { seen.insert($0).inserted })
    }

    /// What is due first before the rest.
    private static func table(_ rows: [Row]) -> Table {
        Table(
            columns: [
                Table.Column("id", "Record"), Table.Column("state", "State", .state), Table.Column("what", "What"),
                Table.Column("owner", "Owner"), Table.Column("due", "Due", .number),
            ],
            rows: rows.enumerated().sorted { ($0.element.due, $0.offset) < ($1.element.due, $1.offset) }
                .map(\.element.cells))
    }

    private static func words(_ turn: ScheduledTurn) -> String { turn.what.replacing("-", with: " ") }

    private static func next(_ schedule: [ScheduledTurn], _ today: Day, _ phrases: Phrases) -> Table {
        let turns = schedule.filter { $0.overdue(on: today) == nil }.enumerated().sorted {
            ($0.element.next, $0.offset) < ($1.element.next, $1.offset)
        }.map(\.element)
        return Table(
            columns: [
                Table.Column("what", "What"), Table.Column("state", "State", .state), Table.Column("owner", "Owner"),
                Table.Column("last", "Last", .number), Table.Column("every", "Every, days", .number),
                Table.Column("due", "Due", .number),
            ],
            rows: turns.map { turn in
                let days = turn.next.since(today)
                let words =
                    days == 0 ? phrases(.scheduledNow) : phrases(.scheduledLeft, ["days": .count(days)])
                return [
                    .text(Self.words(turn)), .state(days == 0 ? .undecided : .neutral, words), .text(turn.owner),
                    .text(turn.last.description), .number(Double(turn.every), .count), .text(turn.next.description),
                ]
            })
    }
}
