import Artifacts
import Columns
import Record
import Testing

@testable import Findings

/// What the archive keeps of an item is found again by a hash of its id: two items of one hash are refused.
@Suite struct OutcomeCollisionTests {
    private static let evaluation = MadeEvaluation.clean(classes: 2, perClass: 3).evaluation

    @Test func itemsThatHashAlikeAreNamed() throws {
        let evaluation = Self.evaluation
        let ids = evaluation.items.ids
        let rows = ids.indices.map { (hash: UInt64($0 == 4 ? 1 : $0), row: $0) }.sorted { $0.hash < $1.hash }
        let error = #expect(throws: WorkspaceError.self) { try OutcomeTable.checked(evaluation, rows) }
        #expect(
            error?.problem.description
                == "datasets/\(evaluation.datasheet.name): error: \"\(ids[1])\" and \"\(ids[4])\" have the same 64-bit "
                + "hash, and are told apart by it when rows are resampled and paired; rename one of them")
    }

    @Test func otherItemsAreKeptAsTheyAre() throws {
        #expect(try OutcomeTable.checked(Self.evaluation) == OutcomeTable(of: Self.evaluation))
    }
}
