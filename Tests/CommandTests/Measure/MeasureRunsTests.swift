import ArgumentParser
import Diagnostics
import Foundation
import Testing

@testable import misread

/// `measure pairs` and `measure stages`: what they print, and what they say of bad input.
@Suite struct MeasureRunsTests {
    private func folder(_ files: [(path: String, text: String)]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-runs-\(UUID().uuidString)")
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return folder.path
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func complaint(_ folder: String, _ body: () throws -> Void) throws -> String {
        do {
            try body()
            Issue.record("nothing was said")
            return ""
        } catch let list as ProblemList {
            return list.description.replacingOccurrences(of: folder + "/", with: "")
        } catch let error as any Explained {
            return error.problem.description.replacingOccurrences(of: folder + "/", with: "")
        }
    }

    private static let a = """
        image_id,predicted,confidence,label,input,norm
        i1,cat,0.9,cat,aa,1.0
        i2,cat,0.8,cat,bb,2.0
        i3,dog,0.7,dog,cc,3.0
        i4,dog,0.6,cat,dd,4.0
        i5,owl,0.5,owl,ee,5.0
        i6,owl,0.4,dog,ff,6.0

        """
    /// i2 and i4 part at the input, i3 at the norm, i5 nowhere; i9 has no pair.
    private static let b = """
        image_id,predicted,confidence,input,norm
        i9,cat,0.9,aa,1.0
        i5,cat,0.5,ee,5.0
        i4,cat,0.7,dx,4.0
        i3,cat,0.7,cc,3.5
        i2,cat,0.8,bx,2.0
        i1,cat,0.9,aa,1.001

        """

    private func pairs(_ options: [String]) throws -> [String: Any] {
        let folder = try folder([("a.csv", Self.a), ("b.csv", Self.b)])
        return try object(
            try MeasurePairs.parse([folder + "/a.csv", folder + "/b.csv"] + options).report().json.text())
    }

    @Test func answersAreCountedByWhatTheyCostAndWhereTheyPart() throws {
        let answer = try pairs(["--taps", "input,norm"])
        let counts = ["n", "only_a", "only_b", "differ", "better", "worse", "both_wrong", "both_correct"]
        #expect(counts.map { answer[$0] as? Int } == [5, 1, 1, 3, 1, 2, 0, 2])
        #expect(answer["p"] as? Double == 1 && answer["verdict"] as? String == "different")
        let first = try #require(answer["first_diverging"] as? [String: Int])
        #expect(first == ["input": 1, "norm": 1, "answer": 1])
        let stages = try #require(answer["stages"] as? [[String: Any]])
        #expect(stages.map { $0["differ"] as? Int } == [2, 1] && stages.map { $0["first"] as? Int } == [2, 1])
        #expect(abs(try #require(answer["confidence_shift"] as? Double) - 0.02) < 1e-12)
        // A tolerance of half the spread hides the norm.
        let wide = try #require(
            try pairs(["--taps", "norm", "--tolerance", "0.5"])["first_diverging"] as? [String: Int])
        #expect(wide == ["norm": 0, "answer": 3])
    }

