// Many small marks as one picture of black and white pixels. A page paints a colour of its own through it, so that the picture
// follows the page into dark mode and onto paper, and a thousand marks cost no more than their pixels.

/// A picture of one bit a pixel.
struct PointPicture {
    /// Width in pixels.
    let width: Int
    /// Height in pixels.
    let height: Int
    private var isSet: [Bool]

    /// An empty picture. Precondition: both sides are positive.
    init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture has pixels")
        self.width = width
        self.height = height
        isSet = [Bool](repeating: false, count: width * height)
    }

    /// Half of the width of each row of a mark, top to bottom.
    enum Shape {
        /// A disc four pixels wide.
        static let dot = [1, 2, 2, 1]
        /// A diamond ten pixels wide.
        static let diamond = [1, 2, 3, 4, 5, 5, 4, 3, 2, 1]
    }

    /// Sets the pixels of a mark whose middle is the corner above and left of the pixel (x, y); what lies outside is cut.
    mutating func stamp(_ shape: [Int], x: Int, y: Int) {
        for (index, half) in shape.enumerated() {
            let row = y - shape.count / 2 + index
            guard (0..<height).contains(row), x + half > 0, x - half < width else { continue }
            for column in max(0, x - half)..<min(width, x + half) { isSet[row * width + column] = true }
        }
    }

    /// Whether a pixel is set.
    func isSet(x: Int, y: Int) -> Bool { isSet[y * width + x] }

    /// The rows as PNG stores them: a filter of none, then eight pixels a byte, the leftmost highest.
    var packedRows: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(height * ((width + 7) / 8 + 1))
        for row in 0..<height {
            bytes.append(0)
            for start in stride(from: 0, to: width, by: 8) {
                var byte: UInt8 = 0
                for bit in 0..<8 where start + bit < width && isSet[row * width + start + bit] {
                    byte |= 0x80 >> UInt8(truncatingIfNeeded: bit)
                }
                bytes.append(byte)
            }
        }
        return bytes
    }
}
