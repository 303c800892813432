// The few system calls that everything here is made of, with their errors kept.

import CFolder
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands under a name.
enum FileKind: Sendable, Hashable {
    case file
    case folder
    case link
    case special(FileError.Special)

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .link
        case S_IFIFO: self = .special(.pipe)
        case S_IFSOCK: self = .special(.socket)
        default: self = .special(.device)
        }
    }
}

/// A file's kind and identity.
struct FileStatus: Sendable {
    let kind: FileKind
    let device: UInt64
    let number: UInt64
    let size: Int
    let mode: mode_t
    /// When its bytes, and when anything of it, changed last: nanoseconds since 1970.
    let modified, changed: Int64

    init(_ raw: stat) {
        kind = FileKind(mode: raw.st_mode)
        device = UInt64(truncatingIfNeeded: raw.st_dev)
        number = UInt64(truncatingIfNeeded: raw.st_ino)
        size = Int(raw.st_size)
        mode = raw.st_mode & 0o7777
        #if canImport(Darwin)
            let times = (raw.st_mtimespec, raw.st_ctimespec)
        #else
            let times = (raw.st_mtim, raw.st_ctim)
        #endif
        (modified, changed) = (SystemCalls.nanoseconds(times.0), SystemCalls.nanoseconds(times.1))
    }

    /// Whether both are one file.
    func isSame(as other: FileStatus) -> Bool { device == other.device && number == other.number }
}

/// System calls whose failure is an `errno`.
enum SystemCalls {
    /// A failed call.
    struct Failure: Error {
        let code: Int32
    }

    /// Runs `body`; a failure of it becomes an error about the file `name`.
    static func explained<Value>(
        _ name: String, _ action: FileError.Action, _ body: () throws(Failure) -> Value
    ) throws(FileError) -> Value {
        do {
            return try body()
        } catch {
            throw FileError(name, .system(action, code: error.code))
        }
    }

