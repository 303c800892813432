import Record
import Statistics
import Tallies

/// The largest recall of a class over thresholds whose precision is at least a target, for several targets.
struct PrecisionTargets {
    /// Rows of the class.
    let positives: Int
    /// By target.
    let found: [(recall: Double, threshold: Double?)]
    /// The percentiles of the replicates, by target; the range of them where they all agree and so have none.
    private let drawn: [(low: Double, high: Double)?]

    /// `falling`: cells by falling score; `replicates` are drawn from their counts, each row weighing a Poisson count.
    init(
        _ falling: [(threshold: Double, cell: ClassScoreCellsTally.Cell)], precisions: [Double], replicates: Int,
        seed: UInt64
    ) {
        let positives = falling.reduce(0) { $0 + $1.cell.own }
        self.positives = positives
        let cells = falling.map { (own: $0.cell.own, other: $0.cell.other) }
        let places = Self.best(cells, positives, precisions)
        found = places.map { ($0.recall, $0.index.map { falling[$0].threshold }) }
        let replicates: [[Double]] =
            positives == 0
            ? []
            : PoissonCells.map(Self.withinReach(cells), replicates: replicates, seed: seed) { drawn -> [Double] in
                // A replicate without a row of the class has no recall.
                let own = drawn.reduce(0) { $0 + $1.own }
                guard own > 0 else { return precisions.map { _ in .nan } }
                return Self.best(drawn, own, precisions).map { $0.recall }
            }
        drawn = precisions.indices.map { target in
            let recalls = replicates.map { $0[target] }.filter(\.isFinite)
            if let ends = PoissonBootstrap.interval(recalls) { return (ends.low, ends.high) }
            return recalls.first.map { _ in (recalls.min() ?? 0, recalls.max() ?? 1) }
        }
    }

    /// The cells as far as a threshold there may have a high precision, together where one holds less than 1/512 of their rows;
    /// those below are one, for no replicate of 30 rows and more raises a precision below a half to a target.
    private static func withinReach(_ falling: [(own: Int, other: Int)]) -> [(own: Int, other: Int)] {
        var (own, rows, end) = (0, 0, 0)
        for (index, cell) in falling.enumerated() {
            own += cell.own
            rows += cell.own + cell.other
            if rows < 30 || 2 * own >= rows { end = index + 1 }
        }
        let most = falling[..<end].reduce(0) { $0 + $1.own + $1.other } / 512
        var cells: [(own: Int, other: Int)] = []
        for (index, cell) in falling.enumerated() {
            if let last = cells.last,
                index > end || (index < end && last.own + last.other + cell.own + cell.other <= most)
            {
                cells[cells.count - 1] = (last.own + cell.own, last.other + cell.other)
            } else {
                cells.append(cell)
            }
        }
        return cells
    }

    /// For each target the place of the lowest threshold whose precision reaches it, and the recall there; 0 and no place
    /// where none does.
    private static func best(
        _ falling: [(own: Int, other: Int)], _ positives: Int, _ precisions: [Double]
    ) -> [(recall: Double, index: Int?)] {
        var best = precisions.map { _ in (recall: 0.0, index: Int?.none) }
        var (own, other) = (0, 0)
        for (index, cell) in falling.enumerated() {
            own += cell.own
            other += cell.other
            // Own rows only grow, so that a later place has the higher recall.
            guard cell.own > 0 else { continue }
            for target in precisions.indices where Double(own) >= precisions[target] * Double(own + other) {
                best[target] = (Double(own) / Double(positives), index)
            }
        }
        return best
    }

    /// The recall at a target as a fact.
    ///
    /// Its interval reaches over two: the percentiles of the replicates, which choose their own threshold, and Wilson's at
    /// the threshold chosen, without which a class whose replicates all agree would have an interval of no width.
    func fact(_ spec: FactSpec, _ target: Int, hasInterval: Bool) -> Fact {
        let method = "class-thresholds"
        guard positives > 0 else { return Fact(spec, undefined: "no image of this class", n: 0, method: method) }
        let recall = found[target].recall
        var interval: Interval?
        if hasInterval, let ends = drawn[target],
            let wilson = Proportion(Int((recall * Double(positives)).rounded()), of: positives)?.wilson()
        {
            interval = Interval(
                low: min(ends.low, wilson.low, recall), high: max(ends.high, wilson.high, recall),
                method: "poisson-bootstrap")
        }
        return Fact(spec, recall, n: positives, interval: interval, method: method)
    }
}
