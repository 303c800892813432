import Diagnostics
import Testing

@testable import Artifacts

/// Paths of pictures and names of runs under a change, which are published as ids and names of classes are.
@Suite struct PersonalPathsTests {
    private static let otherwise =
        ", or say `privacy: {publish_names: true}` in misread.yml if they may be published"

    private static func words(_ count: String, _ first: String) -> String {
        "\(count) like personal data, the first, of image \(first): paths are published in the lists of images to label; give "
            + "these files or their folders other names" + otherwise
    }

    @Test func foldersAndNamesAreLookedAtEachByItself() {
        let paths: [String?] = [
            "datasets/d/images/a.png", nil, "datasets/d/images/10.1.2.3.png", "datasets/d/ann@example.org/b.png",
            "datasets/d/ann@example.org/c.png",
        ]
        #expect(
            PersonalIDs.problem(paths: paths, in: "datasets/d", file: "images.csv")?.description
                == "images.csv: error: " + Self.words("3 paths of pictures look", "3, like an IP or MAC address"))
        #expect(
            PersonalIDs.problem(paths: ["datasets/d/48.13743/11.57549.png"], in: "datasets/d", file: "images.csv")?
                .description
                == "images.csv: error: " + Self.words("1 path of a picture looks", "1, like coordinates"))
    }

    @Test(arguments: [
        "images/frame 0001.png", "images/icon@2x.png", "images/cam-01/2026-11-30T12-30-05.jpg", "v1.2/0.5/a.b.png",
        "images/d41d8cd98f00b204e9800998ecf8427e.png", "b/1a2b.3c4d/000123.webp", "night(2)/seq+3/0.png",
        "0.123/0.456.png", "images/4111111111111111.png", "B-MW 1234/x.png",
    ])
    func usualPathsAreNone(_ path: String) {
        #expect(PersonalIDs.problem(paths: ["datasets/d/" + path], in: "datasets/d", file: "images.csv") == nil)
    }

    @Test(arguments: [
        "4111-1111-1111-1111.png", "1HGCM82633A004352.jpeg", "ann@example.org.png", "+4915123456789/a.png",
    ])
    func pathsOfPeopleAreSome(_ path: String) {
        #expect(PersonalIDs.problem(paths: ["datasets/d/" + path], in: "datasets/d", file: "images.csv") != nil)
    }

    @Test func aPathOfATableIsRefusedUntilItIsAllowed() throws {
        let files = [
            "datasets/d/images.csv":
                "image_id,label,path\na,cat,images/ann@example.org/a.png\nb,dog,images/b.png\nc,dog,images/c.png\n",
            "datasets/d/images/ann@example.org/a.png": "", "datasets/d/images/b.png": "", "datasets/d/images/c.png": "",
        ]
        let refusal =
            "datasets/d/images.csv: error: " + Self.words("1 path of a picture looks", "1, like an e-mail address")
        #expect(try WorkspaceFixture(files).errors.contains(refusal))
        let settings = ["misread.yml": "title: T\nclasses: [cat, dog]\nprivacy: {publish_names: true}\n"]
        #expect(try !WorkspaceFixture(files.merging(settings) { $1 }).errors.contains(refusal))
    }

    @Test func aFileOfADetectorIsRefusedToo() throws {
        let truth = """
            {"images": [{"id": 1, "file_name": "f.png", "width": 9, "height": 9}, {"id": 2, "file_name": \
            "ann@example.org.png", "width": 9, "height": 9}], "categories": [{"id": 1, "name": "x"}], "annotations": \
            [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 3, 3]}, {"id": 2, "image_id": 2, "category_id": 1, \
            "bbox": [1, 1, 3, 3]}]}
            """
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\n", "datasets/d/annotations.json": truth,
                "datasets/d/images/f.png": "", "datasets/d/images/ann@example.org.png": "",
                "versions/v1/d/detections.json":
                    #"[{"image_id": 1, "category_id": 1, "bbox": [1, 1, 3, 3], "score": 0.5}]"#,
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        #expect(
            fixture.errors.contains(
                "datasets/d/annotations.json: error: "
                    + Self.words("1 path of a picture looks", "2, like an e-mail address")))
    }

    @Test func theNameOfADataSetIsRefusedUnsaid() {
        #expect(PersonalIDs.problem(dataset: "night") == nil)
        #expect(
            PersonalIDs.problem(dataset: "ann@example.org")?.description
                == "datasets: error: the name of a data set looks like an e-mail address: it is published on every page of its "
                + "audits; give its folder another name, here and in each version" + Self.otherwise)
        let open = WorkspaceSettings(title: "T")
        #expect(open.refusal(ofDataset: "ann@example.org") != nil)
        var settings = open
        settings.publishesNames = true
        #expect(settings.refusal(ofDataset: "ann@example.org") == nil)
    }

    @Test func namesOfRunsUnderAChangeAreRefusedUnsaid() throws {
        let rows = WorkspaceFixture.plain["versions/v1/d/predictions.csv"] ?? ""
        let folder = "versions/v1/d/experiments"
        let files = [
            "\(folder)/operator=ann@example.org/predictions.csv": rows,
            "\(folder)/camera=10.77.0.17/predictions.csv": rows, "\(folder)/blur=0.5/predictions.csv": rows,
        ]
        let fixture = try WorkspaceFixture(files)
        #expect(
            fixture.errors.contains(
                "versions/v1/d/experiments: error: 2 names of runs under a change look like personal data, the first like an IP or "
                    + "MAC address: factors and levels are published on the pages of robustness; give these folders other names"
                    + Self.otherwise))
        #expect(try WorkspaceFixture(["\(folder)/blur=0.5/predictions.csv": rows]).errors == [])
        let settings = ["misread.yml": "title: T\nclasses: [cat, dog]\nprivacy: {publish_names: true}\n"]
        #expect(try WorkspaceFixture(files.merging(settings) { $1 }).errors == [])
    }
}
