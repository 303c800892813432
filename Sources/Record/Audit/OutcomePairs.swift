import Statistics

extension OutcomeTable {
    /// In how many rows the label was predicted in this and in a later table of the same images, in either and in neither; `nil`
    /// where the images differ.
    public func pairs(with later: OutcomeTable) -> PairedProportions? {
        guard ids == later.ids, count > 0 else { return nil }
        var counts = [0, 0, 0, 0]
        for row in ids.indices {
            let before = predicted[row] == labels[row]
            let now = later.predicted[row] == later.labels[row]
            counts[(before ? 2 : 0) + (now ? 1 : 0)] += 1
        }
        return PairedProportions(both: counts[3], onlyFirst: counts[2], onlySecond: counts[1], neither: counts[0])
    }
}
