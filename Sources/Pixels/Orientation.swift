/// How a picture's stored rows and columns lie in the picture that a person sees: EXIF's eight orientations.
public enum Orientation: UInt8, Sendable, Hashable, CaseIterable {
    /// As stored.
    case upright = 1
    /// Mirrored left to right.
    case mirrored = 2
    /// Turned by half.
    case halfTurn = 3
    /// Mirrored top to bottom.
    case flipped = 4
    /// Mirrored about the diagonal from the upper left corner.
    case transposed = 5
    /// Upright after a quarter turn clockwise.
    case quarterTurn = 6
    /// Mirrored about the other diagonal.
    case transversed = 7
    /// Upright after a quarter turn the other way.
    case quarterTurnBack = 8

    /// Whether the stored width is the height that is seen.
    public var swapsSides: Bool { rawValue >= 5 }

    /// Whether going right (or down, where sides are swapped) in the picture goes back in a stored row.
    private var isReversedX: Bool { [2, 3, 7, 8].contains(rawValue) }
    /// The same of stored columns.
    private var isReversedY: Bool { [3, 4, 6, 7].contains(rawValue) }

    /// The size that is seen of stored pixels of a size.
    public func size<Length>(width: Length, height: Length) -> (width: Length, height: Length) {
        swapsSides ? (height, width) : (width, height)
    }

    /// `cells`, `lanes` values each, as they are seen; `width` by `height` is the stored size.
    func seen<Value>(_ cells: [Value], width: Int, height: Int, lanes: Int) -> [Value] {
        if self == .upright { return cells }
        let (across, down) = size(width: width, height: height)
        var seen: [Value] = []
        seen.reserveCapacity(cells.count)
        for v in 0..<down {
            for u in 0..<across {
                let (column, row) = swapsSides ? (v, u) : (u, v)
                let x = isReversedX ? width - 1 - column : column
                let y = isReversedY ? height - 1 - row : row
                let start = (y * width + x) * lanes
                for lane in 0..<lanes { seen.append(cells[start + lane]) }
            }
        }
        return seen
    }

    /// Where a rectangle of stored pixels is seen; `width` by `height` is the stored size.
    public func seen(
        x: Double, y: Double, width: Double, height: Double, in stored: (width: Double, height: Double)
    ) -> (x: Double, y: Double, width: Double, height: Double) {
        let column = isReversedX ? stored.width - x - width : x
        let row = isReversedY ? stored.height - y - height : y
        return swapsSides ? (row, column, height, width) : (column, row, width, height)
    }
}

extension RGBImage {
    /// The picture as it is seen when its pixels are stored in `orientation`.
    public func seen(in orientation: Orientation) -> RGBImage {
        let size = orientation.size(width: width, height: height)
        return RGBImage(
            width: size.width, height: size.height,
            bytes: orientation.seen(bytes, width: width, height: height, lanes: 3))
    }
}

extension SaliencyGrid {
    /// The map as it is seen when its cells are stored in `orientation`.
    public func seen(in orientation: Orientation) -> SaliencyGrid {
        let size = orientation.size(width: width, height: height)
        return SaliencyGrid(
            width: size.width, height: size.height,
            values: orientation.seen(values, width: width, height: height, lanes: 1))
    }
}
