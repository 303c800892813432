import Columns
import Testing

@testable import Tallies

@Suite struct SliceErrorTests {
    @Test func errorsSayWhatWasFoundAndWhatWasExpected() {
        let worded: [(SliceError, String)] = [
            (.noRows, "error: the table has no rows"),
            (.noAttributes, "error: there is no column to slice by; give at least one column beside the error"),
            (
                .rowsDiffer(column: "blur", rows: 9, expected: 10),
                "error: column blur has 9 rows, the error column has 10"
            ),
            (.repeatedColumn("blur"), "error: two columns are called blur; rename one of them"),
            (
                .badLoss(row: 3, value: -2),
                "error: the error of row 3 is -2.0; an error is 0, 1 or a loss of at least 0; was it a log-likelihood?"
            ),
            (
                .badLoss(row: 3, value: .nan),
                "error: the error of row 3 is nan, which cannot be added up; leave the row out, or give the error a value"
            ),
            (
                .badSetting(name: "max-depth", value: "7", expected: "1 to 6"),
                "error: max-depth is 7, expected 1 to 6"
            ),
            (
                .tooManyCombinations(depth: 4, count: 10, limit: 9),
                "error: 10 combinations of 4 attributes have enough rows, more than the 9 that are counted; "
                    + "raise --min-support or lower --max-depth"
            ),
            (.tooManyRows(9, limit: 8), "error: 9 rows are more than the 8 that one table can have"),
            (.shardsDisagree, "error: the shards have different attributes, cuts or scales and cannot be added"),
            (
                .lossAboveScale(row: 3, value: 9.5, limit: 8),
                "error: the error of row 3 is 9.5, and the scale given holds losses below 8.0; give a larger "
                    + "--largest-loss, the same for all tallies that are added"
            ),
            (
                .tallyNeedsScale,
                "error: a tally of losses other than 0 and 1 needs --largest-loss; give one that no loss passes, the same "
                    + "for all tallies that are added"
            ),
            (.tallyTooLarge, "error: the tallies add up to more than 64 bits hold"),
            (
                .badTally("it is cut short"),
                "error: this is no tally: it is cut short; `misread measure slices --tally` writes one"
            ),
        ]
        for (error, text) in worded { #expect(error.problem.description == text) }
    }

    @Test func settingsOutsideTheirRangeAreRefused() throws {
        let table = try SliceTable(
            columns: [CodedColumn(name: "a", integers: [1, 2])], losses: LossColumn(isError: [true, false]))
        let wrong: [(inout SliceSettings) -> Void] = [
            { $0.alpha = 0 }, { $0.alpha = 1.5 }, { $0.minSupport = 0 }, { $0.maxDepth = 0 }, { $0.maxDepth = 7 },
            { $0.top = 0 }, { $0.validate = 1 }, { $0.validate = -0.1 }, { $0.level = 0 }, { $0.permutations = 3 },
            { $0.threads = 0 },
        ]
        for spoil in wrong {
            var settings = SliceSettings()
            spoil(&settings)
            #expect(throws: SliceError.self) { try SliceFindings(of: [table], settings) }
        }
    }

    @Test func tablesThatCannotBeSlicedAreRefused() throws {
        let losses = LossColumn(isError: [true, false])
        let column = CodedColumn(name: "a", integers: [1, 2])
        #expect(throws: SliceError.noAttributes) { try SliceTable(columns: [], losses: losses) }
        #expect(throws: SliceError.noRows) {
            try SliceTable(columns: [column], losses: LossColumn(isError: []))
        }
        #expect(throws: SliceError.repeatedColumn("a")) {
            try SliceTable(columns: [column, column], losses: losses)
        }
        #expect(throws: SliceError.rowsDiffer(column: "b", rows: 1, expected: 2)) {
            try SliceTable(columns: [column, CodedColumn(name: "b", integers: [1])], losses: losses)
        }
    }
}
