import FlyingFox
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
        guard case .file(let home)? = files.place(of: "/") else { return #expect(Bool(false), "no home page") }
        #expect(home.lastPathComponent == "index.html")
        #expect(files.place(of: "/v/a%20b.html") != nil)
        #expect(files.place(of: "/v/none.html") == nil)
        #expect(files.place(of: "/v") == nil)
    }

    private static func ask(
        _ method: HTTPMethod, _ path: String, host: String? = "localhost:8427", of files: SiteFiles
    ) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers[.host] = host
        return files.response(
            to: HTTPRequest(
                method: method, version: .http11, target: .init(path: path, query: ""), headers: headers,
                body: HTTPBodySequence(data: Data())), port: 8427)
    }

    @Test func aFolderIsAskedForWithASlashByItsOwnAddress() throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let folder = base.appending(path: "site/v/ä b")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("page".utf8).write(to: folder.appending(path: "index.html"))
        let files = try SiteFiles(root: base.appending(path: "site"))
        let answer = Self.ask(.GET, "//v/%C3%A4%20b", of: files)
        #expect(answer.statusCode == .movedPermanently)
        #expect(answer.headers[.location] == "/v/%C3%A4%20b/")
        #expect(Self.ask(.GET, "/v/%C3%A4%20b/", of: files).statusCode == .ok)
    }

    @Test func headSaysTheLengthOfWhatItDoesNotSend() async throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        let (head, whole) = (Self.ask(.HEAD, "/", of: files), Self.ask(.GET, "/", of: files))
        #expect(head.headers[.contentLength] == "4" && whole.headers[.contentLength] == "4")
        #expect(try await head.bodyData.isEmpty)
        #expect(try await whole.bodyData == Data("home".utf8))
        #expect(whole.headers[HTTPHeader("X-Content-Type-Options")] == "nosniff")
        #expect(Self.ask(.HEAD, "/none", of: files).statusCode == .notFound)
        #expect(Self.ask(.POST, "/", of: files).statusCode == .methodNotAllowed)
    }

    @Test(arguments: [
        nil, "evil.example", "evil.example:8427", "127.0.0.1", "127.0.0.1:80", "localhost:8427.evil.example",
    ])
    func anotherHostIsNotAnswered(_ host: String?) throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        #expect(Self.ask(.GET, "/", host: host, of: files).statusCode == .misdirectedRequest)
    }

    @Test(arguments: [
        "/../secret.txt", "/%2e%2e/secret.txt", "/v/%2e%2e/%2e%2e/secret.txt", "/%252e%252e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt", "//secret.txt/../../secret.txt", "/v/..\\..\\secret.txt", "/%00", "/.hidden", "/%ff",
    ])
    func noPathLeavesTheFolder(_ path: String) throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        #expect(try SiteFiles(root: base.appending(path: "site")).place(of: path) == nil)
    }
}
