// The sockets of the preview. A request is one head of bounded size that has to come, and be answered, in bounded time: who
// sends a byte now and then holds a connection for seconds and not for ever, and who sends without end is cut off.

import Diagnostics
import FlyingSocks
import Foundation
import Synchronization

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
            let waiting = WaitingConnections()
            var open = 0
            for try await connection in socket.sockets {
                if open == Self.mostConnections {
                    // Who has not asked yet does not keep others from asking.
                    waiting.giveWay(at: Self.mostConnections)
                    try await group.next()
                    open -= 1
                }
                open += 1
                let place = waiting.enter()
                group.addTask {
                    await serve(connection, place, waiting)
                    try? connection.close()
                    waiting.leave(place)
                }
            }
        }
    }

    /// Answers one request, or gives up on it.
    private func serve(
        _ connection: AsyncSocket, _ place: WaitingConnections.Place, _ waiting: WaitingConnections
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    let head = try await head(of: connection)
                    waiting.hasAsked(place)
                    let answer = files.answer(to: head, port: port)
                    try await connection.write(answer.encoded)
                } catch {
                    // The other side is gone: there is nobody to tell.
                }
            }
            group.addTask { try? await Task.sleep(for: patience) }
            group.addTask { for await _ in place.turn {} }
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

/// Connections that are open, and which of them have not asked for anything yet.
final class WaitingConnections: Sendable {
    /// A connection's place.
    struct Place: Sendable {
        let number: Int
        /// Ends when the connection has to give way.
        let turn: AsyncStream<Never>
    }

    private struct State {
        var next = 0
        var open = 0
        /// Those that wait, the oldest first.
        var waiting: [(number: Int, end: AsyncStream<Never>.Continuation)] = []
        /// Those that have asked: their turn does not end before they do.
        var asked: [Int: AsyncStream<Never>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// A connection begins.
    func enter() -> Place {
        let (turn, end) = AsyncStream.makeStream(of: Never.self)
        return state.withLock { state in
            state.next += 1
            state.open += 1
            state.waiting.append((state.next, end))
            return Place(number: state.next, turn: turn)
        }
    }

    /// It has asked for something.
    func hasAsked(_ place: Place) {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.number == place.number }) else { return }
            state.asked[place.number] = state.waiting.remove(at: index).end
        }
    }

    /// It is over.
    func leave(_ place: Place) {
        let end = state.withLock { state in
            state.open -= 1
            state.waiting.removeAll { $0.number == place.number }
            return state.asked.removeValue(forKey: place.number)
        }
        end?.finish()
    }

    /// Ends the one that has waited longest, where as many as `most` are open. Gives its number.
    @discardableResult
    func giveWay(at most: Int) -> Int? {
        let oldest = state.withLock { state in
            state.open < most || state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        oldest?.end.finish()
        return oldest?.number
    }
}

/// A port that cannot be listened on.
struct PortError: Error, Explained {
    let port: UInt16
    let reason: String

    var problem: Problem {
        Problem("port \(port) cannot be used: \(reason)", suggestion: "choose another with --port", cause: .system)
    }
}
