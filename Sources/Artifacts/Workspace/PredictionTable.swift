// Predictions as a table: CSV or JSON Lines.

import Columns
import Diagnostics
import Formats

extension PredictionRows {
    /// Reads a table of predictions. What is wrong is added to `problems`; `nil` when it has no usable columns.
    static func read(
        table path: String, in folder: WorkspaceFolder, conventions: FileConventions, classes: ClassList,
        _ problems: inout ProblemList
    ) -> PredictionRows? {
        do throws(ProblemList) {
            let reader = try TableReader(opening: path, in: folder, conventions: conventions)
            let conventions = Self.conventions(conventions, for: reader, classes, &problems)
            let names = (
                id: conventions.own("image_id"), label: conventions.own("label"),
                predicted: conventions.own("predicted"), confidence: conventions.own("confidence")
            )
            let probabilities = classes.names.map { conventions.own("p_\($0)") }
            let wanted = Set(probabilities.map { Name($0) })
            let list = BestClasses(in: reader.header).flatMap { $0.isRead(by: conventions) ? $0 : nil }
            let table = try reader.read(
                { column in
                    switch column {
                    case names.id: .text
                    case names.label, names.predicted: .category
                    case names.confidence: .number
                    default:
                        wanted.contains(Name(column)) || list?.probabilities.contains(column) == true
                            ? .number : list?.classes.contains(column) == true ? .category : .skipped
                    }
                }, &problems)
            return PredictionRows(table, conventions, classes, probabilities, list: list, &problems)
        } catch {
            problems.add(error)
            return nil
        }
    }

    /// The conventions with what the header itself says: columns of usual names, or a list of the best classes.
    static func conventions(
        _ given: FileConventions, for reader: TableReader, _ classes: ClassList, _ problems: inout ProblemList
    ) -> FileConventions {
        let has = { (name: String) in reader.header.contains { Name($0) == Name(name) } }
        let given = given.findingProbabilities(in: reader, classes, &problems)
        let hasMatrix = classes.names.contains { has(given.own("p_\($0)")) }
        var conventions = given
        if !hasMatrix, !has(given.own("predicted")), let best = BestClasses(in: reader.header) {
            conventions = best.conventions(given, of: reader.file, &problems)
        }
        let wanted = ["image_id", "label", "predicted"] + (hasMatrix ? [] : ["confidence"])
        var resolved = conventions.resolved(wanted, in: reader.header, of: reader.file, &problems)
        // Which class it is of version.yml may say.
        if !hasMatrix, classes.names.count == 2, !has(resolved.own("predicted")), !has(resolved.own("confidence")),
            let column = ProbabilityColumns.ofPositive(in: reader.header)
        {
            resolved.columns["confidence"] = column
        }
        guard !hasMatrix, !has(resolved.own("predicted")), has(resolved.own("label")), has(resolved.own("confidence")),
            !Self.isOfTruth(resolved.own("label"))
        else {
            return resolved
        }
        // timm writes what it predicts as label and prob.
        var swapped = resolved
        swapped.columns["predicted"] = resolved.own("label")
        swapped.columns["label"] = ""
        problems.add(
            Problem(
                .note, at: Place(file: reader.file, field: resolved.own("label")),
                "is read as the prediction, for the only confidence beside it is \(resolved.own("confidence"))"))
        return swapped
    }

    /// What is called so is the confidence in an answer, and the answer is missing.
    private static let ofAnswers = ["confidence", "conf", "max_prob"]

    /// Whether a column of labels says by its name that they are true.
    private static func isOfTruth(_ column: String) -> Bool {
        let words = column.lowercased().split { !$0.isLetter }
        return words.contains { ["true", "truth", "gt", "target", "actual"].contains($0) }
    }

