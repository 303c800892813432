// What the analyses of a detector have in common: how objects and detections are shown, and intervals by image.

import Artifacts
import Exhibits
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
    /// Class names, without those that mean "not found".
    var classNames: [String] { evaluation.truth.classes.map(\.name) }

    /// What stands where nothing is labelled.
    static let background = "background"

    /// A detection as it is shown: what is there, what was answered.
    func shown(detection: Int, object: Int?, chips: [Predicate] = []) -> GalleryItem {
        let boxes = evaluation.results.boxes
        let score = evaluation.results.scores[detection]
        let isProbability = rows.predictions.areProbabilities
        return GalleryItem(
            item: Self.detectionName(detection, evaluation),
            label: object.map { classNames[Int(evaluation.truth.boxes.category[$0])] } ?? Self.background,
            predicted: classNames[Int(boxes.category[detection])],
            confidence: isProbability ? score : 0, score: isProbability ? nil : score, chips: chips, wantsOverlay: false
        )
    }

    /// An object as it is shown, by its row.
    func shown(row: Int, before: String? = nil) -> GalleryItem {
        rows.shown(row, before: before, wantsOverlay: false)
    }

    /// Rows of objects with the outcome that `matches`.
    func rows(where matches: (ObjectOutcome) -> Bool) -> [Int] { outcomes.indices.filter { matches(outcomes[$0]) } }

    /// The image of each row.
    var imageOfRow: [Int] { objects.map { Int(evaluation.truth.boxes.image[$0]) } }

    /// A share of objects, with an interval from images resampled whole: the objects of an image are not independent.
    func rate(_ rows: [Int], of all: [Int], method: String) -> Measure? {
        let images = imageOfRow
        return share(hits: rows.map { images[$0] }, of: all.map { images[$0] }, method: method)
    }

    /// A share of `count` rows, given which image each row lies in.
    func share(of rows: [Int], among count: Int, image: (Int) -> Int) -> Measure? {
        share(hits: rows.map(image), of: (0..<count).map(image), method: "detection-operating-point")
    }

    /// A share with an interval from images resampled whole, from the image of each hit and of everything.
    private func share(hits rows: [Int], of all: [Int], method: String) -> Measure? {
        guard !all.isEmpty else { return nil }
        let images = evaluation.truth.images
        var hits = [Int](repeating: 0, count: images.count)
        var counts = hits
        for image in rows { hits[image] += 1 }
        for image in all { counts[image] += 1 }
        let ids = images.map { PoissonBootstrap.id(of: $0.id.description) }
        let replicates = (0..<PoissonBootstrap.replicates).map { replicate -> Double in
            var (k, n) = (0, 0)
            for image in ids.indices where counts[image] > 0 {
                let weight = PoissonBootstrap.weight(of: ids[image], replicate: replicate)
                k += weight * hits[image]
                n += weight * counts[image]
            }
            return n == 0 ? .nan : Double(k) / Double(n)
        }
        let plain = Measure.rate(rows.count, of: all.count, method: method)
        // Of a share of 0 or 1 no resampling says how sure it is; Wilson's interval does.
        guard rows.count > 0, rows.count < all.count, let interval = PoissonBootstrap.interval(replicates) else {
            return plain
        }
        return Measure(
            Double(rows.count) / Double(all.count),
            Interval(interval, around: Double(rows.count) / Double(all.count)), n: all.count, unit: .proportion,
            method: method)
    }
}

extension Fact {
    /// A number of COCO's, with the interval of its replicates, or why it is not defined.
    static func coco(
        _ id: String, _ value: Double?, _ replicates: [Double]? = nil, n: Int, else reason: String, method: String
    ) -> Fact {
        guard let value else { return Fact(id, undefined: reason, .proportion, n: n, method: method) }
        let interval = replicates.flatMap { PoissonBootstrap.interval($0) }.map { Interval($0, around: value) }
        return Fact(
            id, value, .proportion, n: n, interval: interval, method: method, replicates: replicates ?? [])
    }
}

extension Interval {
    /// An interval of resampled images. With few images the replicates may miss the value itself; it is part of it.
    init(_ interval: ConfidenceInterval, around value: Double) {
        self.init(
            low: min(interval.low, value), high: max(interval.high, value), level: interval.level,
            method: "image-bootstrap")
    }
}
