import Pixels

/// Means of squares of pixels, summed while a picture that is too large for a memory is read in any order.
struct ShrinkingSums {
    /// Pixels of the whole picture across and down.
    let width: Int
    let height: Int
    /// The side of a square.
    let divisor: Int
    /// Squares across and down; those at the right and lower edge may be cut.
    let across: Int
    let down: Int
    private var sums: [UInt32]

    /// Longest side of a square whose sum fits.
    static let longestSide = 4096

    /// Precondition: `divisor` is at most `longestSide`.
    init(width: Int, height: Int, divisor: Int) {
        precondition((1...Self.longestSide).contains(divisor), "a sum of so many pixels does not fit")
        (self.width, self.height, self.divisor) = (width, height, divisor)
        across = (width + divisor - 1) / divisor
        down = (height + divisor - 1) / divisor
        sums = [UInt32](repeating: 0, count: across * down * 3)
    }

    /// The shortest side of squares of which a picture has at most `limit`.
    static func divisor(width: Int, height: Int, limit: Int) -> Int {
        var divisor = max(1, Int((Double(width) * Double(height) / Double(max(1, limit))).squareRoot()))
        while ((width + divisor - 1) / divisor) * ((height + divisor - 1) / divisor) > max(1, limit) { divisor += 1 }
        return divisor
    }

    /// Adds `row`, R, G, B a pixel, whose first pixel lies at (x, y) of the whole picture.
    mutating func add(_ row: UnsafeBufferPointer<UInt8>, x: Int, y: Int) {
        let start = (y / divisor) * across
        sums.withUnsafeMutableBufferPointer { sums in
            for pixel in 0..<(row.count / 3) {
                let cell = (start + (x + pixel) / divisor) * 3
                for channel in 0..<3 { sums[cell + channel] += UInt32(row[pixel * 3 + channel]) }
            }
        }
    }

    /// The means, rounded to the nearest.
    func image() -> RGBImage {
        var bytes = [UInt8](repeating: 0, count: sums.count)
        for y in 0..<down {
            let rows = min(divisor, height - y * divisor)
            for x in 0..<across {
                let pixels = UInt32(rows * min(divisor, width - x * divisor))
                for place in ((y * across + x) * 3)..<((y * across + x) * 3 + 3) {
                    bytes[place] = UInt8(truncatingIfNeeded: (sums[place] + pixels / 2) / pixels)
                }
            }
        }
        return RGBImage(width: across, height: down, bytes: bytes)
    }
}
