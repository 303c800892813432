import Drawing
import Record

/// What was understood of an input and what is doubted, as tables of a page.
struct InputHealthTables {
    let audit: Audit
    let phrases: Phrases

    /// Doubts, standing ones first; an archive that does not keep them by name has their words alone. `nil` without any.
    var doubts: Table? {
        let known =
            audit.health?.doubts
            ?? (audit.doubts ?? []).map { InputHealth.Doubt(kind: "", place: "", text: $0, isAccepted: false) }
        guard !known.isEmpty else { return nil }
        let ordered = known.filter { !$0.isAccepted } + known.filter(\.isAccepted)
        return Table(
            columns: [
                Table.Column("doubt", "Doubt"), Table.Column("file", "Where"), Table.Column("found", "What was found"),
                Table.Column("state", "State"),
            ],
            rows: ordered.map {
                [
                    .text($0.kind), .text($0.place), .text($0.text),
                    .text(phrases($0.isAccepted ? .inputDoubtAccepted : .inputDoubtStands)),
                ]
            })
    }

    /// What was read; `nil` in an archive that does not say.
    var sources: Table? {
        guard let sources = audit.health?.sources, !sources.isEmpty else { return nil }
        return Table(
            columns: [
                Table.Column("what", "What"), Table.Column("file", "File or folder"),
                Table.Column("used", "Used", .number), Table.Column("total", "Of", .number),
            ],
            rows: sources.map {
                [
                    .text(phrases.role($0.role)), .text($0.path), .number(Double($0.used), .count),
                    .number(Double($0.total), .count),
                ]
            })
    }

    /// What was remarked, warnings first.
    var remarks: [String] {
        guard let health = audit.health, !health.remarks.isEmpty else { return audit.remarks }
        return health.remarks.map { remark in
            let place = remark.place.isEmpty ? "" : remark.place + ": "
            return phrases(
                remark.severity == .note ? .inputNote : .inputWarning, ["text": .text(place + remark.text)])
        }
    }
}
