import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Exports in spellings that some machines write, and faults of which each is told once.
@Suite struct MoreLayoutTests {
    private func problems(_ body: () throws -> some Any) -> [String] {
        do {
            _ = try body()
            return []
        } catch let list as ProblemList {
            return list.errors.map(\.description)
        } catch let error as any Explained {
            return [error.problem.description]
        } catch {
            return ["\(error)"]
        }
    }

    private static let table = "image,label,x,y,w,h\na.png,cat,1,2,3,4\n"

    @Test func aTableOfTwoBytesALetterOpens() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write("boxes.csv", try #require("\u{FEFF}\(Self.table)".data(using: .utf16LittleEndian)))
        #expect(try fixture.truth("boxes.csv").lines == ["a cat 1 2 3 4"])
    }

    /// The file's name names an image only where nothing in it does.
    @Test(arguments: [
        #"{"classes": ["cat"], "labels": {"a": [{"label": 0, "bounding_box": [0.1, 0.1, 0.2, 0.3]}], "b": []}}"#,
        #"{"frames": [{"name": "a.png", "labels": [{"category": "cat", "box2d": {"x1": 20, "x2": 60, "y1": 10, "y2": 40}}]}, {"name": "b.png", "labels": []}]}"#,
        #"{"name": "val", "items": [{"file_name": "a.png", "objects": [{"label": "cat", "bbox": [20, 10, 40, 30]}]}, {"file_name": "b.png", "objects": []}]}"#,
        #"{"data": [{"image": "a.png", "label": "cat", "bbox": [20, 10, 40, 30]}, {"image": "b.png", "label": "cat", "bbox": [20, 10, 40, 30]}]}"#,
        #"{"labels": {"a": {"boxes": [[20, 10, 60, 40]], "classes": ["cat"]}, "b": {"boxes": [], "classes": []}}}"#,
    ])
    func aFileOfManyImagesIsNoImage(_ text: String) throws {
        let fixture = try LayoutFixture(["val/labels.json": text], pictures: ["val/data/a.png", "val/data/b.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("val")
        #expect(truth.images.map(\.id.description) == ["a", "b"])
        #expect(truth.lines.first == "a cat 20 10 40 30")
    }

    @Test func aFileOfOneImageIsCalledLikeIt() throws {
        let fixture = try LayoutFixture([
            "val/a.json": #"{"objects": [{"id": "7", "name": "cat", "bbox": [20, 10, 40, 30]}]}"#
        ])
        defer { fixture.remove() }
        #expect(try fixture.truth("val").lines == ["a cat 20 10 40 30"])
    }

    /// The names lie beside, and results use them or the ids.
    @Test func classesOfOpenImagesHaveTheNamesThatLieBeside() throws {
        let header = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded\n"
        let results = "image,class,score,xmin,ymin,xmax,ymax\n"
        let fixture = try LayoutFixture(
            [
                "oi/validation-annotations-bbox.csv": header
                    + "a,x,/m/01,1,0.1,0.3,0.1,0.4,0\na,x,/m/02,1,0.1,0.3,0.1,0.4,0\n"
                    + "a,x,/m/03,1,0.1,0.3,0.1,0.4,0\na,x,/m/04,1,0.1,0.3,0.1,0.4,0\n",
                // Two are called alike, and of one nobody labelled anything.
                "oi/class-descriptions-boxable.csv":
                    "/m/01,car\n/m/02,\"Coffee, tea\"\n/m/03,Bat\n/m/04,Bat\n/m/05,dog\n",
                "named.csv": results + "a,car,0.9,20,10,60,40\na,\"Coffee, tea\",0.8,20,10,60,40\n",
                "ids.csv": results + "a,/m/01,0.9,20,10,60,40\na,/m/02,0.8,20,10,60,40\n",
            ], pictures: ["oi/images/a.png"])
        defer { fixture.remove() }
        for path in ["oi", "oi/validation-annotations-bbox.csv"] {
            let truth = try fixture.truth(path)
            #expect(truth.classes.map(\.name) == ["car", "Coffee, tea", "/m/03", "/m/04"])
            #expect(truth.classes.map(\.id.description) == ["/m/01", "/m/02", "/m/03", "/m/04"])
        }
        let truth = try fixture.truth("oi")
        #expect(
            truth.remarks.remarks.map(\.description).contains(
                "oi: note: 2 of 4 classes are called by the names that oi/class-descriptions-boxable.csv gives their ids"
            ))
        for path in ["named.csv", "ids.csv"] {
            #expect(
                try fixture.results(path, for: truth).lines(truth) == [
                    "a car 20 10 40 30 0.9", "a Coffee, tea 20 10 40 30 0.8",
                ])
        }
        let read = try ImportedWorkspace(
            from: ["oi", "named.csv"].map { fixture.root.appending(path: $0).path }, format: nil, dataset: "d",
            version: "v1")
        #expect(!read.lines.contains { if case .unused(let files, _) = $0 { !files.isEmpty } else { false } })
    }

