import Artifacts
import Testing

/// Files of COCO itself, whose licence is not ours.
@Suite(.enabled(if: Shared.isThere, "needs ../shared")) struct COCOFilesTests {
    @Test func realCOCOFilesAreRead() throws {
        let folder = "data/third-party/coco-val2014-100/"
        let truth = try DetectionGroundTruth(
            contentsOf: Shared.file(folder + "instances_val2014_100.json").path)
        #expect(truth.images.count == 100)
        #expect(truth.classes.count == 80)
        #expect(truth.boxes.count == 839)
        let results = try DetectionResults(
            contentsOf: Shared.file(folder + "instances_val2014_fakebbox100_results.json").path, for: truth)
        #expect(results.count == 734)
    }
}
