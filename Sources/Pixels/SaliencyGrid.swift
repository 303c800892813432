/// A saliency map in memory: one value a cell, rows top to bottom. Cells that are not finite count as missing.
public struct SaliencyGrid: Sendable, Hashable {
    /// Columns, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `width * height` values, row by row, in the unit the map came in.
    public var values: [Float]

    /// A map of the given values. Precondition: `values.count == width * height`.
    public init(width: Int, height: Int, values: [Float]) {
        precondition(width > 0 && height > 0 && values.count == width * height, "values do not fit the size")
        self.width = width
        self.height = height
        self.values = values
    }
}

extension SaliencyGrid {
    /// Whether it has the shape of an image of this size on its side, and not that of the image.
    public func isTransposed(width: Int, height: Int) -> Bool {
        guard width > 0, height > 0 else { return false }
        let (own, image) = (Double(self.width) / Double(self.height), Double(width) / Double(height))
        return abs(own * image - 1) < 0.01 && abs(own / image - 1) > 0.05
    }
}
