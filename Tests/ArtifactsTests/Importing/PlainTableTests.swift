import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Tables that say less than others: no ids, no usual name of a label, several splits.
@Suite struct PlainTableTests {
    private func imported(_ fixture: LayoutFixture, _ names: [String]) throws -> ImportedWorkspace {
        try ImportedWorkspace(
            from: names.map { fixture.root.appending(path: $0).path }, format: nil, dataset: "d", version: "v1")
    }

    private func text(_ read: ImportedWorkspace, _ path: String) -> String? {
        for file in read.files where file.path == path {
            if case .text(let text) = file.content { return text }
        }
        return nil
    }

    /// scikit-learn's habit: what is true and what was predicted side by side, with or without pandas' index.
    @Test(arguments: [
        ("y_true,y_pred\ncat,cat\ndog,cat\n", ["0", "1"], "the number of their row, from 0"),
        (",actual,predicted\n0,cat,cat\n1,dog,cat\n", ["0", "1"], "the column without a name"),
        (",actual,predicted\na.png,cat,cat\nb.png,dog,cat\n", ["a.png", "b.png"], "the column without a name"),
    ])
    func imagesWithoutANameAreCalledByTheirRow(_ table: String, _ ids: [String], _ words: String) throws {
        let fixture = try LayoutFixture(["eval.csv": table])
        defer { fixture.remove() }
        let read = try imported(fixture, ["eval.csv"])
        #expect(read.hasResults && read.classes == ["cat", "dog"])
        let images = text(read, "datasets/d/images.csv")?.split(separator: "\n").map {
            $0.split(separator: ",").map(String.init)
        }
        #expect(images?.dropFirst().map { $0[0] } == ids)
        let predictions = text(read, "versions/v1/d/predictions.csv")?.split(separator: "\n") ?? []
        #expect(predictions.dropFirst().map { String($0.prefix { $0 != "," }) } == ids)
        #expect(
            read.remarks.map(\.description) == [
                "eval.csv: note: no column names the images: they are called by \(words); a column image_id says which image a row is of"
            ])
    }

    @Test func theOneColumnBesideTheImageIsItsLabel() throws {
        let fixture = try LayoutFixture([
            "labels.csv": "id,breed\na,pug\nb,husky\nc,pug\nd,husky\n",
            "submission.csv": "id,husky,pug\na,0.2,0.8\nb,0.9,0.1\nc,0.6,0.4\nd,0.7,0.3\n",
        ])
        defer { fixture.remove() }
        let read = try imported(fixture, ["labels.csv", "submission.csv"])
        #expect(read.hasResults && read.classes == ["husky", "pug"])
        #expect(text(read, "datasets/d/images.csv") == "image_id,label\na,pug\nb,husky\nc,pug\nd,husky\n")
        #expect(
            read.remarks.map(\.description) == [
                "labels.csv: note: breed: is read as the label: it is the one column beside the image"
            ])
        // What differs in every row is none.
        let names = try LayoutFixture(["names.csv": "id,caption\na,one\nb,two\nc,three\nd,four\n"])
        defer { names.remove() }
        #expect(throws: (any Error).self) { try imported(names, ["names.csv"]) }
    }

    /// Hugging Face's imagefolder has a table in the folder of each split.
    @Test func ofTablesOfSplitsTheOneIsTakenThatTheResultsAreOf() throws {
        func table(_ split: String) -> String {
            (0..<4).map { "{\"file_name\": \"\(split)\($0).png\", \"label\": \"\($0 % 2 == 0 ? "cat" : "dog")\"}\n" }
                .joined()
        }
        func results(_ split: String) -> String {
            "file_name,prediction,score\n" + (0..<4).map { "\(split)\($0).png,cat,0.9\n" }.joined()
        }
        let fixture = try LayoutFixture([
            "ds/train/metadata.jsonl": table("train"), "ds/test/metadata.jsonl": table("test"),
            "ofTrain.csv": results("train"), "ofTest.csv": results("test"),
        ])
        defer { fixture.remove() }
        for (name, first, said) in [
            ("ofTest.csv", "test0.png", "2 splits are here"),
            ("ofTrain.csv", "train0.png", "which models are trained on"),
        ] {
            let read = try imported(fixture, ["ds", name])
            let rows = text(read, "datasets/d/images.csv")?.split(separator: "\n") ?? []
            #expect(rows.dropFirst().first?.hasPrefix(first) == true, "\(rows)")
            #expect(read.remarks.contains { $0.summary.contains(said) })
        }
    }

    /// What stands for a file, or holds one, is said where nothing is made of it.
    @Test func pointersAndWorkbooksSayWhatTheyAre() throws {
        let fixture = try LayoutFixture([
            "labels.csv": "image_id,label\na,cat\nb,dog\n",
            "preds.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        ])
        defer { fixture.remove() }
        try fixture.write(
            "preds.xlsx",
            Data([0x50, 0x4B, 3, 4]) + Data(repeating: 0, count: 26) + Data("[Content_Types].xml<x/>".utf8))
        let read = try imported(fixture, ["labels.csv", "preds.csv", "preds.xlsx"])
        #expect(
            read.lines.contains(
                .unused(
                    files: [
                        "preds.csv (a pointer of Git LFS, and not the file; run git lfs pull)",
                        "preds.xlsx (a workbook of Excel; save it as CSV)",
                    ], pictures: 0)))
        let workspace = try WorkspaceFixture([
            "versions/v1/d/predictions.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
        ])
        #expect(
            workspace.errors == [
                "versions/v1/d/predictions.csv: error: is a pointer of Git LFS, and not the file that it stands for; run git lfs pull"
            ])
    }

    @Test func objectsOfScoresAreProbabilities() throws {
        let fixture = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.json": """
                [{"image_id": "a", "scores": {"cat": 0.75, "dog": 0.25}}, {"image_id": "b", "scores": {"cat": 0.5, "dog": 0.5}},
                 {"image_id": "c", "scores": {"cat": 0.0, "dog": 1.0}}]
                """
            ], without: ["versions/v1/d/predictions.csv"])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.confidence == [0.75, 0.5, 1])
    }
}
