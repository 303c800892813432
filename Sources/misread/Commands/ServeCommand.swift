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
        let (files, port) = (try Outcome.of { try SiteFiles(root: URL(fileURLWithPath: site)) }, port)
        let server = HTTPServer(
            config: .init(
                address: try .inet(ip4: "127.0.0.1", port: port), pool: ImpatientPool(HTTPServer.defaultPool()),
                logger: .disabled))
        await server.appendRoute("*") { request in files.response(to: request, port: port) }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask {
                    // The address is worth nothing before somebody answers there.
                    try await server.waitUntilListening()
                    Outcome.say("http://127.0.0.1:\(port)/  (end with Control-C)")
                }
                try await group.waitForAll()
            }
        } catch let error as SocketError {
            Outcome.say(
                Problem("port \(port) cannot be used: \(error)", suggestion: "choose another with --port").description)
            throw Outcome.failed
        }
    }
}
