// PNG stores each row as differences from what is already known, so that what is left to compress is small numbers.
// Five filters exist; the first byte of a row says which was taken.

enum PNGFilter {
    /// Every row by one filter, so that the loop is simple enough to run on many bytes at once: the difference from the
    /// row above (filter 2) or from the mean of the row above and the pixel to the left (filter 3), whichever leaves less
    /// on every eighth row.
    static func fast(_ samples: [UInt8], rowBytes: Int, rows: Int, pixelBytes: Int) -> [UInt8] {
        let total = rows * (rowBytes + 1)
        return [UInt8](unsafeUninitializedCapacity: total) { out, filled in
            samples.withUnsafeBufferPointer { source in
                var takesMean = false
                if let out = out.baseAddress, let source = source.baseAddress {
                    var (upCost, meanCost) = (0, 0)
                    for y in stride(from: 4, to: rows, by: 8) {
                        let row = source + y * rowBytes
                        up(row, rowBytes, into: out)
                        upCost += cost(out, rowBytes)
                        mean(row, rowBytes, pixelBytes, into: out)
                        meanCost += cost(out, rowBytes)
                    }
                    takesMean = meanCost < upCost
                    for y in 0..<rows {
                        let target = out + y * (rowBytes + 1)
                        let row = source + y * rowBytes
                        if y == 0 {
                            target[0] = 0
                            (target + 1).update(from: row, count: rowBytes)
                        } else if takesMean {
                            target[0] = 3
                            mean(row, rowBytes, pixelBytes, into: target + 1)
                        } else {
                            target[0] = 2
                            up(row, rowBytes, into: target + 1)
                        }
                    }
                }
            }
            filled = total
        }
    }

    @inline(__always)
    private static func up(_ row: UnsafePointer<UInt8>, _ count: Int, into out: UnsafeMutablePointer<UInt8>) {
        let above = row - count
        for x in 0..<count { out[x] = row[x] &- above[x] }
    }

    @inline(__always)
    private static func mean(
        _ row: UnsafePointer<UInt8>, _ count: Int, _ pixelBytes: Int, into out: UnsafeMutablePointer<UInt8>
    ) {
        let above = row - count
        for x in 0..<min(pixelBytes, count) { out[x] = row[x] &- above[x] >> 1 }
        let left = row - pixelBytes
        for x in min(pixelBytes, count)..<count {
            let sum = UInt16(left[x]) &+ UInt16(above[x])
            out[x] = row[x] &- UInt8(truncatingIfNeeded: sum >> 1)
        }
    }

    @inline(__always)
    private static func cost(_ row: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var cost = 0
        for x in 0..<count { cost &+= Int(min(row[x], 0 &- row[x])) }
        return cost
    }

    /// Every row by the filter whose bytes, taken as signed, have the smallest sum of magnitudes (the PNG standard's own
    /// advice, section 12.7); the first of equals.
    static func best(_ samples: [UInt8], rowBytes: Int, rows: Int, pixelBytes: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(rows * (rowBytes + 1))
        let blank = [UInt8](repeating: 0, count: rowBytes)
        var candidate = blank
        var chosen = blank
        samples.withUnsafeBufferPointer { source in
            blank.withUnsafeBufferPointer { blank in
                for y in 0..<rows {
                    let row = UnsafeBufferPointer(rebasing: source[(y * rowBytes)..<((y + 1) * rowBytes)])
                    let above =
                        y == 0 ? blank : UnsafeBufferPointer(rebasing: source[((y - 1) * rowBytes)..<(y * rowBytes)])
                    var leastCost = Int.max
                    var kind: UInt8 = 0
                    for filter: UInt8 in 0...4 {
                        let cost = apply(filter, row, above, pixelBytes, into: &candidate)
                        if cost < leastCost {
                            (leastCost, kind) = (cost, filter)
                            swap(&chosen, &candidate)
                        }
                    }
                    result.append(kind)
                    result.append(contentsOf: chosen)
                }
            }
        }
        return result
    }

    private static func apply(
        _ filter: UInt8, _ row: UnsafeBufferPointer<UInt8>, _ above: UnsafeBufferPointer<UInt8>, _ pixelBytes: Int,
        into out: inout [UInt8]
    ) -> Int {
        var cost = 0
        for x in 0..<row.count {
            let left = x >= pixelBytes ? row[x - pixelBytes] : 0
            let up = above[x]
            let prediction: UInt8
            switch filter {
            case 0: prediction = 0
            case 1: prediction = left
            case 2: prediction = up
            case 3: prediction = UInt8((UInt16(left) + UInt16(up)) / 2)
            default: prediction = paeth(left, up, x >= pixelBytes ? above[x - pixelBytes] : 0)
            }
            let difference = row[x] &- prediction
            out[x] = difference
            cost += Int(min(difference, 0 &- difference))
        }
        return cost
    }

    /// Whichever of left, up and corner is nearest to left + up - corner.
    @inline(__always)
    private static func paeth(_ left: UInt8, _ up: UInt8, _ corner: UInt8) -> UInt8 {
        let (a, b, c) = (Int16(left), Int16(up), Int16(corner))
        let (toLeft, toUp, toCorner) = (abs(b - c), abs(a - c), abs(a + b - 2 * c))
        if toLeft <= toUp, toLeft <= toCorner { return left }
        return toUp <= toCorner ? up : corner
    }
}
