// What a detector's own saliency maps say beside the labelled boxes: a map is a hint about one image, never a cause.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Energy of the maps in the labelled boxes beside the boxes' share of the area, and where the maps point at each object.
public struct DetectionSaliency: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let maps = FactSpec("maps", .count)
        let opened = FactSpec("opened", .count)
        let read = FactSpec("read", .count)
        let flat = FactSpec("flat", .count, better: .lower)
        let unreadable = FactSpec("unreadable", .count, better: .lower)
        let withoutSize = FactSpec("without_size", .count, better: .lower)
        let energy = FactSpec("energy", .proportion, better: .higher)
        let areaShare = FactSpec("area_share", .proportion)
        let excess = FactSpec("excess", .points, better: .higher)
        let hits = FactSpec("hits", .proportion, better: .higher)
        let liftFound = FactSpec("lift_found", .ratio)
        let liftNotFound = FactSpec("lift_not_found", .ratio)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case pointsAtObjects = "points_at_objects", isSample = "is_sample", hasFlat = "has_flat"
        case hasUnreadable = "has_unreadable", hasWithoutSize = "has_without_size", someHaveNone = "some_have_none"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case byOutcome = "by_outcome", byClass = "by_class", maps
    }

    /// Its card.
    public let card = Card(
        id: "detection-saliency", topic: .causes, title: "Saliency",
        question: "Do the model's saliency maps point at the objects?",
        tasks: [.detection],
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "saliency-in-boxes", "flat-map", "student-t", "wilson", "poisson-bootstrap", "detection-operating-point",
        ])

    private static let outcomes: [Outcome] = [.correct, .misclassified(as: 0), .mislocalised, .missed]

    /// States what the maps say.
    public func examine(_ examination: Examination) throws -> Section {
        let book = try examination.detector()
        guard let saliency = book.evaluation.saliency, !saliency.ids.isEmpty else {
            throw Missing("no saliency maps in this evaluation")
        }
        let maps = MapsInBoxes(saliency, of: book)
        guard maps.count > 0 else { throw Missing("no saliency map belongs to an image with an object") }
        let method = "saliency-in-boxes"
        let readings = maps.readings
        let lifts = readings.flatMap(\.objects)
        let excess = Self.mean(readings.map { $0.energy - $0.areaShare }, .points)
        let too = "fewer than two maps that vary"
        let area = ExactSum.mean(readings.map(\.areaShare))
        var facts: [Fact] = [
            .count(DetectionSaliency.facts.maps, maps.count, among: book.evaluation.truth.images.count, method: method),
            .count(DetectionSaliency.facts.opened, maps.opened, among: maps.count, method: method),
            .count(DetectionSaliency.facts.read, readings.count, among: maps.opened, method: method),
            .count(DetectionSaliency.facts.flat, maps.flat, among: maps.opened, method: "flat-map"),
            .count(DetectionSaliency.facts.unreadable, maps.unreadable, among: maps.opened, method: method),
            .count(DetectionSaliency.facts.withoutSize, maps.withoutSize, among: maps.opened, method: method),
            .stating(
                DetectionSaliency.facts.energy, Self.mean(readings.map(\.energy), .proportion), else: too,
                method: method),
            .stating(
                DetectionSaliency.facts.areaShare, Self.mean(readings.map(\.areaShare), .proportion), else: too,
                method: method),
            .stating(DetectionSaliency.facts.excess, excess, else: too, method: method),
            .rate(
                DetectionSaliency.facts.hits, readings.count { $0.isHit }, of: readings.count, undefined: too,
                method: method),
            lift(
                DetectionSaliency.facts.liftFound, lifts.filter { book.outcomes[$0.row] == .correct }, book,
                else: "fewer than two objects found"),
            lift(
                DetectionSaliency.facts.liftNotFound, lifts.filter { book.outcomes[$0.row] != .correct }, book,
                else: "fewer than two objects not found"),
        ]
        let placed = [DetectionSaliency.facts.energy.id, DetectionSaliency.facts.hits.id]
        for index in facts.indices where placed.contains(facts[index].id) { facts[index].floor = area }
        var flags = Flags()
        if let excess, excess.interval.low > 0 { flags.insert(DetectionSaliency.Flag.pointsAtObjects) }
        if maps.opened < maps.count { flags.insert(DetectionSaliency.Flag.isSample) }
        if maps.flat > 0 { flags.insert(DetectionSaliency.Flag.hasFlat) }
        if maps.unreadable > 0 { flags.insert(DetectionSaliency.Flag.hasUnreadable) }
        if maps.withoutSize > 0 { flags.insert(DetectionSaliency.Flag.hasWithoutSize) }
        if maps.count < Set(book.imageOfRow).count { flags.insert(DetectionSaliency.Flag.someHaveNone) }
        let rows = Dictionary(grouping: lifts) { book.rows.items.labels[$0.row] }
        let classes = book.classNames.indices.compactMap { category in
            rows[Int32(category)].map { (name: book.classNames[category], lifts: $0) }
        }.sorted { a, b in
            let (x, y) = (ExactSum.mean(a.lifts.map(\.lift)) ?? 0, ExactSum.mean(b.lifts.map(\.lift)) ?? 0)
            return x != y ? x < y : Name(a.name) < Name(b.name)
        }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [
                Exhibit(
                    DetectionSaliency.Shown.byOutcome,
                    .table(
                        table(
                            "Objects",
                            Self.outcomes.map { outcome in
                                (outcome.words, lifts.filter { book.outcomes[$0.row].isAlike(outcome) })
                            }, book))),
                Exhibit(
                    DetectionSaliency.Shown.byClass, .table(table("Class", classes.map { ($0.name, $0.lifts) }, book))),
                Exhibit(DetectionSaliency.Shown.maps, .gallery(Self.gallery(readings, book))),
            ])
    }

    /// The mean over maps, one value a map.
    private static func mean(_ values: [Double], _ unit: Quantity) -> Measure? {
        guard let estimate = MeanInterval.student(values), let interval = estimate.interval else { return nil }
        let low = unit == .proportion ? max(0, interval.low) : interval.low
        let high = unit == .proportion ? min(1, interval.high) : interval.high
        return Measure(
            estimate.value, Interval(low: low, high: high, method: "student-t"), n: values.count, unit: unit,
            method: "saliency-in-boxes")
    }

    /// The mean over objects; those of one image are resampled together. Without an interval where all are alike.
    private func lift(
        _ objects: [(row: Int, lift: Double)], _ book: DetectionBook
    ) -> (mean: Double, interval: Interval?)? {
        let (ids, images) = (book.evaluation.unitIDs, book.imageOfRow)
        let units = objects.map { ids[images[$0.row]] }
        guard objects.count > 1, let estimate = MeanInterval.bootstrap(objects.map(\.lift), units: units) else {
            return nil
        }
        return (estimate.value, estimate.interval.map { Interval($0, method: "poisson-bootstrap") })
    }

    private func lift(
        _ spec: FactSpec, _ objects: [(row: Int, lift: Double)], _ book: DetectionBook, else reason: String
    ) -> Fact {
        guard let (mean, interval) = lift(objects, book) else {
            return Fact(spec, undefined: reason, n: 0, method: "saliency-in-boxes")
        }
        return Fact(spec, mean, n: objects.count, interval: interval, method: "saliency-in-boxes")
    }

    private func table(
        _ title: String, _ groups: [(name: String, lifts: [(row: Int, lift: Double)])], _ book: DetectionBook
    ) -> Table {
        Table(
            columns: [
                Table.Column("group", title), Table.Column("objects", "Objects", .number),
                Table.Column("lift", "Lift", .number, method: "saliency-in-boxes"),
                Table.Column("interval", "95 % interval, │ an even map", .interval, method: "poisson-bootstrap"),
                Table.Column("below", "Below the map's mean", .number, method: "saliency-in-boxes"),
            ],
            rows: groups.map { group in
                let few = Cell.none("fewer than two objects")
                let measured = lift(group.lifts, book)
                let mean = measured?.mean
                let interval = measured?.interval
                return [
                    .text(group.name), .number(Double(group.lifts.count), .count),
                    mean.map { .number($0, .ratio) } ?? few,
                    interval.map {
                        .interval(low: $0.low, value: mean ?? 0, high: $0.high, unit: .ratio, mark: 1)
                    } ?? .none(mean == nil ? "fewer than two objects" : "all are alike"),
                    .number(Double(group.lifts.count { $0.lift < 1 }), .count),
                ]
            })
    }

    /// Whole images, least energy in the boxes beyond their share of the area first.
    private static func gallery(_ readings: [MapInBoxes], _ book: DetectionBook) -> Gallery {
        let order = readings.sorted { a, b in
            let (x, y) = (a.energy - a.areaShare, b.energy - b.areaShare)
            return x != y ? x < y : a.image < b.image
        }
        var found = [Int](repeating: 0, count: book.evaluation.truth.images.count)
        var all = found
        for (row, image) in book.imageOfRow.enumerated() {
            all[image] += 1
            if book.outcomes[row] == .correct { found[image] += 1 }
        }
        return Gallery(
            order.prefix(ShowAtMost.evidence).map { reading in
                GalleryItem(
                    item: book.evaluation.names[reading.image].text,
                    label: all[reading.image] == 1 ? "1 object" : "\(all[reading.image]) objects",
                    answer: .outcome("\(found[reading.image]) found"), confidence: 0,
                    chips: [Predicate("highest value", reading.isHit ? "in a box" : "in no box")])
            }, total: readings.count)
    }
}
