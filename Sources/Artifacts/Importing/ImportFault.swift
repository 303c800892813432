import Diagnostics

/// Why no workspace can be made.
enum ImportFault: Error, Hashable, Explained {
    /// Nothing in the paths is known; `reason` says why of one of the files.
    case nothing([String], others: Int, reason: String? = nil)
    /// Results without anything to compare with; likewise.
    case noTruth([String], reason: String? = nil)
    /// Annotations of several forms, or several files that cannot be told apart.
    case several(what: String, [String])
    /// Several tables that each say what is true, in a column of some name.
    case severalLabels([String], field: String?)
    /// Another form than the one named.
    case otherForm(named: String, found: [String])
    /// A workspace that results are to be added to has no results yet to add.
    case noResults([String], reason: String? = nil)
    /// Arrays of one set that differ in length.
    case unequalArrays(file: String, rows: Int, other: String, otherRows: Int)
    case unequalList(file: String, lines: Int, other: String, rows: Int)
    /// Rows without ids, of another number than there are images.
    case noIDs(file: String, rows: Int, images: Int, in: String)
    /// Labels as numbers that are no places among the classes.
    case classNumbers(file: String, number: String, classes: Int)
    /// Classes by number that are no places among those of the labels.
    case classPlaces(file: String, columns: [String], last: Int, classes: [String])
    /// Columns of probabilities by number, of another count than the classes that labels and predictions name; `beyond` is a prediction
    /// that has none of them.
    case numberedColumns(file: String, columns: [String], field: String?, beyond: String?, classes: [String])
    /// An array of another shape than its name says.
    case arrayShape(file: String, shape: [Int], expected: String)
    /// One label an image, or several: the files leave it open.
    case taskUnclear(file: String, field: String?, String)
    /// Lists of labels between two signs; `cell` is one of the second.
    case twoSeparators(file: String, field: String?, Character, Character, cell: String)
    /// Labels of which a file says 0 and 1 by their place, and none says what they are called.
    case unnamedLabels(file: String, field: String?, Int)
    /// A label of which some cells say neither yes nor no; `value` is the first of them, and `isOfTwo` where there is one other.
    case unclearMarks(
        file: String, field: String, cells: Int, rows: Int, value: String, columns: Int, isOfTwo: Bool)
    /// Columns of labels and of scores that are not those of the same labels.
    case otherLabels(file: String, labels: [String], results: String, scored: [String])
    /// Numbers that are measured where classes are expected; some of them.
    case measured(file: String, field: String?, [String])
    /// Numbers that are scores, in the column of what was predicted; some of them.
    case scoresAsClasses(file: String, field: String?, [String], classes: [String], areShares: Bool)
    /// Another task than the one that was stated.
    case otherTask([String], stated: String, isOfBoxes: Bool)

