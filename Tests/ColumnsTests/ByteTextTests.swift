import Foundation
import Testing

@testable import Columns

/// Names are what their bytes are, whichever type they have.
@Suite struct ByteTextTests {
    /// One letter composed, and as a letter and an accent: equal to Swift, two names here.
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"

    private func expectLaws<Text: ByteText>(_ type: Text.Type) throws {
        #expect(Self.composed == Self.decomposed)
        let (a, b) = (Text(Self.composed), Text(Self.decomposed))
        #expect(a != b && a == Text(Self.composed) && b == Text(Self.decomposed))
        #expect(Set([a, b, Text(Self.composed)]).count == 2)
        #expect([a: 1, b: 2][Text(Self.decomposed)] == 2)
        #expect(a.hashValue == Text("caf" + "\u{E9}").hashValue)
        // By bytes: 'e' is 65 and the first byte of the composed letter C3.
        #expect(b < a && !(a < b) && !(a < a))
        let texts = ["b", "", "a", "Z", "10", "9", "é", "e\u{301}", "\u{1F600}", "a\0", "a"]
        let sorted = texts.map { Text($0) }.sorted()
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { !$1.text.utf8.lexicographicallyPrecedes($0.text.utf8) })
        #expect(sorted.first == "" && sorted.last?.text == "\u{1F600}")
        for x in texts {
            for y in texts {
                #expect((Text(x) == Text(y)) == Array(x.utf8).elementsEqual(Array(y.utf8)))
                #expect((Text(x) < Text(y)) == Array(x.utf8).lexicographicallyPrecedes(Array(y.utf8)))
            }
        }
        #expect(String(decoding: try JSONEncoder().encode(["k": a]), as: UTF8.self) == "{\"k\":\"\(Self.composed)\"}")
        for name in [a, b] {
            let back = try JSONDecoder().decode([Text].self, from: JSONEncoder().encode([name]))
            #expect(back == [name])
        }
        #expect("\(b)".utf8.elementsEqual(Self.decomposed.utf8))
    }

    @Test func idsClassesAndNamesAreTheirBytes() throws {
        try expectLaws(ItemID.self)
        try expectLaws(ClassName.self)
        try expectLaws(Name.self)
    }

    @Test func textThatIsNotContiguousIsTheSameName() {
        let bridged = NSString(string: "image-\u{E9}") as String
        #expect(ItemID(bridged) == "image-\u{E9}" && !(ItemID(bridged) < "image-\u{E9}"))
        #expect(Set([ItemID(bridged), "image-\u{E9}"]).count == 1)
        let part = "xxabcxx".dropFirst(2).dropLast(2)
        #expect(Name(String(part)) == "abc")
    }

    @Test func classCodesAreByBytes() {
        var codes = ClassCodes(["cat", ClassName(Self.composed), "cat"])
        #expect(codes.code(of: ClassName(Self.composed)) == 1 && codes.code(of: ClassName(Self.decomposed)) == nil)
        #expect(codes.code(of: "cat") == 0)
        #expect(codes.add(ClassName(Self.decomposed)) == 3 && codes.add("cat") == 0)
        #expect(codes.inByteOrder == [3, 1, 0, 2], "decomposed, composed, then the two that are called cat")
    }
}
