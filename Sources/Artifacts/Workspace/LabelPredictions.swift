// What a multi-label model said: a score a label and image, or lists of labels.

import Columns
import Diagnostics
import Formats

/// The rows of a file of multi-label predictions, before they are joined to the images.
struct LabelPredictions: Sendable {
    let file: String
    /// Ids, and which row each is in; `nil` when the format has none.
    let index: IDIndex?
    let lines: LineIndex?
    /// Rows that say the same as an earlier row of the same id.
    let repeats: Set<Int>
    /// The labels that count as given.
    let given: LabelMarks
    /// The labels that the file says are true, to be held against the image table; `nil` where it says none.
    private(set) var truth: LabelMarks?
    /// Scores, row-major, each 0...1; `nil` for lists of labels.
    let scores: [Double]?
    /// From which score on a label counts as given; `nil` where lists say it.
    let thresholds: [Double]?

    /// Reads the predictions in a folder. What is wrong is added to `problems`; `nil` when there are none that can be used.
    static func read(
        in path: String, of folder: WorkspaceFolder, conventions: FileConventions, classes: ClassList, images: Int?,
        version: String, _ problems: inout ProblemList
    ) -> LabelPredictions? {
        guard let file = PredictionRows.file(in: path, of: folder, &problems) else { return nil }
        let manifest = "versions/\(version)/version.yml"
        if file.hasSuffix(".npy") || file.hasSuffix(".npz") {
            return PredictionRows.scores(
                array: file, in: folder, conventions: conventions, classes: classes, images: images, &problems
            ).flatMap {
                LabelPredictions(
                    file: file, index: $0.index, lines: nil, repeats: $0.repeats, matrix: $0.matrix, lists: nil,
                    conventions, classes, manifest, &problems)
            }
        }
        do throws(ProblemList) {
            return try read(
                table: TableReader(opening: file, in: folder, conventions: conventions, flattensLists: true),
                conventions, classes, manifest, &problems)
        } catch {
            problems.add(error)
            return nil
        }
    }

    private static func read(
        table given: TableReader, _ conventions: FileConventions, _ classes: ClassList, _ manifest: String,
        _ problems: inout ProblemList
    ) throws(ProblemList) -> LabelPredictions? {
        func has(_ name: String, _ reader: TableReader) -> Bool { reader.header.contains { Name($0) == Name(name) } }
        func hasMatrix(_ conventions: FileConventions, _ reader: TableReader) -> Bool {
            classes.names.contains { has(conventions.own("p_\($0)"), reader) }
        }
        var reader = given
        var conventions = conventions.findingProbabilities(in: reader, classes, ofLabels: true, &problems)
        let isScored = hasMatrix(conventions, reader)
        let wanted = ["image_id", "predicted"] + (isScored ? [] : ["confidence"])
        conventions = conventions.resolved(
            wanted, in: reader.header, of: reader.file, ofLists: true, isAlone: !isScored, &problems)
        var isCut = false
        if !hasMatrix(conventions, reader),
            let gathered = LabelRows.gathered(
                reader, id: conventions.own("image_id"), label: conventions.own("predicted"),
                score: conventions.own("confidence"), thresholds: conventions.thresholds,
                settings: conventions.probabilities,
                &problems)
        {
            (reader, isCut) = (gathered.table, gathered.isCut)
        }
        let columns = classes.names.map { conventions.own("p_\($0)") }
        let (id, predicted) = (conventions.own("image_id"), conventions.own("predicted"))
        let wantedColumns = Set(columns.map { Name($0) })
        let others = reader.header.filter { !wantedColumns.contains(Name($0)) && $0 != id && $0 != predicted }
        let flags = OneHotLabels.columns(in: others, classes) ?? []
        let isPredicted = has(predicted, reader) || columns.contains { has($0, reader) }
        let label =
            flags.isEmpty && isPredicted
            ? UsualColumns.name(of: "label", in: reader.header, ofLists: true, besides: columns + [id, predicted]) : nil
        let table = try reader.read(
            { column in
                if column == id { return .text }
                if wantedColumns.contains(Name(column)) { return .number }
                return column == predicted || column == label || flags.contains(column) ? .category : .skipped
            }, &problems
        ).readingPercentSigns(in: columns, conventions.probabilities, &problems)
        guard case .text(let ids) = table.column(id) else {
            problems.add(table.missing("image_id"))
            return nil
        }
        table.reportBlankIDs(ids, id, &problems)
        let index = IDIndex(ids.ids)
        let repeats = table.repeats(of: ids, index, id, &problems)
        var cells = CellFaults(table: table)
        let matrix = PredictionRows.probabilities(
            table, columns, classes, conventions, isOfLabels: true, &cells, &problems)
        cells.report(probabilities: columns, confidence: "", &problems)
        var lists: LabelMarks?
        if case .category(let column) = table.column(predicted) {
            lists = LabelCells(classes: classes).marks(of: column, named: predicted, in: table, &problems)
        } else if matrix == nil, !columns.contains(where: { table.column($0) != nil }) {
            problems.add(table.missing("predicted"))
        }
        var read = LabelPredictions(
            file: table.file, index: index, lines: table.lines, repeats: repeats, matrix: matrix, lists: lists,
            isCut: isCut, conventions, classes, manifest, &problems)
        // What is wrong with labels that only confirm others is for the image table to say.
        var ignored = ProblemList()
        if let label, case .category(let column) = table.column(label) {
            read?.truth = LabelCells(classes: classes).marks(of: column, named: label, in: table, &ignored)
        } else if !flags.isEmpty {
            read?.truth = OneHotLabels.marks(table, classes, &ignored)?.marks
        }
        if !ignored.isClean { read?.truth = nil }
        return read
    }

