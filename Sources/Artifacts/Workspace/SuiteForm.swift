// `cases:` of dataset.yml, and that they name classes and expectations that there are. Which columns and values there are is the
// image table's to say: AttributeReader checks those.

import Columns
import Diagnostics
import Formats
import Forms
import Record

extension SuiteCase {
    /// Reads `cases:`.
    static func read(_ form: inout Form, _ problems: inout ProblemList) -> [SuiteCase] {
        var cases: [SuiteCase] = []
        for var entry in form.forms("cases") {
            let place = Place(file: entry.file, row: entry.row, field: "cases")
            let name = entry.text("name", required: true)
            // What a gate asks of every case is written with it.
            if let name, name.isEmpty || name == "*" { entry.refuse("name", expected: "a name") }
            let isStated = entry.node("where", required: true) != nil
            let predicates = entry.dictionary("where").map { Predicate(Name($0.key), Name($0.text)) }
            if isStated, predicates.isEmpty { entry.refuse("where", expected: "an attribute and its value") }
            let expectation = Expectation(reading: &entry)
            entry.finish(&problems)
            guard let name, let expectation, !predicates.isEmpty else { continue }
            if cases.contains(where: { Name($0.name) == Name(name) }) {
                problems.add(WorkspaceError(entry.file, row: entry.row, field: "cases", .duplicateCase(name)))
            } else {
                cases.append(SuiteCase(name: name, predicates: predicates, expectation: expectation, place: place))
            }
        }
        return cases
    }

    /// Adds what is wrong with a case whatever images there are: another task, a class, a share that the task has not.
    static func check(
        _ cases: [SuiteCase], classes: [String], _ settings: WorkspaceSettings, _ problems: inout ProblemList
    ) {
        if settings.task == .multilabel, let first = cases.first {
            problems.add(
                Problem(
                    at: first.place, "a suite is of a classifier with one label an image, or of a detector",
                    suggestion: "leave cases out, or declare slices and set gates on them"))
            return
        }
        for one in cases {
            let labels = one.predicates.filter { $0.attribute == Predicate.label }.map(\.value.text)
            for label in labels where !classes.isEmpty && !classes.contains(where: { Name($0) == Name(label) }) {
                problems.add(
                    one.error(.unknownClass(label, nearest: nearestName(to: label, in: classes)), in: "where"))
            }
            switch one.expectation {
            case .atLeast(.accuracy, let bound) where settings.task == .detection:
                problems.add(
                    one.problem("a detector has no accuracy", "say recall >= \(bound): the share of objects found"))
            case .atLeast(.recall, let bound) where settings.task == .classification && labels.isEmpty:
                problems.add(
                    one.problem(
                        "recall is of a class, and where names none",
                        "add label: <class> to where, or say accuracy >= \(bound)"))
            case .noChange where one.expectation.tolerance(smallestEffect: settings.smallestEffect) == 0:
                problems.add(
                    one.problem(
                        "smallest_effect of misread.yml is 0, and no images show that nothing at all changed",
                        "state how far it may, for instance tolerance: 0.02"))
            default: break
            }
        }
    }

    /// An error about a key of it.
    func error(_ fault: WorkspaceFault, in key: String) -> WorkspaceError {
        WorkspaceError(place.file, row: place.row, field: "cases.\(key)", fault)
    }

    private func problem(_ summary: String, _ suggestion: String) -> Problem {
        Problem(
            at: Place(file: place.file, row: place.row, field: "cases.expect"), summary, suggestion: suggestion)
    }
}

extension SuiteCase.Expectation {
    private static let unchanged = "no change"

    /// Reads `expect:` and `tolerance:` of a case; `nil` when it cannot be used.
    init?(reading form: inout Form) {
        let text = form.text("expect", required: true)
        let tolerance = form.number("tolerance", in: 0...1)
        guard let text else { return nil }
        if text == Self.unchanged {
            if tolerance == 0 {
                form.refuse("tolerance", expected: "above 0, and no images show that nothing at all changed")
                return nil
            }
            self = .noChange(within: tolerance)
            return
        }
        if tolerance != nil {
            form.refuse(
                "tolerance", expected: "used with \"\(text)\"",
                suggestion: "leave it out: only \"\(Self.unchanged)\" has a tolerance")
        }
        guard let (rate, bound) = Self.rate(text) else {
            form.refuse(
                "expect", expected: "\"accuracy >= 0.9\", \"recall >= 0.9\" or \"\(Self.unchanged)\"",
                suggestion: Self.nearest(text).map { "did you mean \"\($0)\"?" })
            return nil
        }
        guard bound > 0, bound < 1 else {
            form.refuse(
                "expect", expected: "bounded by a share above 0 and below 1",
                suggestion: bound > 1 && bound < 100 ? "did you mean \"\(rate.rawValue) >= \(bound / 100)\"?" : nil)
            return nil
        }
        self = .atLeast(rate, bound)
    }

    /// A share and its bound: `accuracy >= 0.9`.
    private static func rate(_ text: String) -> (SuiteCase.Rate, Double)? {
        guard let sign = text.firstRange(of: ">="),
            let rate = SuiteCase.Rate(rawValue: String(text[..<sign.lowerBound].trimmingBlanks)),
            let bound = Double(decimal: text[sign.upperBound...].trimmingBlanks)
        else { return nil }
        return (rate, bound)
    }

    /// What a text that is none was probably meant to be.
    private static func nearest(_ text: String) -> String? {
        if nearestName(to: text, in: [unchanged]) != nil { return unchanged }
        let word = String(text.prefix { $0.isLetter })
        let signs = text.dropFirst(word.count).drop { $0 == " " }
        let number = String(signs.drop { !$0.isNumber })
        guard let rate = nearestName(to: word, in: SuiteCase.Rate.allCases.map(\.rawValue)),
            let bound = Double(decimal: number), signs.contains(where: { $0 == ">" || $0 == "=" || $0 == "≥" })
        else { return nil }
        return "\(rate) >= \(bound)"
    }
}
