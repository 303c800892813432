import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Slips of the files that look like faults of a classifier.
@Suite struct ClassDoubtTests {
    private static let predictions = "versions/v1/d/predictions.csv"

    /// `rows` of label and prediction, one image each, of 0.50 to 0.89 confidence unless it begins elsewhere.
    private func fixture(
        _ rows: [(String, String)], classes: String, more: String = "", confidence first: Int = 50
    ) throws -> WorkspaceFixture {
        try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: \(classes)\n" + more,
            "datasets/d/images.csv": "image_id,label\n"
                + rows.enumerated().map { "i\($0.offset),\($0.element.0)\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\n"
                + rows.enumerated().map { "i\($0.offset),\($0.element.1),0.\(first + $0.offset % 40)\n" }.joined(),
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
        #expect(try fixture(guesses, classes: "[a, b, c]", confidence: 34).evaluation().doubts == [])
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
                    + ": warning: the confidence is 0.9 in every row: no row is surer than another; was it filled "
                    + "in? leave it out, and what needs a confidence is not measured; where it is right so, say accept: "
                    + "[constant-confidence] in misread.yml"
            ])
        #expect(try fixture.evaluation().doubts.map(\.kind) == [.constantConfidence])
    }

    @Test func probabilitiesThatAreTheAnswerWrittenOutAreSaid() throws {
        let table = (0..<20).map { $0 % 3 == 0 ? "i\($0),1,0\n" : "i\($0),0,1\n" }.joined()
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n"
                + (0..<20).map { "i\($0),\($0 % 3 == 0 ? "cat" : "dog")\n" }.joined(),
            Self.predictions: "image_id,p_cat,p_dog\n" + table,
        ])
        #expect(
            try fixture.evaluation().doubts.map(\.summary) == [
                "the probabilities are 0 or 1 in every row: they are the answer and no confidence"
            ])
    }

    /// A model that is right in half of the rows, whose classes were numbered by another list.
    @Test func aRelabellingOfAPoorModelIsFound() throws {
        let names = ["a", "b", "c", "d"]
        let rows = (0..<200).map { row -> (String, String) in
            let (label, answer) = (row % 4, row / 4 % 2 == 0 ? row % 4 : (row / 8) % 4)
            return (names[label], names[(answer + 1) % 4])
        }
        #expect(try fixture(rows, classes: "[a, b, c, d]").evaluation().doubts.map(\.kind) == [.classOrder])
    }

    /// Two classes of fifty are swapped: a gain of four points, and no other cause.
    @Test func twoOfManyClassesThatAreSwappedAreFound() throws {
        let rows = (0..<1000).map { row -> (String, String) in
            let label = row % 50
            let answer = label == 3 ? 4 : label == 4 ? 3 : row % 7 == 0 ? (label + row) % 50 : label
            return ("c\(label)", "c\(answer)")
        }
        let classes = "[" + (0..<50).map { "c\($0)" }.joined(separator: ", ") + "]"
        #expect(try fixture(rows, classes: classes).evaluation().doubts.map(\.kind) == [.classOrder])
    }

    /// Labels without a pattern, from a generator of the test's own.
    private static func labels(_ count: Int, of classes: Int, seed: UInt64) -> [Int] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % classes
        }
    }

    @Test(arguments: [1, -1, 2])
    func rowsThatAreShiftedAreFound(_ step: Int) throws {
        let labels = Self.labels(120, of: 5, seed: 7)
        let rows = labels.indices.map { row -> (String, String) in
            let other = row + step
            return ("c\(labels[row])", "c\(labels.indices.contains(other) ? labels[other] : 0)")
        }
        let doubts = try fixture(rows, classes: "[c0, c1, c2, c3, c4]").evaluation().doubts
        #expect(doubts.map(\.kind) == [.imageOrder])
        #expect(
            doubts.first?.summary.hasPrefix(
                "predictions look as if each row held the answer for the image \(abs(step)) \(step > 0 ? "after" : "before") it: "
                    + "read so, the accuracy would be ") == true)
    }

    @Test func rowsInTheTextOrderOfTheIdsAreFound() throws {
        let labels = Self.labels(120, of: 5, seed: 11)
        let byText = labels.indices.sorted { "i\($0)" < "i\($1)" }
        let rows = labels.indices.map { ("c\(labels[$0])", "c\(labels[byText[$0]])") }
        let doubts = try fixture(rows, classes: "[c0, c1, c2, c3, c4]").evaluation().doubts
        #expect(doubts.map(\.kind) == [.imageOrder])
    }

    /// Guesses, and a model that is right in a third of the rows, are no files in disorder.
    @Test(arguments: 1...20)
    func aWeakModelIsNotDoubted(_ seed: Int) throws {
        let labels = Self.labels(100, of: 5, seed: UInt64(seed))
        let guesses = Self.labels(100, of: 5, seed: UInt64(seed + 1000))
        let weak = labels.indices.map { ("c\(labels[$0])", "c\($0 % 3 == 0 ? labels[$0] : guesses[$0])") }
        #expect(try fixture(weak, classes: "[c0, c1, c2, c3, c4]").evaluation().doubts == [])
        let guessed = labels.indices.map { ("c\(labels[$0])", "c\(guesses[$0])") }
        #expect(try fixture(guessed, classes: "[c0, c1, c2, c3, c4]", confidence: 21).evaluation().doubts == [])
    }

    @Test func aPredictionThatIsMostlyNotTheMostProbableClassIsDoubted() throws {
        let table = (0..<20).map { $0 == 0 ? "i0,dog,0.8,0.2\n" : "i\($0),dog,0.9,0.1\n" }.joined()
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

    @Test(arguments: [
        ("c\u{0430}t", "cat"), ("cat\u{200B}", "cat"), ("\u{FF43}at", "cat"), ("\u{0391}x", "Ax"), ("a\u{202E}b", "ab"),
        ("\u{03F2}at", "cat"), ("x\u{2800}", "x"),
    ])
    func namesThatLookAlikeAreDoubted(_ one: String, _ other: String) {
        let doubt = ClassNameDoubt.doubt(about: [ClassName(one), "dog", ClassName(other)], file: "misread.yml")
        #expect(
            doubt?.problem(isAccepted: false).description.contains(
                "look alike, for letters of two scripts or marks that are not drawn") == true)
    }

    @Test func wordsOfOtherScriptsAreNotDoubted() {
        let classes: [ClassName] = ["кот", "собака", "γάτα", "猫", "cat", "naïve"]
        #expect(ClassNameDoubt.doubt(about: classes, file: "misread.yml") == nil)
    }
}
