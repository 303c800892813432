import Archive
import Artifacts
import Columns
import Diagnostics
import Drawing
import Foundation
import Pixels
import Record
import Tallies
import Testing

@testable import Findings

/// A small audit with one gallery, and the folder it is archived in.
struct ArchiveScratch {
    let root = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")

    static func evaluation(_ version: String, wrong: Int = 1) -> Evaluation {
        let ids = (0..<8).map { "image \($0)" }
        let labels = (0..<8).map { Int32($0 % 2) }
        let predicted = labels.indices.map { $0 < wrong ? 1 - labels[$0] : labels[$0] }
        return Evaluation(
            manifest: VersionManifest(version: version, date: "2026-01-02", model: "m"),
            datasheet: Datasheet(name: "d", title: "D"), classes: ["cat", "dog"],
            items: Items(ids: ItemIDs(ids.map { ItemID($0) }), labels: labels),
            predictions: ClassPredictions(predicted: predicted, confidence: labels.map { _ in 0.1 + 0.2 }),
            accounting: RowAccounting(itemsRead: 8, predictionsRead: 8, kept: 8))
    }

    static func audit(_ version: String, wrong: Int = 1) -> Audit {
        let settings = WorkspaceSettings(title: "T")
        let examination = Examination(of: evaluation(version, wrong: wrong), settings: settings)
        return Auditor(analyses: [Shower(wrong: wrong)], program: "0").audit(examination, inputs: [])
    }

    func write(_ audit: Audit, replace: Bool = false) throws -> ArchiveWriter.Result {
        try ArchiveWriter(root: root).write(
            audit, outcomes: OutcomeTable(of: Self.evaluation(audit.version.name)), pictures: Squares(),
            replace: replace)
    }

    func remove() { try? FileManager.default.removeItem(at: root) }
}

private struct Shower: Analysis {
    enum Shown: String, CardKey { case g }
    let wrong: Int
    let card = Card(id: "shower", title: "Shower", question: "?", facts: [FactSpec("x", .score)], exhibits: Shown.ids)

    func examine(_ examination: Examination) throws -> Section {
        let item = GalleryItem(item: "image 0", label: "cat", answer: .named("dog"), confidence: 0.3)
        let plain = GalleryItem(
            item: "image 1", label: "dog", answer: .named("dog"), confidence: 0.3, wantsOverlay: false)
        return Section(
            card, facts: [Fact(FactSpec("x", .score), 0.1 + Double(wrong) / 3, n: 8, method: "m")],
            exhibits: [Exhibit(Shown.g, .gallery(Gallery([item, plain])))])
    }
}

private struct Squares: PictureSource {
    func photo(of item: String) throws -> RGBImage? {
        RGBImage(width: 2, height: 2, bytes: [UInt8](repeating: UInt8(item.utf8.last ?? 0), count: 12))
    }
    func heat(of item: String) throws -> SaliencyGrid? { SaliencyGrid(width: 2, height: 1, values: [0, 1]) }
}

