import ArgumentParser
import Diagnostics
import Files
import Foundation

/// Builds a site again whenever a file of its workspace has changed.
struct WorkspaceWatch: Sendable {
    private let workspace: String
    private let site: String
    private let folder: RealPath
    /// What the build itself writes.
    private let written: [RealPath]

    /// How long to wait before the next look; a change is built when it is that old, for files are often written in parts.
    static let pause = Duration.milliseconds(300)

    /// Throws what cannot be watched: no workspace, or one of which a part lies elsewhere.
    init(workspace: String, site: String) throws {
        self.workspace = workspace
        self.site = site
        let options = try WorkspaceOptions.parse([workspace])
        folder = try RealPath(options.root)
        written = [try RealPath(options.archiveRoot), try RealPath(URL(fileURLWithPath: site))]
        guard try seen() != nil else {
            throw Problem(
                at: Place(file: workspace), "cannot be watched: a link in it leads to another folder",
                suggestion: "serve without --watch, and build when something has changed")
        }
    }

    private func seen() throws -> FolderStamp? { try FolderStamp(of: folder, leaving: written) }

    /// Builds, and says on standard error what came of it. What is wrong is told as `build` tells it, and the site stands.
    func build() {
        do {
            let command = try BuildCommand.parse([workspace, "--output", site])
            try command.run()
        } catch let code as ExitCode where code != Outcome.notReady {
            Outcome.say(TerminalText.line("\(site) stands as it was"))
        } catch {
            // Not ready: said by the command.
        }
    }

    /// Looks until the task is cancelled.
    func run() async throws {
        var built = try seen()
        var last = built
        while true {
            try await Task.sleep(for: Self.pause)
            let now = try? seen()
            defer { last = now }
            guard let now, now != built, now == last else { continue }
            built = now
            build()
        }
    }
}
