import Diagnostics
import Foundation
import Record
import Testing

@testable import Artifacts

/// Exports of images that have several labels.
@Suite struct SeveralLabelsTests {
    private static let scores = "image_id,p_cat,p_dog,p_bird\na,0.9,0.8,0.1\nb,0.2,0.7,0.1\nc,0.1,0.2,0.1\n"

    private func imported(_ files: [String: String], pictures: [String] = [], task: TaskKind? = nil) throws
        -> ImportedWorkspace
    {
        let fixture = try LayoutFixture(files, pictures: pictures)
        defer { fixture.remove() }
        return try ImportedWorkspace(
            from: [fixture.root.appending(path: "in").path], format: nil, dataset: "d", version: "v1", task: task)
    }

    private func text(_ read: ImportedWorkspace, _ path: String = "datasets/d/images.csv") -> String? {
        for file in read.files where file.path == path {
            if case .text(let text) = file.content { return text }
        }
        return nil
    }

    private func problem(_ body: () throws -> ImportedWorkspace) -> String? {
        do {
            _ = try body()
            return nil
        } catch let error as any Explained {
            return error.problem.description
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        // Columns of 0 and 1, with a mark beside that is no label.
        "image_id,night,cat,dog,bird\na,1,1,1,0\nb,0,0,1,0\nc,1,0,0,0\n",
        "image_id,label_cat,label_dog,label_bird\na,1,1,0\nb,0,1,0\nc,0,0,0\n",
        // Lists in cells.
        "image_id,label\na,cat;dog\nb,dog\nc,\n",
        "image_id,label\na,\"cat, dog\"\nb,dog\nc,\n",
        "image_id,tags\na,cat dog\nb,dog\nc,\n",
        "image_id,label\na,\"['cat', 'dog']\"\nb,\"['dog']\"\nc,[]\n",
        "image_id,label\na,\"[1, 1, 0]\"\nb,\"[0, 1, 0]\"\nc,\"[0, 0, 0]\"\n",
        // A row a label.
        "image_id,label\na,cat\na,dog\nb,dog\nc,bird\n",
    ])
    func labelsAreTheColumnsOfScores(_ labels: String) throws {
        let read = try imported(["in/labels.csv": labels, "in/scores.csv": Self.scores])
        #expect(read.task == .multilabel)
        #expect(read.classes == ["cat", "dog", "bird"] || read.classes == ["bird", "cat", "dog"])
        #expect(read.hasResults)
    }

