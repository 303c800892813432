import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Ground truth as the field's tools write it: one object, a dog at 20, 10 of 40 x 30 in the picture a.png of 200 x 100.
@Suite struct TruthLayoutTests {
    private static let expected = ["a dog 20 10 40 30"]

    /// One layout: what is written where, and what is read.
    struct Layout: CustomTestStringConvertible {
        let name: String
        let path: String
        let files: [String: String]
        var pictures: [String] = []
        var testDescription: String { name }
    }

    static let layouts: [Layout] = [
        Layout(
            name: "TensorFlow's CSV", path: "labels.csv",
            files: [
                "labels.csv": "filename,width,height,class,xmin,ymin,xmax,ymax\na.png,200,100,dog,20,10,60,40\n"
            ]),
        Layout(
            name: "Open Images", path: "boxes.csv",
            files: [
                "boxes.csv": """
                ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside
                a,xclick,dog,1,0.1,0.3,0.1,0.4,0,0,0,0,0

                """
            ], pictures: ["images/a.png"]),
        Layout(
            name: "wheat heads", path: "train.csv",
            files: ["train.csv": "image_id,width,height,bbox,class\na,200,100,\"[20.0, 10.0, 40.0, 30.0]\",dog\n"]),
        Layout(
            name: "JSON Lines", path: "objects.jsonl",
            files: ["objects.jsonl": "{\"image\": \"a.png\", \"label\": \"dog\", \"bbox\": [20, 10, 40, 30]}\n"]),
        Layout(
            name: "tab and corners", path: "objects.txt",
            files: ["objects.txt": "image\tcategory\tx1\ty1\tx2\ty2\na\tdog\t20\t10\t60\t40\n"]),
        Layout(
            name: "LabelMe", path: "annotated",
            files: [
                "annotated/a.json": """
                {"version": "5.4.1", "flags": {}, "shapes": [{"label": "dog", "points": [[60.0, 40.0], [20.0, 10.0]],
                "group_id": null, "description": "", "shape_type": "rectangle", "flags": {}, "mask": null}],
                "imagePath": "..\\\\pictures\\\\a.png", "imageData": null, "imageHeight": 100, "imageWidth": 200}
                """
            ]),
        Layout(
            name: "CVAT for images", path: "annotations.xml",
            files: [
                "annotations.xml": """
                <?xml version="1.0" encoding="utf-8"?>
                <annotations><version>1.1</version><meta><task><id>1</id></task></meta>
                <image id="0" name="a.png" width="200" height="100">
                <box label="dog" source="manual" occluded="0" xtl="20.00" ytl="10.00" xbr="60.00" ybr="40.00" z_order="0">
                </box></image></annotations>
                """
            ]),
        Layout(
            name: "KITTI", path: "label_2",
            files: ["label_2/a.txt": "dog 0.00 0 -1.57 20.00 10.00 60.00 40.00 1.5 0.5 0.9 1.0 1.5 8.0 0.01\n"]),
        Layout(
            name: "Cartucho", path: "ground-truth", files: ["ground-truth/a.txt": "dog 20 10 60 40\n"]),
        Layout(
            name: "datumaro", path: "annotations/default.json",
            files: [
                "annotations/default.json": """
                {"dm_format_version": "1.0", "info": {}, "categories": {"label": {"labels": [{"name": "cat", "parent": "",
                "attributes": []}, {"name": "dog", "parent": "", "attributes": []}]}},
                "items": [{"id": "a", "annotations": [{"id": 0, "type": "bbox", "attributes": {"occluded": false},
                "group": 0, "label_id": 1, "z_order": 0, "bbox": [20.0, 10.0, 40.0, 30.0]}], "attr": {"frame": 0},
                "image": {"path": "a.png", "size": [100, 200]}}]}
                """
            ]),
        Layout(
            name: "FiftyOne", path: "labels.json",
            files: [
                "labels.json": """
                {"classes": ["cat", "dog"], "labels": {"a": [{"label": 1, "bounding_box": [0.1, 0.1, 0.2, 0.3]}]}}
                """
            ], pictures: ["data/a.png"]),
        Layout(
            name: "BDD100K", path: "det_val.json",
            files: [
                "det_val.json": """
                [{"name": "a.png", "attributes": {"weather": "clear"}, "timestamp": 10000, "labels": [{"id": "0",
                "category": "dog", "attributes": {"occluded": true}, "box2d": {"x1": 20, "x2": 60, "y1": 10, "y2": 40}}]}]
                """
            ]),
        Layout(
            name: "Create ML", path: "createml.json",
            files: [
                "createml.json": """
                [{"image": "a.png", "annotations": [{"label": "dog", "coordinates": {"x": 40, "y": 25, "width": 40,
                "height": 30}}]}]
                """
            ]),
        Layout(
            name: "Label Studio", path: "project.json",
            files: [
                "project.json": """
                [{"id": 7, "data": {"image": "/data/upload/1/a.png"}, "annotations": [{"id": 1, "completed_by": 1,
                "was_cancelled": false, "result": [{"original_width": 200, "original_height": 100, "image_rotation": 0,
                "value": {"x": 10, "y": 10, "width": 20, "height": 30, "rotation": 0, "rectanglelabels": ["dog"]},
                "from_name": "label", "to_name": "image", "type": "rectanglelabels"}]}]},
                {"id": 8, "data": {"image": "/data/upload/1/b.png"}, "annotations": []}]
                """
            ]),
        Layout(
            name: "Label Studio's JSON_MIN", path: "project.json",
            files: [
                "project.json": """
                [{"id": 7, "image": "/data/local-files/?d=set/a.png", "label": [{"x": 10, "y": 10, "width": 20, "height": 30,
                "rotation": 0, "rectanglelabels": ["dog"], "original_width": 200, "original_height": 100}], "annotator": 1}]
                """
            ]),
        Layout(
            name: "VIA", path: "via.json",
            files: [
                "via.json": """
                {"a.png1234": {"filename": "a.png", "size": 1234, "regions": [{"shape_attributes": {"name": "rect",
                "x": 20, "y": 10, "width": 40, "height": 30}, "region_attributes": {"colour": "red", "label": "dog"}}],
                "file_attributes": {}}}
                """
            ]),
        Layout(
            name: "a project of VIA", path: "via.json",
            files: [
                "via.json": """
                {"_via_settings": {"ui": {}}, "_via_img_metadata": {"a.png1234": {"filename": "a.png", "size": 1234,
                "regions": {"0": {"shape_attributes": {"name": "polygon", "all_points_x": [20, 60, 60],
                "all_points_y": [10, 10, 40]}, "region_attributes": {"animal": "dog"}}}, "file_attributes": {}}},
                "_via_attributes": {"region": {}}}
                """
            ]),
        Layout(
            name: "Supervisely", path: "ds",
            files: [
                "ds/ann/a.png.json": """
                {"description": "", "tags": [], "size": {"height": 100, "width": 200}, "objects": [{"id": 1, "classId": 2,
                "geometryType": "rectangle", "classTitle": "dog", "tags": [{"name": "occluded", "value": null}],
                "points": {"exterior": [[60, 40], [20, 10]], "interior": []}}]}
                """,
                "meta.json": #"{"classes": [{"title": "dog", "shape": "rectangle", "color": "red"}], "tags": []}"#,
            ]),
        Layout(
            name: "darknet", path: "data",
            files: [
                "data/obj_train_data/a.txt": "1 0.2 0.25 0.2 0.3\n", "data/obj.names": "cat\ndog\n",
                "data/train.txt": "data/obj_train_data/a.png\n",
                "data/obj.data": "classes = 2\ntrain = data/train.txt\nnames = data/obj.names\nbackup = backup/\n",
            ], pictures: ["data/obj_train_data/a.png"]),
        Layout(
            name: "a split of YOLO", path: "yolo",
            files: [
                "yolo/data.yaml": "train: images/train\nval: images/val\nnames: [cat, dog]\n",
                "yolo/labels/train/b.txt": "0 0.5 0.5 0.5 0.5\n", "yolo/labels/val/a.txt": "1 0.2 0.25 0.2 0.3\n",
            ], pictures: ["yolo/images/train/b.png", "yolo/images/val/a.png"]),
        Layout(
            name: "Roboflow's YOLO", path: "roboflow",
            files: [
                "roboflow/data.yaml": "train: ../train/images\nval: ../valid/images\nnames: ['cat', 'dog']\n",
                "roboflow/train/labels/b.txt": "0 0.5 0.5 0.5 0.5\n",
                "roboflow/valid/labels/a.txt": "1 0.2 0.25 0.2 0.3\n",
            ], pictures: ["roboflow/train/images/b.png", "roboflow/valid/images/a.png"]),
        Layout(
            name: "oriented boxes", path: "obb",
            files: [
                "obb/labels/a.txt": "1 0.1 0.1 0.3 0.1 0.3 0.4 0.1 0.4\n", "obb/data.yaml": "names: [cat, dog]\n",
            ], pictures: ["obb/images/a.png"]),
        Layout(
            name: "Pascal VOC's devkit", path: "VOCdevkit",
            files: [
                "VOCdevkit/VOC2007/Annotations/a.xml": voc, "VOCdevkit/VOC2007/Annotations/b.xml": voc,
                "VOCdevkit/VOC2007/ImageSets/Main/test.txt": "a\n", "VOCdevkit/VOC2007/ImageSets/Main/train.txt": "b\n",
            ]),
    ]

