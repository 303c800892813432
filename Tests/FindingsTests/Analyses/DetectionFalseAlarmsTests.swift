import Artifacts
import Columns
import Findings
import Foundation
import Record
import Testing

@Suite struct DetectionFalseAlarmsTests {
    /// Kept for a later version, and read back as they were.
    @Test func falsePositivesAreArchivedImageByImage() throws {
        var made = MadeDetection.clean()
        made.backgroundDetections = [(3, 0, 0.9), (3, 1, 0.5), (5, 0, 0.1)]
        let counts = try #require(try DetectionFalseAlarms().examine(made.examination()).imageCounts)
        #expect(counts.ids.count == 40 && counts.ids == counts.ids.sorted())
        #expect(counts.counts.reduce(0, +) == 2 && counts.counts.max() == 2)
        let json = try JSONEncoder().encode(counts)
        #expect(try JSONDecoder().decode(ImageCounts.self, from: json) == counts)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ImageCounts.self, from: Data("\"AAA=\"".utf8)) }
    }

    private let analysis = DetectionFalseAlarms()

    /// 40 images with objects, all found, then 40 without any, on which the given detections lie.
    private func made(_ alarms: [(image: Int, score: Double)], empty: Int = 40) -> MadeDetection {
        var made = MadeDetection.clean()
        made.backgroundDetections = alarms.map { (40 + $0.image, 0, $0.score) }
        made.imageCount = 40 + empty
        return made
    }

    @Test func oneOfOneEmptyImagesHasAFalseAlarm() throws {
        let section = try analysis.examine(made([(0, 0.9)], empty: 1).examination())
        #expect(section.fact("empty_images")?.value == 1)
        #expect(section.fact("images_with_false_alarm")?.value == 1)
        #expect(section.fact("false_alarm_share")?.value == 1)
        #expect(section.holds("any_empty") && section.holds("any_alarm"))
        #expect(section.exhibit("examples") != nil)
    }

    @Test func alarmsAreCountedByImageAndByScore() throws {
        let alarms = [(0, 0.9), (0, 0.6), (1, 0.3), (2, 0.2), (3, 0.05)].map { (image: $0.0, score: $0.1) }
        let section = try analysis.examine(made(alarms).examination())
        #expect(section.fact("false_positives")?.value == 3)
        #expect(section.fact("false_positives_per_image")?.value == 3.0 / 80)
        #expect(section.fact("false_alarm_share")?.value == 2.0 / 40)
        #expect(section.fact("false_alarms_per_image")?.value == 3.0 / 40)
        #expect(section.fact("false_positives_per_image_at@score=0.1")?.value == 4.0 / 80)
        #expect(section.fact("false_positives_per_image_at@score=0.75")?.value == 1.0 / 80)
        #expect(section.fact("false_alarm_share_at@score=0.5")?.value == 1.0 / 40)
        for id in ["false_positives_per_image", "false_alarm_share", "false_alarms_per_image"] {
            let fact = try #require(section.fact(id))
            let (value, interval) = (try #require(fact.value), try #require(fact.interval))
            #expect(interval.low < value && value < interval.high, "\(id)")
        }
    }

    /// Detections of another class, or too far off, are false positives; those on an object are not.
    @Test func detectionsThatFindNothingAreFalseOnImagesWithObjectsToo() throws {
        var detector = made([])
        detector.answer(1, count: 5, [(2, 0.8, 0)])
        detector.answer(2, count: 3, [(2, 0.9, 0), (2, 0.5, 0.05)])
        let section = try analysis.examine(detector.examination())
        #expect(section.fact("false_positives")?.value == 8)
        #expect(section.fact("false_alarm_share")?.value == 0)
        #expect(section.fact("false_alarm_share")?.interval?.low == 0)
        #expect(!section.holds("any_alarm"))
    }

    @Test func withoutAnEmptyImageTheShareIsNotDefined() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(section.fact("false_alarm_share")?.undefined == "every image has an object")
        #expect(section.fact("false_positives_per_image")?.value == 0)
        #expect(!section.holds("any_empty"))
    }

    @Test func declaredSlicesOfImagesAndAttributesHaveTheirOwn() throws {
        var settings = WorkspaceSettings(title: "T", task: .detection)
        settings.slicing.declared = [
            DeclaredSlice(name: "night", predicates: [Predicate("light", "night")]),
            DeclaredSlice(name: "fog", predicates: [Predicate("light", "fog")]),
        ]
        // Attributes take turns: images 0, 2, 4 ... are at night.
        let section = try analysis.examine(
            made([(0, 0.9), (1, 0.8), (2, 0.7)]).examination(
                attributes: ["light": ["night", "day"]], settings: settings))
        #expect(section.fact("false_positives_per_image_on@slice=night")?.value == 2.0 / 40)
        #expect(section.fact("false_alarm_share_on@slice=night")?.value == 2.0 / 20)
        #expect(section.fact("false_alarm_share_on@slice=fog")?.undefined == "no image has light fog")
        #expect(section.holds("has_attributes") && section.holds("has_declared"))
    }

    @Test func gatesAskOfThem() throws {
        let section = try analysis.examine(made([(0, 0.9), (1, 0.8)]).examination())
        func state(_ fact: String, _ bound: Double) -> GateStatus {
            Gate.decide(
                GateRule(fact: "detection-false-alarms/" + fact, bound: .atMost(bound)), over: [section], units: 80
            ).state
        }
        #expect(state("false_positives_per_image", 0.2) == .passed)
        #expect(state("false_positives_per_image", 0.001) == .failed)
        #expect(state("false_alarm_share", 0.05) == .undecided)
        #expect(state("false_alarm_share_at@score=*", 0.3) == .passed)
    }
}
