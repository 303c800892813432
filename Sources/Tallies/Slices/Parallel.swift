import Columns
import Synchronization

/// Runs `body` for 0..<`parts`, at the same time where there are processors, and returns the results in order.
///
/// The result does not depend on how many run at once, as long as `body` depends only on its argument.
func inParallel<Result: Sendable>(_ parts: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    guard parts > 1 else { return [body(0)] }
    let results = Mutex<[Result?]>(Array(repeating: nil, count: parts))
    Workers.perform(parts) { part in
        let result = body(part)
        results.withLock { $0[part] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
}