    /// `isCut` where the lists were made of scores, by the thresholds.
    private init?(
        file: String, index: IDIndex?, lines: LineIndex?, repeats: Set<Int>, matrix: ProbabilityMatrix?,
        lists: LabelMarks?, isCut: Bool = false, _ conventions: FileConventions, _ classes: ClassList,
        _ manifest: String,
        _ problems: inout ProblemList
    ) {
        let width = classes.names.count
        self.file = file
        self.index = index
        self.lines = lines
        self.repeats = repeats
        let declared = conventions.thresholds.values(of: classes, file: manifest, &problems)
        guard let matrix else {
            guard let lists else { return nil }
            given = lists
            scores = nil
            thresholds = nil
            if !isCut { remarkLists(conventions, manifest, &problems) }
            return
        }
        let checks = ProbabilityChecks(
            file: file, settings: conventions.probabilities, line: { lines?.line(of: $0) ?? $0 + 1 },
            name: { row in index.map { $0.ids[row].text } ?? "in row \(row + 1)" })
        let checked = checks.labelScores(matrix, &problems)
        let isHard = lists == nil && checked.values.allSatisfy { $0 == 0 || $0 == 1 }
        let known = [Bool](repeating: true, count: matrix.rows)
        let place = Place(file: file)

        thresholds = lists == nil && !isHard ? declared : nil
        scores = isHard ? nil : checked.values
        given =
            lists
            ?? LabelMarks(
                width: width,
                marks: checked.values.enumerated().map { $0.element >= (isHard ? 1 : declared[$0.offset % width]) },
                isKnown: known)
        if isHard { remarkLists(conventions, manifest, &problems) }
        if lists == nil, !isHard, conventions.thresholds.areUsual, problems.isClean {
            problems.add(
                Problem(
                    .note, at: place, "a label counts as given from a score of \(LabelThresholds.usual) on",
                    suggestion: "where it is another, say threshold: 0.4, or threshold: {cat: 0.4}, in version.yml"))
        }
    }

    private func remarkLists(_ conventions: FileConventions, _ manifest: String, _ problems: inout ProblemList) {
        if !conventions.thresholds.areUsual {
            problems.add(
                Problem(
                    .warning, at: Place(file: manifest, field: "threshold"),
                    "has no effect: the predictions are labels without scores"))
        }
        problems.add(
            Problem(
                .note, at: Place(file: file),
                "labels are given without scores: whatever needs a score is not measured, average precision and calibration first"
            ))
    }
}

extension LabelPredictions {
    /// That labels of the file are not those of the image table: how many images, and the first; `nil` where all are.
    fileprivate func disagreement(_ table: ImageTable, _ known: LabelMarks, _ labels: ClassList) -> Problem? {
        guard let truth, let index else { return nil }
        let rows = table.index.rows(of: index.ids).enumerated().filter { row, item in
            item >= 0 && item < known.rows && known.isKnown[item] && truth.isKnown[row]
                && known.set(item) != truth.set(row)
        }
        guard let (row, item) = rows.first.map({ ($0.offset, $0.element) }) else { return nil }
        let names = labels.names.map(\.text)
        let fault = WorkspaceFault.labelDisagrees(
            found: LabelSetCodes.name(truth.set(row), names), table: LabelSetCodes.name(known.set(item), names),
            id: index.ids[row].text, rows: rows.count)
        return WorkspaceError(file, row: lines?.line(of: row) ?? row + 1, field: "label", fault).problem
    }
}

/// Images and multi-label predictions with sets of labels for classes.
struct CodedLabels {
    let table: ImageTable
    let rows: PredictionRows
    let classes: ClassList
    private let truth: LabelMarks
    private let predictions: LabelPredictions
    private let codes: LabelSetCodes
    private let labels: ClassList

    /// `nil` where the table has no labels, which is said, or more sets occur than an archive can tell apart.
    init?(
        _ table: ImageTable, _ predictions: LabelPredictions, labels: ClassList, _ problems: inout ProblemList
    ) {
        guard let truth = table.labelMarks else {
            problems.add(WorkspaceError(table.file, row: 1, .noLabelColumns(labels.names.prefix(3).map(\.text))))
            return nil
        }
        let codes = LabelSetCodes([truth, predictions.given], labels: labels.names.map(\.text))
        guard codes.sets.count <= LabelSetCodes.most else {
            problems.add(WorkspaceError(predictions.file, .tooManySets(codes.sets.count)))
            return nil
        }
        if let problem = predictions.disagreement(table, truth, labels) { problems.add(problem) }
        self.codes = codes
        self.truth = truth
        self.predictions = predictions
        self.labels = labels
        classes = ClassList(codes.names)
        var coded = table
        coded.labels = codes.codes(of: truth)
        self.table = coded
        rows = PredictionRows(
            file: predictions.file, index: predictions.index, labels: nil,
            predicted: codes.codes(of: predictions.given),
            confidence: nil, probabilities: nil, lines: predictions.lines, repeats: predictions.repeats,
            areChecked: true, &problems)
    }

    /// The labels of the images that are evaluated.
    func sets(_ join: EvaluationJoin) -> LabelSets {
        let width = labels.names.count
        return LabelSets(
            names: labels.names, truth: truth.gathered(join.kept).marks,
            given: predictions.given.gathered(join.chosen).marks,
            scores: predictions.scores.map { scores in
                join.chosen.flatMap { scores[$0 * width..<($0 + 1) * width] }
            }, thresholds: predictions.thresholds, sets: codes.sets)
    }
}
