// An evaluation without a workspace: one table that holds labels and predictions side by side, and attributes beside them.
// The table is read, checked and joined as those of a workspace are, so that one table cannot mean two things.

import Columns
import Diagnostics
import Formats
import Foundation
import Record

extension Evaluation {
    /// The columns of such a table that are read for what they are, and so are no attributes.
    public static let ownColumns = ["image_id", "label", "predicted"]

    /// The evaluation that the table at `path` holds; `attributes` are columns to be read too, and stand in that order.
    /// The prediction is the column `predicted`, or the most probable class where there is none. Its classes are those
    /// of the probabilities, then all others in it; confidences are NaN where there are no probabilities. What is wrong
    /// is added to `problems`, with `nil` when there is no evaluation.
    public init?(table path: String, attributes: [String] = [], _ problems: inout ProblemList) {
        var found = ProblemList()
        defer { problems.add(found) }
        do throws(ProblemList) {
            guard let table = try Self.table(path, attributes, &found) else { return nil }
            self.init(table, attributes, &found)
        } catch {
            found.add(error)
            return nil
        }
    }

    private static func probabilities(_ header: [String]) -> [String] {
        header.contains { same($0, "predicted") } ? [] : header.filter { $0.utf8.starts(with: "p_".utf8) }
    }

    private static func same(_ a: String, _ b: String) -> Bool { Name(a) == Name(b) }

    private static func table(
        _ path: String, _ attributes: [String], _ problems: inout ProblemList
    ) throws(ProblemList) -> TypedTable? {
        let reader = try TableReader(plain: path)
        for name in ["image_id", "label"] + attributes {
            if let fault = reader.fault(ofColumn: name) { problems.add(fault) }
        }
        let probabilities = Self.probabilities(reader.header)
        if probabilities.isEmpty, !reader.has("predicted") {
            problems.add(ColumnTableError(file: path, fault: .noPrediction))
        }
        guard problems.isClean else { return nil }
        return try reader.read { name in
            if same(name, "image_id") { return .text }
            if same(name, "label") || same(name, "predicted") { return .category }
            if probabilities.contains(where: { same($0, name) }) { return .number }
            return attributes.contains { same($0, name) } ? .attribute : .skipped
        }
    }

    private init?(_ table: TypedTable, _ attributes: [String], _ problems: inout ProblemList) {
        let probabilities = Self.probabilities(table.header)
        let classes = ClassList(Self.classes(of: table, probabilities))
        guard
            let rows = PredictionRows(
                table, FileConventions(), classes, probabilities.isEmpty ? [] : classes.names.map { "p_\($0)" },
                isAlone: true, &problems),
            let ids = rows.ids, case .category(let labels) = table.column("label")
        else { return nil }
        classes.reportBlanks(of: labels, "label", in: table, ids, &problems)
        let reader = AttributeReader(table: table, settings: WorkspaceSettings(title: table.file))
        let read = attributes.compactMap { name in
            table.column(name).flatMap { reader.attribute(name, $0, isWanted: true, &problems) }
        }
        guard problems.isClean else { return nil }
        var index = IDIndex()
        _ = index.add(ids)
        let images = ImageTable(
            file: table.file, ids: ids.strings().map { ItemID($0) }, index: index,
            labels: classes.codes(of: labels, named: "label", in: table, &problems), paths: [], attributes: read,
            units: nil)
        guard let join = EvaluationJoin(images, extra: [], rows, classes: classes, &problems) else { return nil }
        self.init(
            manifest: VersionManifest(version: table.file, date: "", model: ""),
            datasheet: Datasheet(name: table.file, title: table.file), classes: classes.names, items: join.items,
            predictions: join.predictions, accounting: join.accounting)
    }

    /// The classes that the columns of probabilities name, in their order, then those that cells name.
    private static func classes(of table: TypedTable, _ probabilities: [String]) -> [String] {
        var names = probabilities.map { String(decoding: $0.utf8.dropFirst(2), as: UTF8.self) }
        var known = Set(names.map { ClassName($0) })
        for column in ["label", "predicted"] {
            guard case .category(let cells) = table.column(column) else { continue }
            for name in cells.values where !name.utf8.isEmpty && known.insert(ClassName(name)).inserted {
                names.append(name)
            }
        }
        return names
    }
}
