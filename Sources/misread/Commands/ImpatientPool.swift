import FlyingSocks

/// Sockets that wait for the other side, but not for ever: a connection on which nothing comes, or nothing is taken, is closed
/// after `patience`. The socket that listens waits as long as the preview runs.
struct ImpatientPool<Pool: AsyncSocketPool>: AsyncSocketPool {
    private let pool: Pool
    private let patience: Duration

    init(_ pool: Pool, patience: Duration = .seconds(15)) {
        self.pool = pool
        self.patience = patience
    }

    func prepare() async throws { try await pool.prepare() }
    func run() async throws { try await pool.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // Only a connection has somebody at its other end.
        guard (try? socket.remotePeer()) != nil else {
            return try await pool.suspendSocket(socket, untilReadyFor: events)
        }
        try await withThrowingTaskGroup(of: Void.self) { [pool, patience] group in
            group.addTask { try await pool.suspendSocket(socket, untilReadyFor: events) }
            group.addTask {
                try await Task.sleep(for: patience)
                throw SocketError.disconnected
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
