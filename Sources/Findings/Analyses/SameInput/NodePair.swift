import Artifacts
import Columns
import Record
import Statistics

/// A node beside the reference node on the images that both have.
struct NodePair: Sendable {
    /// The node.
    let node: String
    /// Its place among the runs.
    let place: Int
    /// What differs, the reference as "before".
    let found: PairedRuns
    /// The pairs, with what varies together.
    let counts: PairCounts
    /// Rows of the evaluation whose prediction flipped: regressed ones first, then fixed ones, then others.
    let flipped: [(image: Int, reference: Int, node: Int)]
    /// McNemar's p-value, corrected over all pairs.
    var adjusted = 1.0

    /// Fewest images that a pair is compared on.
    static let leastImages = 20

    init?(_ place: Int, _ runs: NodeRuns, _ examination: Examination) {
        let (a, b) = (runs.tables[runs.reference], runs.tables[place])
        let units = examination.units
        let rows = b.index.rows(of: a.ids)
        let pairs = rows.indices.filter { rows[$0] >= 0 }
        guard pairs.count >= Self.leastImages else { return nil }
        node = runs.names[place]
        self.place = place
        found = PairedRuns(a, b, tolerance: examination.settings.telemetry.tolerance) { _ in nil }
        var counts = PairCounts()
        var flipped: [(image: Int, reference: Int, node: Int, rank: Int)] = []
        for row in pairs {
            let image = runs.images[runs.reference][row]
            guard let truth = a.labels?[row] else { continue }
            let (before, now) = (a.predicted[row], b.predicted[rows[row]])
            counts.add(before: before == truth, now: now == truth, unit: units.shared(image))
            if before != now {
                flipped.append((image, row, rows[row], before == truth ? 0 : now == truth ? 1 : 2))
            }
        }
        self.counts = counts
        let ids = examination.evaluation.items.ids
        self.flipped = flipped.sorted { $0.rank != $1.rank ? $0.rank < $1.rank : ids[$0.image] < ids[$1.image] }
            .map { ($0.image, $0.reference, $0.node) }
    }

    /// What it comes to at a level of corrected p-values.
    func verdict(at level: Double) -> PairedRuns.Verdict {
        if adjusted <= level, counts.fixed != counts.broken { return counts.fixed > counts.broken ? .better : .worse }
        return found.flipped > 0 ? .different : .same
    }

    /// Its share correct less that of the reference.
    var change: Measure? { counts.change(method: "paired-change") }
}
