// embeddings.npy or embeddings.npz in the folder of a detector's run: a vector for each object, as a crop of it has one, or for each
// image, which its objects share. Which of the two is told by the ids, else by how many vectors there are.

import Columns
import Diagnostics

extension EmbeddingFile {
    /// Reads the embeddings of a detector's run; `nil` when there are none that every object has. `names` are those of the images
    /// of `truth`. What is wrong is added to `problems`.
    static func read(
        in path: String, of truth: DetectionGroundTruth, names: [ItemID], _ folder: WorkspaceFolder,
        _ problems: inout ProblemList
    ) -> ObjectEmbeddings? {
        guard let vectors = vectors(in: path, folder, &problems) else { return nil }
        let ofObjects = rows(of: truth, in: vectors)
        let ofImages = rows(of: truth, names, in: vectors)
        // A region of many is no object to be found.
        let objects = truth.boxes.image.indices.filter { !truth.isCrowd[$0] }
        let withOwn = objects.count { ofObjects[$0] >= 0 }
        let withImage = ofImages.count { $0 >= 0 }
        if !objects.isEmpty, withOwn == objects.count {
            return ObjectEmbeddings(
                vectors.array, of: vectors.file, rowOf: ofObjects, areOfImages: false,
                used: (objects.count, objects.count))
        }
        if withImage == ofImages.count, !objects.isEmpty {
            return ObjectEmbeddings(
                vectors.array, of: vectors.file, rowOf: truth.boxes.image.map { ofImages[Int($0)] }, areOfImages: true,
                used: (ofImages.count, ofImages.count))
        }
        problems.add(
            Problem(
                .warning, at: Place(file: vectors.file),
                "not used: it has \(vectors.array.shape[0]) vectors, one for \(withOwn) of \(objects.count) objects by the ids of "
                    + "annotations and for \(withImage) of \(ofImages.count) images; every object or every image needs one",
                suggestion:
                    "embeddings.npz with an array ids names the annotation, or the image, of each row"))
        return nil
    }

    /// The row of each object, by the id of its annotation, or by its place in the file where there is one for each.
    private static func rows(of truth: DetectionGroundTruth, in vectors: Vectors) -> [Int] {
        let entries = truth.boxes.entry
        guard vectors.ids != nil else {
            let isInOrder = entries.count == vectors.array.shape[0] && entries.indices.allSatisfy { entries[$0] == $0 }
            return isInOrder ? Array(entries.indices) : [Int](repeating: -1, count: entries.count)
        }
        let rowOfID = vectors.rowOfID
        return truth.ids.map { id in id.flatMap { rowOfID[$0.description] } ?? -1 }
    }

    /// The row of each image, by its name, its id in the ground truth or that of its file, or by its place there.
    private static func rows(of truth: DetectionGroundTruth, _ names: [ItemID], in vectors: Vectors) -> [Int] {
        var rows = [Int](repeating: -1, count: truth.images.count)
        guard vectors.ids != nil else {
            guard rows.count == vectors.array.shape[0] else { return rows }
            for (row, image) in truth.imagesInFileOrder.enumerated() { rows[Int(image)] = row }
            return rows
        }
        let rowOfID = vectors.rowOfID
        for (index, image) in truth.images.enumerated() {
            let known = [names[index].text, image.id.description] + [image.fileName].compactMap(\.self)
            rows[index] = known.lazy.compactMap { rowOfID[$0] }.first ?? -1
        }
        return rows
    }
}
