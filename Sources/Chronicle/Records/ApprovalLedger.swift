// What was approved may not change afterwards. The digest of each approved decision and waiver is written into the archive by the
// first build that sees it, and every later reading holds the records against it. What may be filled in later, the day on which a
// condition was met and what took a decision's place, is no part of the digest.

import Archive
import Diagnostics
import Digests
import Files
import Forms
import Foundation
import Record

/// The digests of approved records, as the archive keeps them.
public struct ApprovalLedger: Sendable, Equatable {
    /// An approved record.
    public struct Entry: Sendable, Equatable {
        /// Its id.
        public let id: String
        /// SHA-256 of what it said when it was approved.
        public let digest: String
    }

    /// In the order in which they were approved, those of one build by id.
    public private(set) var entries: [Entry] = []

    /// No entry.
    public init() {}

    /// Reads the ledger of an archive; none where there is none.
    public init(of archive: URL) throws {
        for (place, line) in try Self.text(of: archive).split(separator: "\n").enumerated() {
            let parts = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            guard parts.count == 2, parts[0].utf8.count == 64 else {
                throw Problem(
                    at: Place(file: "archive/" + ArchiveReader.ledgerName, row: place + 1),
                    "this line is not the digest of an approved record and its id")
            }
            entries.append(Entry(id: parts[1], digest: parts[0]))
        }
    }

    /// The ledger's text as it lies in an archive; empty where there is none.
    private static func text(of archive: URL) throws(FileError) -> String {
        let source: SourceFolder
        do {
            source = try SourceFolder(archive, kind: "archive", prefix: "archive/")
        } catch {
            if error.fault == .absent { return "" }
            throw error
        }
        guard try source.entry(ArchiveReader.ledgerName) != nil else { return "" }
        return String(decoding: try source.bytes(ArchiveReader.ledgerName), as: UTF8.self)
    }

    /// The file's text: a digest and an id a line.
    public var text: String { entries.map { "\($0.digest)  \($0.id)\n" }.joined() }

    /// Whether it has an entry of the same record.
    func holds(_ entry: Entry) -> Bool { entries.contains { $0.id == entry.id } }

    /// Enters what was found to be approved.
    mutating func add(_ more: [Entry]) { entries += more.filter { !holds($0) } }

    /// What is approved and has no entry yet is entered.
    mutating func add(_ records: Records) {
        add(Self.approved(records).map { Entry(id: $0.id, digest: Self.digest(of: $0)) })
    }

    /// What was changed after it was approved, or is gone. A decision that another has taken the place of is let be.
    func problems(_ records: Records) -> [Problem] {
        entries.compactMap { entry in
            guard let record = records.record(entry.id) else {
                return Problem(
                    at: Place(file: "archive/" + ArchiveReader.ledgerName),
                    "\(entry.id) was approved, and its record is gone", suggestion: "put it back as it was")
            }
            guard Self.digest(of: record) != entry.digest, records.superseding(entry.id) == nil else { return nil }
            let way =
                record.schema.kind == .decision
                ? "undo the change, or decide anew in a record that supersedes \(entry.id)"
                : "undo the change, or write another waiver"
            return Problem(
                at: Place(file: record.file),
                "\(entry.id) was changed after it was approved: what was approved has the SHA-256 \(entry.digest.prefix(12))...",
                suggestion: way)
        }
    }

    /// What is approved and has no entry: the next build enters it, and what a build entered before was taken out since.
    func lacking(_ records: Records) -> [Problem] {
        Self.approved(records).filter { record in !entries.contains { $0.id == record.id } }.map { record in
            Problem(
                at: Place(file: "archive/" + ArchiveReader.ledgerName),
                "\(record.id) is approved, and has no entry here",
                suggestion:
                    "the next build enters it; where one did before, the list was changed: put it back as it was")
        }
    }

    /// Decisions and waivers that somebody has approved, by id.
    private static func approved(_ records: Records) -> [RecordDocument] {
        records.decisions.filter(\.isApproved).map(\.record) + records.waivers.filter(\.isApproved).map(\.record)
    }

    /// SHA-256 of what a record says: its keys and values in the order written, lengths before texts, then its Markdown.
    static func digest(of record: RecordDocument) -> String {
        var text = ""
        func put(_ part: String) { text += "\(part.utf8.count):\(part)" }
        func put(_ node: FormNode, _ path: String) {
            switch node.value {
            case .scalar(let scalar): put(scalar.map { "=" + $0 } ?? "-")
            case .list(let items):
                put("[\(items.count)")
                for item in items { put(item, path) }
            case .mapping(let entries): put(entries, path)
            }
        }
        func put(_ entries: [FormNode.Entry], _ path: String) {
            let kept = entries.filter { entry in
                let full = path.isEmpty ? entry.key : path + "." + entry.key
                return full != "superseded_by" && full != "conditions.met"
            }
            put("{\(kept.count)")
            for entry in kept {
                put(entry.key)
                put(entry.node, path.isEmpty ? entry.key : path + "." + entry.key)
            }
        }
        put(record.form.entries, "")
        put(record.body)
        return SHA256Digest(of: text).hex
    }
}
