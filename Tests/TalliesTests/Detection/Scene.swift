import Artifacts
import Tallies

/// Ground truth and results written as lists, for fixtures that a person can check by hand.
struct Scene {
    struct Object {
        var image: Int
        var category: Int
        var box: [Double]
        var isCrowd = false
        var area: Double?
    }

    struct Answer {
        var image: Int
        var category: Int
        var box: [Double]
        var score: Double
    }

    var images: [Int]
    var classes: [Int]
    var objects: [Object] = []
    var answers: [Answer] = []

    func truth() throws -> DetectionGroundTruth {
        let images = images.map { "{\"id\":\($0)}" }.joined(separator: ",")
        let classes = classes.map { "{\"id\":\($0),\"name\":\"c\($0)\"}" }.joined(separator: ",")
        let objects = objects.enumerated().map { index, object in
            "{\"id\":\(index + 1),\"image_id\":\(object.image),\"category_id\":\(object.category),"
                + "\"bbox\":\(object.box),\"iscrowd\":\(object.isCrowd ? 1 : 0),"
                + "\"area\":\(object.area ?? object.box[2] * object.box[3])}"
        }.joined(separator: ",")
        return try DetectionGroundTruth(
            json: "{\"images\":[\(images)],\"categories\":[\(classes)],\"annotations\":[\(objects)]}")
    }

    func tally(threads: Int = 1) throws -> DetectionTally {
        let truth = try truth()
        let answers = answers.map {
            "{\"image_id\":\($0.image),\"category_id\":\($0.category),\"bbox\":\($0.box),\"score\":\($0.score)}"
        }.joined(separator: ",")
        return DetectionTally(truth, try DetectionResults(json: "[\(answers)]", for: truth), threads: threads)
    }

    /// A scene of many images with errors of all kinds, tied scores and crowds, from a seed.
    static func random(seed: UInt64, images: Int = 30, classes: Int = 4) -> Scene {
        var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        var scene = Scene(images: Array(1...images), classes: Array(1...classes))
        for image in 1...images {
            for _ in 0..<draw(6) {
                let box = [draw(200), draw(200), 10 + draw(120), 10 + draw(120)].map(Double.init)
                let category = 1 + draw(classes)
                scene.objects.append(Object(image: image, category: category, box: box, isCrowd: draw(12) == 0))
                for _ in 0..<draw(3) {
                    let moved = [box[0] + Double(draw(30) - 15), box[1] + Double(draw(30) - 15), box[2], box[3]]
                    scene.answers.append(
                        Answer(
                            image: image, category: draw(5) == 0 ? 1 + draw(classes) : category,
                            box: draw(2) == 0 ? box : moved, score: Double(1 + draw(9)) / 10))
                }
            }
            for _ in 0..<draw(4) {
                let box = [draw(200), draw(200), 10 + draw(120), 10 + draw(120)].map(Double.init)
                scene.answers.append(
                    Answer(image: image, category: 1 + draw(classes), box: box, score: Double(1 + draw(9)) / 10))
            }
        }
        return scene
    }
}
