// Lists of the best few classes a row, as ImageNet's tools write them: class_1, prob_1, class_2, prob_2, ...

import Columns
import Diagnostics
import Formats

/// The columns of such a list.
struct BestClasses {
    /// Columns of classes, best first.
    let classes: [String]
    /// The column of each one's probability; empty when there is none for each.
    let probabilities: [String]

    static let classNames = [
        "class", "label", "pred", "predicted", "prediction", "category", "name", "top", "index",
    ]
    static let probabilityNames = ["prob", "probability", "score", "conf", "confidence", "p"]

    /// The list that `header` has; `nil` when it has none of two classes or more.
    init?(in header: [String]) {
        func run(_ stems: [String]) -> [String] {
            for stem in stems {
                for first in [0, 1] {
                    for form in [
                        { "\(stem)_\($0)" }, { "\(stem)\($0)" }, { "\(stem)_top\($0)" }, { "top\($0)_\(stem)" },
                    ]
                        as [(Int) -> String]
                    {
                        var found: [String] = []
                        while let name = header.first(where: {
                            Name($0.lowercased()) == Name(form(first + found.count))
                        }) {
                            found.append(name)
                        }
                        if found.count > 1 { return found }
                    }
                }
            }
            return []
        }
        let classes = run(Self.classNames)
        guard classes.count > 1 else { return nil }
        self.classes = classes
        let probabilities = run(Self.probabilityNames)
        self.probabilities = probabilities.count == classes.count ? probabilities : []
    }

    /// The conventions by which the best of each row is the prediction.
    func conventions(
        _ conventions: FileConventions, of file: String, _ problems: inout ProblemList
    ) -> FileConventions {
        var resolved = conventions
        resolved.columns["predicted"] = classes[0]
        if let first = probabilities.first { resolved.columns["confidence"] = first }
        let read = probabilities.isEmpty ? classes[0] : "\(classes[0]) with \(probabilities[0])"
        problems.add(
            Problem(
                .note, at: Place(file: file),
                "a list of the \(classes.count) best classes: \(read) is read as the prediction, and the others tell where the "
                    + "label stands"))
        return resolved
    }

    /// An error where the list begins with the worst: probabilities rise from the first to the last in 19 of 20 rows. Distances and
    /// losses rise too; probabilities lie within 0...1, and the two add up to no more than 1.
    func order(in table: TypedTable) -> Problem? {
        guard let first = probabilities.first, let last = probabilities.last,
            case .number(let best) = table.column(first), case .number(let worst) = table.column(last)
        else { return nil }
        let rising = (0..<table.rows).count { best.values[$0] < worst.values[$0] }
        let areShares = (0..<table.rows).allSatisfy { row in
            let (a, b) = (best.values[row], worst.values[row])
            return a.isNaN || b.isNaN || (a >= 0 && b >= 0 && a + b <= 1.01)
        }
        guard areShares, rising >= 5, rising * 20 >= table.rows * 19 else { return nil }
        return Problem(
            at: Place(file: table.file, field: first),
            "\(last) is larger than \(first) in \(rising) of \(table.rows) rows: the list is from the least to the most probable class",
            suggestion: "write the most probable class first, as \(classes[0]) and \(first)")
    }

    /// Whether conventions take the first of the list for the prediction.
    func isRead(by conventions: FileConventions) -> Bool { Name(conventions.own("predicted")) == Name(classes[0]) }

    /// The columns of classes as they were read; `nil` where one was not.
    func columns(of table: TypedTable) -> [CodedText]? {
        var columns: [CodedText] = []
        for name in classes {
            guard case .category(let column) = table.column(name) else { return nil }
            columns.append(column)
        }
        return columns
    }

    /// The lists of a table; `nil` where one of its columns was not read.
    func choices(of table: TypedTable, _ known: ClassList, _ problems: inout ProblemList) -> RankedChoices? {
        guard let cells = columns(of: table), cells.count == classes.count else { return nil }
        var columns: [[Int32]] = []
        for (name, column) in zip(classes, cells) {
            // The first is the prediction, and what is wrong with it is said there; what all have in common too.
            var told = ProblemList()
            columns.append(known.codes(of: column, named: name, in: table, with: cells, &told))
            if columns.count > 1 { problems.add(told.replacing(remarks: [])) }
        }
        return RankedChoices(
            width: classes.count, codes: (0..<table.rows).flatMap { row in columns.map { $0[row] } })
    }
}
