import Diagnostics
import Foundation
import Testing

@testable import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Linux's call that changes whose rights a thread has on files; the C library's module does not show it. Returns whose
/// they were.
@_silgen_name("setfsuid") private func setfsuid(_ user: UInt32) -> Int32

@Suite struct SourceFolderTests {
    private static func fault(_ body: () throws -> Void) -> FileError.Fault? {
        do {
            try body()
            return nil
        } catch {
            return (error as? FileError)?.fault
        }
    }

    @Test func `files and folders inside are found, through links inside too`() throws {
        try Scratch.folder { scratch in
            try scratch.write("a", "in/a.txt")
            try scratch.link("in/b.txt", to: "a.txt")
            try scratch.link("in/sub", to: ".")
            let folder = try SourceFolder(scratch["in"], kind: "workspace")
            #expect(try folder.names() == ["a.txt", "b.txt", "sub"])
            #expect(try folder.bytes("b.txt") == Data("a".utf8))
            #expect(try folder.bytes("sub/a.txt") == Data("a".utf8))
            #expect(try folder.entry("none.txt") == nil)
            #expect(try folder.names(in: "none").isEmpty)
        }
    }

    @Test func `a large file is the same bytes as a small one`() throws {
        try Scratch.folder { scratch in
            let text = String(repeating: "0123456789abcdef", count: 10_000)
            try scratch.write(text, "large.txt")
            try scratch.write("", "empty.txt")
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            #expect(try folder.bytes("large.txt") == Data(text.utf8))
            #expect(try folder.bytes("empty.txt").isEmpty)
        }
    }

    @Test(arguments: ["out.txt", "up/secret.txt", "up", "chain.txt"])
    func `what leads out is refused`(_ path: String) throws {
        try Scratch.folder { scratch in
            try scratch.write("secret", "secret.txt")
            try scratch.write("a", "in/a.txt")
            try scratch.link("in/out.txt", to: scratch["secret.txt"].path)
            try scratch.link("in/chain.txt", to: "out.txt")
            try scratch.link("in/up", to: "..")
            let folder = try SourceFolder(scratch["in"], kind: "workspace")
            #expect(Self.fault { _ = try folder.bytes(path) } == .leadsOut(of: "workspace"))
            #expect(Self.fault { _ = try folder.entry(path) } == .leadsOut(of: "workspace"))
            #expect(Self.fault { _ = try folder.entry("../secret.txt") } == .leadsOut(of: "workspace"))
        }
    }

    @Test func `a folder whose name begins alike is outside`() throws {
        try Scratch.folder { scratch in
            try scratch.write("secret", "inside/secret.txt")
            try scratch.link("in/a.txt", to: "../inside/secret.txt")
            let folder = try SourceFolder(scratch["in"], kind: "workspace")
            #expect(Self.fault { _ = try folder.bytes("a.txt") } == .leadsOut(of: "workspace"))
        }
    }

    @Test func `a link to nothing is not an absent file, wherever it stands on the path`() throws {
        try Scratch.folder { scratch in
            try scratch.link("a.txt", to: "nowhere.txt")
            try scratch.link("images", to: "unmounted")
            try scratch.link("round", to: "round")
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            for path in ["a.txt", "images/a.png", "images", "round"] {
                #expect(Self.fault { _ = try folder.entry(path) } == .leadsNowhere, "\(path)")
            }
            #expect(Self.fault { _ = try folder.names(in: "images") } == .leadsNowhere)
            #expect(Self.fault { _ = try SourceFolder(scratch["images"], kind: "archive") } == .leadsNowhere)
        }
    }

    @Test func `a pipe is refused and not waited for`() throws {
        try Scratch.folder { scratch in
            try scratch.pipe("a.md")
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            #expect(Self.fault { _ = try folder.bytes("a.md") } == .special(.pipe))
            #expect(Self.fault { _ = try folder.files() } == .special(.pipe))
        }
    }

    @Test func `a folder is no file, a file no folder`() throws {
        try Scratch.folder { scratch in
            try scratch.write("a", "sub/a.txt")
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            #expect(Self.fault { _ = try folder.bytes("sub") } == .isAFolder)
            #expect(Self.fault { _ = try folder.names(in: "sub/a.txt") } == .notAFolder)
            #expect(Self.fault { _ = try folder.bytes("none") } == .absent)
            #expect(Self.fault { _ = try SourceFolder(scratch["sub/a.txt"], kind: "workspace") } == .notAFolder)
        }
    }

    @Test func `all files are walked, hidden ones are not, and a circle ends`() throws {
        try Scratch.folder { scratch in
            for path in ["b.md", "a/c.md", "a/.hidden.md", ".git/x.md"] { try scratch.write("x", path) }
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            #expect(try folder.files() == ["a/c.md", "b.md"])
            try scratch.link("a/round", to: "..")
            #expect(Self.fault { _ = try folder.files() } == .leadsNowhere)
        }
    }

