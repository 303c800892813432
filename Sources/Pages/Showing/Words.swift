// The words of marks, and how names from the data are written.

import Columns
import Drawing
import Markup
import Record

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
    var noun: String { task == .detection ? "object" : "image" }

    /// Pictures, whatever is counted on them.
    static let imageNouns = "images"

    /// What it counts.
    var nouns: String { task == .detection ? "objects" : Self.imageNouns }

    /// What intervals count by, where rows share it: the images of a detector's objects, or what `unit:` names.
    var unitNouns: String {
        task == .detection && settings.first { $0.name == Setting.unitOfResampling }?.value == "image"
            ? Self.imageNouns : "units"
    }

    /// How many of those there are; `nil` where each row is its own.
    var sharedUnits: Int? {
        let units = policyOfItsDay.units
        return units < dataset.n ? units : nil
    }

    /// The program and its version.
    var programWords: String { program.first?.isNumber == true ? "misread " + program : program }
}

extension String {
    /// With its first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// The same for the middle of a sentence.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

    /// A fact's id as words: `worst_recall` is "worst recall", `recall@class=8` is "recall, class 8".
    var asWords: String {
        let parts = split(separator: "@", maxSplits: 1)
        let name = String(parts.first ?? "").replacing("_", with: " ").replacing("-", with: " ")
        guard parts.count == 2 else { return name }
        return name + ", " + parts[1].replacing("=", with: " ")
    }
}
