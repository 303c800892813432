import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// A table of labels or predictions in an export.
struct LabelTable {
    /// An image with its label.
    struct Row {
        let id: String
        /// Empty where several people gave one each, in columns of their own.
        let label: String
        /// What its picture is called.
        let picture: String
        /// What else is known of it.
        let others: [String]
    }

    let file: String
    let layout: LayoutSource
    /// Files of the export that it is made of.
    let files: [String]
    /// What is written for it, where it is not the file itself.
    let text: String?
    /// Whether it was made of arrays, whose columns have an order of their own.
    private(set) var isOfArrays = false
    /// Whether a comma stands before decimals.
    private(set) var hasDecimalComma = false
    /// Whether it lists the best classes of each row, with numbers that say which is best.
    private(set) var listsBest = false
    /// Rows.
    let rows: Int
    /// Whether it says what a model predicted.
    private(set) var isOfPredictions: Bool
    /// Whether it says what is true.
    private(set) var hasLabels: Bool
    /// Whether one column does; else the columns of several people do.
    let hasLabelColumn: Bool
    /// What a row is of.
    let ids: [String]
    /// Names of the columns beside id, label and predictions.
    private(set) var others: [String]
    /// Classes that labels name.
    let labelledClasses: [String]
    /// Classes that predictions name.
    let predictedClasses: [String]
    /// Classes that columns of probabilities are called by, in the order of the file; empty where they are numbered.
    let scored: [String]
    /// Columns of probabilities.
    let matrix: [String]
    /// Columns of 0 and 1, or of false and true, beside the id.
    let flags: [String]
    /// Columns that would be of 0 and 1 but for cells that are blank or -1: what is not known, or a way to write no.
    private(set) var unclear: [String] = []
    /// Columns of numbers beside the id.
    let numbers: [String]
    /// Columns of labels and of predicted labels.
    let labelColumn: String?
    let answerColumn: String?
    /// Whether the labels are columns of 0 and 1.
    var areFlagsLabels: Bool { hasLabels && !hasLabelColumn && !isOfAnnotators }
    /// Whether rows of an image are those of several people.
    let isOfAnnotators: Bool
    /// Its cells; `nil` for labels of an array.
    private let table: TypedTable?
    private let pictureColumn: String?
    /// Rows of an array.
    private let given: [Row]
    /// What stands behind the point of a table's name in a workspace.
    let ending: String
    /// What is said of the reading.
    let remarks: [Problem]
    /// What it is called in the screen that says what was recognised.
    var words: String { layout.name(file) }

    private static let pictureNames = ["path", "filepath", "imagepath", "imgpath", "filename", "imagefilename", "file"]
    /// The column of a meaning.
    private static func column(_ meaning: String, in header: [String], besides taken: Int? = nil) -> Int? {
        UsualColumns.name(of: meaning, in: header, ofLists: true, besides: taken.map { [header[$0]] } ?? [])
            .flatMap { name in header.firstIndex { Name($0) == Name(name) } }
    }

