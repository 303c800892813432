import Drawing
import Pixels
import Record
import Synchronization
import Testing

@testable import Archive

/// The photos and maps of items by name, which remembers the maps that were asked for.
private final class Album: PictureSource {
    private let photos: [String: RGBImage]
    let mapsAsked = Mutex<[String]>([])

    init(_ names: [String], width: Int = 2, height: Int = 2) {
        let photo = RGBImage(width: width, height: height, bytes: [UInt8](repeating: 90, count: width * height * 3))
        photos = Dictionary(uniqueKeysWithValues: names.map { ($0, photo) })
    }

    func photo(of item: String) throws -> RGBImage? {
        photos.first { $0.key.utf8.elementsEqual(item.utf8) }?.value
    }

    func heat(of item: String) throws -> SaliencyGrid? {
        mapsAsked.withLock { $0.append(item) }
        return item == "without map" ? nil : SaliencyGrid(width: 2, height: 1, values: [0, 1])
    }
}

/// Which pictures an audit keeps: once each item that is shown anywhere, and its map where somebody wants it.
@Suite struct PictureWriterTests {
    private enum Shown: String, CardKey { case some }

    private static func item(_ name: String, map: Bool) -> GalleryItem {
        GalleryItem(item: name, label: "a", answer: .named("b"), confidence: 0.5, wantsOverlay: map)
    }

    private static func audit(
        shown: [GalleryItem], evidence: [GalleryItem] = [], counterExamples: [GalleryItem] = []
    ) -> Audit {
        let measure = Measure(
            0.3, Interval(low: 0.2, high: 0.4, method: "wilson"), n: 60, unit: .proportion, method: "recall")
        // A finding without evidence does not exist.
        let findings =
            evidence.isEmpty
            ? []
            : [
                Finding(
                    .confidentErrors, of: "x", standing: .finding, measure: measure, errors: 1, evidence: evidence,
                    counterExamples: counterExamples)
            ]
        var audit = ArchiveScratch.audit("v1")
        audit.sections = [
            Section(
                Card(id: "x", title: "X", question: "?"), exhibits: [Exhibit(Shown.some, .gallery(Gallery(shown)))],
                findings: findings)
        ]
        return audit
    }

    private static func kept(_ audit: Audit, _ album: Album) throws -> [String] {
        try PictureWriter(source: album).pictures(shownBy: audit).drawn.map { "\($0.picture.item) \($0.picture.kind)" }
    }

    @Test func anItemIsDrawnOnceWhoeverShowsItAndUnderItsMapIfAnyoneWantsThat() throws {
        let audit = Self.audit(
            shown: [Self.item("b", map: false), Self.item("a", map: false), Self.item("d", map: true)],
            evidence: [Self.item("b", map: true), Self.item("d", map: false)],
            counterExamples: [Self.item("c", map: false)])
        let album = Album(["a", "b", "c", "d"])
        #expect(
            try Self.kept(audit, album) == [
                "a photo", "b photo", "b overlay", "c photo", "d photo", "d overlay",
            ])
        #expect(album.mapsAsked.withLock { $0 } == ["b", "d"], "a map that nobody wants is not read")
    }

    @Test func anItemWithoutAPhotoHasNoPictureAndOneWithoutAMapItsPhoto() throws {
        let audit = Self.audit(shown: [Self.item("lost", map: true), Self.item("without map", map: true)])
        let album = Album(["without map"])
        #expect(try Self.kept(audit, album) == ["without map photo"])
        #expect(album.mapsAsked.withLock { $0 } == ["without map"])
    }

    @Test func twoIDsThatLookAlikeHavePicturesOfTheirOwn() throws {
        let names = ["caf\u{E9}", "cafe\u{301}"]
        let audit = Self.audit(shown: names.map { Self.item($0, map: false) })
        // As keys of a dictionary of strings the two would be one.
        let album = Album([names[0]])
        #expect(try PictureWriter(source: album).pictures(shownBy: audit).drawn.count == 1)
        let all = try PictureWriter(source: Both()).pictures(shownBy: audit).drawn.map(\.picture)
        #expect(all.count == 2)
        #expect(Set(all.map(\.file)).count == 2)
    }

    private struct Both: PictureSource {
        func photo(of item: String) throws -> RGBImage? { RGBImage(width: 1, height: 1, bytes: [1, 2, 3]) }
        func heat(of item: String) throws -> SaliencyGrid? { nil }
    }

    @Test(arguments: [(2, 2, 160, 160), (1000, 500, 160, 80), (100, 40, 100, 40)])
    func aPictureIsAsLargeAsItSays(_ size: (width: Int, height: Int, keptWidth: Int, keptHeight: Int)) throws {
        let audit = Self.audit(shown: [Self.item("a", map: true)])
        let drawn = try PictureWriter(source: Album(["a"], width: size.width, height: size.height))
            .pictures(shownBy: audit).drawn
        #expect(drawn.count == 2)
        for (picture, bytes) in drawn {
            #expect(picture.width == size.keptWidth)
            #expect(picture.height == size.keptHeight)
            // IHDR: width and height as four bytes each, the highest first.
            let header = bytes[16..<24].map { Int($0) }
            #expect(header[2] * 256 + header[3] == picture.width)
            #expect(header[6] * 256 + header[7] == picture.height)
        }
    }
}
