import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Classes that are called otherwise in the predictions than in the labels.
@Suite struct RenamedClassesTests {
    private static let predictions = "versions/v1/d/predictions.csv"

    /// A workspace of some rows of (label, prediction), each so many times.
    private func fixture(_ rows: [(String, String, Int)], _ classes: String) throws -> WorkspaceFixture {
        let all = rows.flatMap { label, answer, count in Array(repeating: (label, answer), count: count) }
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [\(classes)]\n",
            "datasets/d/images.csv": "image_id,label\n" + all.enumerated().map { "i\($0),\($1.0)\n" }.joined(),
            Self.predictions: "image_id,predicted\n" + all.enumerated().map { "i\($0),\($1.1)\n" }.joined(),
        ])
    }

    /// 19 of 40 are right, and 18 more where feline is cat.
    @Test func aClassOfAnotherNameIsDoubted() throws {
        let fixture = try fixture(
            [("cat", "feline", 18), ("cat", "dog", 2), ("dog", "dog", 19), ("dog", "feline", 1)], "cat, dog, feline")
        let doubts = try fixture.evaluation().doubts
        #expect(doubts.map(\.kind) == [.classNames])
        #expect(
            doubts.map(\.summary) == [
                "cat is never predicted, and feline, which is no label, in 18 of its 20 rows: as one class each, the accuracy would "
                    + "be 0.925 in place of 0.475"
            ])
    }

    /// Not one row is right, and the numbers of the classes are in no other order: their names differ.
    @Test func namesThatAllDifferAreNoOrder() throws {
        let fixture = try fixture(
            [("café", "cafÃ©", 18), ("café", "zoÃ«", 2), ("zoë", "zoÃ«", 19), ("zoë", "cafÃ©", 1)],
            "café, zoë, cafÃ©, zoÃ«")
        let doubts = try fixture.evaluation().doubts
        #expect(doubts.map(\.kind) == [.classNames])
        #expect(doubts.first?.summary.hasSuffix("the accuracy would be 0.925 in place of 0.0") == true)
    }

    /// A plural tells by one row of few what a word of its own tells by five of twenty.
    @Test func aFewRowsOfALikeNameAreEnough() throws {
        let rows = [("cat", "cats", 2), ("dog", "dog", 4)]
        #expect(try fixture(rows, "cat, dog, cats").evaluation().doubts.map(\.kind) == [.classNames])
        let other = [("cat", "feline", 2), ("dog", "dog", 4)]
        #expect(try fixture(other, "cat, dog, feline").evaluation().doubts == [])
    }

    /// Two letters that stand in the other order, in the labels alone; a word of its own is another class.
    @Test func aMisspeltLabelIsDoubted() throws {
        let rows = [("dog", "dog", 18), ("dgo", "dog", 5), ("dgo", "cat", 1), ("cat", "cat", 20)]
        #expect(
            try fixture(rows, "cat, dgo, dog").evaluation().doubts.map(\.summary) == [
                "dgo is never predicted, and dog in 5 of its 6 rows: as one class each, the accuracy would be 0.9773 in place of 0.8636"
            ])
        let other = [("dog", "dog", 18), ("fox", "dog", 5), ("fox", "cat", 1), ("cat", "cat", 20)]
        #expect(try fixture(other, "cat, dog, fox").evaluation().doubts == [])
    }

    /// A model of more classes than the images have.
    @Test func aClassOfTheModelAloneIsNotDoubted() throws {
        let rows = [("cat", "cat", 15), ("cat", "wolf", 5), ("dog", "dog", 18), ("dog", "wolf", 2)]
        #expect(try fixture(rows, "cat, dog, wolf").evaluation().doubts == [])
        // A class that is never predicted, and taken for several others.
        let weak = [("cat", "wolf", 5), ("cat", "dog", 10), ("dog", "dog", 18), ("dog", "wolf", 7)]
        #expect(try fixture(weak, "cat, dog, wolf").evaluation().doubts == [])
    }

    @Test(arguments: [
        ("cat", "cats", true), ("n02-cat", "cat", true), ("c\u{E1}t", "cat", true), ("class_cat", "cat", true),
        ("01.cat", "Cat", true), ("giraffe", "girafe", true), ("butterfly", "butterflies", true),
        ("caf\u{C3}\u{A9}", "caf\u{E9}", true), ("0.0", "0", true), ("cat", "feline", false), ("car", "cat", false),
        ("Boeing 737-400", "Boeing 737-500", false), ("1", "10", false), ("bear", "polar bear", false),
        ("class 1", "class 2", false),
    ])
    func namesAreAlike(_ one: String, _ other: String, _ areAlike: Bool) {
        #expect(ClassLikeness.areAlike(one, other) == areAlike)
        #expect(ClassLikeness.areAlike(other, one) == areAlike)
    }

    /// A model that says nothing of an image calls no class by another name.
    @Test(arguments: ["unknown", "reject", "background"])
    func abstainingIsNoName(_ word: String) throws {
        let rows = [("cat", word, 18), ("cat", "dog", 2), ("dog", "dog", 19), ("dog", word, 1)]
        #expect(try fixture(rows, "cat, dog, \(word)").evaluation().doubts == [])
    }
}
