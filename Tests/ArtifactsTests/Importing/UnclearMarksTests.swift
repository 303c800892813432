import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Labels in columns of which some cells say neither yes nor no.
@Suite struct UnclearMarksTests {
    private static let scores = "Path,cat,dog,sea\na,0.9,0.2,0.6\nb,0.1,0.7,0.3\nc,0.8,0.6,0.2\nd,0.3,0.4,0.9\n"

    private func problem(_ labels: String, scores: String = Self.scores) throws -> String? {
        let fixture = try LayoutFixture(["in/labels.csv": labels, "in/r.csv": scores])
        defer { fixture.remove() }
        return try fixture.importProblem()
    }

    /// CheXpert: -1 is uncertain, and blank was not mentioned. The label does not leave the audit.
    @Test(arguments: [("-1", "-1"), ("", "blank"), ("-1.0", "-1.0")])
    func aLabelOfWhichSomeCellsAreUnknownIsRefused(_ cell: String, _ words: String) throws {
        #expect(
            try problem("Path,cat,dog,sea\na,1,0,1\nb,0,1,0\nc,1,\(cell),0\nd,0,\(cell),1\n")
                == "in/labels.csv: error: dog: 2 of 4 cells of this label are \(words), and others 0 or 1; write 1 where an image "
                + "has the label and 0 where it has not, and leave out images of which that is not known")
    }

    /// CelebA writes -1 for no.
    @Test func aSignForNoIsNamed() throws {
        #expect(
            try problem("Path,cat,dog,sea\na,1,-1,1\nb,-1,1,-1\nc,1,1,-1\nd,-1,-1,1\n")
                == "in/labels.csv: error: cat: 2 of 4 cells of this label are -1, and others 0 or 1; so it is in 2 more of its "
                + "columns; write 0 where it says that an image has not the label")
    }

    /// A column that no score is of is none of the labels.
    @Test func anAttributeMayHaveBlanks() throws {
        let labels = "Path,cat,dog,sea,night\na,1,0,1,1\nb,0,1,0,\nc,1,1,0,0\nd,0,0,1,\n"
        #expect(try problem(labels) == nil)
    }
}
