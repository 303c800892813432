// Images are resampled, never single boxes: the detections of an image stand or fall together. Each image's Poisson weight
// is a hash of the id of its unit, so replicates do not depend on the order of anything.

import Artifacts
import Statistics

extension DetectionTally {
    /// What `body` makes of each of `count` resampled evaluations, in order; it is given how often each image counts.
    /// Images outside `subset` count 0 times. `units` are the ids by which images are weighed; their own without any.
    func resampled<Value: Sendable>(
        _ count: Int, over subset: ImageSubset? = nil, units: [UInt64]?, _ body: @Sendable ([Int]) -> Value
    ) -> [Value] {
        let images = BootstrapWeights(units: units ?? truth.imageIDs)
        return Shards.map(count, threads: threads) { range in
            range.map { replicate in
                var weights = images.replicate(replicate)
                if let subset { for image in weights.indices where !subset.contains[image] { weights[image] = 0 } }
                return body(weights)
            }
        }.flatMap(\.self)
    }
}

extension DetectionGroundTruth {
    /// What each image is resampled by when no unit is named: a hash of its own id.
    var imageIDs: [UInt64] { images.map { PoissonBootstrap.id(of: $0.id.description) } }
}
