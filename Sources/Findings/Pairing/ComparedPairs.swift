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
    /// Whether rows share units, so that the change's interval is resampled by unit.
    let unitsAreShared: Bool
    /// Pairs by class code.
    private(set) var classes: [PairedGroup]
    /// Images of other classes by the class that they are predicted as.
    let falsePositives: ClassFalsePositives
    /// Slices that were tested, worst first: those that stand, then by change.
    private(set) var slices: [PairedGroup]
    /// Slices too small to judge.
    let slicesTooSmall: Int
    /// The level at which the whole stands.
    private(set) var level = TestLevels.budget
    /// The level at which a class's false positives do.
    private(set) var falsePositiveLevel = TestLevels.budget

    init(_ examination: Examination, _ pairing: Pairing) {
        let pairs = examination.book[Pairs()]
        all = pairs.counts
        changedPredictions = pairs.changed
        unitsAreShared = examination.units.areShared
        classes = pairs.groups(examination.evaluation.classes)
        falsePositives = ClassFalsePositives(pairs, classes: classes.count)
        (slices, slicesTooSmall) = examination.pairsBySlice(pairing)
    }

    /// What is tested: all pairs, each class that has any, and each slice.
    var tests: [FamilyTests] {
        func tests(_ groups: [PairedGroup], _ part: TestPart) -> FamilyTests {
            FamilyTests(
                .comparison, groups.map(\.counts.p), ids: groups.map { FailureMode.slice($0.predicates).stableID },
                of: part)
        }
        return [
            FamilyTests(.comparison, [all.p], of: .whole), tests(classes.filter { $0.counts.n > 0 }, .classes),
            FamilyTests(.comparison, falsePositives.pValues, of: .classFalsePositives), tests(slices, .slices),
        ]
    }

    /// The same with what stands.
    func standing(at levels: TestLevels) -> ComparedPairs {
        var pairs = self
        pairs.level = levels[.comparison, .whole]
        pairs.falsePositiveLevel = levels[.comparison, .classFalsePositives]
        for index in classes.indices { pairs.classes[index].level = levels[.comparison, .classes] }
        for index in slices.indices { pairs.slices[index].level = levels[.comparison, .slices] }
        pairs.slices = pairs.slices.enumerated().sorted { a, b in
            let worse = (a.element.state == .worse, b.element.state == .worse)
            if worse.0 != worse.1 { return worse.0 }
            let change = (a.element.change?.value ?? 0, b.element.change?.value ?? 0)
            return change.0 != change.1 ? change.0 < change.1 : a.offset < b.offset
        }.map(\.element)
        return pairs
    }

    /// Change of accuracy, now less before.
    var change: Measure? { all.change(method: "paired-change") }

    /// Worse or better beyond chance, or undecided.
    var state: Trend { all.p > level ? .undecided : all.fixed > all.broken ? .better : .worse }

    /// What a class lost in recall, 0...1; negative where it gained.
    func loss(_ cls: Int) -> Double { -(classes[cls].change?.value ?? 0) }

    private var byLoss: [Int] {
        classes.indices.sorted { loss($0) != loss($1) ? loss($0) > loss($1) : $0 < $1 }
    }

    /// Class codes that are worse after correction, largest loss first.
    var regressions: [Int] { byLoss.filter { classes[$0].state == .worse } }

    /// Class that lost most, significant or not; `nil` when none lost.
    var worstClass: Int? { byLoss.first.flatMap { loss($0) > 0 ? $0 : nil } }
}
