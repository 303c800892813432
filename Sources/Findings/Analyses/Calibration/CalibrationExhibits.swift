import Record
import Statistics

/// What the calibration page shows.
struct CalibrationExhibits {
    let exhibits: [Exhibit]

    /// Fewest rows of a point of the reliability diagram, where n allows 15 of them.
    private static let pointRows = 20
    private static let histogramBins = 20

    init(
        _ name: String, _ scoreHistogram: ScoreHistogram, _ intervals: BinIntervals, _ classes: ClassGaps,
        _ points: OperatingPoints, _ baseline: Audit?, level: Double
    ) {
        exhibits = [
            Exhibit(
                Calibration.Shown.reliability,
                .chart(.reliability(Self.reliability(name, scoreHistogram, intervals, baseline)))
            ),
            Exhibit(Calibration.Shown.bins, .table(Self.bins(scoreHistogram, intervals))),
            Exhibit(Calibration.Shown.byClass, .table(classes.table(at: level).held(to: level))),
            Exhibit(Calibration.Shown.operatingPoints, .table(points.table)),
            Exhibit(Calibration.Shown.errorsByConfidence, .table(Self.errors(scoreHistogram, intervals))),
        ]
    }

    private static func reliability(
        _ name: String, _ scoreHistogram: ScoreHistogram, _ intervals: BinIntervals, _ baseline: Audit?
    ) -> ReliabilityChart {
        let count = max(1, min(15, scoreHistogram.n / pointRows))
        let bins = intervals.shown(scoreHistogram.equalMassBins(count).bins).compactMap {
            shown -> ReliabilityChart.Bin? in
            guard let shown, let confidence = shown.bin.meanConfidence, let accuracy = shown.bin.accuracy else {
                return nil
            }
            return ReliabilityChart.Bin(
                confidence: confidence, accuracy: accuracy, low: shown.interval.low, high: shown.interval.high,
                bandLow: max(0, shown.band.low), bandHigh: min(1, shown.band.high), n: shown.bin.count)
        }
        let rule = EqualWidthBins(histogramBins)
        let histogram = zip(rule.edges, zip(rule.edges.dropFirst(), scoreHistogram.bins(rule).bins)).map { low, rest in
            ReliabilityChart.Mass(
                low: low, high: rest.0, correct: rest.1.hits, wrong: rest.1.count - rest.1.hits)
        }
        return ReliabilityChart(
            name: name, bins: bins, histogram: histogram, baseline: baseline.flatMap(Self.points),
            baselineName: baseline.flatMap { Self.points($0) == nil ? nil : $0.version.name })
    }

    private static func points(_ audit: Audit) -> [[Double]]? {
        guard case .chart(.reliability(let chart))? = audit.section("calibration")?.exhibit("reliability")?.content
        else { return nil }
        return chart.bins.map { [$0.confidence, $0.accuracy] }
    }

    private static func bins(_ scoreHistogram: ScoreHistogram, _ intervals: BinIntervals) -> Table {
        let rule = HistogramMetrics.rule
        return Table(
            columns: [
                Table.Column("from", "From", .number), Table.Column("to", "Below", .number),
                Table.Column("n", "Images", .number), Table.Column("confidence", "Mean confidence", .number),
                Table.Column("accuracy", "Accuracy", .number),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("gap", "Gap", .number, method: "signed-gap"),
                Table.Column("band", "If calibrated", .interval, method: "consistency-band"),
                Table.Column("standing", "Outside the band", .state),
            ],
            rows: zip(rule.edges, zip(rule.edges.dropFirst(), intervals.shown(scoreHistogram.bins(rule).bins)))
                .compactMap {
                    low, rest in
                    guard let shown = rest.1, let confidence = shown.bin.meanConfidence,
                        let accuracy = shown.bin.accuracy
                    else { return nil }
                    let (high, bin, interval, band) = (rest.0, shown.bin, shown.interval, shown.band)
                    let isOff = !band.contains(accuracy)
                    return [
                        .number(low, .score), .number(high, .score), .number(Double(bin.count), .count),
                        .number(confidence, .proportion), .number(accuracy, .proportion),
                        .interval(
                            low: interval.low, value: accuracy, high: interval.high, unit: .proportion, mark: confidence
                        ),
                        .number(bin.gap, .points),
                        .interval(
                            low: max(0, band.low), value: confidence, high: min(1, band.high), unit: .proportion,
                            mark: accuracy),
                        isOff
                            ? .state(.lead, bin.gap > 0 ? "overconfident" : "underconfident") : .state(.neutral, "no"),
                    ]
                })
    }

    private static func errors(_ scoreHistogram: ScoreHistogram, _ intervals: BinIntervals) -> Table {
        let rule = EqualWidthBins(10)
        let bins = scoreHistogram.bins(rule).bins
        let shown = intervals.shown(bins)
        let all = scoreHistogram.n - scoreHistogram.hits
        return Table(
            columns: [
                Table.Column("from", "From", .number), Table.Column("to", "Below", .number),
                Table.Column("n", "Images", .number), Table.Column("errors", "Errors", .number),
                Table.Column("rate", "Error rate", .number),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("share", "Share of all errors", .number),
            ],
            rows: bins.indices.reversed().compactMap { index -> [Cell]? in
                let wrong = bins[index].count - bins[index].hits
                guard let interval = shown[index]?.interval else { return nil }
                let rate = Double(wrong) / Double(bins[index].count)
                return [
                    .number(rule.edges[index], .score), .number(rule.edges[index + 1], .score),
                    .number(Double(bins[index].count), .count), .number(Double(wrong), .count),
                    .number(rate, .proportion),
                    .interval(
                        low: 1 - interval.high, value: rate, high: 1 - interval.low, unit: .proportion, mark: nil),
                    all == 0 ? .none("there are no errors") : .number(Double(wrong) / Double(all), .proportion),
                ]
            })
    }
}
