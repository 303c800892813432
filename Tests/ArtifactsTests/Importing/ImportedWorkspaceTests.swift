import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// What `init --from` and `import` make of exports.
@Suite struct ImportedWorkspaceTests {
    private func imported(
        _ fixture: LayoutFixture, _ names: [String], format: ExportFormat? = nil
    ) throws -> ImportedWorkspace {
        try ImportedWorkspace(
            from: names.map { fixture.root.appending(path: $0).path }, format: format, dataset: "d", version: "v1")
    }

    private func text(_ read: ImportedWorkspace, _ path: String) -> String? {
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
        } catch let list as ProblemList {
            return list.description
        } catch {
            return "\(error)"
        }
    }

    private static let labels = "image_id,label\ncat/1.png,cat\ndog/1.png,dog\n"

    @Test func picturesAreFoundByTheWholeOfTheirPath() throws {
        let fixture = try LayoutFixture(
            ["in/labels.csv": Self.labels], pictures: ["in/images/cat/1.png", "in/images/dog/1.png"])
        defer { fixture.remove() }
        let read = try imported(fixture, ["in"])
        #expect(
            text(read, "datasets/d/images.csv")
                == "image_id,label,path\ncat/1.png,cat,images/cat/1.png\ndog/1.png,dog,images/dog/1.png\n")
        #expect(read.lines.contains(.pictures(2, of: 2, unclear: 0)))
    }

    private static let answers =
        "image_id,label,predicted\n" + (1...12).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog"),cat\n" }.joined()

    /// Two bytes a letter in either order, with a mark in front or without, and below a line of comment.
    @Test func aTableOpensInAnyOfItsEncodings() throws {
        let fixture = try LayoutFixture(["comment.csv": "# made by a tool, 2026\n" + Self.answers])
        defer { fixture.remove() }
        for (name, text, encoding) in [
            ("big.csv", "\u{FEFF}" + Self.answers, String.Encoding.utf16BigEndian),
            ("little.csv", "\u{FEFF}" + Self.answers, .utf16LittleEndian),
            ("big-bare.csv", Self.answers, .utf16BigEndian), ("little-bare.csv", Self.answers, .utf16LittleEndian),
        ] { try fixture.write(name, try #require(text.data(using: encoding))) }
        for name in ["comment.csv", "big.csv", "little.csv", "big-bare.csv", "little-bare.csv"] {
            let read = try imported(fixture, [name])
            #expect(read.hasResults && Set(read.classes) == ["cat", "dog"], "\(name)")
        }
    }

    /// Lines that end as Excel for the Mac writes them, and as Python's csv does on Windows.
    @Test func aTableOpensWithAnyEndOfItsLines() throws {
        let fixture = try LayoutFixture([
            "mac.csv": Self.answers.replacing("\n", with: "\r"),
            "doubled.csv": Self.answers.replacing("\n", with: "\r\r\n"),
        ])
        defer { fixture.remove() }
        for name in ["mac.csv", "doubled.csv"] {
            let read = try imported(fixture, [name])
            #expect(read.hasResults && Set(read.classes) == ["cat", "dog"], "\(name)")
        }
    }

    /// Labels of whole images in the JSON of annotation tools, and under names that tools give their columns.
    @Test(arguments: [
        ("labels.json", #"{"classes": ["cat", "dog"], "labels": {"a": 1, "b": 0, "c": 0}}"#),
        ("labels.json", #"{"classes": null, "labels": {"a": "dog", "b": "cat", "c": "cat"}}"#),
        (
            "project.json",
            #"""
            [{"id": 1, "data": {"image": "/data/upload/a.png"}, "annotations": [{"completed_by": 3, "result": [{"type": "choices",
            "value": {"choices": ["dog"]}}]}]}, {"id": 2, "data": {"image": "/data/upload/b.png"}, "annotations": [{"completed_by":
            3, "result": [{"type": "choices", "value": {"choices": ["cat"]}}]}]}, {"id": 3, "data": {"image": "c.png"},
            "annotations": [{"was_cancelled": true, "result": []}, {"completed_by": 3, "result": [{"type": "choices", "value":
            {"choices": ["cat"]}}]}]}]
            """#
        ),
        (
            "project.csv",
            "annotation_id,image,id,annotator,choice,created_at,lead_time\n1,x/a.png,11,1,dog,2024,3\n2,x/b.png,12,1,cat,2024,3\n"
                + "3,x/c.png,13,1,cat,2024,3\n"
        ),
        ("truth.csv", ",Unnamed: 0,fname,label\n0,0,a.png,dog\n1,1,b.png,cat\n2,2,c.png,cat\n"),
    ])
    func labelsOfToolsOpen(_ name: String, _ labels: String) throws {
        let fixture = try LayoutFixture([
            name: labels, "out.csv": "image_id,Predictions,score\na,dog,0.9\nb,dog,0.8\nc,cat,0.7\n",
        ])
        defer { fixture.remove() }
        let read = try imported(fixture, [name, "out.csv"])
        #expect(read.hasResults)
        #expect(read.classes == ["cat", "dog"])
        let rows = text(read, "datasets/d/images.csv")?.split(separator: "\n").map { $0.split(separator: ",") } ?? []
        #expect(rows.dropFirst().map { $0[1] } == ["dog", "cat", "cat"], "\(rows)")
    }

    /// A list of COCO's results has a score, under whatever name; without one it cannot be told from annotations.
    @Test func resultsMayCallTheirScoreOtherwise() throws {
        let row = #""image_id": 1, "category_id": 1, "bbox": [20, 10, 40, 30]"#
        let fixture = try LayoutFixture([
            "gt.json": Self.coco, "dt.json": "[{\(row), \"confidence\": 0.9}]", "bare.json": "[{\(row)}]",
        ])
        defer { fixture.remove() }
        #expect(try imported(fixture, ["gt.json", "dt.json"]).hasResults)
        #expect(
            problem { try imported(fixture, ["gt.json", "bare.json"]) }
                == "gt.json: error: several annotations, for no box of them has a score: gt.json, bare.json; name the one that is "
                + "meant with --from")
    }

    /// What breaks a table is said where nothing was recognised.
    @Test func whyATableDoesNotOpenIsSaid() throws {
        let fixture = try LayoutFixture([
            "mac.csv": Self.answers.replacing("i3,", with: "i\r3,"),
            "header.csv": Self.answers.replacing("\n", with: ",\n"),
            "rows.csv": Self.answers.replacing("cat\n", with: "cat,\n"),
        ])
        defer { fixture.remove() }
        try fixture.write(
            "latin.csv", try #require((Self.answers + "i13,caf\u{E9},cat\n").data(using: .isoLatin1)))
        for (name, words) in [
            (
                "latin.csv",
                "latin.csv: row 14: byte 0xE9 is not UTF-8; is it Latin-1? convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"
            ),
            ("mac.csv", "mac.csv:4: error: a carriage return stands without a line feed; end lines with LF"),
            ("header.csv", "header.csv: row 1: column 4 has no name: the header ends in a separator"),
            ("rows.csv", "rows.csv:2: error: ends in a separator, and the header does not"),
        ] {
            #expect(problem { try imported(fixture, [name]) }?.contains(words) == true, "\(name)")
        }
    }

    @Test func aNameOfSeveralPicturesFindsNone() throws {
        let fixture = try LayoutFixture(
            ["in/labels.csv": "image_id,label\n1,cat\n2,dog\n"],
            pictures: ["in/cat/1.png", "in/dog/1.png", "in/dog/2.png"])
        defer { fixture.remove() }
        let read = try imported(fixture, ["in"])
        #expect(text(read, "datasets/d/images.csv") == "image_id,label,path\n1,cat,\n2,dog,images/dog/2.png\n")
        #expect(read.lines.contains(.pictures(1, of: 2, unclear: 1)))
        #expect(read.lines.contains(.unused(files: [], pictures: 2)))
    }

    @Test func annotationsOfTwoFoldersKeepTheirPictures() throws {
        let fixture = try LayoutFixture(
            ["in/boxes.csv": "image,label,x,y,w,h\ncat/1.png,a,1,2,3,4\ndog/1.png,b,1,2,3,4\n"],
            pictures: ["in/cat/1.png", "in/dog/1.png"])
        defer { fixture.remove() }
        let read = try imported(fixture, ["in"])
        #expect(
            read.files.map(\.path).filter { $0.hasSuffix("png") } == [
                "datasets/d/images/cat/1.png", "datasets/d/images/dog/1.png",
            ])
    }

    @Test func aLinkOutOfTheExportIsRefused() throws {
        let fixture = try LayoutFixture(["in/labels.csv": Self.labels], pictures: ["elsewhere/1.png"])
        defer { fixture.remove() }
        for (link, target) in [("in/cat", "elsewhere"), ("in/dog.png", "elsewhere/1.png")] {
            let place = fixture.root.appending(path: link)
            try FileManager.default.createSymbolicLink(
                at: place, withDestinationURL: fixture.root.appending(path: target))
            #expect(
                problem { try imported(fixture, ["in"]) }
                    == "\(link): error: \"\(link)\" is a link out of the export; put the file itself there")
            try FileManager.default.removeItem(at: place)
        }
    }

    @Test func aFolderThatIsALinkIsTheFolderItLeadsTo() throws {
        let fixture = try LayoutFixture(["in/labels.csv": Self.labels], pictures: ["in/cat/1.png", "in/dog/1.png"])
        defer { fixture.remove() }
        try FileManager.default.createSymbolicLink(
            at: fixture.root.appending(path: "link"), withDestinationURL: fixture.root.appending(path: "in"))
        let read = try imported(fixture, ["link"])
        #expect(read.lines.contains(.pictures(2, of: 2, unclear: 0)))
    }

    /// A folder under two names is one: its files are not read twice.
    @Test func aLinkInsideReadsNothingTwice() throws {
        let fixture = try LayoutFixture(
            ["in/labels/a.txt": "0 0.5 0.5 0.2 0.2\n", "in/classes.txt": "cat\n"], pictures: ["in/images/a.png"])
        defer { fixture.remove() }
        try FileManager.default.createSymbolicLink(
            at: fixture.root.appending(path: "in/annotations"),
            withDestinationURL: fixture.root.appending(path: "in/labels"))
        let read = try imported(fixture, ["in"])
        #expect(
            read.lines.first
                == .truth(
                    form: "YOLO text", place: "in/labels/a.txt", files: 1, images: 1, objects: 1, classes: ["cat"]))
    }

    @Test func whatIsNotUsedIsListed() throws {
        let fixture = try LayoutFixture(
            ["in/labels.csv": Self.labels, "in/notes.bin": "x\u{1}y", "in/names.txt": "one\ntwo\n"],
            pictures: ["in/cat/1.png", "in/other/2.png"])
        defer { fixture.remove() }
        let read = try imported(fixture, ["in"])
        #expect(read.lines.contains(.unused(files: ["in/notes.bin"], pictures: 1)))
    }

    private static let coco = """
        {"images": [{"id": 1, "file_name": "a.png", "width": 200, "height": 100}], "categories": [{"id": 1, "name": "dog"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [20, 10, 40, 30]}]}
        """

    @Test func whatIsNotUsedSaysWhy() throws {
        let fixture = try LayoutFixture([
            "gt.json": Self.coco, "p.csv": "image,class,score\na.png,dog,0.9\n", "labels/a.txt": "0 0.2 0.25 0.2 0.3\n",
            "ls.json": #"[{"id": 1, "data": {"image": "a.png"}, "annotations": []}]"#,
        ])
        defer { fixture.remove() }
        let read = try imported(fixture, ["gt.json", "p.csv", "labels", "ls.json"])
        #expect(
            read.lines.contains(
                .unused(
                    files: [
                        "p.csv (no column says where a box is: image, class, score)",
                        "labels/a.txt (lines without a score, as of labels; was it saved without save_conf?)",
                        "ls.json (Label Studio's own JSON; export it as COCO or YOLO)",
                    ], pictures: 0)))
        #expect(!read.hasResults)
    }

    @Test func whatIsMissingSaysWhatIsThereInstead() throws {
        let fixture = try LayoutFixture([
            "samples.json": #"{"samples": [{"_id": {"$oid": "x"}, "filepath": "/1.png"}]}"#,
            "dt.json": #"[{"image_id": 1, "category_id": 1, "bbox": [20, 10, 40, 30], "score": 0.9}]"#,
        ])
        defer { fixture.remove() }
        let way = "samples.json: FiftyOne's own samples; export them with dataset_type=fo.types.COCODetectionDataset"
        #expect(
            problem { try imported(fixture, ["samples.json", "dt.json"]) }
                == "samples.json, dt.json: error: results were found, and no annotations to compare them with; " + way)
        #expect(
            problem { try imported(fixture, ["samples.json"]) }
                == "samples.json: error: neither annotations nor predictions were recognised in it, among 1 files that are no "
                + "pictures; " + way)
    }

    /// COCO's form with scores is of a detector, whatever lies beside.
    @Test func annotationsWithScoresAreResults() throws {
        let scored = Self.coco.replacing("[20, 10, 40, 30]}", with: "[20, 10, 40, 30], \"score\": 0.9}")
        let fixture = try LayoutFixture(["gt/labels.json": Self.coco, "pred/labels.json": scored])
        defer { fixture.remove() }
        let read = try imported(fixture, ["gt", "pred"])
        #expect(
            read.lines.prefix(3) == [
                .truth(form: "COCO", place: "gt/labels.json", files: 1, images: 1, objects: 1, classes: ["dog"]),
                .noPictures,
                .detections(form: "COCO results", place: "pred/labels.json", files: 1, count: 1, on: 1, of: 1),
            ])
        #expect(read.files.map(\.path) == ["datasets/d/annotations.json", "versions/v1/d/detections.json"])
    }

    @Test func openImagesKeepsItsPicturesByTheSplit() throws {
        let table = "ImageID,LabelName,XMin,XMax,YMin,YMax,IsOccluded\na,/m/dog,0.1,0.3,0.1,0.4,0\n"
        let fixture = try LayoutFixture(
            ["oi/validation-annotations-bbox.csv": table],
            pictures: ["oi/validation/a.png", "oi/validation/b.png", "oi/train/c.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("oi")
        #expect(truth.lines == ["a /m/dog 20 10 40 30"])
        // Pictures of another split are no images without an object.
        #expect(truth.images.map(\.id.description) == ["a", "b"])
    }

    private static let folders = ["in/cat/a.png", "in/dog/b.png"]

    /// What transformers calls classes without a name are places among the folders, and what is written opens.
    @Test func classesWithoutANameArePlacesAmongTheFolders() throws {
        let scores = """
            {"a.png": [{"label": "LABEL_0", "score": 0.9}, {"label": "LABEL_1", "score": 0.1}],
             "b.png": [{"label": "LABEL_1", "score": 0.75}, {"label": "LABEL_0", "score": 0.25}]}
            """
        let fixture = try LayoutFixture(["hf.json": scores], pictures: Self.folders)
        defer { fixture.remove() }
        let read = try imported(fixture, ["in", "hf.json"])
        #expect(read.classes == ["cat", "dog"])
        #expect(text(read, "versions/v1/d/predictions.csv") == "image_id,p_cat,p_dog\na.png,0.9,0.1\nb.png,0.25,0.75\n")
        #expect(
            read.remarks.map(\.description) == [
                "hf.json: note: names classes by number: they are places among the folders in the order of the alphabet, from 0: "
                    + "0 is cat, 1 is dog; where the model has another order, put classes: of misread.yml into it"
            ])
    }

    /// Numbers of an array of labels are called by the lines of a list beside it.
    @Test func aListOfClassesNamesTheNumbersOfArrays() throws {
        let fixture = try LayoutFixture(["in/classes.txt": "zebra\nape\n"])
        defer { fixture.remove() }
        try fixture.write("in/probs.npy", npy([0.75, 0.25, 0.5, 0.5, 0.125, 0.875], shape: [3, 2]))
        try fixture.write("in/y_true.npy", npy([0, 1, 1], shape: [3]))
        let read = try imported(fixture, ["in"])
        #expect(read.classes == ["zebra", "ape"])
        #expect(
            read.remarks.contains {
                $0.description
                    == "in/classes.txt: note: classes are numbers, and are called by its lines: 0 is zebra, 1 is ape"
            }, "\(read.remarks.map(\.description))")
        #expect(text(read, "datasets/d/images.csv") == "image_id,label\n0,zebra\n1,ape\n2,ape\n")
    }

    @Test func anArrayWithoutIDsIsOfTheFoldersInTheirOrder() throws {
        let fixture = try LayoutFixture([:], pictures: Self.folders)
        defer { fixture.remove() }
        try fixture.write("p.npy", npy([0.75, 0.25, 0.5, 0.5], shape: [2, 2]))
        let read = try imported(fixture, ["in", "p.npy"])
        #expect(read.classes == ["cat", "dog"])
        #expect(
            text(read, "versions/v1/d/predictions.csv") == "image_id,p_0,p_1\ncat/a.png,0.75,0.25\ndog/b.png,0.5,0.5\n")
        #expect(
            read.remarks.first?.description
                == "p.npy: note: no ids are given: rows are taken in the order of in; an array ids beside says which image a row "
                + "is of")
        try fixture.write("p.npy", npy([0.75, 0.25, 0.5, 0.5, 1, 0], shape: [3, 2]))
        #expect(
            problem { try imported(fixture, ["in", "p.npy"]) }
                == "p.npy: error: 3 rows without ids, and 2 images in in; write an array ids beside: which image each row is of"
        )
        // A list beside says which image a row is of, and has a line for each.
        try fixture.write("ids.txt", Data("dog/b.png\r\ncat/a.png\r\n".utf8))
        try fixture.write("p.npy", npy([0.75, 0.25, 0.5, 0.5], shape: [2, 2]))
        let named = try imported(fixture, ["in", "p.npy", "ids.txt"])
        #expect(
            text(named, "versions/v1/d/predictions.csv") == "image_id,p_0,p_1\ndog/b.png,0.75,0.25\ncat/a.png,0.5,0.5\n"
        )
        #expect(!named.remarks.contains { $0.description.contains("no ids are given") })
        try fixture.write("ids.txt", Data("dog/b.png\n".utf8))
        #expect(
            problem { try imported(fixture, ["in", "p.npy", "ids.txt"]) }
                == "ids.txt: error: 1 lines, and 2 rows in p.npy: its name is that of a list of ids; write a line for each row, or give it "
                + "another name where it is of something else")
        // Of three classes two folders say nothing.
        try fixture.write("p.npy", npy([0.75, 0.25, 0, 0.5, 0.5, 0], shape: [2, 3]))
        #expect(
            problem { try imported(fixture, ["in", "p.npy"]) }
                == "p.npy: error: p_0: is the first of 3 columns of classes by number, and the labels are of 2 classes: cat, dog; "
                + "call the columns p_<class>, as the labels call the classes")
    }

    @Test func ofFoldersOfSplitsOneIsTaken() throws {
        let fixture = try LayoutFixture(
            ["preds.csv": "filename,predicted,confidence\nval/cat/a.png,cat,0.9\nval/dog/b.png,dog,0.8\n"],
            pictures: ["in/train/cat/x.png", "in/train/dog/y.png", "in/val/cat/a.png", "in/val/dog/b.png"])
        defer { fixture.remove() }
        let alone = try imported(fixture, ["in"])
        #expect(alone.lines.first == .folders(place: "in/val", images: 2, classes: ["cat", "dog"]))
        #expect(
            alone.remarks.map(\.description) == [
                "in: note: 2 splits are here, and val is taken: test before validation, and training last; name the folder of another split in its place"
            ])
        try fixture.write("preds.csv", Data("filename,predicted,confidence\ntrain/cat/x.png,cat,0.9\n".utf8))
        #expect(
            try imported(fixture, ["in", "preds.csv"]).lines.first
                == .folders(place: "in/train", images: 2, classes: ["cat", "dog"]))
    }

    @Test func columnsOfAnnotatorsStayColumns() throws {
        let fixture = try LayoutFixture([
            "in/labels.csv": "image_id,annotator_1,annotator_2,site\na,cat,dog,north\nb,dog,dog,south\n"
        ])
        defer { fixture.remove() }
        let read = try imported(fixture, ["in"])
        #expect(
            text(read, "datasets/d/images.csv")
                == "image_id,annotator_1,annotator_2,site\na,cat,dog,north\nb,dog,dog,south\n")
        #expect(read.classes == ["cat", "dog"])
    }

    @Test func arraysOfScikitLearnBecomeTables() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write("in/y_true.npy", npy([0, 1, 1], shape: [3]))
        try fixture.write("in/y_pred.npy", npy([0, 1, 0], shape: [3, 1]))
        try fixture.write("in/y_proba.npy", npy([0.75, 0.25, 0.5, 0.5, 0.625, 0.375], shape: [1, 3, 2]))
        let read = try imported(fixture, ["in"])
        #expect(text(read, "datasets/d/images.csv") == "image_id,label\n0,0\n1,1\n2,1\n")
        #expect(
            text(read, "versions/v1/d/predictions.csv")
                == "image_id,predicted,p_0,p_1\n0,0,0.75,0.25\n1,1,0.5,0.5\n2,0,0.625,0.375\n")
        #expect(read.classes == ["0", "1"])
        #expect(!read.lines.contains { if case .unused = $0 { true } else { false } })
        try fixture.write("in/y_true.npy", npy([0, 1], shape: [2]))
        #expect(
            problem { try imported(fixture, ["in"]) }
                == "in/y_true.npy: error: 2 rows, and 3 in in/y_proba.npy; arrays of one set have a row an image each, in one order"
        )
    }

    @Test func oneProbabilityARowIsThatOfTheSecondClass() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write("in/y_true.npy", npy([0, 1], shape: [2]))
        try fixture.write("in/y_pred.npy", npy([0.25, 0.75], shape: [2]))
        let read = try imported(fixture, ["in"])
        #expect(text(read, "versions/v1/d/predictions.csv") == "image_id,p_1\n0,0.25\n1,0.75\n")
    }

    @Test(arguments: [
        (
            ExportFormat.labelme,
            [
                "b.json":
                    "{\"items\": [{\"id\": \"a\", \"annotations\": [{\"label_id\": 0, \"bbox\": [1, 2, 3, 4]}]}], \"categories\": {\"label\": {\"labels\": [{\"name\": \"cat\"}]}}}"
            ],
            "datumaro"
        ),
        (
            .datumaro,
            ["a.json": "{\"shapes\": [{\"label\": \"cat\", \"points\": [[1, 2], [3, 4]]}], \"imagePath\": \"a.png\"}"],
            "LabelMe"
        ),
        (.openimages, ["a.csv": "image,label,x,y,w,h\na,cat,1,2,3,4\n"], "a table of boxes"),
        (.coco, ["p.csv": "image_id,label\na,cat\nb,dog\n"], "a table of labels"),
        (.predictions, ["a.csv": "image,label,x,y,w,h\na,cat,1,2,3,4\n"], "a table of boxes"),
        (.imagefolder, ["p.csv": "image_id,label,predicted\na,cat,cat\nb,dog,cat\n"], "a table of predictions"),
    ])
    func anotherFormThanTheOneNamedSaysWhatItIs(
        _ format: ExportFormat, _ files: [String: String], _ found: String
    ) throws {
        let fixture = try LayoutFixture(Dictionary(uniqueKeysWithValues: files.map { ("in/" + $0, $1) }))
        defer { fixture.remove() }
        #expect(
            problem { try imported(fixture, ["in"], format: format) }
                == "error: no \(format.rawValue) was found, but \(found); leave the form out: it is recognised")
    }

    /// A table that its columns call one, and that is damaged, is told as that.
    @Test func aDamagedTableIsNoFileOfNoForm() throws {
        let fixture = try LayoutFixture(["in/labels.csv": "image_id,label\na,cat\nb\n"])
        defer { fixture.remove() }
        #expect(problem { try imported(fixture, ["in"]) }?.hasPrefix("in/labels.csv:3: error: ") == true)
    }
}
