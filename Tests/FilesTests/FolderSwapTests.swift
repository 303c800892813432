import Foundation
import Testing

@testable import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct FolderSwapTests {
    private struct Refused: Error {}

    private static func swap(_ place: URL) throws -> FolderSwap { try FolderSwap(destination: place) { _ in } }

    @Test func `the old folder stands until the new one is whole`() throws {
        try Scratch.folder { scratch in
            let first = try Self.swap(scratch["site"])
            try first.write(Array("one".utf8), to: "a/b.txt")
            try first.commit()
            let second = try Self.swap(scratch["site"])
            try second.write(Array("two".utf8), to: "c.txt")
            #expect(try scratch.text("site/a/b.txt") == "one")
            try second.commit()
            #expect(!FileManager.default.fileExists(atPath: scratch["site/a/b.txt"].path))
            #expect(try scratch.text("site/c.txt") == "two")
            #expect(try scratch.names == ["site"])
        }
    }

    @Test func `a file that has not changed keeps its place on the disk, an altered one is written`() throws {
        func number(_ url: URL) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: url.path)[.systemFileNumber] as? Int
        }
        try Scratch.folder { scratch in
            let first = try Self.swap(scratch["site"])
            for name in ["same", "other", "longer", "closed"] { try first.write(Array("one".utf8), to: "a/" + name) }
            try first.commit()
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: scratch["site/a/closed"].path)
            let before = try ["same", "other", "longer", "closed"].map { try number(scratch["site/a/" + $0]) }
            let second = try Self.swap(scratch["site"])
            try second.write(Array("one".utf8), to: "a/same")
            try second.write(Array("two".utf8), to: "a/other")
            try second.write(Array("one two".utf8), to: "a/longer")
            try second.write(Array("one".utf8), to: "a/closed")
            try second.commit()
            let after = try ["same", "other", "longer", "closed"].map { try number(scratch["site/a/" + $0]) }
            #expect(zip(before, after).map(==) == [true, false, false, false])
            #expect(try scratch.text("site/a/other") == "two" && scratch.text("site/a/longer") == "one two")
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch["site/a/same"].path)
            #expect(attributes[.referenceCount] as? Int == 1)
        }
    }

    @Test func `two at once do not write into each other`() throws {
        try Scratch.folder { scratch in
            let one = try Self.swap(scratch["site"])
            let two = try Self.swap(scratch["site"])
            try one.write(Array("one".utf8), to: "one.txt")
            try two.write(Array("two".utf8), to: "two.txt")
            try one.commit()
            try two.commit()
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["site"].path) == ["two.txt"])
            #expect(try scratch.names == ["site"])
        }
    }

    @Test func `what a killed run left is cleared away, what is another's is not`() throws {
        try Scratch.folder { scratch in
            let alive = try Self.swap(scratch["site"])
            for phase in ["writing", "discarding", "swapping"] {
                try scratch.write("misread staging\n\(phase)\n", ".site.misread-1-\(phase)/owner")
                try scratch.write("half", ".site.misread-1-\(phase)/new/half.txt")
            }
            try scratch.write("mine", ".site.old/letter.txt")
            try scratch.write("mine", ".site.new/letter.txt")
            try scratch.write("mine", ".site.misread-notes/letter.txt")
            try scratch.write("mine", ".site.misread-more/owner")
            let swap = try FolderSwap(destination: scratch["site"]) { folder in
                if folder.path.contains("swapping") { throw Refused() }
            }
            try swap.write(Array("whole".utf8), to: "whole.txt")
            try swap.commit()
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["site"].path) == ["whole.txt"])
            let left = try scratch.names
            #expect(
                left.filter { $0 != alive.staging.deletingLastPathComponent().lastPathComponent } == [
                    ".site.misread-1-swapping", ".site.misread-more", ".site.misread-notes", ".site.new", ".site.old",
                    "site",
                ])
            #expect(left.count == 7, "the area of a living process stays")
            alive.abandon()
        }
    }

    /// Paths that are longer than the system takes are what nobody can remove by name, root included.
    @Test func `what cannot be removed is told, and removed by the next run that can`() throws {
        try Scratch.folder { scratch in
            try Self.swap(scratch["site"]).commit()
            Self.deepen(scratch["site"])
            let left: URL
            do {
                let swap = try Self.swap(scratch["site"])
                try swap.write(Array("two".utf8), to: "two.txt")
                left = try #require(try swap.commit())
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["site"].path) == ["two.txt"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: left.path).sorted() == ["new", "owner"])
            let removal = try Process.run(URL(filePath: "/bin/rm"), arguments: ["-rf", left.path + "/new/deep"])
            removal.waitUntilExit()
            #expect(try Self.swap(scratch["site"]).commit() == nil)
            #expect(try scratch.names == ["site"])
        }
    }

    /// Makes a folder `deep` with folders in it until its path is longer than any that the system takes.
    private static func deepen(_ folder: URL) {
        var descriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
        for name in ["deep"] + (0..<25).map({ _ in String(repeating: "x", count: 200) }) {
            _ = mkdirat(descriptor, name, 0o755)
            let next = openat(descriptor, name, O_RDONLY | O_DIRECTORY)
            close(descriptor)
            descriptor = next
        }
        close(descriptor)
    }

    /// Whatever folder it is of: whoever works on the folder that holds them all alone may.
    @Test func `what killed runs left of any folder beside is cleared away`() throws {
        try Scratch.folder { scratch in
            try scratch.write("misread staging\nwriting\n", ".v1@d.misread-1-a/owner")
            try scratch.write("half", ".v1@d.misread-1-a/new/audit.json")
            // Of one that was moving names away when it ended, and of none of ours.
            try scratch.write("misread staging\nswapping\n", ".v2.misread-1-b/owner")
            try scratch.write("old", ".v2.misread-1-b/old/audit.json")
            try scratch.write("mine", ".v3.misread-1-c/letter.txt")
            try FolderSwap.clear(in: RealPath(scratch.root), named: "archive") { _ in }
            #expect(try scratch.names == [".v3.misread-1-c", "v2"])
            #expect(try scratch.text("v2/audit.json") == "old")
        }
    }

    @Test func `a place where a disk is mounted is known`() throws {
        try Scratch.folder { scratch in
            let (there, absent) = (try RealPath(scratch.root), try RealPath(scratch["none"]))
            #expect(!there.isMount && !absent.isMount)
        }
        #if os(Linux)
            #expect(try RealPath(URL(fileURLWithPath: "/proc")).isMount)
        #endif
        #expect(
            FileError("out/", .isAMount).problem.description
                == "out/: error: is a mount point, and what is written takes the place of the whole folder in one step; give a "
                + "folder below it, such as out/site")
    }

    @Test func `an old folder that was moved away comes back`() throws {
        try Scratch.folder { scratch in
            try scratch.write("misread staging\nswapping\n", ".site.misread-1-a/owner")
            try scratch.write("old", ".site.misread-1-a/old/index.html")
            try scratch.write("new", ".site.misread-1-a/new/index.html")
            try Self.swap(scratch["site"]).abandon()
            #expect(try scratch.text("site/index.html") == "old")
            #expect(try scratch.names == ["site"])
        }
    }

    @Test func `what is slipped in meanwhile is not deleted`() throws {
        try Scratch.folder { scratch in
            try scratch.write("old", "site/index.html")
            let letter = "letter.txt"
            let swap = try FolderSwap(destination: scratch["site"]) { folder in
                if FileManager.default.fileExists(atPath: folder.appending(path: letter).path) { throw Refused() }
            }
            try swap.write(Array("new".utf8), to: "index.html")
            try scratch.write("mine", "site/letter.txt")
            #expect(throws: Refused.self) { try swap.commit() }
            swap.abandon()
            #expect(try scratch.text("site/letter.txt") == "mine")
            #expect(try scratch.text("site/index.html") == "old")
            #expect(try scratch.names == ["site"])
        }
    }

    @Test func `a link is published through`() throws {
        try Scratch.folder { scratch in
            try scratch.write("old", "www/site/index.html")
            try scratch.link("site", to: "www/site")
            let swap = try Self.swap(scratch["site"])
            try swap.write(Array("new".utf8), to: "index.html")
            try swap.commit()
            #expect(try scratch.text("www/site/index.html") == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch["site"].path) == "www/site")
            #expect(try scratch.names == ["site", "www"])
        }
    }

    @Test(arguments: ["../out.txt", "/etc/x", "a/../../out.txt", ""])
    func `nothing is written outside`(_ path: String) throws {
        try Scratch.folder { scratch in
            let swap = try Self.swap(scratch["site"])
            defer { swap.abandon() }
            #expect(throws: FileError.self) { try swap.write(Array("x".utf8), to: path) }
        }
    }
}

