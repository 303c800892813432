import Artifacts
import Statistics

/// One detection that counts, with what it found at the lowest IoU threshold (0.5), size disregarded.
///
/// This is COCO's matching: detections beyond the first 100 of an image and class, and those on crowds, do not count.
public struct CountedDetection: Sendable, Equatable {
    /// Index into the results.
    public let detection: Int
    /// Index of its image.
    public let image: Int
    /// Index of its class.
    public let category: Int
    /// Its score.
    public let score: Double
    /// The object it found, or `nil`.
    public let object: Int?
    /// IoU with that object; 0 without one.
    public let overlap: Double
}

extension DetectionTally {
    /// The detections that count, by image and class, each class by falling score.
    public func countedDetections() -> [CountedDetection] {
        var counted: [CountedDetection] = []
        for (position, detection) in order.detections.enumerated() {
            if Int(order.rank[position]) >= settings.maxDetections || outcomes.ignored[position] & 1 == 1 { continue }
            let detection = Int(detection)
            let object = outcomes.object[position]
            counted.append(
                CountedDetection(
                    detection: detection, image: Int(results.boxes.image[detection]),
                    category: Int(results.boxes.category[detection]), score: results.scores[detection],
                    object: object < 0 ? nil : Int(object), overlap: outcomes.overlap[position]))
        }
        return counted
    }

    /// Least score of a detection at the operating point; that of the settings is one of probabilities, says nothing of other
    /// scores, and leaves none of them out.
    public var operatingScore: Double { hasProbabilities ? settings.confusionScore : -.infinity }

    /// Objects to be found, by class.
    public func objectCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: truth.classes.count)
        for object in 0..<truth.boxes.count where isCounted(object) { counts[Int(truth.boxes.category[object])] += 1 }
        return counts
    }

    /// Whether an object is one that is to be found: no crowd, and of a size within the first range.
    public func isCounted(_ object: Int) -> Bool {
        !truth.isCrowd[object] && settings.sizes[0].contains(truth.areas[object])
    }
}
