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
        #expect(home == "index.html")
        #expect(files.place(of: "/v/a%20b.html") != nil)
        #expect(files.place(of: "/v/none.html") == nil)
        #expect(files.place(of: "/v") == nil)
    }

    private static func ask(
        _ method: String, _ path: String, host: String? = "localhost:8427", of files: SiteFiles
    ) -> PreviewAnswer {
        let headers = host.map { "Host: \($0)\r\n" } ?? ""
        return files.answer(to: Array("\(method) \(path) HTTP/1.1\r\n\(headers)\r\n".utf8), port: 8427)
    }

    @Test func aFolderIsAskedForWithASlashByItsOwnAddress() throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let folder = base.appending(path: "site/v/ä b")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("page".utf8).write(to: folder.appending(path: "index.html"))
        let files = try SiteFiles(root: base.appending(path: "site"))
        let answer = Self.ask("GET", "//v/%C3%A4%20b", of: files)
        #expect(answer.status == .movedPermanently)
        #expect(answer.headers["Location"] == "/v/%C3%A4%20b/")
        #expect(Self.ask("GET", "/v/%C3%A4%20b/", of: files).status == .ok)
    }

    @Test func headSaysTheLengthOfWhatItDoesNotSend() throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        let (head, whole) = (Self.ask("HEAD", "/", of: files), Self.ask("GET", "/", of: files))
        #expect(head.headers["Content-Length"] == "4" && whole.headers["Content-Length"] == "4")
        #expect(head.body.isEmpty)
        #expect(whole.body == Data("home".utf8))
        #expect(whole.headers["X-Content-Type-Options"] == "nosniff")
        #expect(Self.ask("HEAD", "/none", of: files).status == .notFound)
        #expect(Self.ask("POST", "/", of: files).status == .methodNotAllowed)
    }

    /// RFC 9112, 3.2.2: a server takes the whole address too, and its host for the one that is asked.
    @Test func aWholeAddressOfThisMachineIsAnswered() throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        for address in [
            "http://localhost:8427/", "HTTP://127.0.0.1:8427/index.html?x", "http://localhost:8427",
            "http://localhost:8427?x", "http://LOCALHOST:8427/v/a%20b.html",
        ] {
            #expect(Self.ask("GET", address, of: files).status == .ok, "\(address)")
            #expect(Self.ask("GET", address, host: "evil.example", of: files).status == .ok, "\(address)")
        }
        for address in ["http://evil.example/", "http://localhost/", "http://me@localhost:8427/"] {
            #expect(Self.ask("GET", address, of: files).status == .misdirectedRequest, "\(address)")
        }
        for address in ["http://", "http:///x", "https://localhost:8427/", "localhost:8427", "*"] {
            #expect(Self.ask("GET", address, of: files).status == .badRequest, "\(address)")
        }
        #expect(Self.ask("GET", "http://localhost:8427/../secret.txt", of: files).status == .notFound)
    }

    @Test func aFileIsNoFolder() throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        #expect(Self.ask("GET", "/index.html", of: files).status == .ok)
        #expect(Self.ask("GET", "/index.html/", of: files).status == .notFound)
        #expect(Self.ask("GET", "/v/a%20b.html/", of: files).status == .notFound)
    }

    @Test(arguments: [
        nil, "evil.example", "evil.example:8427", "127.0.0.1", "127.0.0.1:80", "localhost:8427.evil.example",
    ])
    func anotherHostIsNotAnswered(_ host: String?) throws {
        let base = try Self.site()
        defer { try? FileManager.default.removeItem(at: base) }
        let files = try SiteFiles(root: base.appending(path: "site"))
        #expect(Self.ask("GET", "/", host: host, of: files).status == .misdirectedRequest)
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
