import Foundation
import Testing

@testable import Columns

/// Foundation has one too.
private typealias Predicate = Columns.Predicate

@Suite struct PredicateTests {
    private func rows(_ predicate: Predicate, _ column: Column) -> [Int]? {
        predicate.rows(of: column).map { test in (0..<column.count).filter { test.holds($0) } }
    }

    private func numbers(_ values: [Double]) -> Column { .numeric(NumericColumn(name: "blur", values: values)) }

    @Test(arguments: [
        (ValueRange.Closed.right, [2.0, 3]), (.left, [1, 2]), (.both, [1, 2, 3]), (.neither, [2]),
    ])
    func anEdgeBelongsToTheSideThatIsClosed(_ closed: ValueRange.Closed, _ inside: [Double]) {
        let range = ValueRange(1, 3, closed: closed)
        let values: [Double] = [-.infinity, 0, 1, 2, 3, 4, .infinity, .nan]
        #expect(values.filter { range.contains($0) } == inside)
        // Just inside and just outside.
        #expect(range.contains(1.0.nextUp) && range.contains(3.0.nextDown))
        #expect(!range.contains(1.0.nextDown) && !range.contains(3.0.nextUp))
    }

    @Test func anEdgeThatIsNotThereExcludesNothingAndNaNIsInNoRange() {
        for closed in [ValueRange.Closed.right, .left, .both, .neither] {
            let all = ValueRange(closed: closed)
            #expect([-.infinity, -1, 0, .infinity].allSatisfy { all.contains($0) })
            #expect(!all.contains(.nan))
            #expect(ValueRange(-.infinity, 2, closed: closed).contains(-.infinity))
            #expect(ValueRange(2, .infinity, closed: closed).contains(.infinity))
            #expect(!ValueRange(-.infinity, 2, closed: closed).contains(3))
        }
        #expect(ValueRange(0, 0, closed: .both).contains(-0.0))
    }

    @Test func theBucketsOfAColumnHoldEachNumberOnceAsTheyWereCut() {
        let values: [Double] = [3, -1, .nan, 7, 7, 0, 12, 5, -.infinity, .infinity, 3]
        for rule in [Bucketing.Rule.quantiles(4), .cuts([0, 7]), .quantiles(1)] {
            let column = numbers(values).coded(by: rule)
            for code in column.categories.indices {
                let predicate = column.predicate(code)
                #expect((predicate.range == nil) == (predicate.value == CodedColumn.missing))
                let expected = values.indices.filter { column.codes[$0] == code }
                #expect(rows(predicate, numbers(values)) == expected, "\(predicate) by \(rule), of numbers")
                #expect(rows(predicate, .coded(column)) == expected, "\(predicate) by \(rule), of buckets")
            }
        }
    }

    @Test func aRangeMeansTheSameImagesWhereTheQuantilesHaveMoved() {
        let before = numbers([1, 2, 3, 4]).coded(by: .quantiles(2))
        let low = before.predicate("lowest")
        let now = numbers([1, 2, 3, 4, -5, -6, -7])
        // By its name it would be another set: half of those that are there now.
        let buckets = now.coded(by: .quantiles(2))
        #expect(rows(low, now) == [0, 1, 4, 5, 6])
        #expect(rows(Predicate("blur", "lowest"), .coded(buckets)) == [0, 4, 5, 6])
        #expect(rows(low, .coded(buckets)) == nil, "buckets that were cut elsewhere do not say which rows")
        // What an old archive kept says no edges, and numbers alone do not say which bucket.
        #expect(rows(Predicate("blur", "lowest"), now) == nil)
    }

    @Test func categoriesAndWhatIsMissingAreMatchedByTheirBytes() {
        let column = Column.coded(CodedColumn(name: "light", texts: ["caf\u{E9}", "", "day", "cafe\u{301}"]))
        #expect(rows(Predicate("light", "caf\u{E9}"), column) == [0])
        #expect(rows(Predicate("light", "cafe\u{301}"), column) == [3])
        #expect(rows(Predicate("light", CodedColumn.missing), column) == [1])
        #expect(rows(Predicate("light", "dusk"), column) == nil)
        #expect(rows(Predicate("blur", CodedColumn.missing), numbers([1, .nan])) == [1])
        #expect(rows(Predicate("blur", CodedColumn.missing), numbers([1])) == nil)
        // Numbers that have become categories are found by the name that their bucket had.
        let ranged = Predicate("light", ValueRange(0, 1), called: "day")
        #expect(rows(ranged, column) == [2])
    }

    @Test func itsIDTextKeepsAndNeverSaysTheEdges() {
        let plain = Predicate("blur", "lowest")
        #expect(plain.idText == "4:blur=lowest")
        #expect(Predicate("blur", ValueRange(0, 1), called: "lowest").idText == plain.idText)
        #expect(Predicate(label: "8").idText == "5:label=8")
        #expect(Predicate("\u{E9}", "x").idText == "2:\u{E9}=x", "the prefix counts bytes")
    }

    @Test func whatIsWrittenIsReadBackAndOldArchivesAreRead() throws {
        let ranges: [ValueRange?] = [nil, ValueRange(-0.5, 1), ValueRange(0.1, .infinity), ValueRange(closed: .both)]
        for range in ranges {
            let predicate = Predicate("blur", range, called: "low")
            #expect(try JSONDecoder().decode(Predicate.self, from: JSONEncoder().encode(predicate)) == predicate)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        func text(_ predicate: Predicate) throws -> String {
            String(decoding: try encoder.encode(predicate), as: UTF8.self)
        }
        #expect(try text(Predicate("light", "day")) == #"{"attribute":"light","value":"day"}"#)
        #expect(
            try text(Predicate("blur", ValueRange(-.infinity, 0.5), called: "lowest"))
                == #"{"attribute":"blur","range":{"closed":"right","high":0.5},"value":"lowest"}"#)
        let old = try JSONDecoder().decode(Predicate.self, from: Data(#"{"attribute":"blur","value":"low"}"#.utf8))
        #expect(old == Predicate("blur", "low"))
    }
}
