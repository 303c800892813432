import Record
import Statistics
import Tallies

/// The largest recall of a class over thresholds whose precision is at least a target.
struct PrecisionTarget {
    /// Rows of the class.
    let positives: Int
    /// The recall, 0 where no threshold reaches the target.
    let recall: Double
    /// The lowest threshold that reaches it.
    let threshold: Double?
    private let interval: Interval?

    /// `falling`: cells by falling score, each with its lower edge. Without `areIndependent` rows there is no interval.
    /// `looks`: of how many classes it is the worst.
    init(
        _ falling: [(threshold: Double, cell: ClassScoreCellsTally.Cell)], precision: Double, areIndependent: Bool,
        oneOf looks: Int = 1
    ) {
        var search = PrecisionSearch(target: precision, oneOf: looks)
        var positives = 0
        for (index, cell) in falling.map(\.cell).enumerated() {
            positives += cell.own
            search.add(own: cell.own, other: cell.other)
            search.threshold(index)
        }
        let recall = positives == 0 ? 0 : Double(search.reached?.found ?? 0) / Double(positives)
        let ends = search.interval(of: recall) { Proportion($0?.found ?? 0, of: positives)?.wilson(level: $1) }
        self.positives = positives
        self.recall = recall
        threshold = search.reached.map { falling[$0.index].threshold }
        interval =
            areIndependent ? ends.map { Interval($0, method: looks > 1 ? "simultaneous" : "precision-search") } : nil
    }

    /// The recall as a fact.
    func fact(_ spec: FactSpec) -> Fact {
        let method = "class-thresholds"
        guard positives > 0 else { return Fact(spec, undefined: "no image of this class", n: 0, method: method) }
        return Fact(spec, recall, n: positives, interval: interval, method: method)
    }
}
