import Foundation
import Record
import Testing

@testable import Archive

/// audit.json is predicted as it was written, and what is wrong with one is said by its path.
@Suite struct AuditFileTests {
    private static let audit = ArchiveScratch.audit("v1")

    private static func text() throws -> String {
        String(decoding: try AuditFile.bytes(of: audit), as: UTF8.self)
    }

    private static func reason(_ text: String) -> String {
        do {
            _ = try AuditFile.audit(from: Data(text.utf8), version: "v1")
            return "none"
        } catch ArchiveError.unreadable(let version, let reason) {
            return "\(version): \(reason)"
        } catch {
            return "\(error)"
        }
    }

    @Test func anAuditIsReadAsItWasWritten() throws {
        let bytes = try AuditFile.bytes(of: Self.audit)
        let back = try AuditFile.audit(from: bytes, version: "v1")
        #expect(back == Self.audit)
        #expect(try AuditFile.bytes(of: back) == bytes)
        #expect(bytes.last == UInt8(ascii: "\n"))
    }

    @Test func whatIsWrongIsSaidByItsPath() throws {
        let text = try Self.text()
        #expect(Self.reason(text) == "none")
        #expect(Self.reason("[]") == "v1: it is not a JSON object with a \"schema\"")
        #expect(Self.reason(String(text.dropLast(20))) == "v1: it is not a JSON object with a \"schema\"")
        let date = "\"date\" : \"2026-01-02\""
        #expect(text.contains(date))
        #expect(Self.reason(text.replacing(date, with: "\"day\" : \"2026-01-02\"")) == "v1: version lacks date")
        #expect(Self.reason(text.replacing(date, with: "\"date\" : 3")) == "v1: version.date has the wrong type")
        let unit = "\"unit\" : \"score\""
        #expect(text.contains(unit))
        #expect(
            Self.reason(text.replacing(unit, with: "\"unit\" : \"miles\""))
                == "v1: sections.Index 0.facts.Index 0.unit is damaged")
    }
}
