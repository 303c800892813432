import Foundation

/// The repository that the tests stand in.
public enum Repository {
    /// Its root, found from this file's own path.
    public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A file or folder of it.
    public static func file(_ path: String) -> URL { root.appending(path: path) }

    /// A file of reference values or hostile input: `Tests/Reference/README.md` says where each comes from.
    public static func reference(_ path: String) -> URL { file("Tests/Reference/" + path) }

    /// The text of a file.
    public static func text(_ path: String) throws -> String {
        try String(contentsOf: file(path), encoding: .utf8)
    }

    /// Files under a folder with an extension: paths relative to the folder, sorted.
    public static func files(under folder: String, withExtension pathExtension: String) -> [String] {
        let walk = FileManager.default.enumerator(atPath: file(folder).path)
        var found: [String] = []
        while let path = walk?.nextObject() as? String {
            if path.hasSuffix("." + pathExtension) { found.append(path) }
        }
        return found.sorted()
    }
}
