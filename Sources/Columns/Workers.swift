// Threads of our own: where the system gives none (a limit on processes, or on memory), a queue of the system's waits for one
// for ever. Here whoever asks for the work does it, and others help as far as they can be had.

import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Work that several threads share.
package enum Workers {
    /// Runs `body` for each of 0..<`parts`, at the same time where there are processors and threads to be had, and returns when
    /// all are done.
    package static func perform(_ parts: Int, _ body: @Sendable (Int) -> Void) {
        perform(parts, threads: ProcessInfo.processInfo.activeProcessorCount, starting: Round.start, body)
    }

    /// The same on at most `threads` threads, the caller's included, each made by `start`; `nil` is a thread that could not be
    /// made.
    static func perform(
        _ parts: Int, threads: Int, starting start: (Round) -> pthread_t?, _ body: @Sendable (Int) -> Void
    ) {
        withoutActuallyEscaping(body) { body in
            let round = Round(parts, body)
            var others: [pthread_t] = []
            while others.count + 1 < min(parts, threads), let thread = start(round) { others.append(thread) }
            round.work()
            for thread in others { pthread_join(thread, nil) }
        }
    }

    /// Work, and how far it has been given out.
    final class Round: Sendable {
        private let parts: Int
        private let body: @Sendable (Int) -> Void
        private let next = Atomic(0)

        init(_ parts: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.parts = parts
            self.body = body
        }

        /// Takes one part after another until all are given out.
        func work() {
            while true {
                let part = next.add(1, ordering: .relaxed).oldValue
                guard part < parts else { return }
                body(part)
            }
        }

        /// A thread that works on it, unless the system has none.
        static func start(_ round: Round) -> pthread_t? {
            let held = Unmanaged.passRetained(round)
            #if canImport(Darwin)
                var thread: pthread_t?
                let code = pthread_create(&thread, nil, { Round.run($0) }, held.toOpaque())
            #else
                var thread = pthread_t()
                let code = pthread_create(&thread, nil, { $0.flatMap { Round.run($0) } }, held.toOpaque())
            #endif
            if code == 0 { return thread }
            held.release()
            return nil
        }

        private static func run(_ round: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
            Unmanaged<Round>.fromOpaque(round).takeRetainedValue().work()
            return nil
        }
    }
}
