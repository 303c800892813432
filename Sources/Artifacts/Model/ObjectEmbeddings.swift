import Formats

/// Feature vectors of the objects of a detector's ground truth.
public struct ObjectEmbeddings: Sendable {
    /// Whether objects of an image share a vector, which is of the image.
    public let areOfImages: Bool
    /// Numbers of a vector.
    public let dimensions: Int
    /// The file, relative to the workspace.
    let file: String
    /// How many objects, or images, have one, and how many there are.
    let used: (have: Int, all: Int)
    private let array: NPYArray
    /// Row of the array for each object of the ground truth, -1 for one without.
    private let rowOf: [Int]

    /// The vectors of some objects, in that order; `nil` when one of them has none.
    public func gathered(_ objects: [Int]) -> Embeddings? {
        let rows = objects.map { rowOf[$0] }
        return rows.contains(-1) ? nil : Embeddings(array, rows: rows)
    }

    /// The rows of an array of two axes at `rowOf`, of the objects' images where they are `areOfImages`.
    init(
        _ array: NPYArray, of file: String = "", rowOf: [Int], areOfImages: Bool, used: (have: Int, all: Int) = (0, 0)
    ) {
        self.areOfImages = areOfImages
        self.used = used
        self.rowOf = rowOf
        (self.file, self.array, dimensions) = (file, array, array.shape[1])
    }
}
