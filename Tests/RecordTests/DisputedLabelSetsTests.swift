import Foundation
import Testing

@testable import Record

@Suite struct DisputedLabelSetsTests {
    private static let list = DisputedLabelSets(
        images: [.init(name: "a", file: "a.png", weight: 0), .init(name: "b", file: nil, weight: 0.25)],
        disputes: [.init(image: 0, label: 2, doubt: .missing, score: 0.9, weight: 0.8)])

    @Test func itIsReadBackAsItWasWritten() throws {
        let bytes = try JSONEncoder().encode(Self.list)
        #expect(try JSONDecoder().decode(DisputedLabelSets.self, from: bytes) == Self.list)
    }

    @Test(arguments: [("\"image\":0", "\"image\":2"), ("\"image\":0", "\"image\":-1"), ("\"label\":2", "\"label\":-1")])
    func aPlaceThatIsNoneIsRefused(_ old: String, _ new: String) throws {
        let text = String(decoding: try JSONEncoder().encode(Self.list), as: UTF8.self)
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(DisputedLabelSets.self, from: Data(changed.utf8))
        }
    }
}
