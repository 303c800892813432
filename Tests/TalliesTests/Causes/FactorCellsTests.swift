import Columns
import Testing

@testable import Tallies

@Suite struct FactorCellsTests {
    private func column(_ name: String, _ texts: [String]) -> CodedColumn {
        CodedColumn(name: Name(name), texts: texts)
    }

    private let node = ["a", "a", "b", "b", "a", "b"]
    private let light = ["day", "dark", "dark", "day", "day", "dark"]
    private let errors = [true, false, true, false, true, false]

    @Test func rowsAreCountedByLevelAndValue() throws {
        let cells = try FactorCells(
            factors: [column("node", node)], attributes: [column("light", light)], errors: errors)
        #expect(cells.rows == 6 && cells.errors == 3 && cells.strata == 2)
        let found = cells.cells.map { [$0.values[0], $0.levels[0], $0.stratum, $0.rows, $0.errors] }
        #expect(found == [[0, 0, 0, 1, 0], [0, 1, 0, 2, 1], [1, 0, 1, 2, 2], [1, 1, 1, 1, 0]])
        #expect(cells.attributes[0].categories == ["dark", "day"])
    }

    @Test func theOrderOfRowsAndUnitsDoesNotShow() throws {
        let units: [UInt64] = [7, 7, 3, 3, 9, 7]
        func cells(_ order: [Int]) throws -> FactorCells {
            try FactorCells(
                factors: [column("node", order.map { node[$0] })],
                attributes: [column("light", order.map { light[$0] })], errors: order.map { errors[$0] },
                units: order.map { units[$0] })
        }
        let a = try cells([0, 1, 2, 3, 4, 5])
        let b = try cells([5, 3, 1, 0, 4, 2])
        #expect(a.cells == b.cells && a.unitCells == b.unitCells && a.unitIDs == [3, 7, 9])
        #expect(a.unitCells?.map(\.rows).reduce(0, +) == 6)
    }

    /// Columns of many values are counted by a dictionary, to the same cells.
    @Test func manyCombinationsAreCountedTheSame() throws {
        let ids = (0..<2_000).map { "i\($0)" }
        let cells = try FactorCells(
            factors: [column("node", ids.map { $0.hasSuffix("1") ? "a" : "b" })],
            attributes: [column("id", ids), column("again", ids)], errors: ids.map { $0.hasSuffix("3") })
        #expect(cells.cells.count == 2_000 && cells.strata == 2_000 && cells.errors == 200)
    }

    @Test func moreCombinationsThanNumbersAreRefused() {
        let ids = (0..<70_000).map { "i\($0)" }
        let columns = (0..<4).map { column("c\($0)", ids) }
        let error = #expect(throws: CauseFault.self) {
            try FactorCells(factors: [], attributes: columns, errors: ids.map { _ in false })
        }
        #expect(error?.problem.description.contains("c0, c1, c2, c3 have more combinations of values") == true)
    }
}
