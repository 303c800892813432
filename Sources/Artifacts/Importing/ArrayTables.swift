// Arrays of scikit-learn's habits: y_true, y_pred and y_proba, as files or as members of one NPZ. They become the tables they
// stand for.

import Columns
import Diagnostics
import Formats

/// What the arrays of an export are.
struct ArrayTables {
    /// The tables that they stand for: of labels, of predictions.
    private(set) var tables: [LabelTable] = []
    /// What is said of them.
    private(set) var remarks: [Problem] = []
    /// What `probabilities: {kind: ...}` has to say of the columns, where they are no probabilities by the name of their array.
    private(set) var kind: String?
    /// What class numbers stand for, where folders name them.
    private var names: [String: String] = [:]

    /// What an array holds.
    private enum Role: CaseIterable {
        case truth, answer, probabilities, confidence, ids, classes

        var names: [String] {
            switch self {
            case .truth:
                [
                    "y_true", "y_test", "labels", "label", "targets", "target", "ground_truth", "gt", "truth", "y",
                    "y_val",
                ]
            case .answer: ["y_pred", "y_hat", "predicted", "prediction", "predictions", "preds", "pred"]
            case .probabilities:
                [
                    "y_proba", "y_prob", "y_score", "probabilities", "probs", "proba", "predict_proba", "softmax",
                    "scores",
                    "logits", "outputs", "logprobs",
                ]
            case .confidence: ["confidence", "confidences", "conf", "max_prob"]
            case .ids:
                ["ids", "image_ids", "image_id", "id", "filenames", "file_names", "files", "paths", "names", "keys"]
            case .classes: ["classes", "class_names", "label_names", "target_names", "classes_"]
            }
        }
    }

    /// Images that rows without ids may be of: their ids in order, and what they were read from.
    typealias Images = (ids: [String], words: String)

    /// The tables of the arrays in `found`. Rows without ids are those of `images` in their order, where there are any and no
    /// array of labels beside; else they are called by their number. Labels that are numbers are called by as many `folders`. Where the `isTruthKnown` of a workspace, labels stand
    /// beside the predictions, to be held against it. Throws what is wrong with them.
    init(
        _ found: [LayoutSource], besides images: Images?, isTruthKnown: Bool = false, folders: FolderClasses? = nil
    ) throws {
        let arrays = try found.flatMap { try NamedArray.all(in: $0) }
        var of = try Self.roles(arrays)
        // What is called a prediction may be one, or the probabilities of all classes.
        if let answer = of[.answer], of[.probabilities] == nil, try !Self.isList(of: answer) {
            of[.probabilities] = answer
            of[.answer] = nil
        }
        guard let first = of[.probabilities] ?? of[.answer] else {
            if let truth = of[.truth] {
                let listed = try RowNames(of[.ids], or: found, beside: truth)
                try addLabels(truth, listed, try Self.classes(of, truth, nil))
            }
            return
        }
        let rows = first.shape.first ?? 0
        let listed = try RowNames(of[.ids], or: found, beside: first)
        for other in [of[.truth], of[.answer], of[.confidence], of[.ids]].compactMap(\.self)
        where other.shape.first != rows {
            throw ImportFault.unequalArrays(
                file: other.called, rows: other.shape.first ?? 0, other: first.called, otherRows: rows)
        }
        var classes = try Self.classes(of, of[.truth], of[.probabilities])
        if let truth = of[.truth], of[.classes] == nil,
            let named = ClassListFile(found, naming: classes).map({ (classes: $0.names, remark: $0.remark) })
                ?? folders?.names(classes, of: truth.called)
        {
            names = Dictionary(zip(classes, named.classes)) { first, _ in first }
            classes = named.classes
            remarks.append(named.remark)
        }
        if let truth = of[.truth] { try addLabels(truth, listed, classes) }
        var ids = listed?.texts ?? (0..<rows).map(String.init)
        if listed == nil {
            let known = of[.truth] == nil ? images : nil
            if let known {
                guard known.ids.count == rows else {
                    throw ImportFault.noIDs(
                        file: first.called, rows: rows, images: known.ids.count, in: known.words)
                }
                ids = known.ids
            }
            remarks.append(
                Problem(
                    .note, at: Place(file: first.called),
                    known != nil
                        ? "no ids are given: rows are taken in the order of \(known?.words ?? "")"
                        : "no ids are given: images are called by the number of their row, from 0",
                    suggestion: "an array ids beside says which image a row is of"))
        }
        try addPredictions(of, ids, classes, besideLabels: isTruthKnown, also: [listed?.file].compactMap(\.self))
    }

