import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Scores that are no probabilities, and results without a detection.
@Suite struct ScoreTests {
    private static func results(_ scores: [Double]) -> String {
        "["
            + scores.map { "{\"image_id\": 7, \"category_id\": 5, \"bbox\": [20, 10, 40, 30], \"score\": \($0)}" }
            .joined(separator: ", ") + "]"
    }

    private func words(_ scores: [Double]) throws -> [String] {
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        return try DetectionResults(json: Self.results(scores), for: truth).remarks.remarks.map(\.summary)
    }

    /// Judged as of a classifier: above 20 and not above 100.
    @Test func scoresInPercentAreDividedByAHundred() throws {
        #expect(
            try words([0.5, 62.45, 99]) == [
                "the score 62.45 is outside 0...1, and all lie in 0...100: they were taken for percent and divided by 100; "
                    + "2 such in all"
            ])
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let read = try DetectionResults(json: Self.results([0.5, 62.45, 99]), for: truth)
        #expect(zip(read.scores, [0.005, 0.6245, 0.99]).allSatisfy { abs($0 - $1) < 1e-12 })
        for scores in [[3.5, 0.5], [-0.5, 62.45], [62.45, 101]] {
            #expect(try words(scores).allSatisfy { $0.contains("was it a logit?") })
            #expect(try DetectionResults(json: Self.results(scores), for: truth).scores == scores)
        }
    }

    @Test func percentIsDividedInEveryForm() throws {
        let fixture = try LayoutFixture([
            "dt.csv": "image,class,score,x,y,w,h\na.png,dog,62.45,20,10,40,30\n",
            "run/a.txt": "5 0.2 0.25 0.2 0.3 62.45\n",
        ])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        for path in ["dt.csv", "run"] {
            let read = try fixture.results(path, for: truth)
            #expect(read.scores.count == 1 && abs(read.scores[0] - 0.6245) < 1e-12)
            #expect(
                read.remarks.remarks.map(\.summary) == [
                    "the score 62.45 is outside 0...1, and all lie in 0...100: they were taken for percent and divided by 100"
                ])
        }
    }

    /// Shards are read as one: whether scores are percent is judged by all of them.
    @Test(arguments: [
        ([18.0, 0.5], [62.45], [0.18, 0.005, 0.6245]), ([0.5, 0.25], [62.45, 30], [0.005, 0.0025, 0.6245, 0.3]),
        ([-2.5, 3.5], [62.45, 30], [-2.5, 3.5, 62.45, 30]), ([], [62.45], [0.6245]),
    ])
    func shardsHaveOneScale(_ first: [Double], _ second: [Double], _ scores: [Double]) throws {
        let fixture = try LayoutFixture(["run/a.json": Self.results(first), "run/b.json": Self.results(second)])
        defer { fixture.remove() }
        let read = try fixture.results("run", for: DetectionGroundTruth(json: ResultLayoutTests.truth))
        #expect(read.count == scores.count)
        #expect(zip(read.scores, scores).allSatisfy { abs($0 - $1) < 1e-12 }, "\(read.scores)")
    }

    /// Sums in single precision go over by less than a thousandth.
    @Test func whatRoundingLeftOutsideIsClipped() throws {
        #expect(
            try words([1.0000001, -1e-7, 0.5]) == [
                "the score 1.0000001 is a little outside 0...1, and was taken for 0 or 1; 2 such in all"
            ])
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        #expect(try DetectionResults(json: Self.results([1.0000001, -1e-7, 0.5]), for: truth).scores == [1, 0, 0.5])
        #expect(try words([1.01, 0.5]).allSatisfy { $0.contains("was it a logit?") })
    }

    /// A tracker's -1 is no score: said once, as a doubt.
    @Test func minusOneIsNoScore() throws {
        #expect(try words([-1, -1]) == [])
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let results = try DetectionResults(json: Self.results([-1, -1]), for: truth)
        let doubts = results.inputDoubts(for: truth, file: "dt.json").filter { $0.kind == .constantConfidence }
        #expect(
            doubts.map(\.summary) == [
                "the score is -1 in every detection, which stands for none: the order of images and rows decides AP"
            ])
        #expect(try words([-1, 0.5]).contains { $0.contains("the score -1") })
    }

    @Test(arguments: [
        ("[]", "an empty list: there is no detection in it"),
        ("[[], []]", "2 empty lists: there is no detection in it"),
    ])
    func emptyResultsAreNotUsedForAReason(_ text: String, _ reason: String) throws {
        let fixture = try LayoutFixture(["g.json": ResultLayoutTests.truth, "d.json": text])
        defer { fixture.remove() }
        let read = try ImportedWorkspace(
            from: ["g.json", "d.json"].map { fixture.root.appending(path: $0).path }, format: nil, dataset: "d",
            version: "v1")
        #expect(read.lines.contains(.unused(files: ["d.json (\(reason))"], pictures: 0)))
    }
}
