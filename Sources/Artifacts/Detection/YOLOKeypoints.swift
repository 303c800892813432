// Keypoints in YOLO text, as Ultralytics writes labels and results of a pose model: behind the box of a line stand K points of
// two numbers each, or of three with a visibility (labels: 0, 1 or 2) or a confidence (results), and behind those of results
// the score of the box. `kpt_shape: [K, 2 or 3]` of data.yaml tells K (docs.ultralytics.com/datasets/pose; `save_txt` of
// ultralytics/engine/results.py, 8.3). A polygon is a list of numbers too: where nothing tells K, the numbers do.

import Diagnostics
import Formats

/// How many keypoints stand behind a box, and of how many numbers each.
struct KeypointShape: Hashable, Sendable {
    let count: Int
    /// 2, or 3 with a visibility or confidence.
    let dimension: Int

    /// The numbers of all of them.
    var numbers: Int { count * dimension }

    init(count: Int, dimension: Int) {
        (self.count, self.dimension) = (count, dimension)
    }

    /// `kpt_shape` of the text of a data.yaml, in brackets or a number a line; `nil` where there is none that can be meant.
    init?(dataFile text: String) {
        let lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("kpt_shape:") }) else { return nil }
        var rest = lines[start].dropFirst("kpt_shape:".count).prefix { $0 != "#" }
        if rest.allSatisfy(\.isWhitespace) {
            let items = lines[(start + 1)...].prefix { $0.trimmingBlanks.hasPrefix("-") }
            rest = Substring(items.map { $0.trimmingBlanks.dropFirst().prefix { $0 != "#" } }.joined(separator: ","))
        }
        let values = rest.split { $0 == "[" || $0 == "]" || $0 == "," || $0.isWhitespace }.map { Int($0) }
        guard values.count == 2, let count = values[0], let dimension = values[1], (1...10_000).contains(count),
            (2...3).contains(dimension)
        else { return nil }
        self.init(count: count, dimension: dimension)
    }
}

/// What lines of more numbers than a box has are.
enum YOLOKind: Hashable {
    /// A box and keypoints; `isDeclared` where a data.yaml says so, and the numbers do not have to.
    case keypoints(KeypointShape, isScored: Bool, isDeclared: Bool)
    /// Polygons as far as one can tell, which may be a box and keypoints.
    case unclear(KeypointShape)

    /// The keypoints that lines are read with.
    var shape: KeypointShape? {
        if case .keypoints(let shape, _, _) = self { shape } else { nil }
    }

    /// Tells what lines are by the numbers behind their class; `nil` for boxes and polygons, of which nothing has to be said.
    init?(_ lines: [[Double]], declared: KeypointShape?) {
        if let declared, let isScored = Self.fit(lines, declared) {
            self = .keypoints(declared, isScored: isScored, isDeclared: true)
            return
        }
        // Of a polygon each line has as many numbers as it has corners; of keypoints all have the same.
        guard let count = lines.first?.count, count > 6,
            lines.allSatisfy({ $0.count == count && Self.beginsWithBox($0) })
        else { return nil }
        if let shape = Self.visible(lines, count) {
            self = .keypoints(shape, isScored: false, isDeclared: false)
            return
        }
        guard let (shape, tail) = Self.inside(lines, count) else { return nil }
        // Corners of a polygon lie in such a box as points of two numbers at least as well as any three.
        let polygons = shape.dimension == 2 ? lines.count { Self.mayBePolygon($0) } : 0
        self =
            polygons * 2 > lines.count
            ? .unclear(shape) : .keypoints(shape, isScored: tail > 0, isDeclared: false)
    }

    /// Whether lines that have keypoints of a shape have a score behind them; `nil` where most longer lines do not have them.
    private static func fit(_ lines: [[Double]], _ shape: KeypointShape) -> Bool? {
        let long = lines.filter { $0.count > 5 }
        // A score, and the number of a track behind it.
        let tails = long.map { $0.count - 4 - shape.numbers }.filter { (0...2).contains($0) }
        guard !tails.isEmpty, tails.count * 2 > long.count else { return nil }
        return tails.allSatisfy { $0 > 0 }
    }

    /// Whether the first four numbers are a box inside its image, but for what digits cut off.
    static func beginsWithBox(_ line: [Double]) -> Bool {
        guard line.count >= 4, line[2] > 0, line[3] > 0 else { return false }
        return zip(line[0...1], line[2...3]).allSatisfy { middle, side in
            middle - side / 2 > -0.01 && middle + side / 2 < 1.01
        }
    }

    /// Labels of keypoints with a visibility: each third number is 0, 1 or 2, which the corners of no polygon are.
    private static func visible(_ lines: [[Double]], _ count: Int) -> KeypointShape? {
        guard (count - 4).isMultiple(of: 3) else { return nil }
        let areVisibilities = lines.allSatisfy { line in
            stride(from: 6, to: count, by: 3).allSatisfy { line[$0] == 0 || line[$0] == 1 || line[$0] == 2 }
        }
        let shape = KeypointShape(count: (count - 4) / 3, dimension: 3)
        return areVisibilities && shape.count * lines.count > 1 ? shape : nil
    }

