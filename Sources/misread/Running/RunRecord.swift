import Synchronization

/// What a run says, so that it can be said again.
final class RunRecord: Sendable {
    /// The record of the run that this task is; `nil` where nobody remembers it.
    @TaskLocal static var current: RunRecord?

    private let kept = Mutex<[RunMemory.Line]>([])

    var lines: [RunMemory.Line] { kept.withLock(\.self) }

    func add(_ line: RunMemory.Line) { kept.withLock { $0.append(line) } }

    /// Runs what is done once, and not again where nothing changes: what it says is not kept.
    static func once<Value>(_ body: () throws -> Value) rethrows -> Value {
        try $current.withValue(nil, operation: body)
    }
}
