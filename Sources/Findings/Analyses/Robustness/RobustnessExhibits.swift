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

    init(_ examination: Examination, _ runs: [RunComparison], _ factors: [FactorRuns], _ worstFactor: FactorRuns?) {
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
            let none = "no image in both"
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

/// What robustness shows.
struct RobustnessExhibits {
    let exhibits: [Exhibit]

    init(
        _ examination: Examination, _ runs: [RunComparison], _ factors: [FactorRuns], _ worst: FactorRuns?,
        _ finding: Finding?
    ) {
        let plain = examination.evaluation
        var exhibits = [
            Exhibit(Robustness.Shown.errorBySeverity, .chart(.lines(Self.steps(factors, plain)))),
            Exhibit(Robustness.Shown.runs, .table(Self.table(factors.flatMap(\.runs)))),
            Exhibit(Robustness.Shown.oneVariable, .table(Self.evidence(runs, plain))),
        ]
        let paired = factors.flatMap(\.runs).filter { $0.sinceBaseline != nil }
        if !paired.isEmpty {
            exhibits.append(Exhibit(Robustness.Shown.sinceBaseline, .table(Self.sinceBaseline(paired, examination))))
        }
        if let worst {
            let before = examination.comparableBaseline
            exhibits.append(
                Exhibit(Robustness.Shown.worstFactor, .chart(.lines(Self.one(worst, plain, before: before)))))
        }
        if let finding {
            exhibits.append(
                Exhibit(
                    Robustness.Shown.examples,
                    .gallery(Gallery(finding.evidence, total: worst?.mildestHarm?.counts.broken))))
        }
        self.exhibits = exhibits
    }

    /// The clean run, then the runs of one factor, by their position.
    private static func points(_ factor: FactorRuns, _ plain: Evaluation) -> [LineChart.Point] {
        let wrong = plain.wrongRows.count
        let clean = Measure.rate(wrong, of: plain.count, method: "robustness")
        return ([(clean, plain.count)] + factor.runs.map { ($0.error, $0.counts.n) }).enumerated().map { step, point in
            LineChart.Point(
                x: Double(step), y: point.0?.value, low: point.0?.interval.low, high: point.0?.interval.high,
                n: point.1)
        }
    }

    /// Every factor by step away from the clean run; the six that cost most when there are more.
    private static func steps(_ factors: [FactorRuns], _ plain: Evaluation) -> LineChart {
        func cost(_ factor: FactorRuns) -> Double { factor.runs.compactMap(\.error?.value).max() ?? 0 }
        let shown = factors.enumerated().sorted { a, b in
            let (x, y) = (cost(a.element), cost(b.element))
            return x != y ? x > y : a.offset < b.offset
        }.prefix(6).map(\.element)
        let steps = shown.map(\.runs.count).max() ?? 0
        return LineChart(
            x: Axis("Rank of severity, mildest first", .count),
            ticks: ["clean"] + (0..<steps).map { "step \($0 + 1)" }, y: Axis("Error rate", .proportion, low: 0),
            series: shown.map { LineChart.Series(name: $0.factor, points: points($0, plain)) })
    }

    /// One factor by its levels, with the baseline's archived accuracies at the same levels.
    private static func one(_ factor: FactorRuns, _ plain: Evaluation, before: Audit?) -> LineChart {
        var series = [LineChart.Series(name: plain.manifest.version, points: points(factor, plain))]
        if let before {
            let specs = [Robustness.facts.cleanAccuracy] + factor.runs.map { Robustness.facts.accuracy.under($0.name) }
            let points = specs.enumerated().map { step, spec -> LineChart.Point in
                let fact = before.section("robustness")?.fact(spec)
                return LineChart.Point(
                    x: Double(step), y: fact?.value.map { 1 - $0 }, low: fact?.interval.map { 1 - $0.high },
                    high: fact?.interval.map { 1 - $0.low }, n: fact?.n ?? 0)
            }
            if points.dropFirst().contains(where: { $0.y != nil }) {
                series.append(LineChart.Series(name: before.version.name, points: points, isBaseline: true))
            }
        }
        return LineChart(
            x: Axis(factor.factor, .raw), ticks: ["clean"] + factor.runs.map(\.condition.level),
            y: Axis("Error rate", .proportion, low: 0), series: series)
    }

    private static func table(_ runs: [RunComparison]) -> Table {
        Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "State", .state),
                Table.Column("n", "Images", .number), Table.Column("clean", "Clean accuracy", .number),
                Table.Column("accuracy", "Accuracy", .number), Table.Column("change", "Change", .number),
                Table.Column("interval", "95 % interval", .interval, method: "newcombe-paired"),
                Table.Column("flips", "Flips", .number, method: "robustness"),
                Table.Column("regressed", "Regressed", .number),
                Table.Column("fixed", "Fixed", .number),
                Table.Column("p", "p, corrected", .number, method: "holm"),
            ],
            rows: runs.map { run in
                let n = Double(run.counts.n)
                return [
                    .predicates([run.predicate], target: nil),
                    .state(Mark(run.state), run.state == .undecided ? "not distinguishable" : nil), .number(n, .count),
                    .number(Double(run.counts.rightBefore) / n, .proportion),
                    .number(Double(run.counts.rightNow) / n, .proportion),
                    run.change.map { .number($0.value, .points) } ?? .none("no image in both"),
                    run.change.map { .interval(of: $0, mark: 0) } ?? .none("no image in both"),
                    .number(Double(run.flips), .count), .number(Double(run.counts.broken), .count),
                    .number(Double(run.counts.fixed), .count), .number(run.adjusted, .pValue),
                ]
            }
        ).held(to: runs.first?.level ?? TestLevels.budget)
    }

    /// Each run beside the baseline's under the same perturbation, image by image.
    private static func sinceBaseline(_ runs: [RunComparison], _ examination: Examination) -> Table {
        let none = "no image in both"
        return Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "State", .state),
                Table.Column("n", "Images in both", .number),
                Table.Column("before", examination.baseline?.audit.version.name ?? "Baseline", .number),
                Table.Column("now", examination.evaluation.manifest.version, .number),
                Table.Column("change", "Change", .number),
                Table.Column("interval", "95 % interval", .interval, method: "newcombe-paired"),
                Table.Column("fixed", "Fixed", .number), Table.Column("regressed", "Regressed", .number),
                Table.Column("p", "p, corrected", .number, method: "holm"),
            ],
            rows: runs.map { run in
                let pairs = run.sinceBaseline ?? PairCounts()
                let n = Double(pairs.n)
                let change = run.changeFromBaseline
                return [
                    .predicates([run.predicate], target: nil),
                    .state(
                        Mark(run.stateSinceBaseline), run.stateSinceBaseline == .undecided ? "not distinguishable" : nil
                    ),
                    .number(n, .count), .number(Double(pairs.rightBefore) / n, .proportion),
                    .number(Double(pairs.rightNow) / n, .proportion),
                    change.map { .number($0.value, .points) } ?? .none(none),
                    change.map { .interval(of: $0, mark: 0) } ?? .none(none),
                    .number(Double(pairs.fixed), .count), .number(Double(pairs.broken), .count),
                    .number(run.adjustedSinceBaseline, .pValue),
                ]
            }
        ).held(to: runs.first?.levelSinceBaseline ?? TestLevels.budget)
    }

    private static func evidence(_ runs: [RunComparison], _ plain: Evaluation) -> Table {
        Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "Only it changed", .state),
                Table.Column("n", "Images compared", .number), Table.Column("of", "of", .number),
                Table.Column("why", "Evidence"),
            ],
            rows: runs.map { run in
                let (state, why) = run.oneVariable
                let word =
                    switch state {
                    case .passed: "stated"
                    case .failed: "no"
                    case .undecided: "unclear"
                    default: "not stated"
                    }
                return [
                    .predicates([run.predicate], target: nil), .state(state, word),
                    .number(Double(run.counts.n), .count), .number(Double(plain.count), .count), .text(why),
                ]
            })
    }
}
