// Is the model too small, or was it shown too little: does the error rate fall with size over versions?

import Artifacts
import Foundation
import Record
import Statistics

/// A power law of the error rate over the sizes of versions that were evaluated on the same images.
struct CapacityHypothesis: Hypothesis {
    let explanation = Explanation.capacity

    /// A size that versions have, and the error rate at each.
    private struct Sizes {
        let name: String
        let points: [(x: Double, y: Double)]

        var different: Int { Set(points.map(\.x)).count }
        var largest: Double { points.map(\.x).max() ?? 0 }
    }

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        let evaluation = examination.evaluation
        let manifest = evaluation.manifest
        guard EarlierVersion.areAskedFor(by: manifest) else {
            return .missing("version.yml states neither parameters under measures: nor images under training:")
        }
        let rate = Double(evaluation.wrongRows.count) / Double(evaluation.count)
        let smallest = examination.settings.smallestEffect
        guard rate > smallest else {
            return .missing("the error rate is not above the smallest effect that is worth naming")
        }
        let own = DatasetRecord(of: evaluation, imagesDigest: examination.imagesDigest)
        let earlier = examination.earlier.filter { own.isSameSet(as: $0.dataset) }
        func sizes(_ name: String, _ now: Double, _ before: (EarlierVersion) -> Double?) -> Sizes {
            Sizes(
                name: name,
                points: earlier.compactMap { version in before(version).map { ($0, version.errorRate) } }
                    + [(now, rate)])
        }
        var all = manifest.measures.filter { EarlierVersion.isSize($0.name) }.map { measure in
            sizes(measure.name, measure.value) { version in
                version.measures.first { $0.name == measure.name }?.value
            }
        }
        if let images = manifest.training?.images {
            all.append(sizes("training images", Double(images)) { $0.trainingImages.map(Double.init) })
        }
        // The size that most versions differ in; of equally many the first.
        let most = all.map(\.different).max() ?? 0
        guard let size = all.first(where: { $0.different == most }), most >= PowerLaw.fewest else {
            return .missing(
                "\(most) of at least \(PowerLaw.fewest) different sizes were audited on these images")
        }
        // The variance of the logarithm of a share of n (delta method): of as many independent rows as these are worth.
        let worth =
            examination.rowsShareUnits
            ? Double(evaluation.count)
                / examination.units.proportion(of: 0..<evaluation.count) { !evaluation.isCorrect($0) }.designEffect
            : Double(evaluation.count)
        let noise = size.points.map { (1 - $0.y) / ($0.y * worth) }
        guard let law = PowerLaw(size.points, noise: noise.map { $0.isFinite ? $0 : 0 }) else {
            return .missing("a version has no error, or no size")
        }
        let effect = Measure(
            law.exponent, Interval(law.interval, method: "power-law"), n: law.n, unit: .score, method: "power-law")
        let doubled = law.value(at: 2 * size.largest)
        let specs = Hypotheses.facts
        func share(_ value: Double) -> Double { max(0, min(1, value)) }
        return .tested(
            HypothesisTest(
                words: "power law, Student's t", method: "power-law", counted: "versions", effect: effect, p: law.p,
                // The exponent at which twice the size takes the smallest effect from the error rate.
                smallest: Self.exponent(taking: smallest, from: rate), deciding: nil),
            HypothesisDetails(
                facts: [
                    Fact(specs.capacityExponent, effect),
                    Fact(
                        specs.capacityDoubled, share(doubled.value), n: law.n,
                        interval: Interval(
                            low: share(doubled.interval.low), high: share(doubled.interval.high), method: "power-law"),
                        method: "power-law"),
                ], terms: [.capacitySize: size.name]))
    }

    /// The exponent b at which a rate r falls by `effect` with twice the size: r (1 - 2^b).
    static func exponent(taking effect: Double, from rate: Double) -> Double { log2(1 - effect / rate) }
}
