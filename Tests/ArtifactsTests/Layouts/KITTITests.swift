import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// KITTI's text: the class is what stands before 14 numbers, or 15 with a score.
@Suite struct KITTITests {
    private static let tail = " 0.00 0 -1.57 20.00 10.00 60.00 40.00 1.5 0.5 0.9 1.0 1.5 8.0 0.01"

    @Test func aClassMayHoldABlank() throws {
        let fixture = try LayoutFixture([
            "label_2/a.txt": "traffic light" + Self.tail + "\ncar" + Self.tail + "\n",
            "label_2/b.txt": "car" + Self.tail,
            "data/a.txt": "traffic light" + Self.tail + " 0.9\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("label_2")
        #expect(truth.lines == ["a traffic light 20 10 40 30", "a car 20 10 40 30", "b car 20 10 40 30"])
        #expect(
            try fixture.results("data", for: truth).lines(truth) == ["a traffic light 20 10 40 30 0.9"])
    }

    /// Most files do not parse: those that have a line of KITTI's, or are called like a picture, are no files of something else.
    @Test func filesThatDoNotParseAreErrors() throws {
        let short = "car 0.00 0 -1.57 20.00 10.00 60.00 40.00 1.5\n"
        let fixture = try LayoutFixture(
            [
                "k/label_2/a.txt": "car" + Self.tail + "\n", "k/label_2/b.txt": "car" + Self.tail + "\n" + short,
                "k/label_2/c.txt": short, "k/label_2/notes.txt": "seen by two people\n",
                "k/label_2/other.txt": "nothing to see\n",
            ], pictures: ["k/image_2/a.png", "k/image_2/b.png", "k/image_2/c.png"])
        defer { fixture.remove() }
        let problems = #expect(throws: ProblemList.self) { try fixture.truth("k") }
        let told = problems?.errors.map(\.description) ?? []
        #expect(told.contains { $0.contains("k/label_2/b.txt:2: error") }, "\(told)")
        #expect(told.allSatisfy { !$0.contains("notes.txt") && !$0.contains("other.txt") })
    }
}
