// The sentence a release manager reads first. It is made from the release conditions and from what no condition may hide,
// so that nobody can soften it:
//   Not ready     a condition fails, or an analysis broke
//   Inconclusive  none fails, but the audit found what caps the verdict (a class at recall 0, a regression, predictions for
//                 part of the images), this many items cannot tell, something was not measured, or nothing was asked for
//   Ready         every condition holds, as far as was measured, and nothing caps it

import Drawing
import Record

/// Whether to ship, and why, in words.
public struct Verdict {
    let audit: Audit
    /// What its facts are.
    let facts: FactIndex
    private let caps: [VerdictCap]

    /// The verdict of an audit; `facts` are what the cards of the analyses declare.
    public init(audit: Audit, facts: FactIndex) {
        self.audit = audit
        self.facts = facts
        caps = audit.caps(facts)
    }

    /// Whether every condition holds and nothing caps it.
    public var isReady: Bool { state == .passed }
    /// Whether a condition fails, or an analysis broke.
    public var isFailed: Bool { state == .failed }

    /// How it comes out.
    var state: GateStatus {
        if !gates(.failed).isEmpty || !broken.isEmpty { return .failed }
        if audit.gates.isEmpty || !caps.isEmpty || !gates(.undecided).isEmpty || !gates(.notMeasured).isEmpty {
            return .undecided
        }
        return .passed
    }

    /// The sentence.
    public var sentence: String {
        switch state {
        case .failed:
            let clauses = gates(.failed).map(failure) + broken.map { "the analysis “\($0.title)” broke" }
            let said = capWords(besides: Set(gates(.failed).map(\.fact)))
            return "Not ready: " + Self.list(clauses, most: 2, more: "condition")
                + (said.isEmpty ? "" : "; " + Self.list(said)) + "."
        case .passed:
            let count = audit.gates.count
            return "Ready as far as measured: "
                + (count == 1
                    ? "the one release condition holds."
                    : count == 2 ? "both release conditions hold." : "all \(count) release conditions hold.")
        default:
            return "Inconclusive: "
                + ([Self.list(capWords(besides: []))] + openWords).filter { !$0.isEmpty }.joined(separator: "; ")
                + "."
        }
    }

    /// What the gates leave open: conditions that this many items cannot decide, or else what was not measured, or that
    /// nothing was asked for.
    private var openWords: [String] {
        if audit.gates.isEmpty { return ["no release condition is set"] }
        let open = gates(.undecided)
        if !open.isEmpty {
            if let gate = open.first(where: { $0.reason != nil }), let reason = gate.reason {
                let more = open.count - 1
                let rest = more == 0 ? "" : ", and \(more) more \(more == 1 ? "condition is" : "conditions are") open"
                return ["whether \(name(of: gate)) \(asked(gate)) cannot be told (\(reason))\(rest)"]
            }
            let clauses = open.map { "\(name(of: $0)) \(asked($0))" }
            return [
                "\(NumberFormat.count(audit.dataset.n)) \(audit.dataset.n == 1 ? audit.noun : audit.nouns) cannot tell whether "
                    + Self.list(clauses, most: 2, more: "condition")
            ]
        }
        let clauses = gates(.notMeasured).map { "\(name(of: $0)) was not measured" }
        return clauses.isEmpty ? [] : [Self.list(clauses, most: 2, more: "condition")]
    }