    /// The predictions of a table whose probabilities are in `columns`, one a class. A table that `isAlone` holds labels
    /// and attributes too, and no confidence is asked of it.
    init?(
        _ table: TypedTable, _ conventions: FileConventions, _ classes: ClassList, _ columns: [String],
        isAlone: Bool = false, list: BestClasses? = nil, _ problems: inout ProblemList
    ) {
        let table = table.readingPercentSigns(
            in: columns + [conventions.own("confidence")], conventions.probabilities, &problems)
        guard case .text(let ids) = table.column(conventions.own("image_id")) else {
            problems.add(table.missing("image_id"))
            return nil
        }
        table.reportBlankIDs(ids, conventions.own("image_id"), &problems)
        let index = IDIndex(ids.ids)
        let repeats = table.repeats(of: ids, index, conventions.own("image_id"), &problems)

        var cells = CellFaults(table: table)
        var matrix = Self.probabilities(table, columns, classes, conventions, &cells, &problems)
        var hasMatrix = columns.contains { table.column($0) != nil }
        var confidence: [Double]?
        if case .number(let given) = table.column(conventions.own("confidence")) {
            confidence = given.values
            cells.add(given, conventions.own("confidence"), blanksToo: !hasMatrix)
        }
        if let positive = conventions.probabilities.positive, !isAlone,
            let code = classes.positive(positive, of: table.file, &problems)
        {
            if let given = confidence, !hasMatrix, classes.names.count == 2 {
                (hasMatrix, confidence) = (true, nil)
                matrix = ProbabilityMatrix(positive: code, given, conventions.probabilities.scale)
            } else if let why = Self.why(positive, isUselessIn: table, columns, classes) {
                problems.add(
                    WorkspaceError(
                        table.file, field: "probabilities.positive", .uselessPositive(positive, why: why)))
            }
        }
        cells.report(probabilities: columns, confidence: conventions.own("confidence"), &problems)

        var predicted: [Int32]?
        if case .category(let column) = table.column(conventions.own("predicted")) {
            let codes = classes.codes(
                of: column, named: conventions.own("predicted"), in: table, with: list?.columns(of: table) ?? [],
                &problems)
            if !hasMatrix { classes.reportBlanks(of: column, conventions.own("predicted"), in: table, ids, &problems) }
            predicted = codes
        } else if !hasMatrix, conventions.probabilities.positive == nil {
            if let numbered = ProbabilityColumns.numbered(in: table.header), numbered.count != classes.names.count {
                problems.add(
                    WorkspaceError(
                        table.file, row: 1, field: numbered[0],
                        .numberedColumns(last: numbered[numbered.count - 1], classes: classes.names.count)))
            } else if confidence != nil, classes.names.count == 2, !isAlone,
                !Self.ofAnswers.contains(conventions.own("confidence").lowercased()),
                nearestName(to: "predicted", in: table.header) == nil
            {
                problems.add(
                    WorkspaceError(
                        table.file, field: conventions.own("confidence"), .whichClass(classes.names.map(\.text))))
            } else {
                problems.add(table.missing("predicted"))
            }
        }
        var labels: [Int32]?
        if case .category(let column) = table.column(conventions.own("label")) {
            labels = classes.codes(of: column, named: conventions.own("label"), in: table, &problems)
        }
        if !isAlone { Self.remarkUnused(table, conventions, columns, &problems) }
        if let fault = list?.order(in: table) { problems.add(fault) }
        guard predicted != nil || matrix != nil else { return nil }
        self.init(
            file: table.file, index: index, labels: labels, predicted: predicted,
            confidence: confidence ?? (isAlone && matrix == nil ? [Double](repeating: .nan, count: table.rows) : nil),
            probabilities: matrix, lines: table.lines, settings: conventions.probabilities, repeats: repeats,
            choices: list?.choices(of: table, classes, &problems),
            twoClasses: classes.names.count == 2 && matrix == nil && !isAlone ? classes.names : nil, &problems)
    }

    /// The probability columns in the order of the classes; `nil` when there are none or not all.
    static func probabilities(
        _ table: TypedTable, _ columns: [String], _ classes: ClassList, _ conventions: FileConventions,
        isOfLabels: Bool = false, _ cells: inout CellFaults, _ problems: inout ProblemList
    ) -> ProbabilityMatrix? {
        let present = columns.filter { table.column($0) != nil }
        guard !present.isEmpty else { return nil }
        let unknown = table.header.filter { name in name.hasPrefix("p_") && !columns.contains { $0 == name } }
        for name in unknown {
            let nearest = nearestName(to: name, in: columns)
            problems.add(WorkspaceError(table.file, row: 1, field: name, .unknownProbability(nearest: nearest)))
        }
        if present.count == 1, columns.count == 2, unknown.isEmpty, !isOfLabels {
            return binary(table, columns, classes, conventions, &cells, &problems)
        }
        let absent = columns.filter { table.column($0) == nil }
        if !absent.isEmpty {
            let twin = table.header.first { name in
                absent.contains { $0.lowercased() == name.lowercased() && Name($0) != Name(name) }
            }
            problems.add(WorkspaceError(table.file, row: 1, .missingProbability(absent, twin: twin)))
        }
        guard present.count == columns.count else { return nil }
        let width = columns.count
        var values = [Double](repeating: 0, count: table.rows * width)
        for (cls, name) in columns.enumerated() {
            guard case .number(let column) = table.column(name) else { continue }
            cells.add(column, name, blanksToo: true)
            for row in 0..<table.rows { values[row * width + cls] = column.values[row] }
        }
        return ProbabilityMatrix(rows: table.rows, classes: width, values: values)
    }

