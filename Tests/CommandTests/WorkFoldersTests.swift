import Files
import Foundation
import Testing

@testable import misread

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a command may write, and that it is alone there.
@Suite struct WorkFoldersTests {
    /// A workspace `w` of two images in an empty folder.
    private static func inFolder(_ body: (URL) throws -> Void) throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: base) }
        try Init.parse([base.appending(path: "w").path]).run()
        let files = [
            "datasets/validation/images.csv": "image_id,label\na,cat\nb,dog\n",
            "versions/v1/validation/predictions.csv": "image_id,predicted,confidence\na,cat,0.9\nb,cat,0.6\n",
        ]
        for (path, text) in files {
            let file = base.appending(path: "w").appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try body(base)
    }

    private static func conflict(_ base: URL, archive: String? = nil, output: String) -> FolderConflict? {
        let archive = archive.map { ["--archive", base.appending(path: $0).path] } ?? []
        do {
            let options = try WorkspaceOptions.parse([base.appending(path: "w").path] + archive)
            _ = try WorkFolders(options, output: base.appending(path: output).path)
            return nil
        } catch {
            return error as? FolderConflict
        }
    }

    @Test(arguments: ["site", "w/site", "w/deeper/site", "w-site"])
    func placesApartAreFine(_ output: String) throws {
        try Self.inFolder { base in #expect(Self.conflict(base, output: output) == nil) }
    }

    @Test(arguments: [
        ("w", FolderConflict.Fault.holds("workspace")), (".", .holds("workspace")), ("w/../w", .holds("workspace")),
        ("link", .holds("workspace")), ("link/archive", .holds("archive")), ("w/archive", .holds("archive")),
        ("w/archive/site", .isInside("archive")), ("w/versions", .isInside("versions")),
        ("w/datasets/site", .isInside("datasets")), ("w/incidents", .isInside("incidents")),
        ("w/templates/x/y", .isInside("templates")),
    ])
    func anOutputThatWouldDeleteOrPolluteIsRefused(_ given: (output: String, fault: FolderConflict.Fault)) throws {
        try Self.inFolder { base in
            try FileManager.default.createSymbolicLink(
                atPath: base.appending(path: "link").path, withDestinationPath: "w")
            #expect(Self.conflict(base, output: given.output)?.fault == given.fault)
        }
    }

    @Test func theArchiveIsNotInTheOutputNorTheWorkspaceInTheArchive() throws {
        try Self.inFolder { base in
            #expect(Self.conflict(base, archive: "site/archive", output: "site")?.fault == .holds("archive"))
            #expect(Self.conflict(base, archive: "all", output: "all/site")?.fault == .isInside("archive"))
            #expect(Self.conflict(base, archive: ".", output: "site")?.fault == .holds("workspace"))
            #expect(Self.conflict(base, archive: "w", output: "site")?.fault == .holds("workspace"))
            #expect(Self.conflict(base, archive: "w/versions", output: "site")?.fault == .isInside("versions"))
            #expect(Self.conflict(base, archive: "elsewhere/archive", output: "site") == nil)
        }
    }

    @Test func everyWordingIsAsAgreed() {
        let cases: [(FolderConflict, String)] = [
            (
                FolderConflict(name: "out", folder: "output", fault: .holds("workspace")),
                "out: error: the output would hold the workspace, which it may then replace; give the output a folder of its own"
            ),
            (
                FolderConflict(name: "w/versions/x", folder: "archive", fault: .isInside("versions")),
                "w/versions/x: error: the archive lies in versions/, which is read and not published into; give the archive a folder of its own"
            ),
            (
                FolderConflict(name: "a/site", folder: "output", fault: .isInside("archive")),
                "a/site: error: the output lies in the archive, which is read and not published into; give the output a folder of its own"
            ),
        ]
        for (error, words) in cases { #expect(error.problem.description == words) }
    }

    @Test func aBuildLeavesASiteAnArchiveAndNoLock() throws {
        try Self.inFolder { base in
            let site = base.appending(path: "site")
            try BuildCommand.parse(
                [base.appending(path: "w").path, "--output", site.path, "--allow", "inconclusive"]
            ).run()
            try VerifyCommand.parse([site.path]).run()
            try VerifyCommand.parse([base.appending(path: "w/archive").path]).run()
            #expect(try FileManager.default.contentsOfDirectory(atPath: base.path).sorted() == ["site", "w"])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: base.appending(path: "w").path).allSatisfy {
                    !$0.hasPrefix(".")
                })
        }
    }

    @Test func whoHoldsAFolderIsWaitedForAndThenLeftAlone() throws {
        try Self.inFolder { base in
            let options = try WorkspaceOptions.parse([base.appending(path: "w").path])
            let folders = try WorkFolders(options, output: base.appending(path: "site").path, patience: 0)
            func isRefused(_ body: () throws -> Void) -> Bool {
                do {
                    try body()
                    return false
                } catch {
                    if case .locked = (error as? FileError)?.fault { return true }
                    return false
                }
            }
            try folders.auditing { lock in
                #expect(isRefused { try folders.auditing { _ in } })
                #expect(isRefused { try folders.publishing {} })
                try folders.publishing(lock) {
                    #expect(isRefused { try folders.publishing(lock) {} })
                }
            }
            try folders.publishing {}
        }
    }

    @Test func aTallyIsWrittenThroughAPipe() throws {
        try Self.inFolder { base in
            let table = base.appending(path: "k.csv")
            let rows = (0..<60).map { "\($0 % 3),\($0 % 5 == 0 ? 1 : 0)\n" }.joined()
            try Data(("a,e\n" + rows).utf8).write(to: table)
            let pipe = base.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let reader = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            _ = try MeasureSlices.parse([table.path, "--error", "e", "--no-cache", "--tally", pipe]).report()
            var bytes = [UInt8](repeating: 0, count: 4096)
            #expect(read(reader, &bytes, bytes.count) > 0)
            let kind = try FileManager.default.attributesOfItem(atPath: pipe)[.type] as? FileAttributeType
            #expect(kind != .typeRegular, "the pipe was replaced")
        }
    }
}
