import Foundation
import Testing

@testable import Artifacts

/// Predictions that belong to no image.
@Suite struct PredictionJoinTests {
    private func workspace(images: [String], predictions: [String]) throws -> WorkspaceFixture {
        try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + images.map { "\($0),cat\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n"
                + predictions.map { "\($0),cat,0.9\n" }.joined(),
        ])
    }

    private let file = "versions/v1/d/predictions.csv: error: image_id: "

    @Test func lostZerosAreJoinedAndSaidOrRefused() throws {
        let numbers = 950..<1050
        let fixture = try workspace(
            images: numbers.map { $0 < 1000 ? "0\($0)" : "\($0)" }, predictions: numbers.map { "\($0)" })
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().count == 100)
        #expect(
            fixture.remarks.first
                == "versions/v1/d/predictions.csv: warning: image_id: 50 of 100 predictions were joined "
                + "by ids that differ by a leading zero alone: 950 is 0950, 951 is 0951 ...; say ids: {match: exact} in "
                + "version.yml where these are different images")
        try fixture.write(
            "versions/v1/version.yml", Data("date: 2026-01-31\nmodel: M\nids: {match: exact}\n".utf8))
        #expect(
            fixture.errors == [
                file + "50 of 100 predictions belong to no image and 50 of the images have none, one for one but for a "
                    + "leading zero: predictions name 950, 951, 952 ...; the image table names 0950, 0951, 0952 ...; "
                    + "the ids differ by leading zeros: write them alike in both files (pandas keeps zeros with dtype=str)"
            ])
        #expect(throws: (any Error).self) { try fixture.evaluation() }
    }

    @Test func namesOfOtherThingsShowBothVocabularies() throws {
        let fixture = try workspace(images: ["a", "b", "c", "d"], predictions: ["cam7-1", "cam7-2"])
        #expect(
            fixture.errors == [
                file + "2 of 2 predictions belong to no image: predictions name cam7-1, cam7-2; the image table names "
                    + "a, b, c ...; give the predictions of these images, or list the images they are of"
            ])
    }

    @Test func oneInTwentyIsARemarkAndTwoAreAFault() throws {
        let images = (0..<30).map { "i\($0)" }
        let few = try workspace(images: images, predictions: (0..<19).map { "i\($0)" } + ["x"])
        #expect(few.errors == [])
        #expect(
            try few.evaluation().accounting.refused == [
                .init(reason: "no prediction for this image", count: 11),
                .init(reason: "prediction for an image that is not in the image table", count: 1),
            ])
        let many = try workspace(images: images, predictions: (0..<18).map { "i\($0)" } + ["x", "y"])
        #expect(many.errors.first?.hasPrefix(file + "2 of 20 predictions belong to no image: ") == true)
        // However few: another spelling of an image that has none is that image.
        let spelled = try workspace(images: images, predictions: (0..<29).map { "i\($0)" } + ["I29"])
        #expect(spelled.errors == [])
        #expect(try spelled.evaluation().accounting.refused == [])
    }

    @Test func imagesWithoutAPredictionAreNoFault() throws {
        let fixture = try workspace(images: (0..<30).map { "i\($0)" }, predictions: ["i3"])
        #expect(fixture.errors == [])
    }

    @Test(arguments: [
        ("a.png", "a", "a file extension"), ("x/a", "a", "a folder"), ("x\\a", "x/a", "the separator of folders"),
        ("IMG_A", "img_a", "letter case"), ("7.0", "7", "a \".0\" behind a number"), ("0007", "7", "a leading zero"),
    ])
    func spellingsAreJoinedOneForOne(_ predicted: String, _ image: String, _ rule: String) throws {
        let fixture = try workspace(images: [image, "other"], predictions: [predicted])
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains { $0.contains("by ids that differ by \(rule) alone: \(predicted) is \(image)") })
        #expect(try fixture.evaluation().items.ids.map(\.text) == [image])
    }

    @Test func filesOfAFolderAreJoinedByTheirNumber() throws {
        let fixture = try workspace(images: ["train/0007.jpg", "train/0008.jpg"], predictions: ["7", "8"])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().count == 2)
    }

    @Test func whatMayBeTwoImagesIsNotJoined() throws {
        // Two images of one number: which of them 001 is, nobody can say.
        #expect(try workspace(images: ["1", "01"], predictions: ["1", "001"]).errors.count == 1)
        // The 7 of one camera is not the 7 of another.
        #expect(try workspace(images: ["7", "8"], predictions: ["cam2/7", "cam2/8"]).errors.count == 1)
        let told = try workspace(images: ["7", "8"], predictions: ["cam2/7", "cam2/8"])
        try told.write(
            "versions/v1/version.yml", Data("date: 2026-01-31\nmodel: M\nids: {match: file_name}\n".utf8))
        #expect(told.errors == [])
        #expect(try told.evaluation().count == 2)
    }

    @Test func aDeclaredSubsetIsNoLoss() throws {
        let fixture = try workspace(images: (0..<30).map { "i\($0)" }, predictions: ["i3"])
        #expect(try fixture.evaluation().accounting.isSubset == nil)
        try fixture.write("versions/v1/version.yml", Data("date: 2026-01-31\nmodel: M\ncoverage: subset\n".utf8))
        #expect(try fixture.evaluation().accounting.isSubset == true)
    }
}
