import Artifacts

/// A detector's run under a change, as far as it is compared with the version's own: what became of each object, false positives by
/// image, average precision.
public struct DetectionRun: Sendable {
    /// The objects that are to be found as rows, under the run's condition.
    public let rows: Evaluation
    /// False positives of each image at the operating point: detections that find nothing in the matching of average precision.
    public let falsePositives: [Int]
    /// COCO's average precision; `nil` where no class has an object.
    public let averagePrecision: Double?

    /// Matches the boxes of a run on `threads`.
    public init(_ run: DetectionEvaluation, threads: Int = 1) {
        let tally = DetectionTally(
            run.truth, run.results, settings: DetectionSettings(maxDetections: run.maxDetections), threads: threads)
        let errors = tally.tideOutcomes()
        let objects = tally.countedObjects
        let (outcomes, matched) = DetectionBook.outcomes(tally, objects, tally.confusionPairs(), errors)
        rows = DetectionBook.rows(run, tally, objects, outcomes, matched)
        var counts = [Int](repeating: 0, count: run.truth.images.count)
        for detection in tally.countedDetections()
        where detection.object == nil && detection.score >= tally.operatingScore {
            counts[detection.image] += 1
        }
        falsePositives = counts
        averagePrecision = tally.scores(over: [.all(run.truth.images.count)])[0].averagePrecision()
    }
}

extension DetectionTally {
    /// Indices of the objects that are to be found.
    var countedObjects: [Int] { truth.isCrowd.indices.filter { isCounted($0) } }
}
