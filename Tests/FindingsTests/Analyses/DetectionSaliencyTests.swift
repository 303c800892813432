import Findings
import Record
import Testing

@Suite struct DetectionSaliencyTests {
    private let analysis = DetectionSaliency()

    @Test func withoutMapsItIsNotMeasured() throws {
        #expect(throws: Missing("no saliency maps in this evaluation")) {
            try analysis.examine(MadeDetection.clean().examination())
        }
    }

    @Test func mapsOnTheObjectsHaveAllTheirEnergyThere() throws {
        var made = MadeDetection.clean()
        made.map = { _, isInBox in isInBox ? 1 : 0 }
        let section = try analysis.examine(made.examination())
        #expect(section.holds("points_at_objects"))
        #expect(try #require(section.fact("energy")?.value) > 0.75)
        #expect(section.fact("hits")?.value == 1)
        // Four boxes of 40 x 40 in 400 x 600, on a grid of 213 x 320.
        let area = try #require(section.fact("area_share")?.value)
        #expect(abs(area - 4 * 40 * 40 / (400 * 600)) < 0.002)
        #expect(section.fact("energy")?.floor == area)
        #expect(try #require(section.fact("lift_found")?.value) > 10)
    }

    @Test func mapsThatAvoidTheObjectsAreSaidToNotPointAtThem() throws {
        var made = MadeDetection.clean()
        made.map = { _, isInBox in isInBox ? 0 : 1 }
        let section = try analysis.examine(made.examination())
        #expect(!section.holds("points_at_objects"))
        #expect(section.fact("hits")?.value == 0)
        #expect(try #require(section.fact("excess")?.value) < 0)
    }

    @Test func flatMapsSayNothing() throws {
        var made = MadeDetection.clean()
        made.map = { image, isInBox in image < 3 ? 0.5 : isInBox ? 1 : 0 }
        let section = try analysis.examine(made.examination())
        #expect(section.fact("flat")?.value == 3)
        #expect(section.fact("read")?.value == 37)
        #expect(section.holds("has_flat"))
    }
}
