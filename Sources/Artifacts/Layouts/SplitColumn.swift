// A table of images of several splits says in a column which split each image is of. Train and test together say nothing of a
// model: as of folders of splits, one of them is audited, and which is said.

import Columns
import Diagnostics
import Formats

/// A column of an image table that says of which split each image is.
struct SplitColumn: Sendable {
    /// What it is called.
    let name: String
    /// The splits, by name.
    let splits: [String]
    /// The split of each image, by its place among them; -1 where the cell is blank.
    private let places: [Int]

    private static let names: Set<String> = [
        "split", "subset", "partition", "set", "phase", "datasplit", "datasetsplit", "splitname",
    ]

    /// `nil` where no column is called so and holds nothing but the names of two splits or more. One of the `attributes` that a
    /// team slices by is none.
    init?(_ table: TypedTable, besides attributes: [Name] = []) {
        for (header, column) in zip(table.header, table.columns) where Self.names.contains(BoxKeys.plain(header)) {
            guard case .category(let cells) = column, !attributes.contains(Name(header)) else { continue }
            let values = cells.values
            let used = Set((0..<cells.count).map { Int(cells.codes[$0]) })
            let named = Set(used.map { Name(values[$0]) }).subtracting([Name("")]).sorted()
            let kinds = named.map { Split(of: $0.text) }
            guard !kinds.contains(nil), Set(kinds).count > 1 else { continue }
            let place = values.map { value in named.firstIndex(of: Name(value)) ?? -1 }
            name = header
            splits = named.map(\.text)
            places = (0..<cells.count).map { place[Int(cells.codes[$0])] }
            return
        }
        return nil
    }

    private init(_ other: SplitColumn, rows: [Int]) {
        (name, splits, places) = (other.name, other.splits, rows.map { other.places[$0] })
    }

    /// The same for some rows.
    func gathered(_ rows: [Int]) -> SplitColumn { SplitColumn(self, rows: rows) }

    /// The split that is audited: that which `wanted` names, else the one that says most of a model among those of which anything
    /// `isPredicted`. `nil` where several may be the one.
    func choice(_ wanted: String?, isPredicted: (Int) -> Bool) -> SplitChoice? {
        if let wanted { return SplitChoice(among: splits, wanted: wanted) }
        let met = Set(places.indices.filter { places[$0] >= 0 && isPredicted($0) }.map { places[$0] }).sorted()
        return SplitChoice(among: (met.isEmpty ? Array(splits.indices) : met).map { splits[$0] }, wanted: nil)
    }

    /// Whether an image is of another split than the chosen one.
    func isOther(_ row: Int, than choice: SplitChoice) -> Bool {
        places[row] < 0 || Name(splits[places[row]]) != Name(choice.name)
    }

    /// What is said where no setting names the split; `choice` is `nil` where all are audited together.
    func remark(_ choice: SplitChoice?, file: String) -> Problem? {
        guard choice?.isGiven != true else { return nil }
        let counts = splits.indices.map { split in "\(splits[split]) \(places.count { $0 == split })" }
        let images = "images are of \(splits.count) splits (\(counts.joined(separator: ", ")))"
        guard let choice else {
            return Problem(
                .warning, at: Place(file: file, field: name), images + ", and all are audited together",
                suggestion: "say split: NAME in misread.yml: a model is right more often on what it was trained on; "
                    + noSplit)
        }
        return Problem(
            .warning, at: Place(file: file, field: name),
            images + ", and \(choice.name) is audited: test before validation, and training last",
            suggestion: "say split: NAME in misread.yml for another, or for this one without a word; " + noSplit)
    }

    /// What to do where the column says something else.
    private var noSplit: String { "where it is no split, name \(name) in attributes: under slicing:" }
}
