import Findings
import Record
import Testing

@Suite struct DetectionGalleryTests {
    private let analysis = DetectionGallery()

    private func gallery(_ section: Section, _ id: String) -> Gallery? {
        guard case .gallery(let gallery)? = section.exhibit(id)?.content else { return nil }
        return gallery
    }

    @Test func everyPlantedKindHasItsGallery() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 2, [])
        made.answer(1, count: 3, [(2, 0.8, 0)])
        made.answer(2, count: 4, [(2, 0.8, 0.6)])
        made.answer(3, count: 5, [(3, 0.9, 0), (3, 0.7, 0.1)])
        made.backgroundDetections = [(0, 1, 0.4), (5, 1, 0.8), (6, 1, 0.1)]
        let section = try analysis.examine(made.examination())
        let totals = ["misses", "misclassified", "localisation_errors", "duplicates", "false_positives"].map {
            gallery(section, $0)?.total
        }
        let planted: [Int?] = [2, 3, 4, 5, 2]
        #expect(totals == planted)
        let first = try #require(gallery(section, "false_positives")?.items.first)
        #expect(first.item.hasPrefix("i5 detection "))
        #expect(first.label == "background" && first.predicted == "c1" && first.confidence == 0.8)
        #expect(gallery(section, "misses")?.items.first?.item == "i0 object 1")
    }

    @Test func aCleanRunShowsNothing() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(section.flags.isEmpty)
    }
}
