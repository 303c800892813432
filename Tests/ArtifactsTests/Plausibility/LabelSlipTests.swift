import Columns
import Diagnostics
import Testing

@testable import Artifacts

/// Slips of the files of a multi-label model.
@Suite struct LabelSlipTests {
    private static let names = ["a", "b", "c", "d"]

    /// 80 images, each with two or three labels; `column` says in whose column the score of a label stands.
    private func doubts(
        column: (Int) -> Int = { $0 }, constant: Int? = nil, opposite: Int? = nil
    ) throws -> [InputDoubt] {
        let own = (0..<80).map { row in (0..<4).filter { (row * row * 31 + row * 17) >> ($0 + 2) & 1 == 1 } }
        let rows = own.enumerated().map { row, own in
            let scores = (0..<4).map { place -> String in
                if place == constant { return "0.7" }
                return own.contains(column(place)) != (place == opposite) ? "0.\(70 + row % 20)" : "0.\(10 + row % 20)"
            }
            return "i\(row)," + scores.joined(separator: ",") + "\n"
        }
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\ntask: multilabel\nclasses: [a, b, c, d]\n",
            "datasets/d/images.csv": "image_id,label\n"
                + own.enumerated().map { "i\($0),\($1.map { Self.names[$0] }.joined(separator: ";"))\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,p_a,p_b,p_c,p_d\n" + rows.joined(),
        ])
        return try fixture.evaluation().doubts
    }

    @Test func columnsInTheirOrderAreNotDoubted() throws { #expect(try doubts() == []) }

    /// Two columns exchanged, and all of them turned: with several labels an image a permutation explains the errors.
    @Test(arguments: [[1, 0, 2, 3], [1, 2, 3, 0], [3, 1, 2, 0]])
    func exchangedColumnsAreFound(_ order: [Int]) throws {
        let found = try doubts { order[$0] }
        #expect(found.map(\.kind) == [.classOrder])
    }

    @Test func whatWasExchangedIsNamed() throws {
        let found = try doubts { [1, 0, 2, 3][$0] }
        #expect(
            found.first?.summary.hasSuffix("a is found in the column of b, b is found in the column of a") == true
                || found.first?.summary.contains("a is answered as b, b as a") == true)
    }

    @Test func aColumnOfOppositesIsDoubted() throws {
        let found = try doubts(opposite: 1)
        #expect(found.map(\.kind) == [.predictedClass])
        #expect(
            found.first?.summary
                == "the scores of b look like those of not having it: of two images the one with the label has the higher score in "
                + "0.0 % of pairs")
    }

    @Test func aColumnThatWasFilledInIsDoubted() throws {
        #expect(
            try doubts(constant: 2).map(\.summary) == [
                "the score of c is 0.7 on every image: no image is likelier to have it than another"
            ])
    }
}
