// Several labels in one cell: `cat;dog`, `cat|dog`, `["cat", "dog"]`, `['cat' 'dog']`, `[0, 1, 1]`.

import Columns
import Diagnostics
import Formats
import Foundation

/// Reads cells that hold any number of labels.
struct LabelCells {
    let classes: ClassList

    private static let separators: [Character] = [";", "|", ",", "+", "/", " "]

    /// What a cell says.
    private enum Reading {
        /// Places of labels.
        case labels([Int32])
        /// Names of which some are no labels.
        case names([String])
    }

    /// The marks of a column, row by row. A blank cell is an image without a label, which is said; a name that is no label is
    /// reported once, at the first row it stands on.
    func marks(
        of column: CodedText, named field: String, in table: TypedTable, _ problems: inout ProblemList
    ) -> LabelMarks {
        let width = classes.names.count
        let values = column.values
        let readings = values.map(reading)
        let isVector = isMultiHot(readings)
        let isPlaces = !isVector && isPlaces(readings)
        let sets = readings.map { reading -> [Int32] in
            switch reading {
            case .labels(let codes): codes
            case .names(let names):
                if isVector {
                    names.indices.filter { names[$0].hasPrefix("1") }.map { Int32(truncatingIfNeeded: $0) }
                } else if isPlaces {
                    names.compactMap { Int32($0) }
                } else {
                    names.compactMap { code($0) }
                }
            }
        }
        let isClean = problems.isClean
        if !isVector, !isPlaces { report(column, readings, field, table, &problems) }
        let codes = (0..<column.count).map { Int(column.codes[$0]) }
        var marks = [Bool](repeating: false, count: codes.count * width)
        var empty = 0
        for (row, value) in codes.enumerated() {
            if sets[value].isEmpty { empty += 1 }
            for label in sets[value] { marks[row * width + Int(label)] = true }
        }
        let place = Place(file: table.file, field: field)
        if isVector { problems.add(Problem(.note, at: place, "holds 0 and 1 in the order of misread.yml")) }
        if isPlaces {
            let shown = classes.names.prefix(3).enumerated().map { "\($0.offset) is \($0.element)" }
            problems.add(
                Problem(
                    .note, at: place,
                    "holds label numbers, taken for places in the classes of misread.yml counted from 0: "
                        + shown.joined(separator: ", ") + (width > 3 ? " ..." : "")))
        }
        // What is no label is told already, and says nothing else.
        if empty > 0, isClean == problems.isClean {
            problems.add(
                Problem(.note, at: place, "names no label in \(empty) of \(codes.count) rows: none is taken to hold"))
        }
        return LabelMarks(width: width, marks: marks, isKnown: [Bool](repeating: true, count: codes.count))
    }

    private func code(_ name: String) -> Int32? { classes.code(of: ClassName(name)) }

    private func reading(_ text: String) -> Reading {
        let text = Self.trimmed(text)
        if text.isEmpty || text == "[]" || text == "{}" || text == "()" { return .labels([]) }
        if let code = code(text) { return .labels([code]) }
        if text.contains(LabelLists.separator) {
            let parts = text.split(separator: LabelLists.separator).map(String.init)
            return joined(parts.map { code($0).map { .labels([$0]) } ?? reading(Self.trimmed($0)) }, parts)
        }
        if let inner = Self.list(text) {
            return joined(inner.map { code($0).map { .labels([$0]) } ?? .names([$0]) }, inner)
        }
        for separator in Self.separators where text.contains(separator) {
            let parts = Self.parts(text, separator)
            let codes = parts.compactMap { code($0) }
            if codes.count == parts.count { return .labels(codes) }
        }
        let isOfDigits = text.allSatisfy { $0 == " " || $0.isASCII && $0.isNumber }
        let separator = Self.separators.first { text.contains($0) && ($0 != " " || isOfDigits) }
        return .names(separator.map { Self.parts(text, $0) } ?? [text])
    }

    private func joined(_ parts: [Reading], _ texts: [String]) -> Reading {
        var codes: [Int32] = []
        for part in parts {
            guard case .labels(let own) = part else { return .names(texts.map { Self.trimmed($0) }) }
            codes += own
        }
        return .labels(codes)
    }

    /// The elements of a list as Python, NumPy or JSON print it; `nil` for what is none.
    static func list(_ text: String) -> [String]? {
        guard let first = text.first, let last = text.last, text.count > 1,
            ["[]", "()", "{}"].contains("\(first)\(last)")
        else { return nil }
        let inner = text.dropFirst().dropLast()
        guard inner.contains(where: isQuote) else {
            guard inner.contains(",") else { return inner.split(whereSeparator: \.isWhitespace).map(String.init) }
            return inner.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.isEmpty }
        }
        // An element may stand in quotes, either of which may stand between two of the other; NumPy writes blanks between two.
        var elements: [String] = []
        var rest = inner.drop(while: \.isWhitespace)
        while let first = rest.first {
            if isQuote(first) {
                guard let end = rest.dropFirst().firstIndex(of: first) else { return nil }
                elements.append(String(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let bare = rest.prefix { $0 != "," }
                elements.append(trimmed(String(bare)))
                rest = rest.dropFirst(bare.count)
            }
            rest = rest.drop(while: \.isWhitespace)
            if rest.first == "," { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        }
        return elements
    }

    private static func isQuote(_ sign: Character) -> Bool { sign == "'" || sign == "\"" }

    static func parts(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator).map { trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    /// A text without the blanks around it.
    static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while let first = text.first, first == " " { text.removeFirst() }
        while let last = text.last, last == " " { text.removeLast() }
        return String(text)
    }

    /// Names of all readings that hold any; `nil` where some cell is read already.
    private func names(_ readings: [Reading]) -> [[String]]? {
        var all: [[String]] = []
        for reading in readings {
            switch reading {
            case .names(let names): all.append(names)
            case .labels(let codes): if !codes.isEmpty { return nil }
            }
        }
        return all.isEmpty ? nil : all
    }

    /// Whether every cell holds one 0 or 1 a label.
    private func isMultiHot(_ readings: [Reading]) -> Bool {
        names(readings).map { cells in
            classes.names.count > 1
                && cells.allSatisfy { cell in
                    cell.count == classes.names.count && cell.allSatisfy { ["0", "1", "0.0", "1.0"].contains($0) }
                }
        } ?? false
    }

    /// Whether every cell holds places in the list of labels.
    private func isPlaces(_ readings: [Reading]) -> Bool {
        names(readings)?.joined().allSatisfy { text in
            Int32(text).map { classes.names.indices.contains(Int($0)) } ?? false
        } ?? false
    }

    private func report(
        _ column: CodedText, _ readings: [Reading], _ field: String, _ table: TypedTable, _ problems: inout ProblemList
    ) {
        var first: [(name: Name, row: Int)] = []
        var counts: [Name: Int] = [:]
        for row in 0..<column.count {
            guard case .names(let names) = readings[Int(column.codes[row])] else { continue }
            for name in Set(names.filter { code($0) == nil }.map { Name($0) }).sorted() {
                if counts[name] == nil { first.append((name, row)) }
                counts[name, default: 0] += 1
            }
        }
        for (name, row) in first {
            let nearest = nearestName(to: name.text, in: classes.names.map(\.text))
            problems.add(
                WorkspaceError(
                    table.file, row: table.line(of: row), field: field,
                    .unknownClass(name.text, nearest: nearest, rows: counts[name] ?? 1)))
        }
    }
}
