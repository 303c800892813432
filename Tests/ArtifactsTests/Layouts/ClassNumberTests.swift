import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// The number of a class in YOLO text that the list of names does not have.
@Suite struct ClassNumberTests {
    @Test(arguments: ["nc: 1\nnames: [car]\n", "nc: 1 # one\n"])
    func aLabelBeyondTheNamesIsAnError(_ data: String) throws {
        let fixture = try LayoutFixture(
            ["ds/labels/a.txt": "0 0.2 0.25 0.2 0.3\n1 0.2 0.25 0.2 0.3\n", "ds/data.yaml": data],
            pictures: ["ds/images/a.png"])
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("ds") }
        #expect(
            problems?.errors.map(\.description) == [
                "ds/labels/a.txt:2: error: class: class number 1, and 1 class is listed, counted from 0; is the list of names "
                    + "whole? are classes counted from 1?"
            ])
    }

    @Test func aResultBeyondTheNamesIsAnError() throws {
        let fixture = try LayoutFixture(["run/a.txt": "2 0.2 0.25 0.2 0.3 0.9\n", "run/classes.txt": "cat\ndog\n"])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let problems = #expect(throws: ProblemList.self) { try fixture.results("run", for: truth) }
        #expect(
            problems?.errors.map(\.description) == [
                "run/a.txt:1: error: class: class number 2, and 2 classes are listed, counted from 0; is the list of names "
                    + "whole? are classes counted from 1?"
            ])
    }
}