    var problem: Problem {
        switch self {
        case .nothing(let names, let others, let reason):
            Problem(
                at: Place(file: names.joined(separator: ", ")),
                "neither annotations nor predictions were recognised in it\(others > 0 ? ", among \(others) files that are no pictures" : "")",
                suggestion: reason ?? "INPUT.md lists the forms that open")
        case .noTruth(let names, let reason):
            Problem(
                at: Place(file: names.joined(separator: ", ")),
                "results were found, and no annotations to compare them with",
                suggestion: reason ?? "name the annotations as well: --from ANNOTATIONS --from RESULTS")
        case .several(let what, let files):
            Problem(
                at: Place(file: files[0]),
                "several \(what): \(files.prefix(5).joined(separator: ", "))\(files.count > 5 ? " ..." : "")",
                suggestion: "name the one that is meant with --from")
        case .severalLabels(let files, let field):
            Problem(
                at: Place(file: files[0], field: field),
                "several tables of labels: \(files.prefix(5).joined(separator: ", "))\(files.count > 5 ? " ..." : "")",
                suggestion:
                    "name the one that is meant with --from; where one says what a model predicted, call its column "
                    + "predicted in place of \(field ?? "label")")
        case .otherForm(let named, let found):
            Problem(
                "no \(named) was found, but \(found.isEmpty ? "nothing that is known" : found.joined(separator: ", "))",
                suggestion: "leave the form out: it is recognised")
        case .noResults(let names, let reason):
            Problem(
                at: Place(file: names.joined(separator: ", ")), "no detections or predictions were recognised in it",
                suggestion: reason)
        case .unequalArrays(let file, let rows, let other, let otherRows):
            Problem(
                at: Place(file: file), "\(rows) rows, and \(otherRows) in \(other)",
                suggestion: "arrays of one set have a row an image each, in one order")
        case .unequalList(let file, let lines, let other, let rows):
            Problem(
                at: Place(file: file),
                "\(lines) lines, and \(rows) rows in \(other): its name is that of a list of ids",
                suggestion: "write a line for each row, or give it another name where it is of something else")
        case .noIDs(let file, let rows, let images, let place):
            Problem(
                at: Place(file: file), "\(rows) rows without ids, and \(images) images in \(place)",
                suggestion: "write an array ids beside: which image each row is of")
        case .classNumbers(let file, let number, let classes):
            Problem(
                at: Place(file: file), "\(number) is no class number: there are \(classes) classes, counted from 0",
                suggestion: "write the names of the classes, or an array classes beside")
        case .classPlaces(let file, let columns, let last, let classes):
            Problem(
                at: Place(file: file, field: columns.first),
                (columns.isEmpty
                    ? "holds class number \(last)" : "is the first of \(columns.count) columns of classes by number")
                    + ", and the labels are of \(classes.count) classes: \(SeveralLabels.shown(classes))",
                suggestion: columns.isEmpty
                    ? "write the names of the classes" : "call the columns p_<class>, as the labels call the classes")
        case .numberedColumns(let file, let columns, let field, let beyond, let classes):
            Problem(
                at: Place(file: file, field: field ?? columns.first),
                (beyond.map { "holds \($0), and there are \(columns.count)" } ?? "is the first of \(columns.count)")
                    + " columns of classes by number, from \(columns.first ?? "") to \(columns.last ?? ""); labels and "
                    + "predictions name \(classes.count) classes: \(SeveralLabels.shown(classes))",
                suggestion: beyond == nil
                    ? "write one column for each class, called p_<class>"
                    : "is it counted from 1? count both from 0, or call the columns p_<class> as the labels call the classes"
            )
        case .otherTask(let names, let stated, let isOfBoxes):
            Problem(
                at: Place(file: names.joined(separator: ", ")),
                "--task \(stated) was given, and the files hold \(isOfBoxes ? "boxes" : "labels of whole images")",
                suggestion: "leave --task out, or name other files")
        case .measured(let file, let field, let numbers):
            Problem(
                at: Place(file: file, field: field),
                "holds measured numbers (\(numbers.joined(separator: ", "))) and no classes: a regression is not audited",
                suggestion: "where ranges of them are what counts, write the range of each as its class, in both tables"
            )
        case .scoresAsClasses(let file, let field, let numbers, let classes, let areShares):
            Problem(
                at: Place(file: file, field: field),
                "holds numbers (\(numbers.joined(separator: ", "))) that are none of the classes \(SeveralLabels.shown(classes))",
                suggestion: classes.count == 2 && areShares
                    ? "are they probabilities? call the column p_\(classes[1]), or of whichever class they are"
                    : "write the class that was predicted, and its score in a column confidence")
        case .taskUnclear(let file, let field, let evidence):
            Problem(
                at: Place(file: file, field: field), evidence,
                suggestion: "say --task multilabel where an image may have several labels, or --task classification")
        case .twoSeparators(let file, let field, let sign, let other, let cell):
            Problem(
                at: Place(file: file, field: field),
                "lists of labels are separated by \"\(sign)\" in some cells and by \"\(other)\" in others: \"\(cell)\"",
                suggestion: "write one of the two in the labels and in the predictions")
        case .unnamedLabels(let file, let field, let width):
            Problem(
                at: Place(file: file, field: field),
                "holds 0 and 1 for \(width) labels, and nothing says what they are called",
                suggestion: "call the columns of scores p_<label>, in the same order")
        case .unclearMarks(let file, let field, let cells, let rows, let value, let columns, let isOfTwo):
            Problem(
                at: Place(file: file, field: field),
                "\(cells) of \(rows) cells of this label are \(value.isEmpty ? "blank" : value), and others 0 or 1"
                    + (columns > 1 ? "; so it is in \(columns - 1) more of its columns" : ""),
                suggestion: isOfTwo && !value.isEmpty
                    ? "write 0 where it says that an image has not the label"
                    : "write 1 where an image has the label and 0 where it has not, and leave out images of which that is not known"
            )
        case .otherLabels(let file, let labels, let results, let scored):
            Problem(
                at: Place(file: file),
                "\(labels.count) columns of labels (\(SeveralLabels.shown(labels))), and \(scored.count) of scores in "
                    + "\(results) (\(SeveralLabels.shown(scored)))",
                suggestion: "give each label one column in both, of the same name")
        case .arrayShape(let file, let shape, let expected):
            Problem(
                at: Place(file: file),
                "an array of shape (\(shape.map(String.init).joined(separator: ", "))), \(expected) was expected")
        }
    }
}
