import Artifacts
import Record
import Tallies

/// The numbers a comparison states.
struct ComparisonFacts {
    let facts: [Fact]

    init(
        _ evaluation: Evaluation, _ pairing: Pairing, _ pairs: ComparedPairs, _ falsePositives: FalsePositiveChanges,
        _ comparability: Comparability
    ) {
        let n = pairs.all.n
        let paired = "paired-change"
        let none = "no class regressed"
        let worst = pairs.worstClass.map { pairs.classes[$0] }
        let tested = pairs.classes.count { $0.counts.n > 0 }
        // What is counted over pairs is as sure as the pairs are many.
        func count(_ spec: FactSpec, _ value: Int, _ method: String, among: Int? = nil) -> Fact {
            var fact = Fact.count(spec, value, among: among ?? n, method: method)
            fact.units = pairs.all.unitCount
            return fact
        }
        func judged(_ spec: FactSpec, _ groups: [PairedGroup], _ state: Trend, _ method: String, among: Int) -> Fact {
            count(spec, groups.count { $0.state == state }, method, among: among)
        }
        func ofWorst(_ spec: FactSpec, _ value: (PairedGroup) -> Double) -> Fact {
            worst.map { Fact(spec, value($0), n: $0.counts.n, method: "mcnemar-exact") }
                ?? Fact(spec, undefined: none, n: n, method: "mcnemar-exact")
        }
        var facts: [Fact] = [
            count(Comparison.facts.common, n, "comparability"),
            count(Comparison.facts.onlyNow, pairing.onlyNow, "comparability", among: evaluation.count),
            count(Comparison.facts.onlyBaseline, pairing.onlyThen, "comparability", among: n + pairing.onlyThen),
            count(Comparison.facts.relabelled, pairing.relabelled.count, "comparability", among: evaluation.count),
            count(Comparison.facts.fixed, pairs.all.fixed, paired),
            count(Comparison.facts.broken, pairs.all.broken, paired),
            count(Comparison.facts.bothRight, pairs.all.bothRight, paired),
            count(Comparison.facts.bothWrong, pairs.all.bothWrong, paired),
            .stating(
                Comparison.facts.accuracyNow, pairs.all.rateNow(method: "accuracy"), else: "no image in both",
                method: "accuracy"),
            .stating(
                Comparison.facts.accuracyBefore, pairs.all.rateBefore(method: "accuracy"), else: "no image in both",
                method: "accuracy"),
            .stating(Comparison.facts.accuracyChange, pairs.change, else: "no image in both", method: paired),
            Fact(Comparison.facts.p, pairs.all.p, n: n, method: "mcnemar-exact"),
            count(Comparison.facts.changedPredictions, pairs.changedPredictions, "prediction-churn"),
            count(Comparison.facts.changes, comparability.changes, "comparability"),
            count(Comparison.facts.fieldsDiffer, comparability.differing.count, "comparability"),
            count(Comparison.facts.classesTested, tested, "holm"),
            judged(Comparison.facts.classesWorse, pairs.classes, .worse, "holm", among: tested),
            judged(Comparison.facts.classesBetter, pairs.classes, .better, "holm", among: tested),
            count(
                Comparison.facts.falsePositivesWorse, falsePositives.count(.worse), "holm",
                among: evaluation.classes.count),
            count(
                Comparison.facts.falsePositivesBetter, falsePositives.count(.better), "holm",
                among: evaluation.classes.count),
            count(Comparison.facts.slicesTested, pairs.slices.count, "benjamini-hochberg"),
            judged(Comparison.facts.slicesWorse, pairs.slices, .worse, "benjamini-hochberg", among: pairs.slices.count),
            judged(
                Comparison.facts.slicesBetter, pairs.slices, .better, "benjamini-hochberg", among: pairs.slices.count),
            count(Comparison.facts.slicesTooSmall, pairs.slicesTooSmall, "benjamini-hochberg"),
            .stating(
                Comparison.facts.worstChange, worst?.counts.change(oneOf: tested, method: paired), else: none,
                method: paired),
            ofWorst(Comparison.facts.worstFixed, { Double($0.counts.fixed) }),
            ofWorst(Comparison.facts.worstRegressed, { Double($0.counts.broken) }),
            ofWorst(Comparison.facts.worstP, \.adjusted),
        ]
        facts += zip(evaluation.classes, pairs.classes).map { name, group in
            .stating(
                Comparison.facts.recallChange.ofClass(name.text), group.change, else: "no image of this class in both",
                method: paired)
        }
        self.facts = facts
    }
}

/// What a comparison shows.
struct ComparisonExhibits {
    let exhibits: [Exhibit]

