import Artifacts
import Foundation
import Statistics

/// How far the boxes of found objects lie from the objects' own: where a detector is biased, not only how often it fails.
///
/// All distances are in parts of the object's width or height, so that large and small objects weigh alike. A box that is
/// shifted by a tenth of its width to the right has the horizontal offset 0.1.
public struct Localisation: Sendable, Equatable {
    /// Number of pairs of a detection and the object it found.
    public let pairs: Int
    /// Pairs by IoU from 0.5 in ten bins of 0.05, the last closed.
    public let overlapHistogram: [Int]
    /// Mean IoU of the pairs; `nil` without any.
    public let meanOverlap: Double?
    /// Mean and standard deviation of the offset of centres, horizontal and vertical.
    public let offset: [Spread?]
    /// Mean and standard deviation of the logarithm of width and height relative to the object's: 0 is right, above is
    /// too large.
    public let scale: [Spread?]
    /// Mean and standard deviation of the outward error of each side: left, top, right, bottom. Positive: the box
    /// reaches beyond the object.
    public let sides: [Spread?]

    /// Mean and standard deviation.
    public struct Spread: Sendable, Equatable {
        /// Mean.
        public let mean: Double
        /// Standard deviation (n - 1); `nil` for one value.
        public let deviation: Double?

        init?(_ values: [Double]) {
            guard let mean = ExactSum.mean(values) else { return nil }
            self.mean = mean
            deviation =
                values.count < 2
                ? nil : (ExactSum.of(values.map { ($0 - mean) * ($0 - mean) }) / Double(values.count - 1)).squareRoot()
        }
    }
}

extension DetectionTally {
    /// The anatomy of the pairs of the given detections.
    public func localisation(of detections: [CountedDetection]) -> Localisation {
        var histogram = [Int](repeating: 0, count: 10)
        var overlaps: [Double] = []
        var offset: [[Double]] = [[], []]
        var scale: [[Double]] = [[], []]
        var sides: [[Double]] = [[], [], [], []]
        for detection in detections {
            guard let object = detection.object else { continue }
            let found = results.boxes[detection.detection]
            let right = truth.boxes[object]
            overlaps.append(detection.overlap)
            histogram[min(9, max(0, Int((detection.overlap - 0.5) * 20)))] += 1
            offset[0].append((found.x + found.width / 2 - right.x - right.width / 2) / right.width)
            offset[1].append((found.y + found.height / 2 - right.y - right.height / 2) / right.height)
            scale[0].append(log(found.width / right.width))
            scale[1].append(log(found.height / right.height))
            sides[0].append((right.x - found.x) / right.width)
            sides[1].append((right.y - found.y) / right.height)
            sides[2].append((found.x + found.width - right.x - right.width) / right.width)
            sides[3].append((found.y + found.height - right.y - right.height) / right.height)
        }
        return Localisation(
            pairs: overlaps.count, overlapHistogram: histogram, meanOverlap: ExactSum.mean(overlaps),
            offset: offset.map { Localisation.Spread($0) }, scale: scale.map { Localisation.Spread($0) },
            sides: sides.map { Localisation.Spread($0) })
    }
}
