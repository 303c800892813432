// Groups of too few people are nowhere by themselves, in no list, chip, slice or export: they are one value before anything is
// counted, with as many more as it takes that none of them can be subtracted from the total.

import Columns
import Record

extension CodedColumn {
    /// What values with too few images are called together.
    static let pooledName: Name = "small groups"

    /// The column with the values that have fewer than `least` images under one name, and how many those are; `nil` where
    /// every value has as many.
    func pooling(below least: Int) -> (column: CodedColumn, values: Int)? {
        var counts = [Int](repeating: 0, count: categories.count)
        for row in 0..<count { counts[codes[row]] += 1 }
        let hidden = Suppression.withheld(counts, below: least)
        guard !hidden.isEmpty else { return nil }
        let kept = categories.indices.filter { !hidden.contains($0) && counts[$0] > 0 }
        var code = [Int](repeating: kept.count, count: categories.count)
        for (place, category) in kept.enumerated() { code[category] = place }
        let pooled = CodedColumn(
            name: name, categories: kept.map { categories[$0] } + [Self.pooledName],
            codes: Codes((0..<count).map { code[codes[$0]] }, categories: kept.count + 1), isComputed: isComputed)
        return (pooled, hidden.count)
    }
}
