// embeddings.npy, (images, dimensions) in the order of the image table, or embeddings.npz with the arrays `embeddings`
// and `ids`.

import Columns
import Diagnostics
import Files
import Formats

enum EmbeddingFile {
    /// A file of embeddings as it was read: row of the array by row of the image table, -1 for an image without one.
    struct Contents {
        let file: String
        let array: NPYArray
        let rowOf: [Int]

        /// The vectors of the images at `kept`, or `nil` when one of them has none.
        func embeddings(of kept: [Int]) -> Embeddings? {
            let rows = kept.map { rowOf[$0] }
            return rows.contains(-1) ? nil : Embeddings(array, rows: rows)
        }
    }

    /// Reads the embeddings of a run; `nil` when there are none. What is wrong is added to `problems`.
    static func read(
        in path: String, of table: ImageTable, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> Contents? {
        let found: [String]
        do throws(WorkspaceError) {
            found = try folder.names(in: path).filter(["embeddings.npy", "embeddings.npz"].contains)
        } catch {
            problems.add(error)
            return nil
        }
        guard let name = found.first else { return nil }
        if found.count > 1 { problems.add(WorkspaceError(path, .severalTables(found))) }
        let file = path + "/" + name
        do {
            let bytes = try folder.bytes(file)
            let array: NPYArray
            var ids: [String]?
            if name.hasSuffix(".npz") {
                let archive = try NPZArchive(bytes: bytes, name: file)
                array = try archive.array("embeddings")
                ids = archive.names.contains("ids") ? try archive.array("ids").strings() : nil
            } else {
                array = try NPYArray(bytes: bytes, name: file)
            }
            let expected = ids?.count ?? table.count
            guard array.shape.count == 2, array.shape[0] == expected, array.shape[1] > 0 else {
                problems.add(WorkspaceError(file, .notOneVectorEach(shape: array.shape, rows: expected)))
                return nil
            }
            // Text in place of numbers is found now, not when the first vector is asked for.
            _ = try array.floats(0..<1)
            var rowOf = Array(ids == nil ? 0..<table.count : 0..<0)
            if let ids {
                rowOf = [Int](repeating: -1, count: table.count)
                for (row, id) in ids.enumerated() {
                    if let item = table.index.row(of: ItemID(id)) { rowOf[item] = row }
                }
            }
            return Contents(file: file, array: array, rowOf: rowOf)
        } catch let error as any Explained {
            problems.add(error.problem)
        } catch {
            problems.add(FileError(error, file, .read))
        }
        return nil
    }
}
