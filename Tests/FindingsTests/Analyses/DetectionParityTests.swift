import Findings
import Record
import Testing

@Suite struct DetectionParityTests {
    private let analysis = DetectionParity()

    private func numbers(_ section: Section) throws -> Table {
        guard case .table(let table) = section.exhibit("numbers")?.content else {
            throw Missing("no table of numbers")
        }
        return table
    }

    @Test func aCleanRunIsEqualToPycocotools() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(section.flags.isEmpty)
        #expect(section.exhibit("zero_ids") == nil)
        #expect(section.fact("ap_with_zero_ids_missed")?.undefined == "no object has the id 0")
        #expect(try numbers(section).rows[0].contains(.text("equal")))
        #expect(try numbers(section).rows[1].contains(.text("equal")))
    }

    @Test func anObjectOfIdZeroIsShownWithWhatPycocotoolsWouldPrint() throws {
        var made = MadeDetection.clean(classes: 2, perClass: 8)
        made.firstId = 0
        let section = try analysis.examine(made.examination())
        #expect(section.holds("has_zero_ids"))
        #expect(section.fact("zero_ids")?.value == 1)
        #expect(section.fact("ap")?.value == 1)
        let there = try #require(section.fact("ap_with_zero_ids_missed")?.value)
        #expect(there < 1)
        #expect(try numbers(section).rows[0].contains(.text("differs")))
        #expect(try numbers(section).rows[1].contains(.text("equal")))
        guard case .table(let table) = section.exhibit("zero_ids")?.content else {
            Issue.record("no table of what pycocotools would print")
            return
        }
        #expect(table.rows.count == 12)
    }

    @Test func classesWithoutObjectsAndCrowdedImagesAreCounted() throws {
        var made = MadeDetection.clean()
        made.classes += ["answered only", "nothing"]
        made.backgroundDetections = (0..<120).map { (0, 4, Double($0) / 200) }
        let section = try analysis.examine(made.examination())
        #expect(section.fact("classes_without_objects")?.value == 2)
        #expect(section.fact("classes_with_detections_only")?.value == 1)
        #expect(section.fact("crowded_images")?.value == 1)
        #expect(section.fact("cut_for_tide")?.value == 24)
        // A class with detections alone costs TIDE's AP and not COCO's.
        #expect(section.fact("ap50")?.value == 1)
        #expect(section.fact("tide_ap")?.value == 0.8)
    }
}
