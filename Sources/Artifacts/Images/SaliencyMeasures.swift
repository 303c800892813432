// What can be said of a saliency map without the model: where its mass lies, how concentrated it is, and how much of it
// falls on the object when a box says where that is. A number beside a box means little without the share of the picture
// that the box covers: a map of nothing puts just that share inside.

import Foundation
import Pixels

/// A box in pixels of the image, cut to the image when measured.
public struct PixelBox: Sendable, Hashable {
    /// Left edge.
    public let x: Int
    /// Upper edge.
    public let y: Int
    /// Pixels across.
    public let width: Int
    /// Pixels down.
    public let height: Int

    /// A box.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Whether a part of it lies inside an image of the given size.
    public func touches(width imageWidth: Int, height imageHeight: Int) -> Bool {
        clipped(width: imageWidth, height: imageHeight) != nil
    }

    /// The rows and columns inside an image of the given size, or `nil` when none is.
    func clipped(width imageWidth: Int, height imageHeight: Int) -> (columns: Range<Int>, rows: Range<Int>)? {
        let (right, wide) = x.addingReportingOverflow(width)
        let (bottom, tall) = y.addingReportingOverflow(height)
        guard width > 0, height > 0, !wide, !tall else { return nil }
        let columns = max(0, x)..<max(0, x, min(right, imageWidth))
        let rows = max(0, y)..<max(0, y, min(bottom, imageHeight))
        return columns.isEmpty || rows.isEmpty ? nil : (columns, rows)
    }
}

/// Statistics of one saliency map.
///
/// All but the captum pair are of the map brought to 0...1 by its own range and to the image's size
/// (`SaliencyGrid.normalised()`, `resized`); missing cells carry no mass. Of a flat map only the counts are defined.
public struct SaliencyMeasures: Sendable, Hashable {
    /// Cells of the map as stored that are not finite.
    public let missing: Int
    /// Cells of the map as stored.
    public let cells: Int
    /// Whether all cells that are present are equal.
    public let isFlat: Bool
    /// What a map that varies shows; `nil` for a flat one.
    public let shape: Shape?

    /// Statistics of a map that varies.
    public struct Shape: Sendable, Hashable {
        /// Column of the largest value, the first in reading order.
        public let peakX: Int
        /// Row of the largest value.
        public let peakY: Int
        /// Entropy of the map as a distribution, natural logarithm, 0...ln(pixels).
        public let entropy: Double
        /// Entropy as a share of an even map's, 0 (all in one pixel) ... 1 (even): comparable between sizes.
        public let evenness: Double
        /// Gini index of the values, 0 (even) ... 1 (all in one pixel); Hurley and Rickard 2009.
        public let gini: Double
        /// Centre of mass as a share of the width, 0...1.
        public let centreX: Double
        /// Centre of mass as a share of the height, 0...1.
        public let centreY: Double
        /// Share of the mass in the border: pixels whose centre is within a tenth of the width or height of an edge.
        public let borderMass: Double
        /// Share of the pixels in the border: what `borderMass` would be for an even map.
        public let borderArea: Double
        /// What the map says about the box, when one is given and lies in the image.
        public let box: InBox?
        /// captum 0.9.0's scale: the magnitude at which the ascending sum of magnitudes reaches 98 % of the total
        /// (`outlier_perc=2` is of mass, not of pixels), of the map as stored.
        public let captumThreshold: Double
        /// Mean of the magnitudes divided by that scale and cut at 1.
        public let captumMean: Double
    }

    /// What a map says about a box.
    public struct InBox: Sendable, Hashable {
        /// Whether the peak lies in the box: the pointing game, Zhang et al. 2018.
        public let hit: Bool
        /// Whether the peak lies within 15 pixels of the box, the tolerance of that paper.
        public let hitWithin15: Bool
        /// Share of the mass inside: the energy-based pointing game, Wang et al. 2020.
        public let energy: Double
        /// Share of the pixels inside.
        public let areaShare: Double
        /// Intersection over union of the box with the pixels at half of the maximum or above.
        public let iouAtHalfMax: Double
        /// Intersection over union with as many of the highest pixels as the box has, all ties included.
        public let iouAtEqualArea: Double
    }

