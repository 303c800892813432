import Foundation
import Testing

@testable import misread

/// What the preview does with bytes that come over a socket.
@Suite struct PreviewServerTests {
    private static func head(_ text: String) -> RequestHead? {
        let bytes = Array(text.utf8)
        return RequestHead.end(of: bytes).flatMap { RequestHead(Array(bytes[..<$0])) }
    }

    @Test func aHeadIsReadLineByLine() {
        let head = Self.head("GET /a%20b/?x=1 HTTP/1.1\r\nHost: localhost:8427\r\nX: y:z\r\n\r\nbody")
        #expect(head?.method == "GET" && head?.target == "/a%20b/" && head?.host == "localhost:8427")
        #expect(Self.head("GET / HTTP/1.0\n\n")?.host == nil)
        #expect(Self.head("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")?.host == nil)
        #expect(RequestHead.end(of: Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8)) == nil)
    }

    @Test(arguments: [
        "\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/2\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\n folded: a\r\n\r\n",
    ])
    func whatIsNoRequestIsNone(_ text: String) { #expect(Self.head(text) == nil) }

    private static func site() throws -> URL {
        let root = FileManager.default.temporaryDirectory.appending(path: "preview-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data("home".utf8).write(to: root.appending(path: "index.html"))
        return root
    }

    /// Sends bytes, a few at a time, and gives what came back until the other side ends the connection.
    private static func ask(_ port: UInt16, _ parts: [String], pause: useconds_t = 0) -> String {
        let socket = connection(port)
        defer { close(socket) }
        guard socket >= 0 else { return "not connected" }
        for part in parts {
            let bytes = Array(part.utf8)
            if send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0 { break }
            usleep(pause)
        }
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count <= 0 { return String(decoding: said, as: UTF8.self) }
            said += buffer[..<count]
        }
    }

    /// The same from a thread of its own: what waits for a socket must not hold up the server, which shares the test's threads.
    private static func asked(_ port: UInt16, _ parts: [String], pause: useconds_t = 0) async -> String {
        await withCheckedContinuation { said in
            Thread.detachNewThread { said.resume(returning: ask(port, parts, pause: pause)) }
        }
    }

    /// A connection to a port of this machine; -1 where there is none.
    private static func connection(_ port: UInt16) -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected { return socket }
        close(socket)
        return -1
    }

    @Test func aRequestIsBoundedInSizeAndTime() async throws {
        let root = try Self.site()
        defer { try? FileManager.default.removeItem(at: root) }
        var server = PreviewServer(files: try SiteFiles(root: root), port: 0)
        server.patience = .milliseconds(700)
        let socket = try server.listening()
        guard case .ip4(_, let port) = try socket.sockname() else { return #expect(Bool(false), "no port") }
        let running = PreviewServer(files: server.files, port: port, patience: server.patience)
        let task = Task { try await running.run(on: socket) }
        defer { task.cancel() }
        let host = "Host: 127.0.0.1:\(port)\r\n"
        func asked(_ parts: [String], pause: useconds_t = 0) async -> String {
            await Self.asked(port, parts, pause: pause)
        }
        let whole = await asked(["GET / HTTP/1.1\r\n", host, "\r\n"], pause: 20_000)
        #expect(whole.hasPrefix("HTTP/1.1 200 OK\r\nConnection: close\r\n") && whole.hasSuffix("\r\n\r\nhome"))
        #expect(await asked(["GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"]).hasPrefix("HTTP/1.1 421 "))
        #expect(await asked(["hello\r\n\r\n"]).hasPrefix("HTTP/1.1 400 "))
        let long = String(repeating: "x", count: 20_000)
        #expect(await asked(["GET / HTTP/1.1\r\nX: \(long)"]).hasPrefix("HTTP/1.1 431 "))
        // A byte now and then keeps nothing open: the answer to a whole request would be 400.
        let drips = await asked(Array(repeating: "x", count: 40) + ["\r\n\r\n"], pause: 100_000)
        #expect(drips.isEmpty)
        #expect(await asked(["GET / HTTP/1.1\r\n", host, "\r\n"]).hasSuffix("home"))
    }

    @Test func whoWaitsLongestGivesWayAndWhoHasAskedDoesNot() async {
        let waiting = WaitingConnections()
        let places = (0..<3).map { _ in waiting.enter() }
        #expect(waiting.giveWay(at: 4) == nil)
        waiting.hasAsked(places[0])
        #expect(waiting.giveWay(at: 3) == places[1].number)
        for await _ in places[1].turn {}
        waiting.leave(places[1])
        #expect(waiting.giveWay(at: 3) == nil)
        #expect(waiting.giveWay(at: 2) == places[2].number)
        #expect(waiting.giveWay(at: 2) == nil)
        waiting.leave(places[0])
        for await _ in places[0].turn {}
    }

    /// Connections that never ask: the next one that does is answered though none of them is ever over. The limit is what a
    /// server that waits for them would run into; how long the answer takes among other tests says nothing.
    @Test(.timeLimit(.minutes(15))) func idleConnectionsDoNotKeepOthersOut() async throws {
        let root = try Self.site()
        defer { try? FileManager.default.removeItem(at: root) }
        let server = PreviewServer(files: try SiteFiles(root: root), port: 0)
        let socket = try server.listening()
        guard case .ip4(_, let port) = try socket.sockname() else { return #expect(Bool(false), "no port") }
        let running = PreviewServer(files: server.files, port: port, patience: .seconds(100_000))
        let task = Task { try await running.run(on: socket) }
        defer { task.cancel() }
        let idle = (0..<PreviewServer.mostConnections).map { _ in Self.connection(port) }
        defer { for one in idle { close(one) } }
        #expect(idle.allSatisfy { $0 >= 0 })
        let said = await Self.asked(port, ["GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"])
        #expect(said.hasSuffix("home"))
    }

    @Test func aPortThatIsTakenIsTheSystemsDoing() throws {
        let root = try Self.site()
        defer { try? FileManager.default.removeItem(at: root) }
        let server = PreviewServer(files: try SiteFiles(root: root), port: 0)
        let socket = try server.listening()
        guard case .ip4(_, let port) = try socket.sockname() else { return #expect(Bool(false), "no port") }
        let error = #expect(throws: PortError.self) {
            try PreviewServer(files: server.files, port: port).listening()
        }
        #expect(error?.problem.cause == .system)
        withExtendedLifetime(socket) {}
    }
}
