// Explanations asked of a detector's objects and of the labels of a multi-label model.

import Artifacts
import Columns
import Record
import Statistics
import Tallies
import Testing

@testable import Findings

@Suite struct HypothesesOfObjectsTests {
    private func section(_ examination: Examination) throws -> Section {
        let audit = Auditor(program: "test").audit(examination, inputs: [])
        return try #require(audit.sections.first { $0.id == "hypotheses" })
    }

    private func term(_ id: String, _ section: Section) -> String? { section.terms.first { $0.id == id }?.text }

    /// Detectors whose manifest says what they were trained on.
    private func examination(
        _ made: MadeDetection, _ attributes: [String: [String]] = [:], _ training: TrainingCounts? = nil
    ) throws -> Examination {
        let given = try made.evaluation(attributes: attributes)
        var manifest = given.manifest
        manifest.training = training
        let evaluation = DetectionEvaluation(
            manifest: manifest, datasheet: given.datasheet, truth: given.truth, results: given.results,
            names: given.names, paths: given.paths, attributes: given.attributes)
        let book = DetectionBook(evaluation)
        return Examination(
            of: book.rows, settings: WorkspaceSettings(title: "Made", task: .detection), detection: book)
    }

    /// Ten classes of 40 objects, four an image: class c_k misses 20 - 2k of them, and the fewer training images, the more.
    private static var byShare: MadeDetection {
        var made = MadeDetection.clean(classes: 10, perClass: 40)
        for label in 0..<10 { made.answer(label, count: 20 - 2 * label, []) }
        return made
    }

