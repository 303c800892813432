// How each version did on the cases of its suite, from what their archives keep: a case is followed by its name, and said to have
// asked something else where its images or its bound were others.

import Archive
import Record

/// The suite over versions.
public struct SuiteHistory: Sendable {
    /// A case in one version.
    public struct Entry: Sendable {
        /// How it came out there.
        public let result: CaseResult
        /// Whether it asked of that version what it asks of the newest.
        public let isSame: Bool
    }

    /// A case over versions.
    public struct Row: Sendable {
        /// The case as the newest version that has it was asked.
        public let asked: CaseResult
        /// Version by version, in the order of ``SuiteHistory/versions``; `nil` where the case was not stated.
        public let entries: [Entry?]
    }

    /// Versions that were asked any case, newest first.
    public let versions: [ArchivedAudit]
    /// Cases in the order of the newest suite, then those that only older ones have.
    public let rows: [Row]

    /// The suites of a chronicle; `nil` where no version was asked any case.
    public init?(_ chronicle: Chronicle) {
        let asked = chronicle.audits.reversed().compactMap { archived in
            archived.audit.suite.map { (archived: archived, results: $0) }
        }
        guard !asked.isEmpty else { return nil }
        versions = asked.map(\.archived)
        var newest: [CaseResult] = []
        for result in asked.flatMap(\.results) where !newest.contains(where: { Self.isSame($0.name, result.name) }) {
            newest.append(result)
        }
        rows = newest.map { first in
            Row(
                asked: first,
                entries: asked.map { version in
                    version.results.first { Self.isSame($0.name, first.name) }.map {
                        Entry(result: $0, isSame: $0.asksTheSame(as: first))
                    }
                })
        }
    }

    /// Names are told apart by their bytes, not by what letters look like.
    private static func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

    /// How the newest version that was asked came out, failing first.
    public var newest: [CaseResult] { versions.first?.audit.suite ?? [] }
}

extension Audit {
    /// The cases of its suite; `nil` where it was asked none.
    var suite: [CaseResult]? { sections.lazy.compactMap(\.suite).first }
}
