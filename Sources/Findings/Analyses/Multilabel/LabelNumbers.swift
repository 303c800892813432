import Artifacts
import Record
import Statistics
import Tallies

/// The numbers of a multi-label model with their intervals, over all and label by label.
struct LabelNumbers {
    /// Images of each label.
    let positives: [Int]
    /// Images that each label was given to.
    let given: [Int]
    let whole: LabelMetrics
    let overall: [Fact]
    let f1: [Fact]
    let recall: [Fact]
    let precision: [Fact]
    let averagePrecision: [Fact]
    let auroc: [Fact]
    private let labels: LabelSets
    private let units: ResamplingUnits
    private let f1Replicates: [[Double]]

    init(_ labels: LabelSets, _ units: ResamplingUnits) {
        let scorer = LabelScorer(labels)
        let whole = scorer.metrics()
        let replicates = scorer.replicates(units)
        let places = labels.names.indices
        let truth = places.map { label in (0..<labels.rows).filter { labels.isTrue($0, label) } }
        let given = places.map { label in (0..<labels.rows).filter { labels.isGiven($0, label) } }
        let parts = truth.map { rows in Set(rows.map { units.codes[$0] }).count }
        self.labels = labels
        self.units = units
        self.whole = whole
        positives = truth.map(\.count)
        self.given = given.map(\.count)
        f1Replicates = places.map { label in replicates.map { $0.f1(label) } }
        overall = Self.overall(labels, whole, replicates, units, parts: parts)
        let names = labels.names.map(\.text)
        let method = "multilabel"
        recall = places.map { label in
            units.rate(
                Multilabel.facts.recall.ofLabel(names[label]), of: truth[label], undefined: "no image has this label",
                method: "recall"
            ) { labels.isGiven($0, label) }
        }
        precision = places.map { label in
            units.rate(
                Multilabel.facts.precision.ofLabel(names[label]), of: given[label],
                undefined: "no image was given this label", method: "precision"
            ) { labels.isTrue($0, label) }
        }
        let drawn = f1Replicates
        f1 = places.map { label in
            let spec = Multilabel.facts.f1.ofLabel(names[label])
            let value = whole.f1(label)
            // One that no image has has nothing to find, whatever was said.
            guard value.isFinite, !truth[label].isEmpty else {
                return Fact(spec, undefined: "no image has this label", n: 0, method: method)
            }
            var fact = Fact.resampled(
                spec, value, drawn[label], n: truth[label].count, units: parts[label], areShared: units.areShared,
                else: "", method: method)
            if fact.interval == nil {
                let either = Set(truth[label] + given[label]).sorted()
                fact.interval = units.rate(of: either, method: "wilson") {
                    labels.isTrue($0, label) && labels.isGiven($0, label)
                }.map { Self.f1($0.interval) }
            }
            return fact
        }
        func ofScores(_ spec: FactSpec, _ value: Double, _ drawn: [Double], _ label: Int) -> Fact {
            .resampled(
                spec.ofLabel(names[label]), value.isFinite ? value : nil, drawn, n: truth[label].count,
                units: parts[label], areShared: units.areShared,
                else: !labels.hasScores
                    ? Multilabel.noScores
                    : truth[label].isEmpty ? "no image has this label" : "every image has this label", method: method)
        }
        averagePrecision = places.map { label in
            ofScores(
                Multilabel.facts.averagePrecision, whole.averagePrecision[label],
                replicates.map { $0.averagePrecision[label] }, label)
        }
        auroc = places.map { label in
            var fact = ofScores(
                Multilabel.facts.auroc, whole.auroc[label], replicates.map { $0.auroc[label] }, label)
            // Where rows are independent the interval is that of every AUROC here, which needs no resampling.
            if fact.value != nil, !units.areShared, let scores = labels.scores(of: label) {
                let ladder = ScoreHistogram(
                    confidence: scores, correct: (0..<labels.rows).map { labels.isTrue($0, label) })
                fact.interval = RankingCurve(ladder).aurocInterval().map { Interval($0, method: "multilabel") }
            }
            return fact
        }
    }

    /// The interval of F1 from that of the share p of right ones among all that are of a label or were given it: 2p/(1 + p).
    private static func f1(_ share: Interval) -> Interval {
        func f1(_ share: Double) -> Double { 2 * share / (1 + share) }
        return Interval(low: f1(share.low), high: f1(share.high), level: share.level, method: share.method)
    }

