import Foundation
import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// The labelling queue and its lists.
@Suite struct LabellingPageTests {
    /// Ten images of class a or b; the first six are wrong, four of them disputed confidently.
    private static func archived(
        _ version: String = "v1", date: String = "2026-01-02", labels: [UInt16]? = nil, isTooWeak: Bool = false,
        isKept: Bool = true, images: [String] = (0..<6).map { "img\($0)" }
    ) -> ArchivedAudit {
        var audit = Fixture.audit(version, date: date)
        audit.dataset.classes = ["a", "b", "c"]
        let card = Card(id: "label-suspects", title: "Possible label errors", question: "?")
        var section = Section(card, flags: Flags(isTooWeak ? [Flag.tooWeak] : []))
        if isKept {
            section.disputed = DisputedLabels(
                images: images, files: images.map { "pictures/\($0).png" },
                ownProbability: [0.1, 0.11, 0.12, 0.2, 0.05, 0.3], suggested: [1, 1, 1, 2, nil, nil])
        }
        audit.sections.append(section)
        let base = Fixture.archived(audit)
        return ArchivedAudit(
            audit: base.audit,
            outcomes: OutcomeTable(
                ids: (0..<10).map { UInt64($0) }, labels: labels ?? [UInt16](repeating: 0, count: 10),
                predicted: [1, 1, 1, 2, 1, 1, 0, 0, 0, 0], confidence: [UInt8](repeating: 200, count: 10)), runs: [],
            examples: nil, digest: base.digest, seal: base.seal, folder: base.folder)
    }

    private enum Flag: String, CardKey { case tooWeak = "too_weak" }

    private static func site(_ audits: [ArchivedAudit]) throws -> (words: String, site: Site) {
        let site = try Fixture.site(Chronicle(audits: audits, incidents: []))
        return (site.text("labelling/index.html").replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " "), site)
    }

    @Test func suspectsComeFirstAndNearRepeatsMoveBack() throws {
        let (words, site) = try Self.site([Self.archived()])
        #expect(words.contains("6 labels to look at, 4 disputed confidently"))
        let rows = site.text("labelling/queue.csv").split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ",")[1]
        }
        // 0.9, 0.89 and 0.88 of one confusion, the second counted 5 % less and the third twice that, and 0.8 of another.
        #expect(rows.prefix(4) == ["img0", "img1", "img3", "img2"])
        #expect(rows.suffix(2) == ["img4", "img5"])
    }

    @Test func theListsAreThoseThatToolsLoad() throws {
        let site = try Self.site([Self.archived()]).site
        let parse = { (name: String) throws -> [String: Any] in
            try #require(
                JSONSerialization.jsonObject(with: Data(site.text("labelling/queue." + name).utf8)) as? [String: Any])
        }
        let fiftyOne = try parse("fiftyone.json")
        #expect(fiftyOne["classes"] as? [String] == ["a", "b", "c"])
        let label = try #require((fiftyOne["labels"] as? [String: Any])?["img0"] as? [String: Any])
        #expect(label["label"] as? String == "a")
        let coco = try parse("coco.json")
        let images = try #require(coco["images"] as? [[String: Any]])
        #expect(images.count == 6)
        #expect(images[0]["file_name"] as? String == "pictures/img0.png")
        let annotations = try #require(coco["annotations"] as? [[String: Any]])
        #expect(annotations[0]["image_id"] as? Int == images[0]["id"] as? Int)
        #expect(annotations[0]["category_id"] as? Int == 1)
        #expect((try parse("json")["images"] as? [Any])?.count == 6)
    }

    /// FiftyOne calls a picture by its path below the folder of images: two cameras may number alike.
    @Test func everyImageHasAKeyOfItsOwn() throws {
        let images = ["day/000", "night/000", "cam.0000", "cam.0001", "b", "c"]
        let site = try Self.site([Self.archived(images: images)]).site
        let data = Data(site.text("labelling/queue.fiftyone.json").utf8)
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set((all["labels"] as? [String: Any] ?? [:]).keys) == Set(images))
    }

    @Test func aWeakModelAndAnOlderArchiveQueueNothing() throws {
        let weak = try Self.site([Self.archived(isTooWeak: true, isKept: false)])
        #expect(weak.words.contains("The model is too weak to dispute a label"))
        #expect(!weak.site.files.contains { $0.path.hasPrefix("labelling/queue") })
        #expect(try Self.site([Self.archived(isKept: false)]).words.contains("misread audit --replace"))
        let none = try Self.site([Fixture.archived(Fixture.audit("v1"))])
        #expect(none.words.contains("v1 has none"))
    }

    @Test func whatNewLabelsChangedIsSaid() throws {
        let new: [UInt16] = [1, 1, 0, 0, 0, 0, 0, 0, 0, 2]
        let (words, site) = try Self.site([Self.archived(), Self.archived("v2", date: "2026-02-03", labels: new)])
        #expect(words.contains("What new labels changed"))
        #expect(site.text("labelling/relabelled.csv").contains("v1,v2,10,3,2,1,0.4,"))
    }
}
