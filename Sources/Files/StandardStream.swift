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

/// What a program is given on standard input.
public enum StandardInput {
    /// All of it, until whoever writes it ends. Throws in the system's words when it cannot be read.
    public static func bytes() throws(FileError) -> Data {
        try SystemCalls.explained("standard input", .read) { () throws(SystemCalls.Failure) in
            var all = Data()
            var piece = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = piece.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
                if count == 0 { return all }
                if count > 0 {
                    all.append(contentsOf: piece[..<count])
                } else if errno != EINTR {
                    throw SystemCalls.Failure(code: errno)
                }
            }
        }
    }
}
