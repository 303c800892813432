import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Slips of the files that look like faults of a classifier.
@Suite struct ClassDoubtTests {
    private static let predictions = "versions/v1/d/predictions.csv"

    /// `rows` of label and prediction, one image each.
    private func fixture(_ rows: [(String, String)], classes: String, more: String = "") throws -> WorkspaceFixture {
        try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: \(classes)\n" + more,
            "datasets/d/images.csv": "image_id,label\n"
                + rows.enumerated().map { "i\($0.offset),\($0.element.0)\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\n"
                + rows.enumerated().map { "i\($0.offset),\($0.element.1),0.\(50 + $0.offset % 40)\n" }.joined(),
        ])
    }

    @Test func columnsInTheTextOrderOfTheirNamesAreFound() throws {
        let sorted = (0..<12).map(String.init).sorted()
        let rows = (0..<60).map { row -> (String, String) in
            let label = String(row % 12)
            return (label, String(sorted.firstIndex(of: label) ?? 0))
        }
        let classes = "[" + (0..<12).map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        let fixture = try fixture(rows, classes: classes)
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.predictions + ": warning: a relabelling of the classes would give an accuracy of 1.0 in place of "
                    + "0.1667: 2 is answered as 4, 3 as 5, 4 as 6, 5 as 7 ...; the columns look as if they were in the text "
                    + "order of the names (0, 1, 10, 11, 2 ...): list the classes of misread.yml in the order of the columns; "
                    + "where it is right so, say accept: [class-order] in misread.yml"
            ])
        #expect(try fixture.evaluation().doubts.map(\.kind) == [.classOrder])
        let accepted = try self.fixture(rows, classes: classes, more: "accept: [class-order]\n")
        #expect(accepted.remarks.allSatisfy { $0.contains(": note: ") })
        #expect(try accepted.evaluation().doubts == [])
    }

    @Test func twoClassesThatAreSwappedAreFound() throws {
        let rows = (0..<100).map { row -> (String, String) in
            let names = ["a", "b", "c", "d", "e"]
            let label = names[row % 5]
            return (label, label == "a" ? "b" : label == "b" ? "a" : label)
        }
        #expect(try fixture(rows, classes: "[a, b, c, d, e]").evaluation().doubts.map(\.kind) == [.classOrder])
    }

    @Test func aPoorModelIsNoPermutation() throws {
        // One class is always taken for another, which is not taken for it.
        let names = ["a", "b", "c"]
        let rows = (0..<100).map { row -> (String, String) in
            let label = names[row % 3]
            return (label, label == "b" ? "a" : label)
        }
        #expect(try fixture(rows, classes: "[a, b, c]").evaluation().doubts == [])
        // Guessing.
        let guesses = (0..<300).map { row -> (String, String) in (names[row % 3], names[(row / 3) % 3]) }
        #expect(try fixture(guesses, classes: "[a, b, c]").evaluation().doubts == [])
    }

    @Test func aShiftByOneIsSaid() throws {
        let names = ["a", "b", "c", "d"]
        let rows = (0..<60).map { row -> (String, String) in (names[row % 3 + 1], names[row % 3]) }
        let remarks = try fixture(rows, classes: "[a, b, c, d]").remarks
        #expect(remarks.contains { $0.contains("class numbers look one lower than the places of the list") })
    }

    @Test func namesThatDifferOnlyInCaseAreSaid() throws {
        let rows = [("Shoes", "Shoes"), ("shoes", "Bag"), ("Bag", "Bag")]
        let fixture = try fixture(rows, classes: "[Shoes, shoes, Bag]")
        #expect(
            fixture.remarks == [
                "misread.yml: warning: classes: \"Shoes\" and \"shoes\" differ only in letter case, blanks or the form of "
                    + "letters, and are two classes; are they one? write them alike; where it is right so, say accept: "
                    + "[class-names] in misread.yml"
            ])
    }

    @Test func aConfidenceThatIsOneNumberIsSaid() throws {
        let table = (0..<20).map { "i\($0),cat,0.9\n" }.joined()
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<20).map { "i\($0),cat\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\n" + table,
        ])
        #expect(
            fixture.remarks == [
                Self.predictions
                    + ": warning: confidence: is 0.9 in every row: no row is surer than another; was it filled "
                    + "in? leave it out, and what needs a confidence is not measured"
            ])
    }

    @Test func aPredictionThatIsMostlyNotTheMostProbableClassIsDoubted() throws {
        let table = (0..<20).map { "i\($0),dog,0.9,0.1\n" }.joined()
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<20).map { "i\($0),cat\n" }.joined(),
            Self.predictions: "image_id,predicted,p_cat,p_dog\n" + table,
        ])
        #expect(try fixture.evaluation().doubts.map(\.kind) == [.predictedClass])
    }

    @Test func anUnknownDoubtIsNoSetting() throws {
        #expect(
            try fixture([("a", "a")], classes: "[a, b]", more: "accept: [class-ordr]\n").errors == [
                "misread.yml: error: accept: \"class-ordr\" is nothing that is doubted; did you mean \"class-order\"?"
            ])
    }
}
