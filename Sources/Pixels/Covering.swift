// Covering parts of pictures: what is covered is gone from the pixels before anything is made of them. A blur or coarse pixels
// could be undone; one colour cannot.

extension RGBImage {
    /// The grey of what is covered.
    public static let coverLevel: UInt8 = 128

    /// Paints over every pixel that a rectangle touches, in one grey. Parts outside the picture are of no matter.
    public mutating func cover(x: Double, y: Double, width wide: Double, height high: Double) {
        let columns = Self.cells(from: x, length: wide, of: width)
        for row in Self.cells(from: y, length: high, of: height) {
            for index in ((row * width + columns.lowerBound) * 3)..<((row * width + columns.upperBound) * 3) {
                bytes[index] = Self.coverLevel
            }
        }
    }

    /// Which of `count` cells of length 1 an interval touches.
    static func cells(from start: Double, length: Double, of count: Int) -> Range<Int> {
        guard start.isFinite, length.isFinite, length >= 0 else { return 0..<count }
        let low = min(max(start.rounded(.down), 0), Double(count))
        let high = min(max((start + length).rounded(.up), low), Double(count))
        return Int(low)..<Int(high)
    }
}

extension SaliencyGrid {
    /// The map without the cells that a rectangle of an image of the given size touches: they count as missing.
    public mutating func cover(x: Double, y: Double, width wide: Double, height high: Double, in size: (Int, Int)) {
        let (across, down) = (Double(width) / Double(size.0), Double(height) / Double(size.1))
        let columns = RGBImage.cells(from: x * across, length: wide * across, of: width)
        for row in RGBImage.cells(from: y * down, length: high * down, of: height) {
            for column in columns { values[row * width + column] = .nan }
        }
    }
}
