import Columns
import Record
import Statistics
import Tallies

/// Attributes that tell which group somebody is of: leaving the group out of a model changes little where one of them is in.
struct Proxies {
    /// How far an attribute tells a group.
    struct Proxy {
        let attribute: Name
        let group: Name
        /// Cramér's V, 0...1.
        let association: Double
        let n: Int
    }

    /// From here on an attribute is named a proxy: Cohen's medium effect (Statistical Power Analysis, 1988, of a table with two rows or
    /// columns).
    static let least = 0.3

    /// Every pair, the strongest first.
    let all: [Proxy]
    /// Those that are named.
    var strong: [Proxy] { all.filter { $0.association >= Self.least } }

    init(_ columns: SliceColumns, _ book: Book) {
        all = Self.pairs(of: columns).compactMap { attribute, group -> Proxy? in
            let totals = book[Values(by: [attribute, group])].rows.totals
            let width = group.categories.count
            let table = attribute.categories.indices.map { row in
                (0..<width).map { column in
                    totals[2 * (row * width + column)] + totals[2 * (row * width + column) + 1]
                }
            }
            return CramersV.debiased(table).map {
                Proxy(attribute: attribute.name, group: group.name, association: $0, n: attribute.count)
            }
        }.sorted {
            $0.association != $1.association
                ? $0.association > $1.association : ($0.attribute, $0.group) < ($1.attribute, $1.group)
        }
    }

    /// Each attribute that is no group, with each that is.
    static func pairs(of columns: SliceColumns) -> [(CodedColumn, CodedColumn)] {
        let groups = Set(columns.groups.map(\.name))
        return columns.withoutLabel.filter { !groups.contains($0.name) && $0.categories.count > 1 }.flatMap { column in
            columns.groups.map { (column, $0) }
        }
    }

    /// Those that are named; the strongest where none is.
    var table: Table {
        let shown = strong.isEmpty ? Array(all.prefix(3)) : strong
        return Table(
            columns: [
                Table.Column("attribute", "Attribute"), Table.Column("group", "Tells"),
                Table.Column("association", "Cramér's V", .number, method: "cramers-v"),
                Table.Column("n", "Images", .number),
            ],
            rows: shown.map {
                [
                    .text($0.attribute.text), .text($0.group.text), .number($0.association, .score),
                    .number(Double($0.n), .count),
                ]
            })
    }
}
