import Artifacts
import Diagnostics

/// Between which values AP lies when the order of detections of equal scores is anybody's: the file's decides, as in
/// pycocotools, and another export of the same model may have another.
public struct TieRange: Sendable {
    /// AP with false detections before true ones of the same score.
    public let low: Double
    /// AP with true detections before false ones of the same score.
    public let high: Double
    /// Detections that share their score with one of another outcome.
    public let tied: Int

    /// Share of detections that have to be tied so before the range is measured, and how many are always looked at.
    private static let (share, few) = (0.1, 2000)
    /// A narrower range is not worth saying.
    private static let narrow = 0.01

    /// The range of a detector; `nil` where ties decide nothing that matters.
    public init?(_ evaluation: DetectionEvaluation, threads: Int = 1) {
        self.init(
            evaluation.truth, evaluation.results, doubted: evaluation.allDoubts.map(\.kind),
            DetectionSettings(maxDetections: evaluation.maxDetections), threads: threads)
    }

    /// The range of results of which `doubted` are the kinds of what is doubted already.
    public init?(
        _ truth: DetectionGroundTruth, _ results: DetectionResults, doubted: [String], _ settings: DetectionSettings,
        threads: Int = 1
    ) {
        // Where all scores are one the doubt about that says so: one cause is one message.
        guard !doubted.contains(InputDoubt.Kind.constantConfidence.rawValue) else { return nil }
        let objects = truth.objectsByImage(crowds: false)
        let isHit = (0..<results.count).map { index in
            objects[Int(results.boxes.image[index])].contains { object in
                truth.boxes.category[object] == results.boxes.category[index]
                    && similarity(results.geometry(of: index), truth.geometry(of: object)) >= 0.5
            }
        }
        struct Group: Hashable {
            let category: Int32
            let score: Double
        }
        var groups: [Group: (hits: Int, misses: Int)] = [:]
        for index in 0..<results.count {
            let group = Group(category: results.boxes.category[index], score: results.scores[index])
            let (hits, misses) = groups[group] ?? (0, 0)
            groups[group] = isHit[index] ? (hits + 1, misses) : (hits, misses + 1)
        }
        tied = groups.values.reduce(0) { $1.hits > 0 && $1.misses > 0 ? $0 + $1.hits + $1.misses : $0 }
        guard tied > 0, results.count <= Self.few || Double(tied) >= Self.share * Double(results.count) else {
            return nil
        }
        func precision(_ first: Bool) -> Double? {
            let order =
                (0..<results.count).filter { isHit[$0] == first } + (0..<results.count).filter { isHit[$0] != first }
            let tally = DetectionTally(
                truth, results.reordered(order), settings: settings, threads: threads)
            return tally.scores(over: [.all(truth.images.count)])[0].averagePrecision()
        }
        guard let low = precision(false), let high = precision(true), high - low >= Self.narrow else { return nil }
        self.low = low
        self.high = high
    }

    /// As a doubt about the results of `file`.
    public func doubt(file: String) -> InputDoubt {
        InputDoubt(
            .tiedScores, at: Place(file: file, field: "score"),
            "\(tied) detections share their score with one of another outcome, and the order of the file decides: AP may "
                + "be \([InputDoubt].short(low))...\([InputDoubt].short(high))",
            suggestion: "write scores with more digits;")
    }
}
