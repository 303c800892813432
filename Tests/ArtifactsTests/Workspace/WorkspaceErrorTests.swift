import Diagnostics
import Foundation
import Testing

@testable import Artifacts

@Suite struct WorkspaceErrorTests {
    private static let predictions = "versions/v1/d/predictions.csv"
    private static let images = "datasets/d/images.csv"

    @Test func aPlainWorkspaceHasNoErrors() throws {
        let fixture = try WorkspaceFixture()
        #expect(fixture.errors == [])
        #expect(fixture.remarks == [])
    }

    /// A file of the workspace, what it holds, and the one error that follows.
    static let cases: [(file: String, text: String, message: String)] = [
        // misread.yml
        (
            "misread.yml", "title: T\nclases: [cat, dog]\nclasses: [cat, dog]\n",
            "misread.yml:2: error: clases: there is no such key; did you mean \"classes\"?"
        ),
        ("misread.yml", "classes: [cat, dog]\n", "misread.yml: error: title: this key is required and missing"),
        (
            "misread.yml", "title: T\nclasses: [cat, dog, cat]\n",
            "misread.yml: error: classes: the class \"cat\" is listed twice"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\ndataset: e\n",
            "misread.yml: error: dataset: there is no data set \"e\"; did you mean \"d\"?"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\nslicing: {max_depth: 9}\n",
            "misread.yml:3: error: slicing.max_depth: \"9\" is not a whole number in 1...6"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\nslicing: {edges: {width: [3, 1]}}\n",
            "misread.yml:3: error: slicing.edges.width: edges must be ascending numbers"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\ngates:\n  - {fact: headline/accuracy}\n",
            "misread.yml:4: error: gates: a gate says at_least or at_most"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\ngates:\n  - {fact: a/b, at_least: 0, at_most: 1}\n",
            "misread.yml:4: error: gates: a gate says at_least or at_most, not both; write two gates"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\ngates:\n  - {fact: a/b, at_least: }\n",
            "misread.yml:4: error: gates: a gate says at_least or at_most"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\nunit: label\n",
            "misread.yml: error: unit: \"label\" is no column that rows can share as a unit; "
                + "name a column of the image table that says what was taken together: video, camera, patient"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\nunit: brightness\n",
            "misread.yml: error: unit: \"brightness\" is no column that rows can share as a unit; "
                + "name a column of the image table that says what was taken together: video, camera, patient"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\ngates:\n  - {fact: a/b, at_least: 0, when: always}\n",
            "misread.yml:4: error: gates: when: \"always\" is no word of a gate; "
                + "when: baseline asks it only of versions that name a baseline"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\ngates:\n  - {fact: accuracy, at_least: 0}\n",
            "misread.yml:4: error: gates: \"accuracy\" is not the path of a fact; "
                + "for instance headline/accuracy or calibration/ece"
        ),
        (
            "misread.yml", "title: T\nclasses: [cat, dog]\nslicing: {attributes: [wether]}\n",
            "misread.yml: error: slicing.attributes: there is no attribute \"wether\""
        ),

        // Manifests.
        (
            "versions/v1/version.yml", "model: M\n",
            "versions/v1/version.yml: error: date: this key is required and missing"
        ),
        (
            "versions/v1/version.yml", "date: 2026-02-30\nmodel: M\n",
            "versions/v1/version.yml:1: error: date: \"2026-02-30\" is not a date; write it as 2026-03-31"
        ),
        (
            "versions/v1/version.yml", "date: 2026-02-20\nmodel: M\nartifact_sha256: abc\n",
            "versions/v1/version.yml:3: error: artifact_sha256: \"abc\" is not a SHA-256; write 64 hexadecimal digits"
        ),
        (
            "versions/v1/version.yml", "version: 1.10\ndate: 2026-02-20\nmodel: M\n",
            "versions/v1/version.yml:1: error: version: says \"1.10\", the folder is called \"v1\""
        ),
        (
            "versions/v1/version.yml", "date: 2026-02-20\nmodel: M\nbaseline: v1\n",
            "versions/v1/version.yml: error: baseline: a version cannot be its own baseline"
        ),
        (
            "versions/v1/version.yml", "date: 2026-02-20\nmodel: M\nbaseline: v2\n",
            "versions/v1/version.yml: error: baseline: there is no version \"v2\"; did you mean \"v1\"?"
        ),
        (
            "versions/v1/version.yml", "date: 2026-02-20\nmodel: M\ncolumns: {predictd: p}\n",
            "versions/v1/version.yml:3: error: columns.predictd: there is no such key; did you mean \"predicted\"?"
        ),
        (
            "versions/v1/version.yml", "date: 2026-02-20\nmodel: M\ndelimiter: x\n",
            "versions/v1/version.yml:3: error: delimiter: \"x\" is not one of \",\", \";\", \"|\", \"\\t\""
        ),

        // The image table.
        (
            images, "image_ids,label\na,cat\nb,dog\n",
            "datasets/d/images.csv:1: error: there is no column \"image_id\"; "
                + "if \"image_ids\" is it, say columns: {image_id: image_ids} in the manifest"
        ),
        (
            images, "image_id,label\na,cat\n,dog\nb,dog\nc,dog\n",
            "datasets/d/images.csv:3: error: image_id: is blank, an image id was expected"
        ),
        (
            images, "image_id,label\na,cat\nb,dog\nc,dog\na,dog\n",
            "datasets/d/images.csv:5: error: image_id: the image a stands already in row 2; keep the row that is meant"
        ),
        (
            images, "image_id,label\na,cat\nb,dgo\nc,dog\n",
            "datasets/d/images.csv:3: error: label: \"dgo\" is not a class of misread.yml; did you mean \"dog\"?"
        ),
        (
            images, "image_id\na\nb\nc\n",
            "datasets/d/images.csv:1: error: neither the image table nor the predictions have a column \"label\""
        ),

        // Predictions.
        (
            predictions, "image_id,predictd,confidence\na,cat,0.9\n",
            "versions/v1/d/predictions.csv:1: error: there is no column \"predicted\"; "
                + "if \"predictd\" is it, say columns: {predicted: predictd} in the manifest"
        ),
        (
            predictions, "image_id,predicted,confidence\na,cat,1.7\nb,cat,-3\nc,dog,0.5\n",
            "versions/v1/d/predictions.csv:2: error: confidence: 1.7 is outside 0...1 (image a); 2 such rows in all; "
                + "was it a logit? none can be made a probability by itself: leave it out, and what needs one is not measured"
        ),
        (
            predictions, "image_id,predicted,confidence\na,cat,0.5\nb,cat,97\n",
            "versions/v1/d/predictions.csv:3: error: confidence: 97.0 is outside 0...1 (image b); "
                + "is it in percent? say probabilities: {kind: percent} in version.yml"
        ),
        (
            predictions, "image_id,predicted,confidence\na,,0.5\nb,cat,0.1\n",
            "versions/v1/d/predictions.csv:2: error: predicted: is blank, a class was expected (image a)"
        ),
        (
            predictions, "image_id,predicted,confidence\na,cat,0.5\na,cat,0.1\n",
            "versions/v1/d/predictions.csv:3: error: image_id: the image a stands already in row 2; keep the row that is meant"
        ),
        (
            predictions, "image_id,label,predicted,confidence\na,cat,cat,0.5\nb,cat,cat,0.1\n",
            "versions/v1/d/predictions.csv:3: error: label: "
                + "\"cat\" is not the label of the image table, \"dog\" (image b); one of the two was corrected, or they are of "
                + "two data sets: bring the table up to date, or leave the labels out of the predictions"
        ),
        (
            predictions, "image_id,p_cat,p_dog\na,0.5,0.4\nb,0.5,0.5\n",
            "versions/v1/d/predictions.csv:2: error: probabilities: "
                + "the probabilities sum to 0.9, expected 1 within 0.001 or what their last digit allows (image a); "
                + "1 of 2 rows miss it; is it right so? say probabilities: {normalise: true} in version.yml, and each row "
                + "is divided by its sum"
        ),
        (
            predictions, "image_id,p_cat,p_dg\na,0.5,0.5\n",
            """
            versions/v1/d/predictions.csv:1: error: p_dg: belongs to no class of misread.yml; did you mean "p_dog"?
            versions/v1/d/predictions.csv:1: error: there is no column "p_dog", but other classes have theirs
            """
        ),
        (
            predictions, "image_id,predicted,confidence\nx,cat,0.5\n",
            "versions/v1/d/predictions.csv: error: image_id: 1 of 1 predictions belongs to no image: predictions name x; "
                + "the image table names a, b, c; give the predictions of these images, or list the images they are of"
        ),
        (
            images, "image_id,label\na,\nb,\nc,\n",
            "datasets/d/images.csv: error: none of the 3 images that have a prediction has a label; is the label column empty?"
        ),
        (
            predictions, "image_id,p_cat,p_dog\na,0.5,\nb,NaN,0.5\n",
            """
            versions/v1/d/predictions.csv:2: error: p_dog: is blank, a number was expected
            versions/v1/d/predictions.csv:3: error: p_cat: NaN is not a finite number
            """
        ),
    ]

