import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that a user asked for by name.
public enum OutputFile {
    /// Writes `bytes` to `path`.
    ///
    /// A plain file is replaced in one step, so that who reads it sees the old one or the new one. Anything else that stands
    /// there, a link, a pipe or a device, stays and is written to.
    ///
    /// `name` is how messages call it.
    public static func write(_ bytes: [UInt8], to path: String, named name: String? = nil) throws(FileError) {
        try SystemCalls.explained(name ?? path, .write) { () throws(SystemCalls.Failure) in
            switch (try? SystemCalls.status(ofLink: path))?.kind {
            case .folder: throw SystemCalls.Failure(code: EISDIR)
            case .link, .special: try put(bytes, try SystemCalls.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666))
            case .file, nil: try replace(path, with: bytes)
            }
        }
    }

    /// Writes `bytes` to a new file, whole from the moment it has its name. Whether it could: a name that is taken, by whatever
    /// and however shortly before, is left as it is.
    ///
    /// `name` is how messages call it.
    public static func create(
        _ bytes: [UInt8], at path: String, named name: String? = nil
    ) throws(FileError) -> Bool {
        try SystemCalls.explained(name ?? path, .write) { () throws(SystemCalls.Failure) in
            try Ending.changing { () throws(SystemCalls.Failure) in
                let making = try made(bytes, for: path, mode: usualMode)
                defer { unlink(making) }
                if link(making, path) == 0 { return true }
                let code = errno
                if code == EEXIST { return false }
                // A disk that knows no second name of a file.
                guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(code) else { throw SystemCalls.Failure(code: code) }
                do throws(SystemCalls.Failure) {
                    try put(bytes, try SystemCalls.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666))
                } catch {
                    if error.code == EEXIST { return false }
                    throw error
                }
                return true
            }
        }
    }

    /// Makes a folder for files that a user asked for, and those it lies in, with modes that do not depend on who makes it. One
    /// that is there stays as it is; `name` is how messages call what is to be written.
    public static func makeFolder(_ path: String, named name: String) throws(FileError) {
        try SystemCalls.explained(name, .write) { () throws(SystemCalls.Failure) in try SystemCalls.makeFolder(path) }
    }

    /// Copies a file to a place where nothing is, with the usual mode.
    public static func copy(_ origin: URL, to url: URL, named name: String) throws(FileError) {
        do {
            try FileManager.default.copyItem(at: origin, to: url)
        } catch {
            throw FileError(error, name, .write)
        }
        try SystemCalls.explained(name, .write) { () throws(SystemCalls.Failure) in
            if chmod(url.path, usualMode) != 0 { throw SystemCalls.Failure(code: errno) }
        }
    }

    /// Throws when `path` is one of the files that are read: writing it would lose what it was made from.
    public static func check(_ path: String, besides inputs: [String]) throws(FileError) {
        let place = try RealPath(URL(fileURLWithPath: path))
        for input in inputs where place.isSame(as: try RealPath(URL(fileURLWithPath: input))) {
            throw FileError(path, .isAnInput)
        }
    }

    private static func replace(_ path: String, with bytes: [UInt8]) throws(SystemCalls.Failure) {
        try Ending.changing { () throws(SystemCalls.Failure) in
            // What was there keeps its mode; the mode of what was not does not depend on who writes it.
            let mode = (try? SystemCalls.status(ofLink: path))?.mode ?? usualMode
            let making = try made(bytes, for: path, mode: mode)
            do throws(SystemCalls.Failure) {
                try SystemCalls.move(making, to: path)
            } catch {
                unlink(making)
                throw error
            }
        }
    }

    private static let usualMode: mode_t = 0o644

    /// A hidden file beside `path` with what it will hold, flushed; gives its name.
    private static func made(
        _ bytes: [UInt8], for path: String, mode: mode_t
    ) throws(SystemCalls.Failure) -> String {
        let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : ""
        let name = path.dropFirst(folder.count)
        let number = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        let making = "\(folder).\(name).\(getpid())-\(number)"
        let descriptor = try SystemCalls.open(making, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
        do throws(SystemCalls.Failure) {
            _ = fchmod(descriptor, mode)
            try put(bytes, descriptor)
        } catch {
            unlink(making)
            throw error
        }
        return making
    }

    /// Writes and closes; what the disk says at either is not lost.
    private static func put(_ bytes: [UInt8], _ descriptor: Int32) throws(SystemCalls.Failure) {
        do throws(SystemCalls.Failure) {
            try SystemCalls.write(bytes, to: descriptor)
            // A pipe or a terminal has nothing to flush.
            if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS, errno != ENOTSUP {
                throw SystemCalls.Failure(code: errno)
            }
        } catch {
            try? SystemCalls.close(descriptor)
            throw error
        }
        try SystemCalls.close(descriptor)
    }
}
