// Predictions that name classes by number where the labels have names: numbers are places among the names, and never classes of
// their own.

import Columns
import Diagnostics

/// Numbers of classes as places.
struct ClassPlaces {
    /// The classes that predictions name by their names, besides.
    let names: [String]
    /// What is said of the order.
    let remark: Problem
    /// What Hugging Face calls classes that have no name, LABEL_0, LABEL_1 ..., with the names that they stand for.
    let unnamed: [String: String]

    /// `nil` where labels are numbers too, or nothing is numbered. `known` are the classes of the labels, in order where they
    /// have one; else they are `isSorted`. Throws where numbers are no places among them.
    init?(_ predicted: LabelTable, among known: [String], isSorted: Bool, areFolders: Bool) throws {
        let distinct = Set(known.map { Name($0) })
        // What a label is called is no place: 3.0 beside 2.5.
        let isPlace = { (name: String) in !distinct.contains(Name(name)) && Self.number(name) != nil }
        let numbers = predicted.predictedClasses.filter(isPlace).compactMap { Self.number($0) }
        guard !numbers.isEmpty, distinct.count > 1, !distinct.allSatisfy({ Self.number($0.text) != nil }) else {
            return nil
        }
        names = predicted.predictedClasses.filter { !isPlace($0) }
        let all = distinct.union(names.map { Name($0) })
        let inOrder = isSorted ? all.sorted().map(\.text) : known
        let isNumbered =
            predicted.matrix.count > 1 && predicted.scored.allSatisfy { Self.number($0) != nil }
        let last = numbers.max() ?? 0
        guard last < all.count, !isNumbered || predicted.matrix.count == all.count else {
            throw ImportFault.classPlaces(
                file: predicted.words, columns: isNumbered ? predicted.matrix : [], last: last, classes: inOrder)
        }
        unnamed = Dictionary(
            predicted.predictedClasses.compactMap { name in
                name.hasPrefix(Self.prefix) ? Self.number(name).map { (name, inOrder[$0]) } : nil
            }, uniquingKeysWith: { first, _ in first })
        let shown = inOrder.prefix(3).enumerated().map { "\($0) is \($1)" }.joined(separator: ", ")
        let order = isSorted ? " in the order of the alphabet" : ""
        remark = Problem(
            areFolders ? .note : .warning, at: Place(file: predicted.words),
            "names classes by number: they are places among \(areFolders ? "the folders" : "the labels")\(order), from 0: "
                + shown + (inOrder.count > 3 ? " ..." : ""),
            suggestion: "where the model has another order, put classes: of misread.yml into it")
    }

    /// What transformers calls the classes of a model whose configuration names none.
    private static let prefix = "LABEL_"

    /// Whether any of some classes has a name.
    static func areNamed(_ classes: [String]) -> Bool { classes.contains { number($0) == nil } }

    private static func number(_ text: String) -> Int? {
        let text = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.utf8.count)) : text
        let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return !whole.isEmpty && whole.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(whole) : nil
    }
}

extension LabelTable {
    /// Whether all predictions in a column of their own are some of `classes`; so they are where there is no such column.
    func answers(allAmong classes: [String]) -> Bool {
        let known = Set(classes.map { Name($0) })
        return answerColumn.map { cells($0).allSatisfy { $0.isEmpty || known.contains(Name($0)) } } ?? true
    }

    /// Throws where columns of probabilities are numbered and of another count than there are classes by number in the labels and the
    /// predictions: one of them counts from 1.
    func checkNumbered(among labels: [String]) throws(ImportFault) {
        guard matrix.count > 1, scored.isEmpty, !listsBest, !labels.isEmpty else { return }
        let all = Set((labels + predictedClasses).map { Name($0) }).sorted().map(\.text)
        guard all.count != matrix.count else { return }
        let places = Set(matrix.indices.map { Name(String($0)) })
        let beyond = answerColumn.flatMap { cells($0).first { !$0.isEmpty && !places.contains(Name($0)) } }
        throw .numberedColumns(
            file: words, columns: matrix, field: beyond == nil ? nil : answerColumn, beyond: beyond, classes: all)
    }
}