    @Test func classesShortOfTrainingImagesAreMissedMore() throws {
        let counts = TrainingCounts(perClass: (0..<10).map { .init("c\($0)", 100 * ($0 + 1)) })
        let found = try section(examination(Self.byShare, [:], counts))
        #expect(found.holds("training_share_supported") && found.holds("of_objects"))
        #expect(found.fact("rank_correlation")?.value == -1 && found.fact("rank_correlation")?.n == 10)
        // 20 + 18 + 16 + 14 + 12 of the 200 objects of c0 to c4, 10 + 8 + 6 + 4 + 2 of the others.
        #expect(near(found.fact("fewer_rate")?.value, 80.0 / 200) && near(found.fact("others_rate")?.value, 30.0 / 200))
        // Objects of an image are no independent evidence; 20 of the 100 images have none of these classes.
        #expect(found.fact("fewer_rate")?.units == 80)
        let none = try section(examination(Self.byShare))
        #expect(term("training_share_missing", none) == "version.yml has no training images of each class")
        #expect(
            term("shift_missing", none)
                == "telemetry is read for classifiers, and version.yml has no training images by attribute")
        #expect(
            term("capacity_missing", none)
                == "version.yml states neither parameters under measures: nor images under training:")
    }

    /// 80 images of one object of each of four classes, every other at night, where 20 of the 40 objects of each class are missed: none
    /// to four an image.
    private static var atNight: MadeDetection {
        var made = MadeDetection.clean(classes: 4, perClass: 80)
        for index in made.things.indices where made.things[index].image % 2 == 1 {
            let (label, place) = (made.things[index].label, made.things[index].image / 2)
            let isMissed = [place < 20, (10..<30).contains(place), place % 2 == 0, place % 4 < 2][label]
            if isMissed { made.things[index].answers = [] }
        }
        return made
    }

    @Test func aSliceOfHowImagesLookSupportsInputQuality() throws {
        let found = try section(examination(Self.atNight, ["lighting": ["day", "night"]]))
        #expect(found.holds("input_quality_supported"))
        #expect(term("input_quality_level", found) == Predicate("lighting", "night").words)
        // 50 % of each class against none.
        #expect(near(found.fact("effect@explanation=input_quality")?.value, 0.5))
        #expect(found.fact("effect@explanation=input_quality")?.n == 320)
    }

    @Test func anotherMixThanItWasTrainedOnIsShift() throws {
        let night = TrainingCounts(attributes: [.init("lighting", [.init("day", 1900), .init("night", 100)])])
        let found = try section(examination(Self.atNight, ["lighting": ["day", "night"]], night))
        #expect(found.holds("shift_supported") && found.holds("shift_of_training"))
        #expect(term("shift_columns", found) == "lighting")
        // Half of the images are at night: 0.5 x 50 % here, 0.05 x 50 % there.
        #expect(near(found.fact("shift_before")?.value, 0.025) && near(found.fact("shift_now")?.value, 0.25))
        // Two values show nothing by ranks.
        #expect(
            term("training_share_missing", found)
                == "lighting has 2 of at least 4 values with training images and images here")
        let same = TrainingCounts(attributes: [.init("lighting", [.init("day", 500), .init("night", 500)])])
        let alike = try section(examination(Self.atNight, ["lighting": ["day", "night"]], same))
        #expect(!alike.holds("shift_supported") && near(alike.fact("shift_effect")?.value, 0))
        let unknown = TrainingCounts(attributes: [.init("lighting", [.init("day", 500), .init("fog", 500)])])
        let absent = try section(examination(Self.atNight, ["lighting": ["day", "night"]], unknown))
        #expect(term("shift_missing", absent) == "a value of lighting that it was trained on is not here")
    }

    /// Six values that images take in turn, with the fewer training images the more objects missed, of every class alike.
    @Test func valuesShortOfTrainingImagesAreMissedMore() throws {
        let values = (0..<6).map { "w\($0)" }
        var made = MadeDetection.clean(classes: 4, perClass: 120)
        for index in made.things.indices {
            let (image, place) = (made.things[index].image, made.things[index].image / 6)
            if place < 12 - 2 * (image % 6) { made.things[index].answers = [] }
        }
        let counts = TrainingCounts(attributes: [
            .init("weather", values.enumerated().map { .init($1, 50 + 100 * $0) })
        ])
        let found = try section(examination(made, ["weather": values], counts))
        #expect(found.holds("training_share_supported") && found.holds("training_share_by_value"))
        #expect(found.fact("rank_correlation")?.value == -1)
        // Two of the 720 orders are as far from 0.
        #expect(near(found.fact("effect@explanation=training_share")?.value, -1))
        #expect(term("training_share_attribute", found) == "weather")
        guard case .table(let table)? = found.exhibit("values")?.content else { return #expect(Bool(false)) }
        #expect(table.rows.first.map { Array($0.prefix(2)) } == [.text("w0"), .number(50, .count)])
    }

    /// At night 40 objects are wrong, of which 32 are another class with a high score; by day 8, of which one is. Scores of what is
    /// found are 0.85 and 0.95.
    @Test func confidentConfusionsInASliceDisputeLabels() throws {
        var made = MadeDetection.clean(classes: 4, perClass: 200)
        for index in made.things.indices {
            let (image, label) = (made.things[index].image, made.things[index].label)
            let (isNight, place) = (image % 2 == 1, image / 2)
            made.things[index].answers = [(label, image / 4 % 2 == 0 ? 0.85 : 0.95, 0)]
            guard place < (isNight ? 40 : 8), place % 4 == label else { continue }
            let isConfused = isNight ? place / 4 % 4 != 3 : place == 0
            made.things[index].answers = isConfused ? [((label + 1) % 4, 0.96, 0)] : []
        }
        let found = try section(examination(made, ["scene": ["day", "night"]]))
        #expect(found.holds("labels_supported"))
        #expect(near(found.fact("labels_inside")?.value, 0.8) && near(found.fact("labels_outside")?.value, 0.125))
        #expect(found.fact("effect@explanation=labels")?.n == 48)
    }

    /// Ten labels of 60 images each, one an image: the fewer training images, the more are missed.
    @Test func labelsShortOfTrainingImagesAreMissedMore() throws {
        let names = (0..<10).map { "l\($0)" }
        let images = (0..<600).map { index -> MadeLabels.Image in
            let (label, place) = (index % 10, index / 10)
            var scores = [Double](repeating: 0.1, count: 10)
            scores[label] = place < 20 - 2 * label ? 0.2 : 0.9
            return MadeLabels.Image(id: "i\(index)", truth: [label], scores: scores)
        }
        let made = MadeLabels(labels: names, images: images)
        let given = made.evaluation
        var manifest = given.manifest
        manifest.training = TrainingCounts(perClass: names.enumerated().map { .init($1, 100 * ($0 + 1)) })
        let evaluation = Evaluation(
            manifest: manifest, datasheet: given.datasheet, classes: given.classes, items: given.items,
            predictions: given.predictions, labelSets: given.labelSets, accounting: given.accounting)
        let found = try section(Examination(of: evaluation, settings: made.settings))
        #expect(found.holds("training_share_supported") && found.holds("of_labels"))
        #expect(found.fact("rank_correlation")?.value == -1 && found.fact("rank_correlation")?.n == 10)
        #expect(near(found.fact("fewer_rate")?.value, 80.0 / 300))
        #expect(term("labels_missing", found) == "no slice is a finding")
    }

    /// Objects of an image that share how hard it is, attributes and counts without a connection.
    @Test func whereNothingIsPlantedNothingIsSupported() throws {
        var flagged = 0
        for seed in 1...20 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var made = MadeDetection.clean(classes: 8, perClass: 40)
            let hard = (0..<80).map { _ in generator.unit() < 0.3 }
            for index in made.things.indices {
                if generator.unit() < (hard[made.things[index].image] ? 0.5 : 0.05) { made.things[index].answers = [] }
            }
            let classes = (0..<8).map { TrainingCounts.ClassCount("c\($0)", 50 + generator.below(1_000)) }
            let values = ["a", "b", "c", "d", "e"].map { TrainingCounts.ClassCount($0, 50 + generator.below(1_000)) }
            let counts = TrainingCounts(perClass: classes, attributes: [.init("blur", values)])
            let found = try section(examination(made, ["blur": ["a", "b", "c", "d", "e"]], counts))
            if (found.fact("supported")?.value ?? 0) > 0 { flagged += 1 }
        }
        #expect(flagged <= 2, "\(flagged) of 20")
    }
}
