// The verdict on a version that was evaluated on several data sets: ready where it is ready on each that a release is judged by,
// not ready where it is so on one. Predictions that it lacks for such a data set leave it inconclusive.

import Chronicle
import Drawing
import Record

/// Whether to ship a version, over all data sets.
public struct VersionVerdict {
    /// A data set.
    public struct Part {
        /// Its name.
        public let dataset: String
        /// The version on it, judged by the gates in force; `nil` where there is no audit.
        public let audit: Audit?
        /// Its verdict.
        public let verdict: Verdict?
        /// Whether a release is judged by it.
        public let isJudged: Bool
        /// Whether predictions for it are missing that ought to be there.
        public let isLacking: Bool

        /// How it counts for the version; `nil` where it does not.
        var state: GateStatus? {
            if isLacking { return .undecided }
            guard let verdict else { return nil }
            return isJudged || !verdict.audit.gates.isEmpty ? verdict.state : nil
        }
    }

    /// The data sets in their order.
    public let parts: [Part]
    private let phrases: Phrases
    private let facts: FactIndex

    /// The verdict of a version by what it was audited on and the gates of that day: what its own page says, and no gate or
    /// data set that comes later changes.
    init(ofItsDay version: Chronicles.Version, _ chronicles: Chronicles, facts: FactIndex, phrases: Phrases) {
        self.phrases = phrases
        self.facts = facts
        parts = zip(chronicles.parts, version.audits).compactMap { part, archived in
            guard let audit = archived?.audit else { return nil }
            return Part(
                dataset: part.dataset ?? "", audit: audit,
                verdict: Verdict(audit: audit, facts: facts, phrases: phrases),
                isJudged: (audit.dataset.role?.isJudged ?? true) || !audit.gates.isEmpty, isLacking: false)
        }
    }

    /// The verdict of a version among chronicles, by the gates in force.
    public init(_ version: Chronicles.Version, _ chronicles: Chronicles, facts: FactIndex, phrases: Phrases) {
        self.phrases = phrases
        self.facts = facts
        parts = zip(chronicles.parts, version.audits).enumerated().compactMap { place, pair in
            let (part, archived) = pair
            guard !part.isRetired else { return nil }
            let audit = archived.map(part.chronicle.judged)
            return Part(
                dataset: part.dataset ?? "", audit: audit,
                verdict: audit.map { Verdict(audit: $0, facts: facts, phrases: phrases) },
                isJudged: part.isJudged, isLacking: version.lacks(part, at: place))
        }
    }

    /// Whether it is ready on every data set that counts.
    public var isReady: Bool { state == .passed }

    /// Whether a team may accept it although it is inconclusive: nothing fails, and on no data set nothing is found at all.
    public var mayBeAllowed: Bool {
        state != .failed && parts.allSatisfy { $0.state == nil || $0.verdict?.mayBeAllowed ?? true }
    }

    /// How it comes out.
    var state: GateStatus {
        let states = parts.compactMap(\.state)
        if states.contains(.failed) { return .failed }
        return states.isEmpty || states.contains { $0 != .passed } ? .undecided : .passed
    }

    /// The sentence: "Not ready on night; ready as far as measured on day."
    public var sentence: String {
        let counted = parts.filter { $0.state != nil }
        func clause(_ phrase: Phrase, _ holds: (Part) -> Bool) -> String? {
            let names = counted.filter(holds).map(\.dataset)
            return names.isEmpty ? nil : phrases(phrase, ["names": .text(phrases.list(names))])
        }
        let clauses = [
            clause(.datasetsNotReady) { $0.state == .failed },
            clause(.datasetsLacking) { $0.isLacking },
            clause(.datasetsInconclusive) { $0.state == .undecided && !$0.isLacking },
            clause(.datasetsReady) { $0.state == .passed },
        ].compactMap(\.self)
        let words = clauses.isEmpty ? phrases(.datasetsNoneJudged) : phrases.joined(clauses, by: .listSemicolon)
        return phrases(.datasetsSentence, ["parts": .text(words.capitalizedFirst)])
    }

    /// In a few words, for lists of versions.
    var short: String {
        phrases.short(state, waived: parts.reduce(0) { $0 + ($1.audit?.gates.count { $0.state == .waived } ?? 0) })
    }
}

extension Phrases {
    /// A verdict in a few words, with how many gates are waived.
    func short(_ state: GateStatus, waived: Int) -> String {
        switch state {
        case .failed: self(.verdictNotReadyShort)
        case .passed: self(.verdictReadyShort, ["waived": .count(waived), "has.waived": .flag(waived > 0)])
        default: self(.verdictInconclusiveShort)
        }
    }

    /// A line of a terminal about one data set: "night: v2: accuracy ...".
    public func line(of dataset: String, _ line: String) -> String {
        self(.datasetsLine, ["dataset": .text(dataset), "line": .text(line)])
    }

    /// That a version has no predictions for a data set.
    public func lacking(_ dataset: String, version: String) -> String {
        self(.datasetsLineLacking, ["dataset": .text(dataset), "version": .text(version)])
    }
}
