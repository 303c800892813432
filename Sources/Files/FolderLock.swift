// One process at a time works on a folder. The lock is the kernel's (flock), taken on a small hidden file beside the folder,
// so it ends with the process however that ends: no lock is ever stale, and a file left by a killed process is taken over.
// What the file says (process, host, since when) is only for the message that another process gives.

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The right to work on a folder, held until it is released or the process ends.
public final class FolderLock: Sendable {
    /// With whom a lock is shared.
    public enum Mode: Sendable {
        /// With nobody: for who writes.
        case exclusive
        /// With others who read.
        case shared
    }

    /// How long another process is waited for, in seconds.
    public static let patience = 10
    /// First line of every lock.
    private static let heading = "misread lock"

    private let path: String
    private let descriptor: Int32
    private let mode: Mode
    private let ending: Int?

    /// Takes the lock of `folder`, which need not exist yet; `name` is how messages call it. Another process that holds it
    /// is waited for `patience` seconds. Throws when it still holds it then, and when no lock can be made.
    ///
    /// Who only reads goes without a lock where none can be made: nobody writes on a disk that is read-only.
    public init(of folder: RealPath, named name: String, _ mode: Mode, patience: Int = patience) throws(FileError) {
        let path = folder.parent.appending(Self.fileName(folder.name)).text
        let clock = ContinuousClock()
        let end = clock.now + .seconds(patience)
        if mode == .exclusive {
            try SystemCalls.explained(name, .write) { () throws(SystemCalls.Failure) in
                try SystemCalls.makeFolder(folder.parent.text)
            }
        }
        var taken: (descriptor: Int32, ending: Int)?
        var isOver = false
        while taken == nil, !isOver {
            // The file is made and noted in one: between the two nobody would know of it.
            let busy = try Ending.changing { () throws(FileError) -> Int32? in
                let (descriptor, mayWrite) = try Self.open(path, named: name, mode)
                guard descriptor >= 0 else {
                    isOver = true
                    return nil
                }
                switch try Self.take(descriptor, path, mode, named: name) {
                case .taken where mayWrite || mode == .shared:
                    if mayWrite { Self.sign(descriptor) }
                    taken = (descriptor, Ending.note { Self.release(path, descriptor) })
                case .taken:
                    // Another user's, left by a process that is gone.
                    guard unlink(path) == 0 else {
                        let code = errno
                        close(descriptor)
                        throw FileError(name, .system(.lock, code: code))
                    }
                    close(descriptor)
                case .gone:
                    close(descriptor)
                case .busy:
                    return descriptor
                }
                return nil
            }
            if let busy {
                let holder = Self.holder(busy)
                close(busy)
                guard clock.now < end else { throw FileError(name, .locked(holder: holder, waited: patience)) }
                usleep(20_000)
            }
        }
        self.path = path
        self.mode = mode
        descriptor = taken?.descriptor ?? -1
        ending = taken?.ending
    }

    /// Lets others read from now on.
    public func share() {
        if descriptor >= 0 { _ = flock(descriptor, LOCK_SH) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        // A number of an open file that is closed is given to the next: it is forgotten first.
        if let ending { Ending.forget(ending) }
        Self.release(path, descriptor)
        close(descriptor)
    }

    /// Removes the file, if nobody else holds it: who locked a removed file would hold nothing.
    private static func release(_ path: String, _ descriptor: Int32) {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isAt(path, descriptor) { unlink(path) }
    }

    /// The lock's file, beside the folder.
    static func fileName(_ folder: String) -> String { ".\(folder == "/" ? "root" : folder).lock" }

    private enum Taking {
        case taken, busy, gone
    }

    private static func take(
        _ descriptor: Int32, _ path: String, _ mode: Mode, named name: String
    ) throws(FileError) -> Taking {
        guard flock(descriptor, (mode == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK || errno == EINTR { return .busy }
            let code = errno
            close(descriptor)
            throw FileError(name, .system(.lock, code: code))
        }
        // Its holder may have removed it while we opened it.
        return isAt(path, descriptor) ? .taken : .gone
    }

    /// Opens the lock's file, or gives -1 to a reader who cannot have one.
    private static func open(
        _ path: String, named name: String, _ mode: Mode
    ) throws(FileError) -> (descriptor: Int32, mayWrite: Bool) {
        var found: (Int32, Bool)
        do throws(SystemCalls.Failure) {
            found = (try SystemCalls.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o666), true)
        } catch {
            if error.code == ELOOP || error.code == EISDIR || error.code == ENXIO {
                throw FileError(fileName(named(path)), .notALock)
            }
            if let descriptor = try? SystemCalls.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) {
                found = (descriptor, false)
            } else if mode == .shared {
                return (-1, false)
            } else {
                throw FileError(name, .system(.lock, code: error.code))
            }
        }
        let isOurs = text(found.0).map { $0.isEmpty || $0.hasPrefix(heading) } ?? false
        guard isOurs else {
            close(found.0)
            throw FileError(fileName(named(path)), .notALock)
        }
        return found
    }

    /// The folder's name, from the lock's path.
    private static func named(_ path: String) -> String {
        String((path.split(separator: "/").last ?? "").dropFirst().dropLast(".lock".utf8.count))
    }

    /// What the lock says; `nil` when it is no text or no file.
    private static func text(_ descriptor: Int32) -> String? {
        guard let status = try? SystemCalls.status(of: descriptor), status.kind == .file else { return nil }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        return count < 0 ? nil : String(validating: bytes.prefix(count), as: UTF8.self)
    }

    private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
        guard let here = try? SystemCalls.status(ofLink: path), let ours = try? SystemCalls.status(of: descriptor)
        else { return false }
        return here.isSame(as: ours)
    }

    /// Says who holds the lock. What cannot be written is only missing from another process's message.
    private static func sign(_ descriptor: Int32) {
        let now = Date().formatted(.iso8601)
        let text = "\(heading)\nprocess \(getpid())\nhost \(SystemCalls.hostName)\nsince \(now)\n"
        let bytes = Array(text.utf8)
        // Whatever the umask, others may read who holds it.
        _ = fchmod(descriptor, 0o644)
        _ = ftruncate(descriptor, 0)
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// What the lock says of its holder.
    private static func holder(_ descriptor: Int32) -> String {
        var fields: [Substring: Substring] = [:]
        for line in (text(descriptor) ?? "").split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        guard let process = fields["process"], let host = fields["host"], let since = fields["since"] else {
            return "another process"
        }
        // Of several readers the one that signed last may be gone.
        if host == SystemCalls.hostName, let number = pid_t(process), kill(number, 0) != 0, errno == ESRCH {
            return "another process"
        }
        return "process \(process) on \(host) since \(since)"
    }
}
