// Standardised excess error: how many standard deviations more went wrong in a slice than in as many rows drawn at random
// from each of its parents. A slice is as good as its worst comparison: it must beat the whole and every parent.
//
// Drawing without replacement from n_P rows with variance v: the sum over n_S rows has mean n_S m_P and variance
// n_S v (n_P - n_S) / (n_P - 1). For 0/1 errors that is the hypergeometric distribution's.

/// z of slices against their parents.
struct ExcessStatistic: Sendable {
    let reader: CellReader

    /// z of `slice` against one parent; 0 where nothing can be told apart (the slice is all of the parent, or every row
    /// of the parent has the same error).
    func z(_ slice: SliceCell, within parent: SliceCell) -> Double {
        let n = Double(slice.rows)
        let all = Double(parent.rows)
        guard slice.rows > 0, slice.rows < parent.rows else { return 0 }
        let mean = reader.errors(parent) / all
        let variance = reader.squares(parent) / all - mean * mean
        let spread = n * variance * (all - n) / (all - 1)
        guard spread > 1e-12 * max(1, mean * mean) else { return 0 }
        return (reader.errors(slice) - n * mean) / spread.squareRoot()
    }

    /// The least z of slice `index` of `levels[depth - 1]` against the whole and each parent.
    func least(_ index: Int, of level: SliceLevel, above: [SliceCell], whole: SliceCell, cells: [SliceCell]) -> Double {
        let slice = cells[index]
        var least = z(slice, within: whole)
        guard level.depth > 1 else { return least }
        for parent in level.parents[index * level.depth..<(index + 1) * level.depth] {
            if least <= 0 { break }
            least = min(least, z(slice, within: above[Int(parent)]))
        }
        return least
    }
}
