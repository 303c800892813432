import Testing

@testable import Columns

@Suite struct BitKernelsTests {
    /// Codes without a pattern that a kernel could fall into step with.
    private func codes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7 & 0x3) }
    }

    private func bitmap(_ codes: [UInt8], _ value: UInt8) -> [UInt64] {
        var words = [UInt64](repeating: 0xFFFF_FFFF_FFFF_FFFF, count: BitKernels.words(codes.count))
        codes.withUnsafeBufferPointer { codes in
            words.withUnsafeMutableBufferPointer { BitKernels.equal(codes, value, into: $0) }
        }
        return words
    }

    @Test(arguments: [1, 63, 64, 65, 127, 500, 512, 513, 4000])
    func aBitmapHoldsTheRowsOfItsValueAndNoBitBeyond(rows: Int) {
        let codes = codes(rows)
        for value in 0..<4 as Range<UInt8> {
            let words = bitmap(codes, value)
            for row in 0..<words.count * 64 {
                let isSet = words[row / 64] >> UInt64(row % 64) & 1 == 1
                #expect(isSet == (row < rows && codes[row] == value))
            }
        }
    }

    @Test(arguments: [1, 64, 65, 500, 513, 4000])
    func countsOfManyBitmapsAreThoseOfCountingRowByRow(rows: Int) {
        let first = codes(rows)
        let second = Array(codes(rows + 3).dropFirst(3))
        let wrong = bitmap(Array(codes(rows + 5).dropFirst(5)), 1)
        let p = bitmap(first, 2)
        let pe = zip(p, wrong).map { $0 & $1 }
        let stride = p.count + 1
        let bitmaps = [0, 1, 2, 3].flatMap { (value: UInt8) -> [UInt64] in bitmap(second, value) + [UInt64.max] }
        let which: [UInt32] = [3, 0, 1, 2, 1, 0, 3]
        var n = [UInt64](repeating: 10, count: which.count)
        var e = n
        p.withUnsafeBufferPointer { p in
            pe.withUnsafeBufferPointer { pe in
                bitmaps.withUnsafeBufferPointer { bitmaps in
                    which.withUnsafeBufferPointer { which in
                        n.withUnsafeMutableBufferPointer { n in
                            e.withUnsafeMutableBufferPointer { e in
                                BitKernels.countEach(
                                    p, pe, in: bitmaps, stride: stride, which: which, rows: n, errors: e)
                            }
                        }
                    }
                }
            }
        }
        for (slot, value) in which.enumerated() {
            let rows = (0..<rows).filter { first[$0] == 2 && second[$0] == UInt8(value) }
            #expect(n[slot] == UInt64(10 + rows.count))
            #expect(e[slot] == UInt64(10 + rows.count { wrong[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }))
        }
    }

    @Test func lanesCountTheRowsWhoseMaskHasTheirBit() {
        let cell = (0..<1000).map { UInt32($0 * 7 % 5) }
        let masks = (0..<1000).map { UInt32(truncatingIfNeeded: $0 &* 2_246_822_519) }
        var cells = [UInt16](repeating: 0, count: 5 * BitKernels.lanes)
        cell.withUnsafeBufferPointer { cell in
            masks.withUnsafeBufferPointer { masks in
                cells.withUnsafeMutableBufferPointer { BitKernels.addLanes(cell: cell, masks: masks, cells: $0) }
            }
        }
        for place in 0..<5 {
            for lane in 0..<BitKernels.lanes {
                let expected = (0..<1000).count { cell[$0] == place && masks[$0] >> UInt32(lane) & 1 == 1 }
                #expect(Int(cells[place * BitKernels.lanes + lane]) == expected)
            }
        }
    }
}
