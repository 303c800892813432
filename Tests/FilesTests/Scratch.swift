import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An empty folder for one test.
struct Scratch {
    let root: URL

    /// Runs `body` in an empty folder, which is removed afterwards.
    static func folder(_ body: (Scratch) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try body(Scratch(root: root))
    }

    subscript(_ path: String) -> URL { root.appending(path: path) }

    func write(_ text: String, _ path: String) throws {
        try FileManager.default.createDirectory(
            at: self[path].deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: self[path])
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createDirectory(
            at: self[path].deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: self[path].path, withDestinationPath: target)
    }

    func pipe(_ path: String) throws {
        guard mkfifo(self[path].path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func text(_ path: String) throws -> String { try String(contentsOf: self[path], encoding: .utf8) }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() }
    }
}
