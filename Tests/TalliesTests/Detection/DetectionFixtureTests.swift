import Artifacts
import Testing

@testable import Tallies

/// Small scenes whose numbers are worked out by hand.
@Suite struct DetectionFixtureTests {
    private func cells(_ scene: Scene) throws -> DetectionScores {
        let tally = try scene.tally()
        return tally.scores(over: [.all(tally.truth.images.count)])[0]
    }

    private func tide(_ scene: Scene) throws -> TIDEReport {
        let tally = try scene.tally()
        return tally.tideReports(tally.tideOutcomes(), over: [.all(tally.truth.images.count)])[0]
    }

    private let square = [0.0, 0, 100, 100]

    @Test func halfOverlapMatchesAtOneThresholdOfTen() throws {
        // IoU exactly 0.5: a match at 0.5 only. AP = 1/10, AP50 = 1 (less one rounding), AP75 = 0.
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: square)]
        scene.answers = [.init(image: 1, category: 1, box: [0, 0, 100, 50], score: 0.9)]
        let scores = try cells(scene)
        #expect(abs(try #require(scores.averagePrecision50) - 1) < 1e-15)
        #expect(abs(try #require(scores.averagePrecision()) - 0.1) < 1e-15)
        #expect(scores.averagePrecision75 == 0)
        #expect(scores.averagePrecision(size: 1) == nil)
        #expect(abs(try #require(scores.averagePrecision(size: 3)) - 0.1) < 1e-15)
    }

    @Test func aFalsePositiveAheadHalvesThePrecisionUpToItsRecall() throws {
        // Scores: false .9, true .8; one of two objects is found. Precision 1/2 up to recall 0.5 (51 of 101 levels).
        var scene = Scene(images: [1, 2], classes: [1])
        scene.objects = [
            .init(image: 1, category: 1, box: square), .init(image: 2, category: 1, box: square),
        ]
        scene.answers = [
            .init(image: 1, category: 1, box: [300, 300, 10, 10], score: 0.9),
            .init(image: 1, category: 1, box: square, score: 0.8),
        ]
        let scores = try cells(scene)
        #expect(abs(try #require(scores.averagePrecision()) - 0.5 * 51 / 101) < 1e-15)
        #expect(scores.averageRecall() == 0.5)
        #expect(scores.averageRecall1 == 0)
    }

    @Test func theLaterOfTwoEqualOverlapsIsTakenByCOCOAndTheEarlierByTIDE() throws {
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [
            .init(image: 1, category: 1, box: [0, 0, 60, 100]), .init(image: 1, category: 1, box: [40, 0, 60, 100]),
        ]
        scene.answers = [.init(image: 1, category: 1, box: [20, 0, 60, 100], score: 0.9)]
        let tally = try scene.tally()
        #expect(tally.outcomes.object == [1])
        #expect(tally.tideOutcomes().points.map(\.object) == [0])
    }

    @Test func manyDetectionsMayLieOnACrowdAndNoneOfThemCounts() throws {
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [
            .init(image: 1, category: 1, box: [0, 0, 300, 300], isCrowd: true),
            .init(image: 1, category: 1, box: [400, 0, 50, 50]),
        ]
        scene.answers = [
            .init(image: 1, category: 1, box: [0, 0, 50, 50], score: 0.9),
            .init(image: 1, category: 1, box: [50, 50, 50, 50], score: 0.8),
            .init(image: 1, category: 1, box: [400, 0, 50, 50], score: 0.7),
        ]
        #expect(abs(try #require(try cells(scene).averagePrecision()) - 1) < 1e-15)
        #expect(try tide(scene).averagePrecision == 100)
    }

    @Test func eachKindOfErrorIsNamedByWhatWouldRepairIt() throws {
        var scene = Scene(images: [1, 2], classes: [1, 2])
        scene.objects = [
            .init(image: 1, category: 1, box: [0, 0, 100, 100]),
            .init(image: 1, category: 2, box: [200, 0, 100, 100]),
            .init(image: 1, category: 1, box: [400, 0, 100, 100]),
            .init(image: 1, category: 1, box: [600, 0, 100, 100]),
            .init(image: 2, category: 2, box: [0, 0, 100, 100]),
        ]
        scene.answers = [
            .init(image: 1, category: 1, box: [0, 0, 100, 100], score: 0.9),  // right
            .init(image: 1, category: 1, box: [0, 0, 100, 90], score: 0.8),  // duplicate
            .init(image: 1, category: 1, box: [200, 0, 100, 100], score: 0.7),  // class
            .init(image: 1, category: 1, box: [400, 0, 100, 40], score: 0.6),  // place
            .init(image: 1, category: 2, box: [600, 0, 100, 30], score: 0.5),  // both
            .init(image: 1, category: 1, box: [0, 500, 50, 50], score: 0.4),  // background
        ]
        let report = try tide(scene)
        //                       Cls Loc Both Dupe Bkg Miss: the object at 600 and the one of image 2 are missed
        #expect(report.counts == [1, 1, 1, 1, 1, 2])
        let points = try scene.tally().tideOutcomes().points
        #expect(
            points.map(\.error) == [nil, .duplicate, .classification, .localisation, .both, .background])
        #expect(points.map(\.isBeneficiary) == [false, false, true, true, false, false])
        // Class 1: 1 of 3 objects found first: precision 1 up to recall 1/3 (34 levels). Class 2: none found: 0.
        let base = 100 * 34.0 / 101
        #expect(abs(try #require(report.perClass[0]) - base) < 1e-12)
        #expect(report.perClass[1] == 0)
        // Repairing the place: ranks 1 T, 2 F, 3 F, 4 T: precision 1/2 up to recall 2/3 (levels 0.34...0.66).
        #expect(abs(report.gains[1] - (100 * (34 + 33 * 0.5) / 101 - base) / 2) < 1e-12)
    }

    @Test func aConfusionTakesTheObjectOfTheOtherClass() throws {
        var scene = Scene(images: [1], classes: [1, 2])
        scene.objects = [.init(image: 1, category: 1, box: square), .init(image: 1, category: 2, box: [300, 0, 9, 9])]
        scene.answers = [
            .init(image: 1, category: 2, box: square, score: 0.25),
            .init(image: 1, category: 1, box: [600, 0, 9, 9], score: 0.9),
            .init(image: 1, category: 2, box: [300, 0, 9, 9], score: 0.24),
        ]
        let tally = try scene.tally()
        let matrix = tally.confusion(tally.confusionPairs())
        #expect(matrix.counts == [0, 1, 0, 0, 0, 1, 1, 0, 0])
    }

    @Test func onlyAHundredDetectionsOfAnImageAndClassCount() throws {
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: square)]
        scene.answers = (0..<100).map { _ in .init(image: 1, category: 1, box: [500, 0, 9, 9], score: 0.9) }
        scene.answers.append(.init(image: 1, category: 1, box: square, score: 0.5))
        #expect(try cells(scene).averagePrecision() == 0)
        scene.answers.removeFirst()
        #expect(try #require(try cells(scene).averagePrecision()) > 0.009)
    }
}
