import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Exports of several splits: results, pictures and tables are those of one.
@Suite struct SplitImportTests {
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

    /// As Roboflow writes it: images of each split from 0 on, and category 0 called as the project is.
    private static func coco(images: Int, x: Int) -> String {
        let ids = 0..<images
        return #"{"images": ["#
            + ids.map { #"{"id": \#($0), "file_name": "p\#($0).png", "width": 200, "height": 100}"# }
            .joined(separator: ", ")
            + #"], "categories": [{"id": 0, "name": "fruits", "supercategory": "none"}, "#
            + #"{"id": 1, "name": "apple", "supercategory": "fruits"}], "annotations": ["#
            + ids.map { #"{"id": \#($0 + 1), "image_id": \#($0), "category_id": 1, "bbox": [\#(x), 10, 20, 20]}"# }
            .joined(separator: ", ") + "]}"
    }

    private static func results(x: Int) -> String {
        #"[{"image_id": 0, "category_id": 1, "bbox": [\#(x), 10, 20, 20], "score": 0.9}, "#
            + #"{"image_id": 1, "category_id": 1, "bbox": [\#(x), 10, 20, 20], "score": 0.8}]"#
    }

    @Test func resultsAreOfTheSplitOnWhoseObjectsTheyLie() throws {
        let fixture = try LayoutFixture([
            "x/train/_annotations.coco.json": Self.coco(images: 1, x: 60),
            "x/valid/_annotations.coco.json": Self.coco(images: 2, x: 10),
            "x/test/_annotations.coco.json": Self.coco(images: 3, x: 100),
            // One pixel beside those of valid: 380 of 420 square pixels are shared.
            "dt.json": Self.results(x: 11), "far.json": Self.results(x: 150),
        ])
        defer { fixture.remove() }
        let read = try imported(fixture, ["x", "dt.json"])
        let place = "x/valid/_annotations.coco.json"
        #expect(
            read.lines.first
                == .truth(form: "COCO", place: place, files: 1, images: 2, objects: 2, classes: ["apple"]))
        #expect(
            read.remarks.map(\.description).contains(
                "\(place): note: image ids of the results fit 2 splits, and this one is taken: 2 of 2 detections lie on its "
                    + "objects, at most 0 on another's; name the folder of another split in its place"))
        // Where they lie on no objects at all, nobody can say.
        let unclear = try imported(fixture, ["x", "far.json"])
        #expect(
            unclear.remarks.map(\.description).contains(
                "x: note: the results fit 2 splits alike, and x/test/_annotations.coco.json is taken: test before validation, "
                    + "and training last; name the folder of another split in its place"))
    }

    @Test func aPlaceholderIsNoClass() throws {
        let truth = try DetectionGroundTruth(json: Self.coco(images: 2, x: 10))
        #expect(truth.classes.map(\.name) == ["apple"])
        #expect(
            truth.remarks.remarks.map(\.summary).filter { $0.contains("fruits") } == [
                "category 0, fruits, has no objects and is the supercategory of all others: it is left out"
            ])
        // With an object it is a class like any other.
        let object = #""category_id": 1, "bbox""#
        let own = Self.coco(images: 2, x: 10).replacing(
            object, with: object.replacing("1", with: "0"), maxReplacements: 1)
        #expect(try DetectionGroundTruth(json: own).classes.map(\.name) == ["fruits", "apple"])
    }

    @Test func aPictureIsOfTheSplitOfItsLabels() throws {
        let line = "0 0.5 0.5 0.2 0.3\n"
        let fixture = try LayoutFixture(
            ["y/labels/train/a.txt": line, "y/labels/val/a.txt": line, "y/data.yaml": "names: [cat]\n"],
            pictures: ["y/images/train/a.png", "y/images/val/a.png"])
        defer { fixture.remove() }
        let read = try imported(fixture, ["y"])
        #expect(read.lines.contains(.pictures(1, of: 1, unclear: 0)))
        let copied = read.files.compactMap { file -> String? in
            if case .copy(let url) = file.content, file.path.hasSuffix("png") { url.path } else { nil }
        }
        #expect(copied.count == 1 && copied[0].hasSuffix("y/images/val/a.png"))
    }

    @Test func tablesOfSplitsAreOneOfThem() throws {
        let rows = #"{"file_name": "a.png", "label": "cat"}"# + "\n" + #"{"file_name": "b.png", "label": "dog"}"# + "\n"
        let answer = #"[{"label": "cat", "score": 0.9}, {"label": "dog", "score": 0.1}]"#
        let fixture = try LayoutFixture(
            [
                "h/train/metadata.jsonl": rows, "h/test/metadata.jsonl": rows,
                "p.json": #"{"home/h/train/a.png": \#(answer), "home/h/train/b.png": \#(answer)}"#,
            ], pictures: ["h/train/a.png", "h/train/b.png", "h/test/a.png", "h/test/b.png"])
        defer { fixture.remove() }
        let plain = try imported(fixture, ["h"])
        #expect(plain.lines.contains(.labels(place: "h/test/metadata.jsonl", images: 2, classes: ["cat", "dog"])))
        #expect(plain.lines.contains(.pictures(2, of: 2, unclear: 0)))
        #expect(
            plain.remarks.map(\.summary).contains(
                "2 splits are here, and test is taken: test before validation, and training last"))
        let named = try imported(fixture, ["h", "p.json"])
        #expect(named.lines.contains(.labels(place: "h/train/metadata.jsonl", images: 2, classes: ["cat", "dog"])))
        #expect(named.hasResults && named.ofNoUse.isEmpty)
    }

    /// What was named and cannot be read says what it lacks.
    @Test func whatIsNamedAndOfNoUseSaysWhatItLacks() throws {
        let fixture = try LayoutFixture([
            "labels.csv": "image_id,label\na.png,cat\nb.png,dog\n",
            "p.json": #"[[{"label": "cat", "score": 0.9}], [{"label": "dog", "score": 0.8}]]"#,
            "preds.csv": "image,place,prob\na.png,0,0.9\nb.png,1,0.8\n",
        ])
        defer { fixture.remove() }
        for (name, words) in [
            (
                "p.json",
                #"its lists have no file names; save them with those, as {"a.png": [{"label": ..., "score": ...}]}"#
            ),
            (
                "preds.csv",
                "no predicted column: image, place, prob; call it predicted, or those of probabilities p_<class>"
            ),
        ] {
            #expect(
                try imported(fixture, ["labels.csv", name]).ofNoUse.map(\.description) == [
                    "\(name): error: nothing was made of it: \(words)"
                ])
        }
        #expect(try imported(fixture, ["labels.csv"]).ofNoUse.isEmpty)
    }

    @Test func aTableOfFiftyOneOpens() throws {
        let fixture = try LayoutFixture([
            "labels.csv": "filepath,ground_truth.label,predictions.label,predictions.confidence\n"
                + "data/a.png,cat,dog,0.9\ndata/b.png,dog,dog,0.8\n",
            "samples.json": #"{"samples": [{"_id": {"$oid": "x"}, "filepath": "/1.png", "ground_truth": {"_cls": "#
                + #""Classification", "label": "cat"}}]}"#,
        ])
        defer { fixture.remove() }
        let read = try imported(fixture, ["labels.csv"])
        #expect(read.hasResults && read.classes == ["cat", "dog"])
        #expect(text(read, "datasets/d/images.csv") == "image_id,label\ndata/a.png,cat\ndata/b.png,dog\n")
        do {
            _ = try imported(fixture, ["samples.json"])
            Issue.record("samples were taken")
        } catch let fault as ImportFault {
            #expect(fault.problem.suggestion?.contains("dataset_type=fo.types.CSVDataset") == true)
        }
    }

    @Test func logitsAreDeclared() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write("in/y_true.npy", npy([0, 1], shape: [2]))
        try fixture.write("in/logits.npy", npy([3, -1, 0.5, 2], shape: [2, 2]))
        let read = try imported(fixture, ["in"])
        #expect(read.kind == "logit")
        #expect(
            read.remarks.map(\.summary).contains(
                "no probabilities, by its name: version.yml says probabilities: {kind: logit}"))
        // What is called so and lies in 0...1 may be anything.
        try fixture.write("in/logits.npy", npy([0.75, 0.25, 0.5, 0.5], shape: [2, 2]))
        #expect(try imported(fixture, ["in"]).kind == nil)
    }

    @Test func numbersAreCalledByAsManyFolders() throws {
        let fixture = try LayoutFixture([:], pictures: ["v/cat/1.png", "v/dog/1.png", "v/dog/2.png"])
        defer { fixture.remove() }
        try fixture.write("in/y_true.npy", npy([0, 1, 1], shape: [3]))
        try fixture.write("in/y_pred.npy", npy([0, 1, 0], shape: [3]))
        try fixture.write("in/y_proba.npy", npy([0.75, 0.25, 0.5, 0.5, 0.625, 0.375], shape: [3, 2]))
        let read = try imported(fixture, ["v", "in"])
        #expect(read.classes == ["cat", "dog"])
        #expect(
            text(read, "versions/v1/d/predictions.csv")
                == "image_id,predicted,p_cat,p_dog\n0,cat,0.75,0.25\n1,dog,0.5,0.5\n2,cat,0.625,0.375\n")
        #expect(
            read.remarks.map(\.summary).contains(
                "classes are numbers, and are called by the 2 folders of v in the order of the alphabet: 0 is cat, 1 is dog"
            ))
    }
}
