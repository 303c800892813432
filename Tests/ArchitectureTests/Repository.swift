import Foundation

/// The repository that the tests stand in.
enum Repository {
    /// Its root, found from this file's own path.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The text of a file.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Files under a folder with an extension: paths relative to the folder, sorted.
    static func files(under folder: String, withExtension pathExtension: String) -> [String] {
        let base = root.appending(path: folder)
        let walk = FileManager.default.enumerator(atPath: base.path)
        var found: [String] = []
        while let path = walk?.nextObject() as? String {
            if path.hasSuffix("." + pathExtension) { found.append(path) }
        }
        return found.sorted()
    }
}
