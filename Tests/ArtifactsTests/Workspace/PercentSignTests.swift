import Testing

@testable import Artifacts

/// Confidences and probabilities with a percent sign.
@Suite struct PercentSignTests {
    private static let path = "versions/v1/d/predictions.csv"

    private func fixture(_ predictions: String, manifest: String = "") throws -> WorkspaceFixture {
        try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n", Self.path: predictions,
            "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\n" + manifest,
            "datasets/d/images.csv": "image_id,label\na,cat\nb,dog\nc,dog\n",
        ])
    }

    @Test func aConfidenceIsReadAsPercent() throws {
        let fixture = try fixture("image_id,predicted,confidence\na,cat,75.0%\nb,dog,50 %\nc,cat,100%\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains(
                Self.path + ": note: confidence: 3 numbers have a percent sign and are read as percent"))
        #expect(try fixture.evaluation().predictions.confidence == [0.75, 0.5, 1])
    }

    /// Behind a sign a comma before decimals shows in no other cell.
    @Test func aDecimalCommaBehindASignIsOne() throws {
        let fixture = try fixture("image_id;predicted;confidence\na;cat;75,5%\nb;dog;50,25 %\nc;cat;100%\n")
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.confidence == [0.755, 0.5025, 1])
    }

    /// Divided once, also where version.yml says percent.
    @Test(arguments: ["", "probabilities: {kind: percent}\n"])
    func probabilitiesAreReadAsPercent(_ manifest: String) throws {
        let fixture = try fixture(
            "image_id,p_cat,p_dog\na,75%,25%\nb,12.5%,87.5%\nc,50%,50%\n", manifest: manifest)
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains(
                Self.path + ": note: probabilities: 6 numbers have a percent sign and are read as percent"))
        #expect(try fixture.evaluation().predictions.confidence == [0.75, 0.875, 0.5])
    }

    /// A column of which some have the sign may be of two scales.
    @Test func whereSomeHaveTheSignItIsNoNumber() throws {
        let fixture = try fixture("image_id,predicted,confidence\na,cat,0.75\nb,dog,50%\nc,cat,60%\n")
        #expect(fixture.errors.count == 1)
        #expect(fixture.errors.first?.contains(":3: error: confidence: \"50%\" is not a number; 2 such in all") == true)
    }

    @Test func logitsHaveNoPercentSign() throws {
        let fixture = try fixture(
            "image_id,p_cat,p_dog\na,75%,25%\nb,12.5%,87.5%\nc,50%,50%\n", manifest: "probabilities: {kind: logit}\n")
        #expect(fixture.errors.first?.contains("\"75%\" is not a number") == true)
    }
}
