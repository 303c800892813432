// Predictions as an array: class probabilities (images, classes) in NPY, with ids beside it as text or NPY, or all in one
// NPZ. Without ids the rows are taken to be in the order of the image table, and the evaluation says that.

import Columns
import Diagnostics
import Files
import Formats
import Foundation

extension PredictionRows {
    /// Files of ids that may lie beside predictions.npy.
    static let idFiles = ["ids.txt", "ids.npy"]

    /// Reads an array of probabilities. What is wrong is added to `problems`.
    static func read(
        array path: String, in folder: WorkspaceFolder, conventions: FileConventions, classes: ClassList, images: Int?,
        _ problems: inout ProblemList
    ) -> PredictionRows? {
        scores(
            array: path, in: folder, conventions: conventions, classes: classes, images: images, &problems
        ).map { read in
            PredictionRows(
                file: path, index: read.index, labels: read.labels, predicted: nil, confidence: nil,
                probabilities: read.matrix,
                lines: nil, settings: conventions.probabilities, repeats: read.repeats, &problems)
        }
    }

    /// The numbers of an array, one a row and class, as they are, with the ids of the rows, those that repeat an earlier one, and
    /// the labels that the file gives its rows; `nil` where they cannot be used, which is said.
    static func scores(
        array path: String, in folder: WorkspaceFolder, conventions: FileConventions, classes: ClassList, images: Int?,
        _ problems: inout ProblemList
    ) -> (index: IDIndex?, matrix: ProbabilityMatrix, repeats: Set<Int>, labels: [Int32]?)? {
        do {
            let bytes = try folder.bytes(path)
            let array: NPYArray
            let ids: [String]?
            let own: [String]?
            var given: [String]?
            if path.hasSuffix(".npz") {
                let archive = try NPZArchive(bytes: bytes, name: path)
                array = try archive.array(ArrayNames.probabilities(in: archive.names))
                ids = try ArrayNames.ids(in: archive.names).map { try Self.texts(of: archive.array($0)) }
                own = try ArrayNames.classes(in: archive.names).map { try Self.texts(of: archive.array($0)) }
                // What cannot be read as one label a row is no label.
                given = ArrayNames.labels(in: archive.names).flatMap { try? Self.texts(of: archive.array($0)) }
            } else {
                array = try NPYArray(bytes: bytes, name: path)
                ids = try Self.ids(beside: path, folder, &problems)
                own = try Self.classes(beside: path, folder)
            }
            let settings = conventions.probabilities
            guard var matrix = try Self.matrix(array, classes, settings, rows: ids?.count ?? images, &problems) else {
                return nil
            }
            if let own {
                guard let ordered = Self.ordered(matrix, own, classes, path, &problems) else { return nil }
                matrix = ordered
            }
            guard ids != nil || images == nil || matrix.rows == images else {
                let fault = WorkspaceFault.notPlainProbabilities(
                    shape: array.shape, rows: images, classes: classes.names.count)
                problems.add(WorkspaceError(path, fault))
                return nil
            }
            if let ids, ids.count != matrix.rows {
                problems.add(
                    WorkspaceError(path, field: "ids", .wrongIDCount(found: ids.count, expected: matrix.rows)))
                return nil
            }
            let width = matrix.classes
            if let first = matrix.values.firstIndex(where: { !$0.isFinite }) {
                problems.add(
                    DelimitedError(
                        file: path, row: first / width + 1, field: "p_\(classes.names[first % width])",
                        fault: .notFinite("\(matrix.values[first])")),
                    count: matrix.values.count { !$0.isFinite })
            }
            let index = ids.map { IDIndex(ItemIDs($0.lazy.map { ItemID($0) })) }
            let repeats = Self.repeats(ids ?? [], index, matrix, path, &problems)
            let labels = given.flatMap { $0.count == matrix.rows ? Self.codes(ofLabels: $0, own, classes) : nil }
            return (index, matrix, repeats, labels)
        } catch let error as any Explained {
            problems.add(error.problem)
        } catch let list as ProblemList {
            problems.add(list)
        } catch {
            problems.add(FileError(error, path, .read))
        }
        return nil
    }

    /// The classes of labels that stand beside probabilities: names of classes, or places in the file's own list of them, or in
    /// that of misread.yml; `nil` where they are neither.
    private static func codes(ofLabels labels: [String], _ own: [String]?, _ classes: ClassList) -> [Int32]? {
        let named = labels.map { classes.code(of: ClassName($0)) }
        if named.allSatisfy({ $0 != nil }) { return named.compactMap(\.self) }
        let listed = own.map { $0.map { classes.code(of: ClassName($0)) } }
        let placed = labels.map { label -> Int32? in
            guard let place = Int(label), place >= 0 else { return nil }
            guard let listed else { return place < classes.names.count ? Int32(truncatingIfNeeded: place) : nil }
            return place < listed.count ? listed[place] : nil
        }
        return placed.contains(nil) ? nil : placed.compactMap(\.self)
    }

    /// An array as probabilities: rows x classes, or one column of two classes, of which version.yml names one.
    private static func matrix(
        _ array: NPYArray, _ classes: ClassList, _ settings: ProbabilitySettings, rows: Int?,
        _ problems: inout ProblemList
    ) throws -> ProbabilityMatrix? {
        let width = classes.names.count
        let shape = array.shape(ofColumns: width)
        if shape.count == 2, shape[1] == width, width > 1 {
            if let positive = settings.positive {
                problems.add(
                    WorkspaceError(
                        array.file, field: "probabilities.positive",
                        .uselessPositive(positive, why: "every class has a column of its own")))
            }
            return ProbabilityMatrix(rows: shape[0], classes: width, values: try array.doubles())
        }
        let isColumn = shape.count == 1 || shape.count == 2 && shape[1] == 1
        guard isColumn, width == 2 else {
            problems.add(
                WorkspaceError(array.file, .notPlainProbabilities(shape: array.shape, rows: rows, classes: width)))
            return nil
        }
        guard let positive = settings.positive else {
            problems.add(WorkspaceError(array.file, .whichClass(classes.names.map(\.text))))
            return nil
        }
        guard let code = classes.positive(positive, of: array.file, &problems) else { return nil }
        return ProbabilityMatrix(positive: code, try array.doubles(), settings.scale)
    }

