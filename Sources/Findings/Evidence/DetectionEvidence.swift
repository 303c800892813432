// What the analyses of a detector have in common: how objects and detections are shown, and intervals by image.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

extension Examination {
    /// The detector's counts. Throws `Missing` for another task or without any labelled object.
    func detector() throws -> DetectionBook {
        guard let detection else { throw Missing("no detections in this evaluation") }
        guard !detection.objects.isEmpty else { throw Missing("no object is labelled in the ground truth") }
        return detection
    }
}

extension DetectionBook {
    /// Class names.
    var classNames: [String] { evaluation.truth.classes.map(\.name) }

    /// What stands where nothing is labelled.
    static let background = "background"

    /// A detection as it is shown: what is there, what was answered.
    func shown(detection: Int, object: Int?, chips: [Predicate] = []) -> GalleryItem {
        let boxes = evaluation.results.boxes
        let score = evaluation.results.scores[detection]
        let isProbability = rows.predictions.areProbabilities
        return GalleryItem(
            item: Self.detectionName(detection, evaluation).text,
            label: object.map { classNames[Int(evaluation.truth.boxes.category[$0])] } ?? Self.background,
            answer: .named(classNames[Int(boxes.category[detection])]),
            confidence: isProbability ? score : 0, score: isProbability ? nil : score, chips: chips, wantsOverlay: false
        )
    }

    /// An object as it is shown, by its row.
    func shown(row: Int, before: Answer? = nil) -> GalleryItem {
        rows.shown(row, before: before, wantsOverlay: false)
    }

    /// Rows of objects with the outcome that `matches`.
    func rows(where matches: (Outcome) -> Bool) -> [Int] { outcomes.indices.filter { matches(outcomes[$0]) } }

    /// The image of each row.
    var imageOfRow: [Int] { objects.map { Int(evaluation.truth.boxes.image[$0]) } }
}

extension Examination {
    /// A share of objects by their rows, with the interval of rows that share units: those of an image do at least.
    func rate(_ hits: [Int], of all: [Int], method: String) -> Measure? {
        let hits = Set(hits)
        return units.rate(of: all, method: method, where: hits.contains)
    }
}

extension Fact {
    /// A number of COCO's, with the interval of its replicates, or why it is not defined.
    static func coco(
        _ spec: FactSpec, _ value: Double?, _ replicates: [Double]? = nil, n: Int, else reason: String, method: String
    ) -> Fact {
        guard let value else { return Fact(spec, undefined: reason, n: n, method: method) }
        return Fact(
            spec, value, n: n, interval: replicates.flatMap { Interval(images: $0, around: value) },
            method: method, replicates: replicates ?? [])
    }
}

extension Interval {
    /// The basic interval of resampled images; `nil` where they cannot show how sure the value is.
    init?(images replicates: [Double], around value: Double, within bounds: ClosedRange<Double> = 0...1) {
        guard let interval = PoissonBootstrap.basicInterval(value, replicates, within: bounds) else { return nil }
        self.init(interval, method: "image-bootstrap")
    }
}