@Suite struct ArchiveTests {
    @Test func anAuditReadsBackAsItWasWritten() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        let audit = ArchiveScratch.audit("v1")
        #expect(try scratch.write(audit) == .written)
        let back = try ArchiveReader(root: scratch.root).read("v1")
        var kept = audit
        kept.pictures = back.audit.pictures
        #expect(back.audit == kept)
        #expect(back.outcomes == OutcomeTable(of: ArchiveScratch.evaluation("v1")))
        #expect(back.audit.fact(at: "shower/x")?.value == audit.fact(at: "shower/x")?.value)
    }

    @Test func theOutcomesOfRunsAreKeptBesideThoseOfTheWhole() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        let runs = [
            RunOutcomes(run: "blur=1", predicted: [0, 1, 2, 3, 300, 5, 6, RunOutcomes.absent]),
            RunOutcomes(run: "noise=2", predicted: [UInt16](repeating: 1, count: 8)),
        ]
        let audit = ArchiveScratch.audit("v1")
        _ = try ArchiveWriter(root: scratch.root).write(
            audit, outcomes: OutcomeTable(of: ArchiveScratch.evaluation("v1")), runs: runs, pictures: Squares())
        let back = try ArchiveReader(root: scratch.root).read("v1")
        #expect(back.runs == runs && back.audit.runs == ["blur=1", "noise=2"])
        #expect(back.asBaseline.outcomes(under: "blur=1")?.predicted == [0, 1, 2, 3, 300, 5, 6])
        #expect(back.asBaseline.outcomes(under: "blur=2") == nil)
        #expect(RunOutcomes.read([1, 2, 3], names: ["a"], rows: 1) == nil)
        // An archive without runs has no file of them.
        _ = try scratch.write(ArchiveScratch.audit("v2"))
        #expect(try ArchiveReader(root: scratch.root).read("v2").runs.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: scratch.root.appending(path: "v2/runs.bin").path))
    }

    @Test func thePicturesShownAreKeptAndOverlaysWhereWanted() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        _ = try scratch.write(ArchiveScratch.audit("v1"))
        let back = try ArchiveReader(root: scratch.root).read("v1")
        #expect(back.audit.pictures.map(\.kind) == [.photo, .overlay, .photo])
        for picture in back.audit.pictures {
            #expect(try back.bytes(of: picture).starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(picture.width == 160)
        }
    }

    @Test func writingTheSameAgainChangesNothing() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        _ = try scratch.write(ArchiveScratch.audit("v1"))
        let before = try ArchiveReader(root: scratch.root).read("v1").seal
        #expect(try scratch.write(ArchiveScratch.audit("v1")) == .unchanged)
        #expect(try ArchiveReader(root: scratch.root).read("v1").seal == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.root.path)
        #expect(left == ["v1"], "nothing is left beside the archive")
    }

    @Test func anArchiveIsImmutableUnlessSuperseded() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        _ = try scratch.write(ArchiveScratch.audit("v1"))
        let other = ArchiveScratch.audit("v1", wrong: 2)
        #expect(throws: ArchiveError.differs(version: "v1", because: "different: audit.json")) {
            try scratch.write(other)
        }
        #expect(try ArchiveReader(root: scratch.root).read("v1").audit.fact(at: "shower/x")?.value == 0.1 + 1.0 / 3)
        #expect(try scratch.write(other, replace: true) == .replaced(leftover: nil))
        #expect(try ArchiveReader(root: scratch.root).read("v1").audit.fact(at: "shower/x")?.value == 0.1 + 2.0 / 3)
    }

    @Test func anAlteredArchiveIsRefusedAndItsFilesNamed() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        _ = try scratch.write(ArchiveScratch.audit("v1"))
        try Data("x".utf8).write(to: scratch.root.appending(path: "v1/outcomes.bin"))
        #expect(throws: ArchiveError.broken(version: "v1", faults: ["changed: outcomes.bin"])) {
            try ArchiveReader(root: scratch.root).read("v1")
        }
    }

    @Test func anotherSchemaIsNamed() throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        var audit = ArchiveScratch.audit("v1")
        audit.schema = "misread-audit/9"
        _ = try scratch.write(audit)
        #expect(throws: ArchiveError.schema(version: "v1", found: "misread-audit/9", known: "misread-audit/1")) {
            try ArchiveReader(root: scratch.root).read("v1")
        }
    }

    @Test(arguments: ["../v1", ".v1", "a/b", "", "v 1"])
    func aNameThatCannotBeAFolderIsRefused(_ name: String) {
        let scratch = ArchiveScratch()
        #expect(throws: ArchiveError.badName(name)) { try scratch.write(ArchiveScratch.audit(name)) }
    }
}

@Suite struct ArchiveErrorTests {
    @Test func everyWordingIsAsAgreed() {
        let cases: [(ArchiveError, String)] = [
            (
                .noAudit(version: "v9", known: ["v1", "v2"]),
                "archive/v9: error: there is no audit of v9; archived are v1, v2; or run `misread audit --version v9` in the workspace"
            ),
            (
                .unreadable(version: "v1", reason: "version lacks date"),
                "archive/v1/audit.json: error: this is not an audit: version lacks date"
            ),
            (
                .schema(version: "v1", found: "a/9", known: "a/1"),
                "archive/v1/audit.json: error: schema: a/9 cannot be read by this program, which knows a/1; use the program version named in the file's \"program\""
            ),
            (
                .broken(version: "v1", faults: ["changed: audit.json"]),
                "archive/v1: error: the archive is not as it was written: changed: audit.json; restore the files, or audit again with --replace"
            ),
            (
                .differs(version: "v1", because: "different: audit.json"),
                "archive/v1: error: an audit of v1 is archived and says something else (different: audit.json); archives are immutable; give the new evaluation a new version name, or supersede it with --replace"
            ),
            (
                .otherName(version: "v1", found: "v2"),
                "archive/v1: error: the audit in it is of v2; give the folder its own name back"
            ),
            (
                .notAVersion("notes.txt"),
                "archive/notes.txt: error: is no folder of an archived version; move it out of the archive, or give it a name that starts with a dot"
            ),
            (
                .holdsOthers(version: "v1", names: ["a", "b/", "c", "d", "e"]),
                "archive/v1: error: the folder holds what this program did not write: a, b/, c and 2 more; move it out; nothing was changed"
            ),
            (
                .badName("a b"),
                "versions/a b: error: \"a b\" cannot name a version; use letters, digits, dots, hyphens and underscores, 100 at most, not starting with a dot"
            ),
        ]
        for (error, words) in cases { #expect(error.problem.description == words) }
    }
}
