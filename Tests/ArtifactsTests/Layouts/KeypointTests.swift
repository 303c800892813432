import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Labels and results of pose models: a dog at 20, 10 of 40 x 30 in the picture a.png of 200 x 100, and keypoints behind its box.
@Suite struct KeypointTests {
    private static let box = "1 0.2 0.25 0.2 0.3"

    private func truth(_ text: String, _ data: String = "") throws -> DetectionGroundTruth {
        let fixture = try LayoutFixture(
            ["pose/labels/a.txt": text, "pose/data.yaml": "names: [cat, dog]\n" + data], pictures: ["pose/images/a.png"]
        )
        defer { fixture.remove() }
        return try fixture.truth("pose")
    }

    @Test(arguments: [
        (" 0.5 0.5 0.4 0.4 0.6 0.6", "kpt_shape: [3, 2]\n"),
        (" 0.5 0.5 2 0.4 0.4 1 0 0 0", "kpt_shape: [3, 3] # K, d\n"),
        (" 0.5 0.5 1 0.4 0.4 1 0.0 0.0 0", "kpt_shape:\n  - 3\n  - 3\n"), (" 0.5 0.5", "kpt_shape: [1, 2]\n"),
    ])
    func aDeclaredShapeIsLeftOut(_ keypoints: String, _ data: String) throws {
        let read = try truth(Self.box + keypoints + "\n", data)
        #expect(read.lines == ["a dog 20 10 40 30"])
        let words = read.remarks.remarks.map(\.summary)
        #expect(words.count == 1 && words[0].contains("(kpt_shape): the box is read, and keypoints are not used"))
    }

    /// 0, 1 and 2 in each third number are visibilities.
    @Test(arguments: [" 0.5 0.5 2 0.4 0.4 1 0 0 0", " 0.5 0.5 1 0.4 0.4 1 0.0 0.0 0", " 0.1 0.2 1 0.15 0.2 1"])
    func visibilitiesTellKeypoints(_ keypoints: String) throws {
        let read = try truth(Self.box + keypoints + "\n")
        #expect(read.lines == ["a dog 20 10 40 30"])
        #expect(read.remarks.remarks.map(\.severity) == [.note])
    }

    /// Points that lie in their box, which has its centre in their middle.
    @Test func pointsInTheirBoxAreKeypoints() throws {
        let read = try truth(
            Self.box + " 0.15 0.15 0.25 0.2 0.2 0.35\n" + "0 0.7 0.6 0.2 0.4 0.65 0.5 0.75 0.55 0.7 0.75\n")
        #expect(read.lines == ["a dog 20 10 40 30", "a cat 120 40 40 40"])
        #expect(
            read.remarks.remarks.map(\.summary) == [
                "each line is a box and 3 keypoints of 2 numbers, as the numbers tell: the box is read, and keypoints are not used"
            ])
    }

    /// Six corners in a circle, of which the first two could be a box around the others: 50 to 90 and 30 to 50 pixels.
    @Test func aPolygonThatMayBeKeypointsIsDoubted() throws {
        let read = try truth("1 0.3 0.3 0.4 0.32 0.45 0.4 0.4 0.5 0.3 0.5 0.25 0.4\n")
        #expect(read.lines == ["a dog 50 30 40 20"])
        let told = read.remarks.remarks.map(\.description)
        #expect(
            told.contains(
                "pose/labels: warning: all lines have as many numbers: they are read as polygons, and may be a box and 4 "
                    + "keypoints of 2 numbers; where they are keypoints say kpt_shape: [4, 2] in data.yaml"), "\(told)")
    }

    /// Corners of other numbers in each line, and four corners of a turned box, are polygons without a word of keypoints.
    @Test(arguments: [
        "1 0.3 0.3 0.4 0.32 0.45 0.4 0.4 0.5 0.3 0.5 0.25 0.4\n0 0.3 0.3 0.4 0.3 0.4 0.4 0.3 0.4\n",
        "1 0.3 0.3 0.4 0.3 0.4 0.5 0.3 0.5\n",
    ])
    func polygonsStayPolygons(_ text: String) throws {
        let words = try truth(text).remarks.remarks.map(\.summary)
        #expect(words.count == 1 && words[0].hasPrefix("a polygon of class"), "\(words)")
    }

    @Test func aLineOfOtherNumbersIsAnError() throws {
        let good = Self.box + " 0.5 0.5 0.4 0.4 0.6 0.6\n"
        let problems = #expect(throws: ProblemList.self) {
            try truth(good + good + Self.box + " 0.5 0.5 0.4 0.4\n", "kpt_shape: [3, 2]\n")
        }
        #expect(
            problems?.errors.map(\.description) == [
                "pose/labels/a.txt:3: error: 9 numbers, where 11 were expected: class x y width height, 3 keypoints of 2 numbers"
            ])
    }

    /// A point of three numbers lies in the box, and the score is behind all of them.
    @Test func resultsAreToldByTheirNumbers() throws {
        let fixture = try LayoutFixture([
            "run/a.txt": Self.box.replacing("1 ", with: "5 ", maxReplacements: 1)
                + " 0.15 0.15 0.9 0.25 0.2 0.8 0.2 0.35 0.7 0.9\n"
        ])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let results = try fixture.results("run", for: truth)
        #expect(results.lines(truth) == ["7 dog 20 10 40 30 0.9"])
        #expect(results.objections.isClean)
    }

    /// The data.yaml lies by the labels, whatever these hold, and the results in a folder of their own; their points lie
    /// anywhere.
    @Test(arguments: ["", " 0.5 0.5 2 0.4 0.4 1 0 0 0", " 0.5 0.5 1 0.4 0.4 1 0 0 0"], ["", " 17"])
    func resultsAreOfTheShapeOfTheLabels(_ labels: String, _ track: String) throws {
        let fixture = try LayoutFixture(
            [
                "ds/labels/a.txt": Self.box + labels + "\n", "ds/data.yaml": "names: [cat, dog]\nkpt_shape: [3, 3]\n",
                "run/a.txt": Self.box + " 0.5 0.5 0.9 0.4 0.4 0.8 0 0 0.1 0.9" + track + "\n",
            ], pictures: ["ds/images/a.png"])
        defer { fixture.remove() }
        let read = try ImportedWorkspace(
            from: ["ds", "run"].map { fixture.root.appending(path: $0).path }, format: nil, dataset: "d", version: "v1")
        #expect(
            read.lines.contains(
                .truth(
                    form: "YOLO text", place: "ds/labels/a.txt", files: 1, images: 1, objects: 1,
                    classes: ["cat", "dog"])))
        #expect(
            read.lines.contains(
                .detections(form: "YOLO text", place: "run/a.txt", files: 1, count: 1, on: 1, of: 1)))
        #expect(!read.remarks.contains { $0.summary.contains("polygon") })
    }
}