    private static func overall(
        _ labels: LabelSets, _ whole: LabelMetrics, _ drawn: [LabelMetrics], _ units: ResamplingUnits, parts: [Int]
    ) -> [Fact] {
        let specs = Multilabel.facts
        let none = labels.hasScores ? "no label has both images with it and images without" : Multilabel.noScores
        func fact(
            _ spec: FactSpec, _ metric: (LabelMetrics) -> Double, ofParts: Bool = false,
            within bounds: ClosedRange<Double> = 0...1, else reason: String
        ) -> Fact {
            let value = metric(whole)
            return .resampled(
                spec, value.isFinite ? value : nil, drawn.map(metric), n: labels.rows, units: units.count,
                areShared: units.areShared, parts: ofParts ? parts.filter { $0 > 0 } : [], within: bounds, else: reason,
                method: "multilabel")
        }
        let noLabel = "no image has a label, and none was given"
        var facts = [
            fact(specs.microF1, \.microF1, else: noLabel),
            fact(specs.macroF1, \.macroF1, ofParts: true, else: noLabel),
            fact(specs.samplesF1, \.samplesF1, else: noLabel),
        ]
        facts.append(
            units.rate(
                specs.exactMatch, of: 0..<labels.rows, undefined: "no image", method: "multilabel"
            ) { row in
                labels.names.indices.allSatisfy { labels.isTrue(row, $0) == labels.isGiven(row, $0) }
            })
        facts += [
            fact(specs.hammingLoss, \.hammingLoss, else: noLabel), fact(specs.jaccard, \.jaccard, else: noLabel),
            fact(specs.meanAP, \.meanAveragePrecision, ofParts: true, else: none),
            fact(specs.microAP, \.microAveragePrecision, else: none),
            fact(specs.macroAUROC, \.macroAUROC, ofParts: true, else: none),
            fact(specs.microAUROC, \.microAUROC, else: none),
            fact(specs.coverageError, \.coverageError, within: 0...Double(labels.names.count), else: none),
            fact(specs.rankingPrecision, \.rankingPrecision, else: none),
            .count(
                specs.falsePositives, whole.falsePositives.reduce(0, +), among: labels.rows * labels.names.count,
                method: "multilabel"),
            .count(
                specs.misses, whole.misses.reduce(0, +), among: labels.rows * labels.names.count, method: "multilabel"),
        ]
        return facts
    }

    /// Labels by rising F1; those without one last.
    var worstFirst: [Int] {
        f1.indices.sorted { a, b in
            let (x, y) = (f1[a].value ?? .infinity, f1[b].value ?? .infinity)
            return x != y ? x < y : a < b
        }
    }

    /// The F1 of the worst label, with an interval that holds for all labels at once.
    func worst(_ label: Int) -> Fact {
        let looks = f1.count { $0.value != nil }
        let spec = Multilabel.facts.worstF1
        guard let value = f1[label].value else { return f1[label] }
        let parts = Set((0..<labels.rows).filter { labels.isTrue($0, label) }.map { units.codes[$0] }).count
        return .resampled(
            spec, value, f1Replicates[label], n: f1[label].n, units: parts, areShared: units.areShared, oneOf: looks,
            else: "", method: "multilabel")
    }

    /// Everything that is stated of labels.
    var facts: [Fact] {
        let names = labels.names.map(\.text)
        let counts = names.indices.map {
            Fact.count(
                Multilabel.facts.positives.ofLabel(names[$0]), positives[$0], among: labels.rows, method: "multilabel")
        }
        let thresholds = (labels.thresholds ?? []).enumerated().map { label, value in
            Fact(Multilabel.facts.threshold.ofLabel(names[label]), value, n: labels.rows, method: "multilabel")
        }
        return overall + counts + f1 + recall + precision + averagePrecision + auroc + thresholds
    }
}

extension Fact {
    /// A number with the interval of its replicates by image, or by what images share, and the bound of one that is exactly 0
    /// or 1 where resampling shows no variation; or why it is not defined. `units` are what it rests on, `parts` those of each
    /// label, for a mean over labels; `looks` of how many numbers it was chosen.
    static func resampled(
        _ spec: FactSpec, _ value: Double?, _ replicates: [Double], n: Int, units: Int, areShared: Bool,
        oneOf looks: Int = 1, parts: [Int] = [], within bounds: ClosedRange<Double> = 0...1, else reason: String,
        method: String
    ) -> Fact {
        guard let value else { return Fact(spec, undefined: reason, n: n, method: method) }
        let interval =
            Interval(images: replicates, around: value, units: units, within: bounds, oneOf: looks)
            ?? (bounds == 0...1 ? Interval(exactly: value, units: units, of: parts, oneOf: looks) : nil)
        var fact = Fact(spec, value, n: n, interval: interval, method: method, replicates: replicates)
        if areShared { fact.units = units }
        return fact
    }
}
