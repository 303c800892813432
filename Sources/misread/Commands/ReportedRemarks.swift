import Diagnostics
import Synchronization

/// Warnings and notes on standard error, each once: what is odd about a ground truth is read with every version.
final class ReportedRemarks: Sendable {
    private let known = Mutex<Set<Problem>>([])

    /// Says those that were not said before.
    func say(_ remarks: [Problem]) {
        for remark in remarks where known.withLock({ $0.insert(remark).inserted }) { Outcome.say(remark.description) }
    }
}
