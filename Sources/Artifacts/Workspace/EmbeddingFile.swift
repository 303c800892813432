// embeddings.npy, (images, dimensions) in the order of the image table, or embeddings.npz with the arrays `embeddings`
// and `ids`. Those of a detector are of its objects or of its images: ObjectEmbeddings.swift.

import Columns
import Diagnostics
import Files
import Formats

enum EmbeddingFile {
    /// A file as it stands: a vector a row, and what the rows are called where it says.
    struct Vectors {
        let file: String
        let array: NPYArray
        let ids: [String]?

        /// The row of each id; the first of an id that stands twice.
        var rowOfID: [String: Int] {
            Dictionary((ids ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

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

        /// How many images have one.
        var used: Int { rowOf.count { $0 >= 0 } }

        /// What is said where some of the images at `kept` have none.
        func remark(on kept: [Int]) -> Problem? {
            let missing = kept.count { rowOf[$0] < 0 }
            guard missing > 0 else { return nil }
            return Problem(
                .warning, at: Place(file: file),
                "not used: \(missing) of \(kept.count) images have no vector in it",
                suggestion: "the array ids names the image of each row, as image_id does")
        }
    }

    /// Reads the embeddings of a run; `nil` when there are none. What is wrong is added to `problems`.
    static func read(
        in path: String, of table: ImageTable, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> Contents? {
        guard let vectors = vectors(in: path, folder, &problems) else { return nil }
        guard vectors.ids != nil || vectors.array.shape[0] == table.count else {
            problems.add(
                WorkspaceError(vectors.file, .notOneVectorEach(shape: vectors.array.shape, rows: table.count)))
            return nil
        }
        let rowOfID = vectors.rowOfID
        let rowOf = vectors.ids == nil ? Array(0..<table.count) : table.ids.map { rowOfID[$0.text] ?? -1 }
        return Contents(file: vectors.file, array: vectors.array, rowOf: rowOf)
    }

    /// Reads the file; `nil` when there is none. What is wrong is added to `problems`.
    static func vectors(
        in path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> Vectors? {
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
                ids = archive.names.contains("ids") ? try texts(archive.array("ids")) : nil
            } else {
                array = try NPYArray(bytes: bytes, name: file)
            }
            guard array.shape.count == 2, array.shape[1] > 0, ids.map({ $0.count == array.shape[0] }) ?? true else {
                problems.add(
                    WorkspaceError(file, .notOneVectorEach(shape: array.shape, rows: ids?.count ?? array.shape[0])))
                return nil
            }
            // Text in place of numbers is found now, not when the first vector is asked for.
            if array.shape[0] > 0 { _ = try array.floats(0..<1) }
            return Vectors(file: file, array: array, ids: ids)
        } catch let error as any Explained {
            problems.add(error.problem)
        } catch {
            problems.add(FileError(error, file, .read))
        }
        return nil
    }

    /// Ids are text, or whole numbers, as COCO has them.
    private static func texts(_ array: NPYArray) throws(NPYError) -> [String] {
        switch array.element {
        case .unicode, .bytes: try array.strings()
        default: try array.integers().map(String.init)
        }
    }
}
