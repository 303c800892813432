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

    @Test func lostZerosAreNamedAndNotJoinedByHalf() throws {
        let numbers = 950..<1050
        let fixture = try workspace(
            images: numbers.map { $0 < 1000 ? "0\($0)" : "\($0)" }, predictions: numbers.map { "\($0)" })
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
        #expect(
            spelled.errors == [
                file + "1 of 30 predictions belongs to no image and 1 of the images has none, one for one but for "
                    + "letter case: predictions name I29; the image table names i29; write the ids alike in both files"
            ])
    }

    @Test func imagesWithoutAPredictionAreNoFault() throws {
        let fixture = try workspace(images: (0..<30).map { "i\($0)" }, predictions: ["i3"])
        #expect(fixture.errors == [])
    }
}
