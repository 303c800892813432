import Columns
import Record

/// What the page of groups shows.
enum GroupTables {
    /// The share right of each group, attribute by attribute in the order of misread.yml, the lowest first.
    static func rates(_ attributes: [GroupedAttribute]) -> Table {
        Table(
            columns: [
                Table.Column("group", "Group"), Table.Column("n", "Images", .number),
                Table.Column("rate", "Share correct", .number),
                Table.Column("interval", "95 % interval of all groups at once", .interval, method: "group-rates"),
                Table.Column("behind", "Behind the highest", .number),
            ],
            rows: attributes.flatMap { attribute -> [[Cell]] in
                let rates = attribute.right.rates.enumerated().compactMap { group, rate in rate.map { (group, $0) } }
                let highest = rates.map(\.1.value).max() ?? 0
                return rates.sorted { ($0.1.value, $0.0) < ($1.1.value, $1.0) }.map { group, rate in
                    [
                        .predicates([attribute.column.predicate(attribute.codes[group])], target: nil),
                        .number(Double(rate.n), .count),
                        .number(rate.value, .proportion), .interval(of: rate, mark: nil),
                        .number(rate.value - highest, .points),
                    ]
                }
            })
    }

    /// Of each attribute and kind of rate, how far the groups are apart; of the class where they are furthest.
    static func disparities(_ attributes: [GroupedAttribute], isOfLabels: Bool) -> Table {
        Table(
            columns: [
                Table.Column("attribute", "Attribute"), Table.Column("rate", "Rate"),
                Table.Column("class", isOfLabels ? "Label" : "Class"), Table.Column("state", "State", .state),
                Table.Column("lowest", "Lowest"), Table.Column("highest", "Highest"),
                Table.Column("difference", "Difference", .number, method: "group-rates"),
                Table.Column("interval", "95 % interval", .interval, method: "group-rates"),
                Table.Column("ratio", "Lowest / highest", .number),
                Table.Column("ratio_low", "at least", .number), Table.Column("ratio_high", "at most", .number),
            ],
            rows: attributes.flatMap { attribute in
                attribute.worst.compactMap { rate -> [Cell]? in
                    guard let difference = rate.difference, let low = rate.lowest, let high = rate.highest else {
                        return nil
                    }
                    let ratio = rate.ratio
                    func number(_ value: Double?) -> Cell {
                        value.map { .number($0, .ratio) } ?? .none("the highest is 0")
                    }
                    return [
                        .text(attribute.column.name.text),
                        .text(rate.kind == .right ? "share correct" : rate.kind.rawValue), .text(rate.cls ?? "all"),
                        .state(rate.isApart ? .worse : .undecided, rate.isApart ? "apart" : "not distinguishable"),
                        named(attribute, low, rate), named(attribute, high, rate),
                        .number(difference.value, .points), .interval(of: difference, mark: 0),
                        number(ratio?.value), number(ratio?.interval.low), number(ratio?.interval.high),
                    ]
                }
            })
    }

    private static func named(_ attribute: GroupedAttribute, _ group: Int, _ rate: GroupRate) -> Cell {
        .text(attribute.groups[group].text)
    }

    /// The groups of two attributes at once, the lowest share right first.
    static func crossed(_ crossings: [GroupCrossing]) -> Table {
        let cells = crossings.flatMap(\.cells).enumerated().sorted {
            ($0.element.rate.value, $0.offset) < ($1.element.rate.value, $1.offset)
        }.map(\.element)
        return Table(
            columns: [
                Table.Column("group", "Groups"), Table.Column("n", "Images", .number),
                Table.Column("rate", "Share correct", .number),
                Table.Column("interval", "95 % interval of all at once", .interval, method: "group-rates"),
            ],
            rows: cells.prefix(ShowAtMost.rows).map { cell in
                [
                    .predicates([cell.first, cell.second], target: nil), .number(Double(cell.rate.n), .count),
                    .number(cell.rate.value, .proportion), .interval(of: cell.rate, mark: nil),
                ]
            })
    }
}
