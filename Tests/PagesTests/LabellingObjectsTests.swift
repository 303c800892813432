import Artifacts
import Foundation
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// The labelling queue of a detector, whose unit is an image with the labels that are disputed on it.
@Suite struct LabellingObjectsTests {
    private enum Flag: String, CardKey { case tooWeak = "too_weak" }

    private static func dispute(
        _ image: Int, _ doubt: LabelDoubt, _ predicted: Int, weight: Double
    ) -> DisputedObjects.Dispute {
        DisputedObjects.Dispute(
            image: image, doubt: doubt, predicted: predicted, box: [10, 20, 30, 40], score: 0.95, weight: weight,
            labelled: doubt == .missing
                ? nil : DisputedObjects.Labelled(annotation: "7", label: 0, box: [12, 20, 30, 40], iou: 0.8))
    }

    /// Six images: five with an object that is not found as labelled, of which three have a label that is disputed, and one that
    /// has a detection on background alone.
    private static func list(hasSizes: Bool = true) -> DisputedObjects {
        DisputedObjects(
            images: (0..<6).map { place in
                DisputedObjects.Image(
                    name: "i\(place)", file: "pictures/i\(place).png", width: hasSizes ? 100 : nil,
                    height: hasSizes ? 200 : nil, weight: place == 3 ? 0.3 : 0)
            },
            errors: [0, 0, 1, 2, 3, 4],
            disputes: [
                dispute(0, .missing, 1, weight: 0.75), dispute(0, .wrongClass, 1, weight: 0.5),
                dispute(1, .wrongClass, 1, weight: 1), dispute(2, .wrongClass, 1, weight: 0.9),
                dispute(5, .missing, 2, weight: 0.97),
            ])
    }

    private static func archived(_ list: DisputedObjects?, isTooWeak: Bool = false) -> ArchivedAudit {
        var audit = Fixture.audit("v1")
        audit.task = .detection
        audit.dataset.classes = ["a", "b", "c"]
        let agreement = FactSpec("agreement", .proportion)
        let interval = Interval(low: 0.6, high: 0.8, method: "wilson")
        let card = Card(id: "detection-gallery", title: "Boxes", question: "?", facts: [agreement])
        var section = Section(
            card, facts: [Fact(agreement, 0.7, n: 90, interval: interval, method: "label-errors")],
            flags: Flags(isTooWeak ? [Flag.tooWeak] : []))
        section.disputedObjects = list
        var mode = Finding(
            .confusion(truth: "a", predicted: "b"), of: "detection-gallery", standing: .finding,
            measure: Fixture.measure(), errors: 2, evidence: Fixture.items(1))
        mode.covers = ErrorSet([2, 5], of: 6)
        section.findings = [mode]
        audit.sections.append(section)
        let base = Fixture.archived(audit)
        return ArchivedAudit(
            audit: base.audit,
            outcomes: OutcomeTable(
                ids: (0..<10).map { UInt64($0) }, labels: [UInt16](repeating: 0, count: 10),
                predicted: [1, 65_535, 1, 1, 1, 1, 0, 0, 0, 0], confidence: [UInt8](repeating: 200, count: 10)),
            runs: [], examples: nil, digest: base.digest, seal: base.seal, folder: base.folder)
    }

