// What a folder looks like from outside, so that it can be told in milliseconds whether anything in it has changed. As make and
// git do, size, number and times of a file stand for its bytes: the system changes the last of them whenever somebody writes,
// and nobody can set it back.

import Foundation

/// Names, sizes, numbers and times of all files below a folder; nothing of what is in them.
public struct FolderStamp: Sendable, Hashable {
    /// A line a file, in the order of paths. Folders have names alone: a lock made and removed inside changes their times.
    public let text: String
    /// When the last of the files changed: nanoseconds since 1970. A change within the same tick of the clock would not be seen.
    public let newest: Int64

    /// Looks at `folder`, but not at those below it that are left out, nor at our own locks and staging areas. `nil` where it
    /// cannot be told so: a link leads to a folder, which may lie anywhere. One that is not there looks like nothing.
    public init?(of folder: RealPath, leaving: [RealPath] = []) throws(FileError) {
        do {
            var lines: [String] = []
            var newest: Int64 = 0
            var open = [""]
            while let prefix = open.popLast() {
                let (names, unreadable) = try SystemCalls.listing(folder.text + prefix)
                lines += unreadable.map { "\(prefix)/\($0)?" }
                for name in names where !Self.isOurs(name) {
                    let path = prefix + "/" + name
                    let status = try SystemCalls.status(ofLink: folder.text + path)
                    switch status.kind {
                    case .folder:
                        if leaving.contains(where: { $0.text == folder.text + path }) { continue }
                        open.append(path)
                        lines.append(path + "/")
                    case .link:
                        let target = try? SystemCalls.status(of: folder.text + path)
                        if target?.kind == .folder { return nil }
                        let words = try SystemCalls.target(ofLink: folder.text + path)
                        lines.append("\(path) -> \(words) \(target.map(Self.line) ?? "")")
                        newest = max(newest, status.changed, target?.changed ?? 0)
                    case .file, .special:
                        lines.append("\(path) \(Self.line(status))")
                        newest = max(newest, status.changed)
                    }
                }
            }
            text = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "\n")
            self.newest = newest
        } catch {
            guard error.code == ENOENT else { throw FileError(folder.name, .system(.read, code: error.code)) }
            text = ""
            newest = 0
        }
    }

    private static func line(_ status: FileStatus) -> String {
        "\(status.device):\(status.number) \(status.size) \(status.mode) \(status.modified) \(status.changed)"
    }

    private static func isOurs(_ name: String) -> Bool {
        name.hasPrefix(".") && (name.hasSuffix(".lock") || name.contains(".misread-"))
    }

    /// The clock that files get their times from: nanoseconds since 1970.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return SystemCalls.nanoseconds(time)
    }

    /// What stands for this program: another build of it has another file.
    public static var program: String? { (try? SystemCalls.status(of: "/proc/self/exe")).map(line) }
}
