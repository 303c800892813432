// A detector's answers and images as rows, so that the slice engine can ask where false detections gather, and on which
// images anything is wrong. Objects are rows already: the book's own.

import Artifacts
import Columns
import Record
import Tallies

extension DetectionBook {
    /// The detections of the operating point as rows. The label is the class that was answered, so that a slice can name
    /// it, and the outcome gives the class of the object that it took; a row is wrong when that is another, or none was
    /// there. `detections` are their indices.
    func detectionRows() -> (rows: Evaluation, detections: [Int], objects: [Int?]) {
        let pairs = pairs.compactMap { pair in pair.detection.map { (detection: $0, object: pair.object) } }
        let (truth, boxes) = (evaluation.truth, evaluation.results.boxes)
        let images = pairs.map { Int(boxes.image[$0.detection]) }
        let predicted = pairs.map { pair in
            pair.object.map { truth.boxes.category[$0] } ?? Outcome.spurious.code(of: boxes.category[pair.detection])
        }
        let rows = rows(
            classes: classNames.map { ClassName($0) },
            ids: ItemIDs(pairs.map { Self.detectionName($0.detection, evaluation) }),
            labels: pairs.map { boxes.category[$0.detection] }, predicted: predicted,
            confidence: pairs.map { evaluation.results.scores[$0.detection] },
            areProbabilities: self.rows.predictions.areProbabilities, images: images,
            more: [sizes(of: pairs.map { boxes[$0.detection].area }, name: "detection_size")])
        return (rows, pairs.map(\.detection), pairs.map(\.object))
    }

    /// The images that have an object or a detection of the operating point as rows; a row is wrong, and its outcome
    /// `missed`, when any object of the image is not found, else wrong and `spurious` when any detection is false.
    func imageRows() -> Evaluation {
        let (truth, boxes) = (evaluation.truth, evaluation.results.boxes)
        var count = [Int](repeating: 0, count: truth.images.count)
        var isUsed = [Bool](repeating: false, count: count.count)
        var outcome = [Outcome](repeating: .correct, count: count.count)
        for (row, image) in imageOfRow.enumerated() {
            count[image] += 1
            isUsed[image] = true
            if outcomes[row] != .correct { outcome[image] = .missed }
        }
        for pair in pairs {
            guard let detection = pair.detection else { continue }
            let image = Int(boxes.image[detection])
            isUsed[image] = true
            let isTrue = pair.object.map { truth.boxes.category[$0] == boxes.category[detection] } ?? false
            if !isTrue, outcome[image] == .correct { outcome[image] = .spurious }
        }
        let images = isUsed.indices.filter { isUsed[$0] }
        let objects = NumericColumn(name: "object_count", values: images.map { Double(count[$0]) }, isComputed: true)
        return rows(
            classes: ["image"], ids: ItemIDs(images.map { evaluation.names[$0] }),
            labels: images.map { _ in 0 }, predicted: images.map { outcome[$0].code(of: 0) },
            confidence: images.map { _ in 1 }, images: images, more: [.numeric(objects)])
    }

    /// Every image as a row, those with neither object nor detection too; what becomes of it is not looked at.
    func everyImage() -> Evaluation {
        let images = Array(evaluation.names.indices)
        return rows(
            classes: ["image"], ids: ItemIDs(images.map { evaluation.names[$0] }), labels: images.map { _ in 0 },
            predicted: images.map { _ in 0 }, confidence: images.map { _ in 1 }, images: images, more: [])
    }

    private func sizes(of areas: [Double], name: Name) -> Column {
        let ranges = Array(tally.settings.sizes.dropFirst())
        return .coded(
            CodedColumn(
                name: name, categories: ranges.map { Name($0.name) },
                codes: Codes(
                    areas.map { area in ranges.firstIndex { $0.contains(area) } ?? 0 },
                    categories: max(1, ranges.count))))
    }

    private func rows(
        classes: [ClassName], ids: ItemIDs, labels: [Int32], predicted: [Int32], confidence: [Double],
        areProbabilities: Bool = true, images: [Int],
        more: [Column]
    ) -> Evaluation {
        Evaluation(
            manifest: evaluation.manifest, datasheet: evaluation.datasheet, classes: classes,
            items: Items(
                ids: ids, labels: labels, paths: images.map { evaluation.paths[$0] },
                attributes: evaluation.attributes.map { $0.gathered(images) } + more,
                units: evaluation.units(over: images)),
            predictions: ClassPredictions(
                predicted: predicted, confidence: confidence, areProbabilities: areProbabilities,
                outcomesWithoutClass: Outcome.withoutClass.count),
            accounting: RowAccounting(
                itemsRead: ids.count, predictionsRead: ids.count, kept: ids.count, refused: []), inputs: [])
    }
}
