import Foundation
import Record
import Testing

/// What an archive keeps of a detector's errors by type, and what the types are called.
@Suite struct ErrorTypeCountsTests {
    private static let counts = ErrorTypeCounts(
        ["a", "b"], [(id: UInt64.max, counts: [1, 70_000]), (id: UInt64(3), counts: [0, 258])])

    @Test func countsAreReadBackAsTheyWere() throws {
        let bytes = try JSONEncoder().encode(Self.counts)
        let read = try JSONDecoder().decode(ErrorTypeCounts.self, from: bytes)
        #expect(read == Self.counts)
        #expect(read["a"]?.ids == [3, .max] && read["a"]?.counts == [0, 1])
        #expect(read["b"]?.counts == [258, 65_535] && read["c"] == nil)
    }

    /// 3, little-endian, with counts of 0 and 258, is twelve bytes; one less is no row.
    @Test func aRowThatIsNoneIsRefused() throws {
        func read(_ bytes: [UInt8]) throws -> ErrorTypeCounts {
            let text = "{\"kinds\":[\"a\",\"b\"],\"images\":\"\(Data(bytes).base64EncodedString())\"}"
            return try JSONDecoder().decode(ErrorTypeCounts.self, from: Data(text.utf8))
        }
        let row: [UInt8] = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1]
        #expect(try read(row)["b"]?.counts == [258])
        #expect(throws: DecodingError.self) { try read(row.dropLast()) }
    }

    /// An id rests on the type alone: the start of the digest of `19:localisation-errors`, by sha256sum.
    @Test(arguments: [
        (FailureMode.localisationErrors, "localisation-errors-7fef02"),
        (FailureMode.missedObjects, "missed-objects-1bfd74"),
        (FailureMode.bothErrors, "class-and-box-errors-3778d0"),
        (FailureMode.overconfidentScores, "overconfident-scores-adfe52"),
    ])
    func anIdIsThatOfTheTypeAlone(_ given: (kind: String, id: String)) {
        let mode = FailureMode.other(kind: given.kind, [])
        #expect(mode.stableID == given.id)
        #expect(mode.isErrorType == (given.kind != FailureMode.overconfidentScores))
        #expect(mode.isOfScores != mode.isErrorType)
    }
}