    /// What caps the verdict, in words: every class by name, up to a number that can still be read. What a failed gate
    /// already says is not said again.
    private func capWords(besides failed: Set<String>) -> [String] {
        let against = audit.baseline.map { " against \($0.version)" } ?? ""
        let whole = caps.contains(.regression) && audit.task == .classification
        return caps.compactMap { cap in
            switch cap {
            case .coverage(let missing, let all):
                return "\(NumberFormat.count(missing)) of \(NumberFormat.count(all)) images have no prediction"
            case .noDetections(let images, let all):
                return
                    "\(NumberFormat.count(images)) of \(NumberFormat.count(all)) images with objects have no detection"
            case .regression:
                if failed.contains(where: { facts.has(.change, $0) || facts.has(.whole, $0) }) { return nil }
                return audit.task == .detection
                    ? "it finds fewer objects than \(audit.baseline?.version ?? "the baseline")"
                    : "accuracy regressed\(against)"
            case .precisionRegression:
                return "its average precision is lower than that of \(audit.baseline?.version ?? "the baseline")"
            case .classRegressions(let names):
                if failed.contains(where: { facts.has(.classesWorse, $0) }) { return nil }
                return whole ? "so did \(Self.classes(names))" : "\(Self.classes(names)) regressed\(against)"
            case .classesAtZero(let names):
                let what = audit.task == .detection ? "no object of" : "nothing of"
                let how =
                    audit.task == .detection ? "is found at a score of 0.25 or more" : "is predicted correctly"
                return "\(what) \(Self.classes(names)) \(how)"
            }
        }
    }

    private static let mostClasses = 6

    private static func classes(_ names: [String]) -> String {
        let left = names.count - mostClasses
        let shown = names.prefix(left > 1 ? mostClasses : names.count)
        let words = (names.count == 1 ? "class " : "classes ")
        return words + list(Array(shown) + (left > 1 ? ["\(left) more"] : []))
    }