    private static func roles(_ arrays: [NamedArray]) throws -> [Role: NamedArray] {
        var of: [Role: NamedArray] = [:]
        var left = arrays
        for role in Role.allCases {
            for name in role.names where of[role] == nil {
                let named = left.filter { plain($0.name) == name || plain($0.name).hasSuffix("_" + name) }
                if named.count > 1 { throw ImportFault.several(what: "arrays of one kind", named.map(\.called)) }
                guard let array = named.first else { continue }
                of[role] = array
                left.removeAll { $0.called == array.called }
            }
        }
        // A single array of another name is the probabilities.
        if of.isEmpty || of.keys.allSatisfy({ $0 == .ids || $0 == .classes }), left.count == 1, left[0].shape.count == 2
        {
            of[.probabilities] = left[0]
        }
        return of
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().replacing("-", with: "_").replacing(".", with: "_").replacing(" ", with: "_")
    }

    /// Whether an array is a list of classes: text, or whole numbers.
    private static func isList(of array: NamedArray) throws -> Bool {
        guard array.shape.count == 1 || array.shape.count == 2 && array.shape[1] == 1 else { return false }
        switch array.array.element {
        case .unicode, .bytes: return true
        default: return try array.array.doubles().allSatisfy { $0 == $0.rounded() }
        }
    }

    /// The names of the classes in their order.
    private static func classes(
        _ of: [Role: NamedArray], _ truth: NamedArray?, _ matrix: NamedArray?
    ) throws -> [String] {
        if let names = of[.classes] { return try names.texts() }
        let given = try [truth, of[.answer]].compactMap(\.self).flatMap { try $0.texts() }
        let isText = [truth, of[.answer]].compactMap(\.self).contains { array in
            switch array.array.element {
            case .unicode, .bytes: true
            default: false
            }
        }
        let width = matrix.map { $0.shape.count == 2 && $0.shape[1] > 1 ? $0.shape[1] : 2 }
        let distinct = Set(given.map { Name($0) })
        // scikit-learn has its classes in their order, of names or of numbers.
        if isText { return distinct.sorted().map(\.text) }
        let numbers = distinct.compactMap { Int($0.text) }.sorted()
        let most = numbers.last.map { $0 + 1 } ?? 0
        if let width, (numbers.first ?? 0) < 0 || most > width {
            guard numbers.count == width else {
                throw ImportFault.classNumbers(
                    file: truth?.called ?? matrix?.called ?? "",
                    number: "\(numbers.first(where: { $0 < 0 }) ?? most - 1)",
                    classes: width)
            }
            return numbers.map(String.init)
        }
        return (0..<max(width ?? most, most, 1)).map(String.init)
    }

    private mutating func addLabels(_ truth: NamedArray, _ ids: RowNames?, _ classes: [String]) throws {
        let rows = truth.shape.first ?? 0
        let names = ids?.texts ?? (0..<rows).map(String.init)
        if let marks = try Self.marks(truth), marks.first?.count == classes.count {
            tables.append(
                LabelTable(marks: marks, ids: names, classes: classes, of: truth, ids.map { [$0.file] } ?? []))
            return
        }
        guard try Self.isList(of: truth) else {
            if truth.shape.count == 1 || truth.shape.count == 2 && truth.shape[1] == 1 {
                throw ImportFault.measured(file: truth.called, field: nil, Array(try truth.texts().prefix(3)))
            }
            throw ImportFault.arrayShape(
                file: truth.called, shape: truth.array.shape, expected: "a list of class numbers or names")
        }
        let labels = try texts(truth)
        tables.append(LabelTable(labels: labels, ids: names, classes: classes, of: truth, ids.map { [$0.file] } ?? []))
    }

    /// The elements of a list of classes, by their names.
    private func texts(_ array: NamedArray) throws -> [String] { try array.texts().map { names[$0] ?? $0 } }

    /// The rows of an array that has a column of 0 and 1 a class; `nil` for another.
    private static func marks(_ array: NamedArray) throws -> [[Bool]]? {
        guard array.shape.count == 2, array.shape[1] > 1 else { return nil }
        let values = try array.array.doubles()
        guard values.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
        let width = array.shape[1]
        return (0..<array.shape[0]).map { row in (0..<width).map { values[row * width + $0] == 1 } }
    }

