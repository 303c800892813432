import Artifacts
import Columns
import Statistics
import Tallies

/// What changed from one table of predictions to another: what the comparison analysis counts, without a workspace.
public struct TableComparison: Sendable {
    /// All pairs.
    public let all: PairCounts
    /// Pairs whose predicted class differs.
    public let changedPredictions: Int
    /// Items that only the earlier table has.
    public let onlyBefore: Int
    /// Items that only the later table has.
    public let onlyNow: Int
    /// Items of both whose labels differ; they are not compared.
    public let relabelled: Int
    /// Pairs by class, corrected by Holm, in the order of the bytes of names; classes without a pair are left out.
    public let classes: [PairedGroup]
    /// Pairs by value of the earlier table's attributes, those of at least the smallest support, corrected by Benjamini
    /// and Hochberg.
    public let slices: [PairedGroup]
    /// Values with fewer pairs, and at least one.
    public let slicesTooSmall: Int
    /// The earlier table's attributes: numbers with fractions cut at their quintiles, whole numbers as they stand.
    public let columns: [CodedColumn]

    /// The comparison of two evaluations on the items that both have.
    public init(before: Evaluation, now: Evaluation, minSupport: Int) {
        let pairing = Pairing(of: now, with: before)
        let units = ResamplingUnits(of: now)
        let pairs = Book(
            counting: [Pairs()], of: now, units, pairedWith: pairing.answers(in: now), edition: "")[Pairs()]
        all = pairs.counts
        changedPredictions = pairs.changed
        onlyBefore = pairing.onlyThen
        onlyNow = pairing.onlyNow
        relabelled = pairing.relabelled.count
        classes = pairs.groups(now.classes).filter { $0.counts.n > 0 }
            .sorted { $0.value < $1.value }
        columns = before.items.attributes.map { $0.coded(whole: .areCategories) }
        let groups = pairing.groups(by: columns, at: pairing.earlier, in: now, units)
        (slices, slicesTooSmall) = PairedGroup.tested(groups, minSupport: minSupport)
    }
}
