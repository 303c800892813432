// TIDE's gains of resampled evaluations, for intervals.
//
// Images are resampled whole, each with the Poisson weight of its id, and nothing is matched again: whether a detection is
// right, and which object its repair aims at, is a matter of its image alone. A weight of two counts every point of the
// image twice. Twice in a row is a step of two in recall, and the precision at its end is the highest of the two, so each
// step needs one value only. Eight replicates are counted side by side (`LaneCurve`).

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
    /// Gain of repairing the first kind of the order that was asked for, the first two, and so on; may be negative.
    public internal(set) var together: [[Double]] = []
}

extension DetectionTally {
    /// `count` resampled evaluations over the images of `subset`; all images without one. `units` are the ids by which
    /// images are weighed; their own without any.
    public func tideReplicates(
        _ outcomes: TIDEOutcomes, _ count: Int = UnitBootstrap.replicates, over subset: ImageSubset? = nil,
        units: [UInt64]? = nil
    ) -> TIDEReplicates {
        tideReplicates(TIDECurves(self, outcomes), count, over: subset, units: units)
    }

    /// The same of points that stand in their orders already. `order` are kinds that are repaired one after the other.
    func tideReplicates(
        _ curves: TIDECurves, _ count: Int = UnitBootstrap.replicates, over subset: ImageSubset? = nil,
        units: [UInt64]? = nil, order: [DetectionError] = []
    ) -> TIDEReplicates {
        let curves = TIDEResampler(curves, order: order)
        let blocks = resampled(count, over: subset, units: units) { curves.resampled($0) }
        var all = TIDEReplicates()
        all.averagePrecision = blocks.map(\.averagePrecision).replicates(count)
        all.gains = DetectionError.allCases.map { kind in blocks.map { $0.gains[kind.rawValue] }.replicates(count) }
        all.falsePositiveGain = blocks.map(\.falsePositiveGain).replicates(count)
        all.falseNegativeGain = blocks.map(\.falseNegativeGain).replicates(count)
        all.perClassGains = DetectionError.allCases.map { kind in
            truth.classes.indices.map { category in
                blocks.map { $0.perClassGains[kind.rawValue][category] }.replicates(count)
            }
        }
        all.together = order.indices.map { step in blocks.map { $0.together[step] }.replicates(count) }
        return all
    }
}

/// The points of an evaluation where each class stands by score, ready to be counted under any weights.
struct TIDEResampler: Sendable {
    /// One point: where it lies, what it is, and what repairing its kind would make of it.
    private struct Entry {
        let image: Int32
        /// Raw value of its kind of error; -1 for a true positive.
        let kind: Int8
        let isIgnored: Bool
        let isBeneficiary: Bool
    }

    /// A curve's points in the order of a grouping, with where each class begins.
    private struct Order {
        let entries: [Entry]
        let starts: [Int]

        init(_ grouping: Grouping, _ curves: TIDECurves) {
            starts = grouping.starts
            entries = grouping.members.map { member in
                let point = curves.outcomes.points[Int(member)]
                return Entry(
                    image: curves.image[Int(member)], kind: point.error.map { Int8($0.rawValue) } ?? -1,
                    isIgnored: point.isIgnored, isBeneficiary: point.isBeneficiary)
            }
        }
    }

    private let tally: DetectionTally
    private let outcomes: TIDEOutcomes
    private let asTheyWere: Order
    private let errorsFirst: Order
    private let reclassed: Order
    /// The first kind of the order that is asked for, whose curve is there anyway, then the first two, and so on.
    private let first: DetectionError?
    private let together: [Fixed]

    /// Kinds that are repaired, a bit each.
    private struct Fixed {
        private(set) var bits = 0
        /// Whether detections stand under the class of the object that they would find.
        let isReclassed: Bool
        /// Whether no object is left that nothing would find.
        let findsMissed: Bool

        init(_ kinds: some Sequence<DetectionError>) {
            let kinds = Set(kinds)
            for kind in kinds { bits |= 1 << kind.rawValue }
            (isReclassed, findsMissed) = (kinds.contains(.classification), kinds.contains(.missed))
        }

        /// Whether the kind of that raw value, 0...5, is one of them.
        @inline(__always)
        func contains(_ kind: Int8) -> Bool { bits >> Int(kind) & 1 == 1 }
    }

    init(_ curves: TIDECurves, order: [DetectionError] = []) {
        first = order.first
        together = order.indices.dropFirst().map { Fixed(order[...$0]) }
        tally = curves.tally
        outcomes = curves.outcomes
        asTheyWere = Order(curves.asTheyWere, curves)
        errorsFirst = Order(curves.errorsFirst, curves)
        reclassed = Order(curves.reclassed, curves)
    }

    /// Eight resampled evaluations.
    struct Resampled: Sendable {
        var averagePrecision: Lanes
        var gains: [Lanes]
        var falsePositiveGain: Lanes
        var falseNegativeGain: Lanes
        var perClassGains: [[Lanes]]
        var together: [Lanes]
    }

