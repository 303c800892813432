// Columns of the image table that are not its own become attributes. What looks like personal data is withheld and said
// so; what is different in nearly every row is an identifier, not an attribute.

import Columns
import Diagnostics
import Formats

/// Turns the other columns of an image table into attributes.
struct AttributeReader {
    let table: TypedTable
    let settings: WorkspaceSettings
    /// Whether a column is an attribute however many values it has: of a part it cannot be told how many the whole has.
    var isOfPart = false

    /// The attributes and the column that `unit:` names. `own` are the columns that are no attributes.
    mutating func read(
        besides own: [String], _ problems: inout ProblemList
    ) -> (attributes: [Column], units: CodedColumn?) {
        var attributes: [Column] = []
        var units: CodedColumn?
        var withheld = WithheldColumns()
        let places = PersonalNumbers.coordinates(
            zip(table.header, table.columns).map { name, column in
                if case .number(let cells) = column, !own.contains(name) { (name, cells.values) } else { (name, nil) }
            })
        for (name, column) in zip(table.header, table.columns)
        where !own.contains(name) && !TableReader.isOfRowNumbers(name) {
            if name == settings.unit { units = unitColumn(name, column) }
            if let publish = settings.publish {
                guard publish.contains(name) else {
                    withheld.unlisted.append(name)
                    continue
                }
            } else if PersonalNames.looksPersonal(name) {
                withheld.personal.append(name)
                continue
            } else if let found = places.contains(name) ? .coordinates : Self.personal(column) {
                withheld.telling.append((name, found))
                continue
            }
            if name == settings.unit { continue }
            if let attribute = attribute(name, column, isWanted: isWanted(name), &problems) {
                attributes.append(attribute)
            }
        }
        attributes = cut(attributes, &problems)
        remarkConstants(attributes, &problems)
        withheld.tell(in: table.file, &problems)
        checkNames(besides: own, &problems)
        checkWithheld(withheld.names, &problems)
        checkValues(of: attributes, &problems)
        return (attributes, units)
    }

    /// What values of a column look like, if they look like personal data.
    private static func personal(_ column: TypedColumn) -> PersonalValue? {
        switch column {
        case .category(let coded): PersonalValue.find(in: coded.values)
        case .number(let cells): PersonalNumbers.find(in: cells.values)
        case .text, .skipped: nil
        }
    }

    /// Most attributes that are read: slices of two grow with the square of them, and so do the tests that each one pays for.
    static let mostAttributes = 200

    /// Of more attributes than are read those that misread.yml names, then the first of the others; says which are left out.
    private func cut(_ attributes: [Column], _ problems: inout ProblemList) -> [Column] {
        guard attributes.count > Self.mostAttributes else { return attributes }
        let wanted = attributes.indices.filter { isWanted(attributes[$0].name.text) }
        let others = attributes.indices.filter { !isWanted(attributes[$0].name.text) }
        let kept = Set(wanted + others.prefix(max(0, Self.mostAttributes - wanted.count)))
        let out = attributes.indices.filter { !kept.contains($0) }.map { attributes[$0].name.text }
        guard let first = out.first, let last = out.last else { return attributes }
        problems.add(
            Problem(
                .warning, at: Place(file: table.file),
                "\(attributes.count) attributes, of which \(kept.count) are read; left out: \(out.count), from \(first) to \(last)",
                suggestion: "name those that matter under slicing: attributes: in misread.yml"))
        return attributes.indices.filter(kept.contains).map { attributes[$0] }
    }

    /// Whether misread.yml names an attribute to slice by: a team knows what it is.
    private func isWanted(_ name: String) -> Bool {
        isOfPart || settings.slicing.attributes?.contains(name) == true || settings.slicing.edges[name] != nil
            || settings.slicing.declared.contains { $0.predicates.contains { $0.attribute == Name(name) } }
            || settings.cases.contains { $0.predicates.contains { $0.attribute == Name(name) } }
    }

