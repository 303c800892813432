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

    /// `nil` where labels are numbers too, or nothing is numbered. `known` are the classes of the labels, in order where they
    /// have one; else they are `isSorted`. Throws where numbers are no places among them.
    init?(_ predicted: LabelTable, among known: [String], isSorted: Bool, areFolders: Bool) throws {
        let numbers = predicted.predictedClasses.compactMap { Self.number($0) }
        let distinct = Set(known.map { Name($0) })
        guard !numbers.isEmpty, distinct.count > 1, !distinct.allSatisfy({ Self.number($0.text) != nil }) else {
            return nil
        }
        names = predicted.predictedClasses.filter { Self.number($0) == nil }
        let all = distinct.union(names.map { Name($0) })
        let inOrder = isSorted ? all.sorted().map(\.text) : known
        let isNumbered = predicted.matrix.count > 1 && predicted.scored.isEmpty
        let last = numbers.max() ?? 0
        guard last < all.count, !isNumbered || predicted.matrix.count == all.count else {
            throw ImportFault.classPlaces(
                file: predicted.words, columns: isNumbered ? predicted.matrix : [], last: last, classes: inOrder)
        }
        let shown = inOrder.prefix(3).enumerated().map { "\($0) is \($1)" }.joined(separator: ", ")
        let order = isSorted ? " in the order of the alphabet" : ""
        remark = Problem(
            areFolders ? .note : .warning, at: Place(file: predicted.words),
            "names classes by number: they are places among \(areFolders ? "the folders" : "the labels")\(order), from 0: "
                + shown + (inOrder.count > 3 ? " ..." : ""),
            suggestion: "where the model has another order, put classes: of misread.yml into it")
    }

    private static func number(_ text: String) -> Int? {
        let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return !whole.isEmpty && whole.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(whole) : nil
    }
}
