// The sockets of the preview. A request is one head of bounded size that has to come, and be answered, in bounded time: who
// sends a byte now and then holds a connection for seconds and not for ever, and who sends without end is cut off.

import Diagnostics
import FlyingFox
import FlyingSocks
import Foundation

/// Listens on this machine and answers one request a connection.
struct PreviewServer: Sendable {
    let files: SiteFiles
    let port: UInt16
    /// How long a request may take, from its first byte to the last of its answer.
    var patience = Duration.seconds(15)

    /// Most bytes of a request before its body, which nobody may send.
    static let mostHead = 16 * 1024
    /// Most connections at a time; others wait.
    static let mostConnections = 64

    /// A socket that listens. Throws what the system says.
    func listening() throws(PortError) -> Socket {
        do {
            let socket = try Socket(domain: AF_INET, type: .stream)
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: try .inet(ip4: "127.0.0.1", port: port))
            try socket.listen()
            return socket
        } catch let error as SocketError {
            if case .failed(_, _, let message) = error { throw PortError(port: port, reason: message) }
            throw PortError(port: port, reason: "the system refuses")
        } catch {
            throw PortError(port: port, reason: "the system refuses")
        }
    }

    /// Answers until the task is cancelled.
    func run(on listening: Socket) async throws {
        let pool = HTTPServer.defaultPool()
        try await pool.prepare()
        let socket = try AsyncSocket(socket: listening, pool: pool)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { try await accept(socket) }
            try await group.next()
            group.cancelAll()
        }
    }

    private func accept(_ socket: AsyncSocket) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var open = 0
            for try await connection in socket.sockets {
                if open == Self.mostConnections {
                    try await group.next()
                    open -= 1
                }
                open += 1
                group.addTask {
                    await serve(connection)
                    try? connection.close()
                }
            }
        }
    }

    /// Answers one request, or gives up on it.
    func serve(_ connection: AsyncSocket) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    let answer = files.answer(to: try await head(of: connection), port: port)
                    try await connection.write(try await answer.encoded())
                } catch {
                    // The other side is gone: there is nobody to tell.
                }
            }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    /// The bytes of a request up to the blank line behind its headers; `nil` where they are more than a head has.
    private func head(of connection: AsyncSocket) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count <= Self.mostHead {
            bytes += try await connection.read(atMost: 4096)
            if let end = RequestHead.end(of: bytes) { return Array(bytes[..<end]) }
        }
        return nil
    }
}

/// A port that cannot be listened on.
struct PortError: Error, Explained {
    let port: UInt16
    let reason: String

    var problem: Problem {
        Problem("port \(port) cannot be used: \(reason)", suggestion: "choose another with --port")
    }
}

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
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else { return nil }
        method = String(words[0])
        target = String(words[1].prefix { $0 != "?" && $0 != "#" })
        var hosts: [String] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].contains(where: \.isWhitespace) else { return nil }
            if parts[0].lowercased() == "host" { hosts.append(parts[1].trimmingCharacters(in: .whitespaces)) }
        }
        // Of two nobody can say which is meant.
        host = hosts.count == 1 ? hosts[0] : nil
    }
}

extension SiteFiles {
    /// What is answered to a head; to `nil`, one that was too long.
    func answer(to head: [UInt8]?, port: UInt16) -> HTTPResponse {
        guard let head else { return Self.refusal(HTTPStatusCode(431, phrase: "Request Header Fields Too Large")) }
        guard let request = RequestHead(head) else { return Self.refusal(.badRequest) }
        var headers = HTTPHeaders()
        headers[.host] = request.host
        return response(
            to: HTTPRequest(
                method: HTTPMethod(request.method), version: .http11, target: .init(path: request.target, query: ""),
                headers: headers, body: HTTPBodySequence(data: Data())), port: port)
    }

    private static func refusal(_ status: HTTPStatusCode) -> HTTPResponse {
        HTTPResponse(statusCode: status, headers: HTTPHeaders([.contentLength: "0"]), body: Data())
    }
}

extension HTTPResponse {
    /// Its bytes; the connection ends behind it.
    func encoded() async throws -> Data {
        var text = "HTTP/1.1 \(statusCode.code) \(statusCode.phrase)\r\nConnection: close\r\n"
        for (name, value) in headers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            text += "\(name.rawValue): \(value)\r\n"
        }
        return Data((text + "\r\n").utf8) + (try await bodyData)
    }
}
