// The numbers of a multi-label model on images that each weigh something: on all of them once, and in every replicate.

import Artifacts
import Statistics

/// What images with some weights show. Numbers that are not defined are NaN.
struct LabelMetrics: Sendable {
    /// By label: images that have it and were given it, that were given it alone, and that have it alone.
    var hits: [Int]
    var falsePositives: [Int]
    var misses: [Int]
    /// By label.
    var averagePrecision: [Double]
    var auroc: [Double]
    /// Over all pairs of an image and a label.
    var microAveragePrecision = Double.nan
    var microAUROC = Double.nan
    /// Means over images.
    var exactMatch = Double.nan
    var hammingLoss = Double.nan
    var samplesF1 = Double.nan
    var jaccard = Double.nan
    var coverageError = Double.nan
    var rankingPrecision = Double.nan

    /// F1 of a label; NaN where no image has it.
    func f1(_ label: Int) -> Double {
        hits[label] + misses[label] == 0 ? .nan : Self.f1(hits[label], falsePositives[label] + misses[label])
    }

    /// F1 over all pairs of an image and a label.
    var microF1: Double {
        Self.f1(hits.reduce(0, +), falsePositives.reduce(0, +) + misses.reduce(0, +))
    }

    /// Means over the labels for which they are defined.
    var macroF1: Double { Self.mean(hits.indices.map(f1)) }
    var meanAveragePrecision: Double { Self.mean(averagePrecision) }
    var macroAUROC: Double { Self.mean(auroc) }

    private static func f1(_ hits: Int, _ wrong: Int) -> Double {
        hits + wrong == 0 ? .nan : 2 * Double(hits) / Double(2 * hits + wrong)
    }

    private static func mean(_ values: [Double]) -> Double { ExactSum.mean(values.filter(\.isFinite)) ?? .nan }
}

/// Labels made ready to be scored with many weights: what does not depend on weights is reckoned once.
struct LabelScorer: Sendable {
    private let labels: LabelSets
    private let images: [ImageScores]
    private let events: [Event]
    private let rankings: [Ranking]
    private let all: Ranking?

    /// What one image adds to the means over images.
    private struct ImageScores {
        let exact: Double
        let hamming: Double
        let f1: Double
        let jaccard: Double
        let coverage: Double
        let precision: Double
    }

    /// A label of an image that is true or was given.
    private struct Event {
        let row: Int
        let label: Int
        let isTrue: Bool
        let isGiven: Bool
    }

    /// Images, or pairs of an image and a label, by falling score.
    private struct Ranking {
        let rows: [Int32]
        let isTrue: [Bool]
        /// Whether the next has a lower score, or there is none.
        let endsTie: [Bool]

        init(_ scores: [Double], isTrue truth: (Int) -> Bool, row: (Int) -> Int) {
            let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
            rows = order.map { Int32(truncatingIfNeeded: row($0)) }
            isTrue = order.map(truth)
            endsTie = order.indices.map { $0 + 1 == order.count || scores[order[$0]] != scores[order[$0 + 1]] }
        }

        /// Average precision as scikit-learn has it, without interpolation, and the area under the ROC curve, ties one half.
        func scored(_ weights: [Int]?) -> (averagePrecision: Double, auroc: Double) {
            var (hits, wrong, lastHits, lastWrong) = (0, 0, 0, 0)
            var sum = 0.0
            var twice = 0.0
            for index in rows.indices {
                let weight = weights.map { $0[Int(rows[index])] } ?? 1
                if isTrue[index] { hits += weight } else { wrong += weight }
                guard endsTie[index] else { continue }
                if hits > lastHits { sum += Double(hits - lastHits) * (Double(hits) / Double(hits + wrong)) }
                twice += Double(wrong - lastWrong) * Double(hits + lastHits)
                (lastHits, lastWrong) = (hits, wrong)
            }
            guard hits > 0 else { return (.nan, .nan) }
            return (
                sum / Double(hits), wrong > 0 ? twice / 2 / Double(hits) / Double(wrong) : .nan
            )
        }
    }

