import Foundation
import Testing

@testable import Artifacts

/// Classes that labels and predictions of an export write otherwise.
@Suite struct ClassSpellingTests {
    private func imported(labels: [String], predicted: [String]) throws -> ImportedWorkspace {
        let fixture = try LayoutFixture([
            "in/labels.csv": "image_id,label\n" + labels.enumerated().map { "\($0),\($1)\n" }.joined(),
            "in/r.csv": "image_id,predicted,confidence\n" + predicted.enumerated().map { "\($0),\($1),1\n" }.joined(),
        ])
        defer { fixture.remove() }
        return try ImportedWorkspace(
            from: [fixture.root.appending(path: "in").path], format: nil, dataset: "d", version: "v1")
    }

    private func predictions(_ read: ImportedWorkspace) -> String? {
        for file in read.files where file.path.hasSuffix("predictions.csv") {
            if case .text(let text) = file.content { return text }
        }
        return nil
    }

    /// The numbers of images and a confidence of 1 are no classes.
    @Test func numbersWithAPointAreThoseWithout() throws {
        let read = try imported(labels: ["0.0", "1.0", "2.0", "1.0"], predicted: ["0", "1", "2", "2"])
        #expect(read.classes == ["0.0", "1.0", "2.0"])
        #expect(predictions(read) == "image_id,predicted,confidence\n0,0.0,1\n1,1.0,1\n2,2.0,1\n3,2.0,1\n")
        #expect(
            read.remarks.map(\.description) == [
                "in/r.csv: warning: 3 of its classes differ from those of the labels by a \".0\" behind a number alone, and are "
                    + "taken for them: 0 is 0.0; write them alike where that is wrong"
            ])
        // A class that no image has is written as the others are.
        let more = try imported(labels: ["0.0", "1.0", "0.0"], predicted: ["0", "1", "7"])
        #expect(more.classes == ["0.0", "1.0", "7.0"])
        #expect(predictions(more) == "image_id,predicted,confidence\n0,0.0,1\n1,1.0,1\n2,7.0,1\n")
    }

    /// Letters composed and decomposed, and bytes of UTF-8 that were taken for letters.
    @Test(arguments: [
        ("cafe\u{301}", "caf\u{E9}", "the form of a letter (composed against decomposed)"),
        ("caf\u{E9}", "caf\u{C3}\u{A9}", "letters of UTF-8 that were read as Latin-1"),
    ])
    func lettersOfAnotherFormAreTheSame(_ label: String, _ answer: String, _ words: String) throws {
        let read = try imported(labels: [label, "dog"], predicted: [answer, "dog"])
        #expect(read.classes.map { Array($0.utf8) } == [Array(label.utf8), Array("dog".utf8)])
        #expect(
            predictions(read).map { Array($0.utf8) }
                == Array("image_id,predicted,confidence\n0,\(label),1\n1,dog,1\n".utf8))
        #expect(read.remarks.contains { $0.summary.contains("by \(words) alone") })
    }

    @Test func classesThatAreOnNoSideOfTheOtherAreNamed() throws {
        let read = try imported(labels: ["cat", "dog"], predicted: ["cats", "dog"])
        #expect(read.classes == ["cat", "cats", "dog"])
        #expect(
            read.remarks.map(\.description) == [
                "in/r.csv: warning: names cats, which is no class of the labels, and none of its rows names cat; is cats the class "
                    + "cat? write them alike"
            ])
        // A model that knows more classes.
        #expect(try imported(labels: ["cat", "dog", "cat"], predicted: ["cat", "dog", "wolf"]).remarks == [])
    }
}
