// Classes that labels and predictions of an export call differently: by letter case or what stands between words, or by number on one
// side. Nothing is gained by taking them for classes of their own, of which the others have no column.

import Columns
import Diagnostics

/// What classes of predictions are called in the labels.
struct ClassSpelling {
    /// The names of labels by those of predictions, where these are others.
    let names: [String: String]
    /// What is said of it.
    let remark: Problem

    /// By what names may differ, alone first.
    private static let rules: [[NormalizationRule]] = [[.letterCase], [.marks], [.letterCase, .marks]]

    /// `nil` unless all classes of predictions that no label names differ from one by letter case or the marks between words alone, one
    /// for one.
    init?(_ predicted: [String], among labels: [String], file: String) {
        let known = Set(labels.map { Name($0) })
        let own = Set(predicted.map { Name($0) })
        let unknown = own.subtracting(known).sorted().map(\.text)
        // A label that has predictions of its own spelling is no other's.
        let free = Set(known.subtracting(own)).sorted().map(\.text)
        let alike = Self.rules.lazy.map { (rules: $0, found: NormalizedMatch.pairs(of: unknown, in: free, $0)) }
            .first { $0.found.count == unknown.count }
        guard let (rules, found) = alike, let first = found.first,
            Set(found.map { Name($0.known) }).count == found.count
        else { return nil }
        names = Dictionary(uniqueKeysWithValues: found.map { ($0.given, $0.known) })
        remark = Problem(
            .warning, at: Place(file: file),
            "\(found.count) of its classes differ from those of the labels by \(NormalizedMatch.words(rules)) alone, and are "
                + "taken for them: \(first.given) is \(first.known)",
            suggestion: "write them alike where that is wrong")
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
