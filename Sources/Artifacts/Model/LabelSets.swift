import Columns

/// The labels of a multi-label evaluation: which are true of each image, which the model gave it, and how it scored them.
///
/// Rows are those of the evaluation. Its classes are the sets of labels that occur, so that an image is right where every one
/// of its labels is (scikit-learn's subset accuracy), and whatever counts right and wrong images counts these.
public struct LabelSets: Sendable {
    /// The labels, in the order of misread.yml.
    public let names: [ClassName]
    /// Number of images.
    public let rows: Int
    /// The labels of each class of the evaluation, by their places in `names`.
    public let sets: [[Int]]
    /// The score from which a label counts as given, a label each, 0...1; `nil` where the model gave lists of labels.
    public let thresholds: [Double]?
    private let truth: [Bool]
    private let given: [Bool]
    private let scores: [Double]?

    /// Labels. `truth`, `given` and `scores` are row-major, one value a label. Precondition: all fit the shape.
    public init(
        names: [ClassName], truth: [Bool], given: [Bool], scores: [Double]? = nil, thresholds: [Double]? = nil,
        sets: [[Int]]
    ) {
        precondition(!names.isEmpty && truth.count % names.count == 0, "whole rows")
        precondition(given.count == truth.count && scores.map { $0.count == truth.count } ?? true, "rows must agree")
        self.names = names
        rows = truth.count / names.count
        self.truth = truth
        self.given = given
        self.scores = scores
        self.thresholds = thresholds
        self.sets = sets
    }

    /// Whether every label of every image has a score.
    public var hasScores: Bool { scores != nil }

    /// Whether a label is true of an image.
    public func isTrue(_ row: Int, _ label: Int) -> Bool { truth[row * names.count + label] }

    /// Whether the model gave a label to an image.
    public func isGiven(_ row: Int, _ label: Int) -> Bool { given[row * names.count + label] }

    /// The score of a label on an image, 0...1; 0 where there is none.
    public func score(_ row: Int, _ label: Int) -> Double { scores.map { $0[row * names.count + label] } ?? 0 }

    /// The scores of a label, an image each; `nil` without scores.
    public func scores(of label: Int) -> [Double]? {
        scores.map { scores in (0..<rows).map { scores[$0 * names.count + label] } }
    }

    /// All scores, row-major; `nil` without scores.
    public var allScores: [Double]? { scores }
}

/// Marks of labels on the rows of one file, row-major, before they are joined.
struct LabelMarks: Sendable {
    /// Labels a row.
    let width: Int
    /// Whether a label is marked.
    var marks: [Bool]
    /// Whether a row says anything; a row that does not is not evaluated.
    var isKnown: [Bool]

    /// Number of rows.
    var rows: Int { isKnown.count }

    /// The places of the marked labels of a row.
    func set(_ row: Int) -> [Int] { (0..<width).filter { marks[row * width + $0] } }

    /// The same for some rows.
    func gathered(_ rows: [Int]) -> LabelMarks {
        LabelMarks(
            width: width, marks: rows.flatMap { marks[$0 * width..<($0 + 1) * width] },
            isKnown: rows.map { isKnown[$0] }
        )
    }
}

/// Sets of labels as classes: one code a set that occurs, by how many labels it has, then by their places, whatever the
/// order of rows.
struct LabelSetCodes {
    /// Most sets that an archive can tell apart.
    static let most = 65_532
    /// The sets, by code.
    let sets: [[Int]]
    /// What each is called.
    let names: [String]
    private let known: [[Int]: Int32]

    /// The sets of the rows of both files.
    init(_ files: [LabelMarks], labels: [String]) {
        var all: Set<[Int]> = []
        for file in files { for row in 0..<file.rows where file.isKnown[row] { all.insert(file.set(row)) } }
        sets = all.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
        names = sets.map { Self.name($0, labels) }
        known = Dictionary(
            uniqueKeysWithValues: sets.enumerated().map { ($0.element, Int32(truncatingIfNeeded: $0.offset)) })
    }

    /// Codes of rows, -1 where a row says nothing.
    func codes(of marks: LabelMarks) -> [Int32] {
        (0..<marks.rows).map { marks.isKnown[$0] ? known[marks.set($0)] ?? -1 : -1 }
    }

    /// The labels of a set between semicolons. One that has a semicolon itself stands in quotes, so that no two sets have one
    /// name.
    static func name(_ set: [Int], _ labels: [String]) -> String {
        guard !set.isEmpty else { return "(no label)" }
        return set.map { place in
            let label = labels[place]
            return label.contains(";") || label.hasPrefix("(") || label.hasPrefix("\"") ? "\"\(label)\"" : label
        }.joined(separator: "; ")
    }
}
