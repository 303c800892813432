import Artifacts
import Foundation
import Testing

@testable import Tallies

/// What AP may be when the order of equal scores is anybody's.
@Suite struct TieRangeTests {
    private func evaluation(scores: [Double]) throws -> DetectionEvaluation {
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [{"id": 1}], "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "#
                + #""area": 100, "iscrowd": 0}], "categories": [{"id": 1, "name": "a"}]}"#)
        let results = try DetectionResults(
            json: #"[{"image_id": 1, "category_id": 1, "bbox": [50, 50, 10, 10], "score": \#(scores[0])}, "#
                + #"{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "score": \#(scores[1])}]"#, for: truth)
        return DetectionEvaluation(
            manifest: VersionManifest(version: "v", date: "2026-01-31", model: "m"),
            datasheet: Datasheet(name: "d", title: "d"), truth: truth, results: results)
    }

    @Test func tiesOfARightAndAFalseDetectionGiveARange() throws {
        let tied = try evaluation(scores: [0.9, 0.9])
        let range = try #require(TieRange(tied))
        #expect(range.tied == 2)
        // By hand: precision 1/2 at all recalls, or 1.
        #expect(abs(range.low - 0.5) < 1e-9 && abs(range.high - 1) < 1e-9)
        #expect(
            range.doubt(file: "dt.json").summary
                == "2 detections share their score with one of another outcome, and the "
                + "order of the file decides: AP may be 0.5...1.0")
    }

    @Test func scoresThatDifferGiveNone() throws {
        let apart = try evaluation(scores: [0.9, 0.8])
        #expect(TieRange(apart) == nil)
    }

    @Test func moreThanAHundredDetectionsCountWhereThatIsAsked() throws {
        let boxes = (0..<150).map { "[\($0 % 15 * 130), \($0 / 15 * 190), 100, 150]" }
        let objects = boxes.enumerated().map {
            #"{"id": \#($0 + 1), "image_id": 1, "category_id": 1, "bbox": \#($1), "area": 15000, "iscrowd": 0}"#
        }
        let truth = try DetectionGroundTruth(
            json: #"{"images": [{"id": 1}], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [{"id": 1, "name": "a"}]}"#)
        let answers = boxes.enumerated().map {
            #"{"image_id": 1, "category_id": 1, "bbox": \#($1), "score": \#(0.5 + Double($0) / 400)}"#
        }
        let results = try DetectionResults(json: "[\(answers.joined(separator: ","))]", for: truth)
        func recall(_ most: Int) -> Double? {
            DetectionTally(truth, results, settings: DetectionSettings(maxDetections: most))
                .scores(over: [.all(1)])[0].averageRecall()
        }
        // 100 of 150 objects, as pycocotools says, or all.
        #expect(abs((recall(100) ?? 0) - 100.0 / 150) < 1e-12)
        #expect(recall(300) == 1)
    }
}