@Suite struct OutputFileTests {
    @Test func `a plain file is replaced whole and keeps its mode`() throws {
        try Scratch.folder { scratch in
            try scratch.write("old and longer", "a.bin")
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: scratch["a.bin"].path)
            try OutputFile.write(Array("new".utf8), to: scratch["a.bin"].path)
            try OutputFile.write(Array("b".utf8), to: scratch["b.bin"].path)
            #expect(try scratch.text("a.bin") == "new")
            #expect(try scratch.text("b.bin") == "b")
            let mode = try FileManager.default.attributesOfItem(atPath: scratch["a.bin"].path)[.posixPermissions]
            #expect(mode as? Int == 0o640)
            #expect(try scratch.names == ["a.bin", "b.bin"])
        }
    }

    @Test func `a link stays and what it leads to is written`() throws {
        try Scratch.folder { scratch in
            try scratch.write("old and longer", "real.bin")
            try scratch.link("link.bin", to: "real.bin")
            try OutputFile.write(Array("new".utf8), to: scratch["link.bin"].path)
            #expect(try scratch.text("real.bin") == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch["link.bin"].path) == "real.bin")
        }
    }

    @Test func `a pipe stays a pipe and its reader gets the bytes`() throws {
        try Scratch.folder { scratch in
            try scratch.pipe("pipe")
            let reader = open(scratch["pipe"].path, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            try OutputFile.write(Array("through".utf8), to: scratch["pipe"].path)
            var bytes = [UInt8](repeating: 0, count: 100)
            let count = read(reader, &bytes, bytes.count)
            #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "through")
            #expect(try SystemCalls.status(ofLink: scratch["pipe"].path).kind == .special(.pipe))
        }
    }

    @Test func `what the system refuses is predicted with the path`() throws {
        try Scratch.folder { scratch in
            let path = scratch["none/a.bin"].path
            #expect(throws: FileError(path, .system(.write, code: ENOENT))) {
                try OutputFile.write([1], to: path)
            }
            #expect(throws: FileError(scratch.root.path, .system(.write, code: EISDIR))) {
                try OutputFile.write([1], to: scratch.root.path)
            }
        }
    }
}
