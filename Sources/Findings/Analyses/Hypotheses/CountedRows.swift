// What the explanations count: images of a classifier; of a detector the objects that are to be found; of a multi-label model the labels
// that are true of an image or were given it. An image is wrong where one of its labels is, so that these are the rows in which slices of
// images look for errors.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// What is right or wrong, one by one.
struct CountedRows: Sendable {
    /// What a row is.
    enum Kind: String, Sendable {
        case images, objects, labels
    }

    /// What each row is.
    let kind: Kind
    /// The row of the evaluation that each is of.
    let rows: [Int]
    /// The class of each, or the label.
    let classes: CodedColumn
    /// Whether each is wrong: an image predicted incorrectly, an object that is not found, a label that is missed or false.
    let isError: [Bool]
    /// What rows belong to; `nil` where each is by itself. Objects and labels of an image share how hard it is.
    let units: [UInt64]?
    /// The image of each, by any number.
    let images: [Int]

    /// Those of an examination.
    init(_ examination: Examination) {
        let evaluation = examination.evaluation
        guard let sets = evaluation.labelSets else {
            let all = Array(0..<evaluation.count)
            kind = examination.detection == nil ? .images : .objects
            rows = all
            classes = evaluation.classColumn(Predicate.label, evaluation.items.labels)
            isError = all.map { !evaluation.isCorrect($0) }
            units = examination.rowsShareUnits ? examination.units.ids : nil
            images = examination.detection?.imageOfRow ?? all
            return
        }
        let marks = (0..<evaluation.count).flatMap { row in
            sets.names.indices.filter { sets.isTrue(row, $0) || sets.isGiven(row, $0) }.map { (row: row, label: $0) }
        }
        kind = .labels
        rows = marks.map(\.row)
        classes = CodedColumn(
            name: Predicate.label, categories: sets.names.map { Name($0) },
            codes: Codes(marks.map(\.label), categories: max(1, sets.names.count)))
        isError = marks.map { sets.isTrue($0.row, $0.label) != sets.isGiven($0.row, $0.label) }
        units = marks.map { examination.units.ids[$0.row] }
        images = rows
    }

    /// How many there are.
    var count: Int { rows.count }

    /// Those that are wrong.
    var wrong: [Int] { isError.indices.filter { isError[$0] } }

    /// A column of the evaluation, a value each.
    func gathered(_ column: CodedColumn) -> CodedColumn { kind == .labels ? column.gathered(rows) : column }

    /// The share of some that are wrong; `nil` of none.
    func errorRate(of places: some Collection<Int>, method: String) -> Measure? {
        MatchedRows.rate(of: places, isError, units, method: method)
    }
}