    /// Measures `map` as a map of an image of the given size; its own size when none is given.
    public init(of map: SaliencyGrid, width: Int? = nil, height: Int? = nil, box: PixelBox? = nil) {
        missing = map.missing
        cells = map.values.count
        let grid = map.normalised().resized(width: width ?? map.width, height: height ?? map.height)
        // A range too small for single precision normalises to nothing but zeros, which has no shape either.
        let total = grid.values.reduce(0.0) { $0 + Double($1) }
        isFlat = map.isFlat || total <= 0
        shape = isFlat ? nil : Shape(of: grid, total: total, stored: map, box: box)
    }
}

extension SaliencyMeasures.Shape {
    fileprivate init(of grid: SaliencyGrid, total: Double, stored: SaliencyGrid, box: PixelBox?) {
        let (width, height) = (grid.width, grid.height)
        let values = grid.values
        var peak = 0
        for index in values.indices where values[index] > values[peak] { peak = index }
        peakX = peak % width
        peakY = peak / width

        var (entropySum, xSum, ySum, border) = (0.0, 0.0, 0.0, 0.0)
        var borderPixels = 0
        for y in 0..<height {
            let inRows = Self.isInBorder(y, of: height)
            for x in 0..<width {
                let value = Double(values[y * width + x])
                if value > 0 {
                    let share = value / total
                    entropySum += share * log(share)
                    xSum += share * (Double(x) + 0.5)
                    ySum += share * (Double(y) + 0.5)
                }
                if inRows || Self.isInBorder(x, of: width) {
                    border += value
                    borderPixels += 1
                }
            }
        }
        entropy = max(0, -entropySum)
        evenness = min(1, entropy / log(Double(values.count)))
        centreX = xSum / Double(width)
        centreY = ySum / Double(height)
        borderMass = border / total
        borderArea = Double(borderPixels) / Double(values.count)

        let ascending = values.sorted()
        let n = ascending.count
        var weighted = 0.0
        for (rank, value) in ascending.enumerated() { weighted += Double(2 * rank + 1 - n) * Double(value) }
        gini = weighted / (Double(n) * total)

        let magnitudes = stored.values.filter(\.isFinite).map { Double(abs($0)) }.sorted()
        let goal = magnitudes.reduce(0, +) * 0.98
        var sum = 0.0
        var threshold = magnitudes.last ?? 0
        for value in magnitudes {
            sum += value
            if sum >= goal {
                threshold = value
                break
            }
        }
        captumThreshold = threshold
        captumMean =
            threshold > 0
            ? magnitudes.reduce(0) { $0 + min(1, $1 / threshold) } / Double(magnitudes.count) : 0
        self.box = box.flatMap {
            SaliencyMeasures.InBox(
                grid, total: total, ascending: ascending, peak: (peak % width, peak / width), box: $0)
        }
    }

    private static func isInBorder(_ position: Int, of length: Int) -> Bool {
        let centre = 2 * position + 1
        return 10 * centre < 2 * length || 10 * (2 * length - centre) < 2 * length
    }
}

extension SaliencyMeasures.InBox {
    fileprivate init?(_ grid: SaliencyGrid, total: Double, ascending: [Float], peak: (x: Int, y: Int), box: PixelBox) {
        guard let (columns, rows) = box.clipped(width: grid.width, height: grid.height) else { return nil }
        hit = columns.contains(peak.x) && rows.contains(peak.y)
        let dx = max(columns.lowerBound - peak.x, 0, peak.x - (columns.upperBound - 1))
        let dy = max(rows.lowerBound - peak.y, 0, peak.y - (rows.upperBound - 1))
        hitWithin15 = dx * dx + dy * dy <= 15 * 15

        let area = columns.count * rows.count
        let half = (ascending.last ?? 0) / 2
        let kth = ascending[ascending.count - area]
        var mass = 0.0
        var (halfInside, halfAll, topInside, topAll) = (0, 0, 0, 0)
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let value = grid.values[y * grid.width + x]
                let isInside = rows.contains(y) && columns.contains(x)
                if isInside { mass += Double(value) }
                if value >= half {
                    halfAll += 1
                    if isInside { halfInside += 1 }
                }
                if value >= kth {
                    topAll += 1
                    if isInside { topInside += 1 }
                }
            }
        }
        energy = mass / total
        areaShare = Double(area) / Double(grid.values.count)
        iouAtHalfMax = Double(halfInside) / Double(halfAll + area - halfInside)
        iouAtEqualArea = Double(topInside) / Double(topAll + area - topInside)
    }
}
