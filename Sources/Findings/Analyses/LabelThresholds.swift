// From which score on a label should be given: the threshold of the best F1, and what it gains on images that did not choose
// it.

import Artifacts
import Record
import Statistics
import Tallies

/// The F1-best threshold of each label, cross-fitted.
public struct LabelThresholds: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let best = FactSpec("best_threshold", .score, each: .labels)
        let f1AtBest = FactSpec("f1_at_best", .score, better: .higher, each: .labels)
        let f1Fitted = FactSpec("f1_cross_fitted", .score, better: .higher, each: .labels)
        let gain = FactSpec("gain", "the gain of F1 by another threshold", .raw, each: .labels)
        let macroGain = FactSpec("macro_gain", .raw)
        let tested = FactSpec("labels_fitted", .count)
        let gaining = FactSpec("labels_gaining", .count)
        let topGain = FactSpec("top_gain", .raw)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case top
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyGain = "any_gain", gains, loses, rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case labels
    }

    /// Its card.
    public let card = Card(
        id: "label-thresholds", topic: .confidence, title: "Thresholds of labels",
        question: "Which threshold gives each label its best F1, and what would it gain?", tasks: [.multilabel],
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: ["label-thresholds", "multilabel", "image-bootstrap", "simultaneous"])

    /// It is about scores.
    public let readsConfidence = true

    /// Parts of the images: each is judged by the threshold chosen on the others.
    static let folds = 5

    /// What one label shows.
    private struct Fit {
        let label: Int
        let positives: Int
        let best: Double
        let f1AtBest: Double
        let fitted: [Bool]
        let f1Fitted: Double
        let f1Now: Double
    }

    /// States the thresholds.
    public func examine(_ examination: Examination) throws -> Section {
        guard let labels = examination.evaluation.labelSets else { throw Missing("the evaluation has no labels") }
        guard labels.hasScores, let thresholds = labels.thresholds else { throw Missing(Multilabel.noScores) }
        let units = examination.units
        let folds = UnitSplit.folds(units.ids, Self.folds)
        let least = UnitBootstrap.fewestUnits
        let fits = labels.names.indices.compactMap { label -> Fit? in
            let own = (0..<labels.rows).filter { labels.isTrue($0, label) }
            guard Set(own.map { units.codes[$0] }).count >= least, own.count < labels.rows else { return nil }
            return Self.fit(label, labels, folds, positives: own.count)
        }
        guard !fits.isEmpty else { throw Missing("no label has \(least) images with it and any without") }
        let replicates = (0..<UnitBootstrap.replicates).map { replicate in
            let weights = PoissonBootstrap.weights(of: units.ids, replicate: replicate)
            return fits.map { fit in
                Self.f1(labels, fit.label, weights) { fit.fitted[$0] }
                    - Self.f1(labels, fit.label, weights) { labels.isGiven($0, fit.label) }
            }
        }
        let method = "label-thresholds"
        func gain(_ spec: FactSpec, _ value: Double, _ drawn: [Double], n: Int, looks: Int = 1) -> Fact {
            .resampled(
                spec, value, drawn, n: n, units: units.count, areShared: units.areShared, oneOf: looks, within: -1...1,
                else: "", method: method)
        }
        let gains = fits.indices.map { index in
            gain(
                Self.facts.gain.ofLabel(labels.names[fits[index].label].text), fits[index].f1Fitted - fits[index].f1Now,
                replicates.map { $0[index] }, n: fits[index].positives, looks: fits.count)
        }
        let whole = gain(
            Self.facts.macroGain, ExactSum.mean(fits.map { $0.f1Fitted - $0.f1Now }) ?? 0,
            replicates.map { ExactSum.mean($0) ?? .nan }, n: labels.rows)
        let gaining = gains.indices.filter { (gains[$0].interval?.low ?? 0) > 0 }
        let order = gains.indices.sorted {
            let (x, y) = (gains[$0].value ?? 0, gains[$1].value ?? 0)
            return x != y ? x > y : $0 < $1
        }
        var facts = fits.enumerated().flatMap { index, fit -> [Fact] in
            let name = labels.names[fit.label].text
            return [
                Fact(Self.facts.best.ofLabel(name), fit.best, n: fit.positives, method: method),
                Fact(Self.facts.f1AtBest.ofLabel(name), fit.f1AtBest, n: fit.positives, method: method),
                Fact(Self.facts.f1Fitted.ofLabel(name), fit.f1Fitted, n: fit.positives, method: method), gains[index],
            ]
        }
        let top = gaining.first.flatMap { _ in order.first { gaining.contains($0) } }
        facts += [
            whole, .count(Self.facts.tested, fits.count, among: labels.names.count, method: method),
            .count(Self.facts.gaining, gaining.count, among: fits.count, method: method),
            top.map { index in
                var fact = gains[index]
                fact.id = Self.facts.topGain.id
                return fact
            } ?? Fact(Self.facts.topGain, undefined: "no label gains significantly", n: labels.rows, method: method),
        ]
        var terms = Terms()
        terms[Term.top] = top.map { labels.names[fits[$0].label].text }
        let flags: [(Flag, Bool)] = [
            (.anyGain, top != nil), (.gains, (whole.interval?.low ?? 0) > 0), (.loses, (whole.interval?.high ?? 0) < 0),
            (.rowsShareUnits, examination.rowsShareUnits),
        ]
        let table = Table(
            columns: [
                Table.Column("label", "Label"), Table.Column("n", "Images", .number),
                Table.Column("threshold", "Threshold", .number),
                Table.Column("f1", "F1", .number, method: "multilabel"),
                Table.Column("best", "Threshold of the best F1", .number, method: method),
                Table.Column("at_best", "F1 there, same images", .number, method: method),
                Table.Column("fitted", "F1, cross-fitted", .number, method: method),
                Table.Column("gain", "Gain", .number, method: method),
                Table.Column("interval", "95 % interval", .interval, method: "simultaneous"),
            ],
            rows: order.map { index in
                let fit = fits[index]
                return [
                    .text(labels.names[fit.label].text), .number(Double(fit.positives), .count),
                    .number(thresholds[fit.label], .score), .number(fit.f1Now, .score), .number(fit.best, .score),
                    .number(fit.f1AtBest, .score), .number(fit.f1Fitted, .score),
                    .number(gains[index].value ?? 0, .raw),
                    gains[index].interval.map {
                        .interval(low: $0.low, value: gains[index].value ?? 0, high: $0.high, unit: .raw, mark: 0)
                    } ?? .none("all resampled images give the same"),
                ]
            })
        return Section(
            card, facts: facts, terms: terms, flags: Flags(flags.filter(\.1).map(\.0)),
            exhibits: [Exhibit(Shown.labels, .table(table))])
    }

    private static func fit(_ label: Int, _ labels: LabelSets, _ folds: [Int], positives: Int) -> Fit {
        let order = (0..<labels.rows).sorted { a, b in
            let (x, y) = (labels.score(a, label), labels.score(b, label))
            return x != y ? x > y : a < b
        }
        let (best, f1AtBest) = threshold(order, label, labels)
        var fitted = [Bool](repeating: false, count: labels.rows)
        for fold in 0..<Self.folds {
            let chosen = threshold(order.filter { folds[$0] != fold }, label, labels).threshold
            for row in order where folds[row] == fold { fitted[row] = labels.score(row, label) >= chosen }
        }
        return Fit(
            label: label, positives: positives, best: best, f1AtBest: f1AtBest, fitted: fitted,
            f1Fitted: f1(labels, label, nil) { fitted[$0] },
            f1Now: f1(labels, label, nil) { labels.isGiven($0, label) })
    }

    /// The score from which on F1 is highest among rows by falling score, the highest of equals: half way to the next lower
    /// score, as a threshold for other images.
    private static func threshold(_ order: [Int], _ label: Int, _ labels: LabelSets) -> (threshold: Double, f1: Double)
    {
        let positives = order.count { labels.isTrue($0, label) }
        var best = (threshold: 1.0, f1: 0.0)
        var hits = 0
        for (index, row) in order.enumerated() {
            if labels.isTrue(row, label) { hits += 1 }
            let score = labels.score(row, label)
            let next = index + 1 < order.count ? labels.score(order[index + 1], label) : 0
            guard next < score || index + 1 == order.count else { continue }
            let f1 = 2 * Double(hits) / Double(positives + index + 1)
            if f1 > best.f1 { best = ((score + next) / 2, f1) }
        }
        return best
    }

    private static func f1(_ labels: LabelSets, _ label: Int, _ weights: [Int]?, _ isGiven: (Int) -> Bool) -> Double {
        var (hits, wrong) = (0, 0)
        for row in 0..<labels.rows {
            let (isTrue, isGiven) = (labels.isTrue(row, label), isGiven(row))
            guard isTrue || isGiven else { continue }
            let weight = weights.map { $0[row] } ?? 1
            if isTrue && isGiven { hits += weight } else { wrong += weight }
        }
        return hits + wrong == 0 ? .nan : 2 * Double(hits) / Double(2 * hits + wrong)
    }
}
