// What an evaluation is sliced by: the class, and every attribute that may be shown, numbers cut into buckets.

import Artifacts
import Columns
import Record

/// The columns that slices are made of.
struct SliceColumns: Sendable {
    /// The class first, when it is sliced by, then the attributes in the order of the table.
    let columns: [CodedColumn]
    /// Those whose values are groups of people, in the order of misread.yml.
    let groups: [CodedColumn]
    /// Their values with too few images, each under the name of all such.
    let pooled: Int
    /// How many of `columns` are attributes.
    let attributes: Int
    /// What they were before they were cut, and the class, whether or not it is sliced by: what conditions are matched with.
    private let whole: [Name: Column]
    private let rows: Int

    /// The columns of an evaluation: never one that is withheld or that names the unit.
    init(of evaluation: Evaluation, _ settings: WorkspaceSettings) {
        let slicing = settings.slicing
        var columns: [CodedColumn] = []
        var whole: [Name: Column] = [:]
        var pooled = 0
        for attribute in evaluation.items.attributes {
            let name = attribute.name
            let isGroup = settings.groups.contains { Name($0) == name }
            if let wanted = slicing.attributes, !isGroup, !wanted.contains(where: { Name($0) == name }) { continue }
            if let shown = settings.publish, !shown.contains(where: { Name($0) == name }) { continue }
            if settings.unit.map({ Name($0) == name }) ?? false || name == Predicate.label { continue }
            let edges = slicing.edges.first { Name($0.key) == name }?.value
            let coded = attribute.coded(by: edges.map { .cuts($0) } ?? .quantiles(slicing.buckets))
            guard isGroup, let few = coded.pooling(below: settings.suppressBelow) else {
                columns.append(coded)
                whole[name] = attribute
                continue
            }
            columns.append(few.column)
            whole[name] = .coded(few.column)
            pooled += few.values
        }
        attributes = columns.count
        self.pooled = pooled
        groups = settings.groups.compactMap { name in columns.first { $0.name == Name(name) } }
        let label = evaluation.classColumn(Predicate.label, evaluation.items.labels)
        whole[label.name] = .coded(label)
        if slicing.includesLabel { columns.insert(label, at: 0) }
        self.columns = columns
        self.whole = whole
        rows = evaluation.items.count
    }

    /// The column of a name.
    func column(_ name: Name) -> CodedColumn? { columns.first { $0.name == name } }

    /// What slices are shown by besides the class.
    var withoutLabel: [CodedColumn] { columns.filter { $0.name != Predicate.label } }

    /// The attribute values of an item, as chips: what its buckets are called, without their edges.
    func chips(_ row: Int) -> [Predicate] {
        withoutLabel.prefix(4).map { Predicate($0.name, $0.category(of: row)) }
    }

    /// Rows for which all conditions hold, or the first condition that names nothing there is.
    func rows(_ predicates: [Predicate]) -> (rows: [Int], unknown: Predicate?) {
        var tests: [RowTest] = []
        for predicate in predicates {
            guard let test = test(predicate) else { return ([], predicate) }
            tests.append(test)
        }
        guard !tests.isEmpty else { return ([], nil) }
        return ((0..<rows).filter { row in tests.allSatisfy { $0.holds(row) } }, nil)
    }

    /// A condition by the numbers it states, in whatever buckets they are now; by the name of a bucket or a value where it
    /// states none.
    private func test(_ predicate: Predicate) -> RowTest? {
        guard let whole = whole[predicate.attribute] else { return nil }
        if let test = predicate.rows(of: whole) { return test }
        return column(predicate.attribute).flatMap { predicate.rows(of: .coded($0)) }
    }
}

extension Evaluation {
    /// Class codes as a column of this name: the labels, or what was predicted.
    func classColumn(_ name: Name, _ codes: [Int32]) -> CodedColumn {
        CodedColumn(
            name: name, categories: classes.map { Name($0) },
            codes: Codes(codes.map { Int($0) }, categories: max(1, classes.count)))
    }
}
