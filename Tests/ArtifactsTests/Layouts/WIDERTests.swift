import Diagnostics
import Testing

@testable import Artifacts

/// WIDER FACE's text: a name, a number, and so many lines.
@Suite struct WIDERTests {
    private static let truth = [
        "0--Parade/a.png", "2", "10 20 40 30 0 0 1 0 2 0 ", "80 10 20 20 1 1 0 1 0 1 ", "0--Parade/b.png", "0",
        "0 0 0 0 0 0 0 0 0 0 ", "1--Football/c.png", "1", "5 6 7 8 2 0 0 0 1 0 ", "",
    ].joined(separator: "\n")

    private func fixture(_ results: String) throws -> LayoutFixture {
        try LayoutFixture(
            ["ds/wider_face_val_bbx_gt.txt": Self.truth, "dt.txt": results],
            pictures: ["ds/images/0--Parade/a.png", "ds/images/0--Parade/b.png", "ds/images/1--Football/c.png"])
    }

    @Test func facesAndWhatIsSaidOfThemAreRead() throws {
        let fixture = try fixture("x")
        defer { fixture.remove() }
        let truth = try fixture.truth("ds")
        #expect(
            truth.lines == [
                "0--Parade/a face 10 20 40 30", "0--Parade/a face 80 10 20 20 ignored", "1--Football/c face 5 6 7 8",
            ])
        #expect(truth.images.map { "\($0.id)" } == ["0--Parade/a", "0--Parade/b", "1--Football/c"])
        let blur = try #require(truth.objectAttributes.first { $0.name == "blur" })
        #expect(blur.codes.map { blur.categories[$0] } == ["clear", "normal", "heavy"])
        let occluded = try #require(truth.objectAttributes.first { $0.name == "occluded" })
        #expect(occluded.codes.map { occluded.categories[$0] } == ["heavy", "no", "partial"])
    }

    @Test func detectionsHaveAScore() throws {
        let fixture = try fixture("0--Parade/a.png\n1\n11 20 40 30 0.97\n1--Football/c.png\n1\n5 6 7 8 0.4\n")
        defer { fixture.remove() }
        let truth = try fixture.truth("ds")
        #expect(
            try fixture.results("dt.txt", for: truth).lines(truth) == [
                "0--Parade/a face 11 20 40 30 0.97", "1--Football/c face 5 6 7 8 0.4",
            ])
    }

    @Test func anImageWithoutAFaceMayStandFirst() throws {
        let fixture = try fixture("0--Parade/b.png\n0\n0--Parade/a.png\n1\n11 20 40 30 0.97\n")
        defer { fixture.remove() }
        let truth = try fixture.truth("ds")
        #expect(
            try fixture.results("dt.txt", for: truth).lines(truth) == ["0--Parade/a face 11 20 40 30 0.97"])
    }

    @Test(arguments: [
        (
            "0--Parade/a.png\n1\n11 20 40 30 0.97\n1--Football/c.png\n1\n5 6 7 8 0.4\n0--Parade/b.png 3\n",
            "dt.txt:7: error: a box of four numbers was expected, found \"0--Parade/b.png 3\""
        ),
        (
            "0--Parade/a.png\n1\n11 20 40 30 0.97\n1--Football/c.png\n2\n5 6 7 8 0.4\n",
            "dt.txt:5: error: 2 boxes were expected for this image, found 1"
        ),
    ])
    func whatIsWrongIsNamed(_ results: String, _ message: String) throws {
        let fixture = try fixture(results)
        defer { fixture.remove() }
        let truth = try fixture.truth("ds")
        let found = #expect(throws: ProblemList.self) { try fixture.results("dt.txt", for: truth) }
        #expect(found?.errors.map(\.description) == [message])
    }

    /// A list of names is no annotation, and neither are numbers, or lines of another width.
    @Test(arguments: [
        "a.png\nb.png\nc.png\n", "3\n4\n5 6 7 8\n", "a.png\n1\n1 2 3 4 5 6\n",
        "a.png\n9223372036854775807\n1 2 3 4 0.5\n",
    ])
    func otherTextsAreNone(_ text: String) {
        #expect(WIDERText.isScored(text.split(separator: "\n")) == nil)
    }
}
