// Files of a site on their way. Ten thousand pages take more room than all that they are made from, so each is written as soon as it
// is made, into the folder that is put in place when nothing is wrong with any, and removed when something is.

import Digests
import Files
import Synchronization

/// Takes the files of a site as they are made, on any thread.
public final class StagedFiles: Sendable {
    private struct State {
        var paths: Set<String> = []
        var failure: FileError?
    }

    private let swap: FolderSwap
    private let state = Mutex(State())

    init(_ swap: FolderSwap) {
        self.swap = swap
    }

    /// Writes a file and gives what remains to be known of it; `nil` where one of that path was taken before. What cannot be
    /// written is told by `check`, once, and nothing is written after it.
    func take(_ path: String, _ bytes: [UInt8]) -> Site.Content? {
        let isFirst = state.withLock { $0.paths.insert(path).inserted }
        guard isFirst else { return nil }
        do throws(FileError) {
            if state.withLock({ $0.failure == nil }) { try swap.write(bytes, to: path) }
        } catch {
            state.withLock { if $0.failure == nil { $0.failure = error } }
        }
        return .staged(bytes: bytes.count, sha256: SHA256Digest(of: bytes).hex)
    }

    /// Throws what kept a file from being written.
    func check() throws(FileError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }
}