    /// A time in nanoseconds since 1970. From the year 2262 on they are more than a number holds, and a file may have any time:
    /// what is later counts as the last moment, and what is long past as one that a little can be taken from.
    static func nanoseconds(_ time: timespec) -> Int64 {
        let (whole, isOver) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isOverToo) = whole.addingReportingOverflow(Int64(time.tv_nsec))
        if isOver || isOverToo { return time.tv_sec > 0 ? .max : .min / 2 }
        return max(sum, .min / 2)
    }

    /// Status of a name, the link itself when it is one.
    static func status(ofLink path: String) throws(Failure) -> FileStatus {
        var raw = stat()
        guard lstat(path, &raw) == 0 else { throw Failure(code: errno) }
        return FileStatus(raw)
    }

    /// Status of what a name leads to.
    static func status(of path: String) throws(Failure) -> FileStatus {
        var raw = stat()
        guard stat(path, &raw) == 0 else { throw Failure(code: errno) }
        return FileStatus(raw)
    }

    /// Status of an open file.
    static func status(of descriptor: Int32) throws(Failure) -> FileStatus {
        var raw = stat()
        guard fstat(descriptor, &raw) == 0 else { throw Failure(code: errno) }
        return FileStatus(raw)
    }

    /// The path without links; everything on it must exist.
    static func real(_ path: String) throws(Failure) -> String {
        guard let raw = realpath(path, nil) else { throw Failure(code: errno) }
        defer { free(raw) }
        return String(cString: raw)
    }

    /// What a link says.
    static func target(ofLink path: String) throws(Failure) -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let length = readlink(path, &bytes, bytes.count)
        guard length >= 0 else { throw Failure(code: errno) }
        return String(decoding: bytes.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Opens a file. The descriptor is not passed on to child processes.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(Failure) -> Int32 {
        while true {
            #if canImport(Glibc)
                let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
            #else
                let descriptor = Darwin.open(path, flags | O_CLOEXEC, mode)
            #endif
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw Failure(code: errno) }
        }
    }

    /// Closes a file that was written; a disk that is full may say so only now.
    static func close(_ descriptor: Int32) throws(Failure) {
        #if canImport(Glibc)
            let result = Glibc.close(descriptor)
        #else
            let result = Darwin.close(descriptor)
        #endif
        if result != 0, errno != EINTR { throw Failure(code: errno) }
    }

    /// Names in a folder, sorted by bytes, without `.` and `..`.
    static func names(in path: String) throws(Failure) -> [String] { try listing(path).names }

    /// Names in a folder, and those that are no UTF-8, as they are shown: nothing can be done with them by these.
    static func listing(_ path: String) throws(Failure) -> (names: [String], unreadable: [String]) {
        guard let folder = opendir(path) else { throw Failure(code: errno) }
        defer { closedir(folder) }
        var (names, unreadable): ([String], [String]) = ([], [])
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw Failure(code: errno) }
                return (names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, unreadable.sorted())
            }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { raw in Array(raw.prefix { $0 != 0 }) }
            guard let name = String(validating: bytes, as: UTF8.self) else {
                unreadable.append(String(decoding: bytes, as: UTF8.self))
                continue
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// What this machine is called.
    static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "this machine" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads what is there, as `read(2)` does.
    static func read(_ descriptor: Int32, _ place: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, place.baseAddress, place.count)
        #else
            Darwin.read(descriptor, place.baseAddress, place.count)
        #endif
    }

    /// Writes all of `bytes`.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                #if canImport(Glibc)
                    Glibc.write(descriptor, raw.baseAddress.map { $0 + done }, raw.count - done)
                #else
                    Darwin.write(descriptor, raw.baseAddress.map { $0 + done }, raw.count - done)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw Failure(code: errno) }
            done += count
        }
    }

    /// Gives a file or folder another name, in the place of what had it.
    static func move(_ path: String, to other: String) throws(Failure) {
        guard rename(path, other) == 0 else { throw Failure(code: errno) }
    }

    /// Exchanges two names in one step.
    static func exchange(_ path: String, _ other: String) throws(Failure) {
        guard cfolder_exchange(path, other) == 0 else { throw Failure(code: errno) }
    }

    /// Flushes the file system that holds an open file or folder.
    static func flush(_ descriptor: Int32) throws(Failure) {
        guard cfolder_flush(descriptor) == 0 else { throw Failure(code: errno) }
    }

    /// Whether a folder is one in whose place something is mounted.
    static func isMount(_ path: String) -> Bool { cfolder_is_mount(path) != 0 }

    /// From now on a signal that asks the process to end is handed to `ended`, on a thread of its own; where there is none to
    /// be had it ends the process as it always did.
    static func watchEndings(_ ended: @convention(c) (Int32) -> Void) { _ = cfolder_watch_endings(ended) }

    /// Says from now on that memory ran out where this process may not have all there is.
    static func watchMemory() { cfolder_watch_memory() }

    /// Ends the process as a signal would.
    static func end(by signal: Int32) { cfolder_end(signal) }

    /// Ends the process with the status of a failure of the system, whatever is still running.
    static func endFailed() { cfolder_end(0) }

    /// Where a mapped file had nothing any more, behind a SIGBUS.
    static var lostPlace: UInt { UInt(bitPattern: cfolder_lost_place()) }

    /// Makes a folder and those it lies in; one that is there already is none of our business. The mode of what is made does
    /// not depend on who makes it.
    static func makeFolder(_ path: String) throws(Failure) {
        do throws(Failure) {
            try makeOneFolder(path)
        } catch {
            if error.code == EEXIST || error.code == EISDIR {
                if try status(of: path).kind == .folder { return }
                throw Failure(code: ENOTDIR)
            }
            let parent = path.split(separator: "/", omittingEmptySubsequences: true).dropLast().joined(separator: "/")
            guard error.code == ENOENT, !parent.isEmpty else { throw error }
            try makeFolder("/" + parent)
            do throws(Failure) { try makeOneFolder(path) } catch { if error.code != EEXIST { throw error } }
        }
    }

    /// Makes a folder that is not there.
    static func makeOneFolder(_ path: String) throws(Failure) {
        guard mkdir(path, 0o755) == 0 else { throw Failure(code: errno) }
        // The umask takes rights away, never what a folder inherits from the one above it.
        let mode = try status(ofLink: path).mode
        if mode & 0o777 != 0o755, chmod(path, mode & 0o7000 | 0o755) != 0 { throw Failure(code: errno) }
    }

    /// Removes a folder and all that is in it; links are removed and not followed.
    static func removeTree(_ path: String) throws(Failure) {
        guard try status(ofLink: path).kind == .folder else {
            guard unlink(path) == 0 else { throw Failure(code: errno) }
            return
        }
        for name in try names(in: path) { try removeTree(path + "/" + name) }
        guard rmdir(path) == 0 else { throw Failure(code: errno) }
    }
}
