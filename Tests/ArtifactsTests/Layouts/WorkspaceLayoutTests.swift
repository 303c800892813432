import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Exports that lie in a workspace as they are.
@Suite struct WorkspaceLayoutTests {
    private static let manifests = [
        "misread.yml": "title: T\ntask: detection\ndataset: d\n", "datasets/d/dataset.yml": "title: D\n",
        "versions/v1/version.yml": "date: 2026-01-31\nmodel: m\n",
    ]

    struct Layout: CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        var pictures: [String] = []
        var testDescription: String { name }
    }

    static let layouts = [
        Layout(
            name: "tables of boxes",
            files: [
                "datasets/d/boxes.csv": "image,label,x,y,w,h\na.png,dog,20,10,40,30\n",
                "versions/v1/d/results.csv": "image,label,score,x,y,w,h\na.png,dog,0.9,20,10,40,30\n",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "Open Images",
            files: [
                "datasets/d/validation-annotations-bbox.csv":
                    "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside\na,xclick,dog,1,0.1,0.3,0.1,0.4,0,0,0,0,0\n",
                "versions/v1/d/submission.csv": "ImageId,PredictionString\na,dog 0.9 0.1 0.1 0.3 0.4\n",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "darknet's shares of pictures that lie by the annotations",
            files: [
                "datasets/d/boxes.csv": "image,label,x,y,w,h\na.png,dog,20,10,40,30\n",
                "versions/v1/d/result.json":
                    "[{\"frame_id\": 1, \"filename\": \"data/a.png\", \"objects\": [{\"class_id\": 1, \"name\": \"dog\", \"relative_coordinates\": {\"center_x\": 0.2, \"center_y\": 0.25, \"width\": 0.2, \"height\": 0.3}, \"confidence\": 0.9}]}]",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "LabelMe and a pipeline",
            files: [
                "datasets/d/annotations/a.json":
                    "{\"shapes\": [{\"label\": \"dog\", \"points\": [[20, 10], [60, 40]], \"shape_type\": \"rectangle\"}], \"imagePath\": \"a.png\"}",
                "versions/v1/d/detections.json":
                    "{\"a.png\": [{\"score\": 0.9, \"label\": \"dog\", \"box\": {\"xmin\": 20, \"ymin\": 10, \"xmax\": 60, \"ymax\": 40}}]}",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "Cartucho's folders",
            files: [
                "datasets/d/ground-truth/a.txt": "dog 20 10 60 40\n",
                "versions/v1/d/detection-results/a.txt": "dog 0.9 20 10 60 40\n",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "boxes to be covered beside folders of text",
            files: [
                "datasets/d/label_2/a.txt": "dog 0.00 0 -1.57 20.00 10.00 60.00 40.00 1.5 0.5 0.9 1.0 1.5 8.0 0.01\n",
                "datasets/d/redactions.csv": "image_id,x,y,width,height\na,1,1,20,20\n",
                "versions/v1/d/detections/a.txt":
                    "dog -1 -1 -10 20.00 10.00 60.00 40.00 -1 -1 -1 -1000 -1000 -1000 -10 0.9\n",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "Pascal VOC's devkit",
            files: [
                "datasets/d/VOCdevkit/VOC2007/Annotations/a.xml":
                    "<annotation><filename>a.png</filename><object><name>dog</name><bndbox><xmin>20</xmin><ymin>10</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>",
                "versions/v1/d/comp4_det_test_dog.txt": "a 0.9 20 10 60 40\n",
            ], pictures: ["datasets/d/images/a.png"]),
        Layout(
            name: "shards",
            files: [
                "datasets/d/annotations.xml":
                    "<annotations><image id=\"0\" name=\"a.png\" width=\"200\" height=\"100\"><box label=\"dog\" xtl=\"20\" ytl=\"10\" xbr=\"60\" ybr=\"40\"/></image></annotations>",
                "versions/v1/d/results-00000-of-00002.json": "[]",
                "versions/v1/d/results-00001-of-00002.json":
                    "[{\"image_id\": \"a\", \"category_id\": \"dog\", \"bbox\": [20, 10, 40, 30], \"score\": 0.9}]",
            ], pictures: ["datasets/d/images/a.png"]),
    ]

    @Test(arguments: layouts)
    func opens(_ layout: Layout) throws {
        let fixture = try LayoutFixture(
            Self.manifests.merging(layout.files) { $1 }, pictures: layout.pictures)
        defer { fixture.remove() }
        let inspection = WorkspaceInspection(of: fixture.root)
        #expect(inspection.problems.errors.map(\.description) == [])
        let read = try #require(inspection.runs.first?.detections)
        #expect(read.truth.lines == ["a dog 20 10 40 30"])
        #expect(read.results.lines(read.truth) == ["a dog 20 10 40 30 0.9"])
        #expect(read.paths == ["datasets/d/images/a.png"])
        #expect(!inspection.problems.remarks.contains { $0.summary.hasPrefix("not read") })
    }

    @Test func pipelinesOfAClassifierAreTablesOfProbabilities() throws {
        let fixture = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.json": """
                {"a": [{"label": "cat", "score": 0.75}, {"label": "dog", "score": 0.25}],
                 "b": [{"label": "dog", "score": 0.5}, {"label": "cat", "score": 0.5}],
                 "c": [{"label": "dog", "score": 1.0}, {"label": "cat", "score": 0.0}]}
                """
            ], without: ["versions/v1/d/predictions.csv"])
        let read = try fixture.evaluation()
        #expect(read.predictions.probabilities != nil)
        #expect(read.predictions.confidence == [0.75, 0.5, 1])
    }

    @Test func theLabelOfMostAnnotatorsStands() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": """
            image_id,label,annotator
            a,cat,1
            a,cat,2
            a,dog,3
            b,dog,1
            c,dog,1
            c,dog,2

            """
        ])
        let read = try fixture.evaluation()
        #expect(read.items.labels == [0, 1, 1])
        #expect(read.items.attributes.map(\.name.text) == ["annotators_agree"])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: note: 1 of 3 images have labels that differ: the one that most annotators gave stands, "
                    + "of equally many the first in the order of the alphabet; annotators_agree tells these images apart"
            ))
    }

    @Test func oneColumnAnAnnotatorIsReadAlike() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,annotator_1,annotator_2\na,cat,dog\nb,dog,dog\nc,dog,\n"
        ])
        #expect(try fixture.evaluation().items.labels == [0, 1, 1])
    }

    @Test func metadataOfAnImageFolderIsItsTable() throws {
        let fixture = try WorkspaceFixture(
            [
                "datasets/d/metadata.jsonl":
                    "{\"file_name\": \"a\", \"label\": \"cat\"}\n{\"file_name\": \"b\", \"label\": \"dog\"}\n{\"file_name\": \"c\", \"label\": \"dog\"}\n"
            ],
            without: ["datasets/d/images.csv"])
        #expect(try fixture.evaluation().items.labels == [0, 1, 1])
    }

    @Test func whatCOCOSaysOfObjectsIsUsedOrSaidToBeUnused() throws {
        let truth = try DetectionGroundTruth(
            json: """
                {"images": [{"id": 1, "neg_category_ids": [2], "not_exhaustive_category_ids": []}],
                 "categories": [{"id": 1, "name": "dog"}],
                 "annotations": [
                 {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "area": 16, "keypoints": [1, 2, 2],
                  "attributes": {"occluded": true, "colour": "red"}},
                 {"id": 2, "image_id": 1, "category_id": 1, "bbox": [9, 1, 4, 4], "area": 16, "attributes": {"occluded": false}}]}
                """)
        #expect(truth.objectAttributes.map(\.name.text) == ["occluded", "colour"])
        #expect(
            truth.remarks.remarks.map(\.summary) == [
                "1 objects have keypoints, which are not used: boxes are compared",
                "neg_category_ids and not_exhaustive_category_ids of 1 images are not used: by COCO's rule every class counts on "
                    + "every image, so that AP is lower than by LVIS' rule",
            ])
    }
}