    /// A list in a sentence, whole.
    private static func list(_ parts: [String]) -> String {
        guard let last = parts.last else { return "" }
        if parts.count == 1 { return last }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    /// In a few words, for lists of versions.
    var short: String {
        switch state {
        case .failed: "not ready"
        case .passed: "ready as far as measured"
        default: "inconclusive"
        }
    }

    /// Two or three sentences that complete it: how right it is, what moved, how far its confidence can be believed.
    var detail: String {
        var sentences = [accuracyWords, detectionWords, changeWords, confidenceWords].compactMap { $0 }
        let passed = gates(.passed).count
        if state != .passed, passed > 0 {
            sentences.append(passed == 1 ? "One condition holds" : "\(passed) conditions hold")
        }
        return sentences.map { $0 + "." }.joined(separator: " ")
    }

    private var accuracyWords: String? {
        guard audit.task == .classification, let accuracy = facts.fact(.whole, in: audit), accuracy.value != nil
        else { return nil }
        let interval = accuracy.interval.map { " " + NumberFormat.interval($0, as: accuracy.unit) } ?? ""
        return "It reads \(NumberFormat.format(fact: accuracy)) of \(NumberFormat.count(accuracy.n)) items right"
            + interval
    }

    /// How much of what is there it finds.
    private var detectionWords: String? {
        guard audit.task == .detection, let precision = facts.fact(.whole, in: audit), precision.value != nil
        else { return nil }
        let interval = precision.interval.map { " " + NumberFormat.interval($0, as: precision.unit) } ?? ""
        var words = "Its average precision is \(NumberFormat.format(fact: precision))\(interval)"
        if let found = facts.fact(.objectsFound, in: audit), found.value != nil {
            words += "; it finds \(NumberFormat.format(fact: found)) of \(NumberFormat.count(found.n)) objects"
        }
        guard let (against, fixed) = facts.stated(.fixed, in: audit), let name = audit.baseline?.version,
            let gained = fixed.value, let lost = facts.fact(.broken, in: audit)?.value
        else { return words }
        let verb =
            against.holds(.better)
            ? "It finds more than \(name)"
            : against.holds(.worse) ? "It finds less than \(name)" : "What it finds cannot be told apart from \(name)"
        words += ". \(verb): \(NumberFormat.format(gained, as: .count)) objects gained, "
        return words + "\(NumberFormat.format(lost, as: .count)) lost"
    }

    /// What the paired comparison can tell, and which class moved when the whole did not.
    private var changeWords: String? {
        guard audit.task == .classification, let baseline = audit.baseline?.version,
            let (section, change) = facts.stated(.change, in: audit), change.value != nil
        else { return nil }
        var words: String
        if section.holds(.undecided) {
            words = "Overall it cannot be told apart from \(baseline)"
        } else {
            let verb = section.holds(.better) ? "better" : "worse"
            words = "It is \(verb) than \(baseline) by \(Self.unsigned(change))"
            if let interval = change.interval { words += " \(NumberFormat.interval(interval, as: change.unit))" }
        }
        if let fixed = facts.fact(.fixed, in: audit)?.value, let broken = facts.fact(.broken, in: audit)?.value {
            words += ": \(NumberFormat.format(fixed, as: .count)) answers fixed, "
            words += "\(NumberFormat.format(broken, as: .count)) broken"
        }
        if section.holds(.anyClassWorse), let loss = facts.fact(.worstChange, in: audit), loss.value != nil,
            let name = facts.className(.worstChange, in: audit)
        {
            words += "; class \(name) lost \(Self.unsigned(loss))"
        }
        return words
    }

    private var confidenceWords: String? {
        guard let says = facts.fact(.meanConfidence, in: audit)?.value, abs(gap) >= 0.02 else { return nil }
        return "It says \(NumberFormat.format(says, as: .proportion)) on average, so its confidence "
            + (gap > 0 ? "overstates" : "understates") + " it by \(Self.points(gap))"
    }

    /// Mean confidence less accuracy.
    private var gap: Double {
        guard let says = facts.fact(.meanConfidence, in: audit)?.value,
            let accuracy = facts.fact(.whole, in: audit)?.value
        else { return 0 }
        return says - accuracy
    }

    private static func points(_ difference: Double) -> String {
        NumberFormat.format(abs(difference), as: .points).replacing("+", with: "")
    }

    private static func unsigned(_ fact: Fact) -> String {
        let value = abs(fact.value ?? 0)
        return NumberFormat.format(value, as: fact.unit).replacing("+", with: "")
    }

    private var broken: [Section] {
        audit.sections.filter { section in
            if case .failed = section.status { return true }
            return false
        }
    }

    func gates(_ state: GateStatus) -> [GateResult] { audit.gates.filter { $0.state == state } }

    /// Why a condition fails: "the recall of class 8 is 52.1 %, below the 85 % asked for".
    private func failure(_ gate: GateResult) -> String {
        guard let fact = gate.measured, let value = fact.value else { return "\(name(of: gate)) was not measured" }
        if facts.has(.classesWorse, gate.fact), gate.atMost == 0 {
            let against = audit.baseline.map { " against \($0.version)" } ?? ""
            let names = caps.lazy.compactMap { if case .classRegressions(let names) = $0 { names } else { nil } }
            if let names = names.first { return "\(Self.classes(names)) regressed\(against)" }
            return "\(NumberFormat.format(value, as: .count)) \(value == 1 ? "class" : "classes") regressed\(against)"
        }
        if facts.has(.calibrationError, gate.fact), abs(gap) >= 0.02 {
            return "its confidence \(gap > 0 ? "overstates" : "understates") its accuracy by \(Self.points(gap))"
        }
        let shown = NumberFormat.format(fact: fact)
        if let bound = gate.atLeast {
            return "\(name(of: gate)) is \(shown), below the \(NumberFormat.bound(bound, as: fact.unit)) asked for"
        }
        if let bound = gate.atMost {
            return "\(name(of: gate)) is \(shown), above the \(NumberFormat.bound(bound, as: fact.unit)) allowed"
        }
        return "\(name(of: gate)) is \(shown)"
    }

    private func asked(_ gate: GateResult) -> String {
        let unit = gate.measured?.unit ?? .score
        if let bound = gate.atLeast { return "is at least \(NumberFormat.bound(bound, as: unit))" }
        if let bound = gate.atMost { return "is at most \(NumberFormat.bound(bound, as: unit))" }
        return "holds"
    }

    private func name(of gate: GateResult) -> String { facts.name(gate.fact) }

    /// A list in a sentence, cut after `most` with how many more there are.
    private static func list(_ clauses: [String], most: Int, more: String) -> String {
        let left = clauses.count - most
        var shown = Array(clauses.prefix(most))
        if left > 0 { shown.append("\(left) more \(left == 1 ? more : more + "s")") }
        guard let last = shown.last else { return "" }
        if shown.count == 1 { return last }
        return shown.dropLast().joined(separator: ", ") + (shown.count > 2 ? ", and " : ", and ") + last
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
