import ArgumentParser
import Diagnostics
import Files
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
        let server = PreviewServer(files: files, port: port)
        // The address is worth nothing before somebody answers there.
        let socket = try Outcome.of { try server.listening() }
        Outcome.say("http://127.0.0.1:\(port)/  (end with Control-C)")
        try await server.run(on: socket)
    }
}
