import Testing

@testable import Artifacts

/// DOTA's labels: eight numbers, a class and whether it is difficult.
@Suite struct DOTATests {
    @Test func theBoxAroundAnOrientedOneIsRead() throws {
        let fixture = try LayoutFixture(
            [
                "ds/labelTxt/a.txt":
                    "imagesource:GoogleEarth\ngsd:0.146\n10.0 20.0 50.0 20.0 50.0 60.0 10.0 60.0 plane 0\n"
                    + "100 10 120 30 100 50 80 30 small-vehicle 0\n",
                "ds/labelTxt/b.txt": "imagesource:GoogleEarth\ngsd:null\n0 0 30 0 30 10 0 10 plane 1\n",
                "ds/labelTxt/c.txt": "imagesource:GoogleEarth\ngsd:0.2\n",
            ], pictures: ["ds/images/a.png", "ds/images/b.png", "ds/images/c.png"])
        defer { fixture.remove() }
        let truth = try fixture.truth("ds")
        #expect(
            truth.lines == ["a plane 10 20 40 40", "a small-vehicle 80 10 40 40", "b plane 0 0 30 10 ignored"])
        #expect(truth.images.count == 3)
        #expect(truth.remarks.remarks.contains { $0.summary.contains("the box around it stands for it") })
    }
}
