import Testing

@testable import Artifacts

@Suite struct IdentifierTests {
    @Test func numbersStandBeforeTextAndTextInTheOrderOfItsBytes() {
        let sorted: [Identifier] = [
            .number(-5), .number(2), .number(10), .text(""), .text("10"), .text("9"), .text("é"),
        ]
        #expect(Array(sorted.reversed()).sorted() == sorted)
    }

    @Test func twoSpellingsOfOneLetterAreTwoIdentifiers() {
        let (composed, decomposed) = (Identifier.text("\u{E9}"), Identifier.text("e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, .number(1), .text("1")]).count == 4)
        #expect(composed < decomposed || decomposed < composed)
    }

    @Test func aNumberHasATextAndOnlyItsOwnTextIsANumber() {
        #expect(Identifier.number(-7).inOtherKind == .text("-7"))
        #expect(Identifier.text("42").inOtherKind == .number(42))
        for text in ["042", "+42", " 42", "42.0", "4e1", "99999999999999999999", "", "-0"] {
            #expect(Identifier.text(text).inOtherKind == nil, "\(text)")
        }
    }

    @Test func codesAreGivenInTheOrderOfMeetingAndStayTheSameAsTheTableGrows() {
        var table = IdentifierTable(expecting: 0)
        // Numbers and the texts that spell them, so that only the kind tells half of them apart.
        let met: [Identifier] = (0..<2000).flatMap { [.number($0 &* 7919 - 5000), .text("\($0 &* 7919 - 5000)")] }
        for (code, identifier) in met.enumerated() { #expect(table.code(of: identifier) == Int32(code)) }
        #expect(table.count == met.count)
        for (code, identifier) in met.enumerated() where code % 97 == 0 {
            #expect(table.code(of: identifier) == Int32(code))
            switch identifier {
            case .number(let number): #expect(table.find(number) == Int32(code))
            case .text(var text): #expect(text.withUTF8 { table.find($0) } == Int32(code))
            }
        }
        #expect(table.find(1) == nil)
        var unknown = "unknown"
        #expect(unknown.withUTF8 { table.find($0) } == nil)
        #expect(table.count == met.count)
    }

    @Test func theExtremesOfAnIntegerAreIdentifiers() {
        var table = IdentifierTable()
        #expect([Int.min, Int.max, 0, -1].map { table.code(of: .number($0)) } == [0, 1, 2, 3])
        #expect(table.find(Int.min) == 0 && table.find(-1) == 3)
    }
}
