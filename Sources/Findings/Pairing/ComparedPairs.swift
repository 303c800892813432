import Artifacts
import Record
import Statistics
import Tallies

/// Everything that is counted over the pairs of a version and its baseline.
struct ComparedPairs: Sendable {
    /// All pairs.
    let all: PairCounts
    /// Pairs whose predicted class differs.
    let changedPredictions: Int
    /// Change of accuracy, now less before.
    let change: Measure?
    /// Worse or better beyond chance, or undecided.
    let state: Trend
    /// Whether rows share units, so that the change's interval is resampled by unit.
    let unitsAreShared: Bool
    /// Pairs by class code.
    let classes: [PairedGroup]
    /// Class codes that are worse after correction, largest loss first.
    let regressions: [Int]
    /// Class that lost most, significant or not; `nil` when none lost.
    let worstClass: Int?
    /// Slices that were tested, worst first: those that stand, then by change.
    let slices: [PairedGroup]
    /// Slices too small to judge.
    let slicesTooSmall: Int
    init(_ examination: Examination, _ pairing: Pairing) {
        let (evaluation, units) = (examination.evaluation, examination.units)
        let pairs = examination.book[Pairs()]
        let all = pairs.counts
        self.all = all
        changedPredictions = pairs.changed
        unitsAreShared = units.areShared
        change = all.change(method: "paired-change")
        state = all.p > 0.05 ? .undecided : all.fixed > all.broken ? .better : .worse

        let classes = pairs.groups(evaluation.classes)
        self.classes = classes
        func loss(_ cls: Int) -> Double { -(classes[cls].change?.value ?? 0) }
        let byLoss = classes.indices.sorted { loss($0) != loss($1) ? loss($0) > loss($1) : $0 < $1 }
        regressions = byLoss.filter { classes[$0].state == .worse }
        worstClass = byLoss.first.flatMap { loss($0) > 0 ? $0 : nil }

        let slices = pairing.bySlice(in: evaluation, units, examination.settings)
        slicesTooSmall = slices.tooSmall
        self.slices = slices.tested.enumerated().sorted { a, b in
            let worse = (a.element.state == .worse, b.element.state == .worse)
            if worse.0 != worse.1 { return worse.0 }
            let change = (a.element.change?.value ?? 0, b.element.change?.value ?? 0)
            return change.0 != change.1 ? change.0 < change.1 : a.offset < b.offset
        }.map(\.element)
    }
}
