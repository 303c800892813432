import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// More slips of the files that look like faults of a detector.
@Suite struct BoxSlipTests {
    /// Ten images with three objects each, of classes 1, 2, 3 in turn.
    private static let boxes: [(image: Int, category: Int, box: [Double])] = (0..<30).map { index in
        let (x, y) = (Double(40 + (index * 97) % 420), Double(30 + (index * 61) % 300))
        return (index / 3 + 1, index % 3 + 1, [x, y, Double(60 + index % 5 * 20), Double(50 + index % 4 * 25)])
    }

    private func truth(width: Int = 640, height: Int = 480, form: ([Double]) -> [Double] = { $0 }) throws
        -> DetectionGroundTruth
    {
        let images = (1...10).map {
            #"{"id": \#($0), "width": \#(width), "height": \#(height), "file_name": "\#($0).jpg"}"#
        }
        let objects = Self.boxes.enumerated().map {
            #"{"id": \#($0 + 1), "image_id": \#($1.image), "category_id": \#($1.category), "bbox": \#(form($1.box)), "iscrowd": 0}"#
        }
        let classes = ["car", "dog", "cat"].enumerated().map { #"{"id": \#($0 + 1), "name": "\#($1)"}"# }
        return try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [\#(classes.joined(separator: ","))]}"#)
    }

    private func results(
        _ truth: DetectionGroundTruth, category: (Int) -> Int = { $0 }, images: (Int) -> Bool = { _ in true },
        form: ([Double]) -> [Double] = { $0 }
    ) throws -> DetectionResults {
        let rows = Self.boxes.enumerated().filter { images($1.image) }.map {
            #"{"image_id": \#($1.image), "category_id": \#(category($1.category)), "bbox": \#(form($1.box)), "#
                + #""score": \#(0.5 + Double($0) / 100)}"#
        }
        return try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
    }

    @Test(arguments: [
        (0, "like y, x, height, width"), (1, "like y1, x1, y2, x2"), (2, "like x1, x2, y1, y2"),
        (3, "like x, y, height, width"), (4, "like fractions of the image, as y1, x1, y2, x2"),
    ])
    func numbersInAnotherOrderAreFound(_ form: Int, _ words: String) throws {
        // Height and width that are much the same meet as they are.
        let truth = try truth { form == 3 ? [$0[0], $0[1], $0[2], $0[3] / 3] : $0 }
        let results = try results(
            truth,
            form: { box in
                let (x, y, w, h) = (box[0], box[1], box[2], form == 3 ? box[3] / 3 : box[3])
                return switch form {
                case 0: [y, x, h, w]
                case 1: [y, x, y + h, x + w]
                case 2: [x, x + w, y, y + h]
                case 3: [x, y, h, w]
                default: [y / 480, x / 640, (y + h) / 480, (x + w) / 640]
                }
            })
        let doubts = results.inputDoubts(for: truth, file: "dt.json")
        #expect(doubts.map(\.kind) == [.boxForm])
        #expect(
            doubts.first?.summary.hasPrefix("detections look \(words): read so, a box overlaps 30 of 30 objects")
                == true)
    }

    /// Numbers of one form in a file that is read as two corners.
    @Test func aFormWhereCornersAreExpectedIsFound() {
        let (x, y, w, h) = (100.0, 50.0, 40.0, 30.0)
        let read = BoxNumbers.corners.box(x, y, w, h)
        #expect(
            BoxForm(layout: .sizeInCorners).box(read, width: 640, height: 480) == Box(x: x, y: y, width: w, height: h))
        #expect(
            BoxForm(layout: .centreInCorners).box(read, width: 640, height: 480)
                == Box(x: x - w / 2, y: y - h / 2, width: w, height: h))
    }

    @Test func exchangedSizesOfImagesAreFound() throws {
        #expect(try truth().inputDoubts(file: "gt.json") == [])
        let doubts = try truth(width: 480, height: 640).inputDoubts(file: "gt.json")
        #expect(doubts.map(\.kind) == [.boxForm])
        #expect(doubts.first?.summary.hasPrefix("width and height of the images look exchanged: ") == true)
    }

    @Test func boxesThatAllBeginAtOnePlaceAreDoubted() throws {
        let truth = try truth()
        let doubts = try results(truth, form: { [0, 0, $0[2], $0[3]] }).inputDoubts(for: truth, file: "dt.json")
        #expect(doubts.map(\.summary) == ["all 30 detections begin at one place of their images, [0, 0]"])
    }

    @Test func detectionsOfOneClassOnObjectsOfOthersAreDoubted() throws {
        let truth = try truth()
        let doubts = try results(truth, category: { _ in 2 }).inputDoubts(for: truth, file: "dt.json")
        #expect(doubts.map(\.kind) == [.oneClass])
        #expect(
            doubts.first?.summary
                == "all 30 detections are of class dog, and 20 of the 30 objects that a box meets are of others")
    }

    /// A ground truth in another form is one doubt: what is compared with it says nothing of the results.
    @Test func aDoubtedGroundTruthDoubtsNoResults() throws {
        let truth = try truth { [$0[0] / 640, $0[1] / 480, $0[2] / 640, $0[3] / 480] }
        let known = truth.inputDoubts(file: "gt.json")
        #expect(known.map(\.kind) == [.boxForm])
        #expect(try results(truth).inputDoubts(for: truth, file: "dt.json", besides: known) == [])
    }

    /// Forty images with an object each, the first `run` of which have a detection.
    private func day(_ isRun: (Int) -> Bool) throws -> (DetectionGroundTruth, DetectionResults) {
        let images = (0..<40).map { #"{"id": \#($0), "width": 64, "height": 48, "file_name": "\#($0).jpg"}"# }
        let objects = (0..<40).map {
            #"{"id": \#($0 + 1), "image_id": \#($0), "category_id": 1, "bbox": [1, 2, 30, 20], "area": 600, "iscrowd": 0}"#
        }
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [{"id": 1, "name": "car"}]}"#)
        let rows = (0..<40).filter(isRun).map {
            #"{"image_id": \#($0), "category_id": 1, "bbox": [1, 2, 30, 20], "score": 0.\#(50 + $0)}"#
        }
        return (truth, try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth))
    }

    @Test func whereImagesWereNeverRunIsSaid() throws {
        let (truth, results) = try day { $0 < 30 }
        let tail = NeverRun(truth, results, [], file: "dt.json")
        #expect(tail.doubt?.kind == .neverRun && tail.told == 10)
        #expect(
            tail.doubt?.summary
                == "none of the 10 images with objects from 30.jpg to the end of the list has a detection at all, and 30 of the 30 others have"
        )
        let (_, night) = try day { $0 % 4 != 0 }
        let site = CodedColumn(
            name: "site", categories: ["day", "night"],
            codes: Codes((0..<40).map { $0 % 4 == 0 ? 1 : 0 }, categories: 2))
        #expect(
            NeverRun(truth, night, [.coded(site)], file: "dt.json").doubt?.summary
                == "none of the 10 images with objects with site night has a detection at all, and 30 of the 30 others have"
        )
        // Anywhere, it is the detector's.
        #expect(NeverRun(truth, night, [], file: "dt.json").doubt == nil)
        let (_, none) = try day { _ in false }
        let nothing = NeverRun(truth, none, [], file: "dt.json")
        #expect(nothing.doubt?.kind == .neverRun && nothing.told == 40)
        #expect(nothing.doubt?.summary == "there is not one detection, and 40 images have objects")
    }

    /// Forty images with an object of each of three classes, of which the third has lost its labels, or is called by the second.
    private func unlabelled(_ category: (Int, Int) -> Int?, sure: Int = 40) throws -> InputDoubt? {
        let images = (1...40).map { #"{"id": \#($0), "width": 640, "height": 480}"# }
        var (objects, found): ([String], [String]) = ([], [])
        for image in 1...40 {
            for own in 1...3 {
                let box = "[\(own * 100 + image), \(own * 20 + image), 60, 80]"
                if let code = category(image, own) {
                    objects.append(
                        #"{"id": \#(objects.count + 1), "image_id": \#(image), "category_id": \#(code), "bbox": \#(box), "iscrowd": 0}"#
                    )
                }
                let score = own == 3 && image > sure ? 0.2 : 0.5 + Double((image * 7 + own) % 40) / 100
                found.append(#"{"image_id": \#(image), "category_id": \#(own), "bbox": \#(box), "score": \#(score)}"#)
            }
        }
        let classes = ["car", "dog", "cat"].enumerated().map { #"{"id": \#($0 + 1), "name": "\#($1)"}"# }
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [\#(classes.joined(separator: ","))]}"#)
        let results = try DetectionResults(json: "[\(found.joined(separator: ","))]", for: truth)
        return results.neverLabelledClass(on: truth, file: "gt.json")
    }

    @Test func aClassThatIsDetectedAndNeverLabelledIsDoubted() throws {
        let lost = try #require(try unlabelled { $1 == 3 ? nil : $1 })
        #expect(lost.kind == .neverLabelled && lost.place.file == "gt.json")
        #expect(lost.summary.hasPrefix("no object is cat, and 2") && !lost.summary.contains("meet objects"))
        let merged = try #require(try unlabelled { $1 == 3 ? 2 : $1 })
        #expect(merged.summary.hasSuffix("of them meet objects of dog"))
        // One object of it, or detections that are seldom sure.
        #expect(try unlabelled { image, own in own == 3 && image > 1 ? nil : own } == nil)
        #expect(try unlabelled({ $1 == 3 ? nil : $1 }, sure: 12) == nil)
        #expect(try unlabelled { $1 } == nil)
    }

    @Test func detectionsOfOneImageWrittenForAllAreDoubted() throws {
        let images = (1...40).map { #"{"id": \#($0), "width": 640, "height": 480}"# }
        let objects = (1...40).map {
            #"{"id": \#($0), "image_id": \#($0), "category_id": 1, "bbox": [\#($0 * 5), 20, 60, 80], "iscrowd": 0}"#
        }
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [{"id": 1, "name": "car"}]}"#)
        func doubts(_ copied: Int) throws -> [InputDoubt] {
            let rows = (1...40).flatMap { image -> [String] in
                let x = image <= copied ? 5 : image * 5
                return [0.9, 0.4].enumerated().map { place, score in
                    #"{"image_id": \#(image), "category_id": 1, "bbox": [\#(x + place * 200), 20, 60, 80], "score": \#(score)}"#
                }
            }
            let results = try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
            return results.inputDoubts(for: truth, file: "dt.json", besides: []).filter { $0.kind == .imageOrder }
        }
        #expect(
            try doubts(30).map(\.summary) == ["30 of 40 images have the same 2 detections, to the last digit"])
        #expect(try doubts(12).isEmpty)
    }
}
