import ArgumentParser
import Artifacts
import Diagnostics
import Foundation
import Testing

@testable import misread

/// `init --from` and `import`: what they make of an export opens.
@Suite struct ImportTests {
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)")

        func write(_ path: String, _ text: String) throws { try write(path, Data(text.utf8)) }

        func write(_ path: String, _ bytes: Data) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: url)
        }

        func path(_ name: String) -> String { root.appending(path: name).path }
        func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
        func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
        func remove() { try? FileManager.default.removeItem(at: root) }

        /// The problems of the workspace called `name`.
        func errors(_ name: String = "ws") -> [String] {
            WorkspaceInspection(of: root.appending(path: name)).problems.errors.map(\.description)
        }
    }

    private static let voc = """
        <annotation><filename>a.png</filename><size><width>20</width><height>10</height></size><object><name>dog</name>
        <truncated>1</truncated><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>5</xmax><ymax>8</ymax></bndbox></object>
        <object><name>dog</name><truncated>0</truncated><bndbox><xmin>8</xmin><ymin>2</ymin><xmax>12</xmax><ymax>8</ymax>
        </bndbox></object></annotation>
        """
    /// A grey PNG of 20 x 10 pixels.
    private static let picture = Data(
        base64Encoded:
            "iVBORw0KGgoAAAANSUhEUgAAABQAAAAKCAAAAACRPiE6AAAAEUlEQVR42mNsYMAETAxDWBAAcYYAlJ/3AzkAAAAASUVORK5CYII=")

    private func devkit() throws -> Folder {
        let folder = Folder()
        try folder.write("VOCdevkit/VOC2007/Annotations/a.xml", Self.voc)
        try folder.write("VOCdevkit/VOC2007/JPEGImages/a.png", try #require(Self.picture))
        try folder.write("VOCdevkit/results/VOC2007/Main/comp4_det_test_dog.txt", "a 0.9 1 2 5 8\n")
        return folder
    }

    @Test func whatIsNamedAndCannotBeReadEndsTheCommand() throws {
        let folder = Folder()
        defer { folder.remove() }
        try folder.write("labels.csv", "image_id,label\na.png,cat\nb.png,dog\n")
        try folder.write("p.json", #"[[{"label": "cat", "score": 0.9}], [{"label": "dog", "score": 0.8}]]"#)
        #expect(throws: ExitCode(2)) {
            try Init.parse([folder.path("ws"), "--from", folder.path("labels.csv"), "--from", folder.path("p.json")])
                .run()
        }
        #expect(!folder.isThere("ws"))
    }

    /// Whatever a class is called, misread.yml reads back.
    @Test func namesOfAnyCharactersReadBack() throws {
        #expect(YAMLText.quoted("cat") == "cat")
        #expect(YAMLText.quoted("no") == "\"no\"")
        #expect(YAMLText.quoted("a\u{1F}\tb\"\\") == #""a\x1F\x09b\"\\""#)
        #expect(YAMLText.quoted("\u{2028}\u{E0001}") == #""\u2028\U000E0001""#)
        let folder = Folder()
        defer { folder.remove() }
        var starter = WorkspaceStarter(task: .classification, dataset: "d", version: "v1")
        starter.classes = ["a\u{1F}b", "\u{85}: [", "\u{7F}# x", "- y\r\n", "\u{FEFF}z"]
        starter.kind = "logit"
        try WorkspaceWriting(URL(filePath: folder.path("ws"))).write(starter)
        // What does not read back is not written.
        #expect(try folder.text("ws/misread.yml").contains(#"classes: ["a\x1Fb", "#))
        #expect(try folder.text("ws/versions/v1/version.yml").contains("\nprobabilities: {kind: logit} "))
    }

    @Test func imagesOfSeveralLabelsBecomeAWorkspaceThatBuilds() throws {
        let folder = Folder()
        defer { folder.remove() }
        let rows = (0..<40).map { ("i\($0)", ["cat", "dog", "bird"].prefix($0 % 4)) }
        try folder.write(
            "in/labels.csv",
            "image_id,cat,dog,bird\n"
                + rows.map { id, own in
                    id + "," + ["cat", "dog", "bird"].map { own.contains($0) ? "1" : "0" }.joined(separator: ",") + "\n"
                }.joined())
        try folder.write(
            "in/preds.csv",
            "image_id,p_cat,p_dog,p_bird\n"
                + rows.map { id, own in
                    id + "," + ["cat", "dog", "bird"].map { own.contains($0) ? "0.8" : "0.3" }.joined(separator: ",")
                        + "\n"
                }.joined())
        try Init.parse([folder.path("ws"), "--from", folder.path("in"), "--task", "multilabel"]).run()
        #expect(try folder.text("ws/misread.yml").contains("task: multilabel\n"))
        #expect(folder.errors() == [])
        #expect(throws: ExitCode(1)) {
            try BuildCommand.parse([folder.path("ws"), "--output", folder.path("site"), "--threads", "1"]).run()
        }
        #expect(folder.isThere("site/index.html"))
    }

    @Test func aDevkitBecomesAWorkspaceThatOpens() throws {
        let folder = try devkit()
        defer { folder.remove() }
        try Init.parse([folder.path("ws"), "--from", folder.path("VOCdevkit")]).run()
        #expect(folder.errors() == [])
        let workspace = try Workspace.open(folder.root.appending(path: "ws"))
        let read = try workspace.detections(of: "v1").evaluation
        #expect(read.truth.boxes.count == 2 && read.results.count == 1)
        #expect(read.paths == ["datasets/validation/images/a.png"])
        #expect(read.truth.objectAttributes.map(\.name.text) == ["truncated"])
        try CheckInput.parse([folder.path("ws")]).run()
    }

    @Test func anotherVersionIsAddedAndComparedWithTheNewest() throws {
        let folder = try devkit()
        defer { folder.remove() }
        try Init.parse([folder.path("ws"), "--from", folder.path("VOCdevkit"), "--version", "old"]).run()
        try folder.write("new.csv", "image,label,score,x,y,w,h\na.png,dog,0.8,1,2,4,6\n")
        try Init.parse([folder.path("ws"), "--from", folder.path("new.csv"), "--version", "new"]).run()
        #expect(folder.errors() == [])
        #expect(try folder.text("ws/versions/new/version.yml").contains("\nbaseline: old "))
        #expect(throws: ExitCode(2)) {
            try Init.parse([folder.path("ws"), "--from", folder.path("new.csv"), "--version", "new"]).run()
        }
        #expect(throws: ExitCode(2)) { try Init.parse([folder.path("ws"), "--from", folder.path("new.csv")]).run() }
    }

    @Test func ofSeveralAnnotationsThoseAreTakenThatTheResultsBelongTo() throws {
        let folder = Folder()
        defer { folder.remove() }
        for (split, id) in [("train2017", 1), ("val2017", 2)] {
            try folder.write(
                "coco/annotations/instances_\(split).json",
                """
                {"images": [{"id": \(id), "file_name": "\(id).jpg", "width": 20, "height": 10}],
                "categories": [{"id": 1, "name": "dog"}],
                "annotations": [{"id": 1, "image_id": \(id), "category_id": 1, "bbox": [1, 2, 4, 6], "area": 24, "iscrowd": 0}]}
                """)
        }
        try folder.write(
            "coco/annotations/captions_val2017.json",
            "{\"images\": [{\"id\": 2}], \"annotations\": [{\"id\": 1, \"image_id\": 2, \"caption\": \"a dog\"}], \"categories\": []}"
        )
        try folder.write("dt.json", "[{\"image_id\": 2, \"category_id\": 1, \"bbox\": [1, 2, 4, 6], \"score\": 0.5}]")
        try Init.parse([folder.path("ws"), "--from", folder.path("coco"), "--from", folder.path("dt.json")]).run()
        #expect(folder.errors() == [])
        #expect(
            try folder.text("ws/datasets/validation/annotations.json")
                == folder.text("coco/annotations/instances_val2017.json"))
    }

    @Test func foldersOfClassesAndTimmsTableAreAClassifiers() throws {
        let folder = Folder()
        defer { folder.remove() }
        for name in ["no", "yes"] {
            for number in 0..<2 { try folder.write("val/\(name)/\(number).png", try #require(Self.picture)) }
        }
        try folder.write(
            "preds.csv",
            "filename,label,prob\nno/0.png,no,0.9\nno/1.png,yes,0.6\nyes/0.png,yes,0.8\nyes/1.png,yes,0.7\n")
        try Init.parse([folder.path("ws"), "--from", folder.path("val"), "--from", folder.path("preds.csv")]).run()
        #expect(folder.errors() == [])
        let read = try Workspace.open(folder.root.appending(path: "ws")).evaluation(of: "v1")
        #expect(read.count == 4 && read.classes.map(\.text) == ["no", "yes"])
        #expect((0..<4).map { read.isCorrect($0) } == [true, false, true, true])
    }

    @Test func importNamesTheFormAndRefusesAnother() throws {
        let folder = try devkit()
        defer { folder.remove() }
        try ImportCommand.parse(["voc", folder.path("VOCdevkit"), folder.path("ws")]).run()
        #expect(folder.errors() == [])
        #expect(throws: ExitCode(2)) {
            try ImportCommand.parse(["kitti", folder.path("VOCdevkit"), folder.path("other")]).run()
        }
        #expect(!folder.isThere("other"))
    }

    @Test(arguments: [
        ["notes.txt": "nothing to see\n"],
        ["results.pkl": "\u{80}"],
        ["dt.json": "[{\"image_id\": 2, \"category_id\": 1, \"bbox\": [1, 2, 4, 6], \"score\": 0.5}]"],
        ["preds.csv": "image_id,predicted,confidence\na,cat,0.9\n"],
        [
            "a.csv": "image,label,x,y,w,h\na,cat,1,2,3,4\n", "b.csv": "image,label,x,y,w,h\na,cat,1,2,3,4\n",
            "c.xml": "<annotation></annotation>",
        ],
    ])
    func whatCannotBeAWorkspaceWritesNothing(_ files: [String: String]) throws {
        let folder = Folder()
        defer { folder.remove() }
        for (name, text) in files { try folder.write("in/" + name, text) }
        #expect(throws: ExitCode(2)) { try Init.parse([folder.path("ws"), "--from", folder.path("in")]).run() }
        #expect(!folder.isThere("ws"))
    }

    /// Of several splits the one that the results belong to; without results the one that says most.
    /// What the folders above are called says nothing of a split.
    @Test(arguments: ["import", "train", "dev"]) func theSplitOfTheResultsIsTaken(_ above: String) throws {
        let folder = Folder()
        defer { folder.remove() }
        let picture = try #require(Self.picture)
        for (split, name) in [("test", "t"), ("val", "v"), ("train", "r")] {
            try folder.write("\(above)/yolo/labels/\(split)/\(name).txt", "0 0.5 0.5 0.2 0.2\n")
            try folder.write("\(above)/yolo/images/\(split)/\(name).png", picture)
        }
        try folder.write("runs/labels/v.txt", "0 0.5 0.5 0.2 0.2 0.9\n")
        try Init.parse([folder.path("ws"), "--from", folder.path("\(above)/yolo"), "--from", folder.path("runs")]).run()
        #expect(folder.errors() == [])
        let read = try Workspace.open(folder.root.appending(path: "ws")).detections(of: "v1").evaluation
        #expect(read.truth.images.map(\.id.description) == ["v"] && read.results.count == 1)
        try Init.parse([folder.path("other"), "--from", folder.path("\(above)/yolo")]).run()
        #expect(try folder.text("other/datasets/validation/annotations.json").contains("t"))
        #expect(folder.isThere("other/datasets/validation/images/t.png"))
    }

    /// Results of a data set that the workspace does not have are refused; with its ground truth it joins.
    @Test func aNewDataSetComesWithItsGroundTruth() throws {
        let folder = Folder()
        defer { folder.remove() }
        for name in ["day", "dusk"] {
            try folder.write("\(name)/labels.csv", "image_id,label\n\(name)1,cat\n\(name)2,dog\n")
            try folder.write("\(name)/p.csv", "image_id,predicted,confidence\n\(name)1,cat,0.9\n\(name)2,cat,0.6\n")
        }
        try Init.parse([folder.path("ws"), "--from", folder.path("day"), "--dataset", "day"]).run()
        func add(_ from: String) -> Int32 {
            do {
                try Init.parse([folder.path("ws"), "--from", folder.path(from), "--dataset", "dusk", "--version", "v1"])
                    .run()
                return 0
            } catch { return (error as? ExitCode)?.rawValue ?? -1 }
        }
        #expect(add("dusk/p.csv") == 2)
        #expect(!folder.isThere("ws/versions/v1/dusk") && !folder.isThere("ws/datasets/dusk"))
        #expect(add("dusk") == 0)
        #expect(folder.isThere("ws/datasets/dusk/dataset.yml"))
        try folder.write(
            "ws/misread.yml", try folder.text("ws/misread.yml").replacing("dataset: day", with: "datasets: [day, dusk]")
        )
        #expect(folder.errors() == [])
        #expect(
            try WorkspaceSets.open(folder.root.appending(path: "ws")).workspaces.map(\.dataset.name) == ["day", "dusk"])
    }

    @Test func aTaskThatTheFilesAreNotOfIsRefused() throws {
        let folder = try devkit()
        defer { folder.remove() }
        #expect(throws: ExitCode(2)) {
            try Init.parse([folder.path("ws"), "--from", folder.path("VOCdevkit"), "--task", "classification"]).run()
        }
        #expect(!folder.isThere("ws"))
    }
}