    /// Why naming a class as that of the one column of probabilities says nothing; `nil` where that column says the same.
    private static func why(
        _ positive: String, isUselessIn table: TypedTable, _ columns: [String], _ classes: ClassList
    ) -> String? {
        let present = zip(classes.names, columns).filter { table.column($0.1) != nil }
        if classes.names.count != 2 {
            return "there are \(classes.names.count) classes, of which one number says nothing"
        }
        if present.count > 1 { return "every class has a column of its own" }
        guard let (name, column) = present.first else { return "there is no column of numbers" }
        return name == ClassName(positive) ? nil : "the only column is \(column)"
    }

    /// The probabilities of two classes of which one column is given.
    private static func binary(
        _ table: TypedTable, _ columns: [String], _ classes: ClassList, _ conventions: FileConventions,
        _ cells: inout CellFaults, _ problems: inout ProblemList
    ) -> ProbabilityMatrix? {
        guard let given = columns.firstIndex(where: { table.column($0) != nil }),
            case .number(let column) = table.column(columns[given])
        else { return nil }
        cells.add(column, columns[given], blanksToo: true)
        problems.add(
            Problem(
                .note, at: Place(file: table.file, field: columns[given]),
                "the only column of two classes: \(classes.names[1 - given]) has what is left of 1"))
        return ProbabilityMatrix(positive: given, column.values, conventions.probabilities.scale)
    }

    private static func remarkUnused(
        _ table: TypedTable, _ conventions: FileConventions, _ columns: [String], _ problems: inout ProblemList
    ) {
        let used = ["image_id", "label", "predicted", "confidence"].map(conventions.own) + columns
        let list = BestClasses(in: table.header).map { $0.classes + $0.probabilities } ?? []
        let unused = table.header.filter { name in
            !list.contains(name) && !used.contains(name) && !name.hasPrefix("p_") && !TableReader.isOfRowNumbers(name)
        }
        guard !unused.isEmpty else { return }
        problems.add(
            Problem(
                .note, at: Place(file: table.file), "columns not used: \(unused.joined(separator: ", "))",
                suggestion: "attributes of images belong into the image table"))
    }
}

extension ProbabilityMatrix {
    /// The probabilities of two classes of which that of `positive` is given, on a scale.
    init(positive: Int, _ values: [Double], _ scale: ProbabilityScale?) {
        let scale = scale ?? .probability
        self.init(
            rows: values.count, classes: 2,
            values: values.flatMap { positive == 0 ? [$0, scale.complement(of: $0)] : [scale.complement(of: $0), $0] })
    }
}

/// Cells of several number columns that hold no number, reported in the order of rows.
struct CellFaults {
    let table: TypedTable
    private var found: [(row: Int, order: Int, error: DelimitedError)] = []
    private var columns = 0
    /// Faults that their columns only counted.
    private var uncounted = 0

    init(table: TypedTable) {
        self.table = table
    }

    mutating func add(_ cells: NumberCells, _ name: String, blanksToo: Bool) {
        columns += 1
        let kept = cells.faults.filter { blanksToo || $0.fault != .blankNumber }
        for fault in kept {
            found.append(
                (
                    fault.row, columns,
                    DelimitedError(file: table.file, row: table.line(of: fault.row), field: name, fault: fault.fault)
                ))
        }
        let all = cells.faultCount + (blanksToo ? cells.blankCount : 0)
        uncounted += max(0, all - kept.count)
    }

    /// Reports them; those of `probabilities` are one cause in whatever column they stand, and `confidence` may be left out.
    func report(probabilities: [String], confidence: String, _ problems: inout ProblemList) {
        let sorted = found.sorted { ($0.row, $0.order) < ($1.row, $1.order) }.map { entry -> Problem in
            let problem = entry.error.problem
            let field = problem.place?.field ?? ""
            if probabilities.contains(field) {
                return problem.ofKind(
                    [table.file, "probabilities", entry.error.fault.kind ?? problem.summary].joined(separator: "\n"))
            }
            guard field == confidence, problem.suggestion == nil else { return problem }
            return Problem(
                .error, at: problem.place, problem.summary,
                suggestion: "where there is none leave the column out, and what needs a confidence is not measured",
                kind: problem.kind)
        }
        for problem in sorted { problems.add(problem) }
        if let last = sorted.last { problems.add(last, count: uncounted) }
    }
}
