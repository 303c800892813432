import ArgumentParser
import Diagnostics
import Foundation
import Testing

@testable import misread

/// `measure nodes` and `measure decomposition`: what they print, and what they say of bad input.
@Suite struct MeasureCausesTests {
    private func file(_ name: String, _ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-causes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func nodes(_ arguments: [String]) throws -> [String: Any] {
        try object(try MeasureNodes.parse(arguments).report().json.text())
    }

    private func complaint(_ text: String, _ options: [String]) throws -> String {
        let path = try file("t.csv", text)
        do {
            _ = try MeasureNodes.parse([path] + options).report()
            Issue.record("nothing was said")
            return ""
        } catch let list as ProblemList {
            return list.description
        } catch let error as any Explained {
            return error.problem.description
        }
    }

    private static let table: String = {
        var rows = ["id,node,light,e"]
        for row in 0..<1_200 {
            let node = ["a", "b", "c"][row % 3]
            let light = row / 3 % 2 == 0 ? "day" : "dark"
            let isError = row % 10 == 0 || node == "b" && light == "dark" && row % 4 == 2
            rows.append("i\(row / 3),\(node),\(light),\(isError ? 1 : 0)")
        }
        return rows.joined(separator: "\n") + "\n"
    }()

    private static let options = ["--level", "node", "--error", "e", "--match", "light"]

    @Test func theWorseNodeIsPublishedWithItsPlace() throws {
        let path = try file("t.csv", Self.table)
        for unit in [[], ["--unit", "id"]] {
            let answer = try nodes([path] + Self.options + unit)
            let published = try #require(answer["published"] as? [[String: Any]])
            #expect(published.map { $0["level"] as? String } == ["b"])
            let place = try #require(published[0]["in"] as? [String: Any])
            #expect(place["values"] as? [String] == ["dark"] && place["attribute"] as? String == "light")
            let levels = try #require(answer["levels"] as? [[String: Any]])
            #expect(levels.map { $0["published"] as? Bool } == [false, true, false])
            #expect(answer["units"] as? Int == (unit.isEmpty ? nil : 400))
            #expect((published[0]["permutation_p"] != nil) == !unit.isEmpty)
        }
    }

    @Test(arguments: [
        (
            "id,node,light,err\ni,a,day,0\n", options,
            "t.csv: error: has no column \"e\""
        ),
        (
            "id,nodes,light,e\ni,a,day,0\n", options,
            "t.csv: error: has no column \"node\"; did you mean \"nodes\"?"
        ),
        (
            "node,light,e\na,day,0\nb,day,2\nc,day,\n", options,
            "t.csv:3: error: e: \"2\" is not an error of 0 or 1\nt.csv:4: error: e: is blank, an error of 0 or 1 expected"
        ),
        ("node,light,e\na,day,0.5\nb,day,1\n", options, "t.csv:2: error: e: \"0.5\" is not an error of 0 or 1"),
        (
            "node,light,e\na,day,0\na,day,1\n", options,
            "error: every row has the node a, so there is nothing to compare it with; give a column with at least two levels"
        ),
        ("node,light,e\n", options, "t.csv: error: has a header but no rows"),
        (
            "node,light,e\na,day,0\nb,day,1\n", ["--level", "node", "--error", "e", "--match", "node"],
            "error: node is given for --level and for --match; leave it out of one"
        ),
        (
            "node,light,e\na,day,0\nb,day,1\n", ["--level", "node", "--error", "e", "--match", "light,light"],
            "error: light is given twice in --match"
        ),
    ])
    func badInputIsSaid(_ text: String, _ options: [String], _ message: String) throws {
        #expect(try complaint(text, options) == message)
    }

    @Test func aColumnOfIdsIsNoFactor() throws {
        let rows = (0..<1_001).map { "n\($0),day,\($0 % 2)\n" }.joined()
        #expect(
            try complaint("node,light,e\n" + rows, Self.options)
                == "error: node has 1001 levels, and at most 1000 are compared; was it a column of ids?")
    }

