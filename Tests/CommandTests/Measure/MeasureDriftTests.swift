import ArgumentParser
import Diagnostics
import Findings
import Foundation
import Testing

@testable import misread

@Suite struct MeasureDriftTests {
    private struct Rate: Decodable {
        var p_adjusted: Double
        var drift: Bool
    }

    private struct Effect: Decodable {
        var name: String
        var value: Double
        var ci_low: Double?
        var ci_high: Double?
        var null_high: Double
    }

    private struct Column: Decodable {
        var column: String
        var kind: String
        var effect: Effect?
        var p_adjusted: Double?
        var drift: Bool
        var missing: Rate?
        var unseen: Rate?
        var cuts: [Double]?
    }

    private struct Skipped: Decodable {
        var column: String
        var reason: String
    }

    private struct Answer: Decodable {
        var values: [String: Double?]
        var undefined: [String: String]?
        var columns: [Column]
        var skipped: [Skipped]
        var tests: Int
        var drift: [String]
    }

    private func write(_ texts: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-drift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try zip(["before.csv", "now.csv"], texts).map { name, text in
            let file = folder.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file.path
        }
    }

    private func text(_ files: [String], _ options: [String] = []) throws -> String {
        try MeasureDrift.parse(files + options).report().json.text()
    }

    private func answer(_ files: [String], _ options: [String] = []) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(try text(files, options).utf8))
    }

    /// A table of numbers without ties, shifted by `shift`, a category in which `extra` of ten rows are c, an id, and empty
    /// cells in one of `empty` rows.
    private func table(_ rows: Int, shift: Double = 0, extra: Int = 1, new: Bool = false, empty: Int = 20) -> String {
        var text = "id,light,site,gap\n"
        for row in 0..<rows {
            let light = Double((row &* 7919) % 1009) / 1009 + shift
            let site = new && row % 10 == 9 ? "new" : row % 10 < extra ? "c" : row % 2 == 0 ? "a" : "b"
            text += "r\(row),\(light),\(site),\(row % empty == 0 ? "" : "\(Double((row &* 31) % 997) + 0.5)")\n"
        }
        return text
    }

    @Test func aCleanPairIsSilent() throws {
        let found = try answer(write([table(1000), table(500)]))
        #expect(found.drift.isEmpty)
        #expect(found.columns.map(\.column) == ["light", "site", "gap"])
        #expect(found.columns.map(\.kind) == ["numbers", "categories", "numbers"])
        #expect(found.skipped.map(\.column) == ["id"])
        #expect(found.skipped.map(\.reason) == ["almost every value stands once, as in an id"])
        #expect(found.tests == 4)
        #expect(found.columns[0].cuts?.count == 9)
        #expect(found.values["site.z.p"] == nil)
        #expect(found.values["light.ks.stat"] != nil && found.values["mmd.sigma"] != nil)
    }

    @Test func whatWasPlantedIsFoundAndNamed() throws {
        let found = try answer(write([table(1000), table(500, shift: 0.2, extra: 4, new: true, empty: 5)]))
        #expect(Set(found.drift) == ["light", "site", "site.unseen", "gap.missing"])
        let light = try #require(found.columns.first)
        let effect = try #require(light.effect)
        #expect(effect.name == "wasserstein_normed")
        #expect(effect.value > effect.null_high)
        #expect((effect.ci_low ?? 1) < effect.value && effect.value < (effect.ci_high ?? 0))
    }

    /// A planted change below the least that counts is no drift, however sure it is.
    @Test func theLeastChangeThatCountsIsASetting() throws {
        let files = try write([table(1000), table(500, shift: 0.2)])
        #expect(try answer(files).drift == ["light"])
        #expect(try answer(files, ["--least-distance", "5"]).drift.isEmpty)
        #expect(try answer(files, ["--columns", "gap"]).columns.map(\.column) == ["gap"])
    }

    @Test func theOutputDependsNeitherOnThreadsNorOnTheOrderOfRows() throws {
        let plain = table(300)
        var lines = plain.split(separator: "\n").map { String($0) }
        let header = lines.removeFirst()
        let turned = ([header] + lines.reversed()).joined(separator: "\n") + "\n"
        let files = try write([table(400), plain])
        #expect(try text(files, ["--threads", "1"]) == text(files, ["--threads", "3"]))
        let other = try write([table(400), turned])
        let (a, b) = (try answer(files), try answer(other))
        // The kernel is taken over the first rows.
        #expect(a.columns.map(\.p_adjusted) == b.columns.map(\.p_adjusted))
        #expect(a.columns.map { $0.effect?.ci_low } == b.columns.map { $0.effect?.ci_low })
    }

    @Test func whatIsNotDefinedIsNullWithAReason() throws {
        let found = try answer(write(["a,b\n0.5,\n0.5,\n", "a,b\n0.5,\n0.5,x\n"]))
        #expect(found.values["a.mean_shift_in_ref_sd"] == .some(nil))
        #expect(found.undefined?["a.mean_shift_in_ref_sd"] == "all values of the reference are the same")
        #expect(found.undefined?["b.tvd"] == "there are no values on one side")
    }

    @Test(arguments: [
        (
            "a\n1\n", "b\n1\n",
            "now.csv: error: has no column that before.csv has; both tables need the same header"
        ),
        (
            "a,n\n0.5,1\n0.25,2\n", "a,n\nx,1\n0.5,2\n",
            "now.csv: error: a: \"x\" is no number, and before.csv has numbers there"
        ),
    ])
    func wrongInputIsNamed(before: String, now: String, message: String) throws {
        #expect(throws: DriftError.self) { try answer(write([before, now])) }
        do {
            _ = try answer(write([before, now]))
        } catch let error as any Explained {
            #expect(error.problem.description == message)
        }
    }

    @Test func aColumnThatIsNotThereIsNamedWithTheNearest() throws {
        do {
            _ = try answer(write([table(50), table(50)]), ["--columns", "lihgt"])
            Issue.record("no error")
        } catch let error as DriftError {
            #expect(
                error.problem.description == "before.csv: error: there is no column lihgt; did you mean light?")
        }
    }
}
