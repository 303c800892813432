import Artifacts
import Columns

// What repairing each kind of error would gain (TIDE's dAP; tidecv 1.0.1, exactly).
//
// For every kind the curves are drawn again with that kind repaired and nothing else. The program keeps detections in two
// orders: as they were, for the base, and with all errors before all true positives among equal scores, for the repaired
// curves, because that is how the reference puts them back. With many tied scores the two differ.
//
// The gains do not add up to 100 - AP: a repaired error may uncover or hide another.

/// AP and its gains over some images, in points of 0...100.
public struct TIDEReport: Sendable, Equatable {
    /// The subset of images it is over.
    public let name: String
    /// TIDE's AP at IoU 0.5; `nil` when there are neither objects nor detections. It is not COCO's AP50.
    public let averagePrecision: Double?
    /// Gain of repairing each kind, at least 0, in the order of `DetectionError.allCases`.
    public let gains: [Double]
    /// Gain of having no false positive left.
    public let falsePositiveGain: Double
    /// Gain of having no object left that nothing found.
    public let falseNegativeGain: Double
    /// How many errors of each kind there are, those on crowds included.
    public let counts: [Int]
    /// AP of each class; `nil` where it has neither objects nor detections.
    public let perClass: [Double?]
    /// Gain of repairing each kind for each class, which may be negative; `nil` where the class has no AP.
    public let perClassGains: [[Double?]]
    /// How many errors of each kind each class has: by the class that was answered; missed objects by their own.
    public let perClassCounts: [[Int]]
}

extension DetectionTally {
    /// TIDE's report over each subset.
    public func tideReports(_ outcomes: TIDEOutcomes, over subsets: [ImageSubset]) -> [TIDEReport] {
        let curves = TIDECurves(self, outcomes)
        return Shards.map(subsets.count, threads: threads) { indices in
            indices.map { curves.report(over: subsets[$0]) }
        }.flatMap(\.self)
    }
}

/// The points of an evaluation in both orders, grouped by class.
struct TIDECurves: Sendable {
    let tally: DetectionTally
    let outcomes: TIDEOutcomes
    let image: [Int32]
    let asTheyWere: Grouping
    let errorsFirst: Grouping
    /// Errors first, each beneficiary of a class repair under the class of its object.
    let reclassed: Grouping

    /// How a point enters a curve.
    private enum Part { case hit, falsePositive, out }

    /// What is repaired.
    private enum Repair: Equatable { case errors(Set<DetectionError>), falsePositives, falseNegatives }

    init(_ tally: DetectionTally, _ outcomes: TIDEOutcomes) {
        self.tally = tally
        self.outcomes = outcomes
        let points = outcomes.points
        image = points.map { tally.results.boxes.image[Int($0.detection)] }
        let scores = points.map { tally.results.scores[Int($0.detection)] }
        let category = points.map { tally.results.boxes.category[Int($0.detection)] }
        let repaired = points.indices.map { index in
            points[index].error == .classification && points[index].isBeneficiary
                ? tally.truth.boxes.category[Int(points[index].object)] : category[index]
        }
        let all = Array(0..<Int32(points.count))
        let classes = tally.truth.classes.count
        asTheyWere = Grouping(descending(scores, in: all), groups: classes, by: category)
        let split = all.filter { points[Int($0)].error != nil } + all.filter { points[Int($0)].error == nil }
        let order = descending(scores, in: split)
        errorsFirst = Grouping(order, groups: classes, by: category)
        reclassed = Grouping(order, groups: classes, by: repaired)
    }

    /// AP of a class, 0...100, from the ranks of its true positives; `nil` when it has neither points nor objects.
    private func averagePrecision(_ precision: inout [Double], _ counted: Int, _ positives: Int) -> Double? {
        if counted == 0, positives == 0 { return nil }
        if positives <= 0 || precision.isEmpty { return 0 }
        makeNonIncreasing(&precision)
        var sum = 0.0
        for level in 0...100 {
            let recall = Double(level) / 100
            var needed = max(1, Int(recall * Double(positives)) - 1)
            while Double(needed) / Double(positives) < recall { needed += 1 }
            if needed <= precision.count { sum += precision[needed - 1] }
        }
        return 100 * (sum / 101)
    }

    private func perClass(
        _ grouping: Grouping, _ subset: ImageSubset, _ positives: [Int], _ part: (TIDEPoint) -> Part
    ) -> [Double?] {
        var precision: [Double] = []
        return (0..<grouping.count).map { category in
            precision.removeAll(keepingCapacity: true)
            var counted = 0
            for place in grouping[category] {
                let index = Int(grouping.members[place])
                guard subset.contains[Int(image[index])] else { continue }
                switch part(outcomes.points[index]) {
                case .out: break
                case .falsePositive: counted += 1
                case .hit:
                    counted += 1
                    precision.append(Double(precision.count + 1) / Double(counted))
                }
            }
            return averagePrecision(&precision, counted, positives[category])
        }
    }