    /// The kinds that are repaired in the order with errors first, each in a curve of its own.
    private static let inPlace = [DetectionError.localisation, .both, .duplicate, .background].map {
        (kind: $0, fixed: Fixed([$0]))
    }
    private static let ofClass = Fixed([.classification])
    private static let nothing = Fixed([])

    /// A curve, and how many points count in it.
    private struct Curve {
        private var curve = LaneCurve()
        private(set) var counted = Lanes.zero
        var found: Lanes { curve.found }

        mutating func reset() {
            curve.reset()
            counted = .zero
        }

        @inline(__always)
        mutating func miss(_ weight: Lanes) { counted += weight }

        @inline(__always)
        mutating func hit(_ weight: Lanes) {
            counted += weight
            curve.add(weight, counted: counted)
        }

        /// AP, 0...100, with `total` objects to find; NaN where there is neither point nor object.
        func precision(of total: Lanes) -> Lanes { defined(curve.area(of: total), total) }

        /// The same with every true positive before every false one: precision is 1 as far as recall goes.
        func withoutFalsePositives(of total: Lanes) -> Lanes { defined(LaneCurve.levels(found, 100 / total), total) }

        private func defined(_ area: Lanes, _ total: Lanes) -> Lanes {
            var value = 100 * (area / 101)
            value.replace(with: 0, where: (total .<= 0) .| (found .== 0))
            value.replace(with: .nan, where: (counted .== 0) .& (total .== 0))
            return value
        }
    }

    /// The curve of a class with some kinds of error repaired, or none.
    private func count(
        _ order: Order, _ category: Int, _ weights: [Lanes], repaired: Fixed = nothing, into curve: inout Curve
    ) {
        curve.reset()
        for place in order.starts[category]..<order.starts[category + 1] {
            let entry = order.entries[place]
            let weight = weights[Int(entry.image)]
            if entry.kind < 0 {
                curve.hit(weight)
            } else if repaired.contains(entry.kind) {
                if entry.isBeneficiary { curve.hit(weight) }
            } else if !entry.isIgnored {
                curve.miss(weight)
            }
        }
    }

    /// AP and gains with every image counted as often as its weight says.
    func resampled(_ weights: [Lanes]) -> Resampled {
        let truth = tally.truth
        let none = [Lanes](repeating: .zero, count: truth.classes.count)
        var (positives, notFound, missed) = (none, none, none)
        for object in 0..<truth.boxes.count where !truth.isCrowd[object] {
            positives[Int(truth.boxes.category[object])] += weights[Int(truth.boxes.image[object])]
        }
        for (index, object) in outcomes.notFound.enumerated() {
            let weight = weights[Int(truth.boxes.image[Int(object)])]
            notFound[Int(truth.boxes.category[Int(object)])] += weight
            if outcomes.isMissed[index] { missed[Int(truth.boxes.category[Int(object)])] += weight }
        }
        var curve = Curve()
        var (base, found, clean) = ([Lanes](), [Lanes](), [Lanes]())
        var repaired = [[Lanes]](repeating: [], count: DetectionError.allCases.count)
        var steps = [[Lanes]](repeating: [], count: together.count)
        for category in none.indices {
            let total = positives[category]
            count(asTheyWere, category, weights, into: &curve)
            base.append(curve.precision(of: total))
            clean.append(curve.withoutFalsePositives(of: total))
            count(reclassed, category, weights, repaired: Self.ofClass, into: &curve)
            repaired[DetectionError.classification.rawValue].append(curve.precision(of: total))
            for (kind, fixed) in Self.inPlace {
                count(errorsFirst, category, weights, repaired: fixed, into: &curve)
                repaired[kind.rawValue].append(curve.precision(of: total))
            }
            for (step, fixed) in together.enumerated() {
                count(fixed.isReclassed ? reclassed : errorsFirst, category, weights, repaired: fixed, into: &curve)
                steps[step].append(curve.precision(of: fixed.findsMissed ? total - missed[category] : total))
            }
            count(errorsFirst, category, weights, into: &curve)
            repaired[DetectionError.missed.rawValue].append(curve.precision(of: total - missed[category]))
            found.append(curve.precision(of: total - notFound[category]))
        }
        let mean = base.meanDefined
        // A repair that leaves no class at all leaves an AP of 0, as in the report.
        let gain = { (after: [Lanes]) -> Lanes in
            let after = after.meanDefined
            return after.replacing(with: 0, where: after .!= after) - mean
        }
        return Resampled(
            averagePrecision: mean,
            gains: repaired.map { after in
                let gain = gain(after)
                return gain.replacing(with: 0, where: gain .< 0)
            },
            falsePositiveGain: gain(clean), falseNegativeGain: gain(found),
            perClassGains: repaired.map { after in
                zip(base, after).map { before, after in
                    (after - before).replacing(with: 0, where: (after .!= after) .& (before .== before))
                }
            }, together: (first.map { [repaired[$0.rawValue]] } ?? []).map(gain) + steps.map(gain))
    }
}