    private static func site(_ archived: ArchivedAudit) throws -> (words: String, site: Site) {
        let site = try Fixture.site(Chronicle(audits: [archived], incidents: []))
        return (site.text("labelling/index.html").replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " "), site)
    }

    private static func parsed(_ site: Site, _ name: String) throws -> [String: Any] {
        try #require(
            JSONSerialization.jsonObject(with: Data(site.text("labelling/" + name).utf8)) as? [String: Any])
    }

    /// 0.75 + 0.5 on the first; 1 and 0.9 of a confusion that was there once and twice, 0.95 and 0.9025 of that; 0.97 of another.
    @Test func imagesComeByWhatTheirDisputesWeighTogether() throws {
        let (words, site) = try Self.site(Self.archived(Self.list()))
        #expect(words.contains("6 images to look at, 5 labels disputed confidently"))
        #expect(words.contains("come first (4), then the others"))
        let rows = site.text("labelling/queue.csv").split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.map { $0[1] } == ["i0", "i5", "i1", "i2", "i3", "i4"])
        #expect(rows[0][2...5] == ["2", "nothing; a", "b; b", "1.25"])
        #expect(rows[0][6].contains("label missing; class of the label"))
        #expect(rows[4][6...].joined(separator: ",").contains("no label disputed confidently"))
    }

    @Test func theListsAreThoseThatToolsLoad() throws {
        let site = try Self.site(Self.archived(Self.list())).site
        // COCO opens as ground truth: every annotation has an image, a class and a box.
        let truth = try DetectionGroundTruth(json: site.text("labelling/queue.coco.json"))
        #expect(truth.images.count == 6 && truth.boxes.count == 5 && truth.classes.map(\.name) == ["a", "b", "c"])
        #expect(truth.images[0].fileName == "pictures/i0.png" && truth.images[0].width == 100)
        #expect(truth.boxes[0] == Box(x: 10, y: 20, width: 30, height: 40))
        let annotations = try #require(try Self.parsed(site, "queue.coco.json")["annotations"] as? [[String: Any]])
        let said = try #require(annotations[1]["attributes"] as? [String: Any])
        #expect(said["doubt"] as? String == "wrong_class" && said["labelled"] as? String == "a")
        #expect(said["annotation"] as? String == "7" && said["rank"] as? Int == 1)

        let fiftyOne = try Self.parsed(site, "queue.fiftyone.json")
        let labels = try #require(fiftyOne["labels"] as? [String: Any])
        let first = try #require((labels["i0"] as? [[String: Any]])?.first)
        #expect(first["label"] as? String == "b" && first["confidence"] as? Double == 0.95)
        #expect(first["bounding_box"] as? [Double] == [0.1, 0.1, 0.3, 0.2])
        #expect((labels["i4"] as? [Any])?.isEmpty == true)

        let images = try #require(try Self.parsed(site, "queue.json")["images"] as? [[String: Any]])
        #expect(images.count == 6 && (images[0]["disputes"] as? [Any])?.count == 2)
    }

    /// The mode covers the third and the sixth error, which lie on i1 and i4.
    @Test func aModeHasAListOfItsOwn() throws {
        let site = try Self.site(Self.archived(Self.list())).site
        let lists = site.files.map(\.path).filter { $0.hasPrefix("labelling/") && $0.hasSuffix("coco.json") }
        let own = try #require(lists.first { $0 != "labelling/queue.coco.json" })
        #expect(lists.count == 2)
        let images = try #require(
            try Self.parsed(site, String(own.dropFirst("labelling/".count)))["images"] as? [[String: Any]])
        #expect(images.compactMap { $0["image_id"] as? String } == ["i1", "i4"])
    }

    @Test func withoutSizesThereIsNoListOfShares() throws {
        let (words, site) = try Self.site(Self.archived(Self.list(hasSizes: false)))
        #expect(words.contains("There is no FiftyOne list"))
        #expect(!site.files.contains { $0.path.hasSuffix("fiftyone.json") })
        let images = try #require(try Self.parsed(site, "queue.coco.json")["images"] as? [[String: Any]])
        #expect(images.allSatisfy { $0["width"] == nil })
    }

    @Test func aWeakDetectorAndAnOlderArchiveQueueNothing() throws {
        let weak = try Self.site(Self.archived(nil, isTooWeak: true))
        #expect(weak.words.contains("The model is too weak to dispute a label: where it is sure of an object"))
        #expect(!weak.site.files.contains { $0.path.hasPrefix("labelling/queue") })
        #expect(try Self.site(Self.archived(nil)).words.contains("misread audit --replace"))
    }

    /// Two objects of class a are b now, one of which was detected as b and one as a; one label is gone and two are new.
    @Test func whatNewLabelsOfObjectsChangedIsSaid() throws {
        func archived(_ version: String, _ date: String, _ ids: [UInt64], _ labels: [UInt16]) -> ArchivedAudit {
            var audit = Fixture.audit(version, date: date)
            audit.task = .detection
            audit.dataset.classes = ["a", "b"]
            var section = Section(Card(id: "detection-false-alarms", title: "False alarms", question: "?"))
            section.imageCounts = ImageCounts([(id: 1, count: 0), (id: 2, count: 3)])
            audit.sections.append(section)
            let base = Fixture.archived(audit)
            return ArchivedAudit(
                audit: base.audit,
                outcomes: OutcomeTable(
                    ids: ids, labels: labels, predicted: ids.map { $0 == 1 || $0 == 3 ? 1 : 0 },
                    confidence: ids.map { _ in 200 }), runs: [], examples: nil, digest: base.digest, seal: base.seal,
                folder: base.folder)
        }
        let site = try Fixture.site(
            Chronicle(
                audits: [
                    archived("v1", "2026-01-02", [1, 2, 3, 4, 5], [0, 0, 0, 0, 0]),
                    archived("v2", "2026-02-03", [1, 2, 3, 4, 6, 7], [1, 1, 0, 0, 0, 0]),
                ], incidents: []))
        // Of four objects of both two were detected as labelled, and two are by the new labels.
        #expect(site.text("labelling/relabelled.csv").contains("v1,v2,4,2,1,1,2,1,0.5,0.5"))
    }
}