    /// The shape by which most points lie in the box before them, a quarter of its sides allowed around it, with how many
    /// numbers stand behind them; `nil` where by none four fifths do. Two points without more are four corners of a turned box.
    private static func inside(_ lines: [[Double]], _ count: Int) -> (shape: KeypointShape, tail: Int)? {
        var best: (shape: KeypointShape, tail: Int, share: Double)?
        for tail in 0...2 {
            for dimension in 2...3 where count - 4 - tail > dimension {
                let (points, rest) = (count - 4 - tail).quotientAndRemainder(dividingBy: dimension)
                guard rest == 0, points + dimension > 4 else { continue }
                let shape = KeypointShape(count: points, dimension: dimension)
                guard lines.allSatisfy({ Self.hasTail($0, shape, tail) }) else { continue }
                let share = Self.share(lines, shape)
                if share >= 0.8, share > best?.share ?? 0 { best = (shape, tail, share) }
            }
        }
        return best.map { ($0.shape, $0.tail) }
    }

    /// Whether what stands behind keypoints of a shape can be a score and a track, and their third numbers confidences.
    private static func hasTail(_ line: [Double], _ shape: KeypointShape, _ tail: Int) -> Bool {
        let end = 4 + shape.numbers
        if tail > 0, !(0...1).contains(line[end]) { return false }
        if tail > 1, line[end + 1] < 0 || line[end + 1] != line[end + 1].rounded() { return false }
        return shape.dimension == 2 || stride(from: 6, to: end, by: 3).allSatisfy { (0...1).contains(line[$0]) }
    }

    /// The share of the points that lie in their box. Those at 0, 0 are not labelled.
    private static func share(_ lines: [[Double]], _ shape: KeypointShape) -> Double {
        var (inside, all) = (0, 0)
        for line in lines {
            for at in stride(from: 4, to: 4 + shape.numbers, by: shape.dimension)
            where line[at] != 0 || line[at + 1] != 0 {
                all += 1
                let isInside = (0...1).allSatisfy { abs(line[at + $0] - line[$0]) <= 0.75 * line[2 + $0] }
                if isInside { inside += 1 }
            }
        }
        return all == 0 ? 0 : Double(inside) / Double(all)
    }

    /// Whether a line may be a polygon: its second corner lies by the others, which the size of a box does by chance alone, and its
    /// first not in their middle, where the centre of a box lies.
    private static func mayBePolygon(_ line: [Double]) -> Bool {
        let corners = line.count - line.count % 2
        guard line.prefix(corners).allSatisfy({ $0 > -0.05 && $0 < 1.05 }) else { return false }
        var isInMiddle = true
        for axis in 0...1 {
            let others = stride(from: 4 + axis, to: corners, by: 2).map { line[$0] }
            guard let low = others.min(), let high = others.max() else { return false }
            let side = high - low
            guard line[2 + axis] >= low - side, line[2 + axis] <= high + side else { return false }
            if line[axis] < low + side / 4 || line[axis] > high - side / 4 { isInMiddle = false }
        }
        return !isInMiddle
    }

    /// What is said of the reading, at the folder of the lines.
    func remark(in folder: String) -> Problem {
        switch self {
        case .keypoints(let shape, _, let isDeclared):
            let points = "\(shape.count) \(shape.count == 1 ? "keypoint" : "keypoints")"
            return Problem(
                .note, at: Place(file: folder),
                "each line is a box and \(points) of \(shape.dimension) numbers"
                    + (isDeclared ? " (kpt_shape)" : ", as the numbers tell")
                    + ": the box is read, and keypoints are not used",
                suggestion: isDeclared ? nil : "are they polygons? then write the boxes around them")
        case .unclear(let shape):
            return Problem(
                .warning, at: Place(file: folder),
                "all lines have as many numbers: they are read as polygons, and may be a box and \(shape.count) keypoints of "
                    + "\(shape.dimension) numbers",
                suggestion: "where they are keypoints say kpt_shape: [\(shape.count), \(shape.dimension)] in data.yaml")
        }
    }
}

extension DetectionFolder {
    /// Files and lines of a folder that are looked at before the others are taken for alike.
    private static let looked = (files: 512, lines: 512)

    /// What the lines of YOLO text in its files are; `declared` is the shape that is known from elsewhere, else that of a data.yaml
    /// up to three folders up.
    func kind(of files: [String], declared: KeypointShape?) throws -> YOLOKind? {
        var lines: [[Double]] = []
        for file in files.prefix(Self.looked.files) where lines.count < Self.looked.lines {
            // What cannot be read is told by whoever reads it.
            lines += ((try? self.lines(file)) ?? []).compactMap { YOLOLine.numbers($0.line) }
        }
        guard lines.contains(where: { $0.count > 5 }) else { return nil }
        return YOLOKind(lines, declared: try declared ?? keypointShape())
    }

    /// `kpt_shape` of the nearest data.yaml.
    func keypointShape() throws -> KeypointShape? {
        try dataText().flatMap { KeypointShape(dataFile: $0) }
    }
}