    private static let voc = """
        <annotation><folder>VOC2007</folder><filename>a.png</filename><size><width>200</width><height>100</height></size>
        <object><name>dog</name><pose>Left</pose><truncated>0</truncated><difficult>0</difficult><bndbox><xmin>20</xmin>
        <ymin>10</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>
        """

    @Test(arguments: layouts)
    func opensAsItIs(_ layout: Layout) throws {
        let fixture = try LayoutFixture(layout.files, pictures: layout.pictures)
        defer { fixture.remove() }
        let truth = try fixture.truth(layout.path)
        #expect(truth.lines == Self.expected)
        #expect(truth.objections.isClean)
    }

    /// A box of Label Studio's is turned about its upper left corner; a task that nobody annotated is no image without objects.
    @Test func boxesOfLabelStudioMayBeTurned() throws {
        let fixture = try LayoutFixture([
            "p.json": """
            [{"id": 7, "data": {"image": "s3://bucket/a.png"}, "annotations": [{"result": [{"original_width": 200,
            "original_height": 100, "value": {"x": 50, "y": 50, "width": 20, "height": 20, "rotation": 90,
            "rectanglelabels": ["dog"]}, "type": "rectanglelabels"}, {"type": "brushlabels", "value": {"format": "rle"}}]},
            {"result": []}]}, {"id": 8, "data": {"image": "b.png"}, "annotations": []}]
            """
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("p.json")
        #expect(truth.lines == ["a dog 80 50 20 40"])
        #expect(truth.images.map(\.id.description) == ["a"])
        let told = truth.remarks.remarks.map(\.description).joined(separator: "\n")
        #expect(told.contains("several people annotated some images: the first annotation of each counts"))
        #expect(told.contains("tasks that nobody annotated are left out"))
        #expect(told.contains("brushlabels"))
    }

    /// The name of a class may hold blanks: what is no number at the end of a line is part of it.
    @Test func namesInTextMayHoldBlanks() throws {
        let fixture = try LayoutFixture([
            "gt/a.txt": "guide dog 20 10 60 40\ndog 20 10 60 40 difficult\n", "dt/a.txt": "guide dog 0.5 20 10 60 40\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("gt")
        #expect(truth.lines == ["a guide dog 20 10 40 30", "a dog 20 10 40 30 ignored"])
        #expect(try fixture.results("dt", for: truth).lines(truth) == ["a guide dog 20 10 40 30 0.5"])
    }

    @Test func mot() throws {
        let fixture = try LayoutFixture([
            "MOT17-02/gt/gt.txt": "1,1,20,10,40,30,1,1,1\n1,2,100,10,40,30,0,7,0.5\n2,1,21,10,40,30,1,1,0.8\n",
            "MOT17-02/det/det.txt": "1,-1,20,10,40,30,0.9,-1,-1,-1\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("MOT17-02/gt/gt.txt")
        #expect(
            truth.lines == [
                "1 pedestrian 20 10 40 30", "1 static person 100 10 40 30 ignored", "2 pedestrian 21 10 40 30",
            ])
        #expect(
            try fixture.results("MOT17-02/det/det.txt", for: truth).lines(truth) == ["1 pedestrian 20 10 40 30 0.9"])
    }

    @Test func tracksOfCVATAreBoxesAFrame() throws {
        let fixture = try LayoutFixture([
            "annotations.xml": """
            <annotations><meta><task><original_size><width>200</width><height>100</height></original_size></task></meta>
            <track id="0" label="dog" source="manual">
            <box frame="0" keyframe="1" outside="0" occluded="1" xtl="20" ytl="10" xbr="60" ybr="40" z_order="0">
            <attribute name="parked">true</attribute></box>
            <box frame="1" keyframe="1" outside="1" occluded="0" xtl="20" ytl="10" xbr="60" ybr="40" z_order="0"></box>
            </track></annotations>
            """
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("annotations.xml")
        #expect(truth.lines == ["0 dog 20 10 40 30"])
        #expect(truth.images.map(\.id) == [.number(0), .number(1)])
        #expect(truth.images[0].fileName == "frame_000000.PNG" && truth.images[0].width == 200)
    }

    @Test func whatIsSaidOfObjectsBecomesColumns() throws {
        let line = "0.00 10.0 10.0 50.0 40.0 1.5 0.5 0.9 1.0 1.5 8.0 0.01\n"
        let fixture = try LayoutFixture([
            "k/a.txt": "Car 0.20 0 \(line)Car 0.00 2 \(line)Car 0.00 0 \(line)Car 0.00 0 \(line)DontCare -1 -1 \(line)"
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("k")
        #expect(truth.isCrowd == [false, false, false, false, true])
        #expect(truth.classes.map(\.name) == ["Car"])
        let values = truth.objectAttributes.map { column in
            ([column.name.text] + (0..<4).map { column.categories[Int(column.codes[$0])].text }).joined(separator: "|")
        }
        #expect(
            values == [
                "truncated|up to 0.3|0|0|0", "occluded|fully visible|largely occluded|fully visible|fully visible",
            ])
    }

    @Test func picturesWithoutARowAreImagesOnWhichNothingIs() throws {
        let fixture = try LayoutFixture(
            ["boxes.csv": "image,label,xmin,ymin,xmax,ymax\na.png,dog,20,10,60,40\n"],
            pictures: ["images/a.png", "images/b.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("boxes.csv")
        #expect(truth.images.map(\.id) == [.text("a"), .text("b")])
        #expect(
            truth.remarks.remarks.map(\.description) == [
                "boxes.csv: note: 1 pictures have no row: they are images on which nothing is to be found"
            ])
    }

    @Test func sharesOfAnImageWhoseSizeNobodyTellsAreRefused() throws {
        let fixture = try LayoutFixture([
            "boxes.csv": "ImageID,LabelName,XMin,XMax,YMin,YMax\na,dog,0.1,0.3,0.1,0.4\nb,dog,0.1,0.3,0.1,0.4\n"
        ])
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("boxes.csv") }
        #expect(
            problems?.errors.map(\.description) == [
                "boxes.csv: error: boxes are shares of their image, and the size of a is nowhere told; 2 such images in "
                    + "all; put the pictures in images/, or image_width and image_height into the table"
            ])
    }

    @Test func aTableOfSizesTellsWhatSharesMean() throws {
        let fixture = try LayoutFixture([
            "boxes.csv": "ImageID,LabelName,XMin,XMax,YMin,YMax\na,dog,0.1,0.3,0.1,0.4\n",
            "images.csv": "image_id,width,height,weather\na,200,100,rain\nb,200,100,sun\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("boxes.csv")
        #expect(truth.lines == Self.expected)
        #expect(truth.images.map(\.id) == [.text("a"), .text("b")])
    }

    /// One damaged file among many is not an image less.
    @Test(arguments: [
        ["dog 10 20 30 40\n", "cat 5 5 9 9\n", "light 10 20 30\n"],
        [
            "Car 0.00 0 -1.5 10 20 30 40 1.5 1.6 4 1 1 1 0\n", "Van 0.00 0 -1.5 10 20 30 40 1.5 1.6 4 1 1 1 0\n",
            "Car 0.0 x\n",
        ],
    ])
    func aFileThatDoesNotFitIsSaidAndNotLeftOut(_ texts: [String]) throws {
        let names = texts.indices.map { "im\($0)" }
        let fixture = try LayoutFixture(
            Dictionary(uniqueKeysWithValues: zip(names, texts).map { ("labels/\($0).txt", $1) }),
            pictures: names.map { "images/\($0).png" })
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("labels") }
        #expect(problems?.description.contains("im2.txt") == true, "\(problems?.description ?? "")")
    }

    @Test func anObjectOfNoClassIsRefusedWhereThereAreSeveral() throws {
        let head = "image,class,xmin,ymin,xmax,ymax\n"
        let fixture = try LayoutFixture(
            [
                "several.csv": head + "a.png,dog,1,1,9,9\na.png,cat,1,1,9,9\na.png,,5,5,9,9\n",
                "one.csv": head + "a.png,dog,1,1,9,9\na.png,,5,5,9,9\n",
            ], pictures: ["a.png"])
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("several.csv") }
        #expect(problems?.description.contains("several.csv:4") == true, "\(problems?.description ?? "")")
        #expect(try fixture.truth("one.csv").boxes.count == 2)
    }

    @Test func aPictureWithoutALabelFileIsAnImageWithoutObjects() throws {
        let fixture = try LayoutFixture(
            ["labels/a.txt": "0 0.5 0.5 0.2 0.2\n"], pictures: ["images/a.png", "images/b.png", "other/c.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("labels")
        #expect(truth.images.map(\.id.description) == ["a", "b"] && truth.boxes.count == 1)
        #expect(truth.remarks.remarks.map(\.summary).contains { $0.hasPrefix("1 picture has no label file") })
    }
}