    /// `nil` for a file that is no table of images. Throws what is wrong with one whose columns say that it is.
    init?(_ file: String, _ layout: LayoutSource) throws {
        (self.file, self.layout, files) = (file, layout, [file])
        let name = layout.name(file)
        let bytes = try layout.source.bytes(file)
        let parquet = try ParquetTables.reader(file, layout, bytes)
        // A text of two bytes a letter has zeros, and none as it is read.
        guard let plain = parquet == nil ? Packed.plain(bytes) : Data(), let letters = try? Packed.text(plain, name),
            !letters.prefix(4096).contains(0)
        else { return nil }
        let start = letters.starts(with: [0xEF, 0xBB, 0xBF]) ? letters.dropFirst(3) : letters
        let first = start.first { $0 > 0x20 }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        let lists =
            isJSON
            ? try PipelineLists.table(bytes) ?? ToolLabels.table(bytes) ?? ListedCells.table(json: bytes, named: name)
            : parquet == nil ? try ListedCells.table(bytes, named: name) : nil
        let flat = isJSON && lists == nil ? FrameJSON.table(plain) ?? LabelLists.table(bytes) : nil
        // Any text has a first line: what it says decides whether this is a table at all.
        let opened =
            if let made = lists ?? flat {
                try? made.reader(named: name)
            } else if let parquet {
                parquet
            } else {
                try? TableReader(TextFile(bytes: bytes, name: name), as: isJSON ? .jsonLines : .csv(Dialect()))
            }
        guard let own = opened, own.header.count > 1 else { return nil }
        let byRow = RowIDs(own)
        let reader =
            try byRow.map { try $0.table.reader(named: name) } ?? own
        // What a workspace of one label an image does not read as it is becomes a table; lists of labels stay lists.
        let written = flat.flatMap { flat in
            flat.text.contains(LabelLists.separator) || LabelLists.holdScores(bytes) ? nil : flat.text
        }
        text = byRow?.table.text ?? written
        let isTabbed =
            !isJSON && start.prefix { $0 != 0x0A }.contains(0x09) && !start.prefix { $0 != 0x0A }.contains(0x2C)
        let packing = Gzip.isPacked(bytes) ? ".gz" : plain.count != bytes.count ? ".zst" : ""
        ending =
            text != nil ? "csv" : parquet != nil ? "parquet" : (isJSON ? "json" : isTabbed ? "tsv" : "csv") + packing
        let keys = reader.header.map(BoxKeys.plain)
        guard let id = Self.column("image_id", in: reader.header) else { return nil }
        let isSure = reader.header.contains { name in ClassColumns.sure.contains { $0.called(name) != nil } }
        let answer = Self.column("predicted", in: reader.header)
        let score = Self.column("confidence", in: reader.header)
        let named = Self.column("label", in: reader.header, besides: id)
        let annotators = named == nil ? AnnotatorLabels.columns(keys, besides: id) : []
        let isTold =
            answer != nil || isSure || BestClasses(in: reader.header) != nil || named != nil || annotators.count > 1
        // What the columns do not call a table of labels may be one of labels, or of scores, in columns of their own.
        let read = Result { () throws(ProblemList) in try reader.read { _ in .text } }
        guard let table = isTold ? try read.get() : try? read.get() else { return nil }
        self.table = table
        rows = table.rows
        let guessed =
            isTold || annotators.count > 1 || TableRoles.isCalledResults(file)
            ? nil : PlainLabels.column(of: table, besides: id)
        remarks =
            (byRow.map { [$0.remark(name)] } ?? [])
            + (guessed.map { [PlainLabels.remark(reader.header[$0], of: name)] } ?? [])
        let labelled = named ?? guessed
        hasDecimalComma = reader.hasDecimalComma
        let found = ScoreColumns(
            table, besides: [id, answer, labelled].compactMap(\.self), label: labelled,
            hasDecimalComma: reader.hasDecimalComma)
        let matrix = found.columns.compactMap { name in reader.header.firstIndex { Name($0) == Name(name) } }
        let best = found.best
        listsBest = best != nil
        let isOfOne = answer == nil && matrix.isEmpty && best == nil && named != nil && score != nil
        isOfPredictions = answer != nil || !matrix.isEmpty || best != nil || isOfOne
        let label = isOfOne ? nil : labelled
        hasLabelColumn = label != nil
        hasLabels = label != nil || annotators.count > 1
        func cell(_ column: Int, _ row: Int) -> String {
            if case .text(let cells) = table.columns[column] { cells[row] } else { "" }
        }
        func names(_ columns: [Int]) -> Set<Name> {
            var names: Set<Name> = []
            for column in columns {
                for row in 0..<table.rows where !cell(column, row).isEmpty { names.insert(Name(cell(column, row))) }
            }
            return names
        }
        ids = (0..<table.rows).map { cell(id, $0) }
        let picture = Self.pictureNames.lazy.compactMap { keys.firstIndex(of: $0) }.first ?? id
        pictureColumn = reader.header[picture]
        given = []
        let used = Set([id, label, answer, score].compactMap(\.self) + matrix)
        let rest = reader.header.indices.filter { !used.contains($0) }
        flags = rest.filter { column in
            (0..<table.rows).allSatisfy { OneHotLabels.flag(cell(column, $0)) != nil }
        }.map { reader.header[$0] }
        numbers = rest.filter { column in
            (0..<table.rows).allSatisfy { Double(decimal: cell(column, $0), comma: reader.hasDecimalComma) != nil }
        }.map { reader.header[$0] }
        unclear = rest.filter { column in UnclearMarks.isOf((0..<table.rows).map { cell(column, $0) }) }
            .map { reader.header[$0] }
        guard
            isTold || guessed != nil || isOfPredictions || flags.count > 1 || numbers.count > 1
                || unclear.count + flags.count > 1
        else { return nil }
        others = isOfPredictions ? [] : rest.filter { keys[$0] != "path" }.map { reader.header[$0] }
        labelColumn = label.map { reader.header[$0] }
        answerColumn = (answer ?? (isOfOne ? named : nil)).map { reader.header[$0] }
        isOfAnnotators = annotators.count > 1 || AnnotatorLabels.person(keys) != nil
        self.matrix = matrix.map { reader.header[$0] }
        labelledClasses = names(hasLabels ? label.map { [$0] } ?? annotators : []).sorted().map(\.text)
        let answered = answer ?? (isOfOne ? named : nil)
        // timm's index_0, index_1 ... are places in a list of classes, and no names.
        let arePlaces = best?.classes.first.map { BoxKeys.plain($0).hasPrefix("index") } ?? false
        var classes = names(
            [answered].compactMap(\.self)
                + reader.header.indices.filter { !arePlaces && (best?.classes.contains(reader.header[$0]) ?? false) })
        let isInOrder = found.called.enumerated().allSatisfy { $1 == String($0) }
        scored = isInOrder || best != nil ? [] : found.called
        if best == nil { classes.formUnion(found.called.map { Name($0) }) }
        predictedClasses = classes.sorted().map(\.text)
    }

