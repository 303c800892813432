import Diagnostics
import Formats
import Foundation
import Testing

@testable import Artifacts

@Suite struct FolderFormatTests {
    /// A folder with the given files, removed afterwards.
    private func inFolder(_ files: [String: Data], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, data) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
        try body(folder.path)
    }

    /// A black PNG of 200 x 100 pixels.
    private let picture = Data([
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0xC8, 0x00, 0x00, 0x00, 0x64, 0x01, 0x00, 0x00, 0x00, 0x00, 0xEB, 0xFD, 0x42, 0xA6, 0x00, 0x00, 0x00,
        0x19, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0xED, 0xC1, 0x81, 0x00, 0x00, 0x00, 0x00, 0xC3, 0xA0, 0xF9, 0x53,
        0x1F, 0xE0, 0x0A, 0x55, 0x01, 0x00, 0xC0, 0x1B, 0x0A, 0x28, 0x00, 0x01, 0xE7, 0x86, 0x3B, 0x29, 0x00, 0x00,
        0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ])

    @Test func yoloTextIsReadInPixels() throws {
        try inFolder([
            "labels/a.txt": Data("1 0.5 0.5 0.2 0.4\n\n0 0.1 0.1 0.1 0.1\r\n".utf8), "labels/b.txt": Data(),
            "images/a.png": picture, "images/b.png": picture, "classes.txt": Data("cat\ndog\n".utf8),
            "results/a.txt": Data("1 0.5 0.5 0.2 0.4 0.75\n".utf8),
        ]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder, named: "gt")
            #expect(truth.images.map(\.id) == [.text("a"), .text("b")])
            #expect(truth.classes.map(\.name) == ["cat", "dog"])
            #expect(truth.boxes[0] == Box(x: 80, y: 30, width: 40, height: 40))
            let results = try DetectionResults(contentsOf: folder + "/results", for: truth)
            #expect(results.boxes[0] == truth.boxes[0])
            #expect(results.scores == [0.75])
        }
    }

    @Test func polygonsAndTracksAreReadAsTheirBoxes() throws {
        try inFolder([
            "labels/a.txt": Data("0 0.1 0.1 0.3 0.1 0.3 0.5 0.1 0.5\n0 0.5 0.5 0.2 0.4\n".utf8),
            "images/a.png": picture, "classes.txt": Data("cat\n".utf8),
            "results/a.txt": Data("0 0.5 0.5 0.2 0.4 0.75 17\n0 0.1 0.1 0.3 0.1 0.3 0.5 0.9\n".utf8),
        ]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder, named: "gt")
            // 0.1...0.3 of 200 and 0.1...0.5 of 100 pixels.
            let around = truth.boxes[0]
            #expect(abs(around.x - 20) < 1e-9 && abs(around.y - 10) < 1e-9)
            #expect(abs(around.width - 40) < 1e-9 && abs(around.height - 40) < 1e-9)
            #expect(truth.remarks.remarks.map(\.summary) == ["a polygon of class 0: the box around it stands for it"])
            let results = try DetectionResults(contentsOf: folder + "/results", for: truth)
            #expect(results.scores == [0.75, 0.9])
            #expect(results.boxes[0] == truth.boxes[1])
        }
    }

    @Test func theFolderOfASplitIsRead() throws {
        try inFolder([
            "labels/val/a.txt": Data("1 0.5 0.5 0.2 0.4\n".utf8), "images/val/a.png": picture,
            "data.yaml": Data("names: [cat, dog]\n".utf8),
        ]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder + "/labels", named: "gt")
            #expect(truth.classes.map(\.name) == ["cat", "dog"])
            #expect(truth.boxes[0] == Box(x: 80, y: 30, width: 40, height: 40))
        }
    }

    @Test func yoloTextThatIsWrongSaysWhere() throws {
        try inFolder(["a.txt": Data("1 0.5 0.5 0.2\nx 1 1 1 1\n".utf8), "a.png": picture, "c.txt": Data()]) { folder in
            let problems = #expect(throws: ProblemList.self) {
                try DetectionGroundTruth(contentsOf: folder, named: "gt")
            }
            #expect(
                problems?.description == """
                    gt/a.txt:1: error: a class and four numbers were expected: class x y width height
                    gt/a.txt:2: error: class: "x" is not the number of a class, counted from 0
                    gt/c.txt: error: no picture of the same name tells the image's size; put the pictures in \
                    images/ beside labels/
                    """)
        }
    }

    @Test(arguments: [
        "path: x\nnames: [cat, 'big dog']\nnc: 2\n", "names:\n  - cat # the small one\n  - \"big dog\"\nnc: 2\n",
        "nc: 2\nnames:\n  1: big dog\n  0: cat\n", "names: ['cat',\n  'big dog']\r\n",
        "names: {0: cat, 1: 'big dog'}\n", "names: {\"0\": cat,\n  \"1\": big dog}\nnc: 2\n",
        "names: [cat, big dog, ]\n",
    ])
    func yoloClassNamesComeFromDataYAML(_ text: String) throws {
        try inFolder([
            "labels/a.txt": Data("1 0.5 0.5 0.2 0.4\n".utf8), "images/a.png": picture, "data.yaml": Data(text.utf8),
        ]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder)
            #expect(truth.classes.map(\.name) == ["cat", "big dog"])
        }
    }

    /// A comma in quotes is one of a name, and an apostrophe inside a word opens none.
    @Test func namesMayHoldWhatSeparates() {
        #expect(
            YOLODataNames.names(in: "names: ['car, small', \"person's\", driver's cab, 'a]b', e]\n")
                == ["car, small", "person's", "driver's cab", "a]b", "e"])
        #expect(YOLODataNames.names(in: "names: {0: 'a: b', 2: c}\n") == ["a: b", "1", "c"])
    }

    /// Roboflow writes darknet's list of names as `_darknet.labels`.
    @Test func namesMayLieInAFileOfLabels() throws {
        try inFolder([
            "valid/a.txt": Data("1 0.5 0.5 0.2 0.4\n".utf8), "valid/a.png": picture,
            "valid/_darknet.labels": Data("cat\nbig dog\n".utf8),
        ]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder)
            #expect(truth.classes.map(\.name) == ["cat", "big dog"])
        }
    }

    @Test func anObjectMarkedDifficultIsNotToBeFound() throws {
        let object = { (x: Int, difficult: Int) in
            "<object><name>dog</name><difficult>\(difficult)</difficult><bndbox><xmin>\(x)</xmin><ymin>0</ymin>"
                + "<xmax>\(x + 10)</xmax><ymax>10</ymax></bndbox></object>"
        }
        try inFolder(["gt/a.xml": Data("<annotation>\(object(0, 0))\(object(50, 1))</annotation>".utf8)]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder + "/gt", named: "gt")
            #expect(truth.isCrowd == [false, true])
            #expect(
                truth.remarks.description
                    == "gt: warning: a.xml: an object of class dog is marked difficult: it is not to be found, and a "
                    + "detection on it does not count")
        }
    }

    @Test func pascalVOCIsRead() throws {
        let annotation = """
            <?xml version="1.0"?><!-- made by hand -->
            <annotation><filename>a.jpg</filename><size><width>200</width><height>100</height></size>
            <object><name>dog &amp; cat</name><difficult>0</difficult>
            <bndbox><xmin>10</xmin><ymin>20</ymin><xmax>50</xmax><ymax>60.5</ymax></bndbox></object></annotation>
            """
        try inFolder([
            "gt/a.xml": Data(annotation.utf8),
            "dt/comp4_det_test_dog & cat.txt": Data("a 0.5 10 20 50 60.5\nz 0.5 1 1 2 2\n".utf8),
        ]) { folder in
            let truth = try DetectionGroundTruth(contentsOf: folder + "/gt")
            #expect(truth.classes.map(\.name) == ["dog & cat"])
            #expect(truth.boxes[0] == Box(x: 10, y: 20, width: 40, height: 40.5))
            let results = try DetectionResults(contentsOf: folder + "/dt", for: truth)
            #expect(results.count == 1)
            #expect(results.ofUnknownImages == 1)
        }
    }

    @Test(arguments: [
        "", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>&b;</a>",
        String(repeating: "<a>", count: 40),
    ])
    func markupThatIsNotReadIsRefused(_ text: String) {
        #expect(throws: XMLFault.self) { try XMLElement(Array(text.utf8)) }
    }
}
