import Foundation
import Record
import Testing

/// Archives carry these words, so none may change; what a cell is marked with says the same word.
@Suite struct StatusTests {
    @Test func aReleaseGateKeepsItsWords() throws {
        #expect(GateStatus.allCases.map(\.rawValue) == ["passed", "failed", "inconclusive", "waived", "notMeasured"])
        #expect(
            GateStatus.allCases.map { Mark($0).rawValue } == ["passed", "failed", "undecided", "waived", "notMeasured"])
        #expect(Set(GateStatus.failingFirst) == Set(GateStatus.allCases))
    }

    @Test func aFailureModeKeepsItsWords() {
        #expect(
            LifeCycle.allCases.map(\.rawValue)
                == ["new", "worse", "better", "persisting", "fixed", "neutral", "notMeasured"])
        #expect(LifeCycle.allCases.map { Mark($0).rawValue } == LifeCycle.allCases.map(\.rawValue))
        #expect([Finding.Standing.finding, .lead].map { Mark($0).rawValue } == ["finding", "lead"])
        #expect(Trend.allCases.map { Mark($0).rawValue } == ["worse", "better", "undecided"])
    }

    /// As an archive of 0.1.1 has it.
    @Test func aCellOfAnOlderArchiveIsRead() throws {
        let text = #"{"state":{"_0":"persisting","_1":"as before"}}"#
        #expect(try JSONDecoder().decode(Cell.self, from: Data(text.utf8)) == .state(.persisting, "as before"))
    }
}
