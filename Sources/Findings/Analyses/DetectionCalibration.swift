// Whether a detector's scores mean what they say, and what its boxes and misses cost at the best threshold.

import Artifacts
import Record
import Statistics
import Tallies

/// D-ECE, LaECE and LRP, with the reliability diagram of all detections.
public struct DetectionCalibration: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// It says itself what it needs of scores.
    public let needsOperatingPoint = false

    /// What it states.
    struct Facts: FactSet {
        let dece = FactSpec(
            "dece", "the calibration error of detections", .score, better: .lower,
            tile: Tile(5, "Calibration error of scores"))
        let gap = FactSpec("gap", .points)
        let laece = FactSpec("laece", "the localisation-aware calibration error", .score, better: .lower)
        let lrp = FactSpec("lrp", "the localisation recall precision error", .score, better: .lower)
        let olrp = FactSpec("olrp", "the optimal localisation recall precision error", .score, better: .lower)
        let detections = FactSpec("detections", .count)
        let truePositives = FactSpec("true_positives", .count, better: .higher)
        let confidentFalsePositives = FactSpec("confident_false_positives", .count, better: .lower)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case overconfident, underconfident, binsOff = "bins_off", uncorrected, calibrated
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case reliability, falsePositivesByScore = "false_positives_by_score", classes, sizes
    }

    /// Its card.
    public let card = Card(
        id: "detection-calibration", topic: .confidence, title: "Calibration of detections",
        question: "Are its scores calibrated?", tasks: [.detection],
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "detection-ece", "laece", "lrp", "detection-operating-point", "wilson", "image-bootstrap",
            "error-interval", "basic-bootstrap", "error-budget",
        ])

    /// Yes.
    public let readsConfidence = true

    /// Ten bins of equal width.
    private static let rule = EqualWidthBins(10)

    /// States the calibration.
    public func draft(_ examination: Examination) throws -> Draft {
        let book = try examination.detector()
        let detections = book.detections
        guard !detections.isEmpty else { throw Missing("no detection counts") }
        guard book.tally.hasProbabilities else {
            throw Missing(.noProbabilities)
        }
        let scoreHistogram = ScoreHistogram(
            confidence: detections.map(\.score), correct: detections.map { $0.object != nil })
        let gaps = DetectionGaps(scoreHistogram, Self.rule, book)
        return Draft([FamilyTests(.calibration, gaps.pValues)]) { levels in
            section(examination, book, scoreHistogram, gaps, level: levels[.calibration])
        }
    }

    private func section(
        _ examination: Examination, _ book: DetectionBook, _ scoreHistogram: ScoreHistogram,
        _ gaps: DetectionGaps, level: Double
    ) -> Section {
        let detections = book.detections
        let binned = scoreHistogram.bins(Self.rule)
        let perClass = book.tally.qualityPerClass(detections).enumerated().filter { $0.element.objects > 0 }
        let n = detections.count
        let units = book.unitCount
        let replicates = book.tally.qualityReplicates(detections, units: book.evaluation.unitIDs)
        let mean = {
            (spec: FactSpec, method: String, interval: (Double) -> Interval?, value: (DetectionQuality) -> Double?)
                -> Fact in
            guard let mean = ExactSum.mean(perClass.compactMap { value($0.element) }) else {
                return Fact(spec, undefined: "no class has objects and detections", n: n, method: method)
            }
            return Fact(spec, mean, n: n, interval: interval(mean), method: method)
        }
        let falsePositives = DetectionTally.falsePositivesByScore(detections)
        var facts: [Fact] = [
            Fact(
                DetectionCalibration.facts.dece, binned.ece ?? 0, n: n,
                interval: .error(
                    ErrorIntervals.ece(
                        scoreHistogram, rule: Self.rule, replicates.gaps, replicates.dECE, areShared: true,
                        share: Self.precision(detections, book.evaluation.unitIDs).wilson())),
                method: "detection-ece", floor: binned.nullMean),
            Fact(
                DetectionCalibration.facts.gap, binned.signedGap ?? 0, n: n,
                interval: Interval(images: replicates.gap, around: binned.signedGap ?? 0, units: units, within: -1...1),
                method: "detection-ece"),
            mean(
                DetectionCalibration.facts.laece, "laece",
                {
                    // Overlaps have no distribution that the scores would state, so only the replicates tell the noise.
                    .error(
                        ErrorInterval.of(
                            $0, replicates: replicates.laECE, noise: replicates.localisedGaps.noise,
                            chance: replicates.localisedGaps.chance()))
                }, { $0.laECE }),
            mean(
                DetectionCalibration.facts.lrp, "lrp", { Interval(images: replicates.lrp, around: $0, units: units) },
                { $0.lrp?.value }),
            mean(
                DetectionCalibration.facts.olrp, "lrp",
                { Interval(images: replicates.optimalLRP, around: $0, units: units) },
                { $0.optimalLRP }),
            .count(DetectionCalibration.facts.detections, n, among: n, method: "detection-ece"),
            .count(DetectionCalibration.facts.truePositives, scoreHistogram.hits, among: n, method: "detection-ece"),
            .count(
                DetectionCalibration.facts.confidentFalsePositives, falsePositives[9], among: n,
                method: "detection-operating-point"),
        ]
        // Detections of an image vary together: it is images that make the intervals.
        facts = examination.besideBaseline(
            facts.map { $0.interval == nil ? $0 : .byImage($0, units: units) }, of: card.id)
        let flag = Self.flag(gaps, gap: binned.signedGap ?? 0, level: level, facts)
        return Section(
            card, facts: facts, flags: Flags([flag]),
            exhibits: [
                Exhibit(
                    DetectionCalibration.Shown.reliability,
                    .chart(
                        .reliability(
                            Self.reliability(examination.evaluation.manifest.version, scoreHistogram, binned)))),
                Exhibit(DetectionCalibration.Shown.falsePositivesByScore, .chart(.bars(Self.bars(binned)))),
                Exhibit(
                    DetectionCalibration.Shown.classes,
                    .table(Self.table("Class", perClass.map { (book.classNames[$0.offset], $0.element) }))),
                Exhibit(
                    DetectionCalibration.Shown.sizes,
                    .table(
                        Self.table(
                            "Size of object",
                            Array(zip(book.tally.settings.sizes.map(\.name), book.tally.qualityPerSize(detections)))))),
            ],
            findings: [.overconfident, .underconfident].contains(flag)
                ? Self.finding(examination, book, facts, p: gaps.adjusted.overall, level: level).map { [$0] } ?? [] : []
        )
    }

    /// That scores say more or less than is true, where they are off by the smallest effect that is named.
    private static func finding(
        _ examination: Examination, _ book: DetectionBook, _ facts: [Fact], p: Double, level: Double
    ) -> Finding? {
        guard let gap = facts.first(DetectionCalibration.facts.gap), let value = gap.value, let interval = gap.interval,
            value != 0, abs(value) >= examination.settings.smallestEffect
        else { return nil }
        let isOver = value > 0
        // A false positive that is sure of itself shows the one, an object found that is not the other.
        func shown(_ isFalse: Bool, most: Int) -> [GalleryItem] {
            book.detections.filter { ($0.object == nil) == isFalse }.sorted { a, b in
                if a.score != b.score { return (a.score > b.score) == isFalse }
                return a.detection < b.detection
            }.prefix(most).map { book.shown(detection: $0.detection, object: $0.object) }
        }
        let evidence = shown(isOver, most: ShowAtMost.evidence)
        guard !evidence.isEmpty else { return nil }
        return Finding(
            .other(kind: isOver ? FailureMode.overconfidentScores : FailureMode.underconfidentScores, []),
            of: DetectionCalibration().card.id, standing: .finding,
            measure: Measure(value, interval, n: gap.n, units: gap.units, unit: gap.unit, method: gap.method),
            expected: 0, p: p, level: level, errors: 0, evidence: evidence,
            counterExamples: shown(!isOver, most: ShowAtMost.counterExamples))
    }

    /// What stands at `level`; where nothing does, whether the intervals beside the headline would say otherwise.
    private static func flag(_ gaps: DetectionGaps, gap: Double, level: Double, _ facts: [Fact]) -> Flag {
        let adjusted = gaps.adjusted
        if adjusted.overall <= level, gap != 0 { return gap > 0 ? .overconfident : .underconfident }
        if adjusted.binned <= level { return .binsOff }
        let isSeen = [Self.facts.dece, Self.facts.gap].contains { spec in
            facts.first(spec)?.interval.map { $0.low > 0 || $0.high < 0 } ?? false
        }
        return isSeen || min(adjusted.overall, adjusted.binned) <= TestLevels.budget ? .uncorrected : .calibrated
    }

    /// The share of detections that found an object, by image or unit.
    private static func precision(_ detections: [CountedDetection], _ units: [UInt64]) -> UnitProportion {
        var counts: [UInt64: (successes: Int, rows: Int)] = [:]
        for detection in detections {
            counts[units[detection.image], default: (0, 0)].rows += 1
            if detection.object != nil { counts[units[detection.image], default: (0, 0)].successes += 1 }
        }
        return UnitProportion(counts.values)
    }

    /// The diagram of scores in bins of equal mass; `binned` are ten of equal width.
    static func reliability(
        _ name: String, _ scoreHistogram: ScoreHistogram, _ binned: BinnedCalibration
    ) -> ReliabilityChart {
        let bins = scoreHistogram.equalMassBins(10).bins.compactMap { bin -> ReliabilityChart.Bin? in
            guard let confidence = bin.meanConfidence, let accuracy = bin.accuracy, let wilson = bin.wilson(),
                let band = bin.consistency()
            else { return nil }
            return ReliabilityChart.Bin(
                confidence: confidence, accuracy: accuracy, low: wilson.low, high: wilson.high,
                bandLow: max(0, band.low), bandHigh: min(1, band.high), n: bin.count)
        }
        let histogram = binned.bins.enumerated().map { index, bin in
            ReliabilityChart.Mass(
                low: Double(index) / 10, high: Double(index + 1) / 10, correct: bin.hits, wrong: bin.count - bin.hits)
        }
        return ReliabilityChart(name: name, bins: bins, histogram: histogram, share: "precision")
    }

    private static func bars(_ binned: BinnedCalibration) -> BarChart {
        BarChart(
            x: "Score", y: Axis("Detections", .count, low: 0), parts: ["true positive", "false positive"],
            failing: ["false positive"],
            bars: binned.bins.enumerated().map { index, bin in
                BarChart.Bar("0.\(index)", [Double(bin.hits), Double(bin.count - bin.hits)])
            })
    }

    private static func table(_ title: String, _ rows: [(String, DetectionQuality)]) -> Table {
        let none = "no detection"
        return Table(
            columns: [
                Table.Column("group", title), Table.Column("objects", "Objects", .number),
                Table.Column("detections", "Detections", .number),
                Table.Column("dece", "D-ECE", .number, method: "detection-ece"),
                Table.Column("floor", "Floor at this n", .number, method: "detection-ece"),
                Table.Column("laece", "LaECE", .number, method: "laece"),
                Table.Column("lrp", "LRP", .number, method: "lrp"),
                Table.Column("olrp", "LRP at the best threshold", .number, method: "lrp"),
            ],
            rows: rows.map { name, quality in
                [
                    .text(name), .number(Double(quality.objects), .count), .number(Double(quality.detections), .count),
                    quality.dECE.map { .number($0, .score) } ?? .none(none),
                    quality.dECEFloor.map { .number($0, .score) } ?? .none(none),
                    quality.laECE.map { .number($0, .score) } ?? .none(none),
                    (quality.lrp?.value).map { .number($0, .score) } ?? .none("neither object nor detection"),
                    quality.optimalLRP.map { .number($0, .score) } ?? .none("neither object nor detection"),
                ]
            })
    }
}
