import Findings
import Record
import Testing

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
    }

    @Test func scoresThatKeepTheirPromiseAreCalledSo() throws {
        var made = MadeDetection.clean()
        // Nine of ten are right at a score of 0.9.
        for label in 0..<4 { made.answer(label, count: 4, [(label, 0.9, 3)]) }
        let section = try analysis.examine(made.examination())
        #expect(section.flags == ["calibrated"])
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