    /// The labels of an array.
    init(labels: [String], ids: [String], classes: [String], of array: NamedArray, _ files: [String]) {
        (file, layout, rows, self.ids) = (array.file, array.layout, labels.count, ids)
        (self.files, text) = ([array.file] + files, nil)
        (isOfPredictions, hasLabels, hasLabelColumn, others, ending) = (false, true, true, [], "csv")
        given = zip(ids, labels).map { Row(id: $0, label: $1, picture: $0, others: []) }
        (labelledClasses, predictedClasses, scored, matrix, flags, numbers) = (classes, [], [], [], [], [])
        (labelColumn, answerColumn, isOfAnnotators, table, pictureColumn) = (nil, nil, false, nil, nil)
        remarks = []
    }

    /// The marks of an array, a row an image and a column a class.
    init(marks: [[Bool]], ids: [String], classes: [String], of array: NamedArray, _ files: [String]) {
        (file, layout, rows, self.ids) = (array.file, array.layout, marks.count, ids)
        (self.files, text) = ([array.file] + files, nil)
        (isOfPredictions, hasLabels, hasLabelColumn, others, ending) = (false, false, false, classes, "csv")
        given = zip(ids, marks).map { Row(id: $0, label: "", picture: $0, others: $1.map { $0 ? "1" : "0" }) }
        (labelledClasses, predictedClasses, scored, matrix, flags, numbers) = ([], [], [], [], classes, classes)
        (labelColumn, answerColumn, isOfAnnotators, table, pictureColumn) = (nil, nil, false, nil, nil)
        remarks = []
    }

