// `.site.misread-4711-1f3a9c2e/` beside `site`: the owner's mark, the folder that is being written (`new`), and for a moment
// the one it replaces (`old`). The mark is locked as long as its process lives, so whose process is gone is certain, and a
// folder without such a mark is nobody's to remove but its owner's.

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder beside another one in which its successor is made.
final class StagingArea: Sendable {
    /// How far a replacement is.
    enum Phase: String {
        /// `new` is being written.
        case writing
        /// The names are being exchanged: `new` may be the old folder.
        case swapping
        /// The old folder was found to be ours and is being removed.
        case discarding
    }

    private static let mark = "owner"
    private static let heading = "misread staging"

    /// The folder that is being written.
    let new: RealPath
    /// Where the replaced one is put when names cannot be exchanged.
    let old: RealPath
    private let root: RealPath
    private let descriptor: Int32
    private let name: String
    private let ending: Int

    /// An empty area for the successor of `destination`. `name` is how messages call that.
    init(for destination: RealPath, named name: String) throws(FileError) {
        let number = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let root = destination.parent.appending(Self.prefix(destination) + "\(getpid())-\(number)")
        self.root = root
        self.name = name
        new = root.appending("new")
        old = root.appending("old")
        let inner = new.text
        // Noted before it is made: between the two nobody would know of it.
        let ending = Ending.note { Self.remove(root) }
        self.ending = ending
        var isMade = false
        do {
            descriptor = try SystemCalls.explained(name, .write) { () throws(SystemCalls.Failure) in
                try SystemCalls.makeFolder(destination.parent.text)
                return try Ending.changing { () throws(SystemCalls.Failure) in
                    try SystemCalls.makeOneFolder(root.text)
                    isMade = true
                    let descriptor = try SystemCalls.open(
                        root.appending(Self.mark).text, O_RDWR | O_CREAT | O_EXCL, mode: 0o644)
                    do throws(SystemCalls.Failure) {
                        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SystemCalls.Failure(code: errno) }
                        try SystemCalls.makeOneFolder(inner)
                    } catch {
                        close(descriptor)
                        throw error
                    }
                    return descriptor
                }
            }
        } catch {
            // It has no mark yet, by which the next run would know it.
            if isMade { Self.remove(root) }
            Ending.forget(ending)
            throw error
        }
        do {
            try note(.writing)
        } catch {
            // Without its mark nobody could tell later whose it is.
            remove()
            throw error
        }
    }

    deinit {
        close(descriptor)
    }

    /// Writes down how far the replacement is, for whoever finds the area.
    func note(_ phase: Phase) throws(FileError) {
        try SystemCalls.explained(name, .write) { () throws(SystemCalls.Failure) in
            let text = Array("\(Self.heading)\n\(phase.rawValue)\n".utf8)
            let count = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
            guard count == text.count, ftruncate(descriptor, off_t(count)) == 0 else {
                throw SystemCalls.Failure(code: errno)
            }
        }
    }

    /// Removes the area. What cannot be removed is left for the next run, for the folder itself is in place by then: gives where
    /// it is.
    @discardableResult
    func remove() -> RealPath? {
        defer { Ending.forget(ending) }
        return Self.remove(root) ? nil : root
    }

    /// Whether all of it is gone.
    @discardableResult
    private static func remove(_ root: RealPath) -> Bool {
        let parts = ["new", "old"].map { root.appending($0).text }
        for part in parts { try? SystemCalls.removeTree(part) }
        // The mark goes last, and only with the rest: without it nobody could tell whose that is.
        guard parts.allSatisfy({ (try? SystemCalls.status(ofLink: $0)) == nil }) else { return false }
        try? SystemCalls.removeTree(root.appending(mark).text)
        return rmdir(root.text) == 0
    }

    private static func prefix(_ destination: RealPath) -> String { ".\(destination.name).misread-" }

    /// Removes the areas of processes that are gone, and puts back an old folder whose successor never came. An area whose
    /// old folder does not pass `check` stays. `called` is how messages call the destination.
    static func clear(
        beside destination: RealPath, called: String, _ check: FolderSwap.Check
    ) throws(FileError) {
        guard let names = try? SystemCalls.names(in: destination.parent.text) else { return }
        for name in names where name.hasPrefix(prefix(destination)) {
            let root = destination.parent.appending(name)
            guard let (descriptor, phase) = abandoned(root) else { continue }
            defer { close(descriptor) }
            let old = root.appending("old")
            let isMovedAway = (try? SystemCalls.status(ofLink: old.text)) != nil
            // What is being discarded may be there in part.
            if isMovedAway, phase != .discarding, (try? SystemCalls.status(ofLink: destination.text)) == nil {
                try SystemCalls.explained(called, .write) { () throws(SystemCalls.Failure) in
                    try SystemCalls.move(old.text, to: destination.text)
                }
            } else if phase == .swapping {
                let left = isMovedAway ? old : root.appending("new")
                guard (try? check(left.url)) != nil else { continue }
            }
            remove(root)
        }
    }

    /// What the folders in `folder` are called for which an area is there, whoever made it.
    static func destinations(in folder: RealPath) -> [String] {
        let names = (try? SystemCalls.names(in: folder.text)) ?? []
        let found = names.compactMap { name -> String? in
            guard name.hasPrefix("."), let end = name.range(of: ".misread-", options: .backwards)?.lowerBound,
                end > name.startIndex
            else { return nil }
            return String(name[name.index(after: name.startIndex)..<end])
        }
        return Set(found).sorted()
    }

    /// The phase in which an area was left by a process that is gone; `nil` when it is no area or its process lives.
    private static func abandoned(_ root: RealPath) -> (descriptor: Int32, phase: Phase)? {
        let place = root.appending(mark).text
        guard let descriptor = try? SystemCalls.open(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 64)
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
            let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
            let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
            if lines.count == 2, lines[0] == heading, let phase = Phase(rawValue: String(lines[1])) {
                return (descriptor, phase)
            }
        }
        close(descriptor)
        return nil
    }
}
