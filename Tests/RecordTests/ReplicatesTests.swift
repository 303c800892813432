import Foundation
import Testing

@testable import Record

@Suite struct ReplicatesTests {
    private func read(_ json: String) throws -> [Double] {
        try JSONDecoder().decode([Replicates].self, from: Data("[\(json)]".utf8))[0].values
    }

    @Test func whatIsKeptIsReadBack() throws {
        let kept = Replicates([0.1, -3, 1e-9, 0])
        let data = try JSONEncoder().encode([kept])
        #expect(try JSONDecoder().decode([Replicates].self, from: data) == [kept])
        #expect(kept.values == [0.1, -3, 1e-9, 0].map { Double(Float($0)) })
    }

    @Test func theFirstByteIsTheLowest() throws {
        // 1 is 0x3f800000.
        #expect(try read("\"AACAPw==\"") == [1])
    }

    @Test func archivesBeforeKeptAListOfNumbers() throws {
        #expect(try read("[0.25, 0.5]") == [0.25, 0.5])
    }

    @Test(arguments: ["\"AACA\"", "\"not base64!\"", "\"AADAfw==\"", "true"])
    func anythingElseIsRefused(_ json: String) {
        #expect(throws: DecodingError.self) { try read(json) }
    }
}
