import Artifacts
import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Statistics

/// Embeddings and the table of their rows, checked and put into an order that says nothing of them. The first rows of it are
/// searched, as many as a search takes; the others are placed by what was found.
struct PatternInput {
    /// Ids in the order of everything else.
    let ids: [Name]
    let labels: [Int]
    let classes: Int
    let errors: [Bool]
    /// Of the rows that are searched.
    let projection: PatternProjection
    private let array: NPYArray
    private let order: [Int]

    init(_ command: MeasurePatterns) throws {
        let tableName = Self.name(command.table)
        let file = Self.name(command.embeddings)
        let table = try ColumnTable(
            contentsOf: URL(fileURLWithPath: command.table), name: tableName,
            threads: command.threads ?? TableReader.processors)
        let array = try NPYArray(bytes: try NamedFile.bytes(command.embeddings, called: file), name: file)
        guard array.shape.count == 2, array.shape[1] > 0 else {
            throw PatternInputError.notRows(file: file, shape: array.shape)
        }
        guard array.shape[0] == table.rows else {
            throw PatternInputError.rowsDiffer(file: file, rows: array.shape[0], table: tableName, expected: table.rows)
        }
        guard table.rows >= ErrorPatterns.fewestRows else {
            throw PatternInputError.tooFew(file: tableName, rows: table.rows)
        }
        let ids = try Self.texts("image_id", of: table)
        let labels = table.column("label") == nil ? nil : try Self.texts("label", of: table)
        let errors = try Self.errors(command.error, labels, table)
        let hashes = ids.map { PoissonBootstrap.id(of: $0.text) }
        let order = ids.indices.sorted { hashes[$0] == hashes[$1] ? ids[$0] < ids[$1] : hashes[$0] < hashes[$1] }
        for (a, b) in zip(order, order.dropFirst()) where ids[a] == ids[b] {
            throw PatternInputError.idTwice(file: tableName, row: table.line(of: max(a, b)), id: ids[a].text)
        }
        let names = Set(labels ?? []).sorted()
        let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        self.ids = order.map { ids[$0] }
        self.labels = order.map { row in labels.flatMap { codes[$0[row]] } ?? 0 }
        self.errors = order.map { errors[$0] }
        classes = max(1, names.count)
        let wrong = errors.count { $0 }
        guard wrong > 0, wrong < errors.count else {
            throw PatternInputError.oneOutcome(file: tableName, isError: wrong > 0)
        }
        let largest = try Self.largest(array)
        let width = array.shape[1]
        var fault: NPYError?
        let searched = Array(self.labels.prefix(ErrorPatterns.mostRows))
        let projection = PatternProjection(width: width, labels: searched, classes: classes, largest: largest) {
            index, out in
            let start = order[index] * width
            do throws(NPYError) {
                _ = out.update(fromContentsOf: try array.floats(start..<start + width))
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        guard let projection else { throw PatternInputError.constant(file: file) }
        (self.projection, self.array, self.order) = (projection, array, order)
    }

    /// Rows that are searched.
    var searched: Int { min(ids.count, ErrorPatterns.mostRows) }

    /// What is found among the rows that are searched, with all rows placed.
    func search() throws -> ErrorPatterns {
        var found = ErrorPatterns(
            scores: projection.scores, width: projection.width, variances: projection.explained,
            labels: Array(labels.prefix(searched)), errors: Array(errors.prefix(searched)), classes: classes)
        let width = array.shape[1]
        try found.place(searched..<ids.count) { row in
            let start = order[row] * width
            let vector = try array.floats(start..<start + width)
            guard let scores = projection.scores(of: vector, label: labels[row]) else { return nil }
            return (scores, labels[row], errors[row])
        }
        return found
    }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

    /// The largest magnitude. Throws at the first number that is not finite, and where a column never varies there is
    /// nothing to throw: it has no variance and drops out.
    private static func largest(_ array: NPYArray) throws -> Double {
        let width = array.shape[1]
        var largest: Float = 0
        for row in 0..<array.shape[0] {
            let numbers = try array.floats(row * width..<(row + 1) * width)
            let own = numbers.largestMagnitude
            guard own.isFinite else {
                let column = numbers.firstIndex { !$0.isFinite } ?? 0
                throw PatternInputError.notFinite(
                    file: array.file, row: row + 1, column: column, value: numbers[column].isNaN ? "NaN" : "infinite")
            }
            largest = max(largest, own)
        }
        return Double(largest)
    }

    private static func texts(_ name: String, of table: ColumnTable) throws -> [Name] {
        guard let column = table.column(name) else { throw noColumn(name, table) }
        let coded = column.coded(whole: .areCategories)
        for row in 0..<coded.count where coded.category(of: row) == CodedColumn.missing {
            throw PatternInputError.emptyCell(file: table.name, row: table.line(of: row), column: name)
        }
        return (0..<coded.count).map { coded.category(of: $0) }
    }

    private static func noColumn(_ name: String, _ table: ColumnTable) -> PatternInputError {
        .noColumn(name, file: table.name, nearest: nearestName(to: name, in: table.columns.map(\.name.text)))
    }

    /// The column of errors that was named, or where `predicted` is not `label`.
    private static func errors(_ named: String?, _ labels: [Name]?, _ table: ColumnTable) throws -> [Bool] {
        if let named {
            return try texts(named, of: table).enumerated().map { row, value in
                guard let number = Double(value.text), number == 0 || number == 1 else {
                    throw PatternInputError.notAnError(
                        file: table.name, row: table.line(of: row), column: named, value: value.text)
                }
                return number == 1
            }
        }
        guard let labels, table.column("predicted") != nil else { throw PatternInputError.noErrors(file: table.name) }
        return zip(labels, try texts("predicted", of: table)).map { $0 != $1 }
    }
}
