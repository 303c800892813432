// Classes that labels and predictions of an export call differently: by letter case, what stands between words, a ".0" or the form of
// letters, or by number on one side. Nothing is gained by taking them for classes of their own, of which the others have no column.

import Columns
import Diagnostics

/// What classes of predictions are called in the labels.
struct ClassSpelling {
    /// The names of labels by those of predictions, where these are others.
    let names: [String: String]
    /// What is said of it.
    let remark: Problem

    /// By what names may differ, alone first.
    private static let rules: [[NormalizationRule]] = [
        [.letterCase], [.marks], [.letterCase, .marks], [.decimals], [.blanks], [.composition], [.encoding],
        [.encoding, .composition], [.encoding, .letterCase, .blanks, .composition, .marks],
    ]

    /// `nil` unless all classes of predictions that no label names differ from one by such a rule alone, one for one. As numbers some
    /// may be of no label: 3 beside 0.0, 1.0 and 2.0 is 3.0.
    init?(_ predicted: [String], among labels: [String], file: String) {
        let known = Set(labels.map { Name($0) })
        let own = Set(predicted.map { Name($0) })
        let unknown = own.subtracting(known).sorted().map(\.text)
        // A label that has predictions of its own spelling is no other's.
        let free = Set(known.subtracting(own)).sorted().map(\.text)
        let alike = Self.rules.lazy.map { (rules: $0, found: NormalizedMatch.pairs(of: unknown, in: free, $0)) }
            .first { $0.found.count == unknown.count || ($0.rules == [.decimals] && !$0.found.isEmpty) }
        guard let (rules, found) = alike, let first = found.first,
            Set(found.map { Name($0.known) }).count == found.count
        else { return nil }
        var names = Dictionary(found.map { ($0.given, $0.known) }, uniquingKeysWith: { one, _ in one })
        if found.count < unknown.count {
            let others = unknown.filter { names[$0] == nil }
            let areWritten = labels.allSatisfy { $0.hasSuffix(".0") }
            let plain = others.map(NormalizationRule.decimals.plain)
            guard plain.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
            for (name, number) in zip(others, plain) { names[name] = areWritten ? number + ".0" : number }
        }
        self.names = names
        remark = Problem(
            .warning, at: Place(file: file),
            "\(found.count) of its classes differ from those of the labels by \(NormalizedMatch.words(rules)) alone, and are "
                + "taken for them: \(first.given) is \(first.known)",
            suggestion: "write them alike where that is wrong")
    }
}

/// Classes that no label is, beside labels that are never predicted.
enum StrangeClasses {
    /// Most names of either list that are held against each other.
    private static let mostCompared = 100

    /// What is said of them; `nil` where either are none, for a model may know more classes than the images show, and never predict one.
    static func remark(_ predicted: [String], among labels: [String], file: String) -> Problem? {
        let (own, known) = (Set(predicted.map { Name($0) }), Set(labels.map { Name($0) }))
        let strange = own.subtracting(known).sorted().map(\.text)
        let silent = known.subtracting(own).sorted().map(\.text)
        guard !known.isEmpty, !strange.isEmpty, !silent.isEmpty else { return nil }
        // Each is held against each: of long lists, which have little in common, the first are enough.
        let few = silent.prefix(mostCompared)
        let alike = strange.prefix(mostCompared).lazy.compactMap { name in
            (few.first { ClassLikeness.areAlike(name, $0) } ?? nearestName(to: name, in: Array(few))).map { (name, $0) }
        }.first
        let one = strange.count == 1
        return Problem(
            .warning, at: Place(file: file),
            "names \(SeveralLabels.shown(strange)), which \(one ? "is no class" : "are no classes") of the labels, and none of its "
                + "rows names \(SeveralLabels.shown(silent))",
            suggestion: alike.map { "is \($0.0) the class \($0.1)? write them alike" }
                ?? "where they are the same classes, write them alike")
    }
}

/// Labels that are numbers beside columns that are named, or columns by number beside labels that are other numbers: numbers are
/// places among the others, in their order.
struct NumberedClasses {
    /// The classes, in the order of the columns.
    let names: [String]
    /// What is said of it.
    let remark: Problem

    /// `nil` where labels have names, or name the numbers of the columns themselves. Labels that are `areFolders` stand in the order of
    /// the alphabet, as folders are read; others in the order of their numbers.
    init?(labels: [String], _ predicted: LabelTable, areFolders: Bool) {
        let numbers = Set(labels.compactMap(Self.number))
        guard numbers.count > 1, numbers.count == labels.count, predicted.matrix.count > 1 else { return nil }
        let place = Place(file: predicted.words)
        if !predicted.scored.isEmpty {
            guard predicted.scored.count == predicted.matrix.count,
                predicted.scored.allSatisfy({ Self.number($0) == nil }),
                numbers.min() == 0, numbers.allSatisfy({ $0 < predicted.scored.count })
            else { return nil }
            names = predicted.scored
            remark = Problem(
                .warning, at: place,
                "the labels are numbers, and taken for places among the columns of scores, from 0: \(Self.shown(names))",
                suggestion: "write the names of classes as labels where that is wrong")
            return
        }
        guard numbers.count == predicted.matrix.count, numbers != Set(0..<numbers.count) else { return nil }
        names = areFolders ? labels : labels.sorted { (Self.number($0) ?? 0) < (Self.number($1) ?? 0) }
        remark = Problem(
            .warning, at: place,
            "the columns are numbered, and taken for places among the labels in the order of "
                + "\(areFolders ? "the alphabet" : "their numbers"), from 0: \(Self.shown(names))",
            suggestion: "where the model has another order, put classes: of misread.yml into it")
    }

    private static func number(_ text: String) -> Int? {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func shown(_ names: [String]) -> String {
        names.prefix(3).enumerated().map { "\($0) is \($1)" }.joined(separator: ", ") + (names.count > 3 ? " ..." : "")
    }
}
