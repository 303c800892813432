// Values shuffled over rows, everything else about the rows staying as it is. Units stay together: the values are laid end
// to end unit by unit, units are shuffled, and the values are given to the rows again in the new order.

/// Permutations of one number a row, from a seed: permutation j is the same whichever others are asked for.
public struct UnitPermutations: Sendable {
    private let rows: Int
    private let seed: UInt64
    /// Where rows belong together: rows unit by unit, and where each unit starts.
    private let blocks: (order: [Int32], starts: [Int])?

    /// Permutations of `rows` rows; `units` are the ids of what they belong to, `nil` when rows are independent.
    public init(rows: Int, units: [UInt64]?, seed: UInt64) {
        precondition(units.map { $0.count == rows } ?? true, "rows must agree")
        self.rows = rows
        self.seed = seed
        blocks = units.map { units in
            let order = units.indices.sorted { (units[$0], $0) < (units[$1], $1) }
            var starts = order.indices.filter { $0 == 0 || units[order[$0]] != units[order[$0 - 1]] }
            starts.append(order.count)
            return (order.map { Int32(truncatingIfNeeded: $0) }, starts)
        }
    }

    /// For each row, bit j says whether it has a 1 in permutation `some.lowerBound + j`. Of the values, which are all 0
    /// or 1, `ones` are 1; `values` is asked for them where rows belong to units.
    public func masks(_ some: Range<Int>, ones: UInt64, of values: () -> [UInt64]) -> [UInt32] {
        var masks = [UInt32](repeating: 0, count: rows)
        let whole = blocks == nil ? [] : values()
        for (lane, permutation) in some.enumerated() {
            var source = generator(permutation)
            if let blocks {
                shuffle(blocks, &source) { row, from in
                    masks[row] |= UInt32(truncatingIfNeeded: whole[from]) << UInt32(lane)
                }
                continue
            }
            // Each row is taken with chance (ones left) / (rows left): every choice of rows is equally likely.
            var left = ones
            masks.withUnsafeMutableBufferPointer { masks in
                for row in 0..<rows {
                    let isOne = source.next().multipliedFullWidth(by: UInt64(rows - row)).high < left
                    left -= isOne ? 1 : 0
                    masks[row] |= (isOne ? 1 : 0) << UInt32(lane)
                }
            }
        }
        return masks
    }

    /// The values, one a row, in one permutation.
    public func shuffled(_ values: [UInt64], _ permutation: Int) -> [UInt64] {
        precondition(values.count == rows, "rows must agree")
        var source = generator(permutation)
        var result = values
        if let blocks {
            shuffle(blocks, &source) { row, from in result[row] = values[from] }
        } else {
            for index in stride(from: rows - 1, to: 0, by: -1) { result.swapAt(index, source.below(index + 1)) }
        }
        return result
    }

    /// Calls `give` with each row and the row whose value it has.
    private func shuffle(
        _ blocks: (order: [Int32], starts: [Int]), _ source: inout SeededGenerator, _ give: (Int, Int) -> Void
    ) {
        var target = 0
        for unit in source.permutation(blocks.starts.count - 1) {
            for position in blocks.starts[unit]..<blocks.starts[unit + 1] {
                give(Int(blocks.order[target]), Int(blocks.order[position]))
                target += 1
            }
        }
    }

    private func generator(_ permutation: Int) -> SeededGenerator {
        SeededGenerator(seed: SplitMix64.mix(seed) &+ UInt64(permutation))
    }
}
