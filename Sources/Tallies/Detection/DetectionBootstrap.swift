import Artifacts
import Statistics

/// AP, AP50 and AR of resampled evaluations, for intervals.
public struct DetectionReplicates: Sendable, Equatable {
    /// AP of each replicate; NaN where it is not defined.
    public let averagePrecision: [Double]
    /// AP at IoU 0.5 of each replicate.
    public let averagePrecision50: [Double]
    /// AP at IoU 0.75 of each replicate; NaN when that is not one of the thresholds.
    public let averagePrecision75: [Double]
    /// AP of each size range in each replicate: `bySize[size][replicate]`; the first is all sizes.
    public let bySize: [[Double]]
    /// AR of each replicate, 100 detections.
    public let averageRecall: [Double]
    /// AR of each replicate, 1 detection of an image and class.
    public let averageRecall1: [Double]
    /// AR of each replicate, 10 detections of an image and class.
    public let averageRecall10: [Double]
    /// AP of each class in each replicate: `perClass[category][replicate]`.
    public let perClass: [[Double]]
    /// Recall at a precision of 0.9 and IoU 0.5, the mean of the classes with objects, in each replicate.
    public let recallAtPrecision90: [Double]
    /// The same of each class: `perClassRecallAtPrecision90[category][replicate]`.
    public let perClassRecallAtPrecision90: [[Double]]
}

extension DetectionTally {
    /// `count` resampled evaluations over the images of `subset`; all images without one. `units` are the ids by which
    /// images are weighed; their own without any.
    public func replicates(
        _ count: Int = PoissonBootstrap.replicates, over subset: ImageSubset? = nil, units: [UInt64]? = nil
    ) -> DetectionReplicates {
        let entries = order.byClass.members.map { member in
            let position = Int(member)
            return Entry(
                matched: outcomes.matched[position], ignored: outcomes.ignored[position],
                image: results.boxes.image[Int(order.detections[position])], rank: order.rank[position])
        }
        let parts = resampled(count, over: subset, units: units) { replicateCells(entries, $0) }
        return DetectionReplicates(
            averagePrecision: parts.map { Self.mean($0.map(\.precision)) },
            averagePrecision50: parts.map { Self.mean($0.map(\.precision50)) },
            averagePrecision75: parts.map { Self.mean($0.map(\.precision75)) },
            bySize: settings.sizes.indices.map { size in parts.map { Self.mean($0.map { $0.bySize[size] }) } },
            averageRecall: parts.map { Self.mean($0.map(\.recall)) },
            averageRecall1: parts.map { Self.mean($0.map(\.recall1)) },
            averageRecall10: parts.map { Self.mean($0.map(\.recall10)) },
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
        var recall1 = Double.nan
        var recall10 = Double.nan
        var bySize: [Double]
        var recallAtPrecision90 = Double.nan
    }

    private static func mean(_ values: [Double]) -> Double {
        let defined = values.filter { !$0.isNaN }
        return defined.isEmpty ? .nan : defined.reduce(0, +) / Double(defined.count)
    }

    /// A detection where its class stands by score.
    private struct Entry {
        let matched: UInt64
        let ignored: UInt64
        let image: Int32
        let rank: UInt16
    }

    private func replicateCells(_ entries: [Entry], _ weights: [Int]) -> [ClassCell] {
        let sizes = settings.sizes
        let none = [Int](repeating: 0, count: truth.classes.count)
        var positives = [[Int]](repeating: none, count: sizes.count)
        for object in 0..<truth.boxes.count where isCounted(object) {
            let weight = weights[Int(truth.boxes.image[object])]
            for size in sizes.indices where size == 0 || sizes[size].contains(truth.areas[object]) {
                positives[size][Int(truth.boxes.category[object])] += weight
            }
        }
        var curve = ReplicateCurve()
        return truth.classes.indices.map { category in
            var cell = ClassCell(bySize: [Double](repeating: .nan, count: sizes.count))
            curve.drawn.removeAll(keepingCapacity: true)
            for place in order.byClass[category] {
                let weight = weights[Int(entries[place].image)]
                if weight > 0 { curve.drawn.append((entries[place], weight)) }
            }
            for size in sizes.indices where positives[size][category] > 0 {
                replicateRange(size, positives[size][category], &curve, &cell)
            }
            return cell
        }
    }

    /// The room of one curve, used again and again.
    private struct ReplicateCurve {
        /// The detections of the class that the replicate holds, with their weights.
        var drawn: [(entry: Entry, weight: Int)] = []
        var precision: [Double] = []
        var reached: [Int] = []
    }

    /// One class and size range: AP, and of all sizes everything else too.
    private func replicateRange(
        _ size: Int, _ total: Int, _ curve: inout ReplicateCurve, _ cell: inout ClassCell
    ) {
        let thresholds = settings.thresholds.count
        let levels = RecallLevels(total, grid: settings.recallGrid).needed
        var (precision, recall, recall1, recall10) = (0.0, 0.0, 0.0, 0.0)
        for threshold in 0..<thresholds {
            let bit = UInt64(size * thresholds + threshold)
            curve.precision.removeAll(keepingCapacity: true)
            curve.reached.removeAll(keepingCapacity: true)
            var (found, found1, found10, counted) = (0, 0, 0, 0)
            for (entry, weight) in curve.drawn {
                if entry.ignored >> bit & 1 == 1 { continue }
                counted += weight
                if entry.matched >> bit & 1 == 0 { continue }
                found += weight
                if entry.rank < 10 { found10 += weight }
                if entry.rank < 1 { found1 += weight }
                curve.reached.append(found)
                curve.precision.append(Double(found) / (Double(counted) + .ulpOfOne))
            }
            makeNonIncreasing(&curve.precision)
            var (sum, index, recallAt90) = (0.0, 0, 0.0)
            for (level, needed) in levels.enumerated() {
                while index < curve.reached.count, curve.reached[index] < needed { index += 1 }
                if index == curve.reached.count { break }
                sum += curve.precision[index]
                if curve.precision[index] >= 0.9 { recallAt90 = settings.recallGrid[level] }
            }
            precision += sum / Double(levels.count)
            recall += Double(found) / Double(total)
            recall1 += Double(found1) / Double(total)
            recall10 += Double(found10) / Double(total)
            if size == 0, threshold == 0 {
                cell.precision50 = sum / Double(levels.count)
                cell.recallAtPrecision90 = recallAt90
            }
            if size == 0, settings.thresholds[threshold] == 0.75 { cell.precision75 = sum / Double(levels.count) }
        }
        cell.bySize[size] = precision / Double(thresholds)
        if size == 0 {
            cell.precision = cell.bySize[0]
            cell.recall = recall / Double(thresholds)
            cell.recall1 = recall1 / Double(thresholds)
            cell.recall10 = recall10 / Double(thresholds)
        }
    }
}
