// What it would gain to leave the least confident predictions to a person: the error rate of what is left, at so much coverage.
// Thresholds are quantiles of the confidence and look at no outcome, so each rate has its plain interval.

import Artifacts
import Record
import Statistics
import Tallies

/// The risk at each coverage, and the area under it.
public struct Abstention: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let error = FactSpec("error_rate", .proportion, better: .lower)
        let error90 = FactSpec(
            "error_at_90", "the error rate of the 90 % most confident predictions", .proportion, better: .lower)
        let avoided90 = FactSpec(
            "avoided_at_90", "the share of errors outside of the 90 % most confident predictions", .proportion,
            better: .higher)
        let coverage90 = FactSpec("coverage_at_90", .proportion)
        let left90 = FactSpec("left_out_at_90", .proportion)
        let threshold90 = FactSpec("threshold_at_90", .score)
        let area = FactSpec("aurc", "the area under the risk-coverage curve", .score, better: .lower)
        let items = FactSpec("items", .count)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasErrors = "has_errors", hasBaseline = "has_baseline", rowsShareUnits = "rows_share_units"
        case isTied = "is_tied"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case curve, table
    }

    /// Its card.
    public let card = Card(
        id: "abstention", topic: .confidence, title: "Abstention",
        question: "What is gained when unsure predictions are left to a person?",
        facts: Self.facts.all, flags: Flag.ids, exhibits: Shown.ids, methods: ["risk-coverage", "wilson"])

    /// It is about confidence.
    public let readsConfidence = true

    /// Coverages that the table has.
    private static let tabled = [1, 0.95, 0.9, 0.8, 0.7, 0.5]
    private static let method = "risk-coverage"

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        plan.evaluation.predictions.hasConfidence ? [Confidences(), UnitConfidences()] : []
    }

    /// States the risks.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.predictions.hasConfidence else { throw Missing(.noConfidence) }
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let curve = RiskCoverage(examination.book[Confidences()].scoreHistogram)
        let byUnit = examination.book[UnitConfidences()]
        let cut = curve.cut(0.9)
        let n = evaluation.count
        let specs = Self.facts
        let errors = n - curve.histogram.hits
        func rate(_ cut: RiskCoverage.Cut) -> Measure? {
            examination.rowsShareUnits
                ? .rate(byUnit.errors(from: cut.threshold), method: Self.method)
                : .rate(cut.errors, of: cut.kept, method: Self.method)
        }
        func avoided(_ cut: RiskCoverage.Cut) -> Measure? {
            examination.rowsShareUnits
                ? .rate(byUnit.errorsLeftOut(below: cut.threshold), method: Self.method)
                : .rate(errors - cut.errors, of: errors, method: Self.method)
        }
        let area = Fact(specs.area, curve.area, n: n, method: Self.method)
        var areaOfBest = area
        areaOfBest.floor = RiskCoverage.leastArea(errors: errors, of: n)
        var facts: [Fact] = [
            .stating(specs.error, rate(curve.cut(1)), else: "no rows", method: Self.method),
            .stating(specs.error90, rate(cut), else: "no rows", method: Self.method),
            .stating(
                specs.avoided90, errors > 0 ? avoided(cut) : nil,
                else: "there are no errors", method: Self.method),
            Fact(specs.coverage90, Double(cut.kept) / Double(n), n: n, method: Self.method),
            Fact(specs.left90, Double(n - cut.kept) / Double(n), n: n, method: Self.method),
            Fact(specs.threshold90, cut.threshold, n: n, method: Self.method), areaOfBest,
            .count(specs.items, n, among: n, method: Self.method),
        ]
        facts = examination.besideBaseline(facts, of: card.id)
        var flags = Flags()
        if errors > 0 { flags.insert(Flag.hasErrors) }
        if examination.comparableBaseline != nil { flags.insert(Flag.hasBaseline) }
        if examination.rowsShareUnits { flags.insert(Flag.rowsShareUnits) }
        // Many equal confidences can only be left out together.
        if Double(cut.kept) / Double(n) > 0.95 { flags.insert(Flag.isTied) }
        return Section(
            card, facts: facts, flags: flags,
            exhibits: [
                Exhibit(Shown.curve, .chart(.lines(chart(curve, rate, evaluation.manifest.version)))),
                Exhibit(Shown.table, .table(table(curve, rate))),
            ])
    }

    private func chart(
        _ curve: RiskCoverage, _ rate: (RiskCoverage.Cut) -> Measure?, _ version: String
    ) -> LineChart {
        // Equal confidences stay together, so two coverages may be one cut.
        var points: [LineChart.Point] = []
        var ticks: [String] = []
        var last = 0
        for tenth in 2...10 {
            let cut = curve.cut(Double(tenth) / 10)
            guard cut.kept > last, let risk = rate(cut) else { continue }
            last = cut.kept
            let percent = 100 * Double(cut.kept) / Double(curve.histogram.n)
            points.append(
                LineChart.Point(
                    x: Double(ticks.count), y: risk.value, low: risk.interval.low, high: risk.interval.high, n: risk.n))
            ticks.append(String(Int(exactly: percent.rounded()) ?? 0))
        }
        return LineChart(
            x: Axis("Coverage, %", .count), ticks: ticks, y: Axis("Error rate", .proportion, low: 0),
            series: [LineChart.Series(name: version, points: points)])
    }

    private func table(_ curve: RiskCoverage, _ rate: (RiskCoverage.Cut) -> Measure?) -> Table {
        let n = curve.histogram.n
        let errors = n - curve.histogram.hits
        var seen: Set<Int> = []
        let cuts = Self.tabled.map(curve.cut).filter { seen.insert($0.kept).inserted }
        return Table(
            columns: [
                Table.Column("coverage", "Coverage", .number), Table.Column("threshold", "Confidence from", .number),
                Table.Column("kept", "Images", .number), Table.Column("errors", "Errors", .number),
                Table.Column("rate", "Error rate", .number, method: "risk-coverage"),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("avoided", "Errors left out", .number),
                Table.Column("share", "Share of errors", .number),
                Table.Column("correct", "Correct ones left out", .number),
            ],
            rows: cuts.map { cut in
                let risk = rate(cut)
                let avoided = errors - cut.errors
                return [
                    .number(Double(cut.kept) / Double(n), .proportion), .number(cut.threshold, .score),
                    .number(Double(cut.kept), .count), .number(Double(cut.errors), .count),
                    risk.map { .number($0.value, .proportion) } ?? .none("no rows"),
                    risk.map { .interval(of: $0, mark: nil) } ?? .none("no rows"),
                    .number(Double(avoided), .count),
                    errors > 0 ? .number(Double(avoided) / Double(errors), .proportion) : .none("no errors"),
                    .number(Double(n - cut.kept - avoided), .count),
                ]
            })
    }
}
