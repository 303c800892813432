import Foundation
import Record
import Testing

@Suite struct ErrorSetTests {
    @Test func overlapsAndUnionsAreThoseOfSets() {
        var a = ErrorSet([0, 5, 63, 64, 99], of: 100)
        let b = ErrorSet([5, 64, 70, 100, -1], of: 100)
        #expect((a.count, b.count, a.overlap(b)) == (5, 3, 2))
        #expect(a.intersection(b) == ErrorSet([5, 64], of: 100))
        #expect(a.intersection(ErrorSet([5], of: 101)).count == 0)
        a.formUnion(b)
        #expect(a == ErrorSet([0, 5, 63, 64, 70, 99], of: 100))
        #expect(a.overlap(ErrorSet([5], of: 101)) == 0)
    }

    @Test(arguments: [0, 1, 8, 63, 64, 65, 1000])
    func aSetIsReadBackAsItWas(_ total: Int) throws {
        let set = ErrorSet((0..<total).filter { $0 % 3 == 0 }, of: total)
        let text = try JSONEncoder().encode(set)
        #expect(try JSONDecoder().decode(ErrorSet.self, from: text) == set)
    }

    @Test(arguments: [
        "{\"total\":9,\"bits\":\"AA==\"}", "{\"total\":-1,\"bits\":\"\"}", "{\"total\":8,\"bits\":\"?\"}",
    ])
    func whatIsNoSetIsRefused(_ text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ErrorSet.self, from: Data(text.utf8)) }
    }
}
