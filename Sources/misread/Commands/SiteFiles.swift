// What the preview answers: the files of a folder and nothing outside it, and only to a browser that asks for this machine.

import Diagnostics
import Files
import Foundation

/// The files of a folder, and nothing outside it.
///
/// A request's path is decoded once, split, and refused when a part is `..`, is hidden or holds a NUL or a backslash;
/// then it goes through the door that every file does: after links are resolved it must still lie inside the root.
struct SiteFiles: Sendable {
    private let source: SourceFolder

    /// What a request path names.
    enum Place: Equatable {
        /// A file, as a path of the site.
        case file(String)
        /// A folder with a page, asked for without the slash that its page's links count on; its path with it.
        case folder(String)
    }

    init(root: URL) throws {
        do {
            source = try SourceFolder(root, kind: "site")
        } catch {
            guard error.fault == .absent || error.fault == .notAFolder else { throw error }
            throw Problem(
                at: Diagnostics.Place(file: root.relativePath), "there is no such folder",
                suggestion: "run `misread build` first")
        }
    }

    /// Names under which this machine alone is reached. Of any other, a page elsewhere has made the browser ask.
    static func isThisMachine(_ host: String?, port: UInt16) -> Bool {
        guard let host = host?.lowercased() else { return false }
        let names = ["127.0.0.1", "localhost", "[::1]"]
        return names.contains { host == "\($0):\(port)" || (port == 80 && host == $0) }
    }

    /// What is answered to a request; to `nil`, one whose head was too long.
    func answer(to head: [UInt8]?, port: UInt16) -> PreviewAnswer {
        guard let head else { return Self.refusal(.requestHeaderFieldsTooLarge) }
        guard let request = RequestHead(head) else { return Self.refusal(.badRequest) }
        guard Self.isThisMachine(request.host, port: port) else {
            return answer(.misdirectedRequest, "text/plain", Data("ask for http://127.0.0.1:\(port)/\n".utf8), request)
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return Self.refusal(.methodNotAllowed, ["Allow": "GET, HEAD"])
        }
        switch place(of: request.target) {
        case .file(let file):
            do throws(FileError) {
                return answer(.ok, Self.type(ofFileCalled: file), try source.bytes(file), request)
            } catch {
                // Gone since it was looked for, or not to be read.
                if error.fault == .absent { break }
                return answer(.internalServerError, "text/plain", Data("cannot be read\n".utf8), request)
            }
        case .folder(let path):
            var answer = answer(.movedPermanently, "text/plain", Data(), request)
            answer.headers["Location"] = path
            return answer
        case nil: break
        }
        return answer(.notFound, "text/plain", Data("not found\n".utf8), request)
    }

    private static func refusal(_ status: PreviewAnswer.Status, _ headers: [String: String] = [:]) -> PreviewAnswer {
        PreviewAnswer(status: status, headers: headers.merging(["Content-Length": "0"]) { given, _ in given })
    }

    /// An answer whose length is that of its body, for `HEAD` too, which gets none.
    private func answer(
        _ status: PreviewAnswer.Status, _ type: String, _ body: Data, _ request: RequestHead
    ) -> PreviewAnswer {
        PreviewAnswer(
            status: status,
            headers: [
                "Content-Type": type, "Content-Length": String(body.count), "X-Content-Type-Options": "nosniff",
            ],
            body: request.method == "HEAD" ? Data() : body)
    }

    /// What a request path names, or `nil`.
    func place(of path: String) -> Place? {
        guard let decoded = path.removingPercentEncoding, !decoded.utf8.contains(0), !decoded.contains("\\") else {
            return nil
        }
        let parts = decoded.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.allSatisfy({ !$0.hasPrefix(".") && $0.removingPercentEncoding.map { !$0.hasPrefix(".") } ?? false })
        else {
            return nil
        }
        let name = parts.joined(separator: "/")
        guard let entry = try? source.entry(name) else { return nil }
        if entry.isFolder {
            let page = name.isEmpty ? "index.html" : name + "/index.html"
            guard let index = try? source.entry(page), !index.isFolder else { return nil }
            if !name.isEmpty, !decoded.hasSuffix("/") {
                let safe = parts.map { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
                return .folder("/" + safe.joined(separator: "/") + "/")
            }
            return .file(page)
        }
        // A file has nothing below it.
        return decoded.hasSuffix("/") ? nil : .file(name)
    }

    private static func type(ofFileCalled name: String) -> String {
        switch name.split(separator: ".").last {
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
