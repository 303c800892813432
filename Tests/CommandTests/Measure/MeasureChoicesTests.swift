import ArgumentParser
import Diagnostics
import Foundation
import Record
import Testing

@testable import misread

/// `measure whatif` and `measure pareto`: what they print, and what they say of bad input.
@Suite struct MeasureChoicesTests {
    private func files(_ texts: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-choices-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try texts.enumerated().map { index, text in
            let file = folder.appending(path: "f\(index).csv")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file.path
        }
    }

    private func object(_ value: JSONValue) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(value.text().utf8)) as? [String: Any])
    }

    /// 100 rows by day, 10 wrong; 50 in the dark, 20 wrong; cameras alternate.
    private static let table =
        "light,camera,error\n"
        + (0..<100).map { "day,c\($0 % 2),\($0 < 10 ? 1 : 0)\n" }.joined()
        + (0..<50).map { "dark,c\($0 % 2),\($0 < 20 ? 1 : 0)\n" }.joined()

    private func whatIf(_ mix: String) throws -> [String: Any] {
        let paths = try files([Self.table, mix])
        return try object(try MeasureWhatIf.parse([paths[0], "--mix", paths[1]]).report())
    }

    @Test func aMixIsWeighed() throws {
        let joint = try whatIf("light,share\nday,0.25\ndark,0.75\n")
        #expect(abs(try #require(joint["estimate"] as? Double) - 0.325) < 1e-12)
        #expect(abs(try #require(joint["effective_n"] as? Double) - 1 / 0.011875) < 1e-9)
        #expect(abs(try #require(joint["current"] as? Double) - 0.2) < 1e-12 && joint["empty_share"] as? Int == 0)
        // The same as a margin, and with a second one that is as it was.
        let margins = try whatIf(
            "attribute,value,share\nlight,day,0.25\nlight,dark,0.75\ncamera,c0,0.5\ncamera,c1,0.5\n")
        #expect(abs(try #require(margins["estimate"] as? Double) - 0.325) < 1e-9)
    }

    @Test func whatHasNoRowsIsRefusedWithItsShare() throws {
        for mix in ["light,share\nday,0.9\nfog,0.1\n", "attribute,value,share\nlight,day,0.9\nlight,fog,0.1\n"] {
            let answer = try whatIf(mix)
            #expect(answer["estimate"] is NSNull && answer["ci_low"] is NSNull)
            #expect(abs(try #require(answer["empty_share"] as? Double) - 0.1) < 1e-12)
            #expect(answer["empty_cells"] as? [[String]] == [["fog"]])
        }
        let answer = try whatIf("light,share\nday,0.9\nfog,0.1\n")
        #expect(abs(try #require(answer["at_least"] as? Double) - 0.09) < 1e-12)
        #expect(abs(try #require(answer["at_most"] as? Double) - 0.19) < 1e-12)
    }

    @Test(arguments: [
        ("light,part\nday,1\n", "M: error: has no column \"share\""),
        (
            "share\n1\n",
            "M: error: has no column beside share; give a column for each attribute, or attribute, value and share"
        ),
        ("light,share\nday,-1\ndark,2\n", "M:2: error: share: a share of at least 0 was expected"),
        ("light,share\nday,0.5\nday,0.5\n", "M:3: error: has its share in an earlier row already"),
        (
            "light,share\nday,50\ndark,50\n",
            "M: error: the shares of light add up to 100.0, 1 expected; are some values missing, or are they percentages?"
        ),
        ("weather,share\nday,1\n", "f0.csv: error: has no column \"weather\""),
    ])
    func badMixesAreSaid(_ mix: String, _ message: String) throws {
        let paths = try files([Self.table, mix])
        var said = ""
        do {
            _ = try MeasureWhatIf.parse([paths[0], "--mix", paths[1]]).report()
        } catch let list as ProblemList {
            said = list.description
        } catch let error as any Explained {
            said = error.problem.description
        }
        #expect(said.replacingOccurrences(of: paths[1], with: "M") == message)
    }

    /// Node a is accurate and slow, b fast and worse, c worse and slow.
    private static let telemetry: String = {
        var text = "image_id,node,error,ms\n"
        for image in 0..<200 {
            text += "i\(image),a,\(image % 20 == 0 ? 1 : 0),\(10 + Double(image % 7) / 8)\n"
            text += "i\(image),b,\(image % 5 == 0 ? 1 : 0),\(4 + Double(image % 7) / 8)\n"
            text += "i\(image),c,\(image % 4 == 0 ? 1 : 0),\(12 + Double(image % 7) / 8)\n"
        }
        return text
    }()

    @Test func whatNothingBeatsIsFound() throws {
        let path = try files([Self.telemetry])[0]
        let answer = try object(
            try MeasurePareto.parse([path, "--objectives", "error:min,ms@p95:min", "--unit", "image_id"]).report())
        let points = try #require(answer["points"] as? [[String: Any]])
        #expect(points.map { $0["node"] as? String } == ["a", "b", "c"])
        #expect(points.map { $0["non_dominated"] as? Bool } == [true, true, false])
        #expect(points.map { $0["non_dominated_share"] as? Double } == [1, 1, 0])
        let error = try #require((points[1]["objectives"] as? [String: [String: Any]])?["error"] as? [String: Double])
        #expect(error["value"] == 0.2 && error["ci_low"] ?? 1 < 0.2 && error["ci_high"] ?? 0 > 0.2)
        // One row a point has no share.
        let few = try files(["node,error,ms\na,0.1,4.5\nb,0.2,3.5\nc,0.25,4.75\n"])[0]
        let alone = try object(try MeasurePareto.parse([few, "--objectives", "error:min,ms:min"]).report())
        let rows = try #require(alone["points"] as? [[String: Any]])
        #expect(rows.map { $0["non_dominated"] as? Bool } == [true, true, false])
        #expect(rows.allSatisfy { $0["non_dominated_share"] is NSNull })
    }

    @Test(arguments: ["error", "error:least", ":min", "ms@x:min", "ms@p100:min"])
    func objectivesThatAreNoneAreUsage(_ text: String) {
        do {
            _ = try MeasurePareto.parse(["t.csv", "--objectives", text])
            Issue.record("\(text) was taken")
        } catch {
            #expect(
                Misread.message(for: error)
                    == "--objectives \(text): a column, : and min or max expected, as in latency_ms@p99:min")
        }
    }
}
