import ArgumentParser
import Diagnostics
import Files
import FlyingFox
import FlyingSocks
import Foundation

/// Shows a built site in a browser, from this machine only.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Preview a built site on this machine.",
        discussion: """
            Listens on 127.0.0.1 only. The site needs no server: its pages open from the folder as they are. Nothing is \
            added to the pages.
            """)

    @Argument(help: "The site's folder.")
    var site: String

    @Option(help: "Port to listen on.")
    var port: UInt16 = 8427

    func run() async throws {
        let files = try Outcome.of { try SiteFiles(root: URL(fileURLWithPath: site)) }
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
        await server.appendRoute("*") { request in files.response(to: request) }
        Outcome.say("http://127.0.0.1:\(port)/  (end with Control-C)")
        do {
            try await server.run()
        } catch let error as SocketError {
            Outcome.say(
                Problem("port \(port) cannot be used: \(error)", suggestion: "choose another with --port").description)
            throw Outcome.failed
        }
    }
}

/// The files of a folder, and nothing outside it.
///
/// A request's path is decoded once, split, and refused when a part is `..`, is hidden or holds a NUL or a backslash;
/// then it goes through the door that every file does: after links are resolved it must still lie inside the root.
struct SiteFiles: Sendable {
    private let source: SourceFolder

    init(root: URL) throws {
        do {
            source = try SourceFolder(root, kind: "site")
        } catch {
            guard error.fault == .absent || error.fault == .notAFolder else { throw error }
            throw Problem(
                at: Place(file: root.relativePath), "there is no such folder", suggestion: "run `misread build` first")
        }
    }

    func response(to request: HTTPRequest) -> HTTPResponse {
        guard request.method == .GET || request.method == .HEAD else {
            return HTTPResponse(statusCode: .methodNotAllowed)
        }
        guard let file = file(at: request.path), let body = try? Data(contentsOf: file) else {
            return HTTPResponse(
                statusCode: .notFound, headers: HTTPHeaders([.contentType: "text/plain"]),
                body: Data("not found\n".utf8))
        }
        return HTTPResponse(
            statusCode: .ok, headers: HTTPHeaders([.contentType: Self.type(of: file.pathExtension)]),
            body: request.method == .HEAD ? Data() : body)
    }

    /// The file a request path names, or `nil`.
    func file(at path: String) -> URL? {
        guard let decoded = path.removingPercentEncoding, !decoded.utf8.contains(0), !decoded.contains("\\") else {
            return nil
        }
        let parts = decoded.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.allSatisfy({ !$0.hasPrefix(".") && $0.removingPercentEncoding.map { !$0.hasPrefix(".") } ?? false })
        else {
            return nil
        }
        let name = parts.joined(separator: "/")
        guard var entry = try? source.entry(name) else { return nil }
        if entry.isFolder {
            guard let index = try? source.entry(name.isEmpty ? "index.html" : name + "/index.html") else { return nil }
            entry = index
        }
        return entry.isFolder ? nil : URL(fileURLWithPath: entry.real)
    }

    private static func type(of pathExtension: String) -> String {
        switch pathExtension {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "json": "application/json"
        case "csv": "text/csv; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "xml": "application/xml"
        default: "text/plain; charset=utf-8"
        }
    }
}
