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

    /// Why nothing is stated of the operating point; `nil` where scores are probabilities.
    var reasonAgainstOperatingPoint: String? {
        tally.hasProbabilities ? nil : Missing.Input.noProbabilities.rawValue
    }

    /// Units of resampling: images, or what the workspace says they share.
    var unitCount: Int { Set(evaluation.unitIDs).count }

    /// Units that have any of the objects for which `isOne` holds.
    func units(ofObjects isOne: (Int) -> Bool) -> Int {
        let (ids, boxes) = (evaluation.unitIDs, evaluation.truth.boxes)
        return Set(objects.lazy.filter(isOne).map { ids[Int(boxes.image[$0])] }).count
    }

    /// Units that have an object of each class.
    var unitsOfClasses: [Int] {
        let (ids, boxes) = (evaluation.unitIDs, evaluation.truth.boxes)
        var units = [Set<UInt64>](repeating: [], count: evaluation.truth.classes.count)
        for object in objects { units[Int(boxes.category[object])].insert(ids[Int(boxes.image[object])]) }
        return units.map(\.count)
    }

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
    /// `units` are the images that it rests on, or what they share; `looks` of how many such numbers it was chosen; `parts`
    /// the units of each class, for a mean over classes.
    static func coco(
        _ spec: FactSpec, _ value: Double?, _ replicates: [Double]? = nil, n: Int, units: Int? = nil,
        oneOf looks: Int = 1, parts: [Int] = [],
        else reason: String, method: String
    ) -> Fact {
        guard let value else { return Fact(spec, undefined: reason, n: n, method: method) }
        let interval = replicates.flatMap {
            Interval(images: $0, around: value, units: units ?? 0, oneOf: looks)
                ?? Interval(exactly: value, units: units ?? 0, of: parts, oneOf: looks)
        }
        return .byImage(
            Fact(spec, value, n: n, interval: interval, method: method, replicates: replicates ?? []), units: units)
    }

    /// The largest recall at a precision.
    static func recall(
        _ spec: FactSpec, _ recall: RecallAtPrecision, n: Int, units: Int?, else reason: String
    ) -> Fact {
        let method = "recall-at-precision"
        guard let value = recall.value else { return Fact(spec, undefined: reason, n: n, method: method) }
        let interval = recall.interval.map { Interval($0, method: "precision-search") }
        return .byImage(Fact(spec, value, n: n, interval: interval, method: method), units: units)
    }

    /// The fact as one of so many images, or of what they share.
    static func byImage(_ fact: Fact, units: Int?) -> Fact {
        var fact = fact
        fact.units = units
        return fact
    }
}

extension Interval {
    /// The interval of so many resampled images, or what they share; `nil` where they cannot show how sure the value is.
    init?(
        images replicates: [Double], around value: Double, units: Int, within bounds: ClosedRange<Double> = 0...1,
        oneOf looks: Int = 1, hidden: Double = 2
    ) {
        guard
            let interval = UnitBootstrap.interval(
                value, replicates, units: units, within: bounds, oneOf: looks, hidden: hidden)
        else {
            return nil
        }
        self.init(interval, method: looks > 1 ? "simultaneous" : "image-bootstrap")
    }

    /// The bound of a number that is exactly 0 or 1 on so many images, where resampling shows no variation: as if the number
    /// were the share of images on which it is not 0, or is 1, exact (Clopper & Pearson, Biometrika 26:404, 1934). A mean over
    /// classes has the mean of the classes' bounds, each at a level at which all of them hold at once. `nil` for any other
    /// value, and for fewer than `UnitBootstrap.fewestUnits` images.
    init?(exactly value: Double, units: Int, of parts: [Int], oneOf looks: Int) {
        guard value == 0 || value == 1, units >= UnitBootstrap.fewestUnits else { return nil }
        let parts = parts.isEmpty ? [units] : parts
        let level = 1 - 0.05 / Double(parts.count * max(1, looks))
        let bounds = parts.compactMap { Proportion(value == 0 ? 0 : $0, of: $0)?.clopperPearson(level: level) }
        guard bounds.count == parts.count, let low = ExactSum.mean(bounds.map(\.low)),
            let high = ExactSum.mean(bounds.map(\.high))
        else { return nil }
        self.init(low: low, high: high, method: Self.exactOnImages)
    }

    /// Method of the bound of a number that is exactly 0 or 1.
    static let exactOnImages = "exact-images"
}
