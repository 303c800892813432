// Tables of boxes, a row a box: CSV, TSV and Parquet. Open Images', Kaggle's, supervision's and TensorFlow's columns are
// all recognised by `BoxKeys`.

import Diagnostics
import Formats

/// Reads a table of boxes.
struct BoxTable {
    private let keys: BoxKeys
    private let table: TypedTable
    private let columns: [TextColumn?]
    private let hasDecimalComma: Bool

    /// The columns of a table that tell of boxes.
    init(_ reader: TableReader) throws(ProblemList) {
        keys = BoxKeys(reader.header)
        hasDecimalComma = reader.hasDecimalComma
        let keys = keys
        table = try reader.read { _ in .text }
        columns = table.columns.map { if case .text(let column) = $0 { column } else { nil } }
        guard keys.haveBox else {
            throw ProblemList(
                LayoutFault.noBoxes(
                    file: reader.file, found: "columns \(reader.header.prefix(8).joined(separator: ", "))"))
        }
    }

    private func text(_ column: Int?, _ row: Int) -> String? {
        guard let column, let cells = columns[column], !cells.isBlank(row) else { return nil }
        return cells[row]
    }

    private func number(_ cell: String) -> Double? {
        Double(decimal: cell, comma: hasDecimalComma)
    }

    /// Adds the rows to `rows`.
    func read(into rows: inout BoxRows) {
        let file = rows.file(table.file)
        if keys.image == nil, keys.fileName == nil {
            rows.problems.add(LayoutFault.noImage(file: table.file, row: table.line(of: 0)))
            return
        }
        for (at, name) in table.header.enumerated() where keys.unused.contains(at) { rows.leave(name) }
        for row in 0..<table.rows { read(row, file, &rows) }
    }

    private func read(_ row: Int, _ file: Int32, _ rows: inout BoxRows) {
        let line = table.line(of: row)
        let fileName = text(keys.fileName, row)
        guard let name = text(keys.image, row) ?? fileName else {
            rows.problems.add(LayoutFault.noImage(file: table.file, row: line))
            return
        }
        var image = BoxRows.Image(named: name, fileName: keys.image == nil ? nil : fileName)
        if let size = keys.imageSize {
            image.width = text(size.width, row).flatMap(number)
            image.height = text(size.height, row).flatMap(number)
        }
        let index = rows.image(image)
        let place = BoxRows.RowPlace(file: file, row: Int32(truncatingIfNeeded: line))
        if let list = keys.predictionString {
            PredictionString.read(text(list, row) ?? "", image: index, place: place, into: &rows)
            return
        }
        guard let box = box(row, line, &rows) else { return }
        var entry = BoxRows.Row(box: box, image: index, category: category(row, &rows), place: place)
        if let at = keys.score, let cell = text(at, row) {
            guard let score = number(cell), score.isFinite else {
                rows.problems.add(
                    LayoutFault.notANumber(file: table.file, row: line, field: table.header[at], value: cell))
                return
            }
            entry.score = score
        }
        entry.isIgnored = keys.ignoring.contains { at in text(at, row).flatMap(ObjectWords.isSet) ?? false }
        rows.add(
            entry,
            keys.attributes.compactMap { at in text(at, row).map { (table.header[at], ObjectWords.flag($0)) } })
    }

    private func category(_ row: Int, _ rows: inout BoxRows) -> Int32? {
        let number = text(keys.classID, row).flatMap { Int($0) }
        guard let name = text(keys.className, row) ?? text(keys.classID, row) else { return nil }
        if let number, keys.className != nil, rows.classNames[number] == nil { rows.classNames[number] = name }
        return rows.category(Identifier.text(name).inOtherKind ?? .text(name))
    }

    /// The box of a row; `nil` where the row has none, or one that is wrong, which is told.
    private func box(_ row: Int, _ line: Int, _ rows: inout BoxRows) -> Box? {
        if let numbers = keys.numbers {
            let cells = numbers.at.map { text($0, row) }
            // A row without a box is an image on which nothing is.
            if cells.allSatisfy({ $0 == nil }) { return nil }
            var values: [Double] = []
            for (at, cell) in zip(numbers.at, cells) {
                guard let value = cell.flatMap(number), value.isFinite else {
                    rows.problems.add(
                        LayoutFault.notANumber(
                            file: table.file, row: line, field: table.header[at], value: cell ?? ""))
                    return nil
                }
                values.append(value)
            }
            return numbers.form.box(values[0], values[1], values[2], values[3])
        }
        guard let at = keys.box, let cell = text(at, row) else { return nil }
        let parts = cell.split { !($0.isNumber || "+-.eE".contains($0)) }
        let values = parts.compactMap { Double(decimal: $0) }
        guard values.count == 4, parts.count == 4, let form = BoxNumbers(listCalled: keys.names[at]) else {
            if parts.isEmpty { return nil }
            rows.problems.add(LayoutFault.notABox(file: table.file, row: line, value: "\"\(cell)\""))
            return nil
        }
        return form.box(values[0], values[1], values[2], values[3])
    }
}

/// Kaggle's `PredictionString`: all boxes of an image in one cell.
///
/// Groups of six are `class score xmin ymin xmax ymax` (Open Images, in shares; VinBigData, in pixels), groups of five are
/// `score x y width height` of the only class (RSNA pneumonia, wheat heads).
enum PredictionString {
    static func read(_ text: String, image: Int32, place: BoxRows.RowPlace, into rows: inout BoxRows) {
        let words = text.split(separator: " ")
        if words.isEmpty { return }
        let isSix =
            words.count.isMultiple(of: 6)
            && stride(from: 0, to: words.count, by: 6).allSatisfy { at in
                (Double(decimal: words[at]) == nil || Int(words[at]) != nil)
                    && (Double(decimal: words[at + 1]).map { (0...1).contains($0) } ?? false)
            }
        guard isSix || words.count.isMultiple(of: 5) else {
            rows.problems.add(
                LayoutFault.notPredictions(
                    file: rows.files[Int(place.file)], row: Int(place.row), count: words.count))
            return
        }
        let width = isSix ? 6 : 5
        for start in stride(from: 0, to: words.count, by: width) {
            let numbers = words[(start + width - 5)..<(start + width)].map { Double(decimal: $0) }
            guard !numbers.contains(nil) else {
                rows.problems.add(
                    LayoutFault.notPredictions(
                        file: rows.files[Int(place.file)], row: Int(place.row), count: words.count))
                return
            }
            let values = numbers.compactMap(\.self)
            let name = String(words[start])
            rows.add(
                BoxRows.Row(
                    box: (isSix ? BoxNumbers.corners : .size).box(values[1], values[2], values[3], values[4]),
                    image: image,
                    category: isSix ? rows.category(Identifier.text(name).inOtherKind ?? .text(name)) : nil,
                    score: values[0], place: place))
        }
    }
}
