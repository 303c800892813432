// What a terminal says of records: the phrases of `phrases/records.md`.

import Record

extension Phrases {
    /// How many records of which kinds were read.
    public func recordsRead(_ counts: [(kind: RecordKind, count: Int)]) -> String {
        let kinds = counts.filter { $0.count > 0 }
        guard !kinds.isEmpty else { return self(.recordsNone) }
        let words = kinds.map { self(.recordsKind, ["count": .count($0.count), "kind": .text($0.kind.rawValue)]) }
        return self(
            .recordsRead,
            ["records": .count(kinds.reduce(0) { $0 + $1.count }), "kinds": .text(list(words))])
    }

    /// Where a new record was written, and what comes next.
    public func recordWritten(_ path: String, check: String) -> String {
        self(.recordWritten, ["path": .text(path), "check": .text(check)])
    }
}
