import Foundation
import Record
import Testing

/// What an archive keeps of disputed objects.
@Suite struct DisputedObjectsTests {
    private static let list = DisputedObjects(
        images: [.init(name: "a", file: nil, width: 10, height: nil, weight: 0.5)], errors: [0],
        disputes: [
            .init(
                image: 0, doubt: .badLocation, predicted: 1, box: [0, 1, 2, 3], score: 0.9, weight: 1,
                labelled: .init(annotation: nil, label: 1, box: [1, 1, 2, 3], iou: 0.4))
        ])

    @Test func aListIsReadBackAsItWas() throws {
        let bytes = try JSONEncoder().encode(Self.list)
        #expect(try JSONDecoder().decode(DisputedObjects.self, from: bytes) == Self.list)
    }

    /// An archive that was changed by hand never leads outside of its lists.
    @Test(arguments: [
        ("\"errors\":[0]", "\"errors\":[1]"), ("\"errors\":[0]", "\"errors\":[-1]"),
        ("\"image\":0", "\"image\":4"), ("[0,1,2,3]", "[0,1,2]"), ("[1,1,2,3]", "[]"),
    ])
    func aPlaceThatIsNoneIsRefused(_ change: (from: String, to: String)) throws {
        let text = String(decoding: try JSONEncoder().encode(Self.list), as: UTF8.self)
        let changed = text.replacingOccurrences(of: change.from, with: change.to)
        #expect(changed != text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(DisputedObjects.self, from: Data(changed.utf8))
        }
    }
}