    init(
        _ examination: Examination, _ pairs: ComparedPairs, _ falsePositives: FalsePositiveChanges,
        _ comparability: Comparability, before: String
    ) {
        let evaluation = examination.evaluation
        let now = evaluation.manifest.version
        let order = pairs.classes.indices.filter { pairs.classes[$0].counts.n > 0 }.sorted { a, b in
            let change = (pairs.classes[a].change?.value ?? 0, pairs.classes[b].change?.value ?? 0)
            return change.0 != change.1 ? change.0 < change.1 : a < b
        }
        exhibits = [
            Exhibit(Comparison.Shown.comparability, .table(comparability.table(now: now, before: before))),
            Exhibit(Comparison.Shown.pairs, .table(Self.pairs(pairs.all, now: now, before: before))),
            Exhibit(
                Comparison.Shown.recallByClass,
                .chart(.dots(Self.dots(order, pairs.classes, evaluation.classes.map(\.text), now: now, before: before)))
            ),
            Exhibit(
                Comparison.Shown.classes, .table(Self.table(order.map { pairs.classes[$0] }, "Class", isClasses: true))),
            Exhibit(Comparison.Shown.predictedAs, .table(falsePositives.table(evaluation.classes))),
            Exhibit(
                Comparison.Shown.slices,
                .table(Self.table(Array(pairs.slices.prefix(10 * ShowAtMost.rows)), "Slice", isClasses: false))),
            Exhibit(Comparison.Shown.broken, .gallery(Self.gallery(examination.book[Comparison.broken], evaluation))),
            Exhibit(Comparison.Shown.fixed, .gallery(Self.gallery(examination.book[Comparison.fixed], evaluation))),
        ]
    }

    private static func gallery(_ exemplars: ExemplarTally, _ evaluation: Evaluation) -> Gallery {
        Gallery(exemplars.items.map { evaluation.shownPaired($0) }, total: exemplars.total)
    }

    private static func pairs(_ all: PairCounts, now: String, before: String) -> Table {
        func count(_ value: Int) -> Cell { .number(Double(value), .count) }
        return Table(
            columns: [
                Table.Column("before", before), Table.Column("now_correct", "\(now) correct", .number),
                Table.Column("now_incorrect", "\(now) incorrect", .number),
            ],
            rows: [
                [.text("correct"), count(all.bothRight), count(all.broken)],
                [.text("incorrect"), count(all.fixed), count(all.bothWrong)],
            ])
    }

    private static func dots(
        _ order: [Int], _ groups: [PairedGroup], _ names: [String], now: String, before: String
    ) -> DotChart {
        DotChart(
            axis: Axis("Recall on the images of both", .proportion, high: 1),
            rows: order.prefix(Headline.matrixClasses).map { cls in
                let counts = groups[cls].counts
                let recall = counts.rateNow(method: "recall")
                return DotChart.Row(
                    names[cls], value: recall?.value, low: recall?.interval.low, high: recall?.interval.high,
                    baseline: Double(counts.rightBefore) / Double(counts.n), change: groups[cls].change?.value,
                    n: counts.n, state: groups[cls].state == .worse ? .worse : .neutral)
            },
            name: now, baselineName: before)
    }

    /// Groups with their change; of classes the corrected p is Holm's, of slices Benjamini and Hochberg's.
    private static func table(_ groups: [PairedGroup], _ title: String, isClasses: Bool) -> Table {
        let correction = isClasses ? "holm" : "benjamini-hochberg"
        return Table(
            columns: [
                Table.Column("group", title), Table.Column("state", "State", .state),
                Table.Column("n", "Images in both", .number),
                Table.Column("before", "Correct in the baseline", .number),
                Table.Column("now", "Correct now", .number), Table.Column("change", "Change", .number),
                Table.Column("interval", "95 % interval", .interval, method: "newcombe-paired"),
                Table.Column("fixed", "Fixed", .number), Table.Column("regressed", "Regressed", .number),
                Table.Column("p", "p, corrected", .number, method: correction),
            ],
            rows: groups.map { group in
                let counts = group.counts
                let n = Double(counts.n)
                return [
                    isClasses
                        ? .text(group.predicates.first?.value.text ?? "") : .predicates(group.predicates, target: nil),
                    .state(Mark(group.state), group.state == .undecided ? "not distinguishable" : nil),
                    .number(n, .count), .number(Double(counts.rightBefore) / n, .proportion),
                    .number(Double(counts.rightNow) / n, .proportion),
                    group.change.map { .number($0.value, .points) } ?? .none("no image in both"),
                    group.change.map { .interval(of: $0, mark: 0) } ?? .none("no image in both"),
                    .number(Double(counts.fixed), .count), .number(Double(counts.broken), .count),
                    .number(group.adjusted, .pValue),
                ]
            }
        ).held(to: groups.first?.level ?? TestLevels.budget)
    }
}
