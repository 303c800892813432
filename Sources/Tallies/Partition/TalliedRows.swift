// Rows made again from what was counted of them: alike the real ones in label, answer, the baseline's answer, attributes,
// half and unit, which is all that slices, groups and mixes look at. What is not counted together, the confidence and the
// id, only those have that are kept by name.

import Artifacts
import Columns
import Record
import Statistics

/// What stands in for the rows of an evaluation that was counted elsewhere.
public struct TalliedRows: Sendable {
    /// The evaluation; its rows are as many as were counted, or none where they cannot be made again.
    public let evaluation: Evaluation
    /// What the baseline answered on each of its rows, where that is known.
    public let before: [Int32?]
    /// What its rows are resampled by.
    public let units: ResamplingUnits
    /// Why there are no rows; `nil` where there are.
    public let reason: String?
    /// Rows with the baseline's answer.
    public let paired: Int

    /// Most rows that are made again.
    public static let most = 1 << 22

    /// Rows from the counts of a partition, of a version and on a data set: all of them, or none.
    public init(
        _ tally: PartitionTally, _ manifest: VersionManifest, _ datasheet: Datasheet, most: Int = Self.most
    ) {
        self.init(tally, manifest, datasheet, most: most, isSample: false)
    }

    /// As many rows as are made at most, where there are more: one in so many in the order of the combinations, so that each
    /// combination, and each that follow each other, have their share to within one row. `nil` where all rows are made, and where
    /// none can be.
    public static func sample(
        of tally: PartitionTally, _ manifest: VersionManifest, _ datasheet: Datasheet, most: Int = Self.most
    ) -> TalliedRows? {
        guard tally.rows > most, let cells = tally.cells, !tally.book[cells].isOver else { return nil }
        return TalliedRows(tally, manifest, datasheet, most: most, isSample: true)
    }

    private init(
        _ tally: PartitionTally, _ manifest: VersionManifest, _ datasheet: Datasheet, most: Int, isSample: Bool
    ) {
        let description = tally.description
        let cells = tally.cells.map { (axes: $0.axes, counted: tally.book[$0]) }
        let isTooMany = tally.rows > most && !isSample
        let isOver = cells?.counted.isOver ?? true
        reason =
            isTooMany
            ? "counted from tallies of \(tally.rows) images, and slices are found among at most \(most)"
            : isOver ? "counted from tallies with more combinations of attribute values than they keep" : nil
        var rows = MadeRows(axes: cells?.axes ?? [])
        if let cells, reason == nil { rows.add(cells.counted, of: tally.rows, wanted: isSample ? most : tally.rows) }
        before = rows.before
        paired = isSample ? before.count { $0 != nil } : description.isPaired ? tally.book[Pairs()].total : 0
        // Without rows it is still known how many units there are.
        units = ResamplingUnits(
            ids: reason == nil || description.unit == nil ? rows.units : tally.units,
            ofWholeShared: description.unit != nil)
        var evaluation = Evaluation(
            manifest: manifest, datasheet: datasheet, classes: tally.book.classes,
            items: Items(
                ids: ItemIDs(rows.ids), labels: rows.labels,
                attributes: reason == nil ? rows.columns(cells?.counted.values ?? []) : []),
            predictions: ClassPredictions(
                predicted: rows.answers, confidence: rows.confidence, hasConfidence: description.hasConfidence,
                hadProbabilities: description.hasProbabilities, listed: description.listed),
            accounting: tally.accounting)
        evaluation.talliedRows = isSample ? rows.labels.count : tally.rows
        self.evaluation = evaluation
    }
}

/// Rows in the making.
private struct MadeRows {
    var ids: [ItemID] = []
    var labels: [Int32] = []
    var answers: [Int32] = []
    var confidence: [Double] = []
    var before: [Int32?] = []
    var units: [UInt64] = []
    private let axes: [AttributeCells.Axis]
    private var codes: [[UInt32]]

