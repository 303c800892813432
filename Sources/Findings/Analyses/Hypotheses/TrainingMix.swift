// Is what is evaluated another mix than what it was trained on, and does it err more for that alone? Asked where version.yml counts the
// training images of each value of an attribute.

import Artifacts
import Columns
import Record
import Statistics

/// The error rate here, less that at the mix of the training images, attribute by attribute.
struct TrainingMix: Sendable {
    /// An attribute, or a combination of some, that both have.
    private struct Compared: Sendable {
        let name: String
        let mix: StatedMix
    }

    private let compared: [Compared]
    private let reason: String?

    init(_ examination: Examination, _ counted: CountedRows) {
        var compared: [Compared] = []
        var reason: String?
        for group in TrainedGroup.ofAttributes(examination, counted) {
            switch group {
            case .failure(let missing): reason = reason ?? missing.reason
            case .success(let group):
                if let mix = Self.mix(group, counted) {
                    compared.append(Compared(name: group.name, mix: mix))
                } else {
                    reason = reason ?? "a value of \(group.name) that it was trained on is not here"
                }
            }
        }
        self.compared = compared
        self.reason = reason
    }

    /// Images with their rows; of an attribute that differs between the objects of an image, what was counted are objects.
    private static func mix(_ group: TrainedGroup, _ counted: CountedRows) -> StatedMix? {
        // Values that nothing was trained on are part of what is here, and of no share there.
        let cells = group.values.count + 1
        func cell(_ row: Int) -> Int { group.codes[row] ?? group.values.count }
        var images: [Int: (cell: Int, rows: Int, errors: Int, unit: UInt64)] = [:]
        var isOfImages = true
        for row in 0..<counted.count {
            let image = counted.images[row]
            let unit = counted.units?[row] ?? UInt64(truncatingIfNeeded: image)
            var soFar = images[image] ?? (cell(row), 0, 0, unit)
            if soFar.cell != cell(row) { isOfImages = false }
            soFar.rows += 1
            soFar.errors += counted.isError[row] ? 1 : 0
            images[image] = soFar
        }
        let all =
            isOfImages
            ? images.sorted { $0.key < $1.key }.map {
                StatedMix.Image(cell: $0.value.cell, rows: $0.value.rows, errors: $0.value.errors, unit: $0.value.unit)
            }
            : (0..<counted.count).map { row in
                StatedMix.Image(
                    cell: cell(row), rows: 1, errors: counted.isError[row] ? 1 : 0,
                    unit: counted.units?[row] ?? UInt64(truncatingIfNeeded: row))
            }
        return StatedMix(
            all, counts: group.values.map(\.trained) + [Int](repeating: 0, count: cells - group.values.count))
    }

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        func z(_ one: Compared) -> Double {
            one.mix.standardError > 0 ? one.mix.difference / one.mix.standardError : 0
        }
        guard let worst = compared.max(by: { z($0) < z($1) }) else {
            return .missing(reason ?? "no attribute has counts of training images")
        }
        let looks = compared.count
        // One is chosen for how it came out.
        let point = Normal.twoSidedPoint(level: Multiplicity.sidakLevel(0.95, of: looks))
        let smallest = examination.settings.smallestEffect
        let method = "post-stratification"
        let half = point * worst.mix.standardError
        let difference = worst.mix.difference
        let effect = Measure(
            difference,
            Interval(
                low: max(-1, difference - half), high: min(1, difference + half),
                method: looks > 1 ? "simultaneous" : method), n: counted.count, unit: .points, method: method)
        let specs = Hypotheses.facts
        return .tested(
            HypothesisTest(
                words: "two mixes, normal", method: method, counted: counted.kind.rawValue, effect: effect,
                p: min(1, Double(looks) * worst.mix.p), smallest: smallest, canContradict: reason == nil,
                largest: compared.map { $0.mix.difference + point * $0.mix.standardError }.max(),
                deciding: HypothesisTest.deciding(counted.count, half: min(1, half), smallest: smallest)),
            HypothesisDetails(
                facts: [
                    Fact(specs.shiftBefore, worst.mix.stated, n: counted.count, method: method),
                    Fact(specs.shiftNow, worst.mix.here, n: counted.count, method: method),
                    Fact(specs.shiftEffect, effect),
                ], terms: [.shiftColumns: worst.name], flags: [.shiftOfTraining]))
    }
}
