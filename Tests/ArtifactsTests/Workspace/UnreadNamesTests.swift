import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Every name in a workspace is read, or said not to be and why.
@Suite struct UnreadNamesTests {
    private static let table = "image_id,predicted,confidence\na,cat,0.9\nb,cat,0.6\nc,dog,0.8\n"

    /// What is said besides of a workspace with some more files.
    private func remarks(_ files: [String: String]) throws -> [String] { try WorkspaceFixture(files).remarks }

    @Test(arguments: [
        (
            "versions/v1/experiments/blur=1/predictions.csv",
            "versions/v1: warning: not read: experiments; it is read in versions/v1/d/: move it there"
        ),
        (
            "experiments/blur=1/predictions.csv",
            ".: warning: not read: experiments; it is read in versions/<version>/d/: move it there"
        ),
        (
            "versions/experiments/blur=1/predictions.csv",
            "versions: warning: not read: experiments; it is read in versions/<version>/d/: move it there"
        ),
        (
            "versions/v1/d/blur=1/predictions.csv",
            "versions/v1/d: warning: not read: blur=1; runs under a change are read in versions/v1/d/experiments/"
        ),
        (
            "versions/v1/d/experiment/blur=1/predictions.csv",
            "versions/v1/d: warning: not read: experiment; did you mean \"experiments\" by \"experiment\"?"
        ),
        (
            "versions/v1/saliency/a.npy",
            "versions/v1: warning: not read: saliency; it is read in versions/v1/d/: move it there"
        ),
        (
            "datasets/d/predictions.csv",
            "datasets/d: warning: not read: predictions.csv; it is read in versions/<version>/d/: move it there"
        ),
        ("datasets/images.csv", "datasets: warning: not read: images.csv; it is read in datasets/d/: move it there"),
        ("datasets/images/a.png", "datasets: warning: not read: images; it is read in datasets/d/: move it there"),
        ("image/a.png", ".: note: not read: image"),
        ("dataset/d/images.csv", ".: warning: not read: dataset; did you mean \"datasets\" by \"dataset\"?"),
        (
            "versions/v1/d/embedding.npy",
            "versions/v1/d: warning: not read: embedding.npy; did you mean \"embeddings.npy\" by \"embedding.npy\"?"
        ),
        ("versions/v1/d/x/y.bin", "versions/v1/d: note: not read: x"),
        (
            "versions/v1/d/maps.tar.gz",
            "versions/v1/d: warning: not read: maps.tar.gz; unpack maps.tar.gz: what is packed is not read"
        ),
    ])
    func whatLiesInTheWrongPlaceIsSaid(_ path: String, _ said: String) throws {
        let remarks = try remarks([path: Self.table])
        #expect(remarks == [said])
    }

    @Test(arguments: [
        ("versions/v1/d/prediction.csv", "did you mean \"predictions.csv\" by \"prediction.csv\"?"),
        ("versions/v1/predictions.csv", "predictions.csv lies in versions/v1/: move it here"),
        ("predictions.csv", "predictions.csv lies in the workspace's own folder: move it here"),
        ("versions/v1/dd/predictions.csv", "did you mean \"d\" by \"dd\"?"),
    ])
    func whatIsMissingIsLookedForNearby(_ path: String, _ hint: String) throws {
        let fixture = try WorkspaceFixture([path: Self.table], without: ["versions/v1/d/predictions.csv"])
        #expect(fixture.errors == ["versions/v1/d: error: there are no predictions; \(hint)"])
    }

    @Test func imagesThatLieAboveTheirDataSetAreFound() throws {
        let fixture = try WorkspaceFixture(
            ["datasets/images.csv": "image_id,label\na,cat\n"], without: ["datasets/d/images.csv"])
        #expect(
            fixture.errors == ["datasets/d: error: there is no image table; images.csv lies in datasets/: move it here"]
        )
    }

    @Test func aSecondDataSetIsSaid() throws {
        #expect(
            try remarks(["datasets/e/dataset.yml": "title: E\n"]) == [
                "datasets: warning: not read: e; no version has predictions for it; put predictions into versions/<version>/e/, "
                    + "or name what is audited: dataset: d"
            ])
        #expect(
            try remarks([
                "datasets/e/dataset.yml": "title: E\n", "misread.yml": "title: T\nclasses: [cat, dog]\ndataset: d\n",
            ]) == ["datasets: note: not read: e; dataset: d is audited"])
    }

    @Test func picturesOfNoImageAreCounted() throws {
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        let fixture = try WorkspaceFixture()
        for name in ["x", "y"] { try fixture.write("datasets/d/images/\(name).png", picture) }
        #expect(
            fixture.remarks == [
                "datasets/d/images: warning: none of the 2 pictures is called like an image: x.png, y.png; images are called a, "
                    + "b, c; call them <image_id>.jpg or .png, or give the table a column path"
            ])
        try fixture.write("datasets/d/images/a.png", picture)
        #expect(
            fixture.remarks == [
                "datasets/d/images: warning: 2 of 3 pictures belong to no image: x.png, y.png; 2 of 3 images have no picture"
            ])
    }

    @Test func aFewPredictionsOfNoImageAreSaid() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<40).map { "i\($0),cat\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\nzebra,cat,0.9\n"
                + (0..<40).map { "i\($0),cat,0.\(50 + $0)\n" }.joined(),
        ])
        #expect(
            fixture.remarks == [
                "versions/v1/d/predictions.csv: warning: image_id: 1 of 41 predictions belongs to no image and was left out: "
                    + "zebra"
            ])
    }

    @Test func aMisspeltSettingsFileIsNamed() throws {
        let fixture = try WorkspaceFixture(["misread.yaml": "title: T\n"], without: ["misread.yml"])
        #expect(fixture.errors == ["misread.yml: error: is missing; did you mean it by \"misread.yaml\"?"])
    }

    @Test func whatWasReadIsCounted() throws {
        let fixture = try WorkspaceFixture(["datasets/d/images.csv": "image_id,label\na,cat\nb,dog\nc,\nd,cat\n"])
        #expect(
            try fixture.evaluation().sources.map { "\($0.path) \($0.role.rawValue) \($0.used)/\($0.total)" } == [
                "datasets/d/images.csv images 2/4", "versions/v1/d/predictions.csv predictions 3/3",
            ])
    }
}
