// Exports number the images of each split from the same number on, so that results fit several by their ids. Which they are of,
// the objects say: a detector's boxes lie on the objects of its own images, and on those of others by chance alone.

import Diagnostics

/// The one of several data sets that results are of.
struct ResultsOwner {
    /// Its place among them.
    let index: Int
    /// How many detections lie on an object of each, and how many there are.
    private let hits: [Int]
    private let count: Int

    /// How often as many detections as on any other's objects have to lie on those of the one that is taken.
    private static let lead = 2
    /// From which share of their union on a detection lies on an object.
    private static let overlap = 0.5

    /// `nil` where the objects of none stand out.
    init?(_ rivals: [(truth: DetectionGroundTruth, results: DetectionResults)]) {
        guard rivals.count > 1 else { return nil }
        let hits = rivals.map { Self.hits($0.results, $0.truth) }
        guard let most = hits.max(), most > 0, let best = hits.firstIndex(of: most),
            hits.indices.allSatisfy({ $0 == best || hits[$0] * Self.lead <= most })
        else { return nil }
        (index, count, self.hits) = (best, rivals[0].results.count, hits)
    }

    /// What is said of the choice.
    func remark(_ place: String, besides places: [String]) -> Problem {
        Problem(
            .note, at: Place(file: place),
            "image ids of the results fit \(places.count) splits, and this one is taken: \(hits[index]) of \(count) detections lie "
                + "on its objects, at most \(hits.indices.filter { $0 != index }.map { hits[$0] }.max() ?? 0) on another's",
            suggestion: "name the folder of another split in its place")
    }

    /// How many detections lie on an object of their image, of whatever class.
    private static func hits(_ results: DetectionResults, _ truth: DetectionGroundTruth) -> Int {
        var objects: [Int32: [Box]] = [:]
        for row in 0..<truth.boxes.count { objects[truth.boxes.image[row], default: []].append(truth.boxes[row]) }
        return (0..<results.count).count { row in
            let box = results.boxes[row]
            return (objects[results.boxes.image[row]] ?? []).contains { Self.share($0, box) >= overlap }
        }
    }

    private static func share(_ a: Box, _ b: Box) -> Double {
        let width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        let height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        guard width > 0, height > 0 else { return 0 }
        return width * height / (a.area + b.area - width * height)
    }
}
