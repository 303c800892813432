import Columns
import Diagnostics
import Testing

@testable import Artifacts

/// Boxes beside their objects by one step, images that nobody labelled, and results of two numberings.
@Suite struct MovedBoxesTests {
    /// Forty images of 640 x 480 with two objects each; those from `bare` on have none. Classes by `category`.
    private static func truth(bare: Int = 40, category: (Int, Int) -> Int = { $1 }) throws -> DetectionGroundTruth {
        let images = (0..<40).map { #"{"id": \#($0), "width": 640, "height": 480, "file_name": "\#($0).jpg"}"# }
        let objects = boxes.enumerated().filter { $1.image < bare }.map {
            #"{"id": \#($0 + 1), "image_id": \#($1.image), "category_id": \#(category($1.image, $1.category)), "bbox": \#($1.box)}"#
        }
        let classes = (1...4).map { #"{"id": \#($0), "name": "c\#($0)"}"# }
        return try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [\#(classes.joined(separator: ","))]}"#)
    }

    private static let boxes: [(image: Int, category: Int, box: [Double])] = {
        var draws = Draws(11)
        return (0..<80).map { index in
            let box = [100 + draws.next(350), 80 + draws.next(250), 30 + draws.next(60), 30 + draws.next(60)]
            return (index / 2, index % 4 + 1, box.map(Double.init))
        }
    }()

    private static func results(
        _ truth: DetectionGroundTruth, most: Int = 80, form: (Int, [Double]) -> [Double] = { $1 }
    ) throws -> DetectionResults {
        let rows = boxes.enumerated().prefix(most).map {
            #"{"image_id": \#($1.image), "category_id": \#($1.category), "bbox": \#(form($0, $1.box)), "score": 0.\#(50 + $0 % 40)}"#
        }
        return try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
    }

    @Test(arguments: [(-60.0, -40.0), (0.0, 55.0), (35.0, 0.0)])
    func aStepThatWasNotAddedBackIsFound(_ x: Double, _ y: Double) throws {
        let truth = try Self.truth()
        let results = try Self.results(truth) { [$1[0] + x, $1[1] + y, $1[2], $1[3]] }
        let doubts = results.inputDoubts(for: truth, file: "dt.json")
        #expect(doubts.map(\.kind) == [.boxForm])
        #expect(
            doubts.first?.summary.hasPrefix(
                "detections look moved by [\(Int(x)), \(Int(y))] pixels: moved back, 80 of 80 meet")
                == true, "\(doubts)")
    }

    /// Boxes where they belong, boxes that lie anywhere, and boxes a little off.
    @Test func otherBoxesAreNot() throws {
        let truth = try Self.truth()
        var draws = Draws(7)
        func found(_ form: (Int, [Double]) -> [Double] = { $1 }) throws -> MovedBoxes? {
            let results = try Self.results(truth, form: form)
            return MovedBoxes(truth, results, meeting: results.meetOwnClass(truth))
        }
        #expect(try found() == nil)
        #expect(try found { [Double(draws.next(500)), Double(draws.next(400)), $1[2], $1[3]] } == nil)
        #expect(
            try found { [$1[0] + Double(draws.next(40)) - 20, $1[1] + Double(draws.next(40)) - 20, $1[2], $1[3]] }
                == nil)
    }

    @Test func imagesThatNobodyLabelledAreFound() throws {
        let truth = try Self.truth(bare: 24)
        let found = try Self.results(truth).neverLabelled(on: truth, file: "gt.json")
        #expect(found?.kind == .neverLabelled)
        #expect(
            found?.summary.hasPrefix(
                "none of the 16 images from 24.jpg to the end of the list has an object, and the detector is sure of ")
                == true)
        // Pictures of nothing, on which little is found.
        let quiet = try Self.results(truth, most: 52)
        #expect(quiet.neverLabelled(on: truth, file: "gt.json") == nil)
        let whole = try Self.truth()
        #expect(try Self.results(whole).neverLabelled(on: whole, file: "gt.json") == nil)
    }

    @Test func objectsOfAnotherNumberingAreFound() throws {
        let truth = try Self.truth { $0 >= 20 ? $1 % 4 + 1 : $1 }
        let doubts = try Self.results(truth).inputDoubts(for: truth, file: "dt.json")
        #expect(doubts.map(\.kind) == [.classOrder])
        #expect(
            doubts.first?.summary.hasPrefix("boxes are right and classes are permuted in the last 40 of 80 objects")
                == true)
    }
}
