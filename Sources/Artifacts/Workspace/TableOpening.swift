import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// How tables of a workspace may be called.
enum TableNames {
    /// What stands behind the first point of a name.
    static let endings = ["csv", "tsv", "jsonl", "json"].flatMap { [$0, $0 + ".gz", $0 + ".zst"] } + ["parquet"]
}

extension TableReader {
    /// Opens a table of the workspace by its extension: `.csv`, `.tsv`, `.jsonl`, `.json`, gzip or Zstandard of them, or `.parquet`.
    ///
    /// `flattensLists` where values of JSON may be lists of labels, or objects of scores.
    init(
        opening path: String, in folder: WorkspaceFolder, conventions: FileConventions, flattensLists: Bool = false
    ) throws(ProblemList) {
        if path.hasSuffix(".parquet") {
            let place: URL
            do throws(WorkspaceError) {
                place = try folder.place(path)
            } catch {
                throw ProblemList(error)
            }
            try self.init(contentsOf: place, name: path)
            return
        }
        // Lists in cells are several labels to who reads those, and else the best classes of a row.
        let format = TextFormat(ofFileCalled: path, dialect: conventions.dialect)
        do {
            let bytes = try folder.bytes(path)
            if format == .jsonLines,
                let table = try PipelineLists.table(bytes) ?? ToolLabels.table(bytes)
                    ?? (flattensLists ? nil : ListedCells.table(json: bytes, named: path))
                    ?? (flattensLists || LabelLists.holdScores(bytes) ? LabelLists.table(bytes) : nil)
            {
                self = try table.reader(named: path)
            } else if case .csv(let dialect) = format, !flattensLists,
                let table = try ListedCells.table(bytes, dialect, named: path)
            {
                self = try table.reader(named: path)
            } else {
                try self.init(TextFile(bytes: bytes, name: path), as: format)
            }
        } catch let error as WorkspaceError {
            throw ProblemList(error)
        } catch let error as ProblemList {
            throw error
        } catch {
            throw ProblemList(FileError(error, path, .read))
        }
    }
}

extension TypedTable {
    /// A column that is not there, with the one that is probably meant.
    func missing(_ name: String, instead usual: [String] = []) -> WorkspaceError {
        let instead = header.first { column in usual.contains { Name($0) == Name(column.lowercased()) } }
        return WorkspaceError(
            file, row: 1, .missingColumn(name, instead: instead ?? nearestName(to: name, in: header)))
    }

    /// Reports rows without an id.
    public func reportBlankIDs(_ ids: TextColumn, _ field: String, _ problems: inout ProblemList) {
        for row in 0..<ids.count where ids.isBlank(row) {
            problems.add(WorkspaceError(file, row: line(of: row), field: field, .blankID))
        }
    }
}
