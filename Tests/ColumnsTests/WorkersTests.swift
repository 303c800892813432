import Foundation
import Synchronization
import Testing

@testable import Columns

@Suite struct WorkersTests {
    private static func met(_ parts: Int, _ perform: (@Sendable (Int) -> Void) -> Void) -> [Int] {
        let met = Mutex<[Int]>([])
        perform { part in met.withLock { $0.append(part) } }
        return met.withLock { $0.sorted() }
    }

    @Test(arguments: [0, 1, 2, 7, 1000])
    func eachPartIsDoneOnce(_ parts: Int) {
        #expect(Self.met(parts) { Workers.perform(parts, $0) } == Array(0..<parts))
    }

    @Test(arguments: [0, 1, 3])
    func whatNoThreadCanBeHadForTheCallerDoes(_ threads: Int) {
        let made = Mutex(0)
        let met = Self.met(50) { body in
            Workers.perform(
                50, threads: 8,
                starting: { round in
                    let isOver = made.withLock { count in
                        count += 1
                        return count > threads
                    }
                    return isOver ? nil : Workers.Round.start(round)
                }, body)
        }
        #expect(met == Array(0..<50))
        #expect(made.withLock(\.self) == threads + 1)
    }
}
