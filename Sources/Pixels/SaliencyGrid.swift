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
