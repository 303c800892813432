import Artifacts
import Tallies
import Testing

@testable import misread

/// `measure detection` says of the files what an audit of them would doubt, also where the detector finds something.
@Suite struct MeasureDetectionDoubtsTests {
    /// What is doubted of `objects` of class 1 on images of 640 x 480, and `detections`: image, box and score each.
    private func doubts(
        images: Int = 1, _ objects: [(image: Int, box: [Int])], _ detections: [(image: Int, box: [Int], score: Double)]
    ) throws -> [String] {
        let list = (1...images).map { #"{"id": \#($0), "file_name": "\#($0).jpg", "width": 640, "height": 480}"# }
        let annotations = objects.enumerated().map {
            #"{"id": \#($0 + 1), "image_id": \#($1.image), "category_id": 1, "bbox": \#($1.box), "area": 900, "iscrowd": 0}"#
        }
        let truth = try DetectionGroundTruth(
            json: #"{"images": [\#(list.joined(separator: ","))], "#
                + #""annotations": [\#(annotations.joined(separator: ","))], "#
                + #""categories": [{"id": 1, "name": "a"}]}"#)
        let results = try DetectionResults(
            json: "["
                + detections.map {
                    #"{"image_id": \#($0.image), "category_id": 1, "bbox": \#($0.box), "score": \#($0.score)}"#
                }.joined(separator: ",") + "]", for: truth)
        let tally = DetectionTally(truth, results, settings: DetectionSettings(), threads: 1)
        return MeasureDetection.doubts(truth, results, tally, files: ("gt.json", "dt.json")).map(\.kind.rawValue)
    }

    @Test func tiesThatDecideAreSaid() throws {
        let objects = [(image: 1, box: [10, 10, 30, 30])]
        #expect(
            try doubts(objects, [(1, [300, 300, 30, 30], 0.9), (1, [10, 10, 30, 30], 0.9)]) == ["tied-scores"])
        #expect(try doubts(objects, [(1, [300, 300, 30, 30], 0.8), (1, [10, 10, 30, 30], 0.9)]) == [])
    }

    @Test func objectsThatNoDetectionCanFindAreSaid() throws {
        let boxes = (0..<120).map { (image: 1, box: [$0 % 12 * 50, $0 / 12 * 45, 30, 30]) }
        let found = boxes.enumerated().map { (image: 1, box: $1.box, score: 0.5 + Double($0) / 300) }
        #expect(try doubts(boxes, found) == ["detection-cap"])
        #expect(try doubts(Array(boxes.prefix(100)), Array(found.prefix(100))) == [])
    }

    @Test func imagesAtTheEndOfTheListWithoutADetectionAreSaid() throws {
        let objects = (1...20).map { (image: $0, box: [10, 10, 30, 30]) }
        let found = (1...10).map { (image: $0, box: [10, 10, 30, 30], score: 0.5 + Double($0) / 100) }
        #expect(try doubts(images: 20, objects, found) == ["never-run"])
    }
}
