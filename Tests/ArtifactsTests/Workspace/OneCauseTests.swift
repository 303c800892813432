import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// One cause is one message: its first place, how many there are, the way out, and nothing false behind it.
@Suite struct OneCauseTests {
    /// Of settings that cannot be read nobody can tell what else is missing.
    @Test func settingsThatAreNoYAMLAreTheOneCause() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title:T\ntask: detection\n", "datasets/d/dataset.yml": "title: D\n",
            "versions/v1/version.yml": "date: 2026-01-01\nmodel: m\n",
        ])
        #expect(
            fixture.errors == [
                "misread.yml:1: error: there is no blank behind the colon of title; write title: T"
            ])
    }

    /// Boxes in percent are told once, as that.
    @Test func sharesInPercentAreOneDoubt() throws {
        let fixture = try LayoutFixture(
            Dictionary(
                uniqueKeysWithValues: (1...6).flatMap {
                    [("d/labels/\($0).txt", "0 50 50 20 \($0)\n")]
                } + [("d/classes.txt", "cat\n")]),
            pictures: (1...6).map { "d/images/\($0).png" })
        defer { fixture.remove() }
        let truth = try fixture.truth("d")
        #expect(!truth.remarks.description.contains("shares"))
        #expect(
            truth.inputDoubts(file: "labels").map(\.suggestion) == [
                "are they percent of the image where shares of it are expected, 0...1? divide them by 100;"
            ])
    }

    private static let predictions = "versions/v1/d/predictions.csv"

    private func errors(_ cell: String) throws -> [String] {
        let rows = (0..<30).map { "i\($0),cat,\(cell)\n" }.joined()
        return try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<30).map { "i\($0),cat\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\n" + rows,
        ]).errors
    }

    @Test(arguments: [
        ("", "is blank, a number was expected"), ("nan", "nan is not a finite number"),
        ("high", "\"high\" is not a number"),
    ])
    func confidencesThatAreNoNumbersAreOneFault(_ cell: String, _ words: String) throws {
        #expect(
            try errors(cell) == [
                "\(Self.predictions):2: error: confidence: \(words); 30 such in all; where there is none "
                    + "leave the column out, and what needs a confidence is not measured"
            ])
    }

    @Test func probabilitiesThatAreNoNumbersAreOneFaultInAllColumns() throws {
        let fixture = try WorkspaceFixture([
            Self.predictions: "image_id,p_cat,p_dog\na,nan,nan\nb,0.5,0.5\nc,nan,0.1\n"
        ])
        #expect(fixture.errors == ["\(Self.predictions):2: error: p_cat: nan is not a finite number; 3 such in all"])
    }

    @Test func rowsThatContradictAnEarlierOneAreOneFault() throws {
        let rows = (0..<30).map { "i\($0),cat,0.9\ni\($0),dog,0.9\n" }.joined()
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<30).map { "i\($0),cat\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\n" + rows,
        ])
        #expect(
            fixture.errors == [
                "\(Self.predictions):3: error: image_id: the image i0 stands already in row 2; 30 such in all; keep the row that "
                    + "is meant"
            ])
    }

    @Test func blankClassesAreOneFault() throws {
        let rows = (0..<30).map { "i\($0),,0.9\n" }.joined()
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<30).map { "i\($0),cat\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\n" + rows,
        ])
        #expect(
            fixture.errors == [
                "\(Self.predictions):2: error: predicted: is blank, a class was expected (image i0); 30 such in all"
            ])
    }

    @Test func valuesOfAnArrayThatAreNoNumbersAreOneFault() throws {
        let fixture = try WorkspaceFixture([:], without: [Self.predictions])
        try fixture.write(
            "versions/v1/d/predictions.npy", npy([.nan, .nan, 0.5, 0.5, .nan, .infinity], shape: [3, 2]))
        #expect(
            fixture.errors == [
                "versions/v1/d/predictions.npy:1: error: p_cat: nan is not a finite number; 4 such in all"
            ])
    }

    private func detector(_ truth: [String: String], _ results: [String: String]) throws -> WorkspaceFixture {
        let plain =
            #"{"images": [{"id": 1}, {"id": 2}], "categories": [{"id": 1, "name": "cat"}], "#
            + #""annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}]}"#
        return try WorkspaceFixture(
            ["misread.yml": "title: T\ntask: detection\n"]
                .merging(truth.isEmpty ? ["datasets/d/annotations.json": plain] : truth) { $1 }
                .merging(results) { $1 },
            without: ["datasets/d/images.csv", Self.predictions])
    }

    @Test func detectionsWithoutAScoreAreOneFault() throws {
        let rows = (0..<30).map { _ in #"{"image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}"# }
        let fixture = try detector([:], ["versions/v1/d/detections.json": "[\(rows.joined(separator: ","))]"])
        #expect(
            fixture.errors == [
                "versions/v1/d/detections.json:1: error: a detection without a score; 30 such in all; are these the annotations? "
                    + "detections have a score or confidence each"
            ])
    }

    @Test func labelsWithoutAConfidenceAreOneFault() throws {
        let names = (0..<4).map { "p\($0)" }
        let fixture = try detector(
            Dictionary(uniqueKeysWithValues: names.map { ("datasets/d/labels/\($0).txt", "0 0.5 0.5 0.2 0.5\n") }),
            Dictionary(
                uniqueKeysWithValues: names.map {
                    ("versions/v1/d/labels/\($0).txt", "0 0.5 0.5 0.2 0.5\n0 0.5 0.5 0.1 0.5\n")
                }))
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        for name in names { try fixture.write("datasets/d/images/\(name).png", picture) }
        #expect(
            fixture.errors == [
                "versions/v1/d/labels/p0.txt:1: error: a class, four numbers and a score were expected: class x y width height "
                    + "score; 8 such in all; was it saved without save_conf?"
            ])
    }

    @Test func labelsWithoutPicturesAreOneFault() throws {
        let fixture = try detector(
            Dictionary(uniqueKeysWithValues: (0..<4).map { ("datasets/d/labels/p\($0).txt", "0 0.5 0.5 0.2 0.5\n") }),
            ["versions/v1/d/detections.json": "[]"])
        #expect(
            fixture.errors == [
                "datasets/d/labels/p0.txt: error: no picture of the same name tells the image's size; 4 such in all; put the "
                    + "pictures in images/ beside labels/"
            ])
    }

    /// A key of misread.yml that is given twice leaves nothing of it to read: neither the task nor where data sets lie.
    @Test func aDoubledKeyOfTheSettingsIsTheOneCause() throws {
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\ndataset: d\ntitle: U\n",
                "datasets/d/annotations.json": """
                {"images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 1, "name": "dog"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}]}
                """,
                "versions/v1/d/detections.json":
                    #"[{"image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "score": 0.5}]"#,
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        #expect(fixture.errors.count == 1 && fixture.errors[0].hasSuffix("error: title: this key is given twice"))
    }
}
