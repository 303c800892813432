// A process that is asked to end (Control-C, a closed terminal, `kill`) takes along what it would leave behind: its locks,
// the folders it stages, its scratch files. The handler only writes a byte to a pipe; a thread of its own reads it, waits
// until no name is being changed, removes what is noted and ends the process as the signal would have, so that who started
// it sees the same status. What a `kill -9` leaves is cleared by the next run.

import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is done before a signal ends the process.
public enum Ending {
    private struct State {
        /// What is still to be removed, in the order it was noted.
        var leftovers: [(number: Int, remove: @Sendable () -> Void)] = []
        var next = 0
        /// How many changes of names are under way.
        var busy = 0
        var hasBegun = false
    }

    private static let state = Mutex(State())
    /// How long changes under way are waited for, in hundredths of a second: flushing a site takes a while, and what is still
    /// left then is cleared by the next run.
    private static let patience = 1000

    /// Watches for signals that ask the process to end. Where no thread can be made they end it as they always did. Memory that
    /// runs out under a limit is said in words.
    public static func watch() {
        SystemCalls.watchMemory()
        SystemCalls.watchEndings { number in Ending.end(number) }
    }

    /// Changes names: nothing is removed meanwhile, and once the process is being ended nothing is changed any more.
    static func changing<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let mayBegin = state.withLock { state in
            if !state.hasBegun { state.busy += 1 }
            return !state.hasBegun
        }
        // The process is over in a moment.
        while !mayBegin { pause() }
        defer { state.withLock { $0.busy -= 1 } }
        return try body()
    }

    /// Removes what would be left and ends the process.
    private static func end(_ number: Int32) {
        state.withLock { $0.hasBegun = true }
        for _ in 0..<patience {
            if state.withLock({ $0.busy == 0 }) { break }
            usleep(10_000)
        }
        if state.withLock({ $0.busy == 0 }) {
            for entry in state.withLock({ $0.leftovers.reversed() }) { entry.remove() }
        }
        guard number == SIGBUS else { return SystemCalls.end(by: number) }
        // What was read of the file is not what it says now.
        let name = MappedFiles.name(at: SystemCalls.lostPlace)
        let said =
            name.map { FileError($0, .changed).problem.description } ?? "a file was cut shorter while it was read"
        try? SystemCalls.write(Array((said + "\n").utf8), to: STDERR_FILENO)
        SystemCalls.endFailed()
    }

    /// Notes what has to be removed should the process be ended; gives the number under which it is forgotten.
    static func note(_ remove: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.next += 1
            state.leftovers.append((state.next, remove))
            return state.next
        }
    }

    /// Forgets what is removed by now.
    static func forget(_ number: Int) {
        state.withLock { $0.leftovers.removeAll { $0.number == number } }
    }
}
