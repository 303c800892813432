// audit.json: the audit at full precision, keys sorted, numbers as the shortest text that reads back.

import Digests
import Foundation
import Record

/// The file form of an audit.
enum AuditFile {
    static let name = "audit.json"
    static let outcomesName = "outcomes.bin"
    static let runsName = "runs.bin"
    static let examplesName = "examples.json"

    /// The file of examples: keys sorted, nothing spaced.
    static func bytes(of examples: ExampleTable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes = try encoder.encode(examples)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    static func examples(from bytes: Data, version: String) throws -> ExampleTable {
        guard let table = try? JSONDecoder().decode(ExampleTable.self, from: bytes),
            table.schema == ExampleTable.schema, table.isWhole
        else { throw ArchiveError.broken(version: version, faults: ["\(examplesName) is damaged"]) }
        return table
    }

    /// SHA-256 of everything that an audit says but its pictures: it stays when a picture is taken out.
    static func content(of audit: Audit) throws -> String {
        var audit = audit
        (audit.pictures, audit.withheld, audit.supersedes) = ([], nil, nil)
        return SHA256Digest(of: [UInt8](try bytes(of: audit))).hex
    }

    static func bytes(of audit: Audit) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        var bytes = try encoder.encode(audit)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// The data set that an audit says it is of.
    static func dataset(from bytes: Data, version: String) throws -> String {
        struct Head: Decodable {
            struct Sheet: Decodable { let name: String }
            let dataset: Sheet
        }
        guard let head = try? JSONDecoder().decode(Head.self, from: bytes) else {
            throw ArchiveError.unreadable(version: version, reason: "it is not a JSON object with a \"dataset\"")
        }
        return head.dataset.name
    }

    /// The audits that an audit says it stands in the place of; none where it cannot be read.
    static func superseded(from bytes: Data) -> [SupersededAudit]? {
        struct Head: Decodable { let supersedes: [SupersededAudit]? }
        return (try? JSONDecoder().decode(Head.self, from: bytes))?.supersedes
    }

    static func audit(from bytes: Data, version: String) throws -> Audit {
        struct Head: Decodable { let schema: String }
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(Head.self, from: bytes) else {
            throw ArchiveError.unreadable(version: version, reason: "it is not a JSON object with a \"schema\"")
        }
        guard head.schema == Audit.schema else {
            throw ArchiveError.schema(version: version, found: head.schema, known: Audit.schema)
        }
        do {
            return try decoder.decode(Audit.self, from: bytes).withCurrentNames
        } catch let error as DecodingError {
            throw ArchiveError.unreadable(version: version, reason: words(error))
        }
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let place): "\(path(place)) lacks \(key.stringValue)"
        case .typeMismatch(_, let place), .valueNotFound(_, let place): "\(path(place)) has the wrong type"
        case .dataCorrupted(let place): "\(path(place)) is damaged"
        @unknown default: "it cannot be decoded"
        }
    }

    private static func path(_ place: DecodingError.Context) -> String {
        place.codingPath.isEmpty ? "the file" : place.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