    /// The predictions of arrays, as the text of a table.
    init(predictions: String, ids: [String], classes: [String], of array: NamedArray, _ files: [String]) throws {
        (file, layout, rows, self.ids) = (array.file, array.layout, ids.count, ids)
        (self.files, text, isOfArrays) = (files, predictions, true)
        (isOfPredictions, hasLabels, hasLabelColumn, others, ending) = (true, false, false, [], "csv")
        (given, labelledClasses, predictedClasses) = ([], [], classes)
        let reader = try TableReader(TextFile(bytes: Data(predictions.utf8), name: array.called), as: .csv(Dialect()))
        table = try reader.read { _ in .text }
        matrix = reader.header.filter { $0.hasPrefix("p_") }
        scored = matrix.map { String($0.dropFirst(2)) }
        answerColumn = reader.header.first { $0 == "predicted" }
        (flags, numbers, labelColumn, isOfAnnotators, pictureColumn) = ([], [], nil, false, nil)
        remarks = []
    }

    /// The same predictions with classes called by other `names`, as a text of its own.
    func renaming(_ names: [String: String]) throws -> LabelTable {
        guard !names.isEmpty, let table else { return self }
        let header = table.header.map { column -> String in
            for form in ClassColumns.sure {
                if let name = form.called(column).flatMap({ names[$0] }) { return "p_" + name }
            }
            return names[column] ?? column
        }
        // The 1 of an id or a score is no class.
        let ofClasses = Set(
            ([answerColumn].compactMap(\.self) + (BestClasses(in: table.header)?.classes ?? [])).map { Name($0) })
        let columns = table.header.map { column in
            ofClasses.contains(Name(column)) ? cells(column).map { names[$0] ?? $0 } : cells(column)
        }
        let lines = [header] + (0..<rows).map { row in columns.map { $0[row] } }
        let separator: Character = hasDecimalComma ? ";" : ","
        return LabelTable(
            of: self, as: lines.map { CSVLine.text($0, separator: separator) + "\n" }.joined())
    }

    /// A table with another text.
    private init(of other: LabelTable, as text: String) {
        (file, layout, files, rows, ids) = (other.file, other.layout, other.files, other.rows, other.ids)
        (self.text, ending, isOfArrays, listsBest) = (text, "csv", other.isOfArrays, other.listsBest)
        hasDecimalComma = other.hasDecimalComma
        (isOfPredictions, hasLabels, hasLabelColumn) = (other.isOfPredictions, other.hasLabels, other.hasLabelColumn)
        (others, labelledClasses, predictedClasses) = (other.others, other.labelledClasses, other.predictedClasses)
        (scored, matrix, flags, numbers) = (other.scored, other.matrix, other.flags, other.numbers)
        (labelColumn, answerColumn, isOfAnnotators) = (other.labelColumn, other.answerColumn, other.isOfAnnotators)
        (table, pictureColumn, given, remarks) = (other.table, other.pictureColumn, other.given, other.remarks)
    }

    /// The cells of a column.
    func cells(_ name: String) -> [String] {
        if case .text(let cells)? = table?.column(name) { return (0..<rows).map { cells[$0] } }
        guard let place = others.firstIndex(of: name) else { return [] }
        return given.map { $0.others[place] }
    }

    /// Id and label of each row, and what else is known of the image.
    var labels: [Row] {
        guard table != nil else { return given }
        let texts = labelColumn.map(cells)
        let pictures = pictureColumn.map(cells)
        let rest = others.map(cells)
        return (0..<rows).map { row in
            let picture = pictures?[row] ?? ""
            return Row(
                id: ids[row], label: texts.map { LabelLists.listed($0[row]) } ?? "",
                picture: picture.isEmpty ? ids[row] : picture, others: rest.map { $0[row] })
        }
    }

    /// The same as what says what is true, with the labels in columns of 0 and 1.
    func asTruth(labels columns: [String]) -> LabelTable {
        var table = self
        table.hasLabels = true
        if isOfPredictions { table.others = columns }
        table.isOfPredictions = false
        return table
    }

    /// The same as what a model predicted.
    var asPredictions: LabelTable {
        var table = self
        (table.isOfPredictions, table.hasLabels) = (true, false)
        return table
    }
}