    @Test func labelsAndTapsMayLieElsewhere() throws {
        let folder = try folder([
            ("x.csv", "image_id,predicted\ni1,cat\ni2,dog\n"), ("y.csv", "image_id,predicted\ni2,cat\ni1,cat\n"),
            ("labels.csv", "image_id,label\ni1,cat\ni2,cat\ni2,cat\n"),
            ("telemetry.csv", "image_id,node,input\ni1,x,aa\ni2,x,bb\ni1,y,aa\ni2,y,bc\n"),
        ])
        let paths = [folder + "/x.csv", folder + "/y.csv"]
        func answer(_ options: [String]) throws -> [String: Any] {
            try object(try MeasurePairs.parse(paths + options).report().json.text())
        }
        #expect(try answer([])["verdict"] is NSNull)
        #expect(try answer([])["undefined"] as? String == "no image that both have has a label")
        let full = try answer([
            "--labels", folder + "/labels.csv", "--taps", "input", "--telemetry", folder + "/telemetry.csv",
        ])
        #expect(full["better"] as? Int == 1 && full["worse"] as? Int == 0)
        #expect(full["first_diverging"] as? [String: Int] == ["input": 1, "answer": 0])
        #expect(
            try complaint(folder) {
                _ = try answer(["--taps", "input", "--telemetry", folder + "/telemetry.csv", "--nodes", "x,yy"])
            } == "telemetry.csv: error: node: has nothing of \"yy\"; did you mean \"y\"?")
    }

    @Test(arguments: [
        ("image_id,answer\ni1,cat\n", "b.csv: error: has no column \"predicted\""),
        (
            "image_id,predicted\ni1,cat\ni1,dog\n",
            "b.csv:3: error: image_id: the image i1 stands already in row 2; keep the row that is meant"
        ),
        ("image_id,predicted\n", "b.csv: error: has a header but no rows"),
    ])
    func badPredictionsAreSaid(_ text: String, _ message: String) throws {
        let folder = try folder([("a.csv", Self.a), ("b.csv", text)])
        let said = try complaint(folder) {
            _ = try MeasurePairs.parse([folder + "/a.csv", folder + "/b.csv"]).report()
        }
        #expect(said.hasPrefix(message), "\(said)")
    }

    /// 100 images; the node has the first 40 correct, the reference the first 80.
    private func predictions(_ correct: Int, labels: Bool = false) -> String {
        "image_id,predicted\(labels ? ",label" : "")\n"
            + (0..<100).map { "i\($0),\($0 < correct ? "cat" : "dog")\(labels ? ",cat" : "")\n" }.joined()
    }

    private func stages(_ arguments: [String]) throws -> [[String: Any]] {
        let answer = try object(try MeasureStages.parse(arguments).report().json.text())
        return try #require(answer["nodes"] as? [[String: Any]])
    }

    @Test func swapsOfFilesAreJudgedImageByImage() throws {
        let folder = try folder([
            ("nodes/ref.csv", predictions(80, labels: true)), ("nodes/bad.csv", predictions(40)),
            ("swaps/bad/preprocess/predictions.csv", predictions(40)),
            ("swaps/swap__bad__features.csv", predictions(80)),
            ("swaps/swap__bad__preprocess+features.csv", predictions(80)),
        ])
        let node = try #require(try stages([folder, "--reference", "ref"]).first)
        #expect(node["node"] as? String == "bad" && node["has_gap"] as? Bool == true && node["paired"] as? Bool == true)
        #expect(node["lost"] as? Int == 40 && node["gained"] as? Int == 0)
        let found = try #require(node["stages"] as? [[String: Any]])
        #expect(
            Set(found.map { "\($0["stage"] ?? "")=\($0["recovered"] ?? "")" }) == [
                "preprocess=0", "features=1", "preprocess+features=1",
            ])
        let shapley = try #require(node["shapley"] as? [String: Double])
        #expect(abs(try #require(shapley["features"]) - 0.4) < 1e-12 && shapley["preprocess"] == 0)
    }

    private static let counts = "node,stage_from_reference,correct,n\nbad,input,40,100\nbad,model,80,100\n"
    private static let listed = """
        [{"node": "ref", "accuracy": 0.8, "ms": {"all": 3}}, {"node": "bad", "accuracy": 0.4}]
        """

    @Test func countsAreEnoughWhereNothingElseIsThere() throws {
        let folder = try folder([("swaps/swaps.csv", Self.counts), ("nodes.json", Self.listed)])
        for path in [folder, folder + "/swaps"] {
            let node = try #require(try stages([path]).first)
            #expect(node["paired"] as? Bool == false && node["reference_correct"] as? Int == 80)
            let found = try #require(node["stages"] as? [[String: Any]])
            #expect(found.map { $0["stage"] as? String } == ["input", "model"])
            #expect(found.map { $0["recovered"] as? Double } == [0, 1])
            #expect(found.allSatisfy { $0["recovered_ci_low"] is Double })
        }
    }

    @Test(arguments: [
        (
            [("a.csv", "x\n1\n")],
            "F: error: holds no swap run; a run is swap__NODE__STAGE.csv, NODE/STAGE/predictions.csv, or a row of swaps.csv (node,stage_from_reference,correct,n)"
        ),
        (
            [("swaps.csv", counts)],
            "error: nothing says which node the stages are taken from; give --reference NODE"
        ),
        (
            [("swaps/swaps.csv", counts + "bad,last,101,100\n"), ("nodes.json", listed)],
            "swaps.csv:4: error: correct and n are whole numbers, correct at most n"
        ),
        (
            [("swaps/swaps.csv", counts), ("nodes.json", "[{\"node\": \"ref\", \"accuracy\": 0.8}]")],
            "error: there are no predictions of bad itself; they are looked for in nodes/bad.csv"
        ),
        (
            [("swaps/swaps.csv", counts), ("nodes.json", "{}")],
            "nodes.json: error: is no list of nodes; each is an object with a node and its accuracy"
        ),
        (
            [("swaps/swap__bad__input.csv", "image_id,predicted\ni1,cat\n"), ("nodes.json", listed)],
            "error: no image of bad has a label; give --labels TABLE with image_id and label"
        ),
    ])
    func badFoldersAreSaid(_ files: [(String, String)], _ message: String) throws {
        let folder = try folder(files.map { (path: $0.0, text: $0.1) })
        let said = try complaint(folder) { _ = try MeasureStages.parse([folder]).report() }
        #expect(said.replacingOccurrences(of: folder, with: "F") == message)
    }
}
