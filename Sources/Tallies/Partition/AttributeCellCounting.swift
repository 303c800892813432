// How the cells of a block are counted: rows are numbered by one number after another, each time by the combinations that occur so far,
// so that no key of a row is ever built.

import Columns
import Statistics

/// The cells of a block while it is counted: each by its first row.
struct FoundCells {
    /// The first row of each cell.
    private(set) var first: [Int] = []
    /// The rows of each.
    private(set) var counts: [Int] = []
    /// Rows that may be kept by name: more than will be.
    private(set) var named: [Int] = []
    /// The sum over all rows.
    private(set) var fingerprint: UInt64 = 0

    private let block: Block

    init(_ block: Block, _ columns: [CodedColumn]) {
        self.block = block
        let (labels, answers) = (block.evaluation.items.labels, block.evaluation.predictions.predicted)
        let ids = block.units.ids
        let start = block.rows.lowerBound
        var keys = NumberedKeys(block.rows.map { Int64(labels[$0]) })
        keys.add(block.rows.map { Int64(answers[$0]) })
        if let earlier = block.earlier { keys.add(block.rows.map { earlier[$0].map { Int64($0) } ?? -10 }) }
        keys.add(block.rows.map { UnitSplit.isHeldOut(ids[$0], share: 0.5) ? 1 : 0 })
        if block.units.areShared { keys.add(block.rows.map { Int64(bitPattern: ids[$0]) }) }
        for column in columns { keys.add(block.rows.map { Int64(column.codes[$0]) }) }
        first = [Int](repeating: -1, count: keys.count)
        counts = [Int](repeating: 0, count: keys.count)
        var lowest = [UInt64](repeating: .max, count: keys.count)
        var lowestRow = [Int](repeating: -1, count: keys.count)
        var (wrong, right) = (
            LowestHashes(limit: AttributeCellTally.mostNamed.wrong),
            LowestHashes(limit: AttributeCellTally.mostNamed.right)
        )
        for row in block.rows {
            let cell = keys.codes[row - start]
            if first[cell] < 0 { first[cell] = row }
            counts[cell] += 1
            let hash = hash(row)
            fingerprint &+= RowFingerprint.of(hash, label: labels[row])
            guard labels[row] != answers[row] else {
                right.offer(hash, row)
                continue
            }
            wrong.offer(hash, row)
            if lowestRow[cell] < 0 || hash < lowest[cell] || hash == lowest[cell] && precedes(row, lowestRow[cell]) {
                (lowest[cell], lowestRow[cell]) = (hash, row)
            }
        }
        named = Array(Set(wrong.rows + right.rows + lowestRow.filter { $0 >= 0 }))
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        let items = block.evaluation.items
        if items.ids[a] != items.ids[b] { return items.ids[a] < items.ids[b] }
        return block.evaluation.predictions.confidence[a] < block.evaluation.predictions.confidence[b]
    }

    /// The hash of a row's id.
    func hash(_ row: Int) -> UInt64 {
        // Where every row is a unit of its own, its unit is named by its id.
        block.units.areShared ? PoissonBootstrap.id(of: block.evaluation.items.ids[row].text) : block.units.ids[row]
    }
}

/// Rows with the lowest hashes: all that may be among so many first.
private struct LowestHashes {
    private var entries: [(hash: UInt64, row: Int)] = []
    private let limit: Int
    private var largest = UInt64.max

    init(limit: Int) { self.limit = limit }

    mutating func offer(_ hash: UInt64, _ row: Int) {
        guard hash <= largest else { return }
        entries.append((hash, row))
        guard entries.count >= 4 * limit + 64 else { return }
        entries.sort { $0.hash < $1.hash }
        largest = entries[limit - 1].hash
        // Of equal hashes all stay: what else tells them apart is looked at later.
        entries = entries.filter { $0.hash <= largest }
    }

    var rows: [Int] { entries.map(\.row) }
}

/// Rows by several numbers each, numbered by the combinations that occur.
private struct NumberedKeys {
    /// The number of each row's combination.
    private(set) var codes: [Int]
    /// How many combinations occur.
    private(set) var count: Int

    init(_ values: [Int64]) {
        codes = [Int](repeating: 0, count: values.count)
        count = values.isEmpty ? 0 : 1
        add(values)
    }

    /// Tells rows apart by another number too.
    mutating func add(_ values: [Int64]) {
        guard let low = values.min(), let high = values.max() else { return }
        let (span, isWide) = high.subtractingReportingOverflow(low)
        if !isWide, span < 1 << 17, (Int(span) + 1) * count <= 1 << 17 {
            let width = Int(span) + 1
            var numbers = [Int](repeating: -1, count: width * count)
            var next = 0
            for row in codes.indices {
                let place = codes[row] * width + Int(values[row] - low)
                if numbers[place] < 0 {
                    numbers[place] = next
                    next += 1
                }
                codes[row] = numbers[place]
            }
            count = next
            return
        }
        var numbers: [Pair: Int] = [:]
        for row in codes.indices {
            let pair = Pair(code: codes[row], value: values[row])
            let number = numbers[pair] ?? numbers.count
            numbers[pair] = number
            codes[row] = number
        }
        count = numbers.count
    }

    private struct Pair: Hashable {
        let code: Int
        let value: Int64
    }
}
