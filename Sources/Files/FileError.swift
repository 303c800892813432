import Diagnostics
import Foundation

/// What can be wrong with a file or folder of this machine.
public struct FileError: Error, Sendable, Hashable {
    /// The file, as messages call it: never the place of a folder that the user did not name.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    /// An error about `path`.
    public init(_ path: String, _ fault: Fault) {
        self.path = path
        self.fault = fault
    }

    /// What was being done when the system refused.
    public enum Action: String, Sendable, Hashable {
        /// Opening or reading.
        case read = "read"
        /// Making, writing, flushing or renaming.
        case write = "written"
        /// Removing.
        case remove = "removed"
        /// Taking a lock.
        case lock = "locked"
    }

    /// What a name stands for that is neither file nor folder.
    public enum Special: String, Sendable, Hashable {
        /// A FIFO.
        case pipe = "a pipe"
        /// A block or character device.
        case device = "a device"
        /// A socket.
        case socket = "a socket"
    }

    /// What can be wrong.
    public enum Fault: Error, Sendable, Hashable {
        /// Nothing of this name is there.
        case absent
        /// A symbolic link to something outside of the folder that must hold it.
        case leadsOut(of: String)
        /// A symbolic link to nothing, or in a circle.
        case leadsNowhere
        /// A symbolic link where a folder itself was expected.
        case isALink
        /// A folder where a file was expected.
        case isAFolder
        /// A file where a folder was expected.
        case notAFolder
        /// A folder in whose place a disk is mounted, which cannot be replaced.
        case isAMount
        /// Neither file nor folder.
        case special(Special)
        /// A path that may not be used as it stands.
        case unsafePath(reason: String)
        /// The system refused, with the `errno` it gave.
        case system(Action, code: Int32)
        /// Another process works on the folder; `holder` is what its lock says of it.
        case locked(holder: String, waited: Int)
        /// A file to be written is one that is read.
        case isAnInput
        /// A file that is not ours stands where the lock would.
        case notALock
        /// A file that is another one now than when it was read.
        case changed
        /// A name of which no text can be made.
        case nameNotUTF8
    }
}

extension FileError: Explained {
    /// The wording.
    public var problem: Problem {
        let words = words
        return Problem(at: Place(file: path), words.summary, suggestion: words.suggestion, cause: cause)
    }

    /// Whose fault it is: the system's, or that of what was given.
    public var cause: Problem.Cause {
        switch fault {
        case .system, .locked, .changed: .system
        default: .input
        }
    }

    /// Whether, of many pictures, it is only this one that cannot be shown. A way out of the folder and a refusal of the
    /// system are more than that.
    public var costsOnlyItself: Bool {
        switch fault {
        case .absent, .isAFolder: true
        default: false
        }
    }

    /// The wording without the place.
    public var words: (summary: String, suggestion: String?) {
        switch fault {
        case .absent: ("is not there", nil)
        case .leadsOut(let folder):
            ("\"\(path)\" is a link out of the \(folder)", "put the file itself there")
        case .leadsNowhere: ("\"\(path)\" is a link that leads nowhere", "put the file itself there")
        case .isALink: ("is a link, a folder was expected", "put the folder itself there")
        case .isAFolder: ("is a folder, a file was expected", nil)
        case .notAFolder: ("is a file, a folder was expected", nil)
        case .isAMount:
            (
                "is a mount point, and what is written takes the place of the whole folder in one step",
                "give a folder below it, such as \(path.hasSuffix("/") ? path : path + "/")site"
            )
        case .special(let kind): ("is \(kind.rawValue), a file was expected", nil)
        case .unsafePath(let reason): ("\"\(path)\" \(reason)", "paths are relative and stay inside their folder")
        case .system(let action, let code): ("cannot be \(action.rawValue): \(Self.text(of: code))", nil)
        case .locked(let holder, let waited):
            ("locked by \(holder); waited \(waited) s", "let it end first")
        case .isAnInput: ("is also what is read, and would be lost", "give what is written a name of its own")
        case .nameNotUTF8: ("has a name that is no UTF-8", "give it another one")
        case .changed: ("was changed while it was read", "run again once nothing writes to it")
        case .notALock: ("is not a lock of this program", "move it away; a lock has to be written there")
        }
    }

    /// What the system calls an `errno`.
    static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}

extension FileError {
    /// A refusal of Foundation, as the `errno` behind it.
    public init(_ error: any Error, _ path: String, _ action: Action) {
        var system = error as NSError
        if let inner = system.userInfo[NSUnderlyingErrorKey] as? NSError { system = inner }
        let code: Int32
        switch (system.domain, CocoaError.Code(rawValue: system.code)) {
        case (NSPOSIXErrorDomain, _): code = Int32(truncatingIfNeeded: system.code)
        case (_, .fileNoSuchFile), (_, .fileReadNoSuchFile): code = ENOENT
        case (_, .fileReadNoPermission), (_, .fileWriteNoPermission): code = EACCES
        case (_, .fileWriteOutOfSpace): code = ENOSPC
        case (_, .fileWriteFileExists): code = EEXIST
        case (_, .fileWriteVolumeReadOnly): code = EROFS
        default: code = EIO
        }
        self.init(path, .system(action, code: code))
    }
}
