import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Slips of the files that look like faults of a detector.
@Suite struct BoxDoubtTests {
    private static let (width, height) = (640.0, 480.0)

    /// Ten images with three objects each, of classes 1, 2, 3 in turn.
    private static let boxes: [(image: Int, category: Int, box: [Double])] = (0..<30).map { index in
        let (x, y) = (Double(40 + (index * 97) % 420), Double(30 + (index * 61) % 300))
        return (index / 3 + 1, index % 3 + 1, [x, y, Double(60 + index % 5 * 20), Double(50 + index % 4 * 25)])
    }

    private func truth(
        _ rows: [(image: Int, category: Int, box: [Double])] = boxes, names: [String] = ["car", "dog", "cat"]
    ) throws -> DetectionGroundTruth {
        let images = (1...10).map { #"{"id": \#($0), "width": 640, "height": 480, "file_name": "\#($0).jpg"}"# }
        let objects = rows.enumerated().map {
            #"{"id": \#($0 + 1), "image_id": \#($1.image), "category_id": \#($1.category), "bbox": \#($1.box), "area": 1, "#
                + #""iscrowd": 0}"#
        }
        let classes = names.enumerated().map { #"{"id": \#($0 + 1), "name": "\#($1)"}"# }
        return try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [\#(classes.joined(separator: ","))]}"#)
    }

    private func results(
        _ truth: DetectionGroundTruth, category: (Int) -> Int = { $0 }, form: ([Double]) -> [Double] = { $0 }
    ) throws -> DetectionResults {
        let rows = Self.boxes.enumerated().map {
            #"{"image_id": \#($1.image), "category_id": \#(category($1.category)), "bbox": \#(form($1.box)), "#
                + #""score": \#(0.5 + Double($0) / 100)}"#
        }
        return try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
    }

    private func doubts(_ truth: DetectionGroundTruth, _ results: DetectionResults) -> [InputDoubt] {
        truth.inputDoubts(file: "gt.json") + results.inputDoubts(for: truth, file: "dt.json", cap: 100)
    }

    @Test func rightFilesAreNotDoubted() throws {
        let truth = try truth()
        let right = try results(truth)
        #expect(doubts(truth, right) == [])
    }

    @Test(arguments: [
        (0, "like x1, y1, x2, y2"), (1, "like centre x, centre y, width, height"), (2, "like fractions of the image"),
        (3, "like percent of the image"),
        (4, "like fractions of the image, as centre x, centre y, width, height"),
        (5, "scaled by 2.0 and 2.67 (another image size, 1280 x 1280?)"),
        (6, "scaled to fit into 320 x 320 with bars"),
    ])
    func anotherFormOfBoxesIsFound(_ form: Int, _ words: String) throws {
        let truth = try truth()
        let results = try results(
            truth,
            form: { box in
                let (x, y, w, h) = (box[0], box[1], box[2], box[3])
                let (W, H) = (Self.width, Self.height)
                return switch form {
                case 0: [x, y, x + w, y + h]
                case 1: [x + w / 2, y + h / 2, w, h]
                case 2: [x / W, y / H, w / W, h / H]
                case 3: [100 * x / W, 100 * y / H, 100 * w / W, 100 * h / H]
                case 4: [(x + w / 2) / W, (y + h / 2) / H, w / W, h / H]
                case 5: [x * 2, y * 1280 / H, w * 2, h * 1280 / H]
                default: [x / 2, y / 2 + 40, w / 2, h / 2]
                }
            })
        let found = doubts(truth, results)
        #expect(found.map(\.kind) == [.boxForm])
        #expect(
            found.first?.summary.hasPrefix("detections look \(words): read so, a box overlaps 30 of 30 objects") == true
        )
    }

    @Test func cornersInBothFilesAreFound() throws {
        let corners = { (box: [Double]) in [box[0], box[1], box[0] + box[2], box[1] + box[3]] }
        let truth = try truth(Self.boxes.map { ($0.image, $0.category, corners($0.box)) })
        let right = try results(truth, form: corners)
        let found = doubts(truth, right)
        #expect(found.map(\.kind) == [.boxForm, .boxForm])
        #expect(found.first?.summary.hasPrefix("objects look like x1, y1, x2, y2: ") == true)
    }

    @Test func anObjectOutsideItsImageIsNamed() throws {
        let truth = try truth(Self.boxes + [(2, 1, [3000, 100, 20, 20])])
        #expect(
            truth.inputDoubts(file: "gt.json").map(\.summary) == [
                "1 of 31 objects lies outside its image, the first in 2.jpg: [3000, 100, 20, 20]"
            ])
    }

    @Test func permutedClassesAreFound() throws {
        let truth = try truth()
        let other = try results(truth, category: { $0 % 3 + 1 })
        let shifted = doubts(truth, other)
        #expect(shifted.map(\.kind) == [.classOrder])
        #expect(
            shifted.first?.summary
                == "boxes are right and classes are permuted one for one: of 30 objects that a box meets, "
                + "100.0 % would be of the right class under another numbering and 0.0 % are: car is answered as dog, dog as "
                + "cat, cat as car")
        #expect(shifted.first?.suggestion?.contains("ids of another list?") == true)
    }

    @Test func whatStandsTwiceIsSaid() throws {
        let truth = try truth(Self.boxes + Self.boxes)
        #expect(truth.inputDoubts(file: "gt.json").map(\.summary) == ["every object is there twice with equal boxes"])
    }

    @Test func namesThatDifferInBlanksAreSaid() throws {
        let truth = try truth(names: ["traffic light", "traffic  light", "cat"])
        #expect(truth.inputDoubts(file: "gt.json").map(\.kind) == [.classNames])
    }

    @Test func moreObjectsThanDetectionsThatCountAreSaid() throws {
        let many = (0..<120).map { index -> (Int, Int, [Double]) in
            (1, 1, [Double(index % 12) * 50, Double(index / 12) * 45, 40, 40])
        }
        let truth = try truth(many.map { (image: $0.0, category: $0.1, box: $0.2) })
        let rows = many.map { #"{"image_id": 1, "category_id": 1, "bbox": \#($0.2), "score": 0.5}"# }
        let results = try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
        let found = results.inputDoubts(for: truth, file: "dt.json", cap: 100)
        #expect(
            found.map(\.summary) == [
                "20 of 120 objects cannot be found with 100 detections an image and class, as COCO counts: 20 detections were "
                    + "cut there"
            ])
        #expect(results.inputDoubts(for: truth, file: "dt.json", cap: 300) == [])
    }

    @Test func aSubsetLeavesTheOtherImagesOut() throws {
        let truth = try truth()
        let rows = Self.boxes.prefix(15).map {
            #"{"image_id": \#($0.image), "category_id": \#($0.category), "bbox": \#($0.box), "score": 0.9}"#
        }
        let json = "[\(rows.joined(separator: ","))]"
        let results = try DetectionResults(json: json, for: truth)
        #expect(
            results.coverageRemark(of: truth, "dt.json")?.description
                == "dt.json: warning: 5 of 10 images with objects have no detection at all, all at the end of the list; where "
                + "only part of the images was run, say coverage: subset in version.yml: the others are left out")
        let part = try #require(truth.part(answeredBy: results))
        #expect(part.images.map(\.id) == (1...5).map { .number($0) })
        #expect(part.boxes.count == 15)
        #expect(part.imageIndex(of: .number(6)) == nil)
        let again = try DetectionResults(json: json, for: part)
        #expect(again.count == 15)
        #expect(again.coverageRemark(of: part, "dt.json") == nil)
    }
}
