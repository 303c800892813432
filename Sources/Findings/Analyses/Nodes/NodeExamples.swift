import Artifacts
import Columns
import Record

/// Images that show what some rows of telemetry do otherwise than the others.
struct NodeExamples {
    /// Misclassified there, those that the others mostly predict correctly first.
    let wrong: [GalleryItem]
    /// Predicted correctly there.
    let right: [GalleryItem]

    init(_ rows: MatchedRows, _ telemetry: Telemetry, _ published: PublishedLevel, _ evaluation: Evaluation) {
        self.init(
            own: rows.isOfLevel(published.level), kept: rows.isKept(published), errors: rows.errors, telemetry,
            evaluation
        )
    }

    /// Rows that are looked at, against the others that are kept.
    init(own: [Bool], kept: [Bool], errors: [Bool], _ telemetry: Telemetry, _ evaluation: Evaluation) {
        var others: [Int32: (rows: Int, errors: Int, predicted: Int32)] = [:]
        for row in own.indices where kept[row] && !own[row] {
            let image = telemetry.images[row]
            others[image, default: (0, 0, telemetry.predicted[row])].rows += 1
            if errors[row] { others[image]?.errors += 1 }
        }
        // The first row of each image there is enough.
        var first: [Int32: Int] = [:]
        for row in own.indices where kept[row] && own[row] {
            let image = telemetry.images[row]
            if first[image].map({ errors[row] && !errors[$0] }) ?? true { first[image] = row }
        }
        func rate(_ image: Int32) -> Double {
            others[image].map { Double($0.errors) / Double($0.rows) } ?? 0.5
        }
        func order(_ images: some Sequence<Int32>) -> [Int32] {
            images.sorted { a, b in
                let (x, y) = (rate(a), rate(b))
                return x != y ? x < y : evaluation.items.ids[Int(a)] < evaluation.items.ids[Int(b)]
            }
        }
        func item(_ image: Int32) -> GalleryItem? {
            guard let row = first[image] else { return nil }
            let confidence = telemetry.confidence[row]
            return GalleryItem(
                item: evaluation.items.ids[Int(image)].text,
                label: evaluation.classes[Int(evaluation.items.labels[Int(image)])].text,
                answer: evaluation.answer(telemetry.predicted[row]), confidence: confidence.isNaN ? 0 : confidence,
                isUnscored: confidence.isNaN ? true : nil,
                chips: telemetry.factors.prefix(3).map { Predicate($0.name, $0.category(of: row)) })
        }
        let wrongImages = first.filter { errors[$0.value] }.keys
        let rightImages = first.filter { !errors[$0.value] }.keys
        wrong = order(wrongImages).prefix(ShowAtMost.evidence).compactMap(item)
        right = order(rightImages).prefix(ShowAtMost.counterExamples).compactMap(item)
    }
}
