// The sentence a release manager reads first. It is made from the release gates and from what no gate may hide, so that nobody
// can soften it:
//   Not ready     a gate fails, or an analysis failed
//   Inconclusive  what was said of which image is in doubt, whatever the gates say of it; or none fails, but the audit found what
//                 caps the verdict (a class at recall 0, a regression, predictions for part of the images), this many images
//                 cannot decide, something was not measured, or no gate is set
//   Ready         every gate passed, as far as was measured, and nothing caps it
// What is doubted of the input is said first.
// Its words are the phrases of `phrases/verdict.md`.

import Drawing
import Record

/// Whether to ship, and why, in words.
public struct Verdict {
    let audit: Audit
    /// What its facts are.
    let facts: FactIndex
    let phrases: Phrases
    private let caps: [VerdictCap]

    /// The verdict of an audit; `facts` are what the cards of the analyses declare.
    public init(audit: Audit, facts: FactIndex, phrases: Phrases) {
        self.audit = audit
        self.facts = facts
        self.phrases = phrases
        caps = audit.caps(facts)
    }

    /// Whether every gate passed and nothing caps it.
    public var isReady: Bool { state == .passed }
    /// Whether a gate fails, or an analysis failed.
    public var isFailed: Bool { state == .failed }
    /// Whether a team may accept it although it is inconclusive: not where nothing is found at all, nor where a gate fails by
    /// numbers that are in doubt.
    public var mayBeAllowed: Bool { !isFailed && gates(.failed).isEmpty && !audit.findsNothing(facts) }

    /// In brackets that it was this on its day, where that is unlike the verdict by the gates in force.
    public func ofItsDay(unlike now: Verdict) -> String {
        state == now.state ? "" : " (" + phrases(.policyOnItsDay, ["verdict": .text(short)]) + ")"
    }

    /// How it comes out.
    var state: GateStatus {
        // A gate over numbers that may not be the model's says nothing of it, however it comes out.
        if !gates(.failed).isEmpty && audit.doubtsOfAnswers.isEmpty || !failedSections.isEmpty { return .failed }
        if audit.gates.isEmpty || !caps.isEmpty || !gates(.undecided).isEmpty || !gates(.notMeasured).isEmpty {
            return .undecided
        }
        return .passed
    }

    /// The sentence.
    public var sentence: String {
        switch state {
        case .failed:
            let reasons =
                gates(.failed).map(failure)
                + failedSections.map { phrases(.verdictAnalysisFailed, ["title": .text($0.title)]) }
            let caps = capWords(besides: Set(gates(.failed).map(\.fact))) { !$0.isDoubt }
            let doubts = capWords(besides: []) { $0.isDoubt }
            return phrases(
                .verdictNotReady,
                [
                    "doubts": .text(phrases.list(doubts)), "has.doubts": .flag(!doubts.isEmpty),
                    "reasons": .text(phrases.clauses(reasons, most: 2, more: .verdictMoreGates)),
                    "caps": .text(phrases.list(caps)), "has.caps": .flag(!caps.isEmpty),
                ])
        case .passed:
            let waived = gates(.waived)
            return phrases(
                .verdictReady,
                [
                    "gates": .count(audit.gates.count - waived.count),
                    "any.gates": .flag(audit.gates.count > waived.count),
                    "has.waived": .flag(!waived.isEmpty),
                    "waived": .text(phrases.clauses(waived.map(waivedWords), most: 2, more: .verdictMoreGates)),
                ])
        default:
            let failed = gates(.failed)
            let doubted =
                failed.isEmpty
                ? []
                : [
                    phrases(
                        .verdictGatesInDoubt,
                        [
                            "reasons": .text(
                                phrases.clauses(failed.map(failure), most: 2, more: .verdictMoreGates))
                        ])
                ]
            let caps = capWords(besides: Set(failed.map(\.fact)))
            let reasons = ([phrases.list(caps)] + doubted + openWords).filter { !$0.isEmpty }
            return phrases(
                .verdictInconclusive, ["reasons": .text(phrases.joined(reasons, by: .listSemicolon))])
        }
    }

    /// In a few words, for lists of versions.
    var short: String {
        phrases.short(state, waived: gates(.waived).count)
    }

