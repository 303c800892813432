// What lies on the same images in two versions, image by image: false positives are in no pair of objects, and whether there
// are more of them is asked as loudly as whether more objects are found.

import Record
import Statistics

/// Counts of two versions on the same images, unit by unit.
struct PairedImageCounts: Sendable {
    /// Images.
    let images: Int
    /// All that the baseline has.
    let before: Int
    /// All that this version has.
    let now: Int
    /// What the baseline has, the net change and the number of images of each unit, by rising id.
    private let units: [(before: Int, net: Int, images: Int)]

    /// The counts of `now`, whose image at each place is of the unit there, beside what the archive keeps of the baseline;
    /// `nil` where they are of other images.
    init?(before: ImageCounts, now: [(id: UInt64, count: Int)], unitOfImage: [UInt64]) {
        let ours = zip(now, unitOfImage).sorted { $0.0.id < $1.0.id }
        guard before.ids == ours.map(\.0.id), !ours.isEmpty else { return nil }
        var byUnit: [UInt64: (before: Int, net: Int, images: Int)] = [:]
        for (image, then) in zip(ours, before.counts) {
            byUnit[image.1, default: (0, 0, 0)].before += Int(then)
            byUnit[image.1, default: (0, 0, 0)].net += image.0.count - Int(then)
            byUnit[image.1, default: (0, 0, 0)].images += 1
        }
        units = byUnit.sorted { $0.key < $1.key }.map(\.value)
        images = ours.count
        self.before = before.counts.reduce(0) { $0 + Int($1) }
        self.now = ours.reduce(0) { $0 + $1.0.count }
    }

    /// Two-sided p-value of no change: the signs of whole units are flipped.
    var p: Double { McNemar.signFlips(nets: units.map(\.net)) }

    /// What the baseline has an image; `nil` for fewer than two units.
    func rateBefore(method: String) -> Measure? {
        .perImage(CountRate(units.map { ($0.before, $0.images) }), method: method)
    }

    /// What this version has an image; likewise.
    func rateNow(method: String) -> Measure? {
        .perImage(CountRate(units.map { ($0.before + $0.net, $0.images) }), method: method)
    }

    /// Change an image, now less before, with the variance summed unit by unit (Liang & Zeger, Biometrika 73:13, 1986) and
    /// Student's point for the number of units. `nil` where every unit changed alike, mostly not at all.
    func change(method: String) -> Measure? {
        let (n, count) = (Double(images), Double(units.count))
        let value = Double(now - before) / n
        let squares = ExactSum.of(
            units.lazy.map { unit in
                let deviation = Double(unit.net) - value * Double(unit.images)
                return deviation * deviation
            })
        guard units.count > 1, squares > 0 else { return nil }
        let half =
            StudentT.twoSidedPoint(level: 0.95, degrees: count - 1) * (squares * count / (count - 1)).squareRoot() / n
        return Measure(
            value, Interval(low: value - half, high: value + half, method: "cluster-robust"), n: images,
            units: units.count, unit: .raw, method: method)
    }

    /// That it moved, by a p-value that is corrected for all that were tested with it and stands at `level`; `nil` where it
    /// does not.
    func movement(p: Double, level: Double, method: String) -> Movement? {
        guard p <= level, now != before, let change = change(method: method) else { return nil }
        return Movement(
            .falsePositives, before: Double(before) / Double(images), now: Double(now) / Double(images), change: change,
            p: p)
    }
}

extension Measure {
    /// So many an image, with the interval of a count over images that may share units; `nil` for fewer than two units.
    static func perImage(_ rate: CountRate, method: String) -> Measure? {
        guard let value = rate.value, let interval = rate.interval() else { return nil }
        return Measure(
            value, Interval(interval, method: "count-rate"), n: rate.size,
            units: rate.units, unit: .raw, method: method)
    }
}