    @Test func latenciesAreTheQuantilesOfEachLevel() throws {
        let rows = (1...200).map { "\($0 % 2 == 0 ? "a" : "b"),day,\($0 % 5 == 0 ? 1 : 0),\(Double($0) / 4)\n" }
            .joined()
        let path = try file("t.csv", "node,light,e,ms\n" + rows)
        let answer = try nodes([path] + Self.options + ["--latency", "ms"])
        let levels = try #require(answer["levels"] as? [[String: Any]])
        let found = try #require(levels.first?["latency"] as? [String: [String: Any]])
        let ms = try #require(found["ms"])
        // Level a has 0.5, 1.0, ... 50.0; ranks 40 and 61 of 100 hold the median.
        #expect(ms["median"] as? Double == 25.25 && ms["median_ci_low"] as? Double == 20)
        #expect(ms["median_ci_high"] as? Double == 30.5 && ms["p99_ci_high"] is NSNull)
    }

    @Test func emptyListsOfColumnsAreUsage() {
        for (arguments, message) in [
            (
                ["nodes", "t.csv", "--level", ",", "--error", "e", "--match", "light"],
                "--level: at least one column expected"
            ),
            (
                ["nodes", "t.csv", "--level", "node", "--error", "e", "--match", ""],
                "--match: at least one column expected"
            ),
            (["decomposition", "a.csv", "b.csv", "--by", "", "--error", "e"], "--by: at least one column expected"),
        ] {
            do {
                _ = try Misread.parseAsRoot(["measure"] + arguments)
                Issue.record("\(arguments) was taken")
            } catch {
                #expect(Misread.exitCode(for: error).rawValue == 64 && Misread.message(for: error) == message)
            }
        }
    }

    private func decomposition(_ before: String, _ now: String, _ options: [String] = []) throws -> [String: Any] {
        let paths = [try file("a.csv", before), try file("b.csv", now)]
        return try object(
            try MeasureDecomposition.parse(paths + ["--by", "site", "--error", "e"] + options).report().json.text())
    }

    private func window(_ sites: [(site: String, rows: Int, errors: Int)]) -> String {
        "site,e,camera\n"
            + sites.map { site in
                (0..<site.rows).map { "\(site.site),\($0 < site.errors ? 1 : 0),c\($0 % 40)\n" }.joined()
            }.joined()
    }

    /// gen_decomposition.py newcell, seed 1, counted.
    @Test func aChangeIsSplitAsTheReferenceSplitsIt() throws {
        let before = window([("A", 3161, 160), ("B", 2386, 192), ("C", 1622, 313), ("D", 831, 85)])
        let now = window([
            ("A", 2189, 114), ("B", 1594, 112), ("C", 1086, 210), ("D", 525, 42), ("E", 606, 188),
        ])
        for options in [[], ["--unit", "camera"]] {
            let answer = try decomposition(before, now, options)
            let expected = [
                "total": 0.01725, "mix": -0.009705035543852712, "within": -0.004378297789480625,
                "unmatched": 0.03133333333333333,
            ]
            for (name, value) in expected {
                let found = try #require(answer[name] as? Double)
                #expect(abs(found - value) < 1e-12)
                let low = try #require(answer["\(name)_ci_low"] as? Double)
                let high = try #require(answer["\(name)_ci_high"] as? Double)
                #expect(low < found && found < high && high - low < 0.05)
            }
            let cells = try #require(answer["cells"] as? [[String: Any]])
            #expect(cells.map { $0["cell"] as? String } == ["A", "B", "C", "D"])
            #expect(abs(try #require(cells[1]["within"] as? Double) + 0.0028776432858200096) < 1e-12)
            let alone = try #require(answer["unmatched_cells"] as? [[String: Any]])
            #expect(alone.map { $0["cell"] as? String } == ["E"])
        }
    }

    @Test func numbersAreCutWhereTheReferenceWas() throws {
        let before = "site,e\n" + (0..<100).map { "\(Double($0) / 8),\($0 % 2)\n" }.joined()
        let now = "site,e\n" + (0..<100).map { "\(Double($0 + 50) / 8),\($0 % 2)\n" }.joined()
        let cells = try #require(try decomposition(before, now)["cells"] as? [[String: Any]])
        #expect(cells.map { $0["current"] as? Int } == [10, 20, 70])
        #expect(cells.map { $0["cell"] as? String } == ["middle", "high", "highest"])
    }
}
