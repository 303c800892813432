// Text of a line a box, a file an image: KITTI's labels and the text that mAP scripts read (J. Cartucho's). And MOT's text, a
// file a sequence.

import Diagnostics
import Formats

/// KITTI: `type truncated occluded alpha left top right bottom height width length x y z rotation [score]`. What lies in
/// space is not used; a `DontCare` region hides detections of every class.
enum KITTIText {
    /// A line: the name of a class, which may hold blanks, and 14 numbers, or 15 with a score.
    struct Line {
        let name: String
        let values: [Double]

        /// `nil` for a line of another kind.
        init?(_ line: Substring) {
            let fields = line.words
            let numbers = fields.reversed().prefix { Double(decimal: $0) != nil }.count
            guard numbers == 14 || numbers == 15, fields.count > numbers,
                Double(decimal: fields[0]) == nil
            else { return nil }
            name = fields.dropLast(numbers).joined(separator: " ")
            values = fields.suffix(numbers).compactMap { Double(decimal: $0) }
        }

        /// Whether it is datumaro's of a label: a score of 1 behind a box that is nowhere in space.
        var isLabelWithScore: Bool { values.count == 15 && values[14] == 1 && values[7...13].allSatisfy { $0 == -1 } }
    }

    /// Whether a line is KITTI's.
    static func isLine(_ line: Substring) -> Bool { Line(line) != nil }

    /// Whether lines are those of a detector.
    static func isScored(_ lines: [Substring]) -> Bool {
        let read = lines.compactMap { Line($0) }
        return read.first?.values.count == 15 && !read.allSatisfy(\.isLabelWithScore)
    }

    static func read(_ lines: [(row: Int, line: Substring)], image: Int32, file: Int32, into rows: inout BoxRows) {
        let levels = ["fully visible", "partly occluded", "largely occluded", "unknown"]
        for (row, line) in lines {
            guard let read = Line(line) else {
                rows.problems.add(
                    LayoutFault.notABox(
                        file: rows.files[Int(file)], row: row, value: "\(line.words.count) words"))
                continue
            }
            let values = read.values
            let place = BoxRows.RowPlace(file: file, row: Int32(truncatingIfNeeded: row))
            let box = BoxNumbers.corners.box(values[3], values[4], values[5], values[6])
            let score = values.count == 15 && !read.isLabelWithScore ? values[14] : nil
            if read.name == "DontCare" {
                rows.add(
                    BoxRows.Row(
                        box: box, image: image, category: nil, score: score, isIgnored: true, isOfAnyClass: true,
                        place: place))
                continue
            }
            let level = Int(exactly: values[1]) ?? 3
            rows.add(
                BoxRows.Row(
                    box: box, image: image, category: rows.category(.text(read.name)), score: score, place: place),
                score == nil
                    ? [
                        ("truncated", ObjectWords.share(values[0])),
                        ("occluded", levels.indices.contains(level) ? levels[level] : levels[3]),
                    ] : [])
        }
        rows.leave("boxes in space (height, width, length, location, rotation)")
    }
}

/// Cartucho's text: `class left top right bottom [difficult]`, and `class score left top right bottom` of detections.
enum CartuchoText {
    /// A line: the name of a class, which may hold blanks and begins with no number, and four numbers, or five with a score.
    struct Line {
        let name: String
        let values: [Double]
        let isDifficult: Bool

        /// `nil` for a line of another kind.
        init?(_ line: Substring) {
            var fields = line.words
            isDifficult = fields.last == "difficult"
            if isDifficult { fields.removeLast() }
            let numbers = fields.reversed().prefix { Double(decimal: $0) != nil }.count
            guard numbers == 4 || numbers == 5, fields.count > numbers, Double(decimal: fields[0]) == nil else {
                return nil
            }
            name = fields.dropLast(numbers).joined(separator: " ")
            values = fields.suffix(numbers).compactMap { Double(decimal: $0) }
        }
    }

