// Which items are shown, and in which order. Ties are broken by the bytes of the id, so that the order of rows in a file
// decides nothing.

import Artifacts
import Columns
import Record

/// How many items a page shows at most.
enum ShowAtMost {
    /// Items of a gallery of its own.
    static let gallery = 24
    /// Items where a page of their own shows more.
    static let fewItems = 8
    /// Items that a finding is shown by.
    static let evidence = 12
    /// Items beside them that the model reads right.
    static let counterExamples = 6
    /// Rows of a ranked table.
    static let rows = 20
}

extension Evaluation {
    /// The item of a row as it is shown.
    func shown(
        _ row: Int, before: String? = nil, chips: [Predicate] = [], wantsOverlay: Bool = true
    ) -> GalleryItem {
        GalleryItem(
            item: items.ids[row].text, label: classes[Int(items.labels[row])].text,
            predicted: classes[Int(predictions.predicted[row])].text,
            confidence: predictions.areProbabilities ? predictions.confidence[row] : 0,
            score: predictions.areProbabilities ? nil : predictions.confidence[row], baselinePredicted: before,
            chips: chips, wantsOverlay: wantsOverlay)
    }

    /// `rows` by falling `key`, then by id.
    func ranked(_ rows: [Int], by key: (Int) -> Double) -> [Int] {
        rows.map { (row: $0, key: key($0)) }.sorted { a, b in
            if a.key != b.key { return a.key > b.key }
            return items.ids[a.row] < items.ids[b.row]
        }.map(\.row)
    }

    /// `rows`, most confident first.
    func mostConfident(_ rows: [Int]) -> [Int] { ranked(rows) { predictions.confidence[$0] } }

    /// Rows that the model reads wrong.
    var wrongRows: [Int] { (0..<count).filter { !isCorrect($0) } }

    /// Rows of one class that the model reads right, most confident first, as they are shown.
    func readRight(_ cls: Int) -> [GalleryItem] {
        let rows = (0..<count).filter { Int(items.labels[$0]) == cls && isCorrect($0) }
        return mostConfident(rows).prefix(ShowAtMost.counterExamples).map { shown($0) }
    }
}

extension Gallery {
    /// The first rows of a ranking, and how many there are in all.
    init(_ rows: [Int], of evaluation: Evaluation) {
        self.init(rows.prefix(ShowAtMost.gallery).map { evaluation.shown($0) }, total: rows.count)
    }
}
