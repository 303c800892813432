import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Boxes half of their size off, mirrored, with the score before them, of negative size, or twice.
@Suite struct BoxPlaceTests {
    private static let (width, height) = (320.0, 240.0)
    private typealias Row = (image: Int, category: Int, box: [Double])

    /// 24 images of two to six objects that lie anywhere in them.
    private static func objects(seed: Int = 3) -> [Row] {
        var draws = Draws(seed)
        return (1...24).flatMap { image in
            (0..<draws.next(5) + 2).map { _ -> Row in
                let (w, h) = (Double(24 + draws.next(77)), Double(24 + draws.next(77)))
                let (x, y) = (Double(draws.next(Int(width - w) + 1)), Double(draws.next(Int(height - h) + 1)))
                return (image, draws.next(5) + 1, [x, y, w, h])
            }
        }
    }

    private func truth(_ rows: [Row], area: ([Double]) -> Double = { $0[2] * $0[3] }) throws -> DetectionGroundTruth {
        let images = (1...24).map { #"{"id": \#($0), "width": 320, "height": 240, "file_name": "\#($0).png"}"# }
        let objects = rows.enumerated().map {
            #"{"id": \#($0 + 1), "image_id": \#($1.image), "category_id": \#($1.category), "bbox": \#($1.box), "area": \#(area($1.box)), "iscrowd": 0}"#
        }
        let classes = (1...5).map { #"{"id": \#($0), "name": "c\#($0)"}"# }
        return try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [\#(classes.joined(separator: ","))]}"#)
    }

    /// Detections near most objects, and some where nothing is. Each is written as `form` says of its box and score.
    private func results(
        _ truth: DetectionGroundTruth, near rows: [Row], seed: Int = 4, found percent: Int = 90,
        form: ([Double], Double) -> (box: [Double], score: Double) = { ($0, $1) }
    ) throws -> DetectionResults {
        var draws = Draws(seed)
        var lines: [String] = []
        func add(_ image: Int, _ category: Int, _ box: [Double], _ score: Double) {
            let written = form(box, score)
            lines.append(
                #"{"image_id": \#(image), "category_id": \#(category), "bbox": \#(written.box), "score": \#(written.score)}"#
            )
        }
        for row in rows {
            let score = 0.3 + Double(draws.next(690)) / 1000
            guard draws.next(100) < percent else { continue }
            add(row.image, row.category, [row.box[0] + 1, row.box[1] + 1, row.box[2] - 1, row.box[3] - 2], score)
        }
        for image in 1...24 where draws.next(2) == 0 {
            add(
                image, draws.next(5) + 1, [Double(draws.next(200)), Double(draws.next(150)), 40, 40],
                0.05 + Double(draws.next(350)) / 1000)
        }
        return try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: truth)
    }

    private func doubts(_ truth: DetectionGroundTruth, _ results: DetectionResults) -> [InputDoubt] {
        let ofTruth = truth.inputDoubts(file: "gt.json")
        return ofTruth + results.inputDoubts(for: truth, file: "dt.json", besides: ofTruth)
    }

    private static func centre(_ box: [Double]) -> [Double] {
        [box[0] + box[2] / 2, box[1] + box[3] / 2, box[2], box[3]]
    }
    // MARK: - Scores that are turned round

    @Test func scoresThatAreHigherWhereNothingIsAreDoubted() throws {
        let objects = Self.objects()
        let plain = try truth(objects)
        // 60 sure detections of nothing, beside the few unsure ones.
        func found(_ score: (Double) -> Double, sure: Bool = false) throws -> [InputDoubt] {
            var lines = objects.enumerated().map { place, row in
                #"{"image_id": \#(row.image), "category_id": \#(row.category), "bbox": \#(row.box), "score": \#(score(0.6 + Double(place % 39) / 100))}"#
            }
            for place in 0..<60 {
                let own = sure ? 0.6 + Double(place % 39) / 100 : 0.05 + Double(place % 40) / 100
                lines.append(
                    #"{"image_id": \#(place % 24 + 1), "category_id": 1, "bbox": [\#(place * 4), \#(place * 3), 9, 7], "score": \#(score(own))}"#
                )
            }
            let results = try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: plain)
            return results.invertedDoubt(meeting: results.meetOwnClass(plain), "dt.json").map { [$0] } ?? []
        }
        #expect(try found { $0 } == [])
        #expect(try found({ $0 }, sure: true) == [])
        let turned = try found { 1 - $0 }
        #expect(turned.map(\.kind) == [.predictedClass])
        #expect(turned.first?.summary.hasSuffix("has the higher score in 0.0 % of pairs") == true)
    }

    // MARK: - Some boxes in another measure

    private static func share(_ box: [Double]) -> [Double] {
        [box[0] / width, box[1] / height, box[2] / width, box[3] / height]
    }

    /// Two exports in one file: half of the images, a quarter, an eighth, of either file.
    @Test(arguments: [2, 4, 8])
    func sharesAmongPixelsAreFound(_ every: Int) throws {
        let objects = Self.objects()
        let rows = objects.map { row -> Row in
            (row.image, row.category, row.image % every == 0 ? Self.share(row.box) : row.box)
        }
        let found = try doubts(truth(rows), results(truth(objects), near: objects))
        #expect(found.map(\.kind) == [.boxForm])
        #expect(
            found.first?.summary.contains(" objects look like fractions of the image among pixels: they lie within ")
                == true)
        let detected = try results(truth(objects), near: rows) { box, score in
            // What lies a pixel beside a share is a share beside it.
            let isShare = box[2] < 1
            return (isShare ? [box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 2] : box, score)
        }
        let ofResults = try doubts(truth(objects), detected)
        #expect(ofResults.map(\.kind) == [.boxForm])
        #expect(ofResults.first?.summary.contains(" detections look like fractions of the image among pixels") == true)
    }

