// What is asked of the preview and what it answers: the part of HTTP/1.1 (RFC 9112) that a browser needs to fetch files, one
// exchange a connection. No body is ever asked for, and nothing stays open.

import Foundation

/// The head of a request, line by line.
struct RequestHead: Equatable {
    let method: String
    let target: String
    let host: String?

    /// Behind the blank line that ends a head; `nil` where there is none yet.
    static func end(of bytes: [UInt8]) -> Int? {
        var lineStart = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            let line = bytes[lineStart..<index]
            // What stands before the request line is passed over.
            if line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")]), lineStart > 0 { return index + 1 }
            lineStart = index + 1
        }
        return nil
    }

    /// `nil` for what is no request of HTTP/1.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lines = text.split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
        // RFC 9112, 3.2: the path alone, or as one asks a proxy the whole address, whose host then counts and no other.
        var path = words[1]
        var authority: Substring?
        if let scheme = path.range(of: "http://", options: [.anchored, .caseInsensitive]) {
            let rest = path[scheme.upperBound...]
            let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
            authority = rest[..<end]
            path = rest[end...]
            if path.isEmpty || !path.hasPrefix("/") { path = "/" }
        }
        guard path.hasPrefix("/"), authority?.isEmpty != true else { return nil }
        method = String(words[0])
        target = String(path.prefix { $0 != "?" && $0 != "#" })
        var hosts: [String] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].contains(where: \.isWhitespace) else { return nil }
            if parts[0].lowercased() == "host" { hosts.append(parts[1].trimmingCharacters(in: .whitespaces)) }
        }
        // Of two nobody can say which is meant.
        host = hosts.count > 1 ? nil : authority.map { String($0) } ?? hosts.first
    }
}

/// A status, headers and a body, whose bytes end the connection.
struct PreviewAnswer: Equatable {
    enum Status: Int {
        case ok = 200
        case movedPermanently = 301
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case misdirectedRequest = 421
        case requestHeaderFieldsTooLarge = 431
        case internalServerError = 500

        /// Its name in RFC 9110 and RFC 6585.
        var phrase: String {
            switch self {
            case .ok: "OK"
            case .movedPermanently: "Moved Permanently"
            case .badRequest: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .misdirectedRequest: "Misdirected Request"
            case .requestHeaderFieldsTooLarge: "Request Header Fields Too Large"
            case .internalServerError: "Internal Server Error"
            }
        }
    }

    let status: Status
    var headers: [String: String] = [:]
    var body = Data()

    /// Its bytes, headers in the order of their names.
    var encoded: Data {
        var text = "HTTP/1.1 \(status.rawValue) \(status.phrase)\r\nConnection: close\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        return Data((text + "\r\n").utf8) + body
    }
}
