// DOTA's text (labelTxt): x1 y1 x2 y2 x3 y3 x4 y4 class difficult, a file an image, with up to two lines above that say where
// the picture is from. Boxes are oriented; the box around each stands for it.

import Formats

/// Labels of DOTA.
enum DOTAText {
    /// A line: the corners of a box, its class and whether it is difficult, which the first release leaves out.
    struct Line {
        let corners: [(x: Double, y: Double)]
        let name: String
        let isDifficult: Bool

        /// `nil` for a line of another kind.
        init?(_ line: Substring) {
            let fields = line.words
            let numbers = fields.prefix(8).compactMap { Double(decimal: $0) }
            guard fields.count > 8, numbers.count == 8, Double(decimal: fields[8]) == nil else { return nil }
            // A class may hold blanks. A tool may write 2 for what is very difficult.
            let last = fields[fields.count - 1]
            let isStated = fields.count > 9 && ["0", "1", "2"].contains(last)
            guard isStated || Double(decimal: last) == nil else { return nil }
            corners = stride(from: 0, to: 8, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
            name = fields[8...].dropLast(isStated ? 1 : 0).joined(separator: " ")
            isDifficult = isStated && last != "0"
        }
    }

    /// Whether a line says where the picture is from.
    static func isAbout(_ line: Substring) -> Bool {
        ["imagesource:", "gsd:"].contains { line.lowercased().hasPrefix($0) }
    }

    /// Whether lines are DOTA's: boxes, or, of an image without one, the lines above them alone.
    static func areLines(_ lines: [Substring]) -> Bool {
        let boxes = lines.drop(while: isAbout)
        return boxes.isEmpty ? !lines.isEmpty : boxes.allSatisfy { Line($0) != nil }
    }

    static func read(_ lines: [(row: Int, line: Substring)], image: Int32, file: Int32, into rows: inout BoxRows) {
        for (row, line) in lines where !isAbout(line) {
            let at = "\(rows.files[Int(file)]):\(row)"
            guard let read = Line(line) else {
                rows.problems.add(
                    LayoutFault.notDOTA(file: rows.files[Int(file)], row: row, value: "\"\(line)\""))
                continue
            }
            if read.isDifficult { rows.anomalies.note(.difficult, at) { read.name } }
            if !TurnedBox.isUpright(read.corners) { rows.anomalies.note(.polygon, at) { read.name } }
            rows.add(
                BoxRows.Row(
                    box: TurnedBox.around(read.corners), image: image, category: rows.category(.text(read.name)),
                    isIgnored: read.isDifficult,
                    place: BoxRows.RowPlace(file: file, row: Int32(truncatingIfNeeded: row))))
        }
    }
}
