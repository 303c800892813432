import Foundation

/// A folder of this process alone, for files that another program reads or writes: nobody else may look into it, and it is
/// gone with whoever holds it.
package final class ScratchFolder: Sendable {
    /// Where it is.
    package let url: URL
    private let ending: Int

    /// An empty one, in the system's folder for such.
    package init() throws(FileError) {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "misread-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)")
        // Noted before it is made: between the two nobody would know of it.
        ending = Ending.note { try? SystemCalls.removeTree(url.path) }
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            Ending.forget(ending)
            throw FileError(error, "a temporary file", .write)
        }
        self.url = url
    }

    deinit {
        try? SystemCalls.removeTree(url.path)
        Ending.forget(ending)
    }

    /// Where a file of a name in it is.
    package subscript(_ name: String) -> URL { url.appendingPathComponent(name) }
}