    @Test func `a folder that may not be listed is an error`() throws {
        try Scratch.folder { scratch in
            try scratch.write("a", "sub/a.txt")
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: scratch["sub"].path)
            defer {
                try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch["sub"].path)
            }
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            // Root may read everything: this thread alone, for as long as it asks, has nobody's rights on files.
            let own = setfsuid(65534)
            defer { _ = setfsuid(UInt32(own)) }
            #expect(Self.fault { _ = try folder.names(in: "sub") } == .system(.read, code: EACCES))
            #expect(Self.fault { _ = try folder.entry("sub/a.txt") } == .system(.read, code: EACCES))
        }
    }

    @Test func `a name that is no UTF-8 is told, and is nothing that was written`() throws {
        try Scratch.folder { scratch in
            try scratch.write("a", "a.txt")
            let bytes: [UInt8] = Array(scratch.root.path.utf8) + [0x2F, 0x78, 0xFF, 0]
            let descriptor = bytes.withUnsafeBufferPointer { raw in
                raw.withMemoryRebound(to: CChar.self) { creat($0.baseAddress!, 0o600) }
            }
            #expect(descriptor >= 0)
            close(descriptor)
            let folder = try SourceFolder(scratch.root, kind: "workspace")
            #expect(Self.fault { _ = try folder.names() } == .nameNotUTF8)
            #expect(Self.fault { _ = try folder.files() } == .nameNotUTF8)
            let contents = try FolderContents(of: scratch.root, named: "w")
            #expect(contents.files == ["a.txt"] && contents.others == ["x\u{FFFD}"])
        }
    }

    @Test func `the file behind an address is known as long as it is mapped`() throws {
        try Scratch.folder { scratch in
            try scratch.write(String(repeating: "0123456789abcdef", count: 10_000), "large.txt")
            let data = try SourceFolder(scratch.root, kind: "workspace", prefix: "w/").bytes("large.txt")
            let place = data.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
            #expect(MappedFiles.name(at: place) == "w/large.txt")
            #expect(MappedFiles.name(at: place + 159_999) == "w/large.txt")
            #expect(MappedFiles.name(at: place + 160_000) != "w/large.txt")
            withExtendedLifetime(data) {}
        }
    }
}

@Suite struct FileErrorTests {
    @Test func everyWordingIsAsAgreed() {
        let cases: [(FileError.Fault, String)] = [
            (.absent, "is not there"),
            (.leadsOut(of: "workspace"), "\"a/b\" is a link out of the workspace; put the file itself there"),
            (.leadsNowhere, "\"a/b\" is a link that leads nowhere; put the file itself there"),
            (.isALink, "is a link, a folder was expected; put the folder itself there"),
            (.isAFolder, "is a folder, a file was expected"),
            (.notAFolder, "is a file, a folder was expected"),
            (.special(.pipe), "is a pipe, a file was expected"),
            (.special(.device), "is a device, a file was expected"),
            (.special(.socket), "is a socket, a file was expected"),
            (
                .unsafePath(reason: "leaves its folder"),
                "\"a/b\" leaves its folder; paths are relative and stay inside their folder"
            ),
            (.system(.read, code: EACCES), "cannot be read: Permission denied"),
            (.system(.write, code: ENOSPC), "cannot be written: No space left on device"),
            (.system(.lock, code: EROFS), "cannot be locked: Read-only file system"),
            (
                .locked(holder: "process 7 on host since 2026-01-02T03:04:05Z", waited: 10),
                "locked by process 7 on host since 2026-01-02T03:04:05Z; waited 10 s; let it end first"
            ),
            (.notALock, "is not a lock of this program; move it away; a lock has to be written there"),
            (.changed, "was changed while it was read; run again once nothing writes to it"),
        ]
        for (fault, words) in cases {
            #expect(FileError("a/b", fault).problem.description == "a/b: error: " + words)
        }
    }

    @Test func `only the system and another process are no fault of the input`() {
        #expect(FileError("a", .system(.read, code: EACCES)).problem.cause == .system)
        #expect(FileError("a", .locked(holder: "x", waited: 0)).problem.cause == .system)
        #expect(FileError("a", .leadsOut(of: "archive")).problem.cause == .input)
    }

    @Test func `what Foundation says becomes what the system predicted`() throws {
        try Scratch.folder { scratch in
            let error = try #require(throws: (any Error).self) { try Data(contentsOf: scratch["none"]) }
            #expect(FileError(error, "none", .read) == FileError("none", .system(.read, code: ENOENT)))
        }
    }

    @Test func `a folder that leads out is named, not each file behind it`() throws {
        try Scratch.folder { scratch in
            try scratch.write("x", "out/a/b.txt")
            try scratch.write("y", "in/c.txt")
            try scratch.link("in/images", to: "../out")
            let folder = try SourceFolder(scratch["in"], kind: "workspace")
            for path in ["images/a/b.txt", "images/a", "images"] {
                #expect(throws: FileError("images", .leadsOut(of: "workspace"))) { try folder.entry(path) }
            }
        }
    }

    @Test func `what is no folder on a way is named as far as the user wrote it`() throws {
        try Scratch.folder { scratch in
            try scratch.write("x", "f")
            let way = scratch["f/x/y"]
            #expect(throws: FileError("s/f", .notAFolder)) { try RealPath(way, named: "s/f/x/y") }
            #expect(throws: FileError("y", .notAFolder)) { try RealPath(way) }
        }
    }
}
