import Columns

/// Counting by bitmaps: the values' bitmaps of one tile, ANDed along the candidates' shared predicates.
struct TileBitmaps {
    private let plan: CountingPlan
    private let counter: TileCounter
    /// `plan.bitmapIDs.count` bitmaps of `stride` words.
    private var bitmaps: [UInt64]
    /// All rows, then the conjunctions of the first two, three ... predicates of the group at hand.
    private var stack: [UInt64]
    /// Errors of the tile in lanes.
    private var spread: [UInt64]
    private let stride: Int

    init(_ plan: CountingPlan, _ counter: TileCounter, inLanes: Bool = false) {
        self.plan = plan
        self.counter = counter
        stride = BitKernels.words(plan.tileRows)
        bitmaps = [UInt64](repeating: 0, count: plan.bitmapIDs.count * stride)
        let depth = plan.groups.first?.prefix.count ?? 0
        stack = [UInt64](repeating: 0, count: plan.groups.isEmpty ? 0 : (depth + 1) * stride)
        let inAll = inLanes && !plan.groups.isEmpty ? BitKernels.spreadWords(plan.tileRows) : 0
        spread = [UInt64](repeating: 0, count: inAll)
    }

    /// Adds the rows of one tile. Precondition: the tile starts at a multiple of 64.
    mutating func count(_ rows: Range<Int>, into sums: inout TileSums) {
        guard case .binary(let wrong) = counter.table.losses.form else { return }
        let words = BitKernels.words(rows.count)
        let stride = stride
        let firstWord = rows.lowerBound >> 6
        var withErrors = [UInt64](repeating: 0, count: words)
        wrong.withUnsafeBufferPointer { wrong in
            let errors = UnsafeBufferPointer(rebasing: wrong[firstWord..<firstWord + words])
            visit(rows) { range, conjunction, bitmaps, which in
                withErrors.withUnsafeMutableBufferPointer { withErrors in
                    BitKernels.and(conjunction, errors, into: withErrors)
                    sums.rows.withUnsafeMutableBufferPointer { rows in
                        sums.errors.withUnsafeMutableBufferPointer { wrong in
                            BitKernels.countEach(
                                conjunction, UnsafeBufferPointer(withErrors), in: bitmaps, stride: stride,
                                which: which, rows: UnsafeMutableBufferPointer(rebasing: rows[range]),
                                errors: UnsafeMutableBufferPointer(rebasing: wrong[range]))
                        }
                    }
                }
            }
        }
    }

    /// Adds the rows of one tile in lanes: bit j of `masks[row]` says whether the row is an error in lane j, of `lanes`.
    mutating func countLanes(_ rows: Range<Int>, _ masks: ArraySlice<UInt32>, lanes: Int, into sums: inout LaneSums) {
        masks.withUnsafeBufferPointer { masks in
            self.spread.withUnsafeMutableBufferPointer { BitKernels.spread(masks, into: $0) }
        }
        let spread = self.spread
        let width = BitKernels.lanes
        let stride = stride
        visit(rows) { range, conjunction, bitmaps, which in
            spread.withUnsafeBufferPointer { spread in
                sums.single.withUnsafeMutableBufferPointer { single in
                    BitKernels.countLanes(
                        lanes, of: spread, conjunction, in: bitmaps, stride: stride, which: which,
                        sums: UnsafeMutableBufferPointer(
                            rebasing: single[range.lowerBound * width..<range.upperBound * width]))
                }
            }
        }
    }

