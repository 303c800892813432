import Artifacts
import Columns
import Foundation
import Record
import Statistics
import Testing

@testable import Tallies

/// Counts of partitions as files, and what is refused where they are added.
@Suite struct PartitionTallyTests {
    private static let table = CountedRows.images(300, sharesUnits: false)

    private static func tally(
        _ rows: Range<Int>, named name: String, columns: [CodedColumn] = table.columns, isPaired: Bool = true,
        leftOut: [String] = []
    ) -> PartitionTally {
        let evaluation = table.evaluation
        let book = Book(
            counting: [Confusion(), Pairs(), Confidences(), BoundedConfidences(), AttributeCells(by: columns)],
            of: evaluation, ResamplingUnits(of: evaluation), pairedWith: table.earlier, by: columns, rows: rows,
            blockRows: 64, edition: "1")
        return PartitionTally(
            PartitionTally.Description(
                dataset: "made", version: "v1", unit: nil, isPaired: isPaired, hasConfidence: true,
                hasProbabilities: true, listed: nil, leftOut: leftOut),
            accounting: RowAccounting(
                itemsRead: rows.count + 1, predictionsRead: rows.count + 1, kept: rows.count,
                refused: [.init(reason: RowAccounting.noLabel, count: 1)]),
            partition: .init(name: name, sha256: "\(name)\(rows)", bytes: 10, rows: rows.count), book: book)
    }

