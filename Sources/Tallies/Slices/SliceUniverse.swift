// The values that can head a slice: those with enough rows, over all shards, numbered once and for all.
//
// A value's id is its place in the order (attribute, canonical order of categories), so ids do not depend on how a shard
// numbered its categories, on the order of rows or on the order of shards.

import Columns

/// The live values of a table and how each shard's codes map to them.
struct SliceUniverse: Sendable {
    /// One value of one attribute.
    struct Value: Sendable {
        let attribute: Int
        let category: Name
        let cell: SliceCell
    }

    /// Live values; a value's id is its index.
    let values: [Value]
    /// The ids of each attribute.
    let ids: [Range<Int>]
    /// For each shard and attribute: code to 0 (not live) or 1 + (id - first id of the attribute).
    let places: [[[UInt32]]]
    /// Everything.
    let whole: SliceCell
    /// Values that occur but have too few rows.
    let tooSmall: Int
    /// Values that occur.
    let occurring: Int

    init(_ shards: [SliceTable], attributes: Int, minSupport: Int, threads: Int) {
        let profiles = shards.map { ShardProfile($0, threads: threads) }
        var values: [Value] = []
        var ids: [Range<Int>] = []
        var places = shards.map { _ in [[UInt32]]() }
        var tooSmall = 0
        var occurring = 0
        for attribute in 0..<attributes {
            let start = values.count
            var merged: [Name: SliceCell] = [:]
            for (shard, profile) in zip(shards, profiles) {
                for (category, cell) in zip(shard.columns[attribute].categories, profile.cells[attribute])
                where cell.rows > 0 {
                    merged[category, default: SliceCell()].merge(cell)
                }
            }
            occurring += merged.count
            let live = merged.filter { $0.value.rows >= UInt64(minSupport) }
            tooSmall += merged.count - live.count
            let sorted = live.sorted { CodedColumn.precedes($0.key, $1.key) }
            values += sorted.map { Value(attribute: attribute, category: $0.key, cell: $0.value) }
            let place = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.key, UInt32($0 + 1)) })
            for (index, shard) in shards.enumerated() {
                places[index].append(shard.columns[attribute].categories.map { place[$0] ?? 0 })
            }
            ids.append(start..<values.count)
        }
        self.values = values
        self.ids = ids
        self.places = places
        self.tooSmall = tooSmall
        self.occurring = occurring
        whole = profiles.reduce(into: SliceCell()) { $0.merge($1.whole) }
    }

    /// Attribute of each id.
    var attributes: [Int] { values.map(\.attribute) }
}

/// Counts of every category of every column of one shard.
struct ShardProfile: Sendable {
    let whole: SliceCell
    let cells: [[SliceCell]]

    init(_ table: SliceTable, threads: Int) {
        let columns = table.columns.count
        cells = inParallel(min(threads, columns)) { part in
            (0..<columns).filter { $0 % min(threads, columns) == part }.map { ($0, Self.count(table, $0)) }
        }.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
        whole = cells.first?.reduce(into: SliceCell()) { $0.merge($1) } ?? SliceCell()
    }

    private static func count(_ table: SliceTable, _ attribute: Int) -> [SliceCell] {
        let column = table.columns[attribute]
        if case .binary(let wrong) = table.losses.form, case .narrow(let codes) = column.codes,
            column.categories.count <= 64
        {
            return countBits(codes, wrong, categories: column.categories.count)
        }
        switch column.codes {
        case .narrow(let codes): return countRows(codes, table.losses, column.categories.count)
        case .medium(let codes): return countRows(codes, table.losses, column.categories.count)
        case .wide(let codes): return countRows(codes, table.losses, column.categories.count)
        }
    }

    /// Few categories: a bitmap of each, a block at a time, and a population count.
    private static func countBits(_ codes: RowStorage<UInt8>, _ wrong: [UInt64], categories: Int) -> [SliceCell] {
        let block = 1 << 16
        var bitmap = [UInt64](repeating: 0, count: BitKernels.words(block))
        let all = [UInt64](repeating: ~0, count: bitmap.count)
        var rows = [UInt64](repeating: 0, count: categories)
        var errors = rows
        codes.withRows { codes in
            var start = 0
            while start < codes.count {
                let part = UnsafeBufferPointer(rebasing: codes[start..<min(start + block, codes.count)])
                let words = BitKernels.words(part.count)
                for category in 0..<categories {
                    bitmap.withUnsafeMutableBufferPointer {
                        BitKernels.equal(part, UInt8(category), into: $0)
                    }
                    all.withUnsafeBufferPointer { all in
                        wrong.withUnsafeBufferPointer { wrong in
                            bitmap.withUnsafeBufferPointer { bitmap in
                                countOne(
                                    UnsafeBufferPointer(rebasing: all[..<words]),
                                    UnsafeBufferPointer(rebasing: wrong[start >> 6..<start >> 6 + words]), bitmap,
                                    &rows[category], &errors[category])
                            }
                        }
                    }
                }
                start += block
            }
        }
        return zip(rows, errors).map { SliceCell(rows: $0, wrong: $1) }
    }

    private static func countOne(
        _ all: UnsafeBufferPointer<UInt64>, _ wrong: UnsafeBufferPointer<UInt64>,
        _ bitmap: UnsafeBufferPointer<UInt64>, _ rows: inout UInt64, _ errors: inout UInt64
    ) {
        var which: UInt32 = 0
        withUnsafePointer(to: &which) { which in
            withUnsafeMutablePointer(to: &rows) { rows in
                withUnsafeMutablePointer(to: &errors) { errors in
                    BitKernels.countEach(
                        all, wrong, in: bitmap, stride: bitmap.count,
                        which: UnsafeBufferPointer(start: which, count: 1),
                        rows: UnsafeMutableBufferPointer(start: rows, count: 1),
                        errors: UnsafeMutableBufferPointer(start: errors, count: 1))
                }
            }
        }
    }

    private static func countRows<Code: FixedWidthInteger>(
        _ codes: RowStorage<Code>, _ losses: LossColumn, _ categories: Int
    ) -> [SliceCell] {
        var cells = [SliceCell](repeating: SliceCell(), count: categories)
        codes.withRows { codes in
            switch losses.form {
            case .binary(let words):
                for (row, code) in codes.enumerated() {
                    let wrong = words[row >> 6] >> UInt64(row & 63) & 1
                    cells[Int(code)].rows += 1
                    cells[Int(code)].errors += wrong
                }
                for index in cells.indices {
                    cells[index] = SliceCell(rows: cells[index].rows, wrong: cells[index].errors)
                }
            case .real(let units, let scale):
                for (row, code) in codes.enumerated() {
                    cells[Int(code)].rows += 1
                    cells[Int(code)].errors += units[row]
                    cells[Int(code)].squares += scale.square(units[row])
                    cells[Int(code)].largest = max(cells[Int(code)].largest, units[row])
                }
            }
        }
        return cells
    }
}
