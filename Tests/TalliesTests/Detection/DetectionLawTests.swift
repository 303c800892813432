import Artifacts
import Testing

@testable import Tallies

/// What must hold whatever the numbers are.
@Suite struct DetectionLawTests {
    /// Everything the program would print of an evaluation, with classes by name.
    private struct Everything: Equatable {
        var scores: DetectionScores
        var tide: TIDEReport
        var confusion: DetectionConfusion
        var curves: [PrecisionRecallCurve]

        init(_ tally: DetectionTally) {
            let all = [ImageSubset.all(tally.truth.images.count)]
            scores = tally.scores(over: all)[0]
            tide = tally.tideReports(tally.tideOutcomes(), over: all)[0]
            confusion = tally.confusion(tally.confusionPairs())
            curves = tally.curves(threshold: 0)
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func threadsNeverChangeABit(_ seed: UInt64) throws {
        let scene = Scene.random(seed: seed)
        let one = Everything(try scene.tally(threads: 1))
        for threads in [2, 3, 16] { #expect(Everything(try scene.tally(threads: threads)) == one) }
    }

    @Test func perfectDetectionsScoreOneAndHaveNothingToGain() throws {
        var scene = Scene.random(seed: 4)
        scene.answers = scene.objects.filter { !$0.isCrowd }.enumerated().map { index, object in
            Scene.Answer(
                image: object.image, category: object.category, box: object.box, score: 0.9 - Double(index) / 1000)
        }
        scene.objects.removeAll(where: \.isCrowd)
        let everything = Everything(try scene.tally())
        #expect(everything.scores.averagePrecision() == 1)
        #expect(everything.scores.averageRecall() == 1)
        #expect(everything.tide.averagePrecision == 100)
        #expect(everything.tide.gains == [0, 0, 0, 0, 0, 0])
        for truth in 0..<4 {
            for answered in 0...4 where answered != truth { #expect(everything.confusion[truth, answered] == 0) }
        }
    }

    @Test(arguments: [UInt64(5), 6])
    func renamingClassesOnlyMovesTheirRows(_ seed: UInt64) throws {
        let scene = Scene.random(seed: seed)
        // 1, 2, 3, 4 become 40, 30, 20, 10: the sorted order turns round.
        var renamed = scene
        renamed.classes = scene.classes.map { 10 * (5 - $0) }
        for index in scene.objects.indices {
            renamed.objects[index].category = 10 * (5 - scene.objects[index].category)
        }
        for index in scene.answers.indices {
            renamed.answers[index].category = 10 * (5 - scene.answers[index].category)
        }
        let (a, b) = (Everything(try scene.tally()), Everything(try renamed.tally()))
        for category in 0..<4 {
            #expect(a.scores.averagePrecision(of: category) == b.scores.averagePrecision(of: 3 - category))
            #expect(a.tide.perClass[category] == b.tide.perClass[3 - category])
            for answered in 0..<4 {
                #expect(a.confusion[category, answered] == b.confusion[3 - category, 3 - answered])
            }
        }
        #expect(a.tide.counts == b.tide.counts)
    }

    @Test func permutingTheFilesOfImagesWithoutTiesChangesNothing() throws {
        var scene = Scene.random(seed: 8)
        for index in scene.answers.indices { scene.answers[index].score = Double(index * 7919 % 10007) / 10007 }
        var turned = scene
        turned.images.reverse()
        turned.objects = scene.images.reversed().flatMap { image in scene.objects.filter { $0.image == image } }
        turned.answers = scene.images.reversed().flatMap { image in scene.answers.filter { $0.image == image } }
        #expect(Everything(try scene.tally()) == Everything(try turned.tally()))
    }

    @Test func aSliceIsTheEvaluationOfItsImagesAlone() throws {
        let scene = Scene.random(seed: 9)
        let tally = try scene.tally()
        let subset = ImageSubset("odd", contains: tally.truth.images.indices.map { $0 % 2 == 0 })
        var alone = scene
        alone.images = scene.images.filter { $0 % 2 == 1 }
        alone.objects.removeAll { $0.image % 2 == 0 }
        alone.answers.removeAll { $0.image % 2 == 0 }
        let other = try alone.tally()
        let a = tally.scores(over: [subset])[0]
        let b = other.scores(over: [.all(other.truth.images.count)])[0]
        #expect(a.summary(tally.settings).map(\.value) == b.summary(tally.settings).map(\.value))
        let outcomes = tally.tideOutcomes()
        let c = tally.tideReports(outcomes, over: [subset])[0]
        let d = other.tideReports(other.tideOutcomes(), over: [.all(other.truth.images.count)])[0]
        #expect(c.gains == d.gains)
        #expect(c.counts == d.counts)
        #expect(c.averagePrecision == d.averagePrecision)
    }

    @Test func imagesThatShareNothingMergeToTheWhole() throws {
        // A shard is a range of images: its outcomes joined in order are those of the whole.
        let tally = try Scene.random(seed: 10).tally()
        var joined = COCOOutcomes()
        for range in [0..<7, 7..<8, 8..<8, 8..<30] {
            var matcher = COCOMatcher(tally.truth, tally.results, tally.order, tally.settings)
            joined.append(matcher.match(range))
        }
        #expect(joined.matched == tally.outcomes.matched)
        #expect(joined.ignored == tally.outcomes.ignored)
        #expect(joined.object == tally.outcomes.object)
    }

    @Test func anIdOfZeroCountsLikeAnyOther() throws {
        let object = { (id: Int, x: Int) in
            "{\"id\":\(id),\"image_id\":0,\"category_id\":0,\"bbox\":[\(x),0,40,40],\"area\":1600}"
        }
        let scores = try [0, 7].map { first in
            let truth = try DetectionGroundTruth(
                json: "{\"images\":[{\"id\":0}],\"categories\":[{\"id\":0,\"name\":\"a\"}],"
                    + "\"annotations\":[\(object(first, 0)),\(object(first + 1, 100))]}")
            #expect(truth.zeroIds == (first == 0 ? 1 : 0))
            let results = try DetectionResults(
                json: "[{\"image_id\":0,\"category_id\":0,\"bbox\":[0,0,40,40],\"score\":0.9}]", for: truth)
            return DetectionTally(truth, results).scores(over: [.all(1)])[0].averagePrecision()
        }
        #expect(scores[0] == scores[1])
        #expect(scores[0].map { $0 > 0.5 } == true)
    }

    @Test func asPycocotoolsCountsAnObjectOfIdZeroIsMissedAndItsDetectionFalse() throws {
        let truth = try DetectionGroundTruth(
            json: """
                {"images":[{"id":1}],"categories":[{"id":1,"name":"a"}],"annotations":[
                {"id":0,"image_id":1,"category_id":1,"bbox":[0,0,40,40],"area":1600},
                {"id":1,"image_id":1,"category_id":1,"bbox":[100,0,40,40],"area":1600}]}
                """)
        let results = try DetectionResults(
            json: """
                [{"image_id":1,"category_id":1,"bbox":[0,0,40,40],"score":0.9},
                {"image_id":1,"category_id":1,"bbox":[100,0,40,40],"score":0.8}]
                """, for: truth)
        let tally = DetectionTally(truth, results)
        #expect(tally.scores(over: [.all(1)])[0].averagePrecision() == 1)
        // One of two objects is found, by the second detection: precision 1/2 at the 51 levels up to recall 0.5.
        let quirk = try #require(tally.scoresWithoutZeroIds())
        #expect(abs((quirk.averagePrecision() ?? 0) - 51 * 0.5 / 101) < 1e-12)
        #expect(quirk.averageRecall() == 0.5)
        #expect(try Scene.random(seed: 3).tally().scoresWithoutZeroIds() == nil)
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func withEveryImageCountedOnceAResampledReportIsTheReport(_ seed: UInt64) throws {
        let tally = try Scene.random(seed: seed).tally()
        let outcomes = tally.tideOutcomes()
        let report = tally.tideReports(outcomes, over: [.all(tally.truth.images.count)])[0]
        let once = TIDEResampler(TIDECurves(tally, outcomes)).resampled(
            [Lanes](repeating: .one, count: tally.truth.images.count))
        // The two add up the same precisions in another order.
        func isSame(_ lanes: Lanes, _ value: Double?) -> Bool {
            (0..<Lanes.scalarCount).allSatisfy { lane in
                value.map { abs(lanes[lane] - $0) < 1e-9 } ?? lanes[lane].isNaN
            }
        }
        #expect(isSame(once.averagePrecision, report.averagePrecision))
        #expect(zip(once.gains, report.gains).allSatisfy { isSame($0, $1) })
        #expect(isSame(once.falsePositiveGain, report.falsePositiveGain))
        #expect(isSame(once.falseNegativeGain, report.falseNegativeGain))
        for kind in DetectionError.allCases {
            for category in report.perClass.indices {
                #expect(
                    isSame(once.perClassGains[kind.rawValue][category], report.perClassGains[kind.rawValue][category]))
            }
        }
    }

    /// Sizes, thresholds, crowds and ranks alike: what resampling counts is what the evaluation counts.
    @Test(arguments: [UInt64(11), 12, 13, 14])
    func withEveryImageCountedOnceAResampledPrecisionIsThePrecision(_ seed: UInt64) throws {
        let tally = try Scene.random(seed: seed, images: 40).tally()
        let scores = tally.scores(over: [.all(tally.truth.images.count)])[0]
        let cells = DetectionResampler(tally).classes([Lanes](repeating: .one, count: tally.truth.images.count))
        // A level that is reached exactly may be read on the other side of the last bit, by one of 101 levels.
        func isSame(_ lanes: Lanes, _ value: Double?) -> Bool {
            (0..<Lanes.scalarCount).allSatisfy { lane in
                value.map { abs(lanes[lane] - $0) < 0.005 } ?? lanes[lane].isNaN
            }
        }
        for size in tally.settings.sizes.indices {
            let mean = cells.map { $0.bySize[size] }.meanDefined
            #expect(isSame(mean, scores.averagePrecision(size: size)), "size \(size)")
        }
        #expect(isSame(cells.map(\.precision50).meanDefined, scores.averagePrecision50))
        #expect(isSame(cells.map(\.precision75).meanDefined, scores.averagePrecision75))
        #expect(isSame(cells.map(\.recall).meanDefined, scores.averageRecall()))
        #expect(isSame(cells.map(\.recall1).meanDefined, scores.averageRecall1))
        #expect(isSame(cells.map(\.recall10).meanDefined, scores.averageRecall10))
        for category in cells.indices {
            #expect(isSame(cells[category].bySize[0], scores.averagePrecision(of: category)))
        }
        // No object of weight 0, and none that counts twice, is told from one that is not there.
        let none = DetectionResampler(tally).classes([Lanes](repeating: .zero, count: tally.truth.images.count))
        #expect(none.allSatisfy { $0.recall[0].isNaN && $0.bySize[0][3].isNaN })
    }

    @Test func aWeightOfTwoCountsAsTheSameImageTwice() throws {
        let scene = Scene.random(seed: 14, images: 9)
        var twice = scene
        // The copies follow their images at once, so that equal scores stay in the same order.
        twice.images = scene.images.flatMap { [$0 * 2, $0 * 2 + 1] }
        twice.objects = scene.objects.flatMap { object in
            [0, 1].map { copy in
                var object = object
                object.image = object.image * 2 + copy
                return object
            }
        }
        twice.answers = scene.answers.flatMap { answer in
            [0, 1].map { copy in
                var answer = answer
                answer.image = answer.image * 2 + copy
                return answer
            }
        }
        for index in scene.answers.indices { twice.answers[2 * index].score += Double(index) * 1e-6 }
        for index in scene.answers.indices { twice.answers[2 * index + 1].score += Double(index) * 1e-6 }
        var untied = scene
        for index in scene.answers.indices { untied.answers[index].score += Double(index) * 1e-6 }
        let (one, two) = (try untied.tally(), try twice.tally())
        let weighted = TIDEResampler(TIDECurves(one, one.tideOutcomes())).resampled(
            [Lanes](repeating: Lanes(repeating: 2), count: 9))
        let copied = TIDEResampler(TIDECurves(two, two.tideOutcomes())).resampled(
            [Lanes](repeating: .one, count: 18))
        #expect(abs(weighted.averagePrecision[0] - copied.averagePrecision[0]) < 1e-9)
        for kind in 0..<6 { #expect(abs(weighted.gains[kind][0] - copied.gains[kind][0]) < 1e-9) }
    }

    @Test func threadsNeverChangeAReplicate() throws {
        let (one, many) = (try Scene.random(seed: 15).tally(), try Scene.random(seed: 15).tally(threads: 3))
        let (a, b) = (one.tideReplicates(one.tideOutcomes(), 40), many.tideReplicates(many.tideOutcomes(), 40))
        #expect(a.averagePrecision.map(\.bitPattern) == b.averagePrecision.map(\.bitPattern))
        #expect(a.gains.map { $0.map(\.bitPattern) } == b.gains.map { $0.map(\.bitPattern) })
    }

    @Test func valuesStayInTheirBounds() throws {
        for seed in UInt64(20)..<40 {
            let everything = Everything(try Scene.random(seed: seed, images: 8).tally())
            for (_, value) in everything.scores.summary(DetectionSettings()) {
                if let value { #expect((0...1).contains(value)) }
            }
            #expect(everything.tide.gains.allSatisfy { $0 >= 0 && $0 <= 100 })
        }
    }
}
