// Was it real? What was found on one half is tested on the other, against the whole and every parent, with the rows of
// slices that were listed before taken out, as when it was found.

import Foundation
import Statistics

/// Tests a slice against its parents on a set of rows.
struct ExcessConfirmation {
    /// What the tests need of one shard: which rows are in the slice, and in a parent.
    struct Comparison {
        let slice: [RowSet]
        let parent: [RowSet]
    }

    let shards: [SliceTable]
    let reader: CellReader

    /// The one-sided p-value of "more errors than as many rows of the parent drawn at random": Fisher's exact test for
    /// 0/1 errors, a normal approximation for losses; where rows belong to units, a normal approximation with the
    /// variance summed unit by unit (Liang & Zeger 1986).
    func pValue(_ comparison: Comparison) -> Double {
        let slice = total(comparison.slice)
        let parent = total(comparison.parent)
        guard slice.rows > 0, slice.rows < parent.rows else { return 1 }
        if shards.allSatisfy({ $0.units != nil }) {
            return Normal.upperTail(clusteredZ(comparison, slice, parent))
        }
        if reader.scale == nil {
            return Hypergeometric.upperTail(
                Int(slice.errors), sample: Int(slice.rows), marked: Int(parent.errors), population: Int(parent.rows))
        }
        return Normal.upperTail(ExcessStatistic(reader: reader).z(slice, within: parent))
    }

    /// What was counted of `sets` over all shards.
    func total(_ sets: [RowSet]) -> SliceCell {
        zip(shards, sets).reduce(into: SliceCell()) { $0.merge($1.1.cell($1.0.losses)) }
    }

    /// How many times more the mean error of these rows varies than if they were independent; at least 1.
    func designEffect(_ sets: [RowSet]) -> Double {
        guard shards.allSatisfy({ $0.units != nil }) else { return 1 }
        let cell = total(sets)
        guard cell.rows > 1 else { return 1 }
        let mean = reader.errors(cell) / Double(cell.rows)
        let deviations = sumByUnit(sets) { loss, _ in loss - mean }
        let independent = reader.squares(cell) - Double(cell.rows) * mean * mean
        guard independent > 0 else { return 1 }
        return max(1, deviations.reduce(0) { $0 + $1 * $1 } / independent)
    }

    private func clusteredZ(_ comparison: Comparison, _ slice: SliceCell, _ parent: SliceCell) -> Double {
        let share = Double(slice.rows) / Double(parent.rows)
        let mean = reader.errors(parent) / Double(parent.rows)
        let deviations = sumByUnit(comparison.parent, inside: comparison.slice) { loss, isInside in
            (loss - mean) * ((isInside ? 1 : 0) - share)
        }
        let variance = deviations.reduce(0) { $0 + $1 * $1 }
        guard variance > 0 else { return 0 }
        return (reader.errors(slice) - share * reader.errors(parent)) / variance.squareRoot()
    }

    /// The sum of `value` over the rows of each unit, in ascending order of units.
    private func sumByUnit(
        _ sets: [RowSet], inside: [RowSet]? = nil, _ value: (Double, Bool) -> Double
    ) -> [Double] {
        var rows: [(unit: UInt64, value: Double)] = []
        for (index, shard) in shards.enumerated() {
            guard let units = shard.units else { continue }
            sets[index].forEach { row in
                let units64 = shard.losses.units(row)
                let loss = reader.scale.map { $0.loss(units64) } ?? Double(units64)
                let isInside = inside.map { $0[index].words[row >> 6] >> UInt64(row & 63) & 1 == 1 } ?? true
                rows.append((units[row], value(loss, isInside)))
            }
        }
        rows.sort { ($0.unit, $0.value) < ($1.unit, $1.value) }
        var sums: [Double] = []
        var last: UInt64?
        for row in rows {
            if row.unit == last { sums[sums.count - 1] += row.value } else { sums.append(row.value) }
            last = row.unit
        }
        return sums
    }
}