    /// What the gates leave open: those that this many images cannot decide, or else what was not measured, or that none is
    /// set.
    private var openWords: [String] {
        if audit.gates.isEmpty {
            let waiting = audit.gatesNotAsked
            return [waiting == 0 ? phrases(.verdictNoGate) : phrases(.verdictNoGateAsked, ["gates": .count(waiting)])]
        }
        // The sentence names two: those whose measured value is beyond the bound come first.
        let open = gates(.undecided).filter(\.isMissed) + gates(.undecided).filter { !$0.isMissed }
        if !open.isEmpty {
            if let gate = open.first(where: { $0.reason != nil }), let reason = phrases.reason(gate, in: audit) {
                return [
                    phrases(
                        .verdictGateUndecidable,
                        [
                            "gate": .text(asked(gate)), "reason": .text(reason), "more": .count(open.count - 1),
                            "has.more": .flag(open.count > 1),
                        ])
                ]
            }
            // A gate on one class or slice is open because of how few there are of it, not of how many images there are.
            if let gate = open.first, open.allSatisfy({ $0.part == gate.part }), gate.part != nil,
                let fact = gate.measured
            {
                return [
                    phrases(
                        .verdictGatesOpenOfPart,
                        [
                            "n": .text(NumberFormat.count(fact.units ?? fact.n)),
                            "nouns": .text(phrases.deciding(gate, in: audit)),
                            "gates": .text(phrases.clauses(open.map(asked), most: 2, more: .verdictMoreGates)),
                        ])
                ]
            }
            return [
                phrases(
                    .verdictGatesOpen,
                    [
                        "n": .text(NumberFormat.count(audit.dataset.n)),
                        "nouns": .text(audit.dataset.n == 1 ? audit.noun : audit.nouns),
                        "has.units": .flag(audit.sharedUnits != nil),
                        "units": .text(audit.sharedUnits.map(NumberFormat.count) ?? ""),
                        "unit.nouns": .text(audit.unitNouns),
                        "gates": .text(phrases.clauses(open.map(asked), most: 2, more: .verdictMoreGates)),
                    ])
            ]
        }
        let missing = gates(.notMeasured).map(notMeasured)
        return missing.isEmpty ? [] : [phrases.clauses(missing, most: 2, more: .verdictMoreGates)]
    }

    /// What caps the verdict, in words: every class by name, up to a number that can still be read. What a failed gate
    /// already says is not said again.
    private func capWords(besides failed: Set<String>, where isWanted: (VerdictCap) -> Bool = { _ in true })
        -> [String]
    {
        let whole = caps.contains(.regression) && audit.task == .classification
        return caps.filter(isWanted).compactMap { cap -> String? in
            switch cap {
            case .input(let doubts):
                return phrases(
                    .verdictInput,
                    [
                        "doubt": .text(doubts.first ?? ""), "more": .count(doubts.count - 1),
                        "has.more": .flag(doubts.count > 1),
                    ])
            case .baseline(let name, let doubts):
                return phrases(
                    .verdictBaselineInDoubt,
                    [
                        "baseline": .text(name), "doubt": .text(doubts.first ?? ""), "more": .count(doubts.count - 1),
                        "has.more": .flag(doubts.count > 1),
                    ])
            case .nothingFound: return phrases(.verdictNothingFound)
            case .coverage(let missing, let all): return images(.verdictImagesWithoutPrediction, missing, all)
            case .noDetections(let images, let all): return self.images(.verdictImagesWithoutDetection, images, all)
            case .regression:
                if failed.contains(where: { facts.has(.change, $0) || facts.has(.whole, $0) }) { return nil }
                return audit.task == .detection
                    ? phrases(.verdictObjectsRegressed, ["baseline": .text(baseline)])
                    : phrases(
                        .verdictAccuracyRegressed,
                        ["baseline": .text(baseline), "has.baseline": .flag(audit.baseline != nil)])
            case .moreFalsePositives:
                if failed.contains(where: { facts.has(.falsePositivesChange, $0) }) { return nil }
                return phrases(.verdictMoreFalsePositives, ["baseline": .text(baseline)])
            case .precisionRegression: return phrases(.verdictPrecisionRegressed, ["baseline": .text(baseline)])
            case .classRegressions(let names):
                if failed.contains(where: { facts.has(.classesWorse, $0) }) { return nil }
                return whole
                    ? phrases(.verdictClassesRegressedToo, ["classes": .text(classes(names))])
                    : regressed(classes(names))
            case .classFalsePositives(let names):
                if failed.contains(where: { facts.has(.classFalsePositivesWorse, $0) }) { return nil }
                let moved = audit.movements(better: false).first { $0.subject == .falsePositivesOf(names.first ?? "") }
                let only = names.count == 1 ? moved : nil
                func share(_ value: Double?) -> String {
                    value.map { NumberFormat.format($0, as: .proportion) } ?? ""
                }
                return phrases(
                    .verdictClassFalsePositives,
                    [
                        "classes": .text(classes(names)), "baseline": .text(baseline), "now": .text(share(only?.now)),
                        "before": .text(share(only?.before)), "has.shares": .flag(only != nil),
                    ])
            case .classesAtZero(let names):
                return phrases(
                    audit.task == .detection ? .verdictClassesNeverFound : .verdictClassesAtZero,
                    ["classes": .text(classes(names))])
            }
        }
    }

