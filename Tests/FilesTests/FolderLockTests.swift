import Foundation
import Testing

@testable import Files

@Suite struct FolderLockTests {
    private static func refusal(_ place: RealPath, _ mode: FolderLock.Mode) -> FileError? {
        do {
            _ = try FolderLock(of: place, named: "site", mode, patience: 0)
            return nil
        } catch {
            return error
        }
    }

    @Test func `who comes second is told who is there, and nothing is left when all have gone`() throws {
        try Scratch.folder { scratch in
            let place = try RealPath(scratch["site"])
            do {
                let lock = try FolderLock(of: place, named: "site", .exclusive)
                let error = try #require(Self.refusal(place, .exclusive))
                guard case .locked(let holder, 0) = error.fault else {
                    Issue.record("\(error)")
                    return
                }
                #expect(holder.hasPrefix("process \(getpid()) on \(SystemCalls.hostName) since 2"))
                #expect(Self.refusal(place, .shared) != nil)
                #expect(try scratch.names == [".site.lock"])
                withExtendedLifetime(lock) {}
            }
            #expect(try scratch.names.isEmpty)
            #expect(Self.refusal(place, .exclusive) == nil)
        }
    }

    @Test func `readers share, a writer waits for the last of them`() throws {
        try Scratch.folder { scratch in
            let place = try RealPath(scratch["archive"])
            var first: FolderLock? = try FolderLock(of: place, named: "archive", .shared)
            let second = try FolderLock(of: place, named: "archive", .shared)
            #expect(Self.refusal(place, .exclusive) != nil)
            withExtendedLifetime(first) {}
            first = nil
            #expect(Self.refusal(place, .exclusive) != nil)
            withExtendedLifetime(second) {}
        }
        try Scratch.folder { scratch in
            let place = try RealPath(scratch["archive"])
            let writer = try FolderLock(of: place, named: "archive", .exclusive)
            writer.share()
            #expect(Self.refusal(place, .shared) == nil)
            #expect(Self.refusal(place, .exclusive) != nil)
            withExtendedLifetime(writer) {}
        }
    }

    @Test func `folders side by side do not wait for each other`() throws {
        try Scratch.folder { scratch in
            let one = try FolderLock(of: RealPath(scratch["one"]), named: "one", .exclusive)
            #expect(Self.refusal(try RealPath(scratch["two"]), .exclusive) == nil)
            withExtendedLifetime(one) {}
        }
    }

    @Test func `what a killed process left is taken over`() throws {
        try Scratch.folder { scratch in
            try scratch.write("misread lock\nprocess 1\nhost elsewhere\nsince 2020-01-01T00:00:00Z\n", ".site.lock")
            let place = try RealPath(scratch["site"])
            let lock = try FolderLock(of: place, named: "site", .exclusive, patience: 0)
            #expect(try scratch.text(".site.lock").contains("process \(getpid())\n"))
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `a file of that name that is somebody's own stays`() throws {
        try Scratch.folder { scratch in
            try scratch.write("my own notes", ".site.lock")
            let error = try #require(Self.refusal(try RealPath(scratch["site"]), .exclusive))
            #expect(error == FileError(".site.lock", .notALock))
            #expect(try scratch.text(".site.lock") == "my own notes")
        }
        try Scratch.folder { scratch in
            try scratch.write("my own notes", "notes")
            try scratch.link(".site.lock", to: "notes")
            #expect(Self.refusal(try RealPath(scratch["site"]), .exclusive)?.fault == .notALock)
            #expect(try scratch.text("notes") == "my own notes")
        }
    }

    @Test func `one folder has one lock, however it is spelled`() throws {
        try Scratch.folder { scratch in
            try scratch.write("x", "real/site/index.html")
            try scratch.link("link", to: "real/site")
            let lock = try FolderLock(of: RealPath(scratch["link"]), named: "link", .exclusive)
            #expect(Self.refusal(try RealPath(scratch["real/../real/site"]), .exclusive) != nil)
            withExtendedLifetime(lock) {}
        }
    }
}

@Suite struct RealPathTests {
    @Test func `links and steps up are followed, also towards what is not there yet`() throws {
        try Scratch.folder { scratch in
            let root = try RealPath(scratch.root).text
            try scratch.write("x", "a/b/file")
            try scratch.link("link", to: "a/b")
            try scratch.link("later", to: "a/new")
            #expect(try RealPath(scratch["link"]).text == root + "/a/b")
            #expect(try RealPath(scratch["link/none/x"]).text == root + "/a/b/none/x")
            #expect(try RealPath(scratch["later"]).text == root + "/a/new")
            try scratch.link("round", to: "round")
            #expect(throws: FileError("round", .leadsNowhere)) { try RealPath(scratch["round"]) }
        }
    }

    @Test func `a place holds itself and what is inside, not what is called alike`() throws {
        try Scratch.folder { scratch in
            try scratch.write("x", "site/a")
            try scratch.link("other", to: "site")
            let site = try RealPath(scratch["site"])
            #expect(site.holds(try RealPath(scratch["site"])))
            #expect(site.holds(try RealPath(scratch["other/archive/v1"])))
            #expect(!site.holds(try RealPath(scratch["site-2"])))
            #expect(!site.holds(try RealPath(scratch.root)))
            #expect(try RealPath(scratch["None"]).holds(try RealPath(scratch["none/x"])))
        }
    }
}
