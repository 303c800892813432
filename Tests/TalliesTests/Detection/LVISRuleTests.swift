import Artifacts
import Tallies
import Testing

/// LVIS' rule against a plain evaluation of its own, written from the description of lvis-api's `LVISEval`: for each class and
/// threshold one list of detections, matched image by image.
@Suite struct LVISRuleTests {
    private struct Federated {
        var scene: Scene
        /// By image: classes that are known to be absent, and classes of which not every object is labelled.
        var absent: [Int: Set<Int>]
        var lenient: [Int: Set<Int>]

        init(seed: UInt64) {
            scene = Scene.random(seed: seed, images: 25, classes: 6)
            scene.objects = scene.objects.map {
                var object = $0
                object.isCrowd = false
                return object
            }
            var state = seed &* 6_364_136_223_846_793_005 &+ 99
            func draw(_ below: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % below
            }
            (absent, lenient) = ([:], [:])
            for image in scene.images {
                for category in scene.classes {
                    let isPresent = scene.objects.contains { $0.image == image && $0.category == category }
                    if !isPresent, draw(3) == 0 { absent[image, default: []].insert(category) }
                    if isPresent, draw(3) == 0 { lenient[image, default: []].insert(category) }
                }
            }
        }

        func truth() throws -> DetectionGroundTruth {
            let images = scene.images.map {
                "{\"id\":\($0),\"neg_category_ids\":\((absent[$0] ?? []).sorted()),"
                    + "\"not_exhaustive_category_ids\":\((lenient[$0] ?? []).sorted())}"
            }.joined(separator: ",")
            let classes = scene.classes.map { "{\"id\":\($0),\"name\":\"c\($0)\"}" }.joined(separator: ",")
            let objects = scene.objects.enumerated().map { index, object in
                "{\"id\":\(index + 1),\"image_id\":\(object.image),\"category_id\":\(object.category),"
                    + "\"bbox\":\(object.box),\"area\":\(object.box[2] * object.box[3])}"
            }.joined(separator: ",")
            return try DetectionGroundTruth(
                json: "{\"images\":[\(images)],\"categories\":[\(classes)],\"annotations\":[\(objects)]}")
        }

        func results(_ truth: DetectionGroundTruth) throws -> DetectionResults {
            let rows = scene.answers.map {
                "{\"image_id\":\($0.image),\"category_id\":\($0.category),\"bbox\":\($0.box),\"score\":\($0.score)}"
            }.joined(separator: ",")
            return try DetectionResults(json: "[\(rows)]", for: truth)
        }

        /// AP by LVIS' rule, the plain way; the mean over classes with an object.
        func averagePrecision() -> Double {
            let thresholds = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95]
            var sums: [Double] = []
            for category in scene.classes {
                let positives = scene.objects.count { $0.category == category }
                if positives == 0 { continue }
                for threshold in thresholds {
                    sums.append(precision(category, threshold, positives))
                }
            }
            return sums.reduce(0, +) / Double(sums.count)
        }

        private func precision(_ category: Int, _ threshold: Double, _ positives: Int) -> Double {
            var marks: [(score: Double, isHit: Bool)] = []
            for image in scene.images {
                let objects = scene.objects.filter { $0.image == image && $0.category == category }
                guard !objects.isEmpty || absent[image]?.contains(category) == true else { continue }
                let answers = scene.answers.filter { $0.image == image && $0.category == category }
                    .enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(
                        \.element)
                var isTaken = [Bool](repeating: false, count: objects.count)
                for answer in answers {
                    var best = min(threshold, 1 - 1e-10)
                    var chosen: Int?
                    for (index, object) in objects.enumerated() where !isTaken[index] {
                        let value = Self.overlap(answer.box, object.box)
                        if value < best { continue }
                        (best, chosen) = (value, index)
                    }
                    if let chosen {
                        isTaken[chosen] = true
                        marks.append((answer.score, true))
                    } else if lenient[image]?.contains(category) != true {
                        marks.append((answer.score, false))
                    }
                }
            }
            let order = marks.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            var (hits, curve) = (0, [(recall: Double, precision: Double)]())
            for (place, entry) in order.enumerated() {
                if entry.element.isHit { hits += 1 }
                curve.append((Double(hits) / Double(positives), Double(hits) / Double(place + 1)))
            }
            for place in curve.indices.dropLast().reversed() {
                curve[place].precision = max(curve[place].precision, curve[place + 1].precision)
            }
            let grid = (0..<100).map { Double($0) * 0.01 } + [1]
            return grid.map { level in curve.first { $0.recall >= level }?.precision ?? 0 }.reduce(0, +) / 101
        }

        private static func overlap(_ a: [Double], _ b: [Double]) -> Double {
            let width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
            let height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
            guard width > 0, height > 0 else { return 0 }
            return width * height / (a[2] * a[3] + b[2] * b[3] - width * height)
        }
    }

    @Test(arguments: 1...20)
    func averagePrecisionIsThatOfThePlainEvaluation(_ seed: UInt64) throws {
        let federated = Federated(seed: seed)
        let truth = try federated.truth()
        let results = try federated.results(truth)
        let kept = results.byLVISRule(for: truth)
        let all = [ImageSubset.all(truth.images.count)]
        let scores = DetectionTally(truth.byLVISRule(), kept.results).scores(over: all)[0]
        let expected = federated.averagePrecision()
        #expect(abs(try #require(scores.averagePrecision()) - expected) < 1e-12)
        // By COCO's rule every class counts everywhere.
        let coco = DetectionTally(truth, results).scores(over: all)[0]
        #expect(try #require(coco.averagePrecision()) < expected)
        #expect(kept.unlooked > 0 && kept.results.count == results.count - kept.unlooked)
    }

    /// An unmatched detection of a class that is not labelled exhaustively is a mistake nowhere.
    @Test func whatIsNotLabelledExhaustivelyCostsNothing() throws {
        var federated = Federated(seed: 1)
        federated.scene = Scene(images: [1], classes: [1])
        federated.scene.objects = [.init(image: 1, category: 1, box: [0, 0, 10, 10])]
        federated.scene.answers = [
            .init(image: 1, category: 1, box: [0, 0, 10, 10], score: 0.9),
            .init(image: 1, category: 1, box: [50, 50, 10, 10], score: 0.95),
        ]
        (federated.absent, federated.lenient) = ([:], [1: [1]])
        let truth = try federated.truth()
        let results = try federated.results(truth)
        for (rule, errors) in [(truth, 1), (truth.byLVISRule(), 0)] {
            let tally = DetectionTally(rule, results)
            #expect(tally.countedDetections().count { $0.object == nil } == errors)
            #expect(tally.confusionPairs().count { $0.object == nil } == errors)
            #expect(tally.tideOutcomes().points.count { $0.error != nil && !$0.isIgnored } == errors)
        }
    }

    @Test func ofAnImageThreeHundredDetectionsCount() throws {
        var federated = Federated(seed: 1)
        federated.scene = Scene(images: [1], classes: [1, 2])
        federated.scene.objects = [.init(image: 1, category: 1, box: [0, 0, 10, 10])]
        federated.scene.answers = (0..<310).map {
            .init(image: 1, category: 1 + $0 % 2, box: [0, 0, 10, 10], score: 1 - Double($0) / 1000)
        }
        (federated.absent, federated.lenient) = ([:], [:])
        let truth = try federated.truth()
        let kept = try federated.results(truth).byLVISRule(for: truth)
        #expect(kept.beyond == 10 && kept.unlooked == 150 && kept.results.count == 150)
    }
}
