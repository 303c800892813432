import Artifacts
import Testing

@testable import Tallies

/// Inputs at the edge: the right output, never a trap.
@Suite struct DegenerateDetectionTests {
    private func all(_ scene: Scene) throws -> (DetectionScores, TIDEReport, DetectionConfusion) {
        let tally = try scene.tally(threads: 2)
        let subsets = [ImageSubset.all(tally.truth.images.count)]
        _ = tally.curves(threshold: 0)
        return (
            tally.scores(over: subsets)[0], tally.tideReports(tally.tideOutcomes(), over: subsets)[0],
            tally.confusion(tally.confusionPairs())
        )
    }

    @Test func withoutDetectionsEverythingIsMissed() throws {
        var scene = Scene.random(seed: 1)
        scene.answers = []
        let (scores, tide, _) = try all(scene)
        #expect(scores.averagePrecision() == 0)
        #expect(scores.averageRecall() == 0)
        #expect(tide.averagePrecision == 0)
        #expect(tide.counts == [0, 0, 0, 0, 0, scene.objects.filter { !$0.isCrowd }.count])
    }

    @Test func withoutGroundTruthNothingIsDefined() throws {
        var scene = Scene.random(seed: 1)
        scene.objects = []
        let (scores, tide, confusion) = try all(scene)
        #expect(scores.summary(DetectionSettings()).allSatisfy { $0.value == nil })
        #expect(tide.averagePrecision == 0)
        #expect(tide.counts[DetectionError.background.rawValue] == scene.answers.count)
        #expect((0..<4).reduce(0) { $0 + confusion[4, $1] } > 0)
    }

    @Test func withNothingAtAllNothingIsDefined() throws {
        let (scores, tide, _) = try all(Scene(images: [], classes: []))
        #expect(scores.averagePrecision() == nil)
        #expect(tide.averagePrecision == nil)
    }

    @Test func aHundredThousandDetectionsOnOneImageAreEvaluated() throws {
        var scene = Scene(images: [1], classes: [1, 2])
        scene.objects = [.init(image: 1, category: 1, box: [0, 0, 50, 50])]
        scene.answers = (0..<100_000).map { index in
            .init(
                image: 1, category: 1 + index % 2, box: [Double(index % 300), 0, 50, 50],
                score: Double(index % 1000) / 1000)
        }
        scene.answers[500].box = [0, 0, 50, 50]
        scene.answers[500].score = 1
        let (scores, tide, _) = try all(scene)
        #expect(scores.averagePrecision50.map { $0 > 0.99 } == true)
        #expect(tide.counts.reduce(0, +) == 99)
    }

    @Test func threeThousandClassesAreEvaluated() throws {
        var scene = Scene(images: [1, 2], classes: Array(1...3000))
        scene.objects = (1...3000).map { .init(image: 1, category: $0, box: [Double($0), 0, 40, 40]) }
        scene.answers = (1...3000).map { .init(image: 1, category: $0, box: [Double($0), 0, 40, 40], score: 0.5) }
        let (scores, _, _) = try all(scene)
        #expect(scores.averagePrecision().map { $0 > 0.999 } == true)
    }

    @Test func boxesWithoutExtentOverlapNothing() throws {
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: [5, 5, 0, 10])]
        scene.answers = [
            .init(image: 1, category: 1, box: [5, 5, 0, 10], score: 0.9),
            .init(image: 1, category: 1, box: [50, 50, -45, -45], score: 0.8),
        ]
        let (scores, tide, _) = try all(scene)
        #expect(scores.averagePrecision() == 0)
        #expect(tide.counts[DetectionError.background.rawValue] == 2)
    }
}
