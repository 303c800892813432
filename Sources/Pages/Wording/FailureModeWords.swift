// What failure modes are called, for every page and the terminal: the phrases of `phrases/failure-modes.md`.

import Chronicle
import Columns
import Drawing
import Markup
import Record

extension Phrases {
    /// What fails, as a heading: "Class 8 predicted as 1", "class 8, sharpness lowest".
    public func title(_ mode: FailureMode) -> String {
        switch mode {
        case .confusion(let truth, let predicted):
            self(.modeConfusion, ["truth": .text(truth), "predicted": .text(predicted)])
        case .slice(let predicates): Predicate.words(predicates)
        case .classRegression(let name): self(.modeClassRegression, ["class": .text(name)])
        case .confidentErrors: self(.modeConfidentErrors)
        case .labelSuspects: self(.modeLabelSuspects)
        case .overconfidence: self(.modeOverconfidence)
        case .underconfidence: self(.modeUnderconfidence)
        case .fragility(let factor): self(.modeFragility, ["factor": .text(factor)])
        case .other(FailureMode.node, let predicates):
            self(.modeNode, ["slice": .text(Predicate.words(predicates))])
        case .other(FailureMode.rise, let predicates):
            self(.modeRise, ["day": .text(predicates.first?.value.text ?? "")])
        case .other(FailureMode.pattern, let predicates):
            self(.modePattern, ["image": .text(predicates.first?.value.text ?? "")])
        case .other(let kind, let predicates):
            self(
                .modeOther,
                [
                    "kind": .text(kind.replacing("-", with: " ").capitalizedFirst),
                    "slice": .text(Predicate.words(predicates)), "has.slice": .flag(!predicates.isEmpty),
                ])
        }
    }

    /// The same with the values of a slice in bold, so that a conjunction reads at a glance.
    func titleHTML(_ mode: FailureMode) -> HTML {
        switch mode {
        case .slice(let predicates): Predicate.html(predicates)
        default: "\(title(mode))"
        }
    }

    /// What kind of failure it is, in a word or two.
    func kind(_ mode: FailureMode) -> String {
        switch mode {
        case .confusion: self(.modeKindConfusion)
        case .slice: self(.modeKindSlice)
        case .classRegression: self(.modeKindClassRegression)
        case .confidentErrors: self(.modeKindConfidentErrors)
        case .labelSuspects: self(.modeKindLabelSuspects)
        case .overconfidence, .underconfidence: self(.modeKindCalibration)
        case .fragility: self(.modeKindFragility)
        case _ where mode.isErrorType: self(.modeKindErrorType)
        case _ where mode.isOfScores: self(.modeKindCalibration)
        case .other(let kind, _): kind.replacing("-", with: " ")
        }
    }

    /// What a rate of `n` is a rate of: "of 133 images of class 8"; `nouns` are what the audit counts.
    func of(_ mode: FailureMode, n: Int, _ nouns: String) -> String {
        switch mode {
        case .confusion(let name, _), .classRegression(let name):
            self(.modeOfClass, ["n": .text(NumberFormat.count(n)), "nouns": .text(nouns), "class": .text(name)])
        case .slice: self(.modeOfSlice, ["n": .text(NumberFormat.count(n)), "nouns": .text(nouns)])
        case .other(FailureMode.pattern, _):
            self(.modeOfHeldOut, ["n": .text(NumberFormat.count(n)), "nouns": .text(nouns)])
        case .other(FailureMode.node, _), .other(FailureMode.rise, _):
            self(.modeOfTelemetry, ["n": .text(NumberFormat.count(n))])
        case _ where mode.isErrorType: self(.modeOfImages, ["n": .text(NumberFormat.count(n))])
        case _ where mode.isOfScores: self(.modeOfDetections, ["n": .text(NumberFormat.count(n))])
        default: self(.modeOfAll, ["n": .text(NumberFormat.count(n)), "nouns": .text(nouns)])
        }
    }

    /// The same with the severity that a mode was measured at: "of 1,797 images, from severity 1 of 3 (0.5)".
    func of(_ finding: Finding, _ nouns: String) -> String {
        let words = of(finding.mode, n: finding.measure.n, nouns)
        guard let severity = finding.severity else { return words }
        return self(
            .modeFromSeverity,
            [
                "of": .text(words), "level": .text(severity.level),
                "rank": .text(NumberFormat.count(severity.rank)),
                "severities": .text(NumberFormat.count(severity.count)),
            ])
    }

    /// A measure of a mode: "17.3 % [11.8, 24.6] of 133 images of class 8".
    func statement(_ measure: Measure, of mode: FailureMode, _ nouns: String) -> String {
        self(
            .modeStatement,
            [
                "value": .text(NumberFormat.format(measure.value, as: measure.unit)),
                "interval": .text(NumberFormat.interval(measure.interval, as: measure.unit)),
                "of": .text(of(mode, n: measure.n, nouns)),
            ])
    }

    /// The same of a class that regressed, whose new errors are fewer than its errors: "error rate 21.3 % ...".
    func errorRate(_ measure: Measure, of mode: FailureMode, _ nouns: String) -> String {
        self(.modeErrorRate, ["statement": .text(statement(measure, of: mode, nouns))])
    }

    /// "error" or "errors".
    func errorNoun(_ count: Int) -> String { self(.modeErrorNoun, ["errors": .count(count)]) }

    /// How many errors: "18 errors".
    func errors(_ count: Int) -> String { self(.modeErrors, ["errors": .count(count)]) }

    /// How a mode stands: finding or lead, what became of it since the baseline, and its kind.
    func badges(_ finding: Finding) -> HTML {
        var html = Mark(finding.standing).badge()
        if let trend = finding.trend { html += " \(Mark(trend).badge())" }
        return html + " <span class=\"kind\">\(kind(finding.mode))</span>"
    }
}

extension Phrases {
    /// What became of a mode, with its mark.
    func badge(_ state: ModeState?) -> HTML {
        switch state {
        case .new: Mark.new.badge(self(.modeFirstListed))
        case .persisting: Mark.persisting.badge()
        case .improved: Mark.better.badge(self(.modeImproved))
        case .worsened: Mark.worse.badge(self(.modeWorsened))
        case .fixed: Mark.fixed.badge()
        case .regressed: Mark.worse.badge(self(.modeRegressed))
        case .listedAgain: Mark.persisting.badge(self(.modeListedAgain))
        case .untested: Mark.neutral.badge(self(.modeUntested))
        case .unlisted: Mark.neutral.badge(self(.modeNoLongerListed))
        case .notMeasurable: Mark.notMeasured.badge(self(.modeNotMeasurable))
        case nil: "<span class=\"muted\">\(self(.modeNotListed))</span>"
        }
    }

    /// What a mode was called before, and how much of it is the same.
    func formerly(_ former: FormerMode) -> String {
        self(
            .modeFormerly,
            [
                "name": .text(title(former.mode)), "of.errors": .flag(former.of == .errors),
                "overlap": .text(NumberFormat.format(former.jaccard, as: .proportion)),
            ])
    }
}

extension Predicate {
    /// A conjunction with the values in bold.
    static func html(_ predicates: [Predicate]) -> HTML {
        let parts: [HTML] = predicates.map { "\($0.subject) <b>\($0.value.text)</b>" }
        return parts.joined(separator: ", ")
    }
}
