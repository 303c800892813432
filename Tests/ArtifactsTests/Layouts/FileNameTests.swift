import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// What a file is, what stands in it says, and not what it is called.
@Suite struct FileNameTests {
    private static let voc = """
        <annotation><filename>a.png</filename><size><width>200</width><height>100</height></size><object><name>dog</name>
        <bndbox><xmin>20</xmin><ymin>10</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>
        """

    @Test(arguments: ["txt", "TXT", "dat", "out", "csv", "pred"])
    func resultsOfAnyEndingAreRead(_ ending: String) throws {
        let fixture = try LayoutFixture([
            "voc/comp4_det_test_dog.\(ending)": "a 0.9 20 10 60 40\n", "yolo/a.\(ending)": "5 0.2 0.25 0.2 0.3 0.9\n",
        ])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        for path in ["voc", "yolo"] {
            #expect(try fixture.results(path, for: truth).lines(truth) == ["7 dog 20 10 40 30 0.9"], "\(path)")
        }
    }

    @Test(arguments: [("txt", "xml"), ("lbl", "dat")])
    func labelsOfAnyEndingAreRead(_ text: String, _ markup: String) throws {
        let fixture = try LayoutFixture(
            [
                "yolo/labels/a.\(text)": "0 0.2 0.25 0.2 0.3\n", "yolo/classes.txt": "dog\n",
                "voc/a.\(markup)": Self.voc,
            ],
            pictures: ["yolo/images/a.png", "yolo/images/b.png"])
        defer { fixture.remove() }
        let labels = try fixture.truth("yolo")
        #expect(labels.lines == ["a dog 20 10 40 30"] && labels.images.count == 2)
        #expect(try fixture.truth("voc").lines == ["a dog 20 10 40 30"])
    }

    /// Labels of the usual ending beside results of another: each is read as what it is.
    @Test func labelsBesideResultsAreNotTakenForThem() throws {
        let fixture = try LayoutFixture(["run/a.txt": "5 0.2 0.25 0.2 0.3\n", "run/a.pred": "5 0.2 0.25 0.2 0.3 0.9\n"])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        #expect(try fixture.results("run", for: truth).lines(truth) == ["7 dog 20 10 40 30 0.9"])
    }

    /// A list of images whose labels have another ending.
    @Test func listedImagesFindTheirLabels() throws {
        let fixture = try LayoutFixture(
            [
                "y/data.yaml": "names: [dog]\nval: val.txt\n", "y/val.txt": "images/a.png\nimages/b.png\n",
                "y/labels/a.lbl": "0 0.2 0.25 0.2 0.3\n", "y/labels/c.lbl": "0 0.2 0.25 0.2 0.3\n",
            ], pictures: ["y/images/a.png", "y/images/b.png", "y/images/c.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("y")
        #expect(truth.lines == ["a dog 20 10 40 30"] && truth.images.count == 2)
    }

    /// The file of a class that VOC's results lack is lost; an empty one says that nothing was found.
    @Test func aClassWithoutAFileIsSaid() throws {
        let truth = try DetectionGroundTruth(
            json: """
                {"images": [{"id": 1, "file_name": "a.png"}],
                 "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}, {"id": 3, "name": "owl"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]},
                                 {"id": 2, "image_id": 1, "category_id": 2, "bbox": [5, 5, 4, 4]}]}
                """)
        let fixture = try LayoutFixture([
            "lost/comp4_det_test_cat.txt": "a 0.9 1 1 5 5\n", "whole/comp4_det_test_cat.txt": "a 0.9 1 1 5 5\n",
            "whole/comp4_det_test_dog.txt": "",
        ])
        defer { fixture.remove() }
        #expect(
            try fixture.results("lost", for: truth).objections.errors.map(\.description) == [
                "lost: error: no file is called by class dog, of which there are objects; there are files of cat; put it there; "
                    + "an empty file says that nothing was detected"
            ])
        #expect(try fixture.results("whole", for: truth).objections.isClean)
        // One file that is named is what is meant.
        #expect(try fixture.results("lost/comp4_det_test_cat.txt", for: truth).objections.isClean)
    }

    /// YOLO's boxes in pixels: the first word is a class, in Pascal VOC's results an image.
    @Test func boxesInPixelsAreReadAsPixels() throws {
        let fixture = try LayoutFixture([
            "run/a.txt": "5 40 25 40 30 0.9\n", "run/b.txt": "1 150.5 50 20 10 0.5\n1 0.5 50 1 10 0.25\n",
            "voc/comp4_det_test_dog.txt": "7 0.9 20 10 60 40\n",
        ])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let read = try fixture.results("run", for: truth)
        #expect(
            read.lines(truth) == ["7 dog 20 10 40 30 0.9", "9 cat 140.5 45 20 10 0.5", "9 cat 0 45 1 10 0.25"])
        #expect(
            read.remarks.remarks.map(\.description) == [
                "run: note: x, y, width and height are no shares of the image's size, 0...1: they are read as pixels"
            ])
        for (file, form) in [
            ("run/a.txt", ExportForm.yolo(isScored: true)), ("run/b.txt", .yolo(isScored: true)),
            ("voc/comp4_det_test_dog.txt", .vocResults),
        ] {
            #expect(ExportForm(of: try Data(contentsOf: fixture.root.appending(path: file))) == form, "\(file)")
        }
    }

    @Test func oneFileInPixelsAmongOthersIsNamed() throws {
        let fixture = try LayoutFixture([
            "run/a.txt": "5 0.2 0.25 0.2 0.3 0.9\n", "run/b.txt": "1 150 50 20 10 0.5\n1 40 50 20 10 0.25\n",
        ])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let problems = #expect(throws: ProblemList.self) { try fixture.results("run", for: truth) }
        #expect(
            problems?.errors.map(\.description) == [
                "run/b.txt:1: error: 150 50 20 10, where shares of the image's size are expected, 0...1, as in other files; are "
                    + "they pixels?; write the boxes of all files alike"
            ])
    }

    /// Rows of Open Images' shares among which one is in pixels: it is named, whoever's boxes they are.
    @Test func oneRowInPixelsAmongSharesIsNamed() throws {
        let header = "ImageID,LabelName,XMin,XMax,YMin,YMax"
        let fixture = try LayoutFixture(
            [
                "y/boxes.csv": "\(header)\na,dog,0.1,0.3,0.1,0.4\na,dog,20,60,10,40\nb,dog,0.1,0.3,0.1,0.4\n",
                // Out of the image by a little: none in pixels.
                "z/boxes.csv": "\(header)\na,dog,0.1,0.3,0.1,0.4\na,dog,0.9,1.1,0.1,0.4\nb,dog,0.1,0.3,0.1,0.4\n",
            ], pictures: ["y/a.png", "y/b.png", "z/a.png", "z/b.png"])
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("y/boxes.csv") }
        #expect(
            problems?.errors.map(\.description) == [
                "y/boxes.csv:3: error: [20, 10, 40, 30], where most boxes are shares of their image, 0...1; 1 of 3 is not: are "
                    + "they pixels?; write all boxes alike"
            ])
        #expect(try fixture.truth("z/boxes.csv").boxes.count == 3)
    }
}
