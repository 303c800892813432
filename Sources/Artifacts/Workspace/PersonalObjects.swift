// What annotations say of single objects is published like the columns of an image table, so it passes the same filter: by
// its name, by its values, and by what misread.yml allows.

import Columns
import Diagnostics

extension WorkspaceGroundTruth {
    /// The same without attributes of objects that may not be published; says which are withheld, and why.
    func withholding(_ settings: WorkspaceSettings, _ problems: inout ProblemList) -> WorkspaceGroundTruth {
        let columns = truth.objectAttributes
        let numbers = columns.map { column in (name: column.name.text, values: Self.numbers(column)) }
        let places = PersonalNumbers.coordinates(numbers)
        var kept: [CodedColumn] = []
        var withheld = WithheldColumns()
        for (column, numbers) in zip(columns, numbers) {
            let name = column.name.text
            if let publish = settings.publish {
                if publish.contains(name) { kept.append(column) } else { withheld.unlisted.append(name) }
            } else if PersonalNames.looksPersonal(name) {
                withheld.personal.append(name)
            } else if places.contains(name) {
                withheld.telling.append((name, .coordinates))
            } else if let kind = numbers.values.flatMap(PersonalNumbers.find) {
                withheld.telling.append((name, kind))
            } else if let kind = PersonalValue.find(in: column.categories.map(\.text)) {
                withheld.telling.append((name, kind))
            } else {
                kept.append(column)
            }
        }
        guard kept.count < columns.count else { return self }
        withheld.tell(in: source.path, &problems)
        var shown = truth
        shown.objectAttributes = kept
        return WorkspaceGroundTruth(source: source, truth: shown)
    }

    /// The values of a column of numbers; `nil` where one is text.
    private static func numbers(_ column: CodedColumn) -> [Double]? {
        let texts = column.categories.map(\.text).filter { $0 != ObjectAttributes.absent }
        let numbers = texts.compactMap { Double($0) }
        return numbers.count == texts.count && !texts.isEmpty ? numbers : nil
    }
}

/// Columns that are not published.
struct WithheldColumns {
    /// Those whose names look like personal data.
    var personal: [String] = []
    /// Those whose values do.
    var telling: [(name: String, kind: PersonalValue)] = []
    /// Those that misread.yml does not list.
    var unlisted: [String] = []

    /// All of them.
    var names: [String] { personal + telling.map(\.name) + unlisted }

    /// Says so of the columns of a file.
    func tell(in file: String, _ problems: inout ProblemList) {
        let place = Place(file: file)
        let suggestion = "list what may be published under privacy: publish: in misread.yml"
        func list(_ names: [String]) -> String { names.joined(separator: ", ") }
        func said(_ names: [String]) -> String { list(names.map(PersonalNames.said)) }
        if !personal.isEmpty {
            problems.add(
                Problem(
                    .warning, at: place, "withheld, for the names look like personal data: " + said(personal),
                    suggestion: suggestion))
        }
        if !telling.isEmpty {
            problems.add(
                Problem(
                    .warning, at: place,
                    "withheld, for values look like personal data: "
                        + list(telling.map { "\($0.name) (\($0.kind.rawValue))" }),
                    suggestion: suggestion))
        }
        if !unlisted.isEmpty {
            problems.add(Problem(.note, at: place, "withheld, not listed under privacy: publish: " + said(unlisted)))
        }
    }
}
