import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Detections as the field's tools write them: a dog at 20, 10 of 40 x 30 with score 0.9 in the image 7, a.png of 200 x 100;
/// nothing in the image 9, b.png.
@Suite struct ResultLayoutTests {
    static let truth = """
        {"images": [{"id": 7, "file_name": "a.png", "width": 200, "height": 100},
                    {"id": 9, "file_name": "b.png", "width": 200, "height": 100}],
         "categories": [{"id": 1, "name": "cat"}, {"id": 5, "name": "dog"}],
         "annotations": [{"id": 1, "image_id": 7, "category_id": 5, "bbox": [20, 10, 40, 30], "area": 1200, "iscrowd": 0}]}
        """

    struct Layout: CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        var path: String?
        var testDescription: String { name }

        init(_ name: String, _ path: String, _ text: String) {
            self.name = name
            files = [path: text]
            self.path = path
        }

        init(_ name: String, in path: String, _ files: [String: String]) {
            self.name = name
            self.path = path
            self.files = Dictionary(uniqueKeysWithValues: files.map { (path + "/" + $0.key, $0.value) })
        }
    }

    static let layouts: [Layout] = [
        Layout("CSV by class name", "dt.csv", "image,class,score,x,y,w,h\na.png,dog,0.9,20,10,40,30\n"),
        Layout("CSV by ids", "dt.csv", "image_id,category_id,xmin,ymin,xmax,ymax,confidence\n7,5,20,10,60,40,0.9\n"),
        Layout(
            "CSV with ; and decimal point", "dt.csv",
            "image_id;label;left;top;width;height;score\n7;dog;20;10;40;30;0.9\n"),
        Layout(
            "supervision's CSV sink", "dt.csv",
            "x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name,file_name\n"
                + "20.0,10.0,60.0,40.0,1,0.9,,dog,a.png\n"),
        Layout(
            "supervision's JSON sink", "dt.json",
            """
            [{"x_min": 20.0, "y_min": 10.0, "x_max": 60.0, "y_max": 40.0, "class_id": 1, "confidence": 0.9,
            "tracker_id": "", "class_name": "dog", "file_name": "a.png"}]
            """),
        Layout(
            "Open Images challenge", "dt.csv", "ImageId,PredictionString\na,dog 0.9 0.1 0.1 0.3 0.4\nb,\n"),
        Layout(
            "JSON Lines", "dt.jsonl",
            "{\"image_id\": 7, \"category_id\": 5, \"bbox\": [20, 10, 40, 30], \"score\": 0.9}\n"),
        Layout(
            "detectron2", "coco_instances_results.json",
            "[{\"image_id\": 7, \"category_id\": 5, \"bbox\": [20.0, 10.0, 40.0, 30.0], \"score\": 0.9}]"),
        Layout(
            "shards", in: "results",
            [
                "results-00000-of-00002.json": "[]",
                "results-00001-of-00002.json":
                    "[{\"image_id\": 7, \"category_id\": 5, \"bbox\": [20, 10, 40, 30], \"score\": 0.9}]",
            ]),
        Layout("mmdetection 2", "dt.json", "[[[], [[20, 10, 60, 40, 0.9]]], [[], []]]"),
        Layout(
            "mmdetection 3", in: "preds",
            [
                "a.json": "{\"labels\": [1], \"scores\": [0.9], \"bboxes\": [[20.0, 10.0, 60.0, 40.0]]}",
                "b.json": "{\"labels\": [], \"scores\": [], \"bboxes\": []}",
            ]),
        Layout(
            "torchvision in order", "dt.json",
            """
            [{"boxes": [[20, 10, 60, 40]], "labels": [5], "scores": [0.9]}, {"boxes": [], "labels": [], "scores": []}]
            """),
        Layout(
            "torchvision with ids", "dt.json",
            "[{\"image_id\": 7, \"boxes\": [[20, 10, 60, 40]], \"labels\": [5], \"scores\": [0.9]}]"),
        Layout(
            "torchvision by id", "dt.json",
            "{\"7\": {\"boxes\": [[20, 10, 60, 40]], \"labels\": [5], \"scores\": [0.9]}}"),
        Layout(
            "pipeline in order", "dt.json",
            "[[{\"score\": 0.9, \"label\": \"dog\", \"box\": {\"xmin\": 20, \"ymin\": 10, \"xmax\": 60, \"ymax\": 40}}], []]"
        ),
        Layout(
            "pipeline by file", "dt.json",
            """
            {"a.png": [{"score": 0.9, "label": "dog", "box": {"xmin": 20, "ymin": 10, "xmax": 60, "ymax": 40}}], "b.png": []}
            """),
        Layout(
            "darknet's result.json", "result.json",
            """
            [{"frame_id": 1, "filename": "data/a.png", "objects": [{"class_id": 1, "name": "dog",
            "relative_coordinates": {"center_x": 0.2, "center_y": 0.25, "width": 0.2, "height": 0.3}, "confidence": 0.9}]},
            {"frame_id": 2, "filename": "data/b.png", "objects": []}]
            """),
        Layout(
            "Roboflow's inference", in: "predictions",
            [
                "a.json": """
                {"predictions": [{"x": 40, "y": 25, "width": 40, "height": 30, "confidence": 0.9, "class": "dog",
                "class_id": 1, "detection_id": "e"}], "image": {"width": 200, "height": 100}}
                """,
                "b.json": "{\"predictions\": [], \"image\": {\"width\": 200, \"height\": 100}}",
            ]),
        Layout(
            "Ultralytics' to_json", in: "json",
            [
                "a.json": """
                [{"name": "dog", "class": 1, "confidence": 0.9, "box": {"x1": 20, "y1": 10, "x2": 60, "y2": 40}}]
                """,
                "b.json": "[]",
            ]),
        Layout(
            "Pascal VOC", in: "results",
            ["comp4_det_test_dog.txt": "a 0.9 20 10 60 40\n", "comp4_det_test_cat.txt": ""]),
        Layout(
            "DOTA", in: "results",
            ["Task1_dog.txt": "a 0.9 40 10 60 25 40 40 20 25\n", "Task1_cat.txt": ""]),
        Layout("YOLO", in: "labels", ["a.txt": "5 0.2 0.25 0.2 0.3 0.9\n", "b.txt": ""]),
        Layout("YOLO by numpy", in: "labels", ["a.txt": "5.0 0.2 0.25 0.2 0.3 0.9\n", "b.txt": ""]),
        Layout(
            "YOLO behind a byte order mark", in: "labels", ["a.txt": "\u{FEFF}5 0.2 0.25 0.2 0.3 0.9\n", "b.txt": ""]),
        Layout(
            "COCO's form with scores", "dt.json",
            """
            {"images": [{"id": 1, "file_name": "b.png"}, {"id": 2, "file_name": "a.png"}],
             "categories": [{"id": 1, "name": "dog"}],
             "annotations": [{"id": 1, "image_id": 2, "category_id": 1, "bbox": [20, 10, 40, 30], "score": 0.9}]}
            """),
        Layout(
            "datumaro", "dt.json",
            """
            {"info": {}, "categories": {"label": {"labels": [{"name": "cat", "parent": ""}, {"name": "dog", "parent": ""}]}},
             "items": [{"id": "a", "annotations": [{"id": 0, "type": "bbox", "attributes": {"score": 0.9}, "group": 0,
             "label_id": 1, "bbox": [20, 10, 40, 30]}], "image": {"path": "a.png", "size": [100, 200]}}]}
            """),
        Layout(
            "a table below sep=;", "dt.csv", "sep=;\nimage;class;score;x;y;w;h\na.png;dog;0.9;20;10;40;30\n"),
        Layout("Cartucho", in: "detection-results", ["a.txt": "dog 0.9 20 10 60 40\n", "b.txt": ""]),
        Layout(
            "KITTI", in: "data",
            ["a.txt": "dog -1 -1 -10 20.00 10.00 60.00 40.00 -1 -1 -1 -1000 -1000 -1000 -10 0.9\n", "b.txt": ""]),
        Layout(
            "FiftyOne", "dt.json",
            "{\"classes\": [\"cat\", \"dog\"], \"labels\": {\"a\": [{\"label\": \"dog\", \"bounding_box\": [0.1, 0.1, 0.2, 0.3], \"confidence\": 0.9}]}}"
        ),
        // Shares of the image, whatever the form.
        Layout(
            "rows in shares", "dt.json",
            "[{\"file_name\": \"a.png\", \"label\": \"dog\", \"score\": 0.9, \"xmin\": 0.1, \"ymin\": 0.1, \"xmax\": 0.3, \"ymax\": 0.4}]"
        ),
        Layout(
            "lines in shares", "dt.jsonl",
            "{\"file_name\": \"a.png\", \"label\": \"dog\", \"score\": 0.9, \"cx\": 0.2, \"cy\": 0.25, \"w\": 0.2, \"h\": 0.3}\n"
        ),
        Layout(
            "torchvision in shares", "dt.json",
            "[{\"image_id\": 7, \"boxes\": [[0.1, 0.1, 0.3, 0.4]], \"labels\": [5], \"scores\": [0.9]}]"),
        Layout(
            "pipeline in shares", "dt.json",
            """
            {"a.png": [{"score": 0.9, "label": "dog", "box": {"xmin": 0.1, "ymin": 0.1, "xmax": 0.3, "ymax": 0.4}}], "b.png": []}
            """),
        Layout("Cartucho in shares", in: "results", ["a.txt": "dog 0.9 0.1 0.1 0.3 0.4\n", "b.txt": ""]),
    ]

    @Test(arguments: layouts)
    func opensAsItIs(_ layout: Layout) throws {
        let fixture = try LayoutFixture(layout.files)
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: Self.truth)
        let results = try fixture.results(try #require(layout.path), for: truth)
        #expect(results.lines(truth) == ["7 dog 20 10 40 30 0.9"])
        #expect(results.objections.isClean)
    }

    /// A file is packed with its name: what it is called without `.gz` says which image or class it is of.
    @Test(arguments: layouts)
    func opensPacked(_ layout: Layout) throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        for (name, text) in layout.files { try fixture.write(name + ".gz", Self.stored(text)) }
        let truth = try DetectionGroundTruth(json: Self.truth)
        let path = try #require(layout.path)
        let isFile = layout.files[path] != nil
        let results = try fixture.results(isFile ? path + ".gz" : path, for: truth)
        #expect(results.lines(truth) == ["7 dog 20 10 40 30 0.9"])
        #expect(results.objections.isClean)
    }

    /// A gzip member of one stored block (RFC 1951, 3.2.4), with the CRC-32 of RFC 1952.
    static func stored(_ text: String) -> Data {
        let bytes = Array(text.utf8)
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc = ~crc
        let count = UInt16(bytes.count)
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
        packed += [UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)] + bytes
        for value in [crc, UInt32(bytes.count)] {
            packed += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Data(packed)
    }

    struct Refusal: CustomTestStringConvertible {
        let name: String
        let path: String
        let bytes: Data
        let message: String
        var testDescription: String { name }
    }

    static let refusals: [Refusal] = [
        Refusal(
            name: "pickle", path: "results.pkl", bytes: Data([0x80, 4, 0x95, 0, 0]),
            message:
                "results.pkl: error: is a pickle: opening one runs whatever program it holds, so it is never opened; "
                + "write JSON: outfile_prefix of mmdetection's CocoMetric, or json.dump of boxes, scores and labels as lists"
        ),
        Refusal(
            name: "nuScenes", path: "nusc.json",
            bytes: Data("{\"meta\": {\"use_lidar\": true}, \"results\": {\"t\": [{\"translation\": [1, 2, 3]}]}}".utf8),
            message:
                "nusc.json: error: holds boxes in space (nuScenes): boxes on pictures are audited; project them into "
                + "the pictures and write COCO results"),
        Refusal(
            name: "lists of another number", path: "dt.json", bytes: Data("[[[], [[20, 10, 60, 40, 0.9]]]]".utf8),
            message:
                "dt.json: error: 1 lists that name no image, and 2 images in the ground truth; write one list an image "
                + "in the order of the ground truth, or name the image of each"),
        Refusal(
            name: "more classes", path: "dt.json",
            bytes: Data("[[[], [], [[20, 10, 60, 40, 0.9]]], [[], [], []]]".utf8),
            message:
                "dt.json: error: class number 2, and 2 classes in the ground truth, which are counted from 0 here; "
                + "write category_id or the name of the class"),
        Refusal(
            name: "rows without an image", path: "dt.csv",
            bytes: Data("x_min,y_min,x_max,y_max,class_id,confidence\n20,10,60,40,1,0.9\n".utf8),
            message: "dt.csv:2: error: names no image; give image_id or file_name with every box"),
        Refusal(
            name: "no scores", path: "dt.csv", bytes: Data("image,class,x,y,w,h\na.png,dog,20,10,40,30\n".utf8),
            message:
                "dt.csv:2: error: a detection without a score; are these the annotations? detections have a score or "
                + "confidence each"),
        Refusal(
            name: "no number", path: "dt.csv",
            bytes: Data("image,class,x,y,w,h,score\na.png,dog,left,10,40,30,0.9\n".utf8),
            message: "dt.csv:2: error: x: \"left\" is not a number to count with"),
        Refusal(
            name: "lists that differ", path: "dt.json",
            bytes: Data(
                "[{\"image_id\": 7, \"boxes\": [[20, 10, 60, 40]], \"labels\": [5, 5], \"scores\": [0.9]}]".utf8),
            message: "dt.json:1: error: 1 boxes and 2 scores or labels in one image"),
    ]

    @Test(arguments: refusals)
    func refusesInOneWord(_ refusal: Refusal) throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write(refusal.path, refusal.bytes)
        let truth = try DetectionGroundTruth(json: Self.truth)
        var told: [String] = []
        do {
            _ = try fixture.results(refusal.path, for: truth)
        } catch let problems as ProblemList {
            told = problems.errors.map(\.description)
        } catch let error as any Explained {
            told = [error.problem.description]
        }
        #expect(told == [refusal.message])
    }

    @Test func listsThatNameNoImageAreSaidToBeTakenInOrder() throws {
        let fixture = try LayoutFixture(["dt.json": "[[[], [[20, 10, 60, 40, 0.9]]], [[], []]]"])
        defer { fixture.remove() }
        let results = try fixture.results("dt.json", for: try DetectionGroundTruth(json: Self.truth))
        #expect(
            results.remarks.remarks.map(\.summary) == [
                "lists name no image: they were taken in the order of the ground truth's images",
                "classes are numbered in the order of the ground truth's",
            ])
    }

    /// A file of a class that nobody knows would be an image nobody found.
    @Test func aFileOfVOCsResultsBelongsToAClass() throws {
        let truth = try DetectionGroundTruth(
            json: """
                {"images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 1, "name": "traffic light"}, {"id": 2,
                "name": "bicycle"}], "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}]}
                """)
        let fixture = try LayoutFixture([
            "right/comp4_det_test_traffic_light.txt": "a 0.9 1 1 5 5\n",
            "right/comp4_det_test_bicycle.txt": "a 0.8 1 1 5 5\n",
            "wrong/comp4_det_test_traffic_light.txt": "a 0.9 1 1 5 5\n",
            "wrong/comp4_det_test_bicyle.txt": "a 0.8 1 1 5 5\n",
        ])
        defer { fixture.remove() }
        #expect(try fixture.results("right", for: truth).count == 2)
        let problems = #expect(throws: ProblemList.self) { try fixture.results("wrong", for: truth) }
        #expect(
            problems?.description.contains("did you mean \"bicycle\"?") == true, "\(problems?.description ?? "")")
    }
}
