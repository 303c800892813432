import Artifacts

/// How an image came out at a score threshold.
public struct ImageScore: Sendable, Equatable {
    /// Index of the image.
    public let image: Int
    /// Objects found.
    public let found: Int
    /// Detections that found nothing.
    public let falsePositives: Int
    /// Objects that nothing found.
    public let missed: Int

    /// Harmonic mean of precision and recall; `nil` for an image with neither objects nor detections.
    public var f1: Double? {
        let all = 2 * found + falsePositives + missed
        return all == 0 ? nil : Double(2 * found) / Double(all)
    }

    /// Detections and objects that are wrong.
    public var errors: Int { falsePositives + missed }
}

extension DetectionTally {
    /// Every image at IoU 0.5, counting detections of at least `score`. COCO's matching of a higher threshold is a prefix
    /// of that of all detections, so nothing is matched again.
    public func imageScores(_ detections: [CountedDetection], score: Double) -> [ImageScore] {
        var found = [Int](repeating: 0, count: truth.images.count)
        var falsePositives = found
        var objects = found
        for object in 0..<truth.boxes.count where isCounted(object) { objects[Int(truth.boxes.image[object])] += 1 }
        for detection in detections where detection.score >= score {
            if detection.object == nil { falsePositives[detection.image] += 1 } else { found[detection.image] += 1 }
        }
        return found.indices.map {
            ImageScore(
                image: $0, found: found[$0], falsePositives: falsePositives[$0], missed: objects[$0] - found[$0])
        }
    }

    /// The images with any error: lowest F1 first, of equal ones most errors, then by id.
    public static func worstFirst(_ scores: [ImageScore]) -> [ImageScore] {
        scores.filter { $0.errors > 0 }.sorted { a, b in
            let (x, y) = (a.f1 ?? 0, b.f1 ?? 0)
            if x != y { return x < y }
            return a.errors != b.errors ? a.errors > b.errors : a.image < b.image
        }
    }

    /// Detections that found nothing, by ten score bins [a, b), the last closed.
    public static func falsePositivesByScore(_ detections: [CountedDetection]) -> [Int] {
        var counts = [Int](repeating: 0, count: 10)
        for detection in detections where detection.object == nil {
            counts[Int(min(9, max(0, detection.score * 10)))] += 1
        }
        return counts
    }
}
