import Foundation
import Testing

@testable import misread

@Suite struct SiteFilesTests {
    private static func site() throws -> URL {
        let base = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: base.appending(path: "site/v"), withIntermediateDirectories: true)
        try Data("home".utf8).write(to: base.appending(path: "site/index.html"))
        try Data("v".utf8).write(to: base.appending(path: "site/v/a b.html"))
        try Data("secret".utf8).write(to: base.appending(path: "secret.txt"))
        try FileManager.default.createSymbolicLink(
            at: base.appending(path: "site/link.txt"), withDestinationURL: base.appending(path: "secret.txt"))
        return base
    }

    @Test func pagesAreFound() throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        #expect(files.file(at: "/")?.lastPathComponent == "index.html")
        #expect(files.file(at: "/v/a%20b.html") != nil)
        #expect(files.file(at: "/v/none.html") == nil)
    }

    @Test(arguments: [
        "/../secret.txt", "/%2e%2e/secret.txt", "/v/%2e%2e/%2e%2e/secret.txt", "/%252e%252e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt", "//secret.txt/../../secret.txt", "/v/..\\..\\secret.txt", "/%00", "/.hidden", "/%ff",
    ])
    func noPathLeavesTheFolder(_ path: String) throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        #expect(try SiteFiles(root: base.appending(path: "site")).file(at: path) == nil)
    }
}
