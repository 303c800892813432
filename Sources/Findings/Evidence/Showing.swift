// Which items are shown, and in which order. Ties are broken by the bytes of the id, so that the order of rows in a file
// decides nothing.

import Artifacts
import Columns
import Record
import Tallies

/// How many items a page shows at most.
enum ShowAtMost {
    /// Items of a gallery of its own.
    static let gallery = 24
    /// Items where a page of their own shows more.
    static let fewItems = 8
    /// Items that a finding is shown by.
    static let evidence = 12
    /// Items beside them that the model predicts correctly.
    static let counterExamples = 6
    /// Rows of a ranked table.
    static let rows = 20
}

extension Exemplars {
    /// Rows of each class that the model predicts correctly, most confident first.
    static let rightOfClass = Exemplars(.right(from: 0), of: .labels, limit: ShowAtMost.counterExamples)
}

extension Evaluation {
    /// The item of a row as it is shown.
    func shown(
        _ row: Int, before: Answer? = nil, chips: [Predicate] = [], wantsOverlay: Bool = true
    ) -> GalleryItem {
        GalleryItem(
            item: items.ids[row].text, label: classes[Int(items.labels[row])].text,
            answer: answer(predictions.predicted[row]),
            confidence: predictions.areProbabilities ? predictions.confidence[row] : 0,
            score: predictions.areProbabilities ? nil : predictions.confidence[row], isUnscored: isUnscored,
            before: before, chips: chips, wantsOverlay: wantsOverlay)
    }

    /// An item of a ranking as it is shown.
    func shown(
        _ exemplar: Exemplar, before: Answer? = nil, chips: [Predicate] = [], wantsOverlay: Bool = true
    ) -> GalleryItem {
        GalleryItem(
            item: exemplar.id.text, label: classes[Int(exemplar.label)].text, answer: answer(exemplar.answer),
            confidence: predictions.areProbabilities ? exemplar.confidence : 0,
            score: predictions.areProbabilities ? nil : exemplar.confidence, isUnscored: isUnscored, before: before,
            chips: chips, wantsOverlay: wantsOverlay)
    }

    /// Whether rows have no confidence; `nil` where they do, so that what is kept of them is as it was.
    private var isUnscored: Bool? { predictions.hasConfidence ? nil : true }

    /// The same with what was answered before.
    func shownPaired(_ exemplar: Exemplar) -> GalleryItem {
        shown(exemplar, before: answer(exemplar.before ?? Outcome.unlisted))
    }

    /// What a code says, as it is shown; nothing for a class that is not in the list.
    func answer(_ code: Int32) -> Answer {
        if code >= 0, Int(code) < classes.count { return .named(classes[Int(code)].text) }
        return Answer(code: code, classes: []) ?? .named("")
    }

    /// `rows` by falling `key`, then by id.
    func ranked(_ rows: [Int], by key: (Int) -> Double) -> [Int] {
        rows.map { (row: $0, key: key($0)) }.sorted { a, b in
            if a.key != b.key { return a.key > b.key }
            return items.ids[a.row] < items.ids[b.row]
        }.map(\.row)
    }

    /// `rows`, most confident first; of rows that were counted elsewhere those that are known by name.
    func mostConfident(_ rows: [Int]) -> [Int] {
        ranked(isTallied ? rows.filter(isNamed) : rows) { predictions.confidence[$0] }
    }

    /// Rows that the model misclassifies.
    var wrongRows: [Int] { (0..<items.count).filter { !isCorrect($0) } }
}

extension Gallery {
    /// The first of a ranking, and how many there are in all.
    init(_ tally: ExemplarTally, of evaluation: Evaluation) {
        self.init(tally.items.prefix(ShowAtMost.gallery).map { evaluation.shown($0) }, total: tally.total)
    }

    /// The first rows of a ranking, and how many there are in all.
    init(_ rows: [Int], of evaluation: Evaluation) {
        self.init(rows.prefix(ShowAtMost.gallery).map { evaluation.shown($0) }, total: rows.count)
    }
}