    /// The columns in the order of misread.yml, where the file says which class each is of; `nil` where it names others.
    private static func ordered(
        _ matrix: ProbabilityMatrix, _ own: [String], _ classes: ClassList, _ path: String,
        _ problems: inout ProblemList
    ) -> ProbabilityMatrix? {
        let places = own.map { classes.code(of: ClassName($0)).map(Int.init) }
        // Numbers are places in the list.
        let areNumbers = own.enumerated().allSatisfy { $1 == String($0) }
        if areNumbers, places.contains(nil) { return matrix }
        let known = places.compactMap(\.self)
        guard own.count == matrix.classes, Set(known).count == matrix.classes else {
            problems.add(
                WorkspaceError(path, field: "classes", .otherClasses(own, listed: classes.names.map(\.text))))
            return nil
        }
        if known == Array(0..<matrix.classes) { return matrix }
        problems.add(
            Problem(
                .note, at: Place(file: path, field: "classes"),
                "columns are read in the order of its own list of classes: \(own.prefix(4).joined(separator: ", "))"
                    + (own.count > 4 ? " ..." : "")))
        var values = matrix.values
        for row in 0..<matrix.rows {
            for (column, place) in known.enumerated() {
                values[row * matrix.classes + place] = matrix[row, column]
            }
        }
        return ProbabilityMatrix(rows: matrix.rows, classes: matrix.classes, values: values)
    }

    /// Names in the order of the columns, where a list of them lies beside.
    private static func classes(beside path: String, _ folder: WorkspaceFolder) throws -> [String]? {
        let base = path.split(separator: "/").dropLast().joined(separator: "/")
        let file = base + "/classes.txt"
        guard try folder.exists(file) else { return nil }
        let text = try TextFile(bytes: try folder.bytes(file), name: file)
        return String(decoding: text.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
    }

    /// Rows whose id stands already in an earlier row with the same numbers; one with others is a fault.
    private static func repeats(
        _ ids: [String], _ index: IDIndex?, _ matrix: ProbabilityMatrix, _ path: String, _ problems: inout ProblemList
    ) -> Set<Int> {
        var repeats: Set<Int> = []
        for (row, first) in index?.repeated ?? [] {
            if !ids[row].utf8.isEmpty, matrix.row(row).elementsEqual(matrix.row(first)) {
                repeats.insert(row)
                continue
            }
            let fault = ids[row].utf8.isEmpty ? WorkspaceFault.blankID : .duplicateID(ids[row], first: first + 1)
            problems.add(WorkspaceError(path, row: row + 1, field: "ids", fault))
        }
        if let first = repeats.min() {
            problems.add(RepeatedRows.remark(repeats.count, first: ids[first], row: first + 1, path, field: "ids"))
        }
        return repeats
    }

    private static func texts(of array: NPYArray) throws -> [String] {
        try array.element.isText ? array.strings() : array.integers().map(String.init)
    }

    private static func ids(
        beside path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) throws -> [String]? {
        let base = path.split(separator: "/").dropLast().joined(separator: "/")
        let found = try idFiles.filter { try folder.exists(base + "/" + $0) }
        guard let name = found.first else { return nil }
        if found.count > 1 { problems.add(WorkspaceError(base, .severalTables(found))) }
        let file = base + "/" + name
        let bytes = try folder.bytes(file)
        if name.hasSuffix(".npy") {
            return try texts(of: NPYArray(bytes: bytes, name: file))
        }
        return try TextFile(bytes: bytes, name: file).lines
    }
}

extension TextFile {
    /// Its lines, without the empty one behind the last end of a line.
    var lines: [String] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self) }
    }
}

/// What arrays are called in an NPZ file.
enum ArrayNames {
    private static let usualProbabilities = [
        "probabilities", "predictions", "probs", "proba", "y_prob", "y_score", "scores", "softmax", "logits", "preds",
        "y_pred", "outputs",
    ]
    private static let usualIDs = [
        "ids", "image_ids", "image_id", "id", "names", "filenames", "file_names", "files", "paths", "keys",
    ]

    /// The array of probabilities: the first usual name, or the only one that is no ids.
    static func probabilities(in names: [String]) -> String {
        if let usual = usualProbabilities.first(where: names.contains) { return usual }
        let others = names.filter { $0 != ids(in: names) && $0 != classes(in: names) && $0 != labels(in: names) }
        return others.count == 1 ? others[0] : usualProbabilities[0]
    }

    /// The array of class names, when there is one.
    static func classes(in names: [String]) -> String? {
        ["classes", "class_names", "label_names", "target_names"].first(where: names.contains)
    }

    /// The array of true labels, when there is one.
    static func labels(in names: [String]) -> String? {
        ["labels", "label", "y_true", "targets", "target", "ground_truth", "gt", "true_labels", "y"].first(
            where: names.contains)
    }

    /// The array of ids, when there is one.
    static func ids(in names: [String]) -> String? { usualIDs.first(where: names.contains) }
}

extension NPYElement {
    /// Whether elements are text.
    fileprivate var isText: Bool {
        switch self {
        case .unicode, .bytes: true
        default: false
        }
    }
}
