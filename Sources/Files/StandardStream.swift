// What a command says goes through here, so that it is not lost unnoticed: a full disk behind a redirection, a stream that
// was closed.

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A stream that every program is started with.
public enum StandardStream: Int32, Sendable {
    /// What a command came to.
    case output = 1
    /// What it says on the way.
    case error = 2

    /// Writes all of `text`. Throws in the system's words when it cannot.
    public func write(_ text: String) throws(FileError) {
        let name = self == .output ? "standard output" : "standard error"
        try SystemCalls.explained(name, .write) { () throws(SystemCalls.Failure) in
            try SystemCalls.write(Array(text.utf8), to: rawValue)
        }
    }

    /// Holds the places of streams that were closed before the program began: the first files it opens would take them, and
    /// what it says would be written there. What is written to a placeholder of the output fails.
    public static func holdPlaces() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is the one that was found closed.
            _ = try? SystemCalls.open("/dev/null", descriptor == output.rawValue ? O_RDONLY : O_RDWR)
        }
    }
}
