// Attributes that are computed from the pixels of an image, so that slices can be cut by them when a team recorded none.

import Formats
import Pixels

/// What an image's pixels say about the conditions it was taken in. Of a huge picture that was decoded smaller they are of the
/// smaller one, but for its size; sharpness is then that of what is left at that size.
///
/// Luma is 0.299 R + 0.587 G + 0.114 B of the stored 8-bit values (ITU-R BT.601), so everything is in grey levels,
/// 0...255. Sums are of whole numbers, so the result does not depend on the machine.
public struct ImageMeasures: Sendable, Hashable {
    /// Pixels across.
    public let width: Int
    /// Pixels down.
    public let height: Int
    /// Mean luma, 0...255.
    public let brightness: Double
    /// Standard deviation of luma over all pixels (divisor n), 0...127.5.
    public let contrast: Double
    /// Variance (divisor n) of the Laplacian of luma, the sum of the four neighbours less four times the centre, with
    /// edge pixels repeated outwards (`scipy.ndimage.laplace`'s "reflect"). Small values mean blur.
    public let sharpness: Double
    /// Mean over pixels of the largest less the smallest channel, 0...255.
    public let saturation: Double

    /// Width divided by height.
    public var aspect: Double { Double(width) / Double(height) }

    /// The names of the measures in the order of `values`, as columns are called.
    public static let names = ["brightness", "contrast", "sharpness", "saturation", "width", "height", "aspect"]

    /// The measures in the order of `names`.
    public var values: [Double] {
        [brightness, contrast, sharpness, saturation, Double(width), Double(height), aspect]
    }

    /// Measures a decoded picture; its size is that of the picture as it is seen, whatever size it was decoded at.
    public init(of picture: DecodedPicture) {
        let seen = picture.layout.seen
        self.init(of: picture.image, width: seen.width, height: seen.height)
    }

    /// Measures `image`.
    public init(of image: RGBImage) {
        self.init(of: image, width: image.width, height: image.height)
    }

    private init(of image: RGBImage, width: Int, height: Int) {
        self.width = width
        self.height = height
        let (columns, rows) = (image.width, image.height)
        // Luma in thousandths; the row above and below the current one are kept, edges repeat.
        var above = [Int32](repeating: 0, count: columns)
        var here = above
        var below = above
        var (lumaSum, lumaSquares, spread, laplacianSum) = (0, 0, 0, 0)
        var laplacianSquares = 0.0
        image.bytes.withUnsafeBufferPointer { bytes in
            spread += Self.luma(of: bytes, row: 0, columns: columns, into: &here)
            above = here
            for y in 0..<rows {
                if y + 1 < rows {
                    spread += Self.luma(of: bytes, row: y + 1, columns: columns, into: &below)
                } else {
                    below = here
                }
                // A row's squares fit 64 bits; the sum over rows is rounded once a row, in row order.
                var rowSquares = 0
                for x in 0..<columns {
                    let centre = Int(here[x])
                    lumaSum += centre
                    lumaSquares += centre * centre
                    let left = Int(here[max(x - 1, 0)])
                    let right = Int(here[min(x + 1, columns - 1)])
                    let laplacian = left + right + Int(above[x]) + Int(below[x]) - 4 * centre
                    laplacianSum += laplacian
                    rowSquares += laplacian * laplacian
                }
                laplacianSquares += Double(rowSquares)
                swap(&above, &here)
                swap(&here, &below)
            }
        }
        let n = Double(columns * rows)
        let mean = Double(lumaSum) / n
        brightness = mean / 1000
        contrast = max(0, Double(lumaSquares) / n - mean * mean).squareRoot() / 1000
        let laplacianMean = Double(laplacianSum) / n
        sharpness = max(0, laplacianSquares / n - laplacianMean * laplacianMean) / 1_000_000
        saturation = Double(spread) / n
    }

    /// Fills one row of luma in thousandths and returns the sum of the channels' spread.
    private static func luma(
        of bytes: UnsafeBufferPointer<UInt8>, row: Int, columns: Int, into luma: inout [Int32]
    ) -> Int {
        var spread = 0
        var position = row * columns * 3
        for x in 0..<columns {
            let (red, green, blue) = (Int32(bytes[position]), Int32(bytes[position + 1]), Int32(bytes[position + 2]))
            luma[x] = 299 * red + 587 * green + 114 * blue
            spread += Int(max(red, max(green, blue)) - min(red, min(green, blue)))
            position += 3
        }
        return spread
    }
}
