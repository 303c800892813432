// Files are read at different moments: a table when a workspace is opened, its digest when inputs are listed, a picture when it is
// drawn. What one run states has to be of one state of each: before a file is read first it is noted which it is, how large and
// of when, and behind the last reading each is looked at once more. A file that was replaced, or written to, in between ends
// the run.

import Synchronization

/// Which files of a folder were read, and as what they were found first.
final class ReadStamps: Sendable {
    private struct Stamp: Equatable {
        let device, number: UInt64
        let size: Int
        let modified: Int64

        init?(_ place: String) {
            guard let status = try? SystemCalls.status(of: place), status.kind == .file else { return nil }
            (device, number, size, modified) = (status.device, status.number, status.size, status.modified)
        }
    }

    /// By the bytes of their paths: to Swift two spellings of one text are equal, and to a disk they are two files.
    private let known = Mutex<[[UInt8]: Stamp]>([:])

    /// Notes a file that is about to be read and really lies at `real`.
    func note(_ path: String, _ real: String) {
        let key = Array(path.utf8)
        guard known.withLock({ $0[key] == nil }), let stamp = Stamp(real) else { return }
        known.withLock { if $0[key] == nil { $0[key] = stamp } }
    }

    /// The first file, by the order of bytes, that is no longer what it was; `real` says where each path leads now.
    func changed(_ real: (String) -> String?) -> String? {
        known.withLock { $0 }.map { (path: String(decoding: $0.key, as: UTF8.self), stamp: $0.value) }
            .filter { path, stamp in real(path).flatMap(Stamp.init) != stamp }.map(\.path)
            .min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension SourceFolder {
    /// Notes a file that somebody else is about to open; of a folder, the files in it.
    package func note(_ path: String) {
        guard let stamps, let entry = try? entry(path) else { return }
        guard entry.isFolder else { return stamps.note(path, entry.real) }
        for name in (try? names(in: path)) ?? [] { stamps.note(path + "/" + name, entry.real + "/" + name) }
    }

    /// Throws where a file that was read is another one now than when it was read first.
    package func checkUnchanged() throws(FileError) {
        let changed = stamps?.changed { path in (try? entry(path)).flatMap { $0 }?.real }
        if let changed { throw FileError(changed, .changed) }
    }
}
