// What an evaluation is sliced by: the class, and every attribute that may be shown, numbers cut into buckets.

import Artifacts
import Columns
import Record
import Tallies

/// The columns that slices are made of.
struct SliceColumns: Sendable {
    /// What the class is called as an attribute.
    static let label = "label"

    /// The class first, when it is sliced by, then the attributes in the order of the table.
    let columns: [CodedColumn]
    /// How many of `columns` are attributes.
    let attributes: Int

    /// The columns of an evaluation: never one that is withheld or that names the unit.
    init(of evaluation: Evaluation, _ settings: WorkspaceSettings) {
        let slicing = settings.slicing
        var columns: [CodedColumn] = []
        for attribute in evaluation.items.attributes {
            let name = attribute.name
            if let wanted = slicing.attributes, !wanted.contains(where: { Self.same($0, name) }) { continue }
            if let shown = settings.publish, !shown.contains(where: { Self.same($0, name) }) { continue }
            if Self.same(settings.unit ?? "", name) || Self.same(Self.label, name) { continue }
            let edges = slicing.edges.first { Self.same($0.key, name) }?.value
            columns.append(attribute.coded(by: edges.map { .cuts($0) } ?? .quantiles(slicing.buckets)))
        }
        attributes = columns.count
        if slicing.includesLabel {
            let codes = Codes(evaluation.items.labels.map { Int($0) }, categories: max(1, evaluation.classes.count))
            columns.insert(CodedColumn(name: Self.label, categories: evaluation.classes, codes: codes), at: 0)
        }
        self.columns = columns
    }

    /// The column of a name.
    func column(_ name: String) -> CodedColumn? { columns.first { Self.same($0.name, name) } }

    /// The attribute values of an item, as chips.
    func chips(_ row: Int) -> [Predicate] {
        columns.filter { $0.name != Self.label }.prefix(4).map { Predicate($0.name, $0.categories[$0.codes[row]]) }
    }

    /// Rows for which all conditions hold, or the first condition that names nothing there is.
    func rows(_ predicates: [Predicate]) -> (rows: [Int], unknown: Predicate?) {
        var found: [(column: CodedColumn, code: Int)] = []
        for predicate in predicates {
            guard let column = column(predicate.attribute),
                let code = column.categories.firstIndex(where: { Self.same($0, predicate.value) })
            else { return ([], predicate) }
            found.append((column, code))
        }
        guard let first = found.first else { return ([], nil) }
        return (
            (0..<first.column.codes.count).filter { row in found.allSatisfy { $0.column.codes[row] == $0.code } }, nil
        )
    }

    private static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}
