// TIDE's gains of resampled evaluations, for intervals.
//
// Images are resampled whole, each with the Poisson weight of its id, and nothing is matched again: whether a detection is
// right, and which object its repair aims at, is a matter of its image alone. A weight of two counts every point of the
// image twice. Twice in a row is a step of two in recall, and the precision at its end is the highest of the two, so each
// step needs one value only.

import Artifacts
import Statistics

/// AP and its gains in each replicate, in points of 0...100; NaN where a replicate does not define them.
public struct TIDEReplicates: Sendable, Equatable {
    /// AP.
    public internal(set) var averagePrecision: [Double] = []
    /// Gain of repairing each kind, at least 0, in the order of `DetectionError.allCases`: `gains[kind][replicate]`.
    public internal(set) var gains = [[Double]](repeating: [], count: DetectionError.allCases.count)
    /// Gain of having no false positive left.
    public internal(set) var falsePositiveGain: [Double] = []
    /// Gain of having no object left that nothing found.
    public internal(set) var falseNegativeGain: [Double] = []
    /// Gain of repairing each kind for each class, which may be negative: `perClassGains[kind][class][replicate]`.
    public internal(set) var perClassGains: [[[Double]]] = []
}

extension DetectionTally {
    /// `count` resampled evaluations over the images of `subset`; all images without one.
    public func tideReplicates(
        _ outcomes: TIDEOutcomes, _ count: Int = PoissonBootstrap.replicates, over subset: ImageSubset? = nil
    ) -> TIDEReplicates {
        let curves = TIDECurves(self, outcomes)
        let ids = truth.images.map { PoissonBootstrap.id(of: $0.id.description) }
        let parts = Shards.map(count, threads: threads) { range in
            range.map { replicate in
                curves.resampled(
                    ids.enumerated().map { image, id in
                        subset?.contains[image] == false ? 0 : PoissonBootstrap.weight(of: id, replicate: replicate)
                    })
            }
        }.flatMap(\.self)
        var all = TIDEReplicates()
        all.averagePrecision = parts.map(\.averagePrecision)
        all.gains = DetectionError.allCases.map { kind in parts.map { $0.gains[kind.rawValue] } }
        all.falsePositiveGain = parts.map(\.falsePositiveGain)
        all.falseNegativeGain = parts.map(\.falseNegativeGain)
        all.perClassGains = DetectionError.allCases.map { kind in
            truth.classes.indices.map { category in parts.map { $0.perClassGains[kind.rawValue][category] } }
        }
        return all
    }
}

extension TIDECurves {
    /// One resampled evaluation.
    struct Resampled: Sendable, Equatable {
        var averagePrecision: Double
        var gains: [Double]
        var falsePositiveGain: Double
        var falseNegativeGain: Double
        var perClassGains: [[Double]]
    }

    /// AP and gains with every image counted as often as its weight says.
    func resampled(_ weights: [Int]) -> Resampled {
        let truth = tally.truth
        let none = [Int](repeating: 0, count: truth.classes.count)
        var (positives, notFound, missed) = (none, none, none)
        for object in 0..<truth.boxes.count where !truth.isCrowd[object] {
            positives[Int(truth.boxes.category[object])] += weights[Int(truth.boxes.image[object])]
        }
        for (index, object) in outcomes.notFound.enumerated() {
            let weight = weights[Int(truth.boxes.image[Int(object)])]
            notFound[Int(truth.boxes.category[Int(object)])] += weight
            if outcomes.isMissed[index] { missed[Int(truth.boxes.category[Int(object)])] += weight }
        }
        let plain = { (point: TIDEPoint) -> Part in
            point.error == nil ? .hit : point.isIgnored ? .out : .falsePositive
        }
        let base = perClass(asTheyWere, weights, positives, plain)
        let repaired = DetectionError.allCases.map { kind -> [Double] in
            if kind == .missed { return perClass(errorsFirst, weights, zip(positives, missed).map { $0 - $1 }, plain) }
            return perClass(kind == .classification ? reclassed : errorsFirst, weights, positives) { point in
                if point.error == kind { return point.isBeneficiary ? .hit : .out }
                return plain(point)
            }
        }
        let found = perClass(errorsFirst, weights, zip(positives, notFound).map { $0 - $1 }, plain)
        let clean = withoutFalsePositives(weights, positives)
        let mean = Self.mean(base)
        // A repair that leaves no class at all leaves an AP of 0, as in the report.
        let gain = { (after: [Double]) -> Double in
            let after = Self.mean(after)
            return mean.isNaN ? .nan : (after.isNaN ? 0 : after) - mean
        }
        return Resampled(
            averagePrecision: mean, gains: repaired.map { gain($0) }.map { $0.isNaN ? $0 : max(0, $0) },
            falsePositiveGain: gain(clean), falseNegativeGain: gain(found),
            perClassGains: repaired.map { after in
                zip(base, after).map { before, after in after.isNaN ? (before.isNaN ? .nan : 0) : after - before }
            })
    }

    private static func mean(_ values: [Double]) -> Double {
        let defined = values.filter { !$0.isNaN }
        return defined.isEmpty ? .nan : defined.reduce(0, +) / Double(defined.count)
    }

    private static let grid = (0...100).map { Double($0) / 100 }

    /// AP of each class, 0...100; NaN where it has neither points nor objects.
    private func perClass(
        _ grouping: Grouping, _ weights: [Int], _ positives: [Int], _ part: (TIDEPoint) -> Part
    ) -> [Double] {
        var precision: [Double] = []
        var reached: [Int] = []
        return (0..<grouping.count).map { category in
            precision.removeAll(keepingCapacity: true)
            reached.removeAll(keepingCapacity: true)
            var (counted, found) = (0, 0)
            for place in grouping[category] {
                let index = Int(grouping.members[place])
                let weight = weights[Int(image[index])]
                if weight == 0 { continue }
                switch part(outcomes.points[index]) {
                case .out: break
                case .falsePositive: counted += weight
                case .hit:
                    counted += weight
                    found += weight
                    reached.append(found)
                    precision.append(Double(found) / Double(counted))
                }
            }
            let total = positives[category]
            if counted == 0, total == 0 { return .nan }
            if total <= 0 || precision.isEmpty { return 0 }
            makeNonIncreasing(&precision)
            var sum = 0.0
            var step = 0
            for needed in RecallLevels(total, grid: Self.grid).needed {
                while step < reached.count, reached[step] < needed { step += 1 }
                if step == reached.count { break }
                sum += precision[step]
            }
            return 100 * (sum / 101)
        }
    }

    /// The same with every true positive before every false one: precision is 1 as far as recall goes.
    private func withoutFalsePositives(_ weights: [Int], _ positives: [Int]) -> [Double] {
        var found = [Int](repeating: 0, count: positives.count)
        var counted = found
        for (index, point) in outcomes.points.enumerated() {
            let weight = weights[Int(image[index])]
            let category = Int(tally.results.boxes.category[Int(point.detection)])
            if point.error == nil { found[category] += weight }
            if point.error == nil || !point.isIgnored { counted[category] += weight }
        }
        return positives.indices.map { category in
            let total = positives[category]
            if counted[category] == 0, total == 0 { return .nan }
            if total <= 0 || found[category] == 0 { return 0 }
            let levels = RecallLevels(total, grid: Self.grid).needed.count { $0 <= found[category] }
            return 100 * (Double(levels) / 101)
        }
    }
}