    /// Says which attributes tell no row from another.
    private func remarkConstants(_ attributes: [Column], _ problems: inout ProblemList) {
        guard table.rows >= 20 else { return }
        let constant = attributes.filter { column in
            switch column {
            case .coded(let column): Set(column.codes.lazy.map { $0 }).count < 2
            case .numeric(let column): column.values.allSatisfy { $0 == column.values.first }
            }
        }
        guard !constant.isEmpty else { return }
        problems.add(
            Problem(
                .note, at: Place(file: table.file),
                "\(list(constant.map(\.name.text))) \(constant.count == 1 ? "is" : "are") the same in every row: no slice can be made "
                    + "of it"))
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

    /// A column as an attribute. One that is different in nearly every row is none, unless it `isWanted` by name.
    func attribute(
        _ name: String, _ column: TypedColumn, isWanted: Bool = false, _ problems: inout ProblemList
    ) -> Column? {
        switch column {
        case .number(let cells):
            if cells.faultCount > 0 {
                problems.add(
                    Problem(
                        .warning, at: Place(file: table.file, field: name),
                        "\(cells.faultCount) cells are not finite numbers and count as missing"))
            }
            if cells.values.allSatisfy(\.isNaN) {
                let codes = Codes([Int](repeating: 0, count: cells.count), categories: 1)
                return .coded(CodedColumn(name: Name(name), categories: [CodedColumn.missing], codes: codes))
            }
            if !isWanted, isRowNumber(cells.values) {
                problems.add(
                    Problem(
                        .note, at: Place(file: table.file, field: name),
                        "numbers the \(table.rows) rows one by one: taken for an identifier, not for an attribute"))
                return nil
            }
            return .numeric(NumericColumn(name: Name(name), values: cells.values))
        case .category(let coded):
            let distinct = coded.values.count
            if distinct > 20, distinct * 2 > table.rows, !isWanted {
                problems.add(
                    Problem(
                        .note, at: Place(file: table.file, field: name),
                        "has \(distinct) values in \(table.rows) rows: taken for an identifier, not for an attribute"))
                return nil
            }
            return .coded(CodedColumn(name: Name(name), texts: coded.values, codes: coded.codes, order: .bytes))
        case .text, .skipped: return nil
        }
    }

    /// Whether numbers are whole, all different and without a gap.
    private func isRowNumber(_ values: [Double]) -> Bool {
        guard values.count > 20, let low = values.min(), let high = values.max(), low.isFinite, high.isFinite,
            high - low == Double(values.count - 1), values.allSatisfy({ $0 == $0.rounded() })
        else { return false }
        return Set(values).count == values.count
    }

    /// Units are names even when they are spelled with digits.
    private func unitColumn(_ name: String, _ column: TypedColumn) -> CodedColumn? {
        switch column {
        case .category(let coded):
            return CodedColumn(name: Name(name), texts: coded.values, codes: coded.codes, order: .bytes)
        case .number(let cells):
            let values = cells.values.map { $0.isNaN ? CodedColumn.missing : Name("\($0)") }
            let distinct = Set(values).sorted()
            let codes = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
            return CodedColumn(
                name: Name(name), categories: distinct,
                codes: Codes(values.map { codes[$0] ?? 0 }, categories: distinct.count))
        case .text, .skipped: return nil
        }
    }

    /// Slices by a column that is withheld: the values that they name would be published.
    private func checkWithheld(_ names: [String], _ problems: inout ProblemList) {
        for (field, name) in slicedBy where names.contains(name) {
            problems.add(WorkspaceError("misread.yml", field: field, .withheldAttribute(name)))
        }
        for (one, predicate) in conditions where names.contains(predicate.attribute.text) {
            problems.add(one.error(.withheldAttribute(predicate.attribute.text), in: "where"))
        }
    }

    /// The conditions of the suite's cases.
    private var conditions: [(SuiteCase, Predicate)] {
        settings.cases.flatMap { one in one.predicates.map { (one, $0) } }
    }

    /// Values of the suite's cases that no image has. What is computed from pictures is not known yet.
    private func checkValues(of attributes: [Column], _ problems: inout ProblemList) {
        for (one, predicate) in conditions where predicate.attribute != Predicate.label {
            guard let column = attributes.first(where: { $0.name == predicate.attribute }) else { continue }
            let edges = settings.slicing.edges.first { Name($0.key) == column.name }?.value
            let values = column.coded(by: edges.map { .cuts($0) } ?? .quantiles(settings.slicing.buckets)).categories
            guard !values.contains(predicate.value) else { continue }
            let texts = values.map(\.text)
            problems.add(
                one.error(
                    .unknownValue(
                        predicate.value.text, of: predicate.attribute.text, values: texts,
                        nearest: nearestName(to: predicate.value.text, in: texts)), in: "where"))
        }
    }

    /// The attributes that misread.yml slices by, and the setting that names each.
    private var slicedBy: [(field: String, name: String)] {
        let slicing = settings.slicing
        return (slicing.attributes ?? []).map { ("slicing.attributes", $0) }
            + slicing.edges.keys.sorted().map { ("slicing.edges", $0) }
            + slicing.declared.flatMap(\.predicates).map { ("slicing.declared", $0.attribute.text) }
            + settings.whatIf.flatMap(\.attributes).map { ("what_if", $0.name) }
    }

    /// Names in misread.yml that no column has.
    private func checkNames(besides own: [String], _ problems: inout ProblemList) {
        // Objects have an attribute of their own.
        let known =
            table.header + ImageMeasures.names
            + (settings.task == .detection ? [DetectionEvaluation.sizeAttribute] : [])
        let named =
            // Of a detector's data set it may be an attribute of objects.
            (settings.task == .detection ? [] : settings.publish ?? []).map { (field: "privacy.publish", name: $0) }
            + settings.groups.map { (field: "groups", name: $0) } + slicedBy
        if let unit = settings.unit, !table.header.contains(unit) || own.contains(unit) {
            // What is computed from the pictures, and what says which image it is and what it shows, names no unit.
            let columns = table.header.filter { !own.contains($0) }
            let fault: WorkspaceFault =
                own.contains(unit) || known.contains(unit)
                ? .noUnit(unit) : .unknownAttribute(unit, nearest: nearestName(to: unit, in: columns))
            problems.add(WorkspaceError("misread.yml", field: "unit", fault))
        }
        if let unit = settings.unit, settings.slicing.attributes?.contains(unit) == true {
            problems.add(WorkspaceError("misread.yml", field: "slicing.attributes", .slicedUnit(unit)))
        }
        for (field, name) in named where name != "label" && !known.contains(name) {
            let fault = WorkspaceFault.unknownAttribute(name, nearest: nearestName(to: name, in: known))
            problems.add(WorkspaceError("misread.yml", field: field, fault))
        }
        for (one, predicate) in conditions where predicate.attribute != Predicate.label {
            let name = predicate.attribute.text
            if name == settings.unit {
                problems.add(one.error(.slicedUnit(name), in: "where"))
            } else if !known.contains(name) {
                problems.add(
                    one.error(.unknownAttribute(name, nearest: nearestName(to: name, in: known)), in: "where"))
            }
        }
    }
}
