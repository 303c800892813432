// Predictions as an array: class probabilities (images, classes) in NPY, with ids beside it as text or NPY, or all in one
// NPZ. Without ids the rows are taken to be in the order of the image table, and the evaluation says that.

import Diagnostics
import Files
import Formats
import Foundation

extension PredictionRows {
    /// Files of ids that may lie beside predictions.npy.
    static let idFiles = ["ids.txt", "ids.npy"]

    /// Reads an array of probabilities. What is wrong is added to `problems`.
    static func read(
        array path: String, in folder: WorkspaceFolder, classes: ClassList, images: Int?,
        _ problems: inout ProblemList
    ) -> PredictionRows? {
        do {
            let bytes = try folder.bytes(path)
            let array: NPYArray
            let ids: [String]?
            if path.hasSuffix(".npz") {
                let archive = try NPZArchive(bytes: bytes, name: path)
                array = try archive.array(archive.names.contains("probabilities") ? "probabilities" : "predictions")
                ids = archive.names.contains("ids") ? try archive.array("ids").strings() : nil
            } else {
                array = try NPYArray(bytes: bytes, name: path)
                ids = try Self.ids(beside: path, folder, &problems)
            }
            let width = classes.names.count
            guard array.shape.count == 2, array.shape[1] == width,
                ids != nil || images == nil || array.shape[0] == images
            else {
                let fault = WorkspaceFault.notPlainProbabilities(
                    shape: array.shape, rows: ids?.count ?? images, classes: width)
                problems.add(WorkspaceError(path, fault))
                return nil
            }
            if let ids, ids.count != array.shape[0] {
                problems.add(
                    WorkspaceError(path, field: "ids", .wrongIDCount(found: ids.count, expected: array.shape[0])))
                return nil
            }
            let values = try array.doubles()
            for (index, value) in values.enumerated() where !value.isFinite {
                problems.add(
                    DelimitedError(
                        file: path, row: index / width + 1, field: "p_\(classes.names[index % width])",
                        fault: .notFinite("\(value)")))
            }
            return PredictionRows(
                file: path, ids: ids.map { Self.column($0, path, &problems) }, labels: nil, predicted: nil,
                confidence: nil,
                probabilities: ProbabilityMatrix(rows: array.shape[0], classes: width, values: values), lines: nil,
                &problems)
        } catch let error as any Explained {
            problems.add(error.problem)
        } catch let list as ProblemList {
            problems.add(list)
        } catch {
            problems.add(FileError(error, path, .read))
        }
        return nil
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
            let array = try NPYArray(bytes: bytes, name: file)
            return try array.element.isText ? array.strings() : array.integers().map(String.init)
        }
        let text = try TextFile(bytes: bytes, name: file)
        var lines = text.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
    }

    private static func column(_ ids: [String], _ path: String, _ problems: inout ProblemList) -> TextColumn {
        let column = TextColumn(ids)
        var index = IDIndex()
        for (row, first) in index.add(column) {
            let fault = column.isBlank(row) ? WorkspaceFault.blankID : .duplicateID(ids[row], first: first + 1)
            problems.add(WorkspaceError(path, row: row + 1, field: "ids", fault))
        }
        return column
    }
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