    private func images(_ phrase: Phrase, _ missing: Int, _ all: Int) -> String {
        phrases(
            phrase, ["missing": .text(NumberFormat.count(missing)), "images": .text(NumberFormat.count(all))])
    }

    private func regressed(_ classes: String) -> String {
        phrases(
            .verdictClassesRegressed,
            [
                "classes": .text(classes), "baseline": .text(baseline),
                "has.baseline": .flag(audit.baseline != nil),
            ])
    }

    private static let mostClasses = 6

    private func classes(_ names: [String]) -> String {
        let left = names.count - Self.mostClasses
        let shown = names.prefix(left > 1 ? Self.mostClasses : names.count)
        let more = left > 1 ? [phrases(.listMore, ["count": .text(NumberFormat.count(left))])] : []
        return phrases(
            .verdictClasses, ["classes": .count(names.count), "names": .text(phrases.list(shown + more))])
    }

    private var baseline: String { audit.baseline?.version ?? phrases(.verdictTheBaseline) }

    private var failedSections: [Section] {
        audit.sections.filter { section in
            if case .failed = section.status { return true }
            return false
        }
    }

    /// "accuracy is at least 90 % (WAV-2026-001, until 2026-04-01)".
    private func waivedWords(_ gate: GateResult) -> String {
        asked(gate) + (gate.reason.map { " (\($0))" } ?? "")
    }

    func gates(_ state: GateStatus) -> [GateResult] { audit.gates.filter { $0.state == state } }

    /// Why a gate fails: "the recall of class 8 is 52.1 %, below the required 85 %".
    private func failure(_ gate: GateResult) -> String {
        guard let fact = gate.measured, let value = fact.value else { return notMeasured(gate) }
        if facts.has(.classesWorse, gate.fact), gate.atMost == 0 {
            let names = caps.lazy.compactMap { if case .classRegressions(let names) = $0 { names } else { nil } }
            return regressed(
                names.first.map(classes) ?? phrases(.verdictClassesCount, ["count": .count(Int(value))]))
        }
        let (name, shown) = (facts.name(gate.subject), NumberFormat.format(fact: fact))
        guard let bound = gate.atLeast ?? gate.atMost else {
            return phrases(.verdictGateValue, ["fact": .text(name), "value": .text(shown)])
        }
        return phrases(
            gate.atLeast == nil ? .verdictGateAbove : .verdictGateBelow,
            [
                "fact": .text(name), "value": .text(shown),
                "bound": .text(NumberFormat.bound(bound, as: fact.unit)),
            ])
    }

    private func notMeasured(_ gate: GateResult) -> String {
        phrases(.verdictGateNotMeasured, ["fact": .text(facts.name(gate.fact))])
    }

    /// What a gate asks: "accuracy is at least 90 %".
    private func asked(_ gate: GateResult) -> String {
        let bound = gate.atLeast ?? gate.atMost
        return phrases(
            .verdictGateAsked,
            [
                "fact": .text(facts.name(gate.fact)),
                "bound": .text(bound.map { NumberFormat.bound($0, as: gate.measured?.unit ?? .score) } ?? ""),
                "at.least": .flag(gate.atLeast != nil), "at.most": .flag(gate.atLeast == nil && gate.atMost != nil),
            ])
    }

    /// Mean confidence less accuracy, where it is large enough to be said.
    var shownGap: Double? {
        guard let confidence = facts.fact(.meanConfidence, in: audit)?.value,
            let accuracy = facts.fact(.whole, in: audit)?.value, abs(confidence - accuracy) >= 0.02
        else { return nil }
        return confidence - accuracy
    }

    static func points(_ difference: Double) -> String {
        NumberFormat.format(abs(difference), as: .points).replacing("+", with: "")
    }
}

extension VerdictCap {
    /// Whether it is said before all else: what is doubted may be the whole cause of what follows.
    fileprivate var isDoubt: Bool {
        switch self {
        case .input, .baseline: true
        default: false
        }
    }
}

extension NumberFormat {
    /// A bound that a person wrote: whole percents without a decimal, other numbers as they were given.
    static func bound(_ value: Double, as unit: Quantity) -> String {
        switch unit {
        case .proportion:
            let percent = value * 100
            let rounded = (percent * 1e6).rounded() / 1e6
            return (exact(rounded) ?? format(value, as: unit)) + "\u{A0}%"
        case .points: return format(value, as: unit)
        case .count: return format(value, as: unit)
        case .score, .pValue, .ratio, .raw: return exact(value) ?? format(value, as: unit)
        }
    }
}
