import Artifacts
import Statistics
import Testing

@testable import Tallies

@Suite struct AnatomyTests {
    private let square = [100.0, 100, 100, 100]

    @Test func aBoxShiftedByATenthSaysSo() throws {
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: square)]
        scene.answers = [.init(image: 1, category: 1, box: [110, 100, 100, 120], score: 0.9)]
        let tally = try scene.tally()
        let found = tally.localisation(of: tally.countedDetections())
        #expect(found.pairs == 1)
        // Intersection 90 x 100, union 12000 + 10000 - 9000.
        #expect(abs(try #require(found.meanOverlap) - 9000.0 / 13000) < 1e-15)
        #expect(found.overlapHistogram == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        #expect(found.offset.map { $0?.mean } == [0.1, 0.1])
        #expect(found.sides.map { $0?.mean } == [-0.1, 0, 0.1, 0.2])
    }

    @Test func withoutPairsTheAnatomyIsNotDefined() throws {
        let tally = try Scene(images: [1], classes: [1]).tally()
        let found = tally.localisation(of: [])
        #expect(found.pairs == 0)
        #expect(found.meanOverlap == nil)
        #expect(found.offset == [nil, nil])
    }

    @Test func lossesAddUpByHand() throws {
        // One of two objects is found with IoU 0.8; one false positive. LRP = (0.2/0.5 + 1 + 1) / 3 = 0.8.
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: square), .init(image: 1, category: 1, box: [400, 0, 9, 9])]
        scene.answers = [
            .init(image: 1, category: 1, box: [100, 100, 100, 80], score: 0.9),
            .init(image: 1, category: 1, box: [600, 0, 9, 9], score: 0.3),
        ]
        let tally = try scene.tally()
        let detections = tally.countedDetections()
        let quality = tally.qualityPerClass(detections)[0]
        #expect(abs(try #require(quality.lrp?.value) - 0.8) < 1e-12)
        // Without the false positive: (0.4 + 1) / 2 = 0.7.
        #expect(abs(try #require(quality.optimalLRP) - 0.7) < 1e-12)
        // |1 - 0.9| and |0 - 0.3|, each half.
        #expect(abs(try #require(quality.dECE) - 0.2) < 1e-12)
        // |0.8 - 0.9| and |0 - 0.3|, each half.
        #expect(abs(try #require(quality.laECE) - 0.2) < 1e-12)
    }

    @Test func scoresBeyondOneHaveNoCalibration() throws {
        var scene = Scene(images: [1], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: square)]
        scene.answers = [.init(image: 1, category: 1, box: square, score: 7)]
        let tally = try scene.tally()
        #expect(!tally.hasProbabilities)
        #expect(tally.qualityPerClass(tally.countedDetections())[0].dECE == nil)
    }

    @Test func theWorstImageComesFirst() throws {
        var scene = Scene(images: [1, 2, 3], classes: [1])
        scene.objects = [.init(image: 1, category: 1, box: square), .init(image: 2, category: 1, box: square)]
        scene.answers = [
            .init(image: 1, category: 1, box: square, score: 0.9),
            .init(image: 2, category: 1, box: [400, 0, 9, 9], score: 0.9),
            .init(image: 1, category: 1, box: [400, 0, 9, 9], score: 0.1),
        ]
        let tally = try scene.tally()
        let detections = tally.countedDetections()
        let scores = tally.imageScores(detections, score: 0.25)
        #expect(scores.map(\.f1) == [1, 0, nil])
        #expect(DetectionTally.worstFirst(scores).map(\.image) == [1])
        #expect(DetectionTally.falsePositivesByScore(detections) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func aSureDetectionOnNothingIsALabelToLookAt() throws {
        var scene = Scene(images: Array(1...7), classes: [1, 2])
        scene.objects = (1...6).map { .init(image: $0, category: 1, box: square) }
        scene.answers = (1...6).map { .init(image: $0, category: 1, box: square, score: 0.6 + Double($0) / 100) }
        scene.answers.append(.init(image: 7, category: 1, box: [400, 0, 50, 50], score: 0.95))
        scene.answers.append(.init(image: 7, category: 1, box: [700, 0, 50, 50], score: 0.1))
        scene.objects.append(.init(image: 7, category: 2, box: square))
        scene.answers.append(.init(image: 7, category: 1, box: square, score: 0.9))
        let tally = try scene.tally()
        let candidates = tally.labelErrors(tally.tideOutcomes())
        #expect(candidates.map(\.kind) == [.missing, .wrongClass])
        #expect(candidates.map(\.score) == [0.95, 0.9])
    }

    /// Class 1 has true positives at 0.5 to 0.9, so that it is sure from 0.7; class 2 has two, too few to be sure of anything.
    @Test func whatIsSureAgreesOrDisputesAndWeighsItsPlaceAmongTruePositives() throws {
        var scene = Scene(images: Array(1...9), classes: [1, 2])
        let away = [400.0, 0, 50, 50]
        for (image, score) in zip(1...5, [0.5, 0.6, 0.7, 0.8, 0.9]) {
            scene.objects.append(.init(image: image, category: 1, box: square))
            scene.answers.append(.init(image: image, category: 1, box: square, score: score))
        }
        // On background: sure, not sure, and below the operating point.
        for score in [0.85, 0.55, 0.2] {
            scene.answers.append(.init(image: 6, category: 1, box: away, score: score))
        }
        // On an object of class 2 that a surer detection finds as labelled, and on one that a less sure one does.
        for (image, score) in [(7, 0.95), (8, 0.3)] {
            scene.objects.append(.init(image: image, category: 2, box: square))
            scene.answers.append(.init(image: image, category: 2, box: square, score: score))
            scene.answers.append(.init(image: image, category: 1, box: square, score: 0.9))
        }
        // Second on an object: no side.
        scene.answers.append(.init(image: 5, category: 1, box: square, score: 0.75))
        // Half beside an object that nothing finds: 50 of 150.
        scene.objects.append(.init(image: 9, category: 1, box: square))
        scene.answers.append(.init(image: 9, category: 1, box: [150, 100, 100, 100], score: 0.7))
        let tally = try scene.tally()
        let disputes = tally.labelDisputes(tally.tideOutcomes())
        #expect(disputes.suspects.map(\.kind) == [.wrongClass, .missing, .badLocation])
        #expect(disputes.suspects.map(\.weight) == [1, 0.8, 0.6])
        #expect(abs((disputes.suspects.last?.overlap ?? 0) - 1 / 3) < 1e-9)
        #expect(disputes.others.map(\.weight) == [0.2])
        #expect(disputes.agrees.count { $0 } == 3 && disputes.sure.count == 6)
        #expect(tally.labelErrors(tally.tideOutcomes()) == disputes.suspects)
    }

    @Test func resampledEvaluationsSurroundTheOneAndDoNotDependOnThreads() throws {
        let scene = Scene.random(seed: 3, images: 60)
        let one = try scene.tally(threads: 1).replicates(100)
        #expect(try scene.tally(threads: 4).replicates(100) == one)
        let value = try #require(try scene.tally().scores(over: [.all(60)])[0].averagePrecision())
        let interval = try #require(PoissonBootstrap.basicInterval(value, one.averagePrecision, within: 0...1))
        #expect(interval.contains(value))
        #expect(interval.width > 0.01)
    }

    @Test(arguments: [UInt64(31), 32, 33])
    func withEveryImageCountedOnceAResampledQualityIsTheQuality(_ seed: UInt64) throws {
        let tally = try Scene.random(seed: seed).tally()
        let detections = tally.countedDetections()
        let once = QualitySums(tally, detections).of([Int](repeating: 1, count: tally.truth.images.count))
        let whole = tally.quality(of: detections, objects: 1)
        let perClass = tally.qualityPerClass(detections).filter { $0.objects > 0 }
        func mean(_ value: (DetectionQuality) -> Double?) -> Double {
            let values = perClass.compactMap(value)
            return values.reduce(0, +) / Double(values.count)
        }
        #expect(abs(once.dECE - (whole.dECE ?? .nan)) < 1e-12)
        #expect(abs(once.laECE - mean(\.laECE)) < 1e-12)
        #expect(abs(once.lrp - mean { $0.lrp?.value }) < 1e-12)
        #expect(abs(once.optimalLRP - mean(\.optimalLRP)) < 1e-12)
    }
}
