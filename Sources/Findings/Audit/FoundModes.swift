// What an audit found, in the form in which it can be looked for on other images: which rows a mode is about, and how much more often
// it errs on them than the rest. Made from what the archive keeps, so that an audit of today and one of years ago give the same.

import Columns
import Record
import Statistics

/// The failure modes of one data set that can be measured on another: sets of images, objects missed, pairs of classes.
public struct FoundModes: Sendable {
    /// One of them.
    struct Mode: Sendable {
        let mode: FailureMode
        /// Its rate less that of the rest, as ``ModeElsewhere`` keeps it.
        let effect: Double
        let interval: Interval
    }

    /// The data set that lists them.
    let dataset: String
    /// The hashes of its images' ids.
    let items: Set<UInt64>
    /// The audit that lists them.
    public let listing: ListingAudit
    /// Those that stand, what pays most first.
    let modes: [Mode]

    /// Most that are looked for elsewhere.
    static let most = 40

    /// What an audit lists, whose outcomes are `outcomes`.
    public init(_ audit: Audit, _ outcomes: OutcomeTable) {
        dataset = audit.dataset.name
        items = Set(outcomes.ids)
        listing = ListingAudit(dataset: audit.dataset.name, digest: audit.listing(outcomes))
        guard audit.task != .multilabel else {
            modes = []
            return
        }
        let counts = ArchivedCounts(outcomes, classes: audit.dataset.names)
        modes = Array(
            audit.findings.lazy.filter { $0.standing == .finding }
                .compactMap { finding in
                    counts.rest(of: finding).flatMap { Self.mode(finding, against: $0) }
                }
                .filter { $0.effect > 0 }.prefix(Self.most))
    }

    /// How much more often it errs than the rest, by independent rates.
    private static func mode(_ finding: Finding, against rest: Proportion) -> Mode? {
        guard let others = rest.value, let wilson = rest.wilson() else { return nil }
        let (rate, interval) = honestRate(of: finding)
        let between = IndependentProportions.difference(rate, ConfidenceInterval(interval), others, wilson)
        return Mode(
            mode: finding.mode, effect: rate - others, interval: Interval(between, method: "modes-elsewhere"))
    }

    /// The rate of images that had no say in finding it; where none are kept, the lower end of its interval, with its interval.
    private static func honestRate(of finding: Finding) -> (Double, Interval) {
        if let confirmed = finding.confirmation { return (confirmed.value, confirmed.interval) }
        return (finding.measure.interval.low, finding.measure.interval)
    }
}

/// What the archived outcomes say of the rows that a mode is not about.
private struct ArchivedCounts {
    private let outcomes: OutcomeTable
    private let classes: [String]
    private let wrong: Int

    init(_ outcomes: OutcomeTable, classes: [String]) {
        self.outcomes = outcomes
        self.classes = classes
        wrong = (0..<outcomes.count).count {
            outcomes.answer($0, classes: classes.count) != Int32(truncatingIfNeeded: outcomes.labels[$0])
        }
    }

    private func code(_ name: String) -> Int32? {
        classes.firstIndex { Name($0) == Name(name) }.map { Int32(truncatingIfNeeded: $0) }
    }

    /// The rate of the rest; `nil` for a mode that is not about some rows as opposed to others, and where there is no rest.
    func rest(of finding: Finding) -> Proportion? {
        switch finding.mode {
        case .slice:
            let (n, errors) = (outcomes.count - finding.measure.n, wrong - finding.errors)
            return n > 0 && errors >= 0 ? Proportion(errors, of: n) : nil
        case .confusion(let truth, let predicted):
            guard let truth = code(truth), let answer = code(predicted) else { return nil }
            return share(answered: answer) { $0 != truth && $0 != answer }
        case .other("missed", let predicates):
            guard let name = predicates.first?.value.text, let cls = code(name) else { return nil }
            return share(answered: Outcome.missed.code(of: cls)) { $0 != cls }
        default: return nil
        }
    }

    private func share(answered answer: Int32, of isClass: (Int32) -> Bool) -> Proportion? {
        var (n, hits) = (0, 0)
        for place in outcomes.labels.indices where isClass(Int32(truncatingIfNeeded: outcomes.labels[place])) {
            n += 1
            if outcomes.answer(place, classes: classes.count) == answer { hits += 1 }
        }
        return n > 0 ? Proportion(hits, of: n) : nil
    }
}