    @Test func aFileReadsBackAndAnyOrderGivesTheSameBytes() throws {
        let parts = [(0..<100, "a"), (100..<101, "b"), (101..<300, "c")].map { Self.tally($0, named: $1) }
        var bytes: Set<Data> = []
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
            var sum = try PartitionTally(decoding: parts[order[0]].encoded())
            for place in order.dropFirst() { try sum.merge(PartitionTally(decoding: parts[place].encoded())) }
            bytes.insert(try sum.encoded())
            #expect(sum.rows == 300)
            #expect(sum.accounting.itemsRead == 303)
            #expect(sum.accounting.refused == [.init(reason: RowAccounting.noLabel, count: 3)])
            #expect(sum.partitions.map(\.name) == ["a", "b", "c"])
        }
        #expect(bytes.count == 1)
        var sum = parts[0]
        for part in parts.dropFirst() { try sum.merge(part) }
        #expect(try sum.book.encoded() == Self.tally(0..<300, named: "all").book.encoded())
    }

    @Test func aPartitionCountsOnce() throws {
        var sum = Self.tally(0..<100, named: "a")
        let before = try sum.encoded()
        #expect(throws: PartitionError.counted("a", as: "a")) { try sum.merge(Self.tally(0..<100, named: "a")) }
        #expect(try sum.encoded() == before, "a refused merge changes nothing")
        #expect(
            PartitionError.counted("a.csv", as: "b.csv").problem.summary
                == "a.csv is counted already, as b.csv: their bytes are the same")
    }

    @Test func partitionsThatWereNotCountedAlikeAreRefused() throws {
        var sum = Self.tally(0..<100, named: "a")
        #expect(
            throws: PartitionError.other([
                "baseline's predictions (there and not there)", "columns left out (none and x)",
            ])
        ) {
            try sum.merge(Self.tally(100..<200, named: "b", isPaired: false, leftOut: ["x"]))
        }
        let (both, one) = (Self.table.columns, [Self.table.columns[0]])
        #expect(
            throws: PartitionError.otherAttributes(AttributeCells(by: both).axes, AttributeCells(by: one).axes)
        ) { try sum.merge(Self.tally(100..<200, named: "b", columns: one)) }
        #expect(
            PartitionError.otherAttributes(AttributeCells(by: both).axes, AttributeCells(by: one).axes).problem.summary
                == "two tallies count other attributes: only one has b")
    }

    @Test func bytesThatAreNoTallyAreRefused() throws {
        let text = String(decoding: try Self.tally(0..<10, named: "a").encoded(), as: UTF8.self)
        #expect(throws: BookError.unreadable("it is cut short")) { try PartitionTally(decoding: Data("{}".utf8)) }
        #expect(throws: BookError.unreadable("it does not begin as one")) {
            try PartitionTally(decoding: Data("{}\n{}".utf8))
        }
        #expect(
            throws: BookError.unreadable("its form is misread-tally/9, and only misread-tally/1 is known")
        ) { try PartitionTally(decoding: Data(text.replacing("misread-tally/1", with: "misread-tally/9").utf8)) }
    }

    @Test func packedNumbersReadBack() throws {
        let lists: [[UInt64]] = [[], [0], [0, 0, 0], [1, 0, 0, 2], [.max, 127, 128, 0], Array(0..<300)]
        for list in lists {
            let bytes = try JSONEncoder().encode([PackedCounts(list)])
            #expect(try JSONDecoder().decode([PackedCounts].self, from: bytes).map(\.values) == [list])
        }
        // A number without an end, and more zeros than a list may have: base64 of 0x80, and of 0, 0xFF x 8, 0x7F.
        for text in ["\"gA==\"", "\"AP//////////fw==\""] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(PackedCounts.self, from: Data(text.utf8))
            }
        }
    }

    @Test func rowsAreMadeAgainAlikeInAllThatIsCounted() throws {
        let tally = Self.tally(0..<300, named: "all")
        let made = TalliedRows(tally, Self.table.evaluation.manifest, Self.table.evaluation.datasheet)
        #expect(made.reason == nil)
        #expect(made.evaluation.count == 300 && made.evaluation.items.count == 300)
        let columns = made.evaluation.items.attributes.map { $0.coded() }
        let again = Book(
            counting: [Confusion(), Pairs(), Values(by: columns)], of: made.evaluation, made.units,
            pairedWith: EarlierAnswers(
                count: 300, rows: made.before.indices.filter { made.before[$0] != nil },
                answers: made.before.compactMap(\.self)), by: columns, edition: "1")
        #expect(again[Confusion()] == tally.book[Confusion()])
        #expect(again[Pairs()] == tally.book[Pairs()])
        let real = Self.table
        let whole = Book(
            counting: [Values(by: real.columns)], of: real.evaluation, ResamplingUnits(of: real.evaluation),
            by: real.columns, edition: "1")
        #expect(again[Values(by: columns)].rows == whole[Values(by: real.columns)].rows)
        // Each half has as many rows as before, and each misclassified combination a row that is known by name.
        let halves = UnitSplit.halves(made.units.ids, rows: 300, from: 0, holdingOut: 0.5)
        let own = UnitSplit.halves(ResamplingUnits(of: real.evaluation).ids, rows: 300, from: 0, holdingOut: 0.5)
        #expect(halves.heldOut.count == own.heldOut.count)
        let names = Set(real.rows.map(\.id))
        let named = (0..<300).filter { made.evaluation.isNamed($0) }
        #expect(named.allSatisfy { names.contains(made.evaluation.items.ids[$0].text) })
        #expect(named.count { !made.evaluation.isCorrect($0) } == (0..<300).count { !real.evaluation.isCorrect($0) })
    }

    @Test func whatIsTooMuchIsSaid() {
        let tally = Self.tally(0..<300, named: "all")
        let few = TalliedRows(tally, Self.table.evaluation.manifest, Self.table.evaluation.datasheet, most: 299)
        #expect(few.reason == "counted from tallies of 300 images, and slices are found among at most 299")
        #expect(few.evaluation.count == 300 && few.evaluation.items.count == 0)
    }

    @Test func aSampleHasItsShareOfEachCombination() throws {
        let tally = Self.tally(0..<300, named: "all")
        let (manifest, sheet) = (Self.table.evaluation.manifest, Self.table.evaluation.datasheet)
        let none = TalliedRows.sample(of: tally, manifest, sheet, most: 300)
        #expect(none.map(\.paired) == nil, "where all rows are made there is no sample")
        let sample = try #require(TalliedRows.sample(of: tally, manifest, sheet, most: 100))
        #expect(sample.reason == nil && sample.evaluation.count == 100 && sample.evaluation.items.count == 100)
        #expect(sample.paired == sample.before.count { $0 != nil })
        for label in 0..<4 as Range<Int32> {
            let all = Self.table.rows.count { $0.label == label }
            let own = sample.evaluation.items.labels.count { $0 == label }
            #expect(abs(Double(own) - Double(all) / 3) < 1, "rows of a label follow each other")
        }
    }

    @Test func fewConfidencesStayApartAndManyKeepTheirBins() {
        let evaluation = Self.table.evaluation
        let block = Block(0..<300, of: evaluation, ResamplingUnits(of: evaluation))
        let exact = ConfidenceTally(Confidences(), over: block).scoreHistogram
        let kept = BoundedConfidenceTally(BoundedConfidences(), over: block)
        #expect(!kept.isCoarse && kept.scoreHistogram == exact)
        let coarse = BoundedConfidenceTally(BoundedConfidences(most: 3), over: block)
        #expect(coarse.isCoarse && coarse.scoreHistogram.n == 300 && coarse.scoreHistogram.hits == exact.hits)
        for bins in [10, 15, 20] {
            let (a, b) = (
                exact.bins(EqualWidthBins(bins)).ece ?? -1, coarse.scoreHistogram.bins(EqualWidthBins(bins)).ece ?? -2
            )
            // One that lies on an edge, to within what a cell keeps of it, may count on its other side.
            let onEdges = exact.scoreLevels.filter { level in
                let place = level.score * Double(bins)
                return abs(place - place.rounded()) < 1e-6
            }.reduce(0) { $0 + $1.count }
            #expect(abs(a - b) < 1e-9 + Double(onEdges) / 300, "\(bins) bins, \(onEdges) on edges")
        }
    }
}