    /// How many numbers a line has behind its class, 4 or 5; `nil` for a line of another kind.
    static func numbers(_ line: Substring) -> Int? { Line(line)?.values.count }

    static func read(_ lines: [(row: Int, line: Substring)], image: Int32, file: Int32, into rows: inout BoxRows) {
        for (row, line) in lines {
            guard let read = Line(line) else {
                rows.problems.add(
                    LayoutFault.notABox(file: rows.files[Int(file)], row: row, value: "\(line.words.count) words"))
                continue
            }
            let corners = read.values.suffix(4).map(\.self)
            if read.isDifficult {
                rows.anomalies.note(.difficult, "\(rows.files[Int(file)]):\(row)") { read.name }
            }
            rows.add(
                BoxRows.Row(
                    box: BoxNumbers.corners.box(corners[0], corners[1], corners[2], corners[3]), image: image,
                    category: rows.category(.text(read.name)), score: read.values.count == 5 ? read.values[0] : nil,
                    isIgnored: read.isDifficult,
                    place: BoxRows.RowPlace(file: file, row: Int32(truncatingIfNeeded: row))))
        }
    }
}

/// MOT: `frame,id,left,top,width,height,confidence,class,visibility` of ground truth, `frame,id,left,top,width,height,score`
/// and numbers that are -1 of detections. Tracks are not used: boxes are judged frame by frame.
enum MOTText {
    /// Names of the classes of MOT16 and later.
    static let classes = [
        "pedestrian", "person on vehicle", "car", "bicycle", "motorbike", "non motorised vehicle", "static person",
        "distractor", "occluder", "occluder on the ground", "occluder full", "reflection", "crowd",
    ]

    /// Whether a line is MOT's.
    static func isLine(_ line: Substring) -> Bool {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        return (7...10).contains(fields.count)
            && fields.allSatisfy { Double(decimal: $0.trimmingBlanks) != nil }
    }

    /// Reads a sequence; `isTruth` when it is `gt.txt`, whose seventh number says whether a row counts. `sequence` names the
    /// images, or is `nil` where there is one alone.
    static func read(
        _ lines: [(row: Int, line: Substring)], sequence: String?, isTruth: Bool,
        size: (width: Double, height: Double)? = nil, file: Int32, into rows: inout BoxRows
    ) {
        for (row, line) in lines {
            let values = line.split(separator: ",").compactMap { Double(decimal: $0.trimmingBlanks) }
            guard isLine(line), let frame = Int(exactly: values[0]) else {
                rows.problems.add(LayoutFault.notABox(file: rows.files[Int(file)], row: row, value: "\"\(line)\""))
                continue
            }
            let digits = String(frame)
            let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
            let image = rows.image(
                BoxRows.Image(
                    id: sequence.map { .text("\($0)/\(name)") } ?? .number(frame),
                    fileName: sequence.map { "\($0)/img1/\(name).jpg" } ?? "img1/\(name).jpg", width: size?.width,
                    height: size?.height))
            let number = values.count > 7 ? Int(exactly: values[7]) ?? 1 : 1
            let known = isTruth && classes.indices.contains(number - 1)
            rows.add(
                BoxRows.Row(
                    box: BoxNumbers.size.box(values[2], values[3], values[4], values[5]), image: image,
                    category: rows.category(.text(known ? classes[number - 1] : classes[0])),
                    score: isTruth ? nil : values[6], isIgnored: isTruth && values[6] == 0,
                    place: BoxRows.RowPlace(file: file, row: Int32(truncatingIfNeeded: row))),
                isTruth && values.count > 8 ? [("occluded", ObjectWords.share(1 - values[8]))] : [])
        }
        rows.leave("track ids")
    }
}

extension Substring {
    /// The words of a line: what stands between blanks, tabs and the carriage return of its end.
    var words: [Substring] { split { $0 == " " || $0 == "\t" || $0 == "\r" } }

    /// Without blanks around it.
    var trimmingBlanks: Substring {
        var rest = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return rest
    }
}
