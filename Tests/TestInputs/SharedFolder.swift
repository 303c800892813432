import Foundation

/// Where the reference inputs lie that are not part of the package: MISREAD_SHARED, or `shared` beside the package.
package enum SharedFolder {
    package static let url: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates =
            (ProcessInfo.processInfo.environment["MISREAD_SHARED"].map { [URL(filePath: $0)] } ?? [])
            + [root.deletingLastPathComponent().appending(path: "shared")]
        return candidates.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    package static var exists: Bool { url != nil }

    /// A file or folder of it. Ask only in tests that are enabled by `exists`.
    package static func file(_ path: String) throws -> URL {
        struct Absent: Error {}
        guard let url else { throw Absent() }
        return url.appending(path: path)
    }
}
