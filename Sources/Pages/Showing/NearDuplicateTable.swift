import Drawing
import Markup
import Record

/// Images that are nearly the same to the network, as a page tells them.
struct NearDuplicateTable {
    static let values: Set<String> = [
        "near-compared", "near-share", "near-repeated", "near-groups.count", "near-differing.count", "near-across",
    ]
    static let flags: Set<String> = ["has.near-search", "has.near-duplicates", "has.near-across"]

    private let found: NearDuplicates
    private let phrases: Phrases

    init(_ found: NearDuplicates, _ phrases: Phrases) {
        self.found = found
        self.phrases = phrases
    }

    /// Whether no two are.
    var isEmpty: Bool { found.groups.isEmpty }

    /// Gives a template its names.
    func fill(_ scope: inout Scope) {
        scope.values["near-compared"] = NumberFormat.count(found.compared)
        scope.values["near-share"] = NumberFormat.format(found.share, as: .proportion)
        scope.values["near-repeated"] = NumberFormat.count(found.repeated)
        scope.setCount("near-groups.count", found.total)
        scope.setCount("near-differing.count", found.differing)
        scope.values["near-across"] = found.others.map { other in
            phrases(
                .nearAcross,
                [
                    "dataset": .text(other.dataset), "shared": .text(NumberFormat.count(other.shared)),
                    "images": .text(NumberFormat.count(other.images)),
                ])
        }.joined(separator: " ")
        scope.flags["has.near-search"] = true
        scope.flags["has.near-duplicates"] = !isEmpty
        scope.flags["has.near-across"] = !found.others.isEmpty
    }

    /// A row a group.
    var table: Table {
        let hasOthers = !found.others.isEmpty
        var columns = [
            Table.Column("images", phrases(.nearImages)), Table.Column("labels", phrases(.nearLabels)),
            Table.Column("n", phrases(.nearHere), .number),
        ]
        if hasOthers { columns.append(Table.Column("elsewhere", phrases(.nearElsewhere), .number)) }
        columns.append(Table.Column("distance", phrases(.nearDistance), .number))
        return Table(
            columns: columns,
            rows: found.groups.map { group in
                var labels: [String] = []
                for image in group.images where !labels.contains(image.label) { labels.append(image.label) }
                let names = group.images.map { image in
                    image.dataset.map { "\(image.item) (\($0))" } ?? image.item
                }
                let left = group.own + group.others - names.count
                let more = left > 0 ? [phrases(.listMore, ["count": .text(NumberFormat.count(left))])] : []
                var cells: [Cell] = [
                    .text((names + more).joined(separator: ", ")), .text(labels.joined(separator: ", ")),
                    .number(Double(group.own), .count),
                ]
                if hasOthers { cells.append(.number(Double(group.others), .count)) }
                return cells + [.number(group.distance, .score)]
            })
    }

    /// The numbers for the JSON twin.
    var json: JSONValue {
        .object([
            ("compared", .integer(found.compared)), ("share_of_median_distance", .number(found.share)),
            ("repeated", .integer(found.repeated)), ("groups", .integer(found.total)),
            ("several_labels", .integer(found.differing)),
            (
                "other_datasets",
                .array(
                    found.others.map { other in
                        .object([
                            ("dataset", .string(other.dataset)), ("images", .integer(other.images)),
                            ("shared", .integer(other.shared)),
                        ])
                    })
            ),
        ])
    }
}
