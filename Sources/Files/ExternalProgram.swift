// Other people's programs that read what we do not: a child process each, nothing linked. They are found on the path, get
// their arguments as they are (no shell), nothing on their standard input but what they are given, and what they print and
// how long they take is bounded. One that is still at work when this process is ended is ended with it.

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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
        /// It took longer than it may; it was stopped.
        case tooLong
    }

    /// Runs it to its end with bytes on its standard input, at most `mostBytes` of output and `mostSeconds` of time.
    package func run(
        _ arguments: [String], input: Data? = nil, mostBytes: Int = 1 << 40, mostSeconds: Int = 3600
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
        // Started and noted in one: between the two nobody would end it.
        let (child, ending) = try Ending.changing { () throws(Failure) -> (pid_t, Int) in
            do {
                try process.run()
            } catch {
                throw .notStarted
            }
            let child = process.processIdentifier
            return (child, Ending.note { _ = kill(child, SIGKILL) })
        }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(mostSeconds)
        var output = Data()
        var failure: Failure?
        do throws(Failure) {
            try Self.read(printed.fileHandleForReading.fileDescriptor, into: &output, mostBytes, until: end)
            // One that says no more may still be at work.
            while process.isRunning {
                guard clock.now < end else { throw Failure.tooLong }
                usleep(1_000)
            }
        } catch {
            failure = error
            if process.isRunning { _ = kill(child, SIGKILL) }
        }
        process.waitUntilExit()
        Ending.forget(ending)
        if let failure { throw failure }
        let told = withExtendedLifetime(scratch) {
            (try? NamedFile.bytes(complaints.path, called: executable.lastPathComponent)) ?? Data()
        }
        return Run(
            succeeded: process.terminationStatus == 0, output: output,
            complaint: String(decoding: told.prefix(2000), as: UTF8.self))
    }

    /// Reads a pipe to its end. It is looked at before it is read: who writes nothing must not be waited for in vain.
    private static func read(
        _ descriptor: Int32, into output: inout Data, _ mostBytes: Int, until end: ContinuousClock.Instant
    ) throws(Failure) {
        let clock = ContinuousClock()
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            guard clock.now < end else { throw .tooLong }
            var waiting = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: POLLIN), revents: 0)
            let ready = poll(&waiting, 1, 1000)
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            guard ready > 0 else { throw .unreadable }
            let count = part.withUnsafeMutableBytes { SystemCalls.read(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable }
            if count == 0 { return }
            output.append(contentsOf: part.prefix(count))
            if output.count > mostBytes { throw .tooMuch }
        }
    }
}