    /// Empty boxes and whole pixels at the corner, as padding leaves them, a few of any size, and small images.
    @Test func boxesAtTheCornerAreNotShares() throws {
        let objects = Self.objects()
        let padding = (1...24).map { image -> Row in (image, 1, image % 2 == 0 ? [0, 0, 1, 1] : [0, 0, 0, 0]) }
        let plain = try truth(objects)
        func found(_ extra: [Row]) throws -> [InputDoubt] {
            let lines = (objects + extra).enumerated().map {
                #"{"image_id": \#($1.image), "category_id": \#($1.category), "bbox": \#($1.box), "score": 0.\#(10 + $0 % 80)}"#
            }
            let results = try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: plain)
            return results.boxes.partlyFractionsDoubt(plain.images, file: "dt.json", "detections").map { [$0] } ?? []
        }
        #expect(try found(padding) == [])
        #expect(try found((1...4).map { image -> Row in (image, 1, [0.1 * Double(image), 0.3, 0.4, 0.6]) }) == [])
        // All at the very corner: no boxes of an image.
        #expect(try found((1...20).map { image -> Row in (image, 1, [0, 0, 0.01 * Double(image), 0.2]) }) == [])
        #expect(try found([]) == [])
    }

    /// A detector's noise in the first pixel is none of its objects as shares of the image, and what was put there as shares is.
    @Test func noiseAtTheCornerMeetsNothing() throws {
        let objects = Self.objects()
        let plain = try truth(objects)
        func found(_ extra: [Row]) throws -> Int {
            let lines = (objects + extra).map {
                #"{"image_id": \#($0.image), "category_id": \#($0.category), "bbox": \#($0.box), "score": 0.5}"#
            }
            let results = try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: plain)
            return results.boxes.partlyFractionsDoubt(
                plain.images, file: "dt.json", "detections", meeting: plain.boxes) == nil ? 0 : 1
        }
        let noise = (1...24).map { image -> Row in
            (image, 1, [0.02 * Double(image), 0.9 - 0.03 * Double(image), 0.05 + 0.01 * Double(image % 7), 0.04])
        }
        #expect(try found(noise) == 0)
        #expect(try found(objects.prefix(24).map { ($0.image, $0.category, Self.share($0.box)) }) == 1)
    }

    /// A corner that is read as the centre.
    private static func corner(_ box: [Double]) -> [Double] {
        [box[0] - box[2] / 2, box[1] - box[3] / 2, box[2], box[3]]
    }

    @Test(arguments: [
        (0, "like x, y, width, height where the centre is expected"),
        (1, "like those of pictures mirrored left to right"),
        (2, "like those of pictures mirrored top to bottom"), (3, "like those of pictures turned by 180 degrees"),
        (4, "like class, score, x, y, width, height where the score is expected last"),
    ])
    func detectionsThatLieElsewhereAreFound(_ form: Int, _ words: String) throws {
        let rows = Self.objects()
        let truth = try truth(rows)
        let found = doubts(
            truth,
            try results(truth, near: rows) { box, score in
                let (x, y, w, h) = (box[0], box[1], box[2], box[3])
                let (W, H) = (Self.width, Self.height)
                switch form {
                case 0: return (Self.corner(box), score)
                case 1: return ([W - x - w, y, w, h], score)
                case 2: return ([x, H - y - h, w, h], score)
                case 3: return ([W - x - w, H - y - h, w, h], score)
                default:
                    // score x y w h, read as x y w h score.
                    let (cx, cy) = ((x + w / 2) / W, (y + h / 2) / H)
                    return ([(score - cy / 2) * W, (cx - w / W / 2) * H, cy * W, w / W * H], h / H)
                }
            })
        #expect(found.map(\.kind) == [.boxForm])
        #expect(found.first?.summary.hasPrefix("detections look \(words): read so, a box overlaps ") == true)
    }

    @Test func objectsWhoseCentreStandsForTheirCornerAreFound() throws {
        let rows = Self.objects()
        let moved = rows.map { ($0.image, $0.category, Self.centre($0.box)) }
        let truth = try truth(moved)
        let one = doubts(truth, try results(truth, near: rows))
        #expect(one.map(\.kind) == [.boxForm])
        #expect(one.first?.summary.hasPrefix("objects look like centre x, centre y, width, height: ") == true)
        // Both files: nothing is missed, and yet neither is right.
        let both = doubts(truth, try results(truth, near: rows) { (Self.centre($0), $1) })
        #expect(both.first?.summary.hasPrefix("objects look like centre x, centre y, width, height: ") == true)
        #expect(both.allSatisfy { $0.kind == .boxForm })
    }

    @Test func objectsWhoseCornerStandsForTheirCentreAreFound() throws {
        let rows = Self.objects()
        let truth = try truth(rows.map { ($0.image, $0.category, Self.corner($0.box)) })
        let found = doubts(truth, try results(truth, near: rows) { (Self.corner($0), $1) })
        #expect(
            found.first?.summary.hasPrefix("objects look like x, y, width, height where the centre is expected: ")
                == true)
        #expect(found.allSatisfy { $0.kind == .boxForm })
    }

    /// Detectors from one that finds nothing to a good one, on right files.
    @Test(arguments: 1...20)
    func rightBoxesAreNotDoubted(_ seed: Int) throws {
        let rows = Self.objects(seed: seed)
        let truth = try truth(rows)
        for percent in [0, 20, 50, 90] {
            #expect(doubts(truth, try results(truth, near: rows, seed: seed + 50, found: percent)) == [])
        }
        // Objects that are cut by the edges of their image on all sides, as those of some labels are not.
        let over = rows.map {
            ($0.image, $0.category, [$0.box[0] - 12, $0.box[1] - 12, $0.box[2] + 24, $0.box[3] + 24])
        }
        let amodal = try self.truth(over)
        #expect(amodal.inputDoubts(file: "gt.json").filter { $0.summary.contains(" look like ") } == [])
    }

    /// A scene that looks the same in a mirror: boxes of the mirrored picture meet objects of any image.
    @Test func objectsThatLieAlikeInAllImagesAreNotTakenForMirroredOnes() throws {
        let rows = (1...24).flatMap { image -> [Row] in
            [(image, 1, [20.0, 100, 60, 60]), (image, 2, [130, 60, 60, 80]), (image, 3, [240, 100, 60, 60])]
        }
        let truth = try truth(rows)
        // Of each image only the object on the left is found, and one is seen where nothing is.
        let lines = (1...24).map {
            #"{"image_id": \#($0), "category_id": 1, "bbox": [21, 101, 60, 60], "score": 0.\#(50 + $0)}, "#
                + #"{"image_id": \#($0), "category_id": 2, "bbox": [10, 10, 30, 30], "score": 0.\#(20 + $0)}"#
        }
        let results = try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: truth)
        #expect(doubts(truth, results) == [])
    }

    // MARK: - Sizes

    private func negative(_ count: Int, of all: Int) throws -> DetectionResults {
        let rows = Self.objects()
        let lines = rows.prefix(all).enumerated().map { index, row in
            let (x, y, w, h) = (row.box[0], row.box[1], row.box[2], row.box[3])
            let box = index < count ? [x + w, y + h, -w, -h] : row.box
            return #"{"image_id": \#(row.image), "category_id": \#(row.category), "bbox": \#(box), "score": 0.5}"#
        }
        return try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: truth(rows))
    }

    @Test func detectionsOfNegativeSizeAreNotAudited() throws {
        for (count, all) in [(40, 40), (25, 40)] {
            let results = try negative(count, of: all)
            #expect(
                results.objections.errors.map(\.description).map {
                    $0.contains("\(count) of \(all) detections have a negative size")
                }
                    == [true])
            #expect(results.remarks.remarks.filter { $0.summary.contains("negative") } == [])
        }
        // A few that a detector made so are said and left alone.
        let few = try negative(10, of: 40)
        #expect(few.objections.isClean)
        #expect(few.remarks.remarks.contains { $0.summary.contains("10 such in all") })
        #expect(try negative(3, of: 4).objections.isClean)
    }

    @Test func objectsThatAreThereTwiceHalfAPixelApartAreFound() throws {
        let rows = Self.objects()
        let second = rows.map { ($0.image, $0.category, [$0.box[0] + 0.5, $0.box[1] + 0.5, $0.box[2], $0.box[3]]) }
        let found = try truth(rows + second).inputDoubts(file: "gt.json")
        #expect(found.map(\.kind) == [.repeatedBoxes])
        #expect(
            found.first?.summary
                == "\(rows.count) of \(2 * rows.count) objects are there a second time, with a box that differs by a pixel at the most"
        )
        // A crowd of small objects side by side is none.
        let crowd = (0..<60).map { index -> Row in
            let (column, line) = (Double(index % 20), Double(index / 20))
            return (1, 1, [column * 4, line * 4, 6, 6])
        }
        #expect(try truth(crowd + rows).inputDoubts(file: "gt.json").map(\.kind).contains(.repeatedBoxes) == false)
        // One object in ten labelled twice is a matter of labelling.
        #expect(try truth(rows + second.prefix(rows.count / 10)).inputDoubts(file: "gt.json") == [])
    }

    @Test func areasThatAreNoneAreSaid() throws {
        let rows = Self.objects()
        let none = try truth(rows, area: { _ in 0 }).inputDoubts(file: "gt.json")
        #expect(none.map(\.kind) == [.objectAreas])
        #expect(none.first?.summary == "all \(rows.count) objects have an area of 0, and boxes that are larger")
        let shares = try truth(rows, area: { $0[2] * $0[3] / (Self.width * Self.height) }).inputDoubts(file: "gt.json")
        #expect(shares.map(\.kind) == [.objectAreas])
        // Masks fill a part of their box.
        #expect(try truth(rows, area: { ($0[2] * $0[3] * 0.3).rounded() }).inputDoubts(file: "gt.json") == [])
    }
}
