import Artifacts
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Tallies

/// What makes a count a tally, for every kind of request there is.
@Suite struct TallyLawTests {
    /// Requests of every kind; one that is in no list here fails `everyKindIsHeldToTheLaws`.
    static let requests: [any TallyRequest] = [
        Confusion(), Confidences(), ClassConfidences(), ClassScoreCells(), UnitConfidences(), ClassGapReplicates(),
        LabelRanks(),
        Replicates(),
        ThresholdOutcomes(from: 0), ThresholdOutcomes(from: 0.4), ThresholdOutcomes(from: 1),
        Exemplars(.wrong(from: 0.3), limit: 5),
        Exemplars(.right(from: 0), limit: 400), Exemplars(.rightBelow(0.4), .leastConfident, limit: 1),
        Exemplars(.secondChoice, .narrowest, limit: 7), Exemplars(.right(from: 0), of: .labels, limit: 3),
        Exemplars(.wrong(from: 0.2), of: .pairs, limit: 2),
        OwnProbabilities(), ConfidentJoint(thresholds: [0.3, 0.25, nil, 0.4], limit: 6),
        Values(by: [tables[0].columns[1]]), Values(by: tables[0].columns),
        Values(by: tables[0].columns, isPaired: true), GroupAnswers(by: tables[0].columns[1]),
        BoundedConfidences(), BoundedConfidences(most: 3), AttributeCells(by: tables[0].columns),
        AttributeCells(by: tables[0].columns, most: 40), AttributeCells(by: []),
        Pairs(), Exemplars(.broken, of: .labels, limit: 3), Exemplars(.fixed, limit: 9), Exemplars(.held, limit: 4),
    ]

    static let tables = [
        CountedRows.images(300, sharesUnits: false), CountedRows.images(300, sharesUnits: true),
        CountedRows.objects(300),
    ]

    static var cases: [(Int, Int)] {
        requests.indices.flatMap { request in tables.indices.map { (request, $0) } }
    }

    @Test(arguments: cases)
    func anyPartitionInAnyOrderAndGroupingGivesTheSameBits(_ request: Int, _ table: Int) {
        func law<Request: TallyRequest>(_ request: Request) {
            let evaluation = Self.tables[table].evaluation
            let units = ResamplingUnits(of: evaluation)
            let (earlier, columns) = (Self.tables[table].earlier, Self.tables[table].columns)
            let whole = Request.Counted(
                request, over: Block(0..<300, of: evaluation, units, pairedWith: earlier, by: columns))
            for cuts in [[0, 150, 300], [0, 1, 2, 299, 300], [0, 0, 300, 300], [0, 100, 101, 180, 300]] {
                var parts = zip(cuts, cuts.dropFirst()).map {
                    Request.Counted(
                        request, over: Block($0..<$1, of: evaluation, units, pairedWith: earlier, by: columns))
                }
                for _ in 0..<2 {
                    var merged = parts[0]
                    for part in parts.dropFirst() { merged.merge(part) }
                    #expect(merged == whole, "\(request): left to right")
                    var right = parts[parts.count - 1]
                    for part in parts.dropLast().reversed() {
                        var next = part
                        next.merge(right)
                        right = next
                    }
                    #expect(right == whole, "\(request): right to left")
                    parts.reverse()
                }
            }
        }
        law(Self.requests[request])
    }

    @Test(arguments: cases)
    func theOrderOfRowsDoesNotShow(_ request: Int, _ table: Int) {
        func law<Request: TallyRequest>(_ request: Request) {
            func counted(_ rows: CountedRows) -> Request.Counted {
                let evaluation = rows.evaluation
                return Request.Counted(
                    request,
                    over: Block(
                        0..<evaluation.count, of: evaluation, ResamplingUnits(of: evaluation), pairedWith: rows.earlier,
                        by: rows.columns)
                )
            }
            let whole = counted(Self.tables[table])
            for seed in 1...3 as ClosedRange<UInt64> { #expect(counted(Self.tables[table].shuffled(seed)) == whole) }
        }
        law(Self.requests[request])
    }

    @Test(arguments: cases)
    func theEmptyBlockAddsNothing(_ request: Int, _ table: Int) {
        func law<Request: TallyRequest>(_ request: Request) {
            let evaluation = Self.tables[table].evaluation
            let units = ResamplingUnits(of: evaluation)
            let (earlier, columns) = (Self.tables[table].earlier, Self.tables[table].columns)
            let whole = Request.Counted(
                request, over: Block(0..<300, of: evaluation, units, pairedWith: earlier, by: columns))
            let none = Request.Counted(
                request, over: Block(0..<0, of: evaluation, units, pairedWith: earlier, by: columns))
            var (left, right) = (none, whole)
            left.merge(whole)
            right.merge(none)
            #expect(left == whole && right == whole)
        }
        law(Self.requests[request])
    }

    @Test(arguments: cases)
    func aTallyReadsBackAsItWasWritten(_ request: Int, _ table: Int) throws {
        func law<Request: TallyRequest>(_ request: Request) throws {
            let evaluation = Self.tables[table].evaluation
            let units = ResamplingUnits(of: evaluation)
            let (earlier, columns) = (Self.tables[table].earlier, Self.tables[table].columns)
            let whole = Request.Counted(
                request, over: Block(0..<300, of: evaluation, units, pairedWith: earlier, by: columns))
            let bytes = try JSONEncoder().encode(whole)
            #expect(try JSONDecoder().decode(Request.Counted.self, from: bytes) == whole)
            #expect(try JSONDecoder().decode(Request.self, from: JSONEncoder().encode(request)) == request)
        }
        try law(Self.requests[request])
    }

    @Test(arguments: tables.indices)
    func threadsAndBlocksDoNotShowInABook(_ table: Int) throws {
        let evaluation = Self.tables[table].evaluation
        let units = ResamplingUnits(of: evaluation)
        let (earlier, columns) = (Self.tables[table].earlier, Self.tables[table].columns)
        let whole = try Book(
            counting: Self.requests, of: evaluation, units, pairedWith: earlier, by: columns, edition: "1"
        )
        .encoded()
        for (threads, blockRows) in [(1, 7), (4, 7), (4, 300), (8, 1)] {
            let book = Book(
                counting: Self.requests, of: evaluation, units, pairedWith: earlier, by: columns, rows: 0..<300,
                blockRows: blockRows, edition: "1",
                threads: threads)
            #expect(try book.encoded() == whole)
        }
    }

    @Test func everyKindIsHeldToTheLaws() {
        let held = Set(Self.requests.map { type(of: $0).kind })
        #expect(
            held == Set(Book.allKinds.map { $0.kind }), "a request of every kind has to be in the list of this suite")
        #expect(Set(Book.allKinds.map { $0.kind }).count == Book.allKinds.count, "kinds have names of their own")
    }

    @Test func everyRequestInTheSourcesIsAKind() throws {
        let known = Set(Book.allKinds.map { "\($0)" })
        var found: Set<String> = []
        for file in Repository.files(under: "Sources", withExtension: "swift") {
            for line in try Repository.text("Sources/\(file)").split(separator: "\n")
            where line.contains(": TallyRequest {") && line.contains("struct ") {
                let name = line.split(separator: "struct ")[1].prefix { $0.isLetter || $0.isNumber }
                found.insert(String(name))
            }
        }
        #expect(found == known, "every request is a line of Sources/Tallies/TallyKinds.swift")
    }
}
