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
    /// `count` resampled evaluations over the images of `subset`; all images without one. `units` are the ids by which
    /// images are weighed; their own without any.
    public func tideReplicates(
        _ outcomes: TIDEOutcomes, _ count: Int = PoissonBootstrap.replicates, over subset: ImageSubset? = nil,
        units: [UInt64]? = nil
    ) -> TIDEReplicates {
        let curves = TIDEResampler(TIDECurves(self, outcomes))
        let parts = resampled(count, over: subset, units: units) { curves.resampled($0) }
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

    init(_ curves: TIDECurves) {
        tally = curves.tally
        outcomes = curves.outcomes
        asTheyWere = Order(curves.asTheyWere, curves)
        errorsFirst = Order(curves.errorsFirst, curves)
        reclassed = Order(curves.reclassed, curves)
    }

    /// One resampled evaluation.
    struct Resampled: Sendable, Equatable {
        var averagePrecision: Double
        var gains: [Double]
        var falsePositiveGain: Double
        var falseNegativeGain: Double
        var perClassGains: [[Double]]
    }

    /// The points of one class that the weights draw, and the room of a curve.
    private struct Room {
        var drawn: [(entry: Entry, weight: Int)] = []
        var precision: [Double] = []
        var reached: [Int] = []

        mutating func draw(_ order: Order, _ category: Int, _ weights: [Int]) {
            drawn.removeAll(keepingCapacity: true)
            for place in order.starts[category]..<order.starts[category + 1] {
                let weight = weights[Int(order.entries[place].image)]
                if weight > 0 { drawn.append((order.entries[place], weight)) }
            }
        }
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
        var room = Room()
        var (base, found, clean) = ([Double](), [Double](), [Double]())
        var repaired = [[Double]](repeating: [], count: DetectionError.allCases.count)
        for category in none.indices {
            let total = positives[category]
            room.draw(asTheyWere, category, weights)
            base.append(Self.precision(&room, total, without: nil))
            clean.append(Self.withoutFalsePositives(room, total))
            room.draw(reclassed, category, weights)
            repaired[DetectionError.classification.rawValue].append(
                Self.precision(&room, total, without: .classification))
            room.draw(errorsFirst, category, weights)
            for kind in [DetectionError.localisation, .both, .duplicate, .background] {
                repaired[kind.rawValue].append(Self.precision(&room, total, without: kind))
            }
            repaired[DetectionError.missed.rawValue].append(
                Self.precision(&room, total - missed[category], without: nil))
            found.append(Self.precision(&room, total - notFound[category], without: nil))
        }
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

    /// AP of the drawn points, 0...100, with one kind of error repaired; NaN where there is neither point nor object.
    private static func precision(_ room: inout Room, _ total: Int, without repaired: DetectionError?) -> Double {
        room.precision.removeAll(keepingCapacity: true)
        room.reached.removeAll(keepingCapacity: true)
        let kind = repaired.map { Int8($0.rawValue) } ?? -2
        var (counted, found) = (0, 0)
        for (entry, weight) in room.drawn {
            if entry.kind == kind {
                if !entry.isBeneficiary { continue }
            } else if entry.kind >= 0 {
                if !entry.isIgnored { counted += weight }
                continue
            }
            counted += weight
            found += weight
            room.reached.append(found)
            room.precision.append(Double(found) / Double(counted))
        }
        if counted == 0, total == 0 { return .nan }
        if total <= 0 || found == 0 { return 0 }
        makeNonIncreasing(&room.precision)
        var (sum, step) = (0.0, 0)
        for needed in RecallLevels(total, grid: grid).needed {
            while step < room.reached.count, room.reached[step] < needed { step += 1 }
            if step == room.reached.count { break }
            sum += room.precision[step]
        }
        return 100 * (sum / 101)
    }

    /// The same with every true positive before every false one: precision is 1 as far as recall goes.
    private static func withoutFalsePositives(_ room: Room, _ total: Int) -> Double {
        var (found, counted) = (0, 0)
        for (entry, weight) in room.drawn {
            if entry.kind < 0 { found += weight }
            if entry.kind < 0 || !entry.isIgnored { counted += weight }
        }
        if counted == 0, total == 0 { return .nan }
        if total <= 0 || found == 0 { return 0 }
        return 100 * (Double(RecallLevels(total, grid: grid).needed.count { $0 <= found }) / 101)
    }
}
