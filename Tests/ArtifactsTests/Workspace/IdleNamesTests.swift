import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Names that something reads elsewhere, or for another kind of model, are said where nothing does.
@Suite struct IdleNamesTests {
    @Test(arguments: [
        (
            "versions/v1/d/classes.txt", "cat\ndog\n",
            "versions/v1/d: note: not read: classes.txt; names of classes are those of misread.yml; a list of them is read where "
                + "it says classes: versions/v1/d/classes.txt"
        ),
        (
            "datasets/d/classes.txt", "cat\ndog\n",
            "datasets/d: note: not read: classes.txt; names of classes are those of misread.yml; a list of them is read where it "
                + "says classes: datasets/d/classes.txt"
        ),
        (
            "datasets/d/annotations.json", "{}",
            "datasets/d: note: not read: annotations.json; boxes are read where misread.yml says task: detection"
        ),
        (
            "versions/v1/d/detections.json", "[]",
            "versions/v1/d: note: not read: detections.json; boxes are read where misread.yml says task: detection"
        ),
        (
            "versions/v1/d/ids.txt", "a\nb\nc\n",
            "versions/v1/d: note: not read: ids.txt; ids beside predictions.npy are read; versions/v1/d/predictions.csv gives its own"
        ),
        (
            "versions/v1/d/tallies/sum", "x",
            "versions/v1/d: note: not read: tallies; versions/v1/d/predictions.csv is audited; `misread ingest` audits the sum"
        ),
        (
            "versions/v1/d/tallies", "x",
            "versions/v1/d: warning: not read: tallies; the sum that `misread ingest` keeps is a folder, and this is a file"
        ),
        (
            "versions/v1/d/swaps", "x",
            "versions/v1/d/swaps: warning: not read: it is a file; runs are read in "
                + "versions/v1/d/swaps/<node>/<stage>/predictions.csv"
        ),
        (
            "versions/v1/d/swaps/n1/features/predictions.csv", "image_id,predicted\na,cat\n",
            "versions/v1/d/swaps: warning: not read: there is no telemetry of the nodes that it holds runs of; put telemetry.csv "
                + "beside it"
        ),
    ])
    func aNameThatNothingReadsIsSaid(_ path: String, _ text: String, _ said: String) throws {
        let fixture = try WorkspaceFixture([path: text])
        #expect(fixture.errors == [])
        #expect(fixture.remarks == [said])
    }

    @Test func aListThatMisreadYMLNamesIsRead() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: datasets/d/classes.txt\n", "datasets/d/classes.txt": "cat\ndog\n",
        ])
        #expect(fixture.errors == [] && fixture.remarks == [])
    }

    @Test func whatLiesBesideAnArrayIsRead() throws {
        let fixture = try WorkspaceFixture(without: ["versions/v1/d/predictions.csv"])
        try fixture.write("versions/v1/d/predictions.npy", npy([0.9, 0.1, 0.6, 0.4, 0.2, 0.8], shape: [3, 2]))
        try fixture.write("versions/v1/d/ids.txt", Data("a\nb\nc\n".utf8))
        try fixture.write("versions/v1/d/classes.txt", Data("cat\ndog\n".utf8))
        #expect(fixture.errors == [])
        #expect(!fixture.remarks.contains { $0.contains("not read") })
    }

    @Test func aFileOfTalliesIsNoCountOfPredictions() throws {
        let fixture = try WorkspaceFixture(
            ["versions/v1/d/tallies": "x"], without: ["versions/v1/d/predictions.csv"])
        #expect(
            fixture.errors == [
                "versions/v1/d: error: there are no predictions; put predictions.csv, predictions.jsonl or predictions.npy here"
            ])
        #expect(
            fixture.remarks.contains {
                $0.contains("not read: tallies; the sum that `misread ingest` keeps is a folder")
            })
    }
}
