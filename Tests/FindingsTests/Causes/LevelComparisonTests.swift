import Columns
import Foundation
import Statistics
import Tallies
import TestSupport
import Testing

@testable import Findings

/// Rows by class, light and node, drawn by gen_causes.py (seed 1) and counted.
struct DrawnCauses {
    struct Level: Decodable {
        var level: String
        var n: Int
        var errors: Int
        var raw_difference: Double
        var overlap: Double
        var matched_difference: Double
        var standard_error: Double
        var cmh: Double
        var p: Double
        var p_adjusted: Double
    }
    struct Golden: Decodable { var levels: [Level] }

    let golden: [Level]
    let cells: FactorCells

    init(_ kind: String) throws {
        golden = try JSONDecoder().decode(
            Golden.self, from: try Data(contentsOf: Repository.reference("causes/\(kind).1.golden.json"))
        ).levels
        let text = try String(contentsOf: Repository.reference("causes/\(kind).1.cells.csv"), encoding: .utf8)
        var rows = Rows(factors: ["node"], attributes: ["class", "light"])
        for line in text.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",").map(String.init)
            let (count, errors) = (try #require(Int(cells[3])), try #require(Int(cells[4])))
            rows.add([cells[2]], [cells[0], cells[1]], count, errors)
        }
        self.cells = try rows.cells()
    }

    /// Rows in the making.
    struct Rows {
        let factors: [String]
        let attributes: [String]
        private var levels: [[String]] = []
        private var values: [[String]] = []
        private var errors: [Bool] = []

        init(factors: [String], attributes: [String]) {
            self.factors = factors
            self.attributes = attributes
        }

        mutating func add(_ levels: [String], _ values: [String], _ count: Int, _ errors: Int) {
            for row in 0..<count {
                self.levels.append(levels)
                self.values.append(values)
                self.errors.append(row < errors)
            }
        }

        func cells() throws -> FactorCells {
            func columns(_ names: [String], _ rows: [[String]]) -> [CodedColumn] {
                names.indices.map { index in CodedColumn(name: Name(names[index]), texts: rows.map { $0[index] }) }
            }
            return try FactorCells(
                factors: columns(factors, levels), attributes: columns(attributes, values), errors: errors)
        }
    }
}

@Suite struct LevelComparisonTests {
    private func name(_ level: Int, _ found: LevelComparison, _ cells: FactorCells) -> String {
        found.levels[level].places.map { cells.factors[$0.factor].categories[$0.level].text }.joined(separator: "=")
    }

    @Test(arguments: ["null", "effect", "dark"])
    func theFirstPassEqualsTheReference(_ kind: String) throws {
        let drawn = try DrawnCauses(kind)
        let found = try LevelComparison(drawn.cells)
        #expect(found.results.count == drawn.golden.count)
        for (mine, theirs) in zip(found.results, drawn.golden) {
            let matched = try #require(mine.matched)
            #expect(mine.rows == theirs.n && mine.errors == theirs.errors && mine.overlap == theirs.overlap)
            #expect(abs(try #require(mine.rawDifference) - theirs.raw_difference) < 1e-12)
            #expect(abs(matched.difference - theirs.matched_difference) < 1e-12)
            #expect(abs(matched.standardError - theirs.standard_error) < 1e-12)
            #expect(abs(matched.statistic / theirs.cmh - 1) < 1e-9)
            #expect(abs(matched.p / theirs.p - 1) < 1e-9 && abs(matched.adjusted / theirs.p_adjusted - 1) < 1e-9)
        }
    }

    @Test(arguments: [("null", []), ("effect", ["n3"]), ("dark", ["n2"])])
    func whatIsWorseIsPublishedAlone(_ kind: String, _ expected: [String]) throws {
        let cells = try DrawnCauses(kind).cells
        let found = try LevelComparison(cells)
        #expect(found.named().published.map { name($0.level, found, cells) } == expected)
        #expect(found.named().better.isEmpty)
        let place = found.named().published.first?.place
        #expect(place?.attribute == (kind == "dark" ? "light" : nil))
        #expect(place?.values == (kind == "dark" ? ["dark"] : nil))
    }

    /// Ten nodes of 400 rows in each light; `rates` are errors of 400 in daylight, and as many more in the dark.
    private func nodes(_ errors: [Int]) throws -> FactorCells {
        var rows = DrawnCauses.Rows(factors: ["node"], attributes: ["light"])
        for (node, errors) in errors.enumerated() {
            rows.add(["n\(node)"], ["day"], 400, errors)
            rows.add(["n\(node)"], ["dark"], 400, errors + 40)
        }
        return try rows.cells()
    }

    @Test func twoBadLevelsAreNamedWorstFirst() throws {
        let cells = try nodes([20, 20, 60, 100, 20, 20, 20, 20, 20, 20])
        let found = try LevelComparison(cells)
        #expect(found.named().published.map { name($0.level, found, cells) } == ["n3", "n2"])
        // The second is compared without the first.
        #expect(abs(try #require(found.named().published[1].result.matched).difference - 0.1) < 1e-12)
    }

    /// Beside one good level all others look worse; it is the exception, and nothing is a finding.
    @Test func oneGoodLevelMakesTheOthersNoFinding() throws {
        let cells = try nodes([160, 160, 40, 160])
        let found = try LevelComparison(cells)
        #expect(found.results[0].matched.map { $0.adjusted < 0.05 && $0.difference > 0 } == true)
        #expect(found.named().published.isEmpty && found.named().better.map { name($0, found, cells) } == ["n2"])
    }

    @Test func ofTwoLevelsTheWorseIsPublished() throws {
        let cells = try nodes([20, 80])
        let found = try LevelComparison(cells)
        #expect(found.named().published.map { name($0.level, found, cells) } == ["n1"])
    }

    @Test func levelsOfTheSameRowsAreOne() throws {
        var rows = DrawnCauses.Rows(factors: ["node", "site"], attributes: ["light"])
        for (node, site, errors) in [("a1", "A", 20), ("b1", "B", 22), ("b2", "B", 90), ("c1", "C", 19)] {
            rows.add([node, site], ["day"], 400, errors)
        }
        let cells = try rows.cells()
        let found = try LevelComparison(cells)
        #expect(found.levels.indices.map { name($0, found, cells) } == ["a1=A", "b1", "b2", "c1=C", "B"])
        #expect(found.named().published.map { name($0.level, found, cells) } == ["b2"])
    }

    @Test func whatSharesTooLittleIsRefused() throws {
        var rows = DrawnCauses.Rows(factors: ["node"], attributes: ["light"])
        rows.add(["a"], ["day"], 100, 10)
        rows.add(["b"], ["day"], 100, 12)
        rows.add(["c"], ["day"], 40, 20)
        rows.add(["c"], ["dark"], 60, 50)
        let found = try LevelComparison(try rows.cells())
        #expect(found.results[2].overlap == 0.4 && found.results[2].matched == nil)
        #expect(found.named().published.isEmpty)
    }

    @Test func oneLevelIsNothingToCompare() throws {
        var rows = DrawnCauses.Rows(factors: ["node"], attributes: ["light"])
        rows.add(["n1"], ["day"], 10, 1)
        let cells = try rows.cells()
        let error = #expect(throws: CauseFault.self) { try LevelComparison(cells) }
        #expect(
            error?.problem.description
                == "error: every row has the node n1, so there is nothing to compare it with; give a column with at least two levels"
        )
    }
}
