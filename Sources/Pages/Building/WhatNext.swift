// What to do first, under the verdict: the input, where it is in doubt what was said of which image; else the failure mode that gains
// most when fixed, the gate that blocks, the labels to look at. Its words are the phrases of `phrases/next.md`; its numbers are those of the card and of the gate it links to.

import Drawing
import Markup
import Record

/// The first steps after an audit.
struct WhatNext {
    let audit: Audit
    let facts: FactIndex
    let phrases: Phrases
    let link: (Reference) -> Referent

    /// A paragraph; nothing where there is nothing to do.
    var html: HTML {
        let steps = steps
        guard !steps.isEmpty else { return "" }
        let words: [HTML] = steps.map { "\(linked($0.subject, $0.target)): \($0.words)" }
        return "<p><b>\(phrases(.nextTitle))</b> \(words.joined(separator: " "))</p>\n"
    }

    /// What to do, the first thing first: what keeps the version from release, where something does.
    var steps: [Step] {
        // What is counted of answers in doubt is no reason to mend the model.
        if let input { return [input] }
        let isBlocked = audit.gates.contains { $0.state == .failed }
        return (isBlocked ? [gate, mode, labels] : [cap, mode, gate, labels]).compactMap { $0 }
    }

    /// What keeps the version from release, and its page leads with; `nil` where nothing does but what has a price in errors.
    var blocker: Step? { input ?? (audit.gates.contains { $0.state == .failed } ? gate : cap) }

    /// The input, where it is in doubt what was said of which image.
    var input: Step? {
        audit.doubtsOfAnswers.isEmpty
            ? nil
            : Step(
                subject: phrases(.nextInput), target: Reference(.section, "data"), words: phrases(.nextSeeInput))
    }

    /// A thing to do: what about, where that is shown, and what.
    struct Step {
        let subject: String
        let target: Reference
        let words: String
    }

    /// The subject of a step, with a link to where it is shown.
    func linked(_ text: String, _ target: Reference) -> HTML {
        guard case .page(let href, _) = link(target) else { return "\(text)" }
        return "<a href=\"\(href)\">\(text)</a>"
    }

    /// The first failure mode that is no question of labels, and what is done about its kind.
    private var mode: Step? {
        guard let finding = audit.stories.map(\.lead).first(where: { $0.mode != .labelSuspects }),
            finding.standing == .finding
        else { return nil }
        var words = action(finding.mode)
        if finding.errors > 0 {
            words = phrases(
                .nextErrors,
                [
                    "errors": .count(finding.errors), "is.new": .flag(Self.isRegression(finding.mode)),
                    "do": .text(words),
                ])
        }
        return Step(
            subject: phrases.title(finding.mode).capitalizedFirst, target: Reference(.finding, finding.id), words: words
        )
    }

    private static func isRegression(_ mode: FailureMode) -> Bool {
        if case .classRegression = mode { true } else { false }
    }

    private func action(_ mode: FailureMode) -> String {
        switch mode {
        case .confusion: phrases(.nextConfusion, ["nouns": .text(audit.nouns)])
        case .classRegression: phrases(.nextClassRegression, ["nouns": .text(audit.nouns)])
        case .confidentErrors: phrases(.nextConfidentErrors)
        case .overconfidence, .underconfidence: phrases(.nextCalibration)
        case .fragility: phrases(.nextFragility)
        case .other(FailureMode.node, _): phrases(.nextNode)
        case .other(FailureMode.rise, _): phrases(.nextRise)
        case _ where mode.isErrorType: phrases(.nextErrorType)
        case _ where mode.isOfScores: phrases(.nextCalibration)
        case .other(let kind, _) where kind.hasSuffix("-label"): phrases(.nextCalibration)
        case .slice, .labelSuspects, .other: phrases(.nextSlice, ["nouns": .text(audit.nouns)])
        }
    }

    /// Classes as which more images of others are predicted, where nothing but that caps the verdict.
    private var cap: Step? {
        for case .classFalsePositives(let names) in audit.caps(facts) {
            guard let first = names.first else { continue }
            return Step(
                subject: phrases(.nextSwallowing, ["class": .text(first)]), target: Reference(.section, "comparison"),
                words: phrases(.nextSwallowed))
        }
        return nil
    }

    /// The gate that stands in the way, and what would decide it.
    private var gate: Step? {
        guard !audit.gates.isEmpty else {
            // Those that wait for a baseline are set, and nothing is to be done about them.
            if audit.gatesNotAsked > 0 { return nil }
            return Step(
                subject: phrases(.nextGates), target: Reference(.section, "gates"), words: phrases(.nextSetGates))
        }
        // A failed gate blocks whatever else is decided; of those that are open, the one that needs most.
        let open = audit.gates.filter { $0.state != .passed && $0.state != .waived }
        let failed = open.first { $0.state == .failed }
        let hardest = open.max { ($0.sizeThatDecides ?? 0) < ($1.sizeThatDecides ?? 0) }
        guard let gate = failed ?? hardest else { return nil }
        let section = gate.fact.split(separator: "/").first.map(String.init) ?? ""
        return words(gate).map {
            Step(subject: phrases.rule(gate, facts), target: Reference(.section, section), words: $0)
        }
    }

    private func words(_ gate: GateResult) -> String? {
        guard let fact = gate.measured, let value = fact.value, let bound = gate.atLeast ?? gate.atMost else {
            return phrases.reason(gate, in: audit)
        }
        if let size = gate.sizeThatDecides {
            return phrases(
                .nextMore,
                [
                    "size": .text(NumberFormat.aboutCount(size)), "n": .text(NumberFormat.count(fact.units ?? fact.n)),
                    "nouns": .text(phrases.deciding(gate, in: audit)),
                ])
        }
        guard gate.state == .failed else { return phrases.reason(gate, in: audit) }
        if fact.unit == .count {
            return phrases(
                gate.atLeast == nil ? .nextFewer : .nextAsMany,
                [
                    "value": .text(NumberFormat.format(value, as: fact.unit)),
                    "bound": .text(NumberFormat.format(bound, as: fact.unit)),
                ])
        }
        return phrases(
            gate.atLeast == nil ? .nextLower : .nextRaise,
            ["margin": .text(NumberFormat.distance(value - bound, as: fact.unit))])
    }

    /// How many labels are disputed, where the first failure mode does not say so.
    private var labels: Step? {
        guard let finding = audit.findings.first(where: { $0.mode == .labelSuspects }),
            let disputed = facts.fact(.disputedLabels, in: audit)?.value
        else { return nil }
        return Step(
            subject: phrases.title(finding.mode), target: Reference(.finding, finding.id),
            words: phrases(.nextLabels, ["labels": .count(Int(disputed.rounded()))]))
    }
}
