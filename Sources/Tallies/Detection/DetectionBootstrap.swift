import Artifacts
import Statistics

/// AP, AP50 and AR of resampled evaluations, for intervals.
///
/// Images are resampled, never single boxes: the detections of an image stand or fall together. Each image's Poisson
/// weight is a hash of its id, so replicates do not depend on the order of anything.
public struct DetectionReplicates: Sendable, Equatable {
    /// AP of each replicate; NaN where it is not defined.
    public let averagePrecision: [Double]
    /// AP at IoU 0.5 of each replicate.
    public let averagePrecision50: [Double]
    /// AP at IoU 0.75 of each replicate; NaN when that is not one of the thresholds.
    public let averagePrecision75: [Double]
    /// AR of each replicate, 100 detections.
    public let averageRecall: [Double]
    /// AP of each class in each replicate: `perClass[category][replicate]`.
    public let perClass: [[Double]]
    /// Recall at a precision of 0.9 and IoU 0.5, the mean of the classes with objects, in each replicate.
    public let recallAtPrecision90: [Double]
    /// The same of each class: `perClassRecallAtPrecision90[category][replicate]`.
    public let perClassRecallAtPrecision90: [[Double]]

    /// The interval of a statistic; `nil` with fewer than 20 defined replicates.
    public static func interval(_ replicates: [Double]) -> ConfidenceInterval? {
        PoissonBootstrap.interval(replicates)
    }
}

extension DetectionTally {
    /// `count` resampled evaluations over the images of `subset`; all images without one.
    public func replicates(
        _ count: Int = PoissonBootstrap.replicates, over subset: ImageSubset? = nil
    ) -> DetectionReplicates {
        let ids = truth.images.map { PoissonBootstrap.id(of: $0.id.description) }
        let parts = Shards.map(count, threads: threads) { range in
            range.map { replicate in
                replicateCells(
                    ids.enumerated().map { image, id in
                        subset?.contains[image] == false ? 0 : PoissonBootstrap.weight(of: id, replicate: replicate)
                    })
            }
        }.flatMap(\.self)
        return DetectionReplicates(
            averagePrecision: parts.map { Self.mean($0.map(\.precision)) },
            averagePrecision50: parts.map { Self.mean($0.map(\.precision50)) },
            averagePrecision75: parts.map { Self.mean($0.map(\.precision75)) },
            averageRecall: parts.map { Self.mean($0.map(\.recall)) },
            perClass: truth.classes.indices.map { category in parts.map { $0[category].precision } },
            recallAtPrecision90: parts.map { Self.mean($0.map(\.recallAtPrecision90)) },
            perClassRecallAtPrecision90: truth.classes.indices.map { category in
                parts.map { $0[category].recallAtPrecision90 }
            })
    }

    private struct ClassCell {
        var precision = Double.nan
        var precision50 = Double.nan
        var precision75 = Double.nan
        var recall = Double.nan
        var recallAtPrecision90 = Double.nan
    }

    private static func mean(_ values: [Double]) -> Double {
        let defined = values.filter { !$0.isNaN }
        return defined.isEmpty ? .nan : defined.reduce(0, +) / Double(defined.count)
    }

    private func replicateCells(_ weights: [Int]) -> [ClassCell] {
        var positives = [Int](repeating: 0, count: truth.classes.count)
        for object in 0..<truth.boxes.count where isCounted(object) {
            positives[Int(truth.boxes.category[object])] += weights[Int(truth.boxes.image[object])]
        }
        var precision: [Double] = []
        var reached: [Int] = []
        return truth.classes.indices.map { category in
            let total = positives[category]
            if total == 0 { return ClassCell() }
            var sums = (precision: 0.0, precision50: 0.0, precision75: Double.nan, recall: 0.0, recallAt90: 0.0)
            let levels = RecallLevels(total, grid: settings.recallGrid).needed
            for threshold in settings.thresholds.indices {
                precision.removeAll(keepingCapacity: true)
                reached.removeAll(keepingCapacity: true)
                var found = 0
                var counted = 0
                for place in order.byClass[category] {
                    let position = Int(order.byClass.members[place])
                    let weight = weights[Int(results.boxes.image[Int(order.detections[position])])]
                    if weight == 0 || outcomes.ignored[position] >> UInt64(threshold) & 1 == 1 { continue }
                    counted += weight
                    if outcomes.matched[position] >> UInt64(threshold) & 1 == 0 { continue }
                    found += weight
                    reached.append(found)
                    precision.append(Double(found) / (Double(counted) + .ulpOfOne))
                }
                makeNonIncreasing(&precision)
                var sum = 0.0
                var index = 0
                for (level, needed) in levels.enumerated() {
                    while index < reached.count, reached[index] < needed { index += 1 }
                    if index == reached.count { break }
                    sum += precision[index]
                    if threshold == 0, precision[index] >= 0.9 { sums.recallAt90 = settings.recallGrid[level] }
                }
                sums.precision += sum / Double(levels.count)
                if threshold == 0 { sums.precision50 = sum / Double(levels.count) }
                if settings.thresholds[threshold] == 0.75 { sums.precision75 = sum / Double(levels.count) }
                sums.recall += Double(found) / Double(total)
            }
            let thresholds = Double(settings.thresholds.count)
            return ClassCell(
                precision: sums.precision / thresholds, precision50: sums.precision50, precision75: sums.precision75,
                recall: sums.recall / thresholds, recallAtPrecision90: sums.recallAt90)
        }
    }
}
