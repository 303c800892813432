// How we call things. Wording of findings, states and facts lives here, once, for every page.

import Columns
import Drawing
import Markup
import Record

extension FailureMode {
    /// What fails, as a heading.
    public var title: String {
        switch self {
        case .confusion(let truth, let predicted): "\(truth) read as \(predicted)"
        case .slice(let predicates): predicates.map(\.words).joined(separator: " and ")
        case .classRegression(let name): "Class \(name) regressed"
        case .confidentErrors: "Confident errors"
        case .labelSuspects: "Labels the model disputes"
        case .overconfidence: "Overconfidence"
        case .underconfidence: "Underconfidence"
        case .fragility(let factor): "Fragile to \(factor)"
        case .other(let kind, let predicates):
            ([kind.replacing("-", with: " ").capitalizedFirst] + predicates.map(\.words)).joined(separator: " ")
        }
    }

    /// The same with the values in bold, so that a conjunction reads at a glance.
    var titleHTML: HTML {
        switch self {
        case .slice(let predicates): Predicate.html(predicates)
        default: "\(title)"
        }
    }

    /// What kind of failure it is, in a word or two.
    var kindWords: String {
        switch self {
        case .confusion: "confusion"
        case .slice: "slice"
        case .classRegression: "regression"
        case .confidentErrors: "confident errors"
        case .labelSuspects: "label suspects"
        case .overconfidence, .underconfidence: "calibration"
        case .fragility: "robustness"
        case .other(let kind, _): kind.replacing("-", with: " ")
        }
    }

    /// What its rate is a rate of: "of 133 items labelled t-shirt".
    func rateWords(n: Int) -> String {
        let count = NumberFormat.count(n)
        return switch self {
        case .confusion(let truth, _): "of \(count) items of class \(truth)"
        case .slice: "of \(count) items in the slice"
        case .classRegression(let name): "of \(count) items of class \(name)"
        default: "of \(count) items"
        }
    }
}

extension Predicate {
    /// A conjunction with the values in bold.
    static func html(_ predicates: [Predicate]) -> HTML {
        let parts: [HTML] = predicates.map { "\($0.subject) <b>\($0.value.text)</b>" }
        return parts.joined(separator: " <span class=\"and\">and</span> ")
    }
}

extension Mark {
    /// The word for it.
    var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .undecided: "inconclusive"
        case .waived: "waived"
        case .notMeasured: "not measured"
        case .finding: "finding"
        case .lead: "lead"
        case .new: "new"
        case .worse: "worse"
        case .better: "better"
        case .persisting: "persisting"
        case .fixed: "fixed"
        case .neutral: "no change"
        }
    }

    /// Icon and style: colour never stands alone.
    private var look: (icon: HTML, style: HTML) {
        switch self {
        case .passed, .better, .fixed: ("✓", "good")
        case .failed, .worse: ("✕", "bad")
        case .undecided, .persisting: ("~", "warn")
        case .waived: ("◦", "warn")
        case .new: ("+", "warn")
        case .finding: ("●", "bad")
        case .lead: ("○", "quiet")
        case .notMeasured, .neutral: ("–", "quiet")
        }
    }

    /// Icon, word and colour together.
    func badge(_ words: String? = nil) -> HTML {
        let (icon, style) = look
        return "<span class=\"state \(style)\"><span aria-hidden=\"true\">\(icon)</span> \(words ?? word)</span>"
    }
}

extension Audit {
    /// One of what it counts.
    var noun: String { task == .detection ? "object" : "item" }

    /// What it counts.
    var nouns: String { task == .detection ? "objects" : "items" }

    /// The program and its version.
    var programWords: String { program.first?.isNumber == true ? "misread " + program : program }
}

extension String {
    /// With its first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// A fact's id as words: `worst_recall` is "worst recall", `recall@class=8` is "recall, class 8".
    var asWords: String {
        let parts = split(separator: "@", maxSplits: 1)
        let name = String(parts.first ?? "").replacing("_", with: " ").replacing("-", with: " ")
        guard parts.count == 2 else { return name }
        return name + ", " + parts[1].replacing("=", with: " ")
    }
}
