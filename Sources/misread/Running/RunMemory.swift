// A run over what has not changed says and leaves what it did before, so it need not be made: `build` and `render` remember
// what they were made from and what they said. What is compared are names, sizes and times of all files of the workspace, the
// archive and the site (`FolderStamp`) and the program itself; whatever differs, or cannot be told, and all is made anew.
//
// It is a note in the user's cache and never needed: without it, or where it cannot be written, the next run takes longer.

import ArgumentParser
import Digests
import Files
import Foundation

/// What a command remembers of its last run over the same folders.
struct RunMemory {
    /// What stands for a run: the folders it read and wrote, as they were behind it, and what it said.
    struct Note: Codable, Equatable {
        var stamps: [String]
        var said: [Line]
        var status: Int32
    }

    /// A line, and whether it went to standard error.
    struct Line: Codable, Equatable {
        let text: String
        let isError: Bool
    }

    private let folders: [RealPath]
    private let file: URL
    /// The workspace as the run found it.
    private let before: FolderStamp
    private let start: Int64

    /// Edition of what is kept; most notes that are kept, the oldest go first.
    private static let edition = "runs-1", mostNotes = 200
    /// Within how many nanoseconds two changes of a file may have one time.
    private static let tick: Int64 = 20_000_000

    /// Of a run that was asked for in these words, over these folders, the archive and the site perhaps in the workspace. `nil`
    /// where nothing can be remembered: a folder whose files cannot all be looked at, or no cache.
    init?(
        _ asked: [String], workspace: URL, archive: URL, site: URL, in cache: URL? = standard,
        at start: Int64 = FolderStamp.now
    ) {
        guard let program = FolderStamp.program, let cache, let workspace = try? RealPath(workspace),
            let archive = try? RealPath(archive), let site = try? RealPath(site)
        else { return nil }
        self.start = start
        guard let before = try? FolderStamp(of: workspace, leaving: [archive, site]) else { return nil }
        self.before = before
        folders = [workspace, archive, site]
        let key = (asked + [program] + folders.map(\.text))
            .joined(separator: "\u{0}")
        file = cache.appending(path: SHA256Digest(of: Data(key.utf8)).hex + ".json")
    }

    /// The user's cache: `misread` under XDG_CACHE_HOME, or under `.cache` at home.
    static var standard: URL? {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
            ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0 + "/.cache") : nil }
        return base?.appending(path: "misread/" + edition)
    }

    private func digest(_ stamp: FolderStamp) -> String { SHA256Digest(of: Data(stamp.text.utf8)).hex }

    /// The stamps of archive and site as they are now, behind that of the workspace.
    private func stamps() -> [String]? {
        guard let archive = try? FolderStamp(of: folders[1]), let site = try? FolderStamp(of: folders[2]),
            !site.text.isEmpty
        else { return nil }
        return [before, archive, site].map(digest)
    }

    /// What the last run said, where nothing has changed since.
    func unchanged() -> Note? {
        guard let bytes = try? NamedFile.bytes(file.path, called: file.lastPathComponent),
            let note = try? JSONDecoder().decode(Note.self, from: bytes),
            note.stamps == stamps()
        else { return nil }
        return note
    }

    /// Runs `body` and remembers what it said, unless it failed or files changed meanwhile.
    func remembering(_ body: () throws -> Void) throws {
        let record = RunRecord()
        var status: Int32 = 0
        do {
            try RunRecord.$current.withValue(record, operation: body)
        } catch let code as ExitCode {
            guard code == Outcome.notReady else { throw code }
            status = code.rawValue
        }
        keep(record.lines, status)
        if status != 0 { throw ExitCode(status) }
    }

    private func keep(_ said: [Line], _ status: Int32) {
        guard before.newest < start - Self.tick,
            let after = try? FolderStamp(of: folders[0], leaving: Array(folders.dropFirst())), after == before
        else { return }
        // Who changes a file of the site from here on does so in another tick than it was written in.
        usleep(useconds_t(Self.tick / 1000))
        guard let stamps = stamps(),
            let bytes = try? JSONEncoder().encode(Note(stamps: stamps, said: said, status: status))
        else { return }
        let folder = file.deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try? bytes.write(to: file, options: .atomic)
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        Self.trim(folder)
    }

    private static func trim(_ folder: URL) {
        let key = URLResourceKey.contentModificationDateKey
        let notes = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [key])) ?? []
        guard notes.count > mostNotes else { return }
        let dated = notes.map { ($0, (try? $0.resourceValues(forKeys: [key]).contentModificationDate) ?? .distantPast) }
        for (note, _) in dated.sorted(by: { $0.1 < $1.1 }).prefix(notes.count - mostNotes) {
            try? FileManager.default.removeItem(at: note)
        }
    }

    /// Runs `body`, or says again what it said the last time where nothing has changed since, and it need not be made anew.
    static func run(_ memory: RunMemory?, _ choice: RunOptions, _ body: () throws -> Void) throws {
        guard let memory else { return try body() }
        guard !choice.anew, let note = memory.unchanged() else { return try memory.remembering(body) }
        for line in note.said { line.isError ? Outcome.say(line.text) : try Outcome.tell(line.text) }
        if note.status != 0 { throw ExitCode(note.status) }
    }
}

/// Whether what has not changed is made again.
struct RunOptions: ParsableArguments {
    @Flag(help: "Make the site anew where nothing has changed since it was made, too.")
    var anew = false
}
