import Foundation
import TestSupport

/// Reference inputs that are too large for the repository, or that a licence keeps out of it: MISREAD_SHARED, or `shared`
/// beside the repository.
enum Shared {
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["MISREAD_SHARED"].map { URL(filePath: $0) }
        let beside = Repository.root.deletingLastPathComponent().appending(path: "shared")
        return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    static var isThere: Bool { folder != nil }

    /// A file or folder of it. Ask only in tests that are enabled by `isThere`.
    static func file(_ path: String) throws -> URL {
        struct Absent: Error {}
        guard let folder else { throw Absent() }
        return folder.appending(path: path)
    }
}