    private mutating func addPredictions(
        _ of: [Role: NamedArray], _ ids: [String], _ classes: [String], besideLabels: Bool, also files: [String]
    ) throws {
        var header = ["image_id"]
        var columns: [[String]] = [ids]
        if besideLabels, let truth = of[.truth] {
            if let marks = try Self.marks(truth), marks.first?.count == classes.count {
                header.append("label")
                columns.append(marks.map { row in LabelLists.cell(zip(classes, row).filter(\.1).map(\.0)) })
            } else if try Self.isList(of: truth) {
                header.append("label")
                columns.append(try texts(truth))
            }
        }
        if let answer = of[.answer], let marks = try Self.marks(answer), marks.first?.count == classes.count {
            header.append("predicted")
            columns.append(marks.map { row in LabelLists.cell(zip(classes, row).filter(\.1).map(\.0)) })
        } else if let answer = of[.answer] {
            guard try Self.isList(of: answer) else {
                throw ImportFault.arrayShape(
                    file: answer.called, shape: answer.array.shape, expected: "a list of class numbers or names")
            }
            header.append("predicted")
            columns.append(try texts(answer))
        }
        if let confidence = of[.confidence], of[.probabilities] == nil {
            header.append("confidence")
            columns.append(try confidence.texts())
        }
        if let matrix = of[.probabilities] {
            let values = try matrix.array.doubles()
            let width = matrix.shape.count == 2 ? matrix.shape[1] : 1
            switch (matrix.shape.count, width) {
            case (2, classes.count) where width > 1:
                kind = matrix.kind(values)
                if let kind {
                    remarks.append(
                        Problem(
                            .note, at: Place(file: matrix.called),
                            "no probabilities, by its name: version.yml says probabilities: {kind: \(kind)}"))
                }
                for (place, name) in classes.enumerated() {
                    header.append("p_" + name)
                    columns.append(ids.indices.map { NamedArray.text(values[$0 * width + place]) })
                }
            case (1, _), (2, 1):
                guard classes.count == 2, values.allSatisfy({ (0...1).contains($0) }) else { fallthrough }
                header.append("p_" + classes[1])
                columns.append(values.map(NamedArray.text))
                remarks.append(
                    Problem(
                        .note, at: Place(file: matrix.called),
                        "one number a row is read as the probability of class \(classes[1])"
                    ))
            default:
                throw ImportFault.arrayShape(
                    file: matrix.called, shape: matrix.array.shape,
                    expected: "a row an image and a column for each of \(classes.count) classes")
            }
        }
        let lines = [CSVLine.text(header)] + ids.indices.map { row in CSVLine.text(columns.map { $0[row] }) }
        guard let from = of[.probabilities] ?? of[.answer] else { return }
        tables.append(
            try LabelTable(
                predictions: lines.joined(separator: "\n") + "\n", ids: ids, classes: classes, of: from,
                of.values.map(\.file) + files))
    }
}

/// What the rows of arrays are of: an array beside them, or a list of lines.
private struct RowNames {
    let texts: [String]
    /// The file, and what messages call it.
    let file: String
    let called: String

    private static let lists = ["ids", "image_ids", "image_id", "filenames", "file_names", "paths"]

    /// `nil` where nothing names the rows of `owner`: no array, and no list in its folder or given by name. Throws where a list has
    /// not a line for each.
    init?(_ array: NamedArray?, or found: [LayoutSource], beside owner: NamedArray) throws {
        if let array {
            (texts, file, called) = (try array.texts(), array.file, array.called)
            return
        }
        let folder = owner.file.split(separator: "/").dropLast()
        for layout in found {
            let list = layout.scan.othersAndLists.first { file in
                // In the folder of the array, or named by whoever asks.
                let isBeside =
                    layout.called == owner.layout.called && file.split(separator: "/").dropLast().elementsEqual(folder)
                return file.lowercased().hasSuffix(".txt") && Self.lists.contains(ImageNames.stem(file).lowercased())
                    && (isBeside || layout.name(file) == layout.called)
            }
            guard let list else { continue }
            called = layout.name(list)
            file = list
            texts = try TextFile(bytes: layout.source.bytes(list), name: called).lines
            let rows = owner.shape.first ?? 0
            guard texts.count == rows else {
                throw ImportFault.unequalList(file: called, lines: texts.count, other: owner.called, rows: rows)
            }
            return
        }
        return nil
    }
}

/// The folders of classes of an export, in the order of the alphabet, with what they are called by.
struct FolderClasses {
    let classes: [String]
    let place: String

    /// These in place of `numbers`, and what is said of it; `nil` where there are not as many, or they are no numbers from 0.
    func names(_ numbers: [String], of file: String) -> (classes: [String], remark: Problem)? {
        guard classes.count == numbers.count, classes.count > 1, ClassPlaces.areNamed(classes),
            numbers == numbers.indices.map(String.init)
        else { return nil }
        let shown = classes.prefix(3).enumerated().map { "\($0) is \($1)" }.joined(separator: ", ")
        let words =
            "classes are numbers, and are called by the \(classes.count) folders of \(place) in the order of the alphabet: "
            + shown + (classes.count > 3 ? " ..." : "")
        return (
            classes,
            Problem(
                .note, at: Place(file: file), words, suggestion: "an array classes beside calls them otherwise")
        )
    }
}

extension NamedArray {
    /// What its name says that numbers are which are no probabilities: `logit`, `log`; `nil` where they may be, or it says nothing.
    func kind(_ values: [Double]) -> String? {
        let words = name.lowercased()
        let isLog = ["log_prob", "logprob", "log_softmax", "log-prob"].contains { words.contains($0) }
        if isLog { return values.allSatisfy({ $0 <= 0 }) ? "log" : nil }
        return words.contains("logit") && !values.allSatisfy({ (0...1).contains($0) }) ? "logit" : nil
    }

    /// What messages call it.
    var called: String {
        let file = layout.name(file)
        return ImageNames.stem(self.file) == name ? file : file + "/" + name
    }
}
