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
        (6, "scaled to fit into 320 x 320 with bars"), (7, "scaled by 0.5 (longer side 320?)"),
        (8, "scaled by 0.7 and 0.7 (another image size?)"), (9, "scaled by 3.0 and 3.0 (another image size?)"),
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
                case 6: [x / 2, y / 2 + 40, w / 2, h / 2]
                case 7: [x / 2, y / 2, w / 2, h / 2]
                case 8: [x * 0.7, y * 0.7, w * 0.7, h * 0.7]
                default: [x * 3, y * 3, w * 3, h * 3]
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
        let rows = many.enumerated().map {
            #"{"image_id": 1, "category_id": 1, "bbox": \#($1.2), "score": \#($0 == 0 ? 0.6 : 0.5)}"#
        }
        let results = try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
        let found = results.inputDoubts(for: truth, file: "dt.json", cap: 100)
        #expect(
            found.map(\.summary) == [
                "20 of 120 objects cannot be found with 100 detections an image and class, as COCO counts: 20 detections were "
                    + "cut there"
            ])
        #expect(
            results.inputDoubts(for: truth, file: "dt.json", cap: 110).map(\.summary) == [
                "10 of 120 objects cannot be found with 110 detections an image and class: 10 detections were cut there"
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

    @Test func fractionsInBothFilesAreSaid() throws {
        let fractions = { (box: [Double]) in
            [box[0] / Self.width, box[1] / Self.height, box[2] / Self.width, box[3] / Self.height]
        }
        let truth = try truth(Self.boxes.map { ($0.image, $0.category, fractions($0.box)) })
        let found = doubts(truth, try results(truth, form: fractions))
        #expect(found.map(\.kind) == [.boxForm, .boxForm])
        #expect(
            found.first?.summary == "objects look like fractions of the image: all 30 lie within 0.8875 x 0.8625 pixels"
        )
    }

    @Test func bothFilesInPixelsOfASmallerImageAreSaid() throws {
        let smaller = { (box: [Double]) in box.map { $0 * 0.4 } }
        let truth = try truth(Self.boxes.map { ($0.image, $0.category, smaller($0.box)) })
        let found = doubts(truth, try results(truth, form: smaller))
        #expect(found.map(\.kind) == [.boxForm, .boxForm])
        #expect(found.first?.summary.hasPrefix("all 30 objects lie in the upper left quarter of their images") == true)
    }

    @Test(arguments: ["1", "-1", "reverse", "any"])
    func boxesOfOtherImagesAreFound(_ order: String) throws {
        let truth = try truth()
        let meant = { (image: Int) -> Int in
            switch order {
            case "1": image == 1 ? 10 : image - 1
            case "-1": image == 10 ? 1 : image + 1
            case "reverse": 11 - image
            default: [4, 9, 1, 7, 10, 2, 8, 3, 6, 5][image - 1]
            }
        }
        let rows = Self.boxes.enumerated().map {
            #"{"image_id": \#(meant($1.image)), "category_id": \#($1.category), "bbox": \#($1.box), "score": \#($0 == 0 ? 0.9 : 0.8)}"#
        }
        let results = try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
        let found = results.inputDoubts(for: truth, file: "dt.json")
        #expect(found.map(\.kind) == [.imageOrder])
        #expect(found.first?.summary.contains(" objects with an IoU of 0.5 or more, and 0 of 30 as they are") == true)
    }

    /// A detector whose boxes lie anywhere is a poor one, and its file is right.
    @Test(arguments: 1...30)
    func aWeakDetectorIsNotDoubted(_ seed: Int) throws {
        let truth = try truth()
        var state = UInt64(seed)
        func draw(_ most: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % most
        }
        let rows = (0..<80).map { row -> String in
            let (x, y) = (draw(420), draw(300))
            // Every tenth object is found, roughly.
            let box =
                row % 10 == 0
                ? Self.boxes[row % 30].box.map { $0 + Double(draw(7)) }
                : [Double(x), Double(y), Double(60 + draw(100)), Double(50 + draw(100))]
            let image = row % 10 == 0 ? Self.boxes[row % 30].image : draw(10) + 1
            return
                #"{"image_id": \#(image), "category_id": \#(draw(3) + 1), "bbox": \#(box), "score": \#(Double(draw(1000)) / 1000)}"#
        }
        let results = try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
        #expect(results.inputDoubts(for: truth, file: "dt.json") == [])
    }

    /// One box in every image: a file of a test, and no sign of anything.
    @Test func boxesThatAreAllAlikeAreNotDoubtedAndTheirFormIsFound() throws {
        let alike = (1...20).map { (image: ($0 - 1) % 10 + 1, category: 1, box: [100.0, 80, 50, 60]) }
        let truth = try truth(alike.filter { $0.image <= 10 }.prefix(10).map { $0 })
        func results(_ form: ([Double]) -> [Double]) throws -> [InputDoubt] {
            let rows = alike.prefix(10).map {
                #"{"image_id": \#($0.image), "category_id": 1, "bbox": \#(form($0.box)), "score": 0.9}"#
            }
            return try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
                .inputDoubts(for: truth, file: "dt.json")
        }
        #expect(try results { $0 } == [])
        #expect(
            try results { [$0[0] + $0[2] / 2, $0[1] + $0[3] / 2, $0[2], $0[3]] }.first?.summary.hasPrefix(
                "detections look like centre x, centre y, width, height") == true)
        #expect(try results { $0.map { $0 / 2 } }.map(\.kind) == [.boxForm])
    }

    @Test func areasLargerThanTheirBoxesAreSaid() throws {
        let objects = (1...10).map {
            #"{"id": \#($0), "image_id": 1, "category_id": 1, "bbox": [\#($0 * 20), 10, 8, 8], "area": 640}"#
        }
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [{"id": 1, "width": 640, "height": 480}], "categories": [{"id": 1, "name": "car"}], "#
                + #""annotations": [\#(objects.joined(separator: ","))]}"#)
        #expect(
            truth.inputDoubts(file: "gt.json").map(\.summary) == [
                "10 of 10 objects have an area larger than width times height of their box, the first 640 in a box of 8 x 8"
            ])
    }

    @Test func oneScoreForAllIsNoScore() throws {
        let truth = try truth()
        let rows = Self.boxes.map {
            #"{"image_id": \#($0.image), "category_id": \#($0.category), "bbox": \#($0.box), "score": 1}"#
        }
        // All are right: no order of them gives another number.
        let right = try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
        #expect(right.inputDoubts(for: truth, file: "dt.json") == [])
        let mixed = rows + [#"{"image_id": 1, "category_id": 1, "bbox": [600, 440, 30, 30], "score": 1}"#]
        let results = try DetectionResults(json: "[\(mixed.joined(separator: ","))]", for: truth)
        #expect(results.inputDoubts(for: truth, file: "dt.json").map(\.kind) == [.constantConfidence])
        let few = try DetectionResults(
            json: "[\((rows.prefix(18) + mixed.suffix(1)).joined(separator: ","))]", for: truth)
        #expect(few.inputDoubts(for: truth, file: "dt.json") == [])
    }
}
