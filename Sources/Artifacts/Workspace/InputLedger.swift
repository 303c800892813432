// Which files an evaluation was read from, with their SHA-256. A folder of many small files (pictures, maps) is one
// entry: the digest of the lines that `sha256sum` would print for its files in the order given.

import Diagnostics
import Digests
import Foundation
import Record
import Synchronization

/// Digests of the files of a workspace, each computed once.
final class InputLedger: Sendable {
    private let known = Mutex<[String: InputFile]>([:])
    private let folder: WorkspaceFolder

    init(_ folder: WorkspaceFolder) {
        self.folder = folder
    }

    /// The entry of one file; `nil` when it cannot be read, which its reader has reported.
    func file(_ path: String) -> InputFile? {
        if let entry = known.withLock({ $0[path] }) { return entry }
        guard let bytes = try? folder.bytes(path) else { return nil }
        let entry = InputFile(path: path, sha256: SHA256Digest(of: bytes).hex, bytes: bytes.count)
        known.withLock { $0[path] = entry }
        return entry
    }

    /// One entry for the files of a folder. One that cannot be read is a line of its own, so that the digest tells.
    func files(_ paths: [String], as name: String) -> InputFile? {
        if let entry = known.withLock({ $0[name] }) { return entry }
        guard !paths.isEmpty else { return nil }
        var lines = ""
        var total = 0
        for path in paths {
            guard let bytes = try? folder.bytes(path) else {
                lines += "unreadable  \(path)\n"
                continue
            }
            lines += "\(SHA256Digest(of: bytes).hex)  \(path)\n"
            total += bytes.count
        }
        let entry = InputFile(path: name, sha256: SHA256Digest(of: lines).hex, bytes: total)
        known.withLock { $0[name] = entry }
        return entry
    }
}
