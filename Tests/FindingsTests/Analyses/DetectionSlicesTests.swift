import Columns
import Findings
import Record
import Testing

@Suite struct DetectionSlicesTests {
    private let analysis = DetectionSlices()

    @Test func aCleanRunIsSilent() throws {
        let section = try analysis.examine(
            MadeDetection.clean().examination(attributes: ["light": ["day", "night"]]))
        #expect(section.fact("false_detections")?.value == 0)
        #expect(section.fact("images_with_errors")?.value == 0)
        #expect(!section.holds("any_detection_slice"))
        #expect(!section.holds("any_image_slice"))
    }

    @Test func falseDetectionsPlantedOnImagesOfOneKindAreFound() throws {
        var made = MadeDetection.clean(perClass: 60)
        // Images at odd places are taken at night; what is seen there is a small box, as none of the objects is.
        made.backgroundDetections = stride(from: 1, to: 60, by: 2).map { ($0, 2, 0.8) }
        let section = try analysis.examine(made.examination(attributes: ["light": ["day", "night"]]))
        #expect(section.fact("false_detections")?.value == 30)
        #expect(section.fact("false_rate")?.value == 30.0 / 270)
        #expect(section.holds("any_detection_finding"))
        #expect(section.terms.first { $0.id == "top_slice" }?.text.contains("detection_size small") == true)
        #expect(section.fact("images_with_errors")?.value == 30)
        guard case .table(let images) = section.exhibit("images")?.content else {
            Issue.record("no table of images")
            return
        }
        #expect(images.rows.first?.first == .predicates([Predicate("light", "night")], target: nil))
    }

    @Test func withoutDetectionsThereIsNothingToSlice() throws {
        var made = MadeDetection.clean()
        for index in made.things.indices { made.things[index].answers = [] }
        let examination = try made.examination()
        #expect(throws: Missing("no detection has a score of 0.25 or more")) { try analysis.examine(examination) }
    }
}
