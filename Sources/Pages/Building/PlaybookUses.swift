import Chronicle
import Markup
import Record

/// Where playbooks are for what fails now: release gates of the newest version that are not passed, and alarms.
struct PlaybookUses {
    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    private var records: Records { map.chronicle.records }

    /// Gates of the newest version that are not passed, each with the playbooks for the kind of failure that it guards against.
    var gates: Table {
        let open = (map.chronicle.latest.map { map.chronicle.judged($0).gates } ?? []).filter {
            $0.state == .failed || $0.state == .undecided
        }
        let rows = open.flatMap { gate in
            records.playbooks(ofKind: gate.failureKind).map { playbook in
                [
                    Cell.text(phrases.rule(gate, map.facts)), .state(Mark(gate.state), nil),
                    .link(playbook.id, target: "playbook:" + playbook.id), .text(playbook.title),
                ]
            }
        }
        return Table(
            columns: [
                Table.Column("gate", "Gate"), Table.Column("state", "State", .state),
                Table.Column("playbook", "Playbook"), Table.Column("title", phrases(.reviewPlaybookWhen)),
            ], rows: rows)
    }

    /// Playbooks for what an alarm is about.
    var ofAlarms: String { records.playbooks(ofKind: "drift").map(\.id).joined(separator: ", ") }

    /// Failure modes of the newest audit that a playbook is for.
    func modes(of playbook: PlaybookRecord) -> [TrackedMode] {
        map.inventory.filter { mode in
            mode.moments.last?.finding != nil
                && records.playbooks(for: mode.finding.mode, ids: mode.ids).contains { $0.id == playbook.id }
        }
    }
}
