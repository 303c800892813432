import Columns
import Diagnostics
import Formats
import Foundation

// YOLO text: one file an image, one line an object:  class  centre-x  centre-y  width  height  [score [track]]
// A polygon has its corners in place of the box, and the box around it is read. Keypoints stand behind the box, see
// `YOLOKeypoints.swift`.
// All but class and score are parts of the image's width and height, so the image's size has to be known: pictures lie in
// the same folder, in `images` inside it, or in `images` beside `labels`. Class names come from `classes.txt` or
// `obj.names`, a name a line, or from `names` of `data.yaml`; without any, a class is called by its number.

/// A line of numbers.
struct YOLOLine {
    let category: Int
    let values: [Double]

    /// Whether the box is the one around a polygon, or around a box that is turned.
    let isAround: Bool

    /// Reads a line; `nil` when it is not a class and the numbers of a box, or of the corners of a polygon. One that `isScored`
    /// has a score behind them, and behind the score of a box a number of its track. Where there are `keypoints`, a line is a
    /// box, with or without them.
    init?(_ line: Substring, isScored: Bool, keypoints: KeypointShape? = nil) {
        guard var values = Self.numbers(line), let category = line.words.first.flatMap({ Self.category($0) })
        else { return nil }
        if let keypoints {
            let tail = values.count - 4 - keypoints.numbers
            if isScored ? tail == 1 || tail == 2 : tail == 0 {
                values.removeSubrange(4..<(4 + keypoints.numbers))
            } else if values.count > (isScored ? 6 : 4) {
                return nil
            }
        }
        var score: Double?
        if isScored, values.count == 6 { values.removeLast() }
        if isScored { score = values.removeLast() }
        isAround = values.count > 4
        if isAround {
            guard values.count >= 6, values.count.isMultiple(of: 2) else { return nil }
            let x = stride(from: 0, to: values.count, by: 2).map { values[$0] }
            let y = stride(from: 1, to: values.count, by: 2).map { values[$0] }
            let (left, right) = (x.min() ?? 0, x.max() ?? 0)
            let (top, bottom) = (y.min() ?? 0, y.max() ?? 0)
            values = [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]
        }
        guard values.count == 4 else { return nil }
        self.category = category
        self.values = values + (score.map { [$0] } ?? [])
    }

    /// The numbers behind the class of a line, four at least; `nil` for a line of another kind.
    static func numbers(_ line: Substring) -> [Double]? {
        let fields = line.words
        guard fields.count >= 5, category(fields[0]) != nil else { return nil }
        let values = fields.dropFirst().compactMap { Double(decimal: $0) }
        return values.count == fields.count - 1 ? values : nil
    }

    /// The number of a class; numpy's savetxt writes 4 as 4.0.
    private static func category(_ field: Substring) -> Int? {
        guard let number = Int(field) ?? Double(decimal: field).flatMap({ Int(exactly: $0) }), number >= 0 else {
            return nil
        }
        return number
    }

    /// The one value for which a line that has enough of them is none, with what it should be; `nil` where it has other faults.
    static func wrongValue(_ line: Substring, isScored: Bool) -> (field: String, value: String)? {
        let fields = line.words
        guard fields.count == (isScored ? 6 : 5) else { return nil }
        let names = ["class", "x", "y", "width", "height", "score"]
        let wrong = fields.indices.filter { $0 == 0 ? category(fields[0]) == nil : Double(decimal: fields[$0]) == nil }
        return wrong.count == 1 ? (names[wrong[0]], String(fields[wrong[0]])) : nil
    }

    /// The four numbers of the box, when they can be no shares of an image, a little over the edge allowed.
    var notShares: String? {
        let box = values.prefix(4)
        if box.allSatisfy({ $0 > -0.05 && $0 < 1.05 }) { return nil }
        return box.map { Box.text($0) }.joined(separator: " ")
    }

    /// Whether it is a box that can only be in pixels, or in percent, with a score behind it that is a probability: in Pascal VOC's
    /// results of a class the score stands before the box, and the last number is a side of it.
    var isInPixels: Bool {
        guard !isAround, values.count == 5, (0...1).contains(values[4]) else { return false }
        return values[0] > 1.05 && values[1] > 1.05 && max(values[2], values[3]) > 1.05
    }

    /// The box in pixels of an image.
    func box(_ width: Double, _ height: Double) -> Box {
        Box(
            x: (values[0] - values[2] / 2) * width, y: (values[1] - values[3] / 2) * height, width: values[2] * width,
            height: values[3] * height)
    }
}

/// What can be wrong in YOLO text and Pascal VOC files.
enum DetectionTextFault: Error, Hashable, Explained {
    /// No picture tells the size that shares of it mean.
    case noPicture(file: String)
    /// Not a class and four numbers.
    case notALabel(file: String, row: Int)
    /// Not a class, four numbers and a score.
    case notAResult(file: String, row: Int)
    /// Neither a box nor one with the keypoints that others have.
    case otherKeypoints(file: String, row: Int, found: Int, KeypointShape, isScored: Bool)
    /// The number of a class that the list of names does not have.
    case classBeyond(file: String, row: Int, number: Int, classes: Int)
    /// One value of a line of YOLO text is none.
    case wrongValue(file: String, row: Int, field: String, value: String)
    /// The boxes of a file are no shares of the image's size, and those of others are.
    case inPixels(file: String, row: Int, numbers: String)
    /// Classes of which VOC's results have no file, beside those that have one.
    case noFileOfClass(folder: String, absent: [String], there: [String])
    /// Not an image, a score and four corners.
    case notAVOCResult(file: String, row: Int)
    /// VOC's results of a class that is not there.
    case noClassInName(file: String, row: Int, rows: Int, nearest: String?)
    /// Markup that ends too early or nests wrongly.
    case notXML(file: String, offset: Int)
    /// A part that an annotation cannot do without.
    case missingElement(file: String, name: String)
    /// A folder in which nothing is known.
    case nothingKnown(folder: String)

