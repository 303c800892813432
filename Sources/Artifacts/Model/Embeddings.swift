import Formats

/// Feature vectors of a run's images, one a row of the evaluation, read from a mapped array when asked for.
public struct Embeddings: Sendable {
    /// Components of a vector.
    public let dimensions: Int
    private let array: NPYArray
    /// Row of the array for each row of the evaluation.
    private let rows: [Int]

    /// Vectors of `array`, shape (images, dimensions), at `rows`. Precondition: the array has two axes.
    init(_ array: NPYArray, rows: [Int]) {
        precondition(array.shape.count == 2, "vectors are the rows of an array of two axes")
        dimensions = array.shape[1]
        self.array = array
        self.rows = rows
    }

    /// Number of rows.
    public var count: Int { rows.count }

    /// The vector of a row of the evaluation. Throws when the array does not hold numbers.
    ///
    /// Several searches go over all vectors, and each asks for them anew. The array is mapped, so that its file is read from the disk
    /// once for all of them; to share what they copy out of it would keep every vector in memory at once, for an audit whose memory
    /// must not grow with the width of an embedding.
    public func vector(_ row: Int) throws -> [Float] {
        try array.floats(rows[row] * dimensions..<(rows[row] + 1) * dimensions)
    }
}
