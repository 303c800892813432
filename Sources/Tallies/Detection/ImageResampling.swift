// Images are resampled, never single boxes: the detections of an image stand or fall together. Each image's Poisson weight
// is a hash of the id of its unit, so replicates do not depend on the order of anything.

import Artifacts
import Columns
import Statistics

extension DetectionTally {
    /// What `body` makes of each eight of `count` resampled evaluations, in order; it is given how often each image counts
    /// in each. Images outside `subset` count 0 times. `units` are the ids by which images are weighed; their own without
    /// any.
    func resampled<Value: Sendable>(
        _ count: Int, over subset: ImageSubset? = nil, units: [UInt64]?, _ body: @Sendable ([Lanes]) -> Value
    ) -> [Value] {
        let units = units ?? truth.imageIDs
        let width = Lanes.scalarCount
        return Shards.map((count + width - 1) / width, threads: threads) { blocks in
            blocks.map { block in
                var weights = [Lanes](repeating: .zero, count: units.count)
                for lane in 0..<width {
                    let drawn = PoissonBootstrap.weights(of: units, replicate: block * width + lane)
                    for image in drawn.indices where subset?.contains[image] ?? true {
                        weights[image][lane] = Double(drawn[image])
                    }
                }
                return body(weights)
            }
        }.flatMap(\.self)
    }
}

extension Sequence<Lanes> {
    /// The lanes one after the other, the first `count` of them.
    func replicates(_ count: Int) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(count + Lanes.scalarCount)
        for lanes in self { for lane in 0..<Lanes.scalarCount { values.append(lanes[lane]) } }
        return Array(values.prefix(count))
    }

    /// The mean of those that are defined, lane by lane; NaN where none is.
    var meanDefined: Lanes {
        var (sum, defined) = (Lanes.zero, Lanes.zero)
        for lanes in self {
            let isDefined = lanes .== lanes
            sum.replace(with: sum + lanes, where: isDefined)
            defined.replace(with: defined + 1, where: isDefined)
        }
        return sum / defined
    }
}

extension DetectionGroundTruth {
    /// What each image is resampled by when no unit is named: a hash of its own id.
    var imageIDs: [UInt64] { images.map { PoissonBootstrap.id(of: $0.id.description) } }
}
