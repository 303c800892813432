// What happens to a saliency map before it is measured or drawn: its range becomes 0...1, its size the image's.

extension SaliencyGrid {
    /// Smallest and largest value that is present, or `nil` when every cell is missing.
    public var range: ClosedRange<Float>? {
        var low = Float.infinity
        var high = -Float.infinity
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        return low <= high ? low...high : nil
    }

    /// Number of cells that are not finite.
    public var missing: Int { values.count { !$0.isFinite } }

    /// Whether no cell that is present differs from another: nothing can be read off such a map.
    public var isFlat: Bool { range.map { $0.lowerBound == $0.upperBound } ?? true }

    /// The map brought to 0...1 by its own smallest and largest value: `(m - min) / (1e-7 + max(m - min))`, in single
    /// precision, as pytorch-grad-cam 1.5.7 scales a map. A flat map becomes 0 everywhere; missing cells become 0.
    public func normalised() -> SaliencyGrid {
        guard let range else { return SaliencyGrid(width: width, height: height, values: values.map { _ in 0 }) }
        let span = 1e-7 + (range.upperBound - range.lowerBound)
        // A span beyond single precision (values of opposite sign near its end) has no usable scale.
        guard span.isFinite else { return SaliencyGrid(width: width, height: height, values: values.map { _ in 0 }) }
        return SaliencyGrid(
            width: width, height: height, values: values.map { $0.isFinite ? ($0 - range.lowerBound) / span : 0 })
    }

    /// The map without its signs: how much a cell matters, for attributions that point both ways (captum's default).
    public func magnitudes() -> SaliencyGrid {
        SaliencyGrid(width: width, height: height, values: values.map { abs($0) })
    }

    /// The map at another size, bilinear with half-pixel centres and repeated edges, in single precision: what OpenCV's
    /// `resize` does with `INTER_LINEAR`. Every cell must be finite (`normalised()` sees to it).
    public func resized(width newWidth: Int, height newHeight: Int) -> SaliencyGrid {
        precondition(newWidth > 0 && newHeight > 0, "a map has at least one cell")
        if newWidth == width, newHeight == height { return self }
        let columns = LinearTaps(from: width, to: newWidth)
        let rows = LinearTaps(from: height, to: newHeight)
        var result = [Float](repeating: 0, count: newWidth * newHeight)
        var upper = [Float](repeating: 0, count: newWidth)
        var lower = upper
        var upperRow = -1
        var lowerRow = -1
        values.withUnsafeBufferPointer { source in
            for y in 0..<newHeight {
                let (first, second) = (Int(rows.first[y]), Int(rows.second[y]))
                if upperRow != first {
                    // Going down, the row that was below is often the one above now.
                    if lowerRow == first {
                        swap(&upper, &lower)
                    } else {
                        columns.stretch(source, row: first, into: &upper)
                    }
                    (upperRow, lowerRow) = (first, -1)
                }
                if lowerRow != second {
                    columns.stretch(source, row: second, into: &lower)
                    lowerRow = second
                }
                let (top, bottom) = (1 - rows.weight[y], rows.weight[y])
                for x in 0..<newWidth { result[y * newWidth + x] = upper[x] * top + lower[x] * bottom }
            }
        }
        return SaliencyGrid(width: newWidth, height: newHeight, values: result)
    }
}

/// For each position of a line resized to another length: the two source positions it lies between and how far along.
struct LinearTaps {
    let first: [Int32]
    let second: [Int32]
    /// Share of `second`, 0..<1.
    let weight: [Float]
    private let sourceLength: Int

    init(from old: Int, to new: Int) {
        var first: [Int32] = []
        var second: [Int32] = []
        var weight: [Float] = []
        let scale = Double(old) / Double(new)
        for position in 0..<new {
            let exact = Float((Double(position) + 0.5) * scale - 0.5)
            let floor = exact.rounded(.down)
            let index = Int(floor)
            if index < 0 || index >= old - 1 {
                let edge = Int32(index < 0 ? 0 : old - 1)
                first.append(edge)
                second.append(edge)
                weight.append(0)
            } else {
                first.append(Int32(index))
                second.append(Int32(index + 1))
                weight.append(exact - floor)
            }
        }
        self.first = first
        self.second = second
        self.weight = weight
        sourceLength = old
    }

    /// One source row at the new width.
    func stretch(_ source: UnsafeBufferPointer<Float>, row: Int, into line: inout [Float]) {
        let start = row * sourceLength
        for x in line.indices {
            let share = weight[x]
            line[x] = source[start + Int(first[x])] * (1 - share) + source[start + Int(second[x])] * share
        }
    }
}
