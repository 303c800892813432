import Foundation
import Synchronization

/// Runs over many items in contiguous parts. Parts are joined in order, so nothing that is built from them can depend on
/// how many there were or which thread took which.
public enum Shards {
    /// `body` over contiguous parts of `0..<count`, on at most `threads` threads; the results in the order of the parts.
    public static func map<Part: Sendable>(
        _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Part
    ) -> [Part] {
        let parts = min(max(threads, 1), max(count, 1))
        if parts == 1 { return [body(0..<count)] }
        // A few parts a thread even out parts of unequal work.
        let pieces = min(count, parts * 8)
        let results = Mutex([Part?](repeating: nil, count: pieces))
        let next = Atomic(0)
        Workers.perform(parts) { _ in
            while true {
                let piece = next.add(1, ordering: .relaxed).oldValue
                guard piece < pieces else { return }
                let part = body(count * piece / pieces..<count * (piece + 1) / pieces)
                results.withLock { $0[piece] = part }
            }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
