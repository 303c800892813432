// Names are weighed, split and paired by hashes of 64 bits. Two names of one hash would be one item to all of that, and
// no number would show it: so they are looked for where names are read, once, and refused.

import Columns
import Statistics

/// Names that are known by their hash.
public enum HashedNames {
    /// Two rows whose names differ and have the same of `hashes`; `nil` mostly. Rows of one name are none.
    public static func collision(_ hashes: [UInt64], _ name: (Int) -> String) -> (first: Int, second: Int)? {
        let sorted = hashes.sorted()
        guard zip(sorted, sorted.dropFirst()).contains(where: { $0 == $1 }) else { return nil }
        var known: [UInt64: Int] = [:]
        for (row, hash) in hashes.enumerated() {
            guard let first = known[hash] else {
                known[hash] = row
                continue
            }
            if Name(name(first)) != Name(name(row)) { return (first, row) }
        }
        return nil
    }

    /// Two rows of some ids that differ and that the bootstrap would weigh as one.
    static func collision(_ ids: ItemIDs) -> (first: Int, second: Int)? {
        collision(ids.map { PoissonBootstrap.id(of: $0.text) }) { ids[$0].text }
    }
}

extension CodedColumn {
    /// Two of its categories that the bootstrap would weigh as one unit, with the first row that has the second of them.
    public var unitCollision: (first: Name, second: Name, row: Int)? {
        let hashes = categories.map { PoissonBootstrap.id(of: $0.text) }
        guard let (first, second) = HashedNames.collision(hashes, { categories[$0].text }) else { return nil }
        let row = codes.enumerated().first { $0.element == second }?.offset
        return (categories[first], categories[second], row ?? 0)
    }
}