    /// Calls `body` for each group of candidates with their range, the conjunction of what they share, all values'
    /// bitmaps and the slot of each candidate's last predicate.
    private mutating func visit(
        _ rows: Range<Int>,
        _ body: (
            Range<Int>, UnsafeBufferPointer<UInt64>, UnsafeBufferPointer<UInt64>, UnsafeBufferPointer<UInt32>
        ) -> Void
    ) {
        fill(rows)
        let words = BitKernels.words(rows.count)
        let stride = stride
        bitmaps.withUnsafeBufferPointer { bitmaps in
            stack.withUnsafeMutableBufferPointer { stack in
                plan.lastSlots.withUnsafeBufferPointer { lastSlots in
                    func value(_ slot: UInt32) -> UnsafeBufferPointer<UInt64> {
                        UnsafeBufferPointer(rebasing: bitmaps[Int(slot) * stride..<Int(slot) * stride + words])
                    }
                    func level(_ index: Int) -> UnsafeMutableBufferPointer<UInt64> {
                        UnsafeMutableBufferPointer(rebasing: stack[index * stride..<index * stride + words])
                    }
                    // Level 0 is all rows, for single values, which share nothing.
                    level(0).update(repeating: ~0)
                    var last: [UInt32] = []
                    for group in plan.groups {
                        var shared = 0
                        while shared < last.count, last[shared] == group.prefix[shared] { shared += 1 }
                        var conjunction = group.prefix.first.map(value) ?? UnsafeBufferPointer(level(0))
                        for position in 1..<max(1, group.prefix.count) {
                            let target = level(position)
                            if position >= shared {
                                BitKernels.and(conjunction, value(group.prefix[position]), into: target)
                            }
                            conjunction = UnsafeBufferPointer(target)
                        }
                        last = group.prefix
                        body(group.range, conjunction, bitmaps, UnsafeBufferPointer(rebasing: lastSlots[group.range]))
                    }
                }
            }
        }
    }

    /// Builds the bitmaps of the values that candidates need.
    private mutating func fill(_ rows: Range<Int>) {
        let universe = counter.universe
        let words = BitKernels.words(rows.count)
        var slot = 0
        while slot < plan.bitmapIDs.count {
            let attribute = universe.values[plan.bitmapIDs[slot]].attribute
            var end = slot + 1
            while end < plan.bitmapIDs.count, universe.values[plan.bitmapIDs[end]].attribute == attribute { end += 1 }
            let firstID = universe.ids[attribute].lowerBound
            let places = counter.places[attribute]
            switch counter.table.columns[attribute].codes {
            case .narrow(let codes) where end - slot <= 48:
                compare(codes, rows, slot..<end, places, firstID, words)
            case .narrow(let codes): scatter(codes, rows, slot..<end, places, firstID, words)
            case .medium(let codes): scatter(codes, rows, slot..<end, places, firstID, words)
            case .wide(let codes): scatter(codes, rows, slot..<end, places, firstID, words)
            }
            slot = end
        }
    }

    /// Few values of a byte column: each is compared with all rows.
    private mutating func compare(
        _ codes: RowStorage<UInt8>, _ rows: Range<Int>, _ slots: Range<Int>, _ places: [UInt32], _ firstID: Int,
        _ words: Int
    ) {
        bitmaps.withUnsafeMutableBufferPointer { bitmaps in
            codes.withRows { codes in
                let tile = UnsafeBufferPointer(rebasing: codes[rows])
                for slot in slots {
                    let place = UInt32(plan.bitmapIDs[slot] - firstID + 1)
                    let out = UnsafeMutableBufferPointer(rebasing: bitmaps[slot * stride..<slot * stride + words])
                    if let code = places.firstIndex(of: place) {
                        BitKernels.equal(tile, UInt8(truncatingIfNeeded: code), into: out)
                    } else {
                        out.update(repeating: 0)
                    }
                }
            }
        }
    }

    /// Many values, or wide codes: each row sets its bit.
    private mutating func scatter<Code: FixedWidthInteger>(
        _ codes: RowStorage<Code>, _ rows: Range<Int>, _ slots: Range<Int>, _ places: [UInt32], _ firstID: Int,
        _ words: Int
    ) {
        // Place to slot, -1 where no candidate needs the value.
        var slotOf = [Int](repeating: -1, count: (places.max() ?? 0).addingOne)
        for slot in slots {
            let place = plan.bitmapIDs[slot] - firstID + 1
            if place < slotOf.count { slotOf[place] = slot }
        }
        bitmaps.withUnsafeMutableBufferPointer { bitmaps in
            for slot in slots {
                UnsafeMutableBufferPointer(rebasing: bitmaps[slot * stride..<slot * stride + words])
                    .update(repeating: 0)
            }
            codes.withRows { codes in
                for (row, code) in codes[rows].enumerated() {
                    let slot = slotOf[Int(places[Int(code)])]
                    if slot >= 0 { bitmaps[slot * stride + row >> 6] |= 1 << UInt64(row & 63) }
                }
            }
        }
    }
}

extension UInt32 {
    fileprivate var addingOne: Int { Int(self) + 1 }
}
