// Publishing a folder so that a reader, or a crash, sees the whole old one or the whole new one, never a mixture.
//
// The new folder is written into a staging folder beside its place, everything is flushed, and then the two names are
// exchanged in one system call (renameat2 with RENAME_EXCHANGE). Where the file system cannot exchange, the old one is
// renamed away and the new one in: between the two calls nothing stands under the name, and the next run puts the old
// folder back.

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Replaces a folder in one step.
public struct FolderSwap: Sendable {
    /// Throws when a folder may not be removed: it holds what this program did not write.
    public typealias Check = @Sendable (URL) throws -> Void

    /// Where the folder will stand, links resolved.
    public let destination: RealPath
    /// Where it is written first.
    public var staging: URL { area.new.url }

    private let area: StagingArea
    private let name: String
    private let check: Check

    /// Prepares an empty staging folder beside `destination`; when that is a link, beside the folder it leads to. `name` is
    /// how messages call it. Throws what `check` throws of the folder that stands there.
    ///
    /// What a killed run left is removed first, and an old folder that it had moved away is moved back.
    public init(destination: URL, named name: String? = nil, replacing check: @escaping Check) throws {
        self.name = name ?? destination.lastPathComponent
        self.destination = try RealPath(destination, named: self.name)
        self.check = check
        try StagingArea.clear(beside: self.destination, called: self.name, check)
        if let kind = try Self.kind(of: self.destination, self.name) {
            guard kind == .folder else { throw FileError(self.name, .notAFolder) }
            if self.destination.isMount { throw FileError(self.name, .isAMount) }
            try check(self.destination.url)
        }
        area = try StagingArea(for: self.destination, named: self.name)
    }

    /// Removes what processes that are gone left beside any folder in `folder`, and moves an old one back that they had moved
    /// away: whoever works on `folder` alone may. An old folder that does not pass `check` stays. `name` is how messages call
    /// the folder.
    public static func clear(in folder: RealPath, named name: String, _ check: Check) throws(FileError) {
        for place in StagingArea.destinations(in: folder) {
            try StagingArea.clear(beside: folder.appending(place), called: name + "/" + place, check)
        }
    }

    /// Writes one file of the new folder; intermediate folders are made. Throws when the path leads out of the folder.
    public func write(_ bytes: some Collection<UInt8>, to path: String) throws(FileError) {
        if let reason = UnsafePath.reason(path) { throw FileError(name + "/" + path, .unsafePath(reason: reason)) }
        let bytes = Array(bytes)
        try Ending.changing { () throws(FileError) in try put(bytes, path) }
    }

    private func put(_ bytes: [UInt8], _ path: String) throws(FileError) {
        try SystemCalls.explained(name + "/" + path, .write) { () throws(SystemCalls.Failure) in
            let place = area.new.appending(path)
            try SystemCalls.makeFolder(place.parent.text)
            if Self.take(destination.appending(path), holding: bytes, as: place) { return }
            let descriptor = try SystemCalls.open(place.text, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
            do throws(SystemCalls.Failure) {
                // The modes of what is published do not depend on who published it.
                guard fchmod(descriptor, 0o644) == 0 else { throw SystemCalls.Failure(code: errno) }
                try SystemCalls.write(bytes, to: descriptor)
            } catch {
                try? SystemCalls.close(descriptor)
                throw error
            }
            try SystemCalls.close(descriptor)
        }
    }

    /// Gives a file of the old folder its place in the new one as well, where it holds these bytes: a name is made faster than
    /// a file. Whether it could.
    private static func take(_ old: RealPath, holding bytes: [UInt8], as place: RealPath) -> Bool {
        guard let status = try? SystemCalls.status(ofLink: old.text), status.kind == .file, status.size == bytes.count,
            status.mode == 0o644, let descriptor = try? SystemCalls.open(old.text, O_RDONLY | O_NOFOLLOW)
        else { return false }
        defer { try? SystemCalls.close(descriptor) }
        var held = [UInt8](repeating: 0, count: bytes.count + 1)
        let count = held.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count, held.starts(with: bytes), let own = try? SystemCalls.status(of: descriptor) else {
            return false
        }
        guard link(old.text, place.text) == 0 else { return false }
        // What was slipped in between the two is no file of ours.
        if let linked = try? SystemCalls.status(ofLink: place.text), linked.isSame(as: own) { return true }
        unlink(place.text)
        return false
    }

    /// Puts the new folder in place and removes the old one. What was slipped into the old one since the start keeps it
    /// from being removed: the two are changed back, and what the check says is thrown. Gives where what could not be removed of
    /// the old one is left, a folder that the next run removes if it can.
    @discardableResult
    public func commit() throws -> URL? {
        try Ending.changing { () throws in try exchangeAndRemove() }
    }

    private func exchangeAndRemove() throws -> URL? {
        try explained { () throws(SystemCalls.Failure) in try Self.flush(area.new.text) }
        guard try Self.kind(of: destination, name) != nil else {
            try explained { () throws(SystemCalls.Failure) in
                try SystemCalls.move(area.new.text, to: destination.text)
                try Self.flush(destination.parent.text)
            }
            return area.remove()?.url
        }
        try area.note(.swapping)
        let old = try explained { () throws(SystemCalls.Failure) in try exchange() }
        do {
            try check(old.url)
        } catch {
            try explained { () throws(SystemCalls.Failure) in try exchangeBack(old) }
            throw error
        }
        try explained { () throws(SystemCalls.Failure) in try Self.flush(destination.parent.text) }
        try area.note(.discarding)
        return area.remove()?.url
    }

    /// Gives the new folder up; the old one was never touched.
    public func abandon() {
        area.remove()
    }

    private func explained<Value>(_ body: () throws(SystemCalls.Failure) -> Value) throws(FileError) -> Value {
        try SystemCalls.explained(name, .write, body)
    }

    private static func kind(of place: RealPath, _ name: String) throws(FileError) -> FileKind? {
        do {
            return try SystemCalls.status(ofLink: place.text).kind
        } catch {
            if error.code == ENOENT { return nil }
            throw FileError(name, .system(.read, code: error.code))
        }
    }

    /// Changes new against old; gives where the old one is now.
    private func exchange() throws(SystemCalls.Failure) -> RealPath {
        do throws(SystemCalls.Failure) {
            try SystemCalls.exchange(area.new.text, destination.text)
            return area.new
        } catch {
            guard [EINVAL, ENOSYS, ENOTSUP].contains(error.code) else { throw error }
        }
        try SystemCalls.move(destination.text, to: area.old.text)
        try SystemCalls.move(area.new.text, to: destination.text)
        return area.old
    }

    private func exchangeBack(_ old: RealPath) throws(SystemCalls.Failure) {
        if old == area.new {
            try SystemCalls.exchange(area.new.text, destination.text)
        } else {
            try SystemCalls.move(destination.text, to: area.new.text)
            try SystemCalls.move(old.text, to: destination.text)
        }
    }

    /// Flushes everything written so far to the disk: one call for the file system, cheaper than one for every file.
    private static func flush(_ folder: String) throws(SystemCalls.Failure) {
        let descriptor = try SystemCalls.open(folder, O_RDONLY)
        defer { try? SystemCalls.close(descriptor) }
        try SystemCalls.flush(descriptor)
    }
}