    /// A third of the images stands twice, and each has probabilities of one label: stale rows, or several labels?
    @Test func rowsOfTwoLabelsBesideProbabilitiesOfOneAreAsked() throws {
        let rows = (0..<30).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog")\n" } + (0..<10).map { "i\($0),dog\n" }
        func files(_ dog: String) -> [String: String] {
            [
                "in/labels.csv": "image_id,label\n" + rows.joined(),
                "in/preds.csv": "image_id,p_cat,p_dog\n" + (0..<30).map { "i\($0),0.7,\(dog)\n" }.joined(),
            ]
        }
        #expect(
            problem { try imported(files("0.3")) }?.contains(
                "5 of 30 images have rows of different labels, the first i0 (cat, dog), and the others one label; the "
                    + "probabilities of a row add up to 1, as those of one label do; say --task multilabel") == true)
        #expect(try imported(files("0.6")).task == .multilabel)
    }

    /// One image of many that stands twice may be a slip: a person says which.
    @Test func aRowTooManyIsAsked() throws {
        let rows = (0..<40).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog")\n" } + ["i7,cat\n"]
        let files = [
            "in/labels.csv": "image_id,label\n" + rows.joined(),
            "in/preds.csv": "image_id,predicted\n" + (0..<40).map { "i\($0),cat\n" }.joined(),
        ]
        #expect(
            problem { try imported(files) }
                == "in/labels.csv: error: label: 1 of 40 images has rows of different labels, the first i7 (cat, dog), and the "
                + "others one label; say --task multilabel where an image may have several labels, or --task classification"
        )
        #expect(try imported(files, task: .multilabel).task == .multilabel)
        #expect(try imported(files, task: .classification).task == .classification)
    }

    @Test(arguments: [
        ("a;b", "a, b", ",", "a, b", "in/p.csv: error: predicted"),
        ("a|b", "a;b", "|", "a|b", "in/l.csv: error: label"),
    ])
    func listsOfTwoSeparatorsAreAsked(
        _ truth: String, _ given: String, _ sign: String, _ cell: String, _ place: String
    ) throws {
        let cells = ["a", "b", "c"]
        func table(_ column: String, _ list: String) -> String {
            let lists = [list, list.replacing("b", with: "c")]
            let rows = (0..<30).map { row -> String in
                let cell = row % 3 < 2 ? lists[row % 3] : cells[row % 2]
                return "i\(row),\"\(cell)\"\n"
            }
            return "image_id,\(column)\n" + rows.joined()
        }
        let said = problem { try imported(["in/l.csv": table("label", truth), "in/p.csv": table("predicted", given)]) }
        #expect(
            said
                == "\(place): lists of labels are separated by \";\" in some cells and by \"\(sign)\" in others: "
                + "\"\(cell)\"; write one of the two in the labels and in the predictions")
        let alike = try imported(["in/l.csv": table("label", truth), "in/p.csv": table("predicted", truth)])
        #expect(alike.task == .multilabel && alike.classes == cells)
    }

    /// One label an image, with a blank behind each separator: no lists of labels.
    @Test(arguments: [
        "filename, label, p_cat, p_dog\na.png, cat, 0.9, 0.1\nb.png, dog, 0.2, 0.8\nc.png, dog, 0.4, 0.6\n",
        "filename,label,p_cat,p_dog\na.png, cat,0.9,0.1\nb.png, dog,0.2,0.8\nc.png, dog,0.4,0.6\n",
        "filename,label ,p_cat,p_dog\na.png,cat ,0.9,0.1\nb.png,dog ,0.2,0.8\nc.png,dog ,0.4,0.6\n",
    ])
    func blanksAroundCellsMakeNoListsOfLabels(_ table: String) throws {
        let read = try imported(["in/r.csv": table])
        #expect(read.task == .classification && read.classes == ["cat", "dog"])
        #expect(text(read) == "image_id,label\na.png,cat\nb.png,dog\nc.png,dog\n")
    }

    @Test func labelsOfJSONAreListsAgain() throws {
        let read = try imported([
            "in/labels.json":
                "[{\"image_id\": \"a\", \"labels\": [\"cat\", \"dog\"]}, {\"image_id\": \"b\", \"labels\": []}]",
            "in/scores.jsonl": "{\"image_id\": \"a\", \"scores\": {\"cat\": 0.9, \"dog\": 0.2}}\n",
        ])
        #expect(read.task == .multilabel && read.classes == ["cat", "dog"])
        #expect(text(read) == "image_id,label\na,\"[\"\"cat\"\", \"\"dog\"\"]\"\nb,\n")
    }

    /// One column a class, each image in one: no multi-label model.
    @Test func oneHotIsOfClasses() throws {
        let read = try imported([
            "in/labels.csv": "image_id,cat,dog\na,1,0\nb,0,1\n",
            "in/p.csv": "image_id,p_cat,p_dog\na,0.9,0.1\nb,0.5,0.5\n",
        ])
        #expect(read.task == .classification && read.classes == ["cat", "dog"])
        #expect(text(read) == "image_id,cat,dog\na,1,0\nb,0,1\n")
    }

    /// A name that holds a comma or a blank is a name.
    @Test(arguments: ["\"tench, Tinca tinca\"", "traffic light"])
    func namesOfSeveralWordsAreClasses(_ name: String) throws {
        let read = try imported([
            "in/labels.csv": "image_id,label\na,\(name)\nb,cat\nc,stop sign\n",
            "in/p.csv": "image_id,predicted\na,cat\nb,cat\nc,stop sign\n",
        ])
        #expect(read.task == .classification && read.classes.count == 3)
    }

    @Test func scoresInColumnsOfTheirOwnNamesArePredictions() throws {
        let read = try imported([
            "in/labels.csv": "image_id,label_cat,label_dog,is_night\na,1,1,0\nb,0,1,1\n",
            "in/other.csv": "image_id,cat,dog\na,0.9,0.8\nb,0.2,0.7\n",
        ])
        #expect(read.task == .multilabel && read.classes == ["cat", "dog"])
        #expect(read.lines.contains(.predictions(place: "in/other.csv", rows: 2)))
    }

    @Test func truthAndScoresOfOneTable() throws {
        let read = try imported(["in/all.csv": "image_id,cat,dog,p_cat,p_dog\na,1,1,0.9,0.8\nb,0,1,0.2,0.7\n"])
        #expect(read.task == .multilabel)
        #expect(text(read) == "image_id,cat,dog\na,1,1\nb,0,1\n")
    }

    @Test func arraysOfZerosAndOnesHaveALabelAColumn() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write("in/y_true.npy", npy([1, 1, 0, 1], shape: [2, 2]))
        try fixture.write("in/y_pred.npy", npy([1, 1, 0, 0], shape: [2, 2]))
        try fixture.write("in/y_score.npy", npy([0.75, 0.5, 0.25, 0.25], shape: [2, 2]))
        let read = try ImportedWorkspace(
            from: [fixture.root.appending(path: "in").path], format: nil, dataset: "d", version: "v1")
        #expect(read.task == .multilabel && read.classes == ["0", "1"])
        #expect(text(read) == "image_id,0,1\n0,1,1\n1,0,1\n")
        #expect(
            text(read, "versions/v1/d/predictions.csv")
                == "image_id,predicted,p_0,p_1\n0,0;1,0.75,0.5\n1,,0.25,0.25\n")
    }

    /// The same picture in the folders of two labels is one image; two pictures of one name are two.
    @Test func aPictureInSeveralFoldersHasTheirLabels() throws {
        let fixture = try LayoutFixture(["in/scores.csv": "image_id,predicted\n1.png,cat\n"])
        defer { fixture.remove() }
        for (place, byte) in [("cat/1.png", 1), ("dog/1.png", 1), ("cat/2.png", 2), ("dog/3.png", 3)] {
            try fixture.write("in/" + place, Data([UInt8(byte)]))
        }
        func read() throws -> ImportedWorkspace {
            try ImportedWorkspace(
                from: [fixture.root.appending(path: "in").path], format: nil, dataset: "d", version: "v1")
        }
        let shared = try read()
        #expect(shared.task == .multilabel)
        #expect(
            text(shared)
                == "image_id,label,path\n1.png,cat;dog,images/1.png\n2.png,cat,images/2.png\n3.png,dog,images/3.png\n")
        try fixture.write("in/dog/1.png", Data([9]))
        #expect(try read().task == .classification)
    }

    @Test func aTextOfLabelsBesideEachPicture() throws {
        let read = try imported(
            ["in/labels/1.txt": "cat\ndog\n", "in/labels/2.txt": "dog\n", "in/labels/3.txt": ""],
            pictures: ["in/images/1.png", "in/images/2.png", "in/images/3.png"])
        #expect(read.task == .multilabel && read.classes == ["cat", "dog"])
        #expect(
            text(read)
                == "image_id,label,path\n1,cat;dog,images/images/1.png\n2,dog,images/images/2.png\n3,,images/images/3.png\n"
                || text(read) == "image_id,label,path\n1,cat;dog,images/1.png\n2,dog,images/2.png\n3,,images/3.png\n")
    }

    @Test func whatIsLeftOpenIsAskedFor() throws {
        let blank = ["in/labels.csv": "image_id,label\na,cat dog\nb,dog\nc,cat\nd,dog cat bird\ne,bird\n"]
        let ask = "; say --task multilabel where an image may have several labels, or --task classification"
        #expect(
            problem { try imported(blank) }
                == "in/labels.csv: error: label: \"cat dog\" is the name of a class, or several labels" + ask)
        #expect(try imported(blank, task: .multilabel).classes == ["bird", "cat", "dog"])
        #expect(try imported(blank, task: .classification).classes.count == 5)
        let sparse = ["in/labels.csv": "image_id,cat,dog\na,1,0\nb,0,0\nc,0,1\n"]
        #expect(
            problem { try imported(sparse) }
                == "in/labels.csv: error: each image has one label at most, and 1 of 3 have none" + ask)
        #expect(try imported(sparse, task: .multilabel).task == .multilabel)
    }

    @Test func labelsOfOtherNamesThanTheScoresAreBothShown() throws {
        #expect(
            problem {
                try imported([
                    "in/l.csv": "image_id,cat,dog\na,1,1\nb,0,1\n", "in/p.csv": "image_id,p_cat,p_god\na,1,1\n",
                ])
            }
                == "in/l.csv: error: 2 columns of labels (cat, dog), and 2 of scores in in/p.csv (cat, god); give each label one column in both, of the same name"
        )
        #expect(
            problem {
                try imported(["in/l.csv": "image_id,label\na,\"[1, 1]\"\nb,\"[0, 1]\"\n"])
            }
                == "in/l.csv: error: label: holds 0 and 1 for 2 labels, and nothing says what they are called; call the columns of scores p_<label>, in the same order"
        )
    }

    @Test func numberedScoresOfListedLabelsAreTakenInAnOrderThatIsSaid() throws {
        let read = try imported([
            "in/l.csv": "image_id,label\na,dog;cat\nb,dog\n", "in/p.csv": "image_id,p_0,p_1\na,0.9,0.8\nb,0.2,0.7\n",
        ])
        #expect(
            read.remarks.map(\.description) == [
                "in/l.csv: note: label: cells hold lists of labels: cat, dog",
                "in/p.csv: warning: the scores are numbered, and taken in the order of the alphabet: cat, dog; put classes: of misread.yml into the order of the model's labels",
            ])
    }
}
