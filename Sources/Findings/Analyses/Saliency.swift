// What the saliency maps that a team exported say, and what they do not: a map is a hint about one image, never a cause.

import Artifacts
import Record
import Statistics

/// Where the mass of the saliency maps lies, by class and by outcome, and whether the maps say anything at all.
public struct Saliency: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let maps = FactSpec("maps", .count)
        let opened = FactSpec("opened", .count)
        let flat = FactSpec("flat", .count, better: .lower)
        let flatShare = FactSpec("flat_share", .proportion, better: .lower)
        let unreadable = FactSpec("unreadable", .count, better: .lower)
        let mapsWithMissing = FactSpec("maps_with_missing", .count, better: .lower)
        let missingCells = FactSpec("missing_cells", .count, better: .lower)
        let wrong = FactSpec("incorrect", .count, better: .lower)
        let right = FactSpec("correct", .count)
        let gini = FactSpec("gini", .proportion)
        let evenness = FactSpec("evenness", .proportion)
        let borderMass = FactSpec("border_mass", .proportion)
        let borderMassWrong = FactSpec("border_mass_incorrect", .proportion)
        let borderMassRight = FactSpec("border_mass_correct", .proportion)
        let borderDifference = FactSpec("border_difference", .points)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasFlat = "has_flat", hasUnreadable = "has_unreadable", hasMissing = "has_missing"
        case isSample = "is_sample", someImagesHaveNone = "some_images_have_none", onlyErrors = "only_errors"
        case comparesOutcomes = "compares_outcomes", pointsAtTheEdge = "points_at_the_edge"
        case hasReadable = "has_readable"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case byClass = "by_class", byOutcome = "by_outcome", maps
    }

    /// Its card.
    public let card = Card(
        id: "saliency", topic: .causes, title: "Saliency",
        question: "Where do the model's saliency maps point, and can they be read?",
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "flat-map", "saliency-gini", "saliency-evenness", "centre-of-mass", "border-mass", "student-t", "welch",
            "wilson", "poisson-bootstrap",
        ])

    /// Fewest maps of items misclassified that the edge is judged on.
    static let fewest = 20

    /// States what the maps say.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard let saliency = evaluation.saliency, !saliency.ids.isEmpty else {
            throw Missing("no saliency maps in this evaluation")
        }
        let maps = MapReadings(saliency, of: evaluation)
        guard maps.count > 0 else { throw Missing("no saliency map belongs to an evaluated image") }
        let means = MapMeans(units: examination.units)
        let wrong = maps.readings.filter { !evaluation.isCorrect($0.row) }
        let right = maps.readings.filter { evaluation.isCorrect($0.row) }
        let difference = Self.difference(wrong, right)
        let edge = Self.edge(wrong, right, means, difference)

        var facts: [Fact] = [
            .count(Saliency.facts.maps, maps.count, among: evaluation.count, method: "flat-map"),
            .count(Saliency.facts.opened, maps.opened, among: maps.count, method: "flat-map"),
            .count(Saliency.facts.flat, maps.flat.count, among: maps.opened, method: "flat-map"),
            .rate(Saliency.facts.flatShare, maps.flat.count, of: maps.opened, undefined: "no map", method: "flat-map"),
            .count(Saliency.facts.unreadable, maps.unreadable.rows.count, among: maps.opened, method: "flat-map"),
            .count(Saliency.facts.mapsWithMissing, maps.holed, among: maps.opened, method: "flat-map"),
            .count(Saliency.facts.missingCells, maps.missingCells, among: maps.cells, method: "flat-map"),
            .count(Saliency.facts.wrong, wrong.count, among: maps.readings.count, method: "border-mass"),
            .count(Saliency.facts.right, right.count, among: maps.readings.count, method: "border-mass"),
        ]
        func mean(_ spec: FactSpec, _ of: [MapReading], _ method: String, _ value: (SaliencyMeasures.Shape) -> Double) {
            let measure = means.share(of, method: method, value)
            facts.append(.stating(spec, measure, else: "fewer than two maps that vary", method: method))
        }
        mean(Saliency.facts.gini, maps.readings, "saliency-gini", \.gini)
        mean(Saliency.facts.evenness, maps.readings, "saliency-evenness", \.evenness)
        let groups = [
            (Saliency.facts.borderMass, maps.readings), (Saliency.facts.borderMassWrong, wrong),
            (Saliency.facts.borderMassRight, right),
        ]
        for (spec, group) in groups {
            mean(spec, group, "border-mass", \.borderMass)
            facts[facts.count - 1].floor = ExactSum.mean(group.map(\.shape.borderArea))
        }
        facts.append(
            .stating(
                Saliency.facts.borderDifference, difference,
                else: "fewer than two maps of correct, or of incorrect predictions",
                method: "border-mass"))

        let shows = MapExhibits(evaluation: evaluation, maps: maps, means: means)
        var exhibits = [
            Exhibit(Saliency.Shown.byClass, .table(shows.byClass)),
            Exhibit(Saliency.Shown.byOutcome, .table(shows.byOutcome)),
        ]
        if !maps.readings.isEmpty {
            exhibits.append(Exhibit(Saliency.Shown.maps, .gallery(Gallery(shows.mostTelling, of: evaluation))))
        }
        let flags = Self.flags(maps, wrong, right, edge, evaluation)
        let findings = edge.map { measure in
            [Self.finding(measure, wrong, right, shows, evaluation)]
        }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags, exhibits: exhibits,
            findings: findings ?? [])
    }

    private static func flags(
        _ maps: MapReadings, _ wrong: [MapReading], _ right: [MapReading], _ edge: Measure?, _ evaluation: Evaluation
    ) -> Flags {
        var flags = Flags()
        if !maps.flat.isEmpty { flags.insert(Saliency.Flag.hasFlat) }
        if !maps.unreadable.rows.isEmpty { flags.insert(Saliency.Flag.hasUnreadable) }
        if maps.missingCells > 0 { flags.insert(Saliency.Flag.hasMissing) }
        if maps.opened < maps.count { flags.insert(Saliency.Flag.isSample) }
        if maps.count < evaluation.count { flags.insert(Saliency.Flag.someImagesHaveNone) }
        if right.isEmpty, !wrong.isEmpty { flags.insert(Saliency.Flag.onlyErrors) }
        if right.count > 1, wrong.count > 1 { flags.insert(Saliency.Flag.comparesOutcomes) }
        if edge != nil { flags.insert(Saliency.Flag.pointsAtTheEdge) }
        if !maps.readings.isEmpty { flags.insert(Saliency.Flag.hasReadable) }
        return flags
    }

    /// Mean mass at the edge of items misclassified less that of items predicted correctly, in points.
    private static func difference(_ wrong: [MapReading], _ right: [MapReading]) -> Measure? {
        let estimate = MeanInterval.welch(wrong.map(\.shape.borderMass), right.map(\.shape.borderMass))
        guard let estimate, let interval = estimate.interval else { return nil }
        return Measure(
            estimate.value, Interval(interval, method: "welch"), n: estimate.n, unit: .points, method: "border-mass")
    }

    /// The mass at the edge of items misclassified, when it is beyond the edge's share of the area, and beyond that of items
    /// predicted correctly where there are as many: both by the whole interval.
    private static func edge(
        _ wrong: [MapReading], _ right: [MapReading], _ means: MapMeans, _ difference: Measure?
    ) -> Measure? {
        guard wrong.count >= fewest, let area = ExactSum.mean(wrong.map(\.shape.borderArea)),
            let measure = means.share(wrong, method: "border-mass", \.borderMass), measure.interval.low > area
        else { return nil }
        if right.count >= fewest, let difference, difference.interval.low <= 0 { return nil }
        return measure
    }

    /// Always a lead: where a map points does not say why an item is misclassified.
    private static func finding(
        _ measure: Measure, _ wrong: [MapReading], _ right: [MapReading], _ shows: MapExhibits,
        _ evaluation: Evaluation
    ) -> Finding {
        let rows = shows.mostTelling
        return Finding(
            .other(kind: "maps point at the edge", []), of: "saliency", standing: .lead, measure: measure,
            expected: ExactSum.mean(wrong.map(\.shape.borderArea)), errors: 0,
            evidence: rows.filter { !evaluation.isCorrect($0) }.prefix(ShowAtMost.evidence)
                .map { evaluation.shown($0) },
            counterExamples: rows.filter { evaluation.isCorrect($0) }.reversed().prefix(ShowAtMost.counterExamples)
                .map { evaluation.shown($0) })
    }
}
