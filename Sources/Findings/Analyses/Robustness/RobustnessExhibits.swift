import Artifacts
import Record
import Tallies

/// What robustness shows.
struct RobustnessExhibits {
    let exhibits: [Exhibit]

    init(
        _ examination: Examination, _ runs: [RunComparison], _ factors: [FactorRuns], _ worst: FactorRuns?,
        _ finding: Finding?, _ alarms: [RunFalsePositives]
    ) {
        let plain = examination.evaluation
        let words = RowWords(examination)
        var exhibits = [
            Exhibit(Robustness.Shown.errorBySeverity, .chart(.lines(Self.steps(factors, plain)))),
            Exhibit(Robustness.Shown.runs, .table(Self.table(factors.flatMap(\.runs), words))),
            Exhibit(Robustness.Shown.oneVariable, .table(Self.evidence(runs, plain, words))),
        ]
        if let book = examination.detection, !alarms.isEmpty {
            exhibits.append(Exhibit(Robustness.Shown.falsePositives, .table(Self.falsePositives(alarms, book))))
        }
        let paired = factors.flatMap(\.runs).filter { $0.sinceBaseline != nil }
        if !paired.isEmpty {
            exhibits.append(
                Exhibit(Robustness.Shown.sinceBaseline, .table(Self.sinceBaseline(paired, examination, words))))
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

    private static func table(_ runs: [RunComparison], _ words: RowWords) -> Table {
        Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "State", .state),
                Table.Column("n", words.many, .number),
                Table.Column("clean", "Clean " + words.share.lowercased(), .number),
                Table.Column("accuracy", words.share, .number), Table.Column("change", "Change", .number),
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
                    run.change.map { .number($0.value, .points) } ?? .none(words.none),
                    run.change.map { .interval(of: $0, mark: 0) } ?? .none(words.none),
                    .number(Double(run.flips), .count), .number(Double(run.counts.broken), .count),
                    .number(Double(run.counts.fixed), .count), .number(run.adjusted, .pValue),
                ]
            }
        ).held(to: runs.first?.level ?? TestLevels.budget)
    }

    /// Each run beside the baseline's under the same perturbation, image by image.
    private static func sinceBaseline(
        _ runs: [RunComparison], _ examination: Examination, _ words: RowWords
    ) -> Table {
        let none = words.none
        return Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "State", .state),
                Table.Column("n", words.many + " in both", .number),
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

    /// Each run's false positives beside those of the clean run, image by image, with its average precision.
    private static func falsePositives(_ runs: [RunFalsePositives], _ book: DetectionBook) -> Table {
        let clean = book.scores.averagePrecision()
        return Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "State", .state),
                Table.Column("images", "Images", .number),
                Table.Column("before", "Clean, per image", .number), Table.Column("now", "Per image", .number),
                Table.Column("change", "Change", .number),
                Table.Column("interval", "95 % interval", .interval, method: "cluster-robust"),
                Table.Column("p", "p, corrected", .number, method: "holm"),
                Table.Column("clean_ap", "Clean AP", .number, method: "average-precision"),
                Table.Column("ap", "AP", .number, method: "average-precision"),
            ],
            rows: runs.map { run in
                let images = Double(run.counts.images)
                let none = "changed on no image"
                func share(_ value: Double?) -> Cell { value.map { .number($0, .proportion) } ?? .none("n/a") }
                return [
                    .predicates([run.predicate], target: nil),
                    .state(Mark(run.state), run.state == .undecided ? "not distinguishable" : nil),
                    .number(images, .count), .number(Double(run.counts.before) / images, .raw),
                    .number(Double(run.counts.now) / images, .raw),
                    run.change.map { .number($0.value, .raw) } ?? .none(none),
                    run.change.map { .interval(of: $0, mark: 0) } ?? .none(none), .number(run.adjusted, .pValue),
                    share(clean), share(run.averagePrecision),
                ]
            }
        ).held(to: runs.first?.level ?? TestLevels.budget)
    }

    private static func evidence(_ runs: [RunComparison], _ plain: Evaluation, _ words: RowWords) -> Table {
        Table(
            columns: [
                Table.Column("run", "Perturbation"), Table.Column("state", "Only it changed", .state),
                Table.Column("n", words.many + " compared", .number), Table.Column("of", "of", .number),
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

/// What rows of an evaluation are called, and the share of them that is correct.
struct RowWords {
    let many: String
    let share: String
    /// What stands where two runs have no row in common.
    let none: String

    init(_ examination: Examination) {
        let isOfObjects = examination.detection != nil
        many = isOfObjects ? "Objects" : "Images"
        share = isOfObjects ? "Share found" : "Accuracy"
        none = isOfObjects ? "no object in both" : "no image in both"
    }
}
