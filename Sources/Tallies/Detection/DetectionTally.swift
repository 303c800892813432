import Artifacts
import Columns

/// Which images of a ground truth a count is over.
public struct ImageSubset: Sendable, Hashable {
    /// How it is called.
    public let name: String
    /// One flag an image.
    public let contains: [Bool]

    /// A subset.
    public init(_ name: String, contains: [Bool]) {
        self.name = name
        self.contains = contains
    }

    /// All of `count` images.
    public static func all(_ count: Int) -> ImageSubset {
        ImageSubset("all", contains: [Bool](repeating: true, count: count))
    }

    /// Number of images in it.
    public var count: Int { contains.reduce(0) { $0 + ($1 ? 1 : 0) } }
}

/// One evaluation: what was to be found, what was answered, and what matched what. Every detection figure is read off
/// this one matching pass.
///
/// Images are the unit: a range of images is matched on its own, and ranges joined in order are the whole, so the number
/// of threads or shards never shows.
public struct DetectionTally: Sendable {
    /// What was to be found.
    public let truth: DetectionGroundTruth
    /// What was answered.
    public let results: DetectionResults
    /// The thresholds in force.
    public let settings: DetectionSettings
    /// Whether every score can be read as a probability. Where not, there is no operating point: AP only sorts by them.
    public let hasProbabilities: Bool
    let order: EvaluationOrder
    let outcomes: COCOOutcomes
    let threads: Int

    /// Matches the results to the ground truth.
    public init(
        _ truth: DetectionGroundTruth, _ results: DetectionResults, settings: DetectionSettings = DetectionSettings(),
        threads: Int = 1
    ) {
        self.truth = truth
        self.results = results
        self.settings = settings
        self.threads = threads
        hasProbabilities = results.scores.allSatisfy { $0 >= 0 && $0 <= 1 }
        let order = EvaluationOrder(truth, results, limit: settings.maxDetections)
        self.order = order
        var outcomes = COCOOutcomes()
        for part in Shards.map(
            truth.images.count, threads: threads,
            { images in
                var matcher = COCOMatcher(truth, results, order, settings)
                return matcher.match(images)
            })
        {
            outcomes.append(part)
        }
        self.outcomes = outcomes
    }

    /// COCO's cells as pycocotools counts them when an object has the id 0: missed, and its detection false. `nil` when no
    /// object has it, and the two agree.
    public func scoresWithoutZeroIds() -> DetectionScores? {
        guard truth.zeroIds > 0 else { return nil }
        let settings = DetectionSettings(sizes: settings.sizes, countsZeroIds: false)
        return DetectionTally(truth, results, settings: settings, threads: threads)
            .scores(over: [ImageSubset.all(truth.images.count)]).first
    }
}