    @Test(arguments: cases.indices)
    func aFaultIsNamedWithItsPlace(_ index: Int) throws {
        let (file, text, message) = Self.cases[index]
        let fixture = try WorkspaceFixture([file: text])
        #expect(fixture.errors.joined(separator: "\n") == message)
    }

    @Test(arguments: [
        ("../../../../etc/passwd", "leaves its folder"), ("/etc/passwd", "is not relative"),
        ("C:\\x.png", "is a URL or names a drive"), ("file:///etc/passwd", "is a URL or names a drive"),
        ("ftp://198.51.100.1/x.png", "is a URL or names a drive"), ("%2e%2e%2fetc/passwd", "hides dots or slashes"),
        ("img/./../../etc/passwd", "leaves its folder"), ("~/.ssh/id_rsa", "is not relative"),
        ("/dev/zero", "is not relative"), ("..\\..\\windows\\win.ini", "leaves its folder"),
        ("\\\\server\\x.png", "is not relative"),
    ])
    func aPathThatLeavesTheWorkspaceIsRefusedBeforeItIsOpened(_ given: (path: String, reason: String)) throws {
        let fixture = try WorkspaceFixture([
            Self.images: "image_id,label,path\na,cat,\"\(given.path)\"\nb,dog,\nc,dog,\n"
        ])
        let read = given.path.replacing("\\", with: "/")
        #expect(
            fixture.errors == [
                "datasets/d/images.csv:2: error: path: \"\(read)\" \(given.reason); "
                    + "paths are relative and stay inside the workspace"
            ])
    }

    @Test func aLinkOutOfTheWorkspaceIsNotFollowed() throws {
        let fixture = try WorkspaceFixture([Self.images: "image_id,label,path\na,cat,images/x.png\nb,dog,\nc,dog,\n"])
        let images = fixture.root.appending(path: "datasets/d/images")
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: images.appending(path: "x.png").path, withDestinationPath: "/etc/passwd")
        #expect(
            fixture.errors == [
                "datasets/d/images.csv:2: error: path: \"datasets/d/images/x.png\" is a link out of the workspace; "
                    + "put the file itself there"
            ])
    }

    @Test func whatIsMissingIsSaid() throws {
        #expect(
            try WorkspaceFixture(without: ["misread.yml"]).errors
                == ["misread.yml: error: is missing; `misread init` writes one"])
        #expect(
            try WorkspaceFixture(without: ["versions/v1/version.yml"]).errors
                == ["versions/v1/version.yml: error: is missing; each version and each data set has a manifest"])
        #expect(
            try WorkspaceFixture([Self.predictions: "image_id,predicted,confidence\na,cow,1\n"], without: [Self.images])
                .errors
                == [
                    "datasets/d: error: there is no image table; put images.csv or images.jsonl here",
                    "versions/v1/d/predictions.csv:2: error: predicted: \"cow\" is not a class of misread.yml",
                ])
        #expect(
            try WorkspaceFixture(["versions/v1/d/x.txt": ""], without: [Self.predictions]).errors
                == [
                    "versions/v1/d: error: there are no predictions; "
                        + "put predictions.csv, predictions.jsonl or predictions.npy here"
                ])
        #expect(
            try WorkspaceFixture(["versions/v1/d/predictions.jsonl": "{}"]).errors.contains(
                "versions/v1/d: error: there are predictions.csv and predictions.jsonl; keep one of them"))
        #expect(
            try WorkspaceFixture(["datasets/d/images.parquet": "PAR1"], without: [Self.images]).errors
                .first?.hasPrefix("datasets/d/images.parquet: error: ") == true)
        #expect(
            try WorkspaceFixture(["versions/v1/d/experiments/blurred/predictions.csv": "x"]).errors
                == [
                    "versions/v1/d/experiments: error: the folder \"blurred\" is not called <factor>=<level>; "
                        + "for instance blur=1.0"
                ])
    }

    @Test func aFolderThatIsNoWorkspaceIsSaid() throws {
        let absent = FileManager.default.temporaryDirectory.appending(path: "absent-\(UUID().uuidString)")
        #expect(
            WorkspaceInspection(of: absent).problems.description
                == "\(absent.lastPathComponent): error: is not a folder; give the folder that holds misread.yml")
        let bare = try WorkspaceFixture(
            ["misread.yml": "title: T\n"],
            without: WorkspaceFixture.plain.keys.filter { $0 != "misread.yml" })
        #expect(
            bare.errors == [
                "misread.yml: error: classes: no class is listed; "
                    + "list every class once, in the order of the probabilities",
                "datasets: error: holds no data set; each is a folder with dataset.yml and images.csv",
                "versions: error: holds no version; each is a folder with version.yml",
            ])
    }

    @Test func aPictureThatIsMissingIsSaidWhenOthersAreThere() throws {
        let fixture = try WorkspaceFixture([Self.images: "image_id,label,path\na,cat,a.png\nb,dog,b.png\nc,dog,\n"])
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                "datasets/d/images.csv: warning: path: none of the pictures is there: the site will have none"
            ])
        try fixture.write("datasets/d/a.png", Data("no picture".utf8))
        #expect(
            fixture.errors == [
                "datasets/d/images.csv:3: error: path: there is no picture \"b.png\"; "
                    + "other rows of this table have theirs"
            ])
    }

    @Test func arraysBesideThePredictionsMustHaveOneRowAnImage() throws {
        let fixture = try WorkspaceFixture(without: [Self.predictions])
        try fixture.write("versions/v1/d/predictions.npy", npy([0.9, 0.1, 0.6, 0.4], shape: [2, 2]))
        try fixture.write("versions/v1/d/ids.txt", Data("a\nb\nc\n".utf8))
        #expect(
            fixture.errors == ["versions/v1/d/predictions.npy: error: ids: holds 3 ids for 2 rows"])
        try fixture.write("versions/v1/d/ids.txt", Data("a\na\n".utf8))
        try fixture.write("versions/v1/d/saliency/maps.npy", npy([1, 2], shape: [1, 1, 2]))
        #expect(
            fixture.errors == [
                "versions/v1/d/predictions.npy:2: error: ids: the image a stands already in row 1; keep the row that is meant",
                "versions/v1/d/saliency/maps.npy: error: "
                    + "has shape (1, 1, 2), expected (3, height, width): one map an image",
            ])
    }

    @Test func aClassThatOnlyLooksListedIsSaidSo() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [\"caf\u{E9}\", dog]\n",
            Self.images: "image_id,label\na,cafe\u{301}\nb,dog\n",
            Self.predictions: "image_id,predicted,confidence\na,dog,1\nb,dog,1\n",
        ])
        #expect(
            fixture.errors == [
                "datasets/d/images.csv:2: error: label: \"cafe\u{301}\" is not a class of misread.yml; the class there "
                    + "looks the same but is made of other characters (composed against decomposed)"
            ])
    }

    @Test func aFolderInPlaceOfAFileIsSaid() throws {
        let fixture = try WorkspaceFixture(
            ["versions/v1/d/predictions.csv/x": ""], without: [Self.predictions])
        #expect(
            fixture.errors == ["versions/v1/d/predictions.csv: error: is a folder, a file was expected"])
    }

    @Test func baselinesThatGoInACircleAreSaid() throws {
        let fixture = try WorkspaceFixture([
            "versions/v1/version.yml": "date: 2026-01-01\nmodel: M\nbaseline: v2\n",
            "versions/v2/version.yml": "date: 2026-01-02\nmodel: M\nbaseline: v1\n",
            "versions/v2/d/predictions.csv": WorkspaceFixture.plain[Self.predictions] ?? "",
        ])
        #expect(
            fixture.errors == [
                "versions: error: baseline: baselines go in a circle: v1 -> v2; one of them has no baseline"
            ])
    }

    @Test func twentyFaultsInSixFilesGiveTwentyMessagesInOneRun() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml":
                "titel: T\nclasses: [cat, dog, dog]\nslicing: {buckets: 1}\nunit: vidoe\n",
            "datasets/d/dataset.yml": "licens: x\n",
            "datasets/d/images.csv": "image_id,label,path\na,cat,/x.png\nb,dgo,\nb,dog,\n,dog,\n",
            "versions/v1/version.yml": "date: 31.1.2026\nbaseline: v0\n",
            "versions/v1/d/predictions.csv":
                "image_id,predicted,confidence\na,cow,0.9\nb,cat,7\nc,dog,NaN\nc,cat,\n,cat,0.1\n",
            "versions/v1/d/experiments/blur=1/predictions.csv": "image_id\na\n",
        ])
        let inspection = WorkspaceInspection(of: fixture.root)
        #expect(inspection.problems.errorCount == 20)
        #expect(
            inspection.problems.description == """
                misread.yml:3: error: slicing.buckets: "1" is not a whole number in 2...100
                misread.yml: error: title: this key is required and missing
                misread.yml:1: error: titel: there is no such key; did you mean "title"?
                misread.yml: error: classes: the class "dog" is listed twice
                datasets/d/dataset.yml:1: error: licens: there is no such key; did you mean "licence"?
                versions/v1/version.yml:1: error: date: "31.1.2026" is not a date; write it as 2026-03-31
                versions/v1/version.yml: error: model: this key is required and missing
                versions/v1/version.yml: error: baseline: there is no version "v0"; did you mean "v1"?
                datasets/d/images.csv:5: error: image_id: is blank, an image id was expected
                datasets/d/images.csv:4: error: image_id: the image b stands already in row 3; keep the row that is meant
                datasets/d/images.csv:3: error: label: "dgo" is not a class of misread.yml; did you mean "dog"?
                datasets/d/images.csv:2: error: path: "/x.png" is not relative; \
                paths are relative and stay inside the workspace
                misread.yml: error: unit: there is no attribute "vidoe"
                versions/v1/d/predictions.csv:6: error: image_id: is blank, an image id was expected
                versions/v1/d/predictions.csv:5: error: image_id: the image c stands already in row 4; keep the row that is meant
                versions/v1/d/predictions.csv:4: error: confidence: NaN is not a finite number; where there is none leave the column out, \
                and what needs a confidence is not measured
                versions/v1/d/predictions.csv:5: error: confidence: is blank, a number was expected; where there is none leave the column out, \
                and what needs a confidence is not measured
                versions/v1/d/predictions.csv:2: error: predicted: "cow" is not a class of misread.yml
                versions/v1/d/predictions.csv:3: error: confidence: 7.0 is outside 0...1 (image b); \
                was it a logit? none can be made a probability by itself: leave it out, and what needs one is not \
                measured
                versions/v1/d/experiments/blur=1/predictions.csv:1: error: \
                there is no column "predicted"
                """)
        #expect(inspection.workspace == nil)
    }
}
