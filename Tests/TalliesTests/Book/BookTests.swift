import Artifacts
import Diagnostics
import Foundation
import Statistics
import Synchronization
import Testing

@testable import Tallies

/// Counts how often it is counted.
private struct Probe: TallyRequest {
    typealias Counted = ProbeTally
    static let kind = "probe"
    let name: String
}

private struct ProbeTally: Tally {
    static let counted = Mutex<[String: Int]>([:])
    var rows: Int

    init(_ request: Probe, over block: Block) {
        Self.counted.withLock { $0["\(request.name) \(block.rows)", default: 0] += 1 }
        rows = block.rows.count
    }

    mutating func merge(_ other: ProbeTally) { rows += other.rows }
}

@Suite struct BookTests {
    private let evaluation = CountedRows.images(100, sharesUnits: true).evaluation

    private func book(
        _ requests: [any TallyRequest] = [Confusion(), Confidences()], rows: Range<Int>? = nil, edition: String = "1"
    ) -> Book {
        Book(
            counting: requests, of: evaluation, ResamplingUnits(of: evaluation), rows: rows ?? 0..<evaluation.count,
            blockRows: 30, edition: edition)
    }

    @Test func equalRequestsAreCountedOnceABlock() {
        let name = UUID().uuidString
        let book = book([Probe(name: name + "a"), Confusion(), Probe(name: name + "b"), Probe(name: name + "a")])
        let counted = ProbeTally.counted.withLock { all in all.filter { $0.key.contains(name) } }
        #expect(counted.count == 8, "two requests over four blocks: \(counted)")
        #expect(counted.values.allSatisfy { $0 == 1 })
        #expect(book[Probe(name: name + "a")].rows == 100)
        #expect(book.requests.count == 3)
    }

    @Test func aCountThatNobodyAskedForSaysWhatToDo() {
        #expect(
            Book.notRequested(Confusion())
                == "the book was not asked to count Confusion(): return it from requests(_:) of the analysis that reads it"
        )
    }

    @Test func aBookReadsBackAndMergesToTheWhole() throws {
        let whole = book()
        var read = try Book(decoding: book(rows: 0..<41).encoded())
        try read.merge(Book(decoding: book(rows: 41..<100).encoded()))
        #expect(try read.encoded() == whole.encoded())
        #expect(read[Confusion()] == whole[Confusion()])
    }

    @Test func booksOfOtherClassesRequestsOrEditionsAreRefused() throws {
        var own = book()
        #expect(throws: BookError.otherEdition("1", "2")) { try own.merge(book(edition: "2")) }
        #expect(throws: BookError.otherRequests(["Confidences()"])) { try own.merge(book([Confusion()])) }
        let other = CountedRows.objects(20).evaluation
        let theirs = Book(
            counting: [Confusion(), Confidences()], of: other, ResamplingUnits(of: other), edition: "1")
        #expect(throws: BookError.otherClasses(["a", "b", "c", "d"], ["a", "b", "c"])) { try own.merge(theirs) }
        #expect(try own.encoded() == book().encoded(), "a refused merge changes nothing")
    }

    @Test func bytesThatAreNoBookAreRefused() throws {
        #expect(throws: BookError.unreadable("it is not in the form misread-book/1")) {
            try Book(decoding: Data("{}".utf8))
        }
        let text = String(decoding: try book([Confusion()]).encoded(), as: UTF8.self)
        #expect(throws: BookError.unknownKind("confusion2")) {
            try Book(decoding: Data(text.replacing("\"confusion\"", with: "\"confusion2\"").utf8))
        }
        #expect(throws: BookError.unreadable("its form is misread-book/9, and only misread-book/1 is known")) {
            try Book(decoding: Data(text.replacing("misread-book/1", with: "misread-book/9").utf8))
        }
    }

    @Test(arguments: [
        (BookError.unreadable("x"), "this is no book of counts: x"),
        (.unknownKind("x"), "this program does not count \"x\""),
        (.otherEdition("1", "2"), "one book was counted by edition 1 and the other by 2"),
        (
            .otherClasses(["a"], ["b", "c"]),
            "the classes differ: 1 in one book and 2 in the other, or in another order"
        ),
        (.otherRequests(["A()", "B()"]), "only one of the books counts A(), B()"),
    ])
    func anErrorSaysWhatDiffers(_ error: BookError, _ words: String) {
        #expect(error.problem.summary == words)
    }
}
