// One part of a version's predictions, whose other parts nobody here sees: a table that holds label and prediction side by side,
// attributes beside them, and what the baseline predicted where that is to be compared. It is read, checked and joined as the
// tables of a workspace are; only what can be told from the whole alone, such as which column is an identifier, is not.

import Columns
import Diagnostics
import Formats
import Record

/// The rows of one partition.
public struct PartitionRows: Sendable {
    /// The rows.
    public let evaluation: Evaluation
    /// What they are counted by: named values, and numbers between the edges of misread.yml.
    public let columns: [CodedColumn]
    /// What the baseline predicted, row by row; `nil` where there is no such column.
    public let before: [Int32?]?
    /// Columns of numbers that misread.yml has no edges for.
    public let leftOut: [String]
    /// What is to be said of the file, errors aside.
    public let remarks: [Problem]

    /// The column of the baseline's predictions where none is named.
    public static let usualBaseline = "baseline_predicted"
    /// Most values of one attribute in a partition: of more it is no attribute but names rows.
    static let mostValues = 1000

    /// Reads a partition. Throws what is wrong with it.
    public init(_ reader: TableReader, of outline: WorkspaceOutline, baseline: String?) throws(ProblemList) {
        var problems = ProblemList()
        let rows = try Self.rows(reader, outline, baseline, &problems)
        try problems.throwIfAny()
        guard let rows else { throw problems }
        self = rows
    }

    private init(
        evaluation: Evaluation, columns: [CodedColumn], before: [Int32?]?, leftOut: [String], remarks: [Problem]
    ) {
        self.evaluation = evaluation
        self.columns = columns
        self.before = before
        self.leftOut = leftOut
        self.remarks = remarks
    }

    private static func rows(
        _ reader: TableReader, _ outline: WorkspaceOutline, _ baseline: String?, _ problems: inout ProblemList
    ) throws(ProblemList) -> PartitionRows? {
        let classes = ClassList(outline.settings.classes)
        var unsaid = ProblemList()
        let conventions = PredictionRows.conventions(outline.form.conventions, for: reader, classes, &unsaid)
        let probabilities = classes.names.map { conventions.own("p_\($0)") }
        let list = BestClasses(in: reader.header).flatMap { $0.isRead(by: conventions) ? $0 : nil }
        let before = baseline ?? (reader.has(usualBaseline) ? usualBaseline : nil)
        if let before, let fault = reader.fault(ofColumn: before) {
            problems.add(fault)
            return nil
        }
        let named = ["image_id", "label", "predicted", "confidence"].map(conventions.own)
        let own =
            named + probabilities + (list?.classes ?? []) + (list?.probabilities ?? []) + ["path"]
            + (before.map { [$0] } ?? [])
        let table = try reader.read(
            { column in
                switch column {
                case named[0]: .text
                case named[1], named[2]: .category
                case named[3]: .number
                case before: .category
                case "path": .skipped
                default:
                    if probabilities.contains(column) || list?.probabilities.contains(column) == true {
                        .number
                    } else if list?.classes.contains(column) == true {
                        .category
                    } else if own.contains(column) || column.hasPrefix("p_") {
                        .skipped
                    } else {
                        .attribute
                    }
                }
            }, &problems)
        guard
            let rows = PredictionRows(
                table, conventions, classes, probabilities, list: list, &unsaid), let index = rows.index
        else {
            problems.add(unsaid)
            return nil
        }
        if let problem = outline.settings.refusal(of: index.ids, file: table.file) {
            problems.add(problem)
            return nil
        }
        let known = own + table.header.filter { $0.hasPrefix("p_") }
        let (attributes, units) = attributes(of: table, besides: known, outline.settings, &problems)
        let images = ImageTable(
            file: table.file, ids: index.ids, index: index, labels: nil, paths: [],
            attributes: attributes.map { .coded($0) },
            units: units)
        let join = EvaluationJoin(images, extra: [], rows, classes: classes, isSubset: false, &unsaid)
        // Notes on one file of many are no help; what is doubted of the whole nobody here can tell.
        for problem in unsaid.errors + unsaid.remarks where problem.severity != .note { problems.add(problem) }
        guard problems.isClean, let join else { return nil }
        var codes: [Int32?]?
        if let before, case .category(let column) = table.column(before) {
            let all = classes.codes(of: column, named: before, in: table, &problems)
            codes = join.kept.map { all[$0] < 0 ? nil : all[$0] }
        }
        guard problems.isClean else { return nil }
        var evaluation = Evaluation(
            manifest: outline.manifest, datasheet: outline.datasheet, classes: classes.names, items: join.items,
            predictions: join.predictions, accounting: join.accounting)
        evaluation.talliedRows = evaluation.items.count
        let columns = evaluation.items.attributes.compactMap { column -> CodedColumn? in
            if case .coded(let coded) = column { coded } else { nil }
        }
        return PartitionRows(
            evaluation: evaluation, columns: columns, before: codes,
            leftOut: leftOut(of: table, known, outline.settings),
            remarks: problems.remarks)
    }

    /// The attributes, numbers cut at the edges of misread.yml, and the column that names units.
    private static func attributes(
        of table: TypedTable, besides own: [String], _ settings: WorkspaceSettings, _ problems: inout ProblemList
    ) -> ([CodedColumn], CodedColumn?) {
        // Whether an image has the value of a case is a question to the whole.
        var known = settings
        known.cases = []
        var reader = AttributeReader(table: table, settings: known, isOfPart: true)
        let read = reader.read(besides: own, &problems)
        var columns: [CodedColumn] = []
        for attribute in read.attributes where isWanted(attribute.name, settings) {
            let edges = settings.slicing.edges.first { Name($0.key) == attribute.name }?.value
            switch attribute {
            case .numeric:
                if let edges { columns.append(attribute.coded(by: .cuts(edges))) }
            case .coded(let coded):
                // A column of which a partition has no value is read as one without numbers.
                if let edges, coded.categories == [CodedColumn.missing] {
                    let blank = NumericColumn(
                        name: coded.name, values: [Double](repeating: .nan, count: coded.count))
                    columns.append(Column.numeric(blank).coded(by: .cuts(edges)))
                } else if coded.categories.count > mostValues {
                    problems.add(
                        Problem(
                            at: Place(file: table.file, field: coded.name.text),
                            "has \(coded.categories.count) values in \(table.rows) rows: it names rows, and no slice is made of it",
                            suggestion: "name the columns to slice by under slicing: attributes: in misread.yml"))
                } else {
                    columns.append(coded)
                }
            }
        }
        return (columns, read.units)
    }

    /// Whether misread.yml asks of an attribute; of each where it names none.
    private static func isWanted(_ name: Name, _ settings: WorkspaceSettings) -> Bool {
        guard let wanted = settings.slicing.attributes else { return true }
        return (wanted + settings.groups + settings.whatIf.flatMap { $0.attributes.map(\.name) }).contains {
            Name($0) == name
        } || settings.cases.contains { $0.predicates.contains { $0.attribute == name } }
            || settings.slicing.declared.contains { $0.predicates.contains { $0.attribute == name } }
    }

    /// Columns of numbers without edges.
    private static func leftOut(of table: TypedTable, _ own: [String], _ settings: WorkspaceSettings) -> [String] {
        zip(table.header, table.columns).compactMap { name, column in
            guard case .number = column, !own.contains(name), name != settings.unit, !TableReader.isOfRowNumbers(name),
                settings.slicing.edges[name] == nil, isWanted(Name(name), settings)
            else { return nil }
            return name
        }
    }
}
