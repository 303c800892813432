// The sockets of the preview. A request is one head of bounded size that has to come, and be answered, in bounded time: who
// sends a byte now and then holds a connection for seconds and not for ever, and who sends without end is cut off.

import Diagnostics
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
        let pool = SocketPool.make()
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
                    try await connection.write(answer.encoded)
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
