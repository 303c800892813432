import Artifacts
import Record
import Testing

@testable import Findings

@Suite struct DetectionCalibrationTests {
    private let analysis = DetectionCalibration()

    @Test func scoresThatPromiseTooMuchAreCalledOverconfident() throws {
        var made = MadeDetection.clean()
        for label in 0..<4 { made.answer(label, count: 20, [(label, 0.95, 3)]) }
        let section = try analysis.examine(made.examination())
        #expect(section.flags == ["overconfident"])
        // 80 of 160 are right, at scores of 0.9 and 0.95: in one bin the gap is 0.925 - 0.5.
        #expect(abs(try #require(section.fact("dece")?.value) - 0.425) < 1e-9)
        #expect(try #require(section.fact("dece")?.floor) < 0.05)
        // The same as a failure mode, shown by the false detections that are most sure of themselves.
        let found = try #require(section.findings.first)
        #expect(section.findings.map(\.mode) == [.other(kind: FailureMode.overconfidentScores, [])])
        #expect(found.standing == .finding && abs(found.measure.value - 0.425) < 1e-9 && found.measure.n == 160)
        #expect(found.evidence.allSatisfy { $0.label == "background" && $0.confidence == 0.95 })
        #expect(found.counterExamples.allSatisfy { $0.label == $0.predicted && $0.confidence == 0.9 })
    }

    @Test func scoresThatPromiseTooLittleAreShownByWhatTheyFind() throws {
        var made = MadeDetection.clean()
        for index in made.things.indices { made.things[index].answers = [(made.things[index].label, 0.6, 0)] }
        made.backgroundDetections = [(0, 0, 0.6), (5, 1, 0.6)]
        let section = try analysis.examine(made.examination())
        #expect(section.flags == ["underconfident"])
        let found = try #require(section.findings.first)
        #expect(found.mode == .other(kind: FailureMode.underconfidentScores, []) && found.measure.value < -0.3)
        #expect(found.evidence.allSatisfy { $0.label == $0.predicted })
        // What is off by less than the smallest effect is no failure mode.
        var settings = WorkspaceSettings(title: "Made", task: .detection)
        settings.smallestEffect = 0.5
        #expect(try analysis.examine(made.examination(settings: settings)).findings.isEmpty)
    }

    @Test func scoresThatKeepTheirPromiseAreCalledSo() throws {
        var made = MadeDetection.clean()
        // Nine of ten are right at a score of 0.9.
        for label in 0..<4 { made.answer(label, count: 4, [(label, 0.9, 3)]) }
        let section = try analysis.examine(made.examination())
        #expect(section.flags == ["calibrated"] && section.findings.isEmpty)
    }

    @Test func binsThatAreOffBothWaysAreFoundThoughTheSumIsRight() throws {
        // In each image two objects are found at 0.65, which is too low, and two boxes at 0.35 lie beside their objects:
        // 80 true positives of 160, and scores add up to 80.
        var made = MadeDetection.clean()
        for label in 0..<2 { made.answer(label, count: 40, [(label, 0.65, 0)]) }
        for label in 2..<4 { made.answer(label, count: 40, [(label, 0.35, 3)]) }
        let section = try analysis.examine(made.examination())
        #expect(section.flags == ["bins_off"])
        #expect(abs(try #require(section.fact("gap")?.value)) < 1e-9)
        #expect(abs(try #require(section.fact("dece")?.value) - 0.35) < 1e-9)
        guard case .chart(.reliability(let chart)) = section.exhibits.first?.content else {
            Issue.record("no reliability diagram")
            return
        }
        #expect(chart.share == "precision")
    }

    @Test func whatTheCorrectionTakesAwayIsNotCalledCalibrated() throws {
        // 12 true positives of 24, one object an image, at 0.8: Student's t of the images is 7.2 / sqrt(8.16) = 2.52 at 23
        // degrees, p .019, with Holm .038. That stands alone; beside slices, which weigh eight times as much and show
        // nothing, the family of calibration has p .019 * 4.5 and does not.
        let made = MadeDetection(
            classes: ["c0"],
            things: (0..<24).map { .init(image: $0, label: 0, answers: [(0, 0.8, $0 < 12 ? 0 : 3)]) })
        let draft = try analysis.draft(made.examination())
        #expect(try draft.section(TestLevels(draft.tests)).flags == ["overconfident"])
        let beside = TestLevels(draft.tests + [FamilyTests(.slices, [1])])
        #expect(try draft.section(beside).flags == ["uncorrected"])
    }

    @Test func scoresThatAreNoProbabilitiesAreNotJudged() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 1, [(0, 7, 0)])
        #expect(throws: Missing("scores are not in 0...1, so they are no probabilities")) {
            try analysis.examine(made.examination())
        }
    }

    @Test func scoresThatAreNoProbabilitiesAreShownAsTheyAre() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 1, [(1, -3.25, 0)])
        made.answer(1, count: 1, [(0, 7, 0)])
        let items = try DetectionGallery().examine(made.examination()).exhibits.flatMap { exhibit -> [GalleryItem] in
            if case .gallery(let gallery) = exhibit.content { gallery.items } else { [] }
        }
        #expect(items.contains { $0.score == 7 && $0.confidence == 0 })
        #expect(items.allSatisfy { $0.score != nil })
        let plain = try DetectionGallery().examine(MadeDetection.clean().examination()).exhibits
        #expect(!plain.isEmpty)
    }
}
