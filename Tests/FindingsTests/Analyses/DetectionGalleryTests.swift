import Findings
import Foundation
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

    /// Three objects of class 1 are detected as class 2, and one detection lies on nothing, all with a higher score than any true
    /// positive. 157 of 161 sure detections agree.
    @Test func theListForLabellingHasWhatIsDisputedAndWhatIsNotFound() throws {
        var made = MadeDetection.clean()
        made.answer(1, count: 3, [(2, 0.95, 0)])
        made.answer(0, count: 1, [])
        made.backgroundDetections = [(9, 1, 0.95)]
        let section = try analysis.examine(made.examination())
        #expect(section.fact("label_errors")?.value == 4)
        #expect(section.fact("agreement")?.value == 156.0 / 160)
        #expect(section.holds("any_label_error") && !section.holds("too_weak"))
        #expect(gallery(section, "label_errors")?.total == 4)
        let list = try #require(section.disputedObjects)
        #expect(list.images.map(\.name) == ["i0", "i1", "i2", "i9"])
        #expect(list.images[0].width == 400 && list.images[0].height == 600)
        #expect(list.errors.sorted() == [0, 0, 1, 2])
        let wrong = list.disputes.filter { $0.doubt == .wrongClass }
        #expect(wrong.map(\.image).sorted() == [0, 1, 2] && wrong.allSatisfy { $0.predicted == 2 })
        #expect(wrong.allSatisfy { $0.labelled?.label == 1 && $0.labelled?.iou == 1 && $0.weight == 1 })
        #expect(wrong.map { $0.labelled?.annotation }.sorted { ($0 ?? "") < ($1 ?? "") } == ["10", "2", "6"])
        let missing = try #require(list.disputes.first { $0.doubt == .missing })
        #expect(missing.image == 3 && missing.box == [0, 500, 30, 30] && missing.labelled == nil)
        let text = try JSONEncoder().encode(section)
        #expect(try JSONDecoder().decode(Section.self, from: text).disputedObjects == list)
    }

    /// Where it is sure, it is wrong as often as correct.
    @Test func aWeakDetectorDisputesNoLabel() throws {
        var made = MadeDetection.clean()
        for label in 0..<4 { made.answer(label, count: 20, [((label + 1) % 4, 0.95, 0)]) }
        let section = try analysis.examine(made.examination())
        #expect(section.holds("too_weak") && !section.holds("any_label_error"))
        #expect(section.fact("agreement")?.value == 0.5 && section.fact("label_errors")?.value == 80)
        #expect(section.disputedObjects == nil && section.exhibit("label_errors") == nil)
    }
}
