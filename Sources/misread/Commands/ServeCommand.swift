import ArgumentParser
import Diagnostics
import Dispatch
import Files
import Foundation
import Synchronization

/// Shows a built site in a browser, from this machine only.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Preview a built site on this machine.",
        discussion: """
            Listens on 127.0.0.1 only. The site needs no server: its pages open from the folder as they are. Nothing is \
            added to the pages. With --watch the site is built first, and again whenever a file of the workspace changes; \
            reload the page then.
            """)

    @Argument(help: "The site's folder.")
    var site: String

    @Option(help: "Port to listen on.")
    var port: UInt16 = 8427

    @Option(
        help: ArgumentHelp(
            "The workspace that the site is built of, again with each change of a file.", valueName: "workspace"))
    var watch: String?

    func validate() throws {
        try OptionRange.check(named: "the site's folder", site)
        if port == 0 { throw ValidationError("--port 0: 1 to 65535 expected") }
    }

    func run() throws {
        let watching = try Outcome.of { try watch.map { try WorkspaceWatch(workspace: $0, site: site) } }
        watching?.build()
        let (files, port) = (try Outcome.of { try SiteFiles(root: URL(fileURLWithPath: site)) }, port)
        let server = PreviewServer(files: files, port: port)
        // The address is worth nothing before somebody answers there.
        let socket = try Outcome.of { try server.listening() }
        Outcome.say("http://127.0.0.1:\(port)/  (end with Control-C)")
        let failure = Mutex<(any Error)?>(nil)
        let done = DispatchSemaphore(value: 0)
        Task {
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await server.run(on: socket) }
                    if let watching { group.addTask { try await watching.run() } }
                    try await group.next()
                    group.cancelAll()
                }
            } catch {
                failure.withLock { $0 = error }
            }
            done.signal()
        }
        done.wait()
        try Outcome.of { try failure.withLock { if let error = $0 { throw error } } }
    }
}