    init(_ labels: LabelSets) {
        self.labels = labels
        let places = labels.names.indices
        var events: [Event] = []
        images = (0..<labels.rows).map { row in
            var (both, either) = (0, 0)
            for label in places {
                let (isTrue, isGiven) = (labels.isTrue(row, label), labels.isGiven(row, label))
                guard isTrue || isGiven else { continue }
                events.append(Event(row: row, label: label, isTrue: isTrue, isGiven: isGiven))
                if isTrue && isGiven { both += 1 }
                either += 1
            }
            let ranked = labels.hasScores ? Self.ranked(labels, row) : (.nan, .nan)
            return ImageScores(
                exact: both == either ? 1 : 0, hamming: Double(either - both) / Double(places.count),
                f1: either == 0 ? 1 : 2 * Double(both) / Double(both + either),
                jaccard: either == 0 ? 1 : Double(both) / Double(either), coverage: ranked.0, precision: ranked.1)
        }
        self.events = events
        rankings = places.compactMap { label in
            labels.scores(of: label).map { Ranking($0, isTrue: { labels.isTrue($0, label) }, row: { $0 }) }
        }
        all = labels.allScores.map { scores in
            Ranking(
                scores, isTrue: { labels.isTrue($0 / places.count, $0 % places.count) }, row: { $0 / places.count })
        }
    }

    /// How far down the labels of an image have to be read to have all true ones, and the share of true ones among those read
    /// down to each, on average (Tsoumakas, Katakis & Vlahavas 2010): labels of one score stand at the last place of them. An
    /// image without a label needs none read, and one without or with all labels has nothing to rank.
    private static func ranked(_ labels: LabelSets, _ row: Int) -> (coverage: Double, precision: Double) {
        let places = labels.names.indices
        let truth = places.filter { labels.isTrue(row, $0) }
        guard let least = truth.map({ labels.score(row, $0) }).min() else { return (0, 1) }
        let coverage = places.count { labels.score(row, $0) >= least }
        guard truth.count < places.count else { return (Double(coverage), 1) }
        let shares = truth.map { label in
            let score = labels.score(row, label)
            return Double(truth.count { labels.score(row, $0) >= score })
                / Double(places.count { labels.score(row, $0) >= score })
        }
        return (Double(coverage), (ExactSum.mean(shares) ?? 1))
    }

    /// The numbers of images that weigh so much, 1 each without weights.
    func metrics(_ weights: [Int]? = nil) -> LabelMetrics {
        let count = labels.names.count
        let zeros = [Int](repeating: 0, count: count)
        let scored = rankings.map { $0.scored(weights) }
        let none = [Double](repeating: .nan, count: count)
        var metrics = LabelMetrics(
            hits: zeros, falsePositives: zeros, misses: zeros,
            averagePrecision: scored.isEmpty ? none : scored.map(\.averagePrecision),
            auroc: scored.isEmpty ? none : scored.map(\.auroc))
        for event in events {
            let weight = weights.map { $0[event.row] } ?? 1
            switch (event.isTrue, event.isGiven) {
            case (true, true): metrics.hits[event.label] += weight
            case (false, true): metrics.falsePositives[event.label] += weight
            default: metrics.misses[event.label] += weight
            }
        }
        if let all { (metrics.microAveragePrecision, metrics.microAUROC) = all.scored(weights) }
        let total = Double(weights.map { $0.reduce(0, +) } ?? images.count)
        let means = Self.means(images, weights, total)
        metrics.exactMatch = means.exact
        metrics.hammingLoss = means.hamming
        metrics.samplesF1 = means.f1
        metrics.jaccard = means.jaccard
        metrics.coverageError = means.coverage
        metrics.rankingPrecision = means.precision
        return metrics
    }

    private static func means(_ images: [ImageScores], _ weights: [Int]?, _ total: Double) -> ImageScores {
        func mean(_ value: (ImageScores) -> Double) -> Double {
            var sum = ExactSum()
            for row in images.indices {
                let weight = weights.map { $0[row] } ?? 1
                if weight > 0 { sum.add(value(images[row]) * Double(weight)) }
            }
            return total > 0 ? sum.value / total : .nan
        }
        return ImageScores(
            exact: mean(\.exact), hamming: mean(\.hamming), f1: mean(\.f1), jaccard: mean(\.jaccard),
            coverage: mean(\.coverage), precision: mean(\.precision))
    }

    /// The numbers in every replicate in which whole units are resampled.
    func replicates(_ units: ResamplingUnits) -> [LabelMetrics] {
        (0..<UnitBootstrap.replicates).map { metrics(PoissonBootstrap.weights(of: units.ids, replicate: $0)) }
    }
}
