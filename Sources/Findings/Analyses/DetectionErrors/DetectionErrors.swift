// What kinds of error cost a detector how much, defined by what would repair them (TIDE).

import Artifacts
import Record
import Statistics
import Tallies

/// TIDE's six kinds of error: how many, what repairing each alone would gain, and which are failure modes.
public struct DetectionErrors: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// Gains in average precision only sort by scores.
    public let needsOperatingPoint = false

    /// What it states.
    struct Facts: FactSet {
        let ap = FactSpec("ap", "average precision", .proportion, better: .higher)
        let topGain = FactSpec("top_gain", .points, better: .lower, role: .errorTypeGain)
        let topCount = FactSpec("top_count", .count)
        let secondGain = FactSpec("second_gain", .points, better: .lower)
        let sumOfGains = FactSpec("sum_of_gains", .points, better: .lower)
        let lost = FactSpec("lost", .points, better: .lower)
        let falsePositivesGain = FactSpec("false_positives_gain", .points, better: .lower)
        let missesGain = FactSpec("misses_gain", .points, better: .lower)
        let errors = FactSpec("errors", "the number of errors", .count, better: .lower)
        let clsGain = FactSpec("cls_gain", .points, better: .lower)
        let locGain = FactSpec("loc_gain", .points, better: .lower)
        let bothGain = FactSpec("both_gain", .points, better: .lower)
        let dupeGain = FactSpec("dupe_gain", .points, better: .lower)
        let bkgGain = FactSpec("bkg_gain", .points, better: .lower)
        let missGain = FactSpec("miss_gain", .points, better: .lower)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case top, second
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyGain = "any_gain", hasBaseline = "has_baseline", hasSlices = "has_slices"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case kinds, gains, order, byClass = "by_class", bySlice = "by_slice"
    }

    /// Its card.
    public let card = Card(
        id: "detection-errors", topic: .failures, title: "Error types", question: "Which error types cost how much AP?",
        tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "tide", "tide-gain", "tide-order", "image-bootstrap", "error-types", "count-rate", "mcnemar-exact", "holm",
            "error-budget",
        ])

    /// How each kind is called, and what would repair it.
    static let words: [DetectionError: (name: String, repair: String)] = [
        .classification: ("classification", "the class"),
        .localisation: ("localisation", "the box"),
        .both: ("class and box", "removing the detection"),
        .duplicate: ("duplicate", "removing the detection"),
        .background: ("background", "removing the detection"),
        .missed: ("missed object", "finding the object"),
    ]

    /// The fact that says what repairing the errors of a kind would gain.
    static func gain(of kind: DetectionError) -> FactSpec {
        switch kind {
        case .classification: facts.clsGain
        case .localisation: facts.locGain
        case .both: facts.bothGain
        case .duplicate: facts.dupeGain
        case .background: facts.bkgGain
        case .missed: facts.missGain
        }
    }

    /// States the costs.
    public func draft(_ examination: Examination) throws -> Draft {
        let book = try examination.detector()
        guard let ap = book.report.averagePrecision else { throw Missing("there are neither objects nor detections") }
        // How many errors an image has is said of the operating point, where there is one.
        let modes =
            book.reasonAgainstOperatingPoint == nil ? ErrorTypeModes(examination, book, of: card.id) : nil
        return Draft(modes.map { [$0.tests] } ?? []) { levels in
            section(examination, book, ap, modes, level: levels[.comparison, .errorTypes])
        }
    }

    private func section(
        _ examination: Examination, _ book: DetectionBook, _ ap: Double, _ modes: ErrorTypeModes?, level: Double
    ) -> Section {
        let report = book.report
        let n = book.objects.count
        let kinds = DetectionError.allCases.sorted { a, b in
            let (x, y) = (report.gains[a.rawValue], report.gains[b.rawValue])
            return x != y ? x > y : a.rawValue < b.rawValue
        }
        let repairs = book.repairs
        let units = book.unitCount
        let points = { (spec: FactSpec, value: Double, replicates: [Double]?) -> Fact in
            .byImage(
                Fact(
                    spec, value / 100, n: n,
                    interval: replicates.flatMap { Interval(gain: $0, around: value, units: units) },
                    method: "tide-gain"), units: units)
        }
        let gain = { (spec: FactSpec, kind: DetectionError) -> Fact in
            points(spec, report.gains[kind.rawValue], repairs.gains[kind.rawValue])
        }
        // Where it is COCO's number, it has the interval that it has there.
        let coco = book.scores.averagePrecision50.flatMap { abs($0 - ap / 100) < 1e-9 ? $0 : nil }
        let interval =
            coco.flatMap { Interval(images: book.replicates.averagePrecision50, around: $0, units: units) }
            ?? Interval(points: repairs.averagePrecision, around: ap, units: units)
        var facts = [
            Fact.byImage(
                Fact(DetectionErrors.facts.ap, ap / 100, n: n, interval: interval, method: "tide"), units: units)
        ]
        facts += DetectionError.allCases.map { gain(Self.gain(of: $0), $0) }
        facts += [
            gain(DetectionErrors.facts.topGain, kinds[0]), gain(DetectionErrors.facts.secondGain, kinds[1]),
            .count(DetectionErrors.facts.topCount, report.counts[kinds[0].rawValue], among: n, method: "tide"),
            .count(DetectionErrors.facts.errors, report.counts.reduce(0, +), among: n, method: "tide"),
            points(DetectionErrors.facts.sumOfGains, report.gains.reduce(0, +), nil),
            points(DetectionErrors.facts.lost, 100 - ap, nil),
            points(DetectionErrors.facts.falsePositivesGain, report.falsePositiveGain, repairs.falsePositiveGain),
            points(DetectionErrors.facts.missesGain, report.falseNegativeGain, repairs.falseNegativeGain),
        ]
        // Beside what is first now stands what the baseline has of that type.
        facts = examination.besideBaseline(
            facts, of: card.id,
            sameAs: [
                DetectionErrors.facts.topGain: Self.gain(of: kinds[0]).id,
                DetectionErrors.facts.secondGain: Self.gain(of: kinds[1]).id, DetectionErrors.facts.topCount: nil,
            ])
        let name = { (kind: DetectionError) in Self.words[kind]?.name ?? kind.shortName }
        var flags = Flags()
        if report.gains.contains(where: { $0 > 0 }) { flags.insert(DetectionErrors.Flag.anyGain) }
        if examination.comparableBaseline != nil { flags.insert(DetectionErrors.Flag.hasBaseline) }
        let gains = DotChart(
            axis: Axis("AP gained if only this were repaired", .points, low: 0),
            rows: kinds.map { kind in
                let fact = facts.first(Self.gain(of: kind))
                return DotChart.Row(
                    name(kind), value: fact?.value, low: fact?.interval?.low, high: fact?.interval?.high,
                    baseline: fact?.baseline,
                    change: fact?.value.flatMap { now in fact?.baseline.map { now - $0 } },
                    n: report.counts[kind.rawValue])
            },
            name: examination.evaluation.manifest.version,
            baselineName: examination.comparableBaseline?.version.name)
        let shows = RepairExhibits(book: book, settings: examination.settings)
        var exhibits = [
            Exhibit(DetectionErrors.Shown.kinds, .table(shows.kinds(kinds, facts))),
            Exhibit(DetectionErrors.Shown.gains, .chart(.dots(gains))),
            Exhibit(DetectionErrors.Shown.order, .table(shows.order)),
            Exhibit(DetectionErrors.Shown.byClass, .table(shows.byClass)),
        ]
        if let slices = shows.bySlice {
            exhibits.append(Exhibit(DetectionErrors.Shown.bySlice, .table(slices)))
            flags.insert(DetectionErrors.Flag.hasSlices)
        }
        let findings = modes?.findings(Self.gains(facts), level: level) ?? []
        var section = Section(
            card, facts: facts,
            terms: Terms([DetectionErrors.Term.top: name(kinds[0]), DetectionErrors.Term.second: name(kinds[1])]),
            flags: flags,
            exhibits: exhibits, findings: findings, followed: modes?.followed(besides: findings, level: level) ?? [])
        section.errorTypeCounts = modes?.errors.archived
        return section
    }

    /// What fixing each kind alone would gain, where the images show how sure that is.
    private static func gains(_ facts: [Fact]) -> [DetectionError: Measure] {
        let stated = DetectionError.allCases.compactMap { kind -> (DetectionError, Measure)? in
            guard let fact = facts.first(gain(of: kind)), let value = fact.value, let interval = fact.interval else {
                return nil
            }
            return (
                kind,
                Measure(value, interval, n: fact.n, units: fact.units, unit: fact.unit, method: fact.method)
            )
        }
        return Dictionary(stated) { first, _ in first }
    }
}
