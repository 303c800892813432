import Chronicle
import Drawing
import Record

/// The categories of the team over all versions: on the page of failure modes.
struct CategoryTable {
    private let map: SiteMap
    private let categories: [TeamCategory]
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) {
        self.map = map
        categories = map.chronicle.records.governance.categories
    }

    /// Whether there is any.
    var isEmpty: Bool { categories.isEmpty || map.chronicle.audits.isEmpty }

    /// A row a category and version, newest version first within each.
    var table: Table {
        let audits = map.chronicle.audits
        let tests = categories.count * max(1, audits.count - 1)
        return Table(
            columns: [
                Table.Column("category", phrases(.categoryName)), Table.Column("version", "Version"),
                Table.Column("state", "State", .state), Table.Column("errors", "Errors", .number),
                Table.Column("n", phrases(.categoryOf), .number), Table.Column("rate", phrases(.categoryRate), .number),
                Table.Column("interval", phrases(.worthInterval), .interval),
            ],
            rows: categories.flatMap { category -> [[Cell]] in
                let counts = audits.map { category.count(in: $0.outcomes, classes: $0.audit.dataset.classes) }
                return audits.indices.reversed().map { place in
                    let rate = counts[place].rate
                    let state = place > 0 ? counts[place].change(since: counts[place - 1], tests: tests) : nil
                    return [
                        .text(category.name),
                        .link(audits[place].audit.version.name, target: "version:" + audits[place].audit.version.name),
                        state.map { .state(Mark($0), nil) } ?? .state(.neutral, phrases(.modeFirstAudit)),
                        .number(Double(counts[place].errors.count), .count),
                        .number(Double(counts[place].rows.count), .count),
                        rate.map { .number($0.value, .proportion) } ?? .none(""),
                        rate.map {
                            .interval(
                                low: $0.interval.low, value: $0.value, high: $0.interval.high, unit: .proportion,
                                mark: nil)
                        } ?? .none(""),
                    ]
                }
            })
    }
}
