import Columns
import Diagnostics

/// Numbers that are measured where classes are expected: what a regression predicts, and a probability in the column of the class.
enum MeasuredNumbers {
    /// Fewest distinct numbers with a fraction that are no grades such as 2.5.
    private static let fewest = 5
    /// So many distinct labels with a fraction are no classes, whatever is predicted.
    private static let most = 50

    /// Throws where the labels, or the predictions in `answers`, are such numbers. Predictions are where at least half of them have
    /// a fraction and are no label.
    static func check(
        _ labels: [String], in truth: (file: String, field: String?),
        _ answers: [String], in results: (file: String, field: String?)
    ) throws(ImportFault) {
        let known = numbers(labels)
        if let known, Set(known.filter(isFraction)).count > most {
            throw .measured(file: truth.file, field: truth.field, shown(labels))
        }
        guard let given = numbers(answers), !given.isEmpty else { return }
        let values = Set(known ?? [])
        let measured = given.filter { isFraction($0) && !values.contains($0) }
        guard measured.count * 2 >= given.count, Set(measured).count >= fewest else { return }
        let isOfTwo = Set(labels.filter { !$0.isEmpty }.map { Name($0) }).count <= 2
        let areShares = given.allSatisfy { (0...1).contains($0) }
        guard known == nil || isOfTwo else {
            throw .measured(file: results.file, field: results.field, shown(answers))
        }
        let classes = Set(labels.filter { !$0.isEmpty }.map { Name($0) }).sorted().map(\.text)
        throw .scoresAsClasses(
            file: results.file, field: results.field, shown(answers), classes: classes, areShares: areShares)
    }

    /// The numbers of the cells that are not blank; `nil` where one of them is none, or all are blank.
    private static func numbers(_ cells: [String]) -> [Double]? {
        let given = cells.filter { !$0.isEmpty }
        let values = given.compactMap { Double(decimal: $0.replacing(",", with: ".")) }
        return values.isEmpty || values.count < given.count ? nil : values
    }

    private static func isFraction(_ value: Double) -> Bool { value.isFinite && value != value.rounded() }

    private static func shown(_ cells: [String]) -> [String] { Array(cells.filter { !$0.isEmpty }.prefix(3)) }
}
