import Artifacts
import Diagnostics
import Foundation
import Record
import TestSupport
import Testing

@testable import misread

@Suite struct MeasureSlicesTests {
    private struct Answer: Decodable {
        struct Slice: Decodable {
            var predicates: [String: Int]
            var size: Int
            var errors: Double
            var score: Double
        }
        var k: Int
        var slices: [Slice]
    }

    private func answer(_ arguments: [String]) throws -> Answer {
        let command = try #require(try MeasureSlices.parseAsRoot(arguments) as? MeasureSlices)
        return try JSONDecoder().decode(Answer.self, from: Data(try command.report().json.text().utf8))
    }

    private func temporary(_ name: String, _ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-slices-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    /// Two units of one hash would be drawn together.
    @Test func unitsThatHashAlikeAreRefused() throws {
        let units = ["8yn0iYCKYHlIj4-BwPqk", "b", "GReLUrM4wMqfg9yzV3KQ"]
        let rows = (0..<60).map { "x\($0 % 2),\(units[$0 % 3]),\($0 % 5 == 0 ? 1 : 0)\n" }.joined()
        let path = try temporary("t.csv", "blur,camera,err\n" + rows)
        let error = #expect(throws: WorkspaceError.self) {
            try answer([path, "--error", "err", "--unit", "camera", "--no-cache"])
        }
        #expect(
            error?.problem.description
                == "t.csv:4: error: camera: \"8yn0iYCKYHlIj4-BwPqk\" and \"GReLUrM4wMqfg9yzV3KQ\" have the same 64-bit "
                + "hash, and are told apart by it when rows are resampled and paired; rename one of them")
    }

    /// Brute force over every combination, which no arithmetic on ids can get wrong.
    @Test(
        arguments: [
            "golden_a.s100.d3", "golden_a.s20.d3", "golden_a.s20.d6", "golden_b.s32.d3", "golden_b.s400.d4",
            "golden_b.s80.d2", "golden_b.s80.d3",
        ])
    func slicelineEqualsTheReference(_ name: String) throws {
        let parts = name.split(separator: ".")
        for shards in ["1", "2", "7"] {
            let got = try answer([
                Repository.reference("slicing/\(parts[0]).csv").path, "--error", "err", "--min-support",
                String(parts[1].dropFirst()), "--max-depth", String(parts[2].dropFirst()), "--shards", shards,
            ])
            let data = try Data(contentsOf: Repository.reference("slicing/\(name).json"))
            let want = try JSONDecoder().decode(Answer.self, from: data)
            #expect(got.slices.count == min(want.k, want.slices.count))
            for (mine, theirs) in zip(got.slices, want.slices) {
                #expect(abs(mine.score - theirs.score) <= 1e-9 * max(1, abs(theirs.score)))
                let same = try #require(want.slices.first { $0.predicates == mine.predicates })
                #expect(mine.size == same.size)
                #expect(abs(mine.errors - same.errors) <= 1e-6 * max(1, same.errors))
            }
        }
    }

    @Test func csvAndJSONLinesOfTheSameTableGiveTheSame() throws {
        let rows = (0..<200).map { (kind: $0 % 3, place: $0 % 2 == 0 ? "in" : "out", error: $0 % 3 == 0 ? 1 : 0) }
        let csv = try temporary(
            "t.csv", "kind,place,err\n" + rows.map { "\($0.kind),\($0.place),\($0.error)\n" }.joined())
        let lines = try temporary(
            "t.jsonl",
            rows.map { "{\"kind\":\($0.kind),\"place\":\"\($0.place)\",\"err\":\($0.error)}\n" }.joined())
        let both = try [csv, lines].map { path -> String in
            let command = try #require(try MeasureSlices.parseAsRoot([path, "--error", "err"]) as? MeasureSlices)
            return try command.report().json.text()
        }
        #expect(both[0] == both[1])
        #expect(both[0].contains("\"kind\": 0"))
    }

    @Test func numbersWithFractionsAreCutAndTheEdgesPrinted() throws {
        let path = try temporary(
            "t.csv", "blur,err\n" + (0..<100).map { "\(Double($0) + 0.5),\($0 >= 80 ? 1 : 0)\n" }.joined())
        let text = try #require(try MeasureSlices.parseAsRoot([path, "--error", "err"]) as? MeasureSlices)
            .report().json.text()
        #expect(text.contains("\"blur\": \"highest\""))
        #expect(text.contains("\"edges\": [0.5, 20.3, 40.1, 59.9, 79.7, 99.5]"))
        let given = try #require(
            try MeasureSlices.parseAsRoot([path, "--error", "err", "--edges", "blur=50"]) as? MeasureSlices
        ).report().json.text()
        #expect(given.contains("\"edges\": [null, 50, null]"))
        #expect(given.contains("given edges"))
    }

    private func text(_ arguments: [String]) throws -> String {
        let command = try #require(try MeasureSlices.parseAsRoot(arguments) as? MeasureSlices)
        do {
            return try command.report().json.text()
        } catch let list as ProblemList {
            return list.description
        } catch let error as any Explained {
            return error.problem.description
        }
    }

    @Test(arguments: [
        ("nan", "t.csv:4: error: err: nan is not an error of 0 or 1, nor a loss; is this the error column?"),
        ("", "t.csv:4: error: err: missing is not an error of 0 or 1, nor a loss; is this the error column?"),
        ("yes", "t.csv:4: error: err: yes is not an error of 0 or 1, nor a loss; is this the error column?"),
        (
            "-2",
            "t.csv:4: error: err: the error of row 3 is -2.0; an error is 0, 1 or a loss of at least 0; was it a log-likelihood?"
        ),
        (
            "1e300",
            "t.csv:4: error: err: the error of row 3 is inf, which cannot be added up; leave the row out, or give the error a value"
        ),
    ])
    func anErrorThatIsNoneIsNamedWithItsRow(_ cell: String, _ message: String) throws {
        let path = try temporary("t.csv", "a,err\n1,0\n2,1\n1,\(cell)\n2,0\n")
        #expect(try text([path, "--error", "err"]) == message)
    }

    @Test func aLossThatIsNoneIsNamedWithItsRow() throws {
        let losses = (0..<400).map { "\($0 % 5),\(Double($0 % 9) / 8)\n" }.joined()
        for cell in ["nan", "", "-inf"] {
            let path = try temporary("t.csv", "a,err\n\"1\n\",0.5\n\(losses)3,\(cell)\n")
            #expect(
                try text([path, "--error", "err"])
                    == "t.csv:404: error: err: no number stands where an error of 0 or 1, or a loss, was expected; "
                    + "leave the row out, or give it a value")
        }
    }

    @Test func rowsAndMissingCellsAreAccountedFor() throws {
        let path = try temporary(
            "t.csv", "a,b,blur,err\n" + String(repeating: "1,,0.5,0\n,x,,1\n1,y,1.5,0\n", count: 20))
        let printed = try text([path, "--error", "err"])
        #expect(printed.contains("\"rows_read\": 60") && printed.contains("\"rows_kept\": 60"))
        for column in ["a", "b", "blur"] { #expect(printed.contains("\"\(column)\": 20")) }
    }

    /// What a table may look like and still be one.
    @Test func awkwardTablesAreReadAndSearched() throws {
        let many = (0..<70_000).map { "id\($0),\($0 % 2),\($0 % 4 == 0 ? 1 : 0)\n" }.joined()
        let tables = [
            "one row": ("a,b,err\n1,x,1\n", 1),
            "one value": ("a,b,err\n" + String(repeating: "1,x,0\n", count: 50), 50),
            "all wrong": ("a,err\n" + String(repeating: "1,1\n2,1\n", count: 50), 100),
            "65,536 values and more": ("id,b,err\n" + many, 70_000),
            "two columns of the same": ("a,b,err\n" + String(repeating: "1,1,1\n2,2,0\n", count: 60), 120),
            "no line end": ("a,err\n1,0\n2,1", 2), "a mark in front": ("\u{FEFF}a,err\r\n1,0\r\n2,1\r\n", 2),
        ]
        for (name, (table, rows)) in tables {
            let path = try temporary("t.csv", table)
            for threads in ["1", "3"] {
                let printed = try text([path, "--error", "err", "--top", "1000", "--no-cache", "--threads", threads])
                #expect(printed.contains("\"rows_read\": \(rows)"), "\(name): \(printed)")
            }
        }
        let twice = try temporary("t.csv", "a,b,a,err\n1,2,3,0\n")
        #expect(try text([twice, "--error", "err"]) == "t.csv:1: error: a: columns 1 and 3 have the same name")
        let empty = try temporary("t.csv", "a,err\n")
        #expect(try text([empty, "--error", "err"]) == "t.csv: error: has a header but no rows")
    }

    @Test(arguments: ["a", "a=", "a=nan", "a=2,1", "a=1,x"])
    func cutsThatAreNoneAreUsage(_ cuts: String) {
        let error = #expect(throws: (any Error).self) {
            try MeasureSlices.parseAsRoot(["t.csv", "--error", "err", "--edges", cuts])
        }
        #expect(
            error.map { MeasureSlices.message(for: $0) }
                == "--edges is \(cuts), expected a column, = and ascending numbers, as in blur=0.5,1.5")
        #expect(error.map { MeasureSlices.exitCode(for: $0).rawValue } == 64)
    }

    @Test func whatIsWrongIsSaid() throws {
        let bad = try temporary("t.csv", "a,b,err\n1,2,0\n1,3,-1\n")
        let wrong: [([String], String)] = [
            (
                [bad, "--error", "err"],
                "t.csv:3: error: err: the error of row 2 is -1.0; an error is 0, 1 or a loss of at least 0; was it a log-likelihood?"
            ),
            ([bad, "--error", "er"], "t.csv: error: there is no column er; did you mean err?"),
            (
                [bad, "--error", "b", "--edges", "c=1"],
                "t.csv: error: there is no column c; did you mean a?"
            ),
            ([bad + ".none", "--error", "b"], "t.csv.none: error: cannot be read: No such file or directory"),
        ]
        for (arguments, message) in wrong {
            let command = try #require(try MeasureSlices.parseAsRoot(arguments) as? MeasureSlices)
            do {
                _ = try command.report()
                Issue.record("\(arguments) was taken")
            } catch let list as ProblemList {
                #expect(list.description == message)
            } catch let error as any Explained {
                #expect(error.problem.description == message)
            }
        }
    }

    @Test func talliesOfPartsGiveWhatTheWholeGives() throws {
        // Categories appear in another order in each part, and some in one part alone.
        let rows = (0..<600).map { row in
            "\(row * 7 % 5),\(row < 200 ? "old" : "p\(row % 4)"),\(row % 5 == 0 ? 1 : 0)\n"
        }
        let whole = try temporary("whole.csv", "kind,place,err\n" + rows.joined())
        var tallies: [String] = []
        for (index, part) in [rows[400...], rows[..<150], rows[150..<400]].enumerated() {
            let path = try temporary("part\(index).csv", "kind,place,err\n" + part.joined())
            let one = ["--error", "err", "--tally", path + ".tally"]
            _ = try (try #require(try MeasureSlices.parseAsRoot([path] + one) as? MeasureSlices)).report()
            tallies.append(path + ".tally")
        }
        let command = try #require(
            try MeasureTallies.parseAsRoot(tallies + ["--tally", whole + ".sum"]) as? MeasureTallies)
        let sum = try command.report().json.text()
        let direct = try #require(
            try MeasureSlices.parseAsRoot([whole, "--error", "err", "--tally", whole + ".tally"]) as? MeasureSlices)
        #expect(try direct.report().json.text() == sum)
        let files = try [whole + ".sum", whole + ".tally"].map { try Data(contentsOf: URL(filePath: $0)) }
        #expect(files[0] == files[1])
    }

    @Test func aFileThatIsNoTallyIsSaidToBeNone() throws {
        let path = try temporary("t.tally", "kind,err\n")
        let command = try #require(try MeasureTallies.parseAsRoot([path]) as? MeasureTallies)
        do {
            _ = try command.report()
            Issue.record("it was taken")
        } catch let problem as Problem {
            #expect(
                problem.description
                    == "t.tally: error: this is no tally: it does not begin as one; `misread measure slices --tally` writes one"
            )
        }
    }
}
