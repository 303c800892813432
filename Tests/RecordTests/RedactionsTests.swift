import Record
import Testing

/// What is not to be seen, asked of items and of pictures.
@Suite struct RedactionsTests {
    private static let redactions = Redactions([
        (image: "a", cover: .parts(["1 2 3 4"])), (image: "b", cover: .all), (image: "a", cover: .parts(["5 6 7 8"])),
        (image: "a object 7", cover: .all),
    ])

    @Test func partsOfAnImageAreCoveredWithIt() {
        #expect(Self.redactions.cover(of: "a") == .parts(["1 2 3 4", "5 6 7 8"]))
        #expect(Self.redactions.cover(of: "a object 3") == Self.redactions.cover(of: "a"))
        #expect(Self.redactions.cover(of: "b detection 12") == .all)
        // An image may be called like a part of another.
        #expect(Self.redactions.cover(of: "a object 7") == .all)
        #expect(Self.redactions.cover(of: "a object 7 detection 0") == .all)
        for other in ["c", "a object", "a object x", "A", "a detection ", "aa object 3"] {
            #expect(Self.redactions.cover(of: other) == nil, "\(other)")
        }
        #expect(Redactions.none.cover(of: "a") == nil)
    }

    @Test func allIsMoreThanParts() {
        let redactions = Redactions([(image: "a", cover: .all), (image: "a", cover: .parts(["x"]))])
        #expect(redactions.cover(of: "a") == .all)
    }

    private static func picture(_ item: String, _ covered: [String]? = nil) -> Picture {
        Picture(item: item, kind: .photo, file: "images/\(item).png", width: 1, height: 1, covered: covered)
    }

    @Test func aPictureIsExposedUnlessItIsCoveredAsItHasToBe() {
        #expect(Self.redactions.isExposed(by: Self.picture("a")))
        #expect(Self.redactions.isExposed(by: Self.picture("a", ["1 2 3 4"])))
        #expect(!Self.redactions.isExposed(by: Self.picture("a", ["0 0 9 9", "1 2 3 4", "5 6 7 8"])))
        #expect(Self.redactions.isExposed(by: Self.picture("b", ["0 0 9 9"])))
        #expect(!Self.redactions.isExposed(by: Self.picture("c")))
    }
}
