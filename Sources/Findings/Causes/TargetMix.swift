// A mix to ask about: shares of every combination of values, or of the values of each attribute by themselves.

import Columns
import Statistics
import Tallies

/// What share of a target each combination of values has.
package enum TargetMix: Sendable {
    /// Combinations of values of all attributes, with their shares.
    case joint([[Name]: Double])
    /// Of each attribute, its values with their shares.
    case margins([[Name: Double]])

    /// The rate of `cells` at this mix, and the values that the target has and no row does; the attributes are those of the
    /// cells, in their order. `nil` where the margins cannot be had with the combinations that occur.
    package func rate(of cells: FactorCells) -> (found: PostStratification, empty: [[Name]])? {
        let values = cells.cells.map { cell in zip(cells.attributes, cell.values).map { $0.categories[$1] } }
        switch self {
        case .joint(let shares):
            let known = Set(values)
            let empty = shares.filter { $0.value > 0 && !known.contains($0.key) }.keys.sorted(by: Self.precedes)
            let own = zip(values, cells.cells).map { key, cell in
                PostStratification.Cell(rows: cell.rows, errors: cell.errors, share: shares[key] ?? 0)
            }
            let none = empty.map { PostStratification.Cell(rows: 0, errors: 0, share: shares[$0] ?? 0) }
            return (PostStratification(own + none), empty)
        case .margins(let margins):
            var empty: [[Name]] = []
            var lost = 0.0
            for (attribute, shares) in margins.enumerated() {
                let known = Set(values.map { $0[attribute] })
                let absent = shares.filter { $0.value > 0 && !known.contains($0.key) }
                empty += absent.keys.sorted().map { [$0] }
                // Combinations of absent values of several attributes may be the same rows: at least the largest is lost.
                lost = max(lost, ExactSum.of(absent.values))
            }
            if lost > 0 {
                // Nothing is raked to margins that the rows do not have; what can be said is how much is missing.
                let whole = PostStratification.Cell(rows: cells.rows, errors: cells.errors, share: 1 - lost)
                let none = PostStratification.Cell(rows: 0, errors: 0, share: lost)
                return (PostStratification([whole, none]), empty)
            }
            let start = cells.cells.map { Double($0.rows) / Double(max(1, cells.rows)) }
            let raked = Raking.shares(
                start,
                margins: margins.enumerated().map { attribute, shares in
                    let axis = cells.attributes[attribute]
                    return Raking.Margin(
                        values: cells.cells.map { $0.values[attribute] },
                        shares: axis.categories.map { shares[$0] ?? 0 })
                })
            return raked.map { shares in
                (
                    PostStratification(
                        zip(cells.cells, shares).map {
                            PostStratification.Cell(rows: $0.rows, errors: $0.errors, share: $1)
                        }), []
                )
            }
        }
    }

    private static func precedes(_ a: [Name], _ b: [Name]) -> Bool { a.lexicographicallyPrecedes(b) }
}
