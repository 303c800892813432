// Which single rows an audit keeps by name: every wrong row in the order of the archived outcomes, the false detections of a detector,
// and whatever else its galleries and failure modes show. Of these the most telling have pages of their own.

import Artifacts
import Columns
import Record
import Tallies

extension ExampleTable {
    /// The examples of what was examined, and of what its audit shows.
    public init(of examination: Examination, shownBy audit: Audit) {
        self = ExampleList(examination, audit).table
    }
}

/// Collects the examples of one audit.
private struct ExampleList {
    let table: ExampleTable

    /// A row that is kept: where it stands in the evaluation, when it does, and how it is shown.
    private struct Entry {
        let row: Int?
        let item: GalleryItem
    }

    init(_ examination: Examination, _ audit: Audit) {
        let evaluation = examination.evaluation
        // Groups of people are published by their rates, never person by person.
        let groups = Set(examination.settings.groups.map { Name($0) })
        let columns = examination.columns.withoutLabel.filter { !groups.contains($0.name) }
        let wrong = OutcomeTable.byHash(evaluation.wrongRows, of: evaluation).map(\.row)
        let kept = wrong.prefix(ExampleTable.mostErrors)
        var entries = kept.map { Entry(row: $0, item: evaluation.shown($0)) }
        var spurious = 0
        var all = wrong.count
        // Which of its detections would be an alarm, scores that are no probabilities do not say.
        if let book = examination.detection, book.tally.hasProbabilities {
            let unmatched = book.pairs.compactMap { $0.object == nil ? $0.detection : nil }
            all += unmatched.count
            for detection in unmatched.prefix(ExampleTable.mostErrors - entries.count) {
                entries.append(Entry(row: nil, item: book.shown(detection: detection, object: nil)))
                spurious += 1
            }
        }
        let shown = audit.itemsShown
        var places: [ItemID: Int] = [:]
        for (place, entry) in entries.enumerated() { places[ItemID(entry.item.item)] = place }
        let others = shown.filter { places[ItemID($0.item)] == nil }
        let rows = Self.rows(of: Set(others.map { ItemID($0.item) }), in: evaluation)
        for item in others where places[ItemID(item.item)] == nil {
            places[ItemID(item.item)] = entries.count
            entries.append(Entry(row: rows[ItemID(item.item)], item: item))
        }
        let published = Self.published(entries, shown.compactMap { places[ItemID($0.item)] }, examination)
        let baseline = examination.baseline
        var table = ExampleTable(
            entries.map { entry in
                ExampleTable.Row(
                    entry.item.item, label: entry.item.label,
                    answer: entry.item.outcome.map { .outcome($0) } ?? .named(entry.item.predicted),
                    confidence: entry.item.score ?? entry.item.confidence,
                    before: baseline.flatMap { Self.before(entry.item.item, in: $0) },
                    values: columns.map { column in
                        entry.row.map { column.category(of: $0).text }
                            ?? entry.item.chips.first { $0.attribute == column.name }?.value.text
                    })
            },
            total: all, errors: kept.count, spurious: spurious,
            hasConfidence: evaluation.predictions.hasConfidence,
            areProbabilities: evaluation.predictions.areProbabilities,
            attributes: columns.map(\.name.text), published: published,
            rankings: Self.rankings(published.map { entries[$0].row }, in: evaluation))
        if !published.isEmpty {
            table.neighbours = ImageNeighbours(of: published.map { entries[$0].row }, in: evaluation)
        }
        self.table = table
    }

    /// The rows of some ids; none of what is no row: an image or a detection of a detector.
    private static func rows(of wanted: Set<ItemID>, in evaluation: Evaluation) -> [ItemID: Int] {
        guard !wanted.isEmpty else { return [:] }
        var rows: [ItemID: Int] = [:]
        for row in 0..<evaluation.count where wanted.contains(evaluation.items.ids[row]) {
            rows[evaluation.items.ids[row]] = row
        }
        return rows
    }

    /// What has pages: what failure modes and galleries show, in that order, then errors by falling confidence.
    private static func published(_ entries: [Entry], _ shown: [Int], _ examination: Examination) -> [Int] {
        var seen: Set<Int> = []
        let errors = entries.indices.sorted { a, b in
            let (x, y) = (entries[a].item, entries[b].item)
            let (p, q) = (x.score ?? x.confidence, y.score ?? y.confidence)
            return p != q ? p > q : a < b
        }
        return Array((shown + errors).filter { seen.insert($0).inserted }.prefix(examination.settings.examples))
    }

    /// The most probable classes of rows; nothing without probabilities, or where a class is a set of labels.
    private static func rankings(_ rows: [Int?], in evaluation: Evaluation) -> [[(name: String, probability: Double)]] {
        guard let probabilities = evaluation.predictions.probabilities, evaluation.labelSets == nil else { return [] }
        return rows.map { row in
            guard let row else { return [] }
            let classes = (0..<probabilities.classes).sorted { a, b in
                let (p, q) = (probabilities[row, a], probabilities[row, b])
                return p != q ? p > q : a < b
            }
            return classes.prefix(ExampleTable.mostRanked).map {
                (evaluation.classes[$0].text, probabilities[row, $0])
            }
        }
    }

    /// What the baseline answered for a row.
    private static func before(_ item: String, in baseline: BaselineRecord) -> String? {
        guard let row = baseline.outcomes.row(of: item) else { return nil }
        let classes = baseline.audit.dataset.classes
        return Answer(code: baseline.outcomes.answer(row, classes: classes.count), classes: classes)?.text
    }
}
