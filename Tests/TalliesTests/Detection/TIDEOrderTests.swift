import Artifacts
import TestSupport
import Testing

@testable import Tallies

/// Types of error fixed one after the other.
@Suite struct TIDEOrderTests {
    /// A random scene whose scores all differ.
    private static func untied(seed: UInt64) -> Scene {
        var scene = Scene.random(seed: seed, images: 30)
        for index in scene.answers.indices { scene.answers[index].score += Double(index) * 1e-6 }
        return scene
    }

    /// The scene after the fixes: detections find the objects that they would find, or are gone, and so are objects that none would
    /// find.
    private static func fixed(_ errors: Set<DetectionError>, _ scene: Scene, _ outcomes: TIDEOutcomes) -> Scene {
        var after = scene
        var gone: Set<Int> = []
        for point in outcomes.points {
            guard let error = point.error, errors.contains(error) else { continue }
            let detection = Int(point.detection)
            if point.isBeneficiary {
                after.answers[detection].box = scene.objects[Int(point.object)].box
                after.answers[detection].category = scene.objects[Int(point.object)].category
            } else {
                gone.insert(detection)
            }
        }
        after.answers = after.answers.indices.filter { !gone.contains($0) }.map { after.answers[$0] }
        if errors.contains(.missed) {
            let missed = Set(zip(outcomes.notFound, outcomes.isMissed).filter(\.1).map { Int($0.0) })
            after.objects = after.objects.indices.filter { !missed.contains($0) }.map { after.objects[$0] }
        }
        return after
    }

    private static func averagePrecision(_ scene: Scene) throws -> Double {
        let tally = try scene.tally()
        return tally.tideReports(tally.tideOutcomes(), over: [.all(tally.truth.images.count)])[0].averagePrecision ?? 0
    }

    @Test(arguments: [UInt64(31), 32, 33, 34])
    func eachStepIsTheScoreOfTheDetectionsSoFixed(_ seed: UInt64) throws {
        let scene = Self.untied(seed: seed)
        let tally = try scene.tally()
        let outcomes = tally.tideOutcomes()
        let order = TIDEOrder(TIDECurves(tally, outcomes))
        #expect(order.steps.map(\.error.rawValue).sorted() == Array(0..<6))
        for place in order.steps.indices {
            let before = Set(order.steps[..<place].map(\.error))
            let step = order.steps[place]
            let then = try Self.averagePrecision(Self.fixed(before.union([step.error]), scene, outcomes))
            #expect(abs(step.averagePrecision - then) < 1e-9, "\(step.error) after \(before)")
            // None of the others would gain more.
            for other in DetectionError.allCases where !before.contains(other) {
                let instead = try Self.averagePrecision(Self.fixed(before.union([other]), scene, outcomes))
                #expect(instead <= step.averagePrecision + 1e-9)
            }
        }
    }

    @Test(arguments: [UInt64(35), 36]) func withAllFixedNothingIsWrong(_ seed: UInt64) throws {
        let tally = try Self.untied(seed: seed).tally()
        let order = TIDEOrder(TIDECurves(tally, tally.tideOutcomes()))
        #expect(abs((order.steps.last?.averagePrecision ?? 0) - 100) < 1e-9)
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func withEveryImageCountedOnceAResampledStepIsTheStep(_ seed: UInt64) throws {
        let tally = try Scene.random(seed: seed).tally()
        let outcomes = tally.tideOutcomes()
        let curves = TIDECurves(tally, outcomes)
        let base = try #require(curves.report(over: .all(tally.truth.images.count)).averagePrecision)
        let order = TIDEOrder(curves)
        let once = TIDEResampler(curves, order: order.steps.map(\.error)).resampled(
            [Lanes](repeating: .one, count: tally.truth.images.count))
        #expect(once.together.count == 6)
        for (gain, step) in zip(once.together, order.steps) {
            #expect(abs(gain[0] - (step.averagePrecision - base)) < 1e-9)
        }
    }

    /// `fix_main_errors(progressive=True, error_types=...)` of tidecv 1.0.1, in this order.
    @Test func anExampleIsAsTheReferenceHasIt() throws {
        func text(_ path: String) throws -> String { try Repository.text("Examples/scenes/" + path) }
        let truth = try DetectionGroundTruth(json: text("datasets/scenes/annotations.json"))
        let results = try DetectionResults(json: text("versions/v3/scenes/detections.json"), for: truth)
        let tally = DetectionTally(truth, results)
        let curves = TIDECurves(tally, tally.tideOutcomes())
        let base = try #require(curves.report(over: .all(truth.images.count)).averagePrecision)
        #expect(abs(base - 58.990279596874686) < 1e-9)
        let expected: [(error: DetectionError, gain: Double)] = [
            (.classification, 17.526448105895383), (.both, 13.900341621286657), (.localisation, 4.695182281973743),
            (.missed, 2.626487387770908), (.background, 2.261261006198623), (.duplicate, 0),
        ]
        var before = base
        for (step, expected) in zip(TIDEOrder(curves).steps, expected) {
            #expect(step.error == expected.error)
            #expect(abs(step.averagePrecision - before - expected.gain) < 1e-9)
            before = step.averagePrecision
        }
    }
}
