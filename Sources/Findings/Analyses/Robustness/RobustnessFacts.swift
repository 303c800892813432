import Artifacts
import Record
import Tallies

/// The numbers that robustness states.
struct RobustnessFacts {
    let facts: [Fact]
    let terms: Terms
    let flags: Flags
    /// The facts about the worst and the mildest run by the ids of the same runs' own facts.
    let names: [FactSpec: String?]

    init(
        _ examination: Examination, _ runs: [RunComparison], _ factors: [FactorRuns], _ worstFactor: FactorRuns?,
        _ alarms: [RunFalsePositives]
    ) {
        let plain = examination.evaluation
        let confusion = examination.book[Confusion()]
        let compared = factors.flatMap(\.runs)
        let smallest = compared.map(\.counts.n).min() ?? 0
        let unproven = runs.count { !$0.condition.hasManifest }
        let more = runs.count { $0.oneVariable.state == .failed }
        let none = "no perturbation lowered accuracy significantly"
        let worst = worstFactor?.worst
        let mildest = worstFactor?.mildestHarm
        // A number of runs is as sure as the smallest of them is large.
        func count(_ spec: FactSpec, _ value: Int, _ method: String) -> Fact {
            var fact = Fact.count(spec, value, among: runs.count, method: method)
            fact.units = smallest
            return fact
        }
        // Chosen of all runs for how it came out, so its interval holds for all of them at once.
        func chosen(_ run: RunComparison?) -> Measure? {
            run?.counts.change(oneOf: compared.count, method: "paired-change")
        }
        var facts: [Fact] = [
            count(Robustness.facts.runs, runs.count, "robustness"),
            .count(Robustness.facts.factors, factors.count, among: runs.count, method: "robustness"),
            confusion.cells.rate(
                Robustness.facts.cleanAccuracy, where: confusion.isCorrect, undefined: "no rows", method: "accuracy"),
            .count(Robustness.facts.smallestN, smallest, among: plain.count, method: "robustness"),
            count(Robustness.facts.runsWorse, compared.count { $0.state == .worse }, "holm"),
            .count(
                Robustness.facts.factorsWorse, factors.count { $0.worst != nil }, among: factors.count, method: "holm"),
            count(Robustness.facts.runsWithoutManifest, unproven, "one-variable"),
            count(Robustness.facts.runsWithMoreChanges, more, "one-variable"),
            .stating(
                Robustness.facts.worstAccuracy, worst?.counts.rateNow(oneOf: compared.count, method: "accuracy"),
                else: none, method: "accuracy"),
            .stating(Robustness.facts.worstChange, chosen(worst), else: none, method: "paired-change"),
            worst.map { .count(Robustness.facts.worstFlips, $0.flips, among: $0.counts.n, method: "robustness") }
                ?? Fact(Robustness.facts.worstFlips, undefined: none, n: smallest, method: "robustness"),
            .stating(Robustness.facts.mildestChange, chosen(mildest), else: none, method: "paired-change"),
            mildest.map {
                .count(Robustness.facts.mildestRegressed, $0.counts.broken, among: $0.counts.n, method: "robustness")
            }
                ?? Fact(Robustness.facts.mildestRegressed, undefined: none, n: smallest, method: "robustness"),
        ]
        for run in compared {
            let none = RowWords(examination).none
            facts.append(
                .stating(Robustness.facts.accuracy.under(run.name), run.accuracy, else: none, method: "accuracy"))
            facts.append(
                .stating(
                    Robustness.facts.accuracyChange.under(run.name), run.change, else: none, method: "paired-change"))
            var flips = Fact.count(
                Robustness.facts.flips.under(run.name), run.flips, among: run.counts.n, method: "robustness")
            flips.units = run.counts.unitCount
            facts.append(flips)
        }
        if examination.detection != nil { facts += Self.facts(alarms, smallest) }
        let pairs = compared.filter { $0.sinceBaseline != nil }
        if let baseline = examination.baseline?.audit.version.name {
            let none = "the archive of \(baseline) keeps no outcomes of this run"
            for run in compared {
                facts.append(
                    .stating(
                        Robustness.facts.changeFromBaseline.under(run.name), run.changeFromBaseline, else: none,
                        method: "paired-change"))
            }
            func ofPairs(_ spec: FactSpec, _ state: Trend) -> Fact {
                if pairs.isEmpty {
                    return Fact(
                        spec, undefined: "the archive of \(baseline) keeps no run of ours", n: 0, method: "holm")
                }
                var fact = Fact.count(
                    spec, pairs.count { $0.stateSinceBaseline == state }, among: pairs.count, method: "holm")
                fact.units = pairs.compactMap { $0.sinceBaseline?.unitCount }.min()
                return fact
            }
            facts += [
                .count(Robustness.facts.runsPaired, pairs.count, among: runs.count, method: "paired-change"),
                ofPairs(Robustness.facts.runsWorseThanBaseline, .worse),
                ofPairs(Robustness.facts.runsBetterThanBaseline, .better),
            ]
        }
        self.facts = facts

        names = [
            Robustness.facts.worstAccuracy: worst.map { Robustness.facts.accuracy.under($0.name).id },
            Robustness.facts.worstChange: worst.map { Robustness.facts.accuracyChange.under($0.name).id },
            Robustness.facts.worstFlips: worst.map { Robustness.facts.flips.under($0.name).id },
            Robustness.facts.mildestChange: mildest.map { Robustness.facts.accuracyChange.under($0.name).id },
            Robustness.facts.mildestRegressed: nil,
        ]

        var terms = Terms()
        if let worstFactor, let worst, let mildest {
            terms = Terms([
                Robustness.Term.worstFactor: worstFactor.factor, Robustness.Term.worstLevel: worst.condition.level,
                Robustness.Term.mildestLevel: mildest.condition.level,
            ])
        }
        terms[Robustness.Term.baseline] = examination.baseline?.audit.version.name
        self.terms = terms
        let holds: [(Robustness.Flag, Bool)] = [
            (.anyWorse, worst != nil), (.smallN, smallest < Robustness.smallN),
            (.onlyFolderNames, unproven == runs.count), (.moreThanOneChange, more > 0),
            (.fewerImages, smallest < plain.count), (.isPaired, !pairs.isEmpty),
            (.notPaired, examination.baseline != nil && pairs.count < compared.count),
            (.hasBaseline, examination.comparableBaseline?.section("robustness")?.status == .examined),
        ]
        flags = Flags(holds.filter(\.1).map(\.0))
    }
}

extension RobustnessFacts {
    /// What is stated of false positives and average precision, run by run.
    private static func facts(_ alarms: [RunFalsePositives], _ smallest: Int) -> [Fact] {
        let (specs, method) = (Robustness.facts, "false-alarms")
        var more = Fact.count(
            specs.runsMoreFalsePositives, alarms.count { $0.state == .worse }, among: alarms.count, method: "holm")
        more.units = smallest
        return [more]
            + alarms.flatMap { run -> [Fact] in
                let images = run.counts.images
                let ap = specs.averagePrecision.under(run.name)
                return [
                    .stating(
                        specs.falsePositivesPerImage.under(run.name), run.counts.rateNow(method: method),
                        else: "fewer than two images", method: method),
                    .stating(
                        specs.falsePositivesChange.under(run.name), run.change, else: "it changed on no image",
                        method: method),
                    run.averagePrecision.map { Fact(ap, $0, n: images, method: "average-precision") }
                        ?? Fact(ap, undefined: "no class has an object", n: images, method: "average-precision"),
                ]
            }
    }
}