    private func perClass(_ repair: Repair, _ subset: ImageSubset, _ positives: [Int], _ lost: Lost) -> [Double?] {
        let plain = { (point: TIDEPoint) -> Part in
            point.error == nil ? .hit : point.isIgnored ? .out : .falsePositive
        }
        switch repair {
        case .falseNegatives:
            return perClass(errorsFirst, subset, zip(positives, lost.notFound).map { $0 - $1 }, plain)
        case .falsePositives:
            // Every true positive comes before every false one: the precision is 1 as far as recall goes.
            var found = [Int](repeating: 0, count: positives.count)
            var counted = found
            for (index, point) in outcomes.points.enumerated() where subset.contains[Int(image[index])] {
                let category = Int(tally.results.boxes.category[Int(point.detection)])
                if point.error == nil { found[category] += 1 }
                if point.error == nil || !point.isIgnored { counted[category] += 1 }
            }
            return positives.indices.map { category in
                var precision = [Double](repeating: 1, count: found[category])
                return averagePrecision(&precision, counted[category], positives[category])
            }
        case .errors(let fixed):
            let left = fixed.contains(.missed) ? zip(positives, lost.missed).map { $0 - $1 } : positives
            return perClass(fixed.contains(.classification) ? reclassed : errorsFirst, subset, left) { point in
                if let error = point.error, fixed.contains(error) { return point.isBeneficiary ? .hit : .out }
                return plain(point)
            }
        }
    }

    /// Objects by class that nothing found, and those among them that no repair would find.
    private struct Lost {
        var notFound: [Int]
        var missed: [Int]
    }

    /// Objects of a subset by class, and those of them that are lost.
    private func objects(_ subset: ImageSubset) -> (positives: [Int], lost: Lost) {
        let truth = tally.truth
        let none = [Int](repeating: 0, count: truth.classes.count)
        var (positives, lost) = (none, Lost(notFound: none, missed: none))
        for object in 0..<truth.boxes.count
        where !truth.isCrowd[object] && subset.contains[Int(truth.boxes.image[object])] {
            positives[Int(truth.boxes.category[object])] += 1
        }
        for (index, object) in outcomes.notFound.enumerated()
        where subset.contains[Int(truth.boxes.image[Int(object)])] {
            let category = Int(truth.boxes.category[Int(object)])
            lost.notFound[category] += 1
            if outcomes.isMissed[index] { lost.missed[category] += 1 }
        }
        return (positives, lost)
    }

    /// AP with all errors of some types fixed, in points of 0...100, over all images; 0 where that leaves no class.
    func averagePrecision(fixing errors: Set<DetectionError>) -> Double {
        let all = ImageSubset.all(tally.truth.images.count)
        let (positives, lost) = objects(all)
        return Self.mean(perClass(.errors(errors), all, positives, lost)) ?? 0
    }

    func report(over subset: ImageSubset) -> TIDEReport {
        let classes = tally.truth.classes.count
        let (positives, lost) = objects(subset)
        var perClassCounts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: 6)
        perClassCounts[DetectionError.missed.rawValue] = lost.missed
        for (index, point) in outcomes.points.enumerated() where subset.contains[Int(image[index])] {
            guard let error = point.error else { continue }
            perClassCounts[error.rawValue][Int(tally.results.boxes.category[Int(point.detection)])] += 1
        }
        let base = perClass(asTheyWere, subset, positives) { point in
            point.error == nil ? .hit : point.isIgnored ? .out : .falsePositive
        }
        let mean = Self.mean(base)
        let repaired = DetectionError.allCases.map { perClass(.errors([$0]), subset, positives, lost) }
        let gain = { (after: [Double?]) -> Double in (Self.mean(after) ?? 0) - (mean ?? 0) }
        return TIDEReport(
            name: subset.name, averagePrecision: mean, gains: repaired.map { max(0, gain($0)) },
            falsePositiveGain: gain(perClass(.falsePositives, subset, positives, lost)),
            falseNegativeGain: gain(perClass(.falseNegatives, subset, positives, lost)),
            counts: perClassCounts.map { $0.reduce(0, +) }, perClass: base,
            perClassGains: repaired.map { after in
                zip(base, after).map { before, after in before.map { (after ?? $0) - $0 } }
            },
            perClassCounts: perClassCounts)
    }

    private static func mean(_ values: [Double?]) -> Double? {
        let defined = values.compactMap(\.self)
        return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
}
