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
}

extension DetectionTally {
    /// `count` resampled evaluations over the images of `subset`; all images without one. `units` are the ids by which
    /// images are weighed; their own without any.
    public func replicates(
        _ count: Int = UnitBootstrap.replicates, over subset: ImageSubset? = nil, units: [UInt64]? = nil
    ) -> DetectionReplicates {
        let resampler = DetectionResampler(self)
        let blocks = resampled(count, over: subset, units: units) { resampler.classes($0) }
        func mean(_ value: (DetectionResampler.ClassCell) -> Lanes) -> [Double] {
            blocks.map { $0.map(value).meanDefined }.replicates(count)
        }
        func each(_ value: (DetectionResampler.ClassCell) -> Lanes) -> [[Double]] {
            truth.classes.indices.map { category in blocks.map { value($0[category]) }.replicates(count) }
        }
        return DetectionReplicates(
            averagePrecision: mean { $0.bySize[0] }, averagePrecision50: mean(\.precision50),
            averagePrecision75: mean(\.precision75),
            bySize: settings.sizes.indices.map { size in mean { $0.bySize[size] } },
            averageRecall: mean(\.recall), averageRecall1: mean(\.recall1), averageRecall10: mean(\.recall10),
            perClass: each { $0.bySize[0] })
    }
}

/// Detections where their class stands by score, ready to be counted under any weights.
struct DetectionResampler: Sendable {
    /// A detection. What it is at each size range and threshold is one bit of 64.
    private struct Entry {
        let matched: UInt64
        let ignored: UInt64
        /// Where it is matched, or is ignored otherwise than `isIgnored` says.
        let differs: UInt64
        /// Size ranges in which it is ignored at the strictest threshold, and so at most others.
        let isIgnored: UInt8
        let image: Int32
        let rank: UInt16
    }

    /// What one class comes to; NaN where the replicate has no object of it.
    struct ClassCell: Sendable {
        /// AP of each size range.
        var bySize: [Lanes]
        var precision50 = Lanes(repeating: .nan)
        var precision75 = Lanes(repeating: .nan)
        var recall = Lanes(repeating: .nan)
        var recall1 = Lanes(repeating: .nan)
        var recall10 = Lanes(repeating: .nan)
    }

    private let tally: DetectionTally
    private let entries: [Entry]

    init(_ tally: DetectionTally) {
        self.tally = tally
        let (sizes, thresholds) = (tally.settings.sizes.count, tally.settings.thresholds.count)
        let all = UInt64(1) << UInt64(thresholds) - 1
        entries = tally.order.byClass.members.map { member in
            let position = Int(member)
            let (matched, ignored) = (tally.outcomes.matched[position], tally.outcomes.ignored[position])
            var (isIgnored, usual) = (UInt8(0), UInt64(0))
            for size in 0..<sizes where ignored >> UInt64((size + 1) * thresholds - 1) & 1 == 1 {
                isIgnored |= 1 << UInt8(size)
                usual |= all << UInt64(size * thresholds)
            }
            return Entry(
                matched: matched, ignored: ignored, differs: matched | (ignored ^ usual), isIgnored: isIgnored,
                image: tally.results.boxes.image[Int(tally.order.detections[position])],
                rank: tally.order.rank[position])
        }
    }

    /// Every class with images counted as often as their weights say.
    func classes(_ weights: [Lanes]) -> [ClassCell] {
        let (truth, sizes) = (tally.truth, tally.settings.sizes)
        var positives = [Lanes](repeating: .zero, count: truth.classes.count * sizes.count)
        for object in 0..<truth.boxes.count where tally.isCounted(object) {
            let weight = weights[Int(truth.boxes.image[object])]
            let first = Int(truth.boxes.category[object]) * sizes.count
            for size in sizes.indices where size == 0 || sizes[size].contains(truth.areas[object]) {
                positives[first + size] += weight
            }
        }
        var room = Room(sizes: sizes.count, thresholds: tally.settings.thresholds.count)
        return truth.classes.indices.map { category in
            for place in tally.order.byClass[category] {
                let entry = entries[place]
                room.add(entry, weights[Int(entry.image)])
            }
            let first = category * sizes.count
            defer { room.reset() }
            return room.cell(Array(positives[first..<first + sizes.count]), strict: tally.settings.strict)
        }
    }

    /// The curves of one class at every size range and threshold.
    private struct Room {
        private let thresholds: Int
        private var curves: [LaneCurve]
        /// Detections that count by size range, each ignored or not as at the strictest threshold.
        private var counted: [Lanes]
        /// What that leaves out or has too much at each threshold.
        private var correction: [Lanes]
        /// At all sizes: found by the first of an image and class, and by the first ten.
        private var first: [Lanes]
        private var firstTen: [Lanes]

        init(sizes: Int, thresholds: Int) {
            self.thresholds = thresholds
            curves = [LaneCurve](repeating: LaneCurve(), count: sizes * thresholds)
            counted = [Lanes](repeating: .zero, count: sizes)
            correction = [Lanes](repeating: .zero, count: sizes * thresholds)
            first = [Lanes](repeating: .zero, count: thresholds)
            firstTen = first
        }

        mutating func reset() {
            for cell in curves.indices {
                curves[cell].reset()
                correction[cell] = .zero
            }
            for size in counted.indices { counted[size] = .zero }
            for threshold in first.indices { (first[threshold], firstTen[threshold]) = (.zero, .zero) }
        }

        mutating func add(_ entry: Entry, _ weight: Lanes) {
            for size in counted.indices where entry.isIgnored >> UInt8(size) & 1 == 0 { counted[size] += weight }
            var left = entry.differs
            while left != 0 {
                let cell = left.trailingZeroBitCount
                left &= left - 1
                let size = cell / thresholds
                let isUsuallyIgnored = entry.isIgnored >> UInt8(size) & 1 == 1
                if entry.ignored >> UInt64(cell) & 1 == 1 {
                    if !isUsuallyIgnored { correction[cell] -= weight }
                    continue
                }
                if isUsuallyIgnored { correction[cell] += weight }
                guard entry.matched >> UInt64(cell) & 1 == 1 else { continue }
                curves[cell].add(weight, counted: counted[size] + correction[cell])
                if size == 0, entry.rank < 10 {
                    firstTen[cell] += weight
                    if entry.rank < 1 { first[cell] += weight }
                }
            }
        }

        func cell(_ positives: [Lanes], strict: Int) -> ClassCell {
            let none = Lanes(repeating: .nan)
            func defined(_ value: Lanes, _ size: Int = 0) -> Lanes {
                value.replacing(with: none, where: positives[size] .<= 0)
            }
            let areas = curves.indices.map { curves[$0].area(of: positives[$0 / thresholds]) / 101 }
            let scale = 1 / (positives[0] * Double(thresholds))
            return ClassCell(
                bySize: positives.indices.map { size in
                    defined(
                        areas[size * thresholds..<(size + 1) * thresholds].reduce(.zero, +) / Double(thresholds), size)
                },
                precision50: defined(areas[0]), precision75: defined(areas[strict]),
                recall: defined(curves.prefix(thresholds).reduce(.zero) { $0 + $1.found } * scale),
                recall1: defined(first.reduce(.zero, +) * scale), recall10: defined(firstTen.reduce(.zero, +) * scale))
        }
    }
}
