import Foundation
import Testing

@testable import Formats

@Suite struct ZIPWriterTests {
    private static func archive(_ files: [(String, [UInt8])]) throws -> [UInt8] {
        var writer = ZIPWriter()
        for (path, bytes) in files { try writer.add(path, bytes) }
        return try writer.finished()
    }

    private static let files: [(String, [UInt8])] = [
        ("index.html", Array("<p>ä</p>".utf8)), ("empty", []), ("a/ü.bin", (0..<1_000).map { UInt8($0 % 256) }),
    ]

    @Test func `what is put in is read back, in order`() throws {
        let bytes = Data(try Self.archive(Self.files))
        let members = try ZIPDirectory.members(of: bytes, atMost: 10)
        #expect(members.map(\.name) == Self.files.map(\.0))
        for (member, file) in zip(members, Self.files) {
            #expect(member.method == 0 && member.size == file.1.count && member.packedSize == file.1.count)
            #expect(Array(bytes[member.start..<(member.start + member.size)]) == file.1)
            #expect(member.crc == Deflate.crc32(Data(file.1)))
        }
    }

    @Test func `the same files give the same bytes, other files others`() throws {
        #expect(try Self.archive(Self.files) == Self.archive(Self.files))
        #expect(try Self.archive(Self.files) != Self.archive(Self.files.reversed()))
    }

    @Test func `an archive without files is one`() throws {
        #expect(try ZIPDirectory.members(of: Data(Self.archive([])), atMost: 1).isEmpty)
    }

    @Test func `more files than the form counts are refused`() throws {
        var writer = ZIPWriter()
        for index in 0..<0xFFFE { try writer.add("\(index)", []) }
        #expect(throws: ZIPWriter.Fault.tooMany) { try writer.add("one more", []) }
    }
}