    init(axes: [AttributeCells.Axis]) {
        self.axes = axes
        codes = axes.map { _ in [] }
    }

    /// Adds `wanted` of `all` rows, evenly.
    mutating func add(_ counted: AttributeCellTally, of all: Int, wanted: Int) {
        var named: [AttributeCellTally.Place: [AttributeCellTally.NamedRow]] = [:]
        for row in counted.named { named[row.place, default: []].append(row) }
        // Units of their own are named by numbers, of which each half has its own.
        var next = (kept: UInt64(0), heldOut: UInt64(0))
        func number(_ isHeldOut: Bool, _ from: inout UInt64) -> UInt64 {
            while UnitSplit.isHeldOut(from, share: 0.5) != isHeldOut { from += 1 }
            defer { from += 1 }
            return from
        }
        func share(_ rows: Int) -> Int {
            all == wanted ? rows : Int(truncatingIfNeeded: Int128(rows) * Int128(wanted) / Int128(all))
        }
        var met = 0
        for (place, rows) in zip(counted.places, counted.counts) {
            let known = named[place] ?? []
            let count = share(met + rows) - share(met)
            met += rows
            for index in 0..<count {
                ids.append(index < known.count ? known[index].id : "")
                confidence.append(index < known.count ? known[index].confidence : 0)
                labels.append(place.label)
                answers.append(place.answer)
                before.append(place.before)
                units.append(
                    place.unit
                        ?? (place.isHeldOut ? number(true, &next.heldOut) : number(false, &next.kept)))
                for axis in axes.indices { codes[axis].append(place.values[axis]) }
            }
        }
    }

    /// The attributes, as reading the whole table would have them.
    func columns(_ values: [[Name]]) -> [Column] {
        axes.indices.map { axis in
            let there = values[axis]
            guard !axes[axis].cuts.isEmpty else {
                return .coded(
                    CodedColumn(
                        name: axes[axis].name, categories: there,
                        codes: Codes(codes[axis], categories: max(1, there.count))))
            }
            let cut = Bucketing(of: [], by: .cuts(axes[axis].cuts))
            let labels = cut.labels.map { Name($0) }
            let categories = labels + (there.contains(CodedColumn.missing) ? [CodedColumn.missing] : [])
            let places = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
            let map = there.map { UInt32(truncatingIfNeeded: places[$0] ?? 0) }
            return .coded(
                CodedColumn(
                    name: axes[axis].name, categories: categories,
                    codes: Codes(codes[axis], categories: max(1, there.count)).renumbered(
                        map.isEmpty ? [0] : map, categories: max(1, categories.count)), cut: cut))
        }
    }
}

extension PartitionTally {
    /// The units that rows are of, ascending; none where each row is one.
    var units: [UInt64] {
        var met: Set<UInt64> = []
        book[Confusion()].cells.forEach { _, unit, _ in if let unit { met.insert(unit) } }
        return met.sorted()
    }

    /// The book as analyses read it: all confidences stand in it, as they were kept.
    public var examined: Book {
        var all = book
        for case let request as BoundedConfidences in book.requests {
            all.include(
                Book(
                    edition: book.edition, classes: book.classes,
                    tallies: [RequestKey(Confidences()): ConfidenceTally(book[request].scoreHistogram)]))
        }
        return all
    }

    /// What is to be counted of a part for what is asked of the whole: each request but those that look at cells alone, and
    /// confidences in memory that does not grow.
    public static func requests(
        for asked: [any TallyRequest], by columns: [CodedColumn]
    ) -> [any TallyRequest] {
        let counted = asked.filter { !type(of: $0).isOfCells }.map { request -> any TallyRequest in
            request is Confidences ? BoundedConfidences() : request
        }
        return counted + [Confusion(), Pairs(), AttributeCells(by: columns)]
    }
}

extension Evaluation {
    /// Whether a row is an image that is known by name: each one, but where rows were counted and are not here.
    public func isNamed(_ row: Int) -> Bool { !isTallied || !items.ids[row].text.isEmpty }
}
