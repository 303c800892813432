import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// More slips of the files that look like faults of a classifier.
@Suite struct ClassSlipTests {
    private static let predictions = "versions/v1/d/predictions.csv"
    private static let names = ["a", "b", "c", "d"]

    private func fixture(_ labels: [String], header: String, _ rows: [String], ids: [String]? = nil) throws
        -> WorkspaceFixture
    {
        let ids = ids ?? labels.indices.map { "i\($0)" }
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [a, b, c, d]\n",
            "datasets/d/images.csv": "image_id,label\n" + zip(ids, labels).map { "\($0),\($1)\n" }.joined(),
            Self.predictions: "image_id,\(header)\n" + zip(ids, rows).map { "\($0),\($1)\n" }.joined(),
        ])
    }

    @Test func aConfidenceBelowAGuessIsDoubted() throws {
        let labels = (0..<40).map { Self.names[$0 % 4] }
        let low = try fixture(labels, header: "predicted,confidence", labels.enumerated().map { "\($1),0.\(10 + $0)" })
        #expect(
            try low.evaluation().doubts.map(\.summary) == [
                "the confidence is below 1/4 in 15 of 40 rows, and the most probable of 4 classes has more"
            ])
        let high = try fixture(labels, header: "predicted,confidence", labels.enumerated().map { "\($1),0.\(30 + $0)" })
        #expect(try high.evaluation().doubts == [])
    }

    @Test func aListThatBeginsWithTheLeastProbableClassIsDoubted() throws {
        let labels = (0..<40).map { Self.names[$0 % 4] }
        let rows = labels.enumerated().map { row, label in
            "\(Self.names[(row + 1) % 4]),\(Self.names[(row + 2) % 4]),\(row % 10 == 0 ? Self.names[(row + 3) % 4] : label)"
        }
        let doubts = try fixture(labels, header: "class_1,class_2,class_3", rows).evaluation().doubts
        #expect(
            doubts.map(\.summary).contains(
                "the label is the last class of the list in 36 of 40 rows, and the first in 0"))
    }

    /// The table is sorted by its ids, and an array was read from folders of classes.
    @Test func rowsInTheOrderOfFoldersAreFound() throws {
        let labels = (0..<60).map { Self.names[($0 * 7 + $0 / 3) % 4] }
        let sorted = labels.sorted()
        let fixture = try fixture(
            labels, header: "predicted,confidence", sorted.enumerated().map { "\($1),0.\(30 + $0)" },
            ids: (0..<60).map { "\(100 + $0)" })
        let doubts = try fixture.evaluation().doubts
        #expect(doubts.map(\.kind) == [.imageOrder])
        #expect(doubts.first?.summary.contains("as if the rows were in the order of folders of classes") == true)
    }

    @Test func anArrayIsReadInTheOrderOfItsOwnClasses() throws {
        let fixture = try WorkspaceFixture(without: [Self.predictions])
        try fixture.write("versions/v1/d/predictions.npy", npy([0.1, 0.9, 0.8, 0.2, 0.7, 0.3], shape: [1, 3, 2]))
        try fixture.write("versions/v1/d/classes.txt", Data("dog\ncat\n".utf8))
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 1])
        #expect(
            fixture.remarks.contains(
                "versions/v1/d/predictions.npy: note: classes: columns are read in the order of its own list of classes: dog, cat"
            ))
        try fixture.write("versions/v1/d/classes.txt", Data("dog\nfox\n".utf8))
        #expect(
            fixture.errors == [
                "versions/v1/d/predictions.npy: error: classes: names the classes dog, fox; misread.yml lists cat, dog; list in misread.yml the classes that the file has a column for"
            ])
    }

    @Test func parentsOfClassesAreCountedByTheirColumn() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [sedan, suv, cat, dog]\n",
            "datasets/d/images.csv": "image_id,label,superclass\na,sedan,car\nb,suv,car\nc,cat,animal\nd,dog,animal\n",
            Self.predictions: "image_id,predicted,confidence\na,suv,0.9\nb,suv,0.8\nc,dog,0.7\nd,sedan,0.6\n",
        ])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: note: superclass: gives each class a parent: 3 of 4 predictions are right at the level of superclass, 1 at that of the classes"
            ))
    }

    /// Images without a label are no images that nothing belongs to.
    @Test func predictionsOfUnlabelledImagesAreToldAsThat() throws {
        let fixture = try WorkspaceFixture(["datasets/d/images.csv": "image_id,label\na,\nb,\nc,\n"])
        #expect(
            fixture.errors == [
                "datasets/d/images.csv: error: none of the 3 images that have a prediction has a label; is the label column empty?"
            ])
    }
}
