// Detectors made object by object, for tests that plant a fault and for laws.

import Artifacts
import Columns
import Findings
import Pixels
import Record
import Tallies

/// A detector's evaluation under construction: objects on a grid, each answered as `predicted`.
struct MadeDetection {
    /// One object and what was answered for it.
    struct Thing {
        var image: Int
        var label: Int
        /// Classes answered where it lies, each with a score and a shift to the right in parts of its width.
        var answers: [(predicted: Int, score: Double, shift: Double)]
    }

    var version = "v2"
    var classes: [String]
    var things: [Thing]
    /// Detections where nothing is: image, class, score.
    var backgroundDetections: [(image: Int, predicted: Int, score: Double)] = []
    var changes: [String] = []
    /// Id of the first object.
    var firstId = 1
    /// Value of every cell of a map of 20 by 20 cells by image and whether a labelled box holds the cell's centre.
    var map: (@Sendable (_ image: Int, _ isInBox: Bool) -> Float)?

    /// `perClass` objects of each of `count` classes c0, c1, ..., four an image, all found with score 0.9.
    static func clean(classes count: Int = 4, perClass: Int = 40, version: String = "v2") -> MadeDetection {
        var things: [Thing] = []
        for index in 0..<count * perClass {
            things.append(Thing(image: index / 4, label: index % count, answers: [(index % count, 0.9, 0)]))
        }
        return MadeDetection(version: version, classes: (0..<count).map { "c\($0)" }, things: things)
    }

    /// Changes what is answered for the first `count` objects of a class.
    mutating func answer(_ label: Int, count: Int, _ answers: [(predicted: Int, score: Double, shift: Double)]) {
        var left = count
        for index in things.indices where left > 0 && things[index].label == label {
            things[index].answers = answers
            left -= 1
        }
    }

    /// Images there are at the least: those after the last object or detection have neither.
    var imageCount = 0

    private var images: Int { max(imageCount, lastImage) }
    private var lastImage: Int { (things.map(\.image) + backgroundDetections.map(\.image)).max().map { $0 + 1 } ?? 0 }

    private func box(_ index: Int, _ shift: Double) -> [Double] {
        [Double(index % 4) * 100 + shift * 40, 0, 40, 40]
    }

    /// `attributes`: values that images take in turn.
    func evaluation(
        attributes: [String: [String]] = [:], embeddings: ObjectEmbeddings? = nil
    ) throws -> DetectionEvaluation {
        let images = (0..<images).map {
            "{\"id\":\($0 + 1),\"file_name\":\"i\($0).png\",\"width\":400,\"height\":600}"
        }.joined(separator: ",")
        let categories = classes.enumerated().map { "{\"id\":\($0 + 1),\"name\":\"\($1)\"}" }.joined(separator: ",")
        let objects = things.enumerated().map { index, thing in
            "{\"id\":\(index + firstId),\"image_id\":\(thing.image + 1),\"category_id\":\(thing.label + 1),"
                + "\"bbox\":\(box(index, 0)),\"area\":1600}"
        }
        let truth = try DetectionGroundTruth(
            json: "{\"images\":[\(images)],\"categories\":[\(categories)],"
                + "\"annotations\":[\(objects.joined(separator: ","))]}")
        var answers: [String] = []
        func add(_ image: Int, _ predicted: Int, _ box: [Double], _ score: Double) {
            answers.append(
                "{\"image_id\":\(image + 1),\"category_id\":\(predicted + 1),\"bbox\":\(box),\"score\":\(score)}")
        }
        for (index, thing) in things.enumerated() {
            for answer in thing.answers { add(thing.image, answer.predicted, box(index, answer.shift), answer.score) }
        }
        for backgroundDetection in backgroundDetections {
            add(backgroundDetection.image, backgroundDetection.predicted, [0, 500, 30, 30], backgroundDetection.score)
        }
        let results = try DetectionResults(json: "[\(answers.joined(separator: ","))]", for: truth)
        var manifest = VersionManifest(version: version, date: "2026-01-02", model: "made")
        manifest.changes = changes
        let columns = attributes.sorted { $0.key < $1.key }.map { name, values in
            Column.coded(
                CodedColumn(
                    name: Name(name), categories: values.map { Name($0) },
                    codes: Codes(truth.images.indices.map { $0 % values.count }, categories: values.count)))
        }
        return DetectionEvaluation(
            manifest: manifest, datasheet: Datasheet(name: "made", title: "Made"), truth: truth, results: results,
            attributes: columns, saliency: maps(truth), embeddings: embeddings)
    }

    private func maps(_ truth: DetectionGroundTruth) -> SaliencyMaps? {
        guard let map else { return nil }
        let (things, side) = (things, 20)
        return SaliencyMaps(ids: truth.images.indices.map { ItemID("i\($0)") }) { id in
            let image = Int(id.text.dropFirst()) ?? 0
            let lefts = things.indices.filter { things[$0].image == image }.map { Double($0 % 4) * 100 }
            let values = (0..<side * side).map { cell -> Float in
                let (x, y) = ((Double(cell % side) + 0.5) * 20, (Double(cell / side) + 0.5) * 30)
                return map(image, y < 40 && lefts.contains { x >= $0 && x < $0 + 40 })
            }
            return SaliencyGrid(width: side, height: side, values: values)
        }
    }

    func examination(
        baseline: BaselineRecord? = nil, attributes: [String: [String]] = [:],
        settings: WorkspaceSettings = WorkspaceSettings(title: "Made", task: .detection),
        runs: [(factor: String, level: String, made: MadeDetection)] = [], embeddings: ObjectEmbeddings? = nil
    ) throws -> Examination {
        let book = DetectionBook(try evaluation(attributes: attributes, embeddings: embeddings))
        let matched = try runs.map { factor, level, made in
            var run = try made.evaluation(attributes: attributes)
            run.condition = Condition(factor: factor, level: level, strength: Double(level))
            return DetectionRun(run)
        }
        return Examination(
            of: book.rows, baseline: baseline,
            settings: settings, detection: book, runs: matched
        ).counting(for: Catalog.analyses)
    }

    /// What an archive would keep of it.
    func record() throws -> BaselineRecord {
        let examination = try examination()
        let audit = Auditor(program: "test").audit(examination, inputs: [])
        return BaselineRecord(audit: audit, outcomes: OutcomeTable(of: examination.evaluation))
    }
}
