// Which file lies where in memory, so that one that is cut shorter while it is read can be named.

import Synchronization

/// Files that are mapped.
enum MappedFiles {
    private static let all = Mutex<[UInt: (size: Int, name: String)]>([:])

    /// Notes that `size` bytes from `base` on are those of the file that messages call `name`.
    static func note(_ base: UInt, size: Int, name: String) {
        all.withLock { $0[base] = (size, name) }
    }

    /// Forgets what lies at `base`.
    static func forget(_ base: UInt) {
        all.withLock { $0[base] = nil }
    }

    /// The file that lies at a place; `nil` where none does.
    static func name(at place: UInt) -> String? {
        all.withLock { all in
            all.first { base, file in place >= base && place - base < UInt(file.size.magnitude) }?.value.name
        }
    }
}
