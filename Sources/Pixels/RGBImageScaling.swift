// Sizes for showing: photos shrink by averaging what a pixel covers, tiny images grow by whole factors so that their
// pixels stay pixels.

extension RGBImage {
    /// The image shrunk to `newWidth` by `newHeight` by averaging the area each new pixel covers, edges by their share.
    /// Precondition: neither side grows.
    public func averaged(width newWidth: Int, height newHeight: Int) -> RGBImage {
        precondition((1...width).contains(newWidth) && (1...height).contains(newHeight), "averaging only shrinks")
        if newWidth == width, newHeight == height { return self }
        let columns = Coverage(from: width, to: newWidth)
        let rows = Coverage(from: height, to: newHeight)
        var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        var line = [Float](repeating: 0, count: newWidth * 3)
        var sum = line
        bytes.withUnsafeBufferPointer { source in
            for y in 0..<newHeight {
                for x in sum.indices { sum[x] = 0 }
                for (offset, share) in rows.shares(y).enumerated() {
                    average(source, row: rows.start[y] + offset, columns, into: &line)
                    for x in sum.indices { sum[x] += line[x] * share }
                }
                for x in sum.indices { result[y * newWidth * 3 + x] = UInt8(min(255, max(0, sum[x] + 0.5))) }
            }
        }
        return RGBImage(width: newWidth, height: newHeight, bytes: result)
    }

    private func average(
        _ source: UnsafeBufferPointer<UInt8>, row: Int, _ columns: Coverage, into line: inout [Float]
    ) {
        for x in 0..<(line.count / 3) {
            var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
            var position = (row * width + columns.start[x]) * 3
            for share in columns.shares(x) {
                red += Float(source[position]) * share
                green += Float(source[position + 1]) * share
                blue += Float(source[position + 2]) * share
                position += 3
            }
            line[x * 3] = red
            line[x * 3 + 1] = green
            line[x * 3 + 2] = blue
        }
    }

    /// The image shrunk so that its longer side is at most `side`, keeping its proportions; smaller ones stay as they are.
    public func fitted(within side: Int) -> RGBImage {
        let longer = max(width, height)
        guard side > 0, longer > side else { return self }
        return averaged(
            width: max(1, (width * side + longer / 2) / longer), height: max(1, (height * side + longer / 2) / longer))
    }

    /// The image with every pixel repeated `factor` times in both directions.
    public func magnified(by factor: Int) -> RGBImage {
        guard factor > 1 else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * factor * factor)
        for y in 0..<height {
            var line: [UInt8] = []
            line.reserveCapacity(width * factor * 3)
            for x in 0..<width {
                let pixel = bytes[((y * width + x) * 3)..<((y * width + x) * 3 + 3)]
                for _ in 0..<factor { line.append(contentsOf: pixel) }
            }
            for _ in 0..<factor { result.append(contentsOf: line) }
        }
        return RGBImage(width: width * factor, height: height * factor, bytes: result)
    }

    /// The largest whole factor at which the longer side does not exceed `side`: at 160, an 8 x 8 digit is shown
    /// twentyfold. At least 1.
    public func magnification(towards side: Int) -> Int {
        max(1, side / max(width, height))
    }

    /// The image as it is shown at `side` pixels: large ones averaged down, tiny ones (at most half of `side`) with
    /// their pixels repeated.
    public func shown(at side: Int) -> RGBImage {
        max(width, height) > side ? fitted(within: side) : magnified(by: magnification(towards: side))
    }
}

/// For each position of a line shrunk to another length: the source positions it covers, with shares that add up to 1.
private struct Coverage {
    let start: [Int]
    private let weights: [[Float]]

    init(from old: Int, to new: Int) {
        var start: [Int] = []
        var weights: [[Float]] = []
        // In units of 1/new of a source position everything is a whole number.
        for position in 0..<new {
            let (low, high) = (position * old, (position + 1) * old)
            let first = low / new
            let last = (high - 1) / new
            start.append(first)
            weights.append(
                (first...last).map { source in
                    let covered = min(high, (source + 1) * new) - max(low, source * new)
                    return Float(covered) / Float(old)
                })
        }
        self.start = start
        self.weights = weights
    }

    func shares(_ position: Int) -> [Float] { weights[position] }
}
