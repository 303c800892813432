import Diagnostics
import Foundation
import Record
import Testing

@testable import Artifacts

/// Predictions of a classifier in the shapes of JSON that services and frames write.
@Suite struct JSONPredictionsTests {
    private static let labels = "image_id,label\na,cat\nb,dog\nc,cat\n"

    private func imported(_ json: String) throws -> ImportedWorkspace {
        let fixture = try LayoutFixture(["in/labels.csv": Self.labels, "in/r.json": json])
        defer { fixture.remove() }
        return try ImportedWorkspace(
            from: ["labels.csv", "r.json"].map { fixture.root.appending(path: "in/\($0)").path }, format: nil,
            dataset: "d", version: "v1")
    }

    private func predictions(_ read: ImportedWorkspace) -> String? {
        for file in read.files where file.path.hasSuffix("v1/d/predictions.csv") {
            if case .text(let text) = file.content { return text }
        }
        return nil
    }

    /// What is written is a table that a workspace opens as it is.
    @Test(arguments: [
        (
            #"{"a": {"cat": 0.75, "dog": 0.25}, "b": {"cat": 0.5, "dog": 0.5}, "c": {"cat": 0.125, "dog": 0.875}}"#,
            "image_id,cat,dog\na,0.75,0.25\nb,0.5,0.5\nc,0.125,0.875\n"
        ),
        (
            #"{"a": {"label": "cat", "score": 0.75}, "b": {"label": "dog", "score": 0.5}, "c": {"label": "dog", "score": 0.625}}"#,
            "image_id,label,score\na,cat,0.75\nb,dog,0.5\nc,dog,0.625\n"
        ),
        (
            #"""
            [{"image": "a", "prediction": {"label": "cat", "confidence": 0.75}}, {"image": "b", "prediction": {"label": "dog",
            "confidence": 0.5}}, {"image": "c", "prediction": {"label": "dog", "confidence": 0.625}}]
            """#,
            "image,prediction,confidence\na,cat,0.75\nb,dog,0.5\nc,dog,0.625\n"
        ),
        (
            #"{"a": [0.75, 0.25], "b": [0.5, 0.5], "c": [0.125, 0.875]}"#,
            "image_id,p_0,p_1\na,0.75,0.25\nb,0.5,0.5\nc,0.125,0.875\n"
        ),
        (
            #"{"image_id": ["a", "b", "c"], "predicted": ["cat", "dog", "dog"]}"#,
            "image_id,predicted\na,cat\nb,dog\nc,dog\n"
        ),
        (
            #"{"image_id": {"0": "a", "1": "b", "2": "c"}, "predicted": {"0": "cat", "1": "dog", "2": "dog"}}"#,
            "image_id,predicted\na,cat\nb,dog\nc,dog\n"
        ),
        (
            #"{"columns": ["image_id", "predicted"], "index": [0, 1, 2], "data": [["a", "cat"], ["b", "dog"], ["c", "dog"]]}"#,
            "image_id,predicted\na,cat\nb,dog\nc,dog\n"
        ),
    ])
    func itIsWrittenAsATable(_ json: String, _ table: String) throws {
        let read = try imported(json)
        #expect(read.task == .classification)
        #expect(read.hasResults && read.classes == ["cat", "dog"])
        #expect(predictions(read) == table)
    }

    private static let service = #"""
        [{"image": "a", "predictions": [{"class": "cat", "class_id": 0, "confidence": 0.75}], "top": "cat", "confidence": 0.75},
        {"image": "b", "predictions": [{"class": "dog", "class_id": 1, "confidence": 0.5}], "top": "dog", "confidence": 0.5},
        {"image": "c", "predictions": [{"class": "dog", "class_id": 1, "confidence": 0.625}], "top": "dog", "confidence": 0.625}]
        """#

    /// The list of a service that calls its label a class.
    @Test func aListOfClassesIsThePrediction() throws {
        let read = try imported(Self.service)
        #expect(read.task == .classification)
        #expect(read.hasResults && read.classes == ["cat", "dog"])
        let fixture = try WorkspaceFixture(
            [
                "datasets/d/images.csv": Self.labels, "versions/v1/d/predictions.json": Self.service,
            ], without: ["versions/v1/d/predictions.csv"])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 1])
        #expect(try fixture.evaluation().predictions.confidence == [0.75, 0.5, 0.625])
    }

    /// An image of which nothing was said is one without a prediction, and no label of none.
    @Test func anEmptyListIsABlankPrediction() throws {
        let fixture = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.json":
                    #"[{"image": "a", "predictions": [{"class": "cat", "confidence": 0.9}]}, {"image": "b", "predictions": []}, "#
                    + #"{"image": "c", "predictions": [{"class": "dog", "confidence": 0.9}]}]"#
            ], without: ["versions/v1/d/predictions.csv"])
        #expect(fixture.errors.contains { $0.contains("predicted") })
    }

    /// Objects of boxes, and of neither a label nor a score, are no labels.
    @Test func objectsThatNameNoLabelAreNotRead() {
        for json in [
            #"[{"image": "a", "predictions": [{"class": "cat", "confidence": 0.5, "x": 1, "y": 2, "width": 3, "height": 4}]}]"#,
            #"[{"image": "a", "regions": [{"area": 3}]}]"#,
        ] {
            #expect(PipelineLists.table(Data(json.utf8)) == nil)
            #expect(LabelLists.table(Data(json.utf8)) == nil)
        }
    }
}
