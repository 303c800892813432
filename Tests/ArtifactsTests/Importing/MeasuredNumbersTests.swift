import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Numbers that are no classes.
@Suite struct MeasuredNumbersTests {
    private func problem(_ files: [String: String]) throws -> String? {
        let fixture = try LayoutFixture(files)
        defer { fixture.remove() }
        return try fixture.importProblem()
    }

    private func table(_ header: String, _ rows: [String]) -> String {
        header + "\n" + rows.enumerated().map { "i\($0),\($1)\n" }.joined()
    }

    @Test func aRegressionIsRefused() throws {
        let rows = ["1.5,1.7", "2.25,2.5", "3.75,3.1", "8.5,8.2", "9.125,9.9", "4.5,4.4"]
        #expect(
            try problem(["in/r.csv": table("image_id,y_true,y_pred", rows)])
                == "in/r.csv: error: y_pred: holds measured numbers (1.7, 2.5, 3.1) and no classes: a regression is not audited; "
                + "where ranges of them are what counts, write the range of each as its class, in both tables")
        // Ages in years, and real predictions of them.
        #expect(
            try problem([
                "in/labels.csv": table("image_id,label", ["31", "20", "44", "7", "65", "31"]),
                "in/r.csv": table("image_id,predicted", ["30.2", "22.5", "41.9", "9.1", "60.4", "31"]),
            ])?.hasPrefix("in/r.csv: error: predicted: holds measured numbers (30.2, 22.5, 41.9) and no classes")
                == true)
    }

    @Test func aProbabilityIsNoClass() throws {
        let scores = ["0.91", "0.12", "0.85", "0.3", "0.77", "0.08"]
        let labels = ["1", "0", "1", "0", "1", "0"]
        #expect(
            try problem(["in/r.csv": table("image_id,y_true,y_pred", zip(labels, scores).map { "\($0),\($1)" })])
                == "in/r.csv: error: y_pred: holds numbers (0.91, 0.12, 0.85) that are none of the classes 0, 1; are they "
                + "probabilities? call the column p_1, or of whichever class they are")
    }

    /// Half points, numbers of classes and names that begin with one are classes.
    @Test func gradesAreClasses() throws {
        let grades = ["1.5,1.5", "2.0,2.5", "3.0,3.0", "2.5,2.5", "1.0,1.5", "3.5,3.5"]
        #expect(try problem(["in/r.csv": table("image_id,label,predicted", grades)]) == nil)
        #expect(try problem(["in/r.csv": table("image_id,label,predicted", ["0,1", "1,1", "2,2", "0,0"])]) == nil)
    }
}
