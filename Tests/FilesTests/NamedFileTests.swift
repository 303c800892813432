import Files
import Foundation
import Testing

@Suite struct NamedFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "misread-named-\(UUID().uuidString)")

    private func told(_ path: String) -> (words: String, isSystem: Bool)? {
        do throws(FileError) {
            _ = try NamedFile.bytes(path, called: "given")
            return nil
        } catch {
            return (error.problem.description, error.cause == .system)
        }
    }

    @Test func aFileIsReadWhereverItLiesLinksIncluded() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for size in [0, 5, 200_000] {
            let file = folder.appending(path: "f\(size)")
            let bytes = Data((0..<size).map { UInt8(truncatingIfNeeded: $0) })
            try bytes.write(to: file)
            let link = folder.appending(path: "l\(size)")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            #expect(try NamedFile.bytes(file.path, called: "f") == bytes)
            #expect(try NamedFile.bytes(link.path, called: "l") == bytes)
        }
    }

    @Test func whatTheSystemRefusesIsSaidInItsWordsAndIsNoFaultOfTheInput() throws {
        let absent = try #require(told("/nowhere/at/all"))
        #expect(absent.words == "given: error: cannot be read: No such file or directory" && absent.isSystem)
        let folder = try #require(told("/"))
        #expect(folder.words == "given: error: is a folder, a file was expected" && !folder.isSystem)
        let device = try #require(told("/dev/null"))
        #expect(device.words == "given: error: is a device, a file was expected")
    }
}