    /// What is wrong with a line that is no YOLO text.
    init(ofLine line: Substring, isScored: Bool, keypoints: KeypointShape? = nil, file: String, row: Int) {
        if let keypoints, let numbers = YOLOLine.numbers(line), numbers.count > 5 {
            self = .otherKeypoints(file: file, row: row, found: numbers.count + 1, keypoints, isScored: isScored)
        } else if let (field, value) = YOLOLine.wrongValue(line, isScored: isScored) {
            self = .wrongValue(file: file, row: row, field: field, value: value)
        } else {
            self = isScored ? .notAResult(file: file, row: row) : .notALabel(file: file, row: row)
        }
    }

    /// Files of a folder with one fault are one cause.
    var problem: Problem {
        let problem = words
        let folder = problem.place?.file.split(separator: "/").dropLast().joined(separator: "/") ?? ""
        if case .wrongValue(_, _, let field, _) = self { return problem.ofKind(folder + "\nwrong value: " + field) }
        if case .inPixels = self { return problem.ofKind(folder + "\nin pixels") }
        if case .classBeyond = self { return problem.ofKind(folder + "\nclass beyond") }
        if case .otherKeypoints = self { return problem.ofKind(folder + "\nother keypoints") }
        return problem.ofKind([folder, problem.summary, problem.suggestion ?? ""].joined(separator: "\n"))
    }

    private var words: Problem {
        switch self {
        case .noPicture(let file):
            return Problem(
                at: Place(file: file), "no picture of the same name tells the image's size",
                suggestion: "put the pictures in images/ beside labels/")
        case .notALabel(let file, let row):
            return Problem(
                at: Place(file: file, row: row), "a class and four numbers were expected: class x y width height")
        case .notAResult(let file, let row):
            return Problem(
                at: Place(file: file, row: row),
                "a class, four numbers and a score were expected: class x y width height score",
                suggestion: "was it saved without save_conf?")
        case .classBeyond(let file, let row, let number, let classes):
            return Problem(
                at: Place(file: file, row: row, field: "class"),
                "class number \(number), and \(classes) \(classes == 1 ? "class is" : "classes are") listed, counted from 0",
                suggestion: "is the list of names whole? are classes counted from 1?")
        case .otherKeypoints(let file, let row, let found, let shape, let isScored):
            return Problem(
                at: Place(file: file, row: row),
                "\(found) numbers, where \(5 + shape.numbers + (isScored ? 1 : 0)) were expected: class x y width height, "
                    + "\(shape.count) keypoints of \(shape.dimension) numbers\(isScored ? ", score" : "")",
                suggestion: isScored && found == 5 + shape.numbers ? "was it saved without save_conf?" : nil)
        case .wrongValue(let file, let row, let field, let value):
            return Problem(
                at: Place(file: file, row: row, field: field),
                field == "class"
                    ? "\"\(value)\" is not the number of a class, counted from 0"
                    : "\"\(value)\" is not a number to count with")
        case .inPixels(let file, let row, let numbers):
            return Problem(
                at: Place(file: file, row: row),
                "\(numbers), where shares of the image's size are expected, 0...1, as in other files; are they pixels?",
                suggestion: "write the boxes of all files alike")
        case .noFileOfClass(let folder, let absent, let there):
            return Problem(
                at: Place(file: folder),
                "no file is called by \(absent.count == 1 ? "class" : "classes") \(JoinFault.list(absent)), of which there are "
                    + "objects; there are files of \(JoinFault.list(there))",
                suggestion: "put it there; an empty file says that nothing was detected")
        case .notAVOCResult(let file, let row):
            return Problem(
                at: Place(file: file, row: row),
                "an image, a score and four numbers were expected: image score xmin ymin xmax ymax, or the eight of the corners "
                    + "of a turned box")
        case .noClassInName(let file, let row, let rows, let nearest):
            return Problem(
                at: Place(file: file, row: row),
                "the file is called by no class of the ground truth: its \(rows) \(rows == 1 ? "detection has" : "detections have") none",
                suggestion: nearest.map { "did you mean \"\($0)\"? a file ends in _ and the name of its class" }
                    ?? "a file ends in _ and the name of its class")
        case .notXML(let file, let offset):
            return Problem(at: Place(file: file), "not XML that can be read, at byte \(offset)")
        case .missingElement(let file, let name):
            return Problem(at: Place(file: file), "an object has no <\(name)> that is a number or a name")
        case .nothingKnown(let folder):
            return Problem(
                at: Place(file: folder), "the folder holds neither COCO JSON, YOLO text nor Pascal VOC XML")
        }
    }
}
