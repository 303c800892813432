import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Label texts of an image each that gzip packed, or that were written in UTF-16: a dog at 20, 10 of 40 x 30 in the picture a.png
/// of 200 x 100.
@Suite struct PackedLayoutTests {
    private static let texts: [(path: String, file: String, text: String)] = [
        ("labels", "labels/a.txt", "0 0.2 0.25 0.2 0.3\n"),
        ("ground-truth", "ground-truth/a.txt", "dog 20 10 60 40\n"),
        ("label_2", "label_2/a.txt", "dog 0.00 0 -1.57 20.00 10.00 60.00 40.00 1 1 1 1 1 1 1\n"),
        (
            "xml", "xml/a.xml",
            "<annotation><filename>a.png</filename><size><width>200</width><height>100</height></size><object>"
                + "<name>dog</name><bndbox><xmin>20</xmin><ymin>10</ymin><xmax>60</xmax><ymax>40</ymax></bndbox>"
                + "</object></annotation>"
        ),
        (
            "annotated", "annotated/a.json",
            "{\"shapes\": [{\"label\": \"dog\", \"points\": [[20, 10], [60, 40]], \"shape_type\": \"rectangle\"}], "
                + "\"imagePath\": \"a.png\", \"imageWidth\": 200, \"imageHeight\": 100}"
        ),
    ]

    @Test(arguments: texts.indices)
    func groundTruthIsRead(_ index: Int) throws {
        let (path, file, text) = Self.texts[index]
        let fixture = try LayoutFixture(["labels/classes.txt": "dog\n"], pictures: ["images/a.png"])
        defer { fixture.remove() }
        try fixture.write(file + ".gz", ResultLayoutTests.stored(text))
        let truth = try fixture.truth(path)
        #expect(truth.lines == ["a dog 20 10 40 30"])
    }

    @Test func aListOfNamesMayBePackedWithTheLabelsAndIsNoImage() throws {
        let fixture = try LayoutFixture(["labels/classes.txt": "dog\n"], pictures: ["images/a.png"])
        defer { fixture.remove() }
        try fixture.write("labels/a.txt.gz", ResultLayoutTests.stored("0 0.2 0.25 0.2 0.3\n"))
        try fixture.write("labels/obj.names.gz", ResultLayoutTests.stored("dog\n"))
        #expect(try fixture.truth("labels").lines == ["a dog 20 10 40 30"])
    }

    @Test func utf16IsRead() throws {
        let fixture = try LayoutFixture(["labels/classes.txt": "dog\n"], pictures: ["images/a.png"])
        defer { fixture.remove() }
        let text = try #require("0 0.2 0.25 0.2 0.3\n".data(using: .utf16LittleEndian))
        try fixture.write("labels/a.txt", Data([0xFF, 0xFE]) + text)
        #expect(try fixture.truth("labels").lines == ["a dog 20 10 40 30"])
    }

    /// The file is named with its ending, and the whole of it is refused.
    @Test func aDamagedOneIsNamed() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        let packed = ResultLayoutTests.stored("5 0.2 0.25 0.2 0.3 0.9\n")
        try fixture.write("labels/b.txt.gz", packed)
        try fixture.write("labels/a.txt.gz", packed.dropLast(6))
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let problems = #expect(throws: ProblemList.self) { try fixture.results("labels", for: truth) }
        #expect(problems?.errors.first?.place?.file == "labels/a.txt.gz")
    }

    @Test(arguments: [
        ("-1 0.2 0.25 0.2 0.3", "class: \"-1\" is not the number of a class, counted from 0"),
        ("dog 0.2 0.25 0.2 0.3", "class: \"dog\" is not the number of a class, counted from 0"),
        ("1.5 0.2 0.25 0.2 0.3", "class: \"1.5\" is not the number of a class, counted from 0"),
        ("0 0.2 nan 0.2 0.3", "y: \"nan\" is not a number to count with"),
        ("0 0.2 0.25 0.2 0,3", "height: \"0,3\" is not a number to count with"),
        ("0 0.2 0.25", "a class and four numbers were expected: class x y width height"),
    ])
    func aLineSaysWhichValueIsWrong(_ line: String, _ message: String) throws {
        let fixture = try LayoutFixture(
            ["labels/a.txt": "0 0.2 0.25 0.2 0.3\n\(line)\n", "labels/classes.txt": "dog\n"],
            pictures: ["images/a.png"])
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("labels") }
        #expect(problems?.description == "labels/a.txt:2: error: " + message)
    }

    @Test func aResultSaysTheSame() throws {
        let fixture = try LayoutFixture(["labels/a.txt": "5 0.2 0.25 0.2 0.3 0.9\n5 0.2 0.25 0.2 0.3 inf\n"])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let problems = #expect(throws: ProblemList.self) { try fixture.results("labels", for: truth) }
        #expect(problems?.description == "labels/a.txt:2: error: score: \"inf\" is not a number to count with")
    }
}