    /// Where no `zstd` is on the path, that is said.
    @Test func aTablePackedByZstandardOpens() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write(
            "boxes.csv.zst",
            try #require(Data(base64Encoded: "KLUv/SQmMQEAaW1hZ2UsbGFiZWwseCx5LHcsaAphLnBuZyxjYXQsMSwyLDMsNApZKgPs")))
        let told = problems { try fixture.truth("boxes.csv.zst") }
        if told.isEmpty {
            #expect(try fixture.truth("boxes.csv.zst").lines == ["a cat 1 2 3 4"])
        } else {
            #expect(told.count == 1 && told[0].contains("zstd"))
        }
    }

    @Test func decimalCommasAreNumbersWhereSemicolonsSeparate() throws {
        let fixture = try LayoutFixture([
            "boxes.csv": "image;label;x;y;w;h\na.png;cat;1,5;2,25;3,5;4\nb.png;cat;1,5;2,5;3,5;4,5\n",
            "commas.csv": "image,label,x,y,w,h\na.png,cat,\"1,5\",\"2,5\",3,4\nb.png,cat,\"1,5\",\"2,5\",3,4\n",
        ])
        defer { fixture.remove() }
        #expect(try fixture.truth("boxes.csv").lines == ["a cat 1.5 2.25 3.5 4", "b cat 1.5 2.5 3.5 4.5"])
        #expect(
            problems { try fixture.truth("commas.csv") } == [
                "commas.csv:2: error: x: \"1,5\" is not a number to count with; 2 such in all; is it a decimal comma? write a point, or separate columns by semicolons"
            ])
    }

    @Test func resultsWithoutScoresAreOneMessage() throws {
        let line = "Car 0 0 0 1 2 5 8 1 1 1 1 1 1 1"
        let fixture = try LayoutFixture([
            "label_2/a.txt": line + "\n", "label_2/b.txt": line + "\n", "preds/a.txt": line + "\n",
            "preds/b.txt": line + "\n" + line + "\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("label_2")
        #expect(
            problems { try fixture.results("preds", for: truth) } == [
                "preds/a.txt:1: error: a detection without a score; 3 such in all; are these the annotations? detections have a score or confidence each"
            ])
    }

    @Test func sizesOfKITTIAndMOTImagesAreRead() throws {
        let fixture = try LayoutFixture(
            [
                "kitti/label_2/a.txt": "Car 0 0 0 1 2 5 8 1 1 1 1 1 1 1\n",
                "mot/gt/gt.txt": "1,1,10,20,30,40,1,1,1\n",
                "mot/seqinfo.ini": "[Sequence]\nimWidth=1920\nimHeight = 1080\n",
            ], pictures: ["kitti/image_2/a.png"])
        defer { fixture.remove() }
        let kitti = try fixture.truth("kitti/label_2").images[0]
        #expect(kitti.width == 200 && kitti.height == 100)
        let mot = try fixture.truth("mot").images[0]
        #expect(mot.width == 1920 && mot.height == 1080)
    }

    private static let coco = """
        {"images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 10}], "categories": [{"id": 1, "name": "cat"},
        {"id": 2, "name": "dog"}], "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12,
        "iscrowd": 0}, {"id": 2, "image_id": 1, "category_id": 2, "bbox": [5, 2, 3, 4], "area": 12, "iscrowd": 0}]}
        """

    /// A detector of COCO's classes on data of two of them.
    @Test func classesThatAreNotLabelledAreLeftOutAndSaid() throws {
        let truth = try DetectionGroundTruth(json: Self.coco)
        let rows = [("cat", 1), ("dog", 2), ("bus", 3), ("bed", 4), ("bus", 3)].map { name, id in
            (
                "a.png,\(name),0.5,1,2,3,4",
                #"{"image_id": 1, "category_id": \#(id), "bbox": [1, 2, 3, 4], "score": 0.5}"#
            )
        }
        let fixture = try LayoutFixture([
            "dt.csv": "image,class,score,x,y,w,h\n" + rows.map { $0.0 + "\n" }.joined(),
            "dt.json": #"{"images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 1, "name": "cat"}, "#
                + #"{"id": 2, "name": "dog"}, {"id": 3, "name": "bus"}, {"id": 4, "name": "bed"}], "annotations": ["#
                + rows.map(\.1).joined(separator: ",") + "]}",
            "other.csv": "image,class,score,x,y,w,h\na.png,cat,0.5,1,2,3,4\na.png,hound,0.5,1,2,3,4\n",
        ])
        defer { fixture.remove() }
        for name in ["dt.csv", "dt.json"] {
            let read = try fixture.results(name, for: truth)
            #expect(read.count == 2 && read.objections.isClean)
            #expect(
                read.remarks.remarks.map(\.description) == [
                    "\(name): warning: category_id: 3 of 5 detections are of 2 classes that the ground truth does not have, and were left out: bus, bed; the model knows more classes than are labelled here"
                ])
        }
        // A class that is never detected may be called otherwise.
        #expect(!(try fixture.results("other.csv", for: truth).objections.isClean))
    }

    @Test func aListOfPascalVOCIsChosenBySplit() throws {
        let voc = { (name: String) in
            "<annotation><filename>\(name).png</filename><size><width>20</width><height>10</height></size><object><name>dog</name>"
                + "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>5</xmax><ymax>8</ymax></bndbox></object></annotation>"
        }
        func fixture(_ split: String) throws -> WorkspaceFixture {
            let files = ["a", "b", "c"].map { ("datasets/d/Annotations/\($0).xml", voc($0)) }
            return try WorkspaceFixture(
                Dictionary(uniqueKeysWithValues: files).merging([
                    "misread.yml": "title: T\ntask: detection\n" + split,
                    "datasets/d/ImageSets/Main/test.txt": "a\n", "datasets/d/ImageSets/Main/val.txt": "b\nc\n",
                    "datasets/d/ImageSets/Main/dog_val.txt": "b 1\n",
                    "versions/v1/d/detections.csv":
                        "image,class,score,x,y,w,h\na,dog,0.5,1,2,4,6\nb,dog,0.5,1,2,4,6\nc,dog,0.6,1,2,4,6\n",
                ]) { $1 }, without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        }
        func images(_ fixture: WorkspaceFixture) throws -> [String] {
            try DetectionGroundTruth(
                at: "datasets/d/Annotations", in: WorkspaceFolder(fixture.root).source,
                split: Workspace.open(fixture.root).settings.split
            ).images.map(\.id.description)
        }
        #expect(try images(try fixture("")) == ["a"])
        #expect(try images(try fixture("split: val\n")) == ["b", "c"])
        #expect(
            try fixture("split: vall\n").errors.contains(
                "datasets/d/Annotations: error: no list of ImageSets/Main is called vall: test, val; did you mean split: val?"
            ))
    }

    @Test func listsOfProbabilitiesInJSONLinesOpen() throws {
        let fixture = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.jsonl":
                    "{\"image_id\": \"a\", \"probs\": [0.75, 0.25]}\n{\"image_id\": \"b\", \"probs\": [0.5, 0.5]}\n{\"image_id\": \"c\", \"probs\": [0.25, 0.75]}\n"
            ], without: ["versions/v1/d/predictions.csv"])
        #expect(fixture.errors == [])
        let read = try fixture.evaluation()
        #expect(read.predictions.probabilities?.values == [0.75, 0.25, 0.5, 0.5, 0.25, 0.75])
    }

    /// A file that is damaged is not read up to the damage.
    @Test(arguments: [
        "[{\"image_id\": \"a\", \"probs\": [0.75, 0.25]} {\"image_id\": \"b\", \"probs\": [0.5, 0.5]}]",
        "[{\"image_id\": \"a\", \"probs\": [0.75, 0.25]}, {\"image_id\": \"b\", \"probs\": [0.5, 0.5]}",
        "[{\"image_id\": \"a\", \"probs\": [0.75, 0.25]}][{\"image_id\": \"b\", \"probs\": [0.5, 0.5]}]",
        "{\"image_id\": \"a\", \"probs\": [0.75, 0.25]}\n{\"image_id\": \"b\", \"probs\": [0.5",
    ])
    func aDamagedListIsNoTable(_ text: String) {
        #expect(ProbabilityLists.table(Data(text.utf8)) == nil)
    }

    /// A picture without a label file that cannot be read is said, and is no image.
    @Test func aDamagedBackgroundIsSaid() throws {
        let fixture = try LayoutFixture(
            ["labels/a.txt": "0 0.5 0.5 0.2 0.2\n", "images/b.png": "no picture"], pictures: ["images/a.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("labels")
        #expect(truth.images.count == 1)
        #expect(truth.remarks.remarks.contains { $0.description.contains("b.png") })
    }

    /// timm's lists of the best classes as places in the list of classes.
    @Test func listsOfPlacesAreListsOfTheBestClasses() throws {
        let fixture = try WorkspaceFixture([
            "versions/v1/d/predictions.csv":
                "filename,index_0,index_1,prob_0,prob_1\na,0,1,0.9,0.1\nb,1,0,0.6,0.4\nc,1,0,0.8,0.2\n"
        ])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 1])
        // Where the count begins all columns tell together: no image is predicted as the first class.
        let other = try WorkspaceFixture([
            "versions/v1/d/predictions.csv":
                "filename,index_0,index_1,prob_0,prob_1\na,1,0,0.9,0.1\nb,1,0,0.6,0.4\nc,1,0,0.8,0.2\n"
        ])
        #expect(other.errors == [])
        #expect(try other.evaluation().predictions.predicted == [1, 1, 1])
        #expect(other.remarks.count { $0.contains("holds class numbers") } == 1)
    }

    @Test func foldersOfClassesInSplitsOpenInAWorkspace() throws {
        func fixture(_ split: String) throws -> WorkspaceFixture {
            let fixture = try WorkspaceFixture(
                [
                    "misread.yml": "title: T\nclasses: [cat, dog]\n" + split,
                    "versions/v1/d/predictions.csv":
                        "image_id,predicted,confidence\ncat/a.png,cat,0.9\ndog/b.png,dog,0.8\n",
                ], without: ["datasets/d/images.csv"])
            for place in ["train/cat/a", "train/dog/b", "val/cat/a", "val/dog/b", "val/dog/c"] {
                try fixture.write("datasets/d/\(place).png", LayoutFixture.picture)
            }
            return fixture
        }
        #expect(try fixture("").evaluation().accounting.itemsRead == 3)
        #expect(try fixture("").remarks.contains { $0.contains("2 splits are here, and val is audited") })
        #expect(try fixture("split: train\n").evaluation().accounting.itemsRead == 2)
        #expect(
            try fixture("split: tset\n").errors == [
                "misread.yml: error: split: \"tset\" is no split of datasets/d: there are train, val"
            ])
    }
}
