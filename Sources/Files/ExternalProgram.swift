// Other people's programs that read what we do not: a child process each, nothing linked. They are found on the path, get
// their arguments as they are (no shell), nothing on their standard input but what they are given, and what they print is
// bounded.

import Foundation

/// An executable of another project.
package struct ExternalProgram: Sendable {
    /// Where it lies.
    package let executable: URL

    /// The program at a place.
    package init(_ executable: URL) {
        self.executable = executable
    }

    /// The first executable of a name on the path; `nil` where there is none.
    package init?(named name: String) {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let found = path.split(separator: ":").map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let found else { return nil }
        executable = found
    }

    /// How a run ended.
    package struct Run: Sendable {
        /// Whether its exit status was 0.
        package let succeeded: Bool
        /// What it printed.
        package let output: Data
        /// The beginning of what it printed to its standard error.
        package let complaint: String
    }

    /// Why there is no run.
    package enum Failure: Error, Equatable {
        /// It could not be started.
        case notStarted
        /// What it printed could not be read.
        case unreadable
        /// It printed more than it may; it was stopped.
        case tooMuch
    }

    /// Runs it to its end with bytes on its standard input and at most `mostBytes` of output.
    package func run(
        _ arguments: [String], input: Data? = nil, mostBytes: Int = 1 << 40
    ) throws(Failure) -> Run {
        // Files and no second or third pipe: whoever reads or writes several in turn may wait for ever.
        guard let scratch = try? ScratchFolder() else { throw .notStarted }
        let (given, complaints) = (scratch["in"], scratch["err"])
        do {
            try (input ?? Data()).write(to: given)
            try Data().write(to: complaints)
        } catch {
            throw .notStarted
        }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let printed = Pipe()
        process.standardInput = FileHandle(forReadingAtPath: given.path) ?? FileHandle.nullDevice
        process.standardOutput = printed
        process.standardError = FileHandle(forWritingAtPath: complaints.path) ?? FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw .notStarted
        }
        var output = Data()
        var failure: Failure?
        do {
            while let part = try printed.fileHandleForReading.read(upToCount: 1 << 20), !part.isEmpty {
                output.append(part)
                if output.count > mostBytes {
                    failure = .tooMuch
                    process.terminate()
                    break
                }
            }
        } catch {
            failure = .unreadable
        }
        process.waitUntilExit()
        if let failure { throw failure }
        let told = withExtendedLifetime(scratch) {
            (try? NamedFile.bytes(complaints.path, called: executable.lastPathComponent)) ?? Data()
        }
        return Run(
            succeeded: process.terminationStatus == 0, output: output,
            complaint: String(decoding: told.prefix(2000), as: UTF8.self))
    }
}
