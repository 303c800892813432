import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// A list that chose the images of a ground truth is said where results are of others.
@Suite struct ListedImagesTests {
    private static func annotation(_ name: String) -> String {
        "<annotation><filename>\(name).png</filename><size><width>200</width><height>100</height></size><object>"
            + "<name>dog</name><bndbox><xmin>20</xmin><ymin>10</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>"
    }

    private static let devkit = [
        "voc/Annotations/a.xml": annotation("a"), "voc/Annotations/b.xml": annotation("b"),
        "voc/Annotations/c.xml": annotation("c"), "voc/ImageSets/Main/test.txt": "a\nb\n",
        "voc/ImageSets/Main/dog_test.txt": "a 1\nb 1\n",
        "run/comp4_det_test_dog.txt": "a 0.9 20 10 60 40\nb 0.8 20 10 60 40\nc 0.7 20 10 60 40\n",
    ]

    @Test func detectionsOfAnotherSplitAreSaidToBe() throws {
        let fixture = try LayoutFixture(Self.devkit)
        defer { fixture.remove() }
        let truth = try fixture.truth("voc")
        #expect(truth.images.count == 2)
        let told = "is of an image that ImageSets/Main/test.txt does not list, which chose the 2 of 3 that are read: "
        #expect(
            try fixture.results("run", for: truth).objections.errors.map(\.summary) == ["1 of 3 detections \(told)c"])
        // Of another image the plain words stand.
        try fixture.write("run/comp4_det_test_dog.txt", Data("a 0.9 1 1 5 5\nz 0.8 1 1 5 5\n".utf8))
        #expect(
            try fixture.results("run", for: truth).objections.errors.map(\.summary) == [
                "1 of 2 detections is of no image of the ground truth: results name z; ground truth names a (a.png), b (b.png)"
            ])
    }

    @Test func aListOfYOLOTextIsSaidToo() throws {
        let fixture = try LayoutFixture(
            [
                "y/data.yaml": "names: [dog]\nval: val.txt\n", "y/val.txt": "images/a.png\n",
                "y/labels/a.txt": "0 0.2 0.25 0.2 0.3\n", "y/labels/b.txt": "0 0.2 0.25 0.2 0.3\n",
                "run/a.txt": "0 0.2 0.25 0.2 0.3 0.9\n", "run/b.txt": "0 0.2 0.25 0.2 0.3 0.8\n",
            ], pictures: ["y/images/a.png", "y/images/b.png"])
        defer { fixture.remove() }
        let told = try fixture.results("run", for: fixture.truth("y")).objections.errors.map(\.summary)
        #expect(
            told == [
                "1 of 2 detections is of an image that val.txt does not list, which chose the 1 of 2 that are read: b"
            ])
    }

    @Test func theListIsNotSaidToBeOfNoUse() throws {
        var files = Self.devkit
        files["run/comp4_det_test_dog.txt"] = "a 0.9 20 10 60 40\nb 0.8 20 10 60 40\n"
        let fixture = try LayoutFixture(files)
        defer { fixture.remove() }
        let read = try ImportedWorkspace(
            from: ["voc", "run"].map { fixture.root.appending(path: $0).path }, format: nil, dataset: "d", version: "v1"
        )
        #expect(read.lines.contains(.unused(files: ["voc/ImageSets/Main/dog_test.txt"], pictures: 0)))
    }
}
