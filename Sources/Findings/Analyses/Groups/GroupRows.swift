import Artifacts
import Columns
import Record
import Tallies

/// The rows of the groups of one attribute: what is true of them, and what was predicted.
struct GroupRows {
    /// The classes; of a multi-label model its labels.
    let classes: [ClassName]
    private let source: Source

    private enum Source {
        /// Rows of one class each, counted in the book.
        case answers(GroupTally)
        /// Images with any number of labels, by value: each label is true of an image or not, and given or not.
        case labels(LabelSets, rows: [[Int]], Examination)
    }

    /// The rows by the values of `column`; with labels, where images may have any number of them.
    init(by column: CodedColumn, _ examination: Examination, _ labels: LabelSets?) {
        guard let labels else {
            classes = examination.evaluation.classes
            source = .answers(examination.book[GroupAnswers(by: column)])
            return
        }
        var rows = [[Int]](repeating: [], count: column.categories.count)
        for row in 0..<labels.rows { rows[column.codes[row]].append(row) }
        classes = labels.names
        source = .labels(labels, rows: rows, examination)
    }

    /// How many rows there are of each class.
    var imagesByClass: [Int] {
        var images = [Int](repeating: 0, count: classes.count)
        switch source {
        case .answers(let tally): tally.cells.forEach { cell, _, rows in images[tally.parts(cell).label] += rows }
        case .labels(let labels, let rows, _):
            for row in rows.joined() {
                for label in images.indices where labels.isTrue(row, label) { images[label] += 1 }
            }
        }
        return images
    }

    /// A rate of the rows with a value, `cls` being `nil` for the share right; one of `looks`. `nil` where there is no such row.
    func rate(_ kind: GroupRate.Kind, of cls: Int?, in value: Int, oneOf looks: Int) -> Measure? {
        switch source {
        case .answers(let tally): Self.rate(tally, kind, cls, value, looks)
        case .labels(let labels, let rows, let examination):
            examination.units.rate(
                of: rows[value].lazy.filter { row in
                    Self.isCounted(kind) { cls.map { labels.isTrue(row, $0) } ?? false }
                },
                oneOf: looks, method: GroupRate.method
            ) { row in
                cls.map { labels.isGiven(row, $0) } ?? examination.evaluation.isCorrect(row)
            }
        }
    }

    private static func rate(
        _ tally: GroupTally, _ kind: GroupRate.Kind, _ cls: Int?, _ value: Int, _ looks: Int
    ) -> Measure? {
        tally.cells.rate(
            of: { cell in
                let parts = tally.parts(cell)
                return parts.value == value && isCounted(kind) { parts.label == cls }
            },
            where: { cell in
                let parts = tally.parts(cell)
                return parts.answer == (cls ?? parts.label)
            }, oneOf: looks, method: GroupRate.method)
    }

    /// Whether a row is among those that a kind of rate is of.
    private static func isCounted(_ kind: GroupRate.Kind, _ isOfClass: () -> Bool) -> Bool {
        switch kind {
        case .right, .predicted: true
        case .recall: isOfClass()
        case .falsePositives: !isOfClass()
        }
    }
}
