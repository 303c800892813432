import Columns
import Diagnostics
import Foundation

/// Attributes that were computed from the result they are to explain: `correct`, `loss`, the confidence once more. A slice of
/// them holds the errors by definition, and a finding that rests on one says nothing.
///
/// A condition under which a model always fails is the finding that is looked for, so that telling the errors is not enough:
/// - a column named for an outcome is one where it tells errors nearly without exception;
/// - a column whose name may be that of an outcome (`hard`, `status`), or whose two values say how something came out (pass and
///   fail), only where it is the outcome without an exception;
/// - a number that may be a loss, where it is one by its bounds: below the logarithm of the number of classes on all right rows,
///   above that of 2 on all false ones, which it tells apart without an exception, and above 1 on some;
/// - a column of another name only where it is the outcome itself: the prediction, errors included; or a number that rises and
///   falls with the probability of the label, the confidence, the entropy or the margin, from the first row to the last. Of the orders of five unsure
///   rows among twenty one in fifteen thousand does by chance. That a flag is set on all errors and no other row is no reason: a
///   model may fail so.
struct OutcomeAttributes {
    /// What is known of the rows.
    struct Rows {
        /// Whether each is as it ought to be.
        let right: [Bool]
        /// What was predicted; empty where rows have no class.
        var predicted: [String] = []
        /// Numbers of the result, one a row each: the probability of the label, the confidence, the entropy of the probabilities, how
        /// far the largest is before the next.
        var numbers: [[Double]] = []
        /// Of how many classes one is predicted; `nil` where rows have no class.
        var classes: Int?
    }

    /// Their columns.
    let names: [Name]

    /// Fewest rows, and fewest of the correct and of the false ones, that are judged.
    private static let (fewestRows, fewestOfEach) = (20, 5)

    /// Names that say what became of an image, by their letters and digits.
    private static let outcomes: Set<String> = [
        "correct", "iscorrect", "correctness", "wrong", "iswrong", "incorrect", "isincorrect", "misclassified",
        "ismisclassified", "mistake", "ismistake", "iserror", "haserror", "loss", "nll", "celoss", "bceloss",
        "logloss", "crossentropy", "testloss", "valloss", "predicted", "prediction", "pred", "predclass",
        "predlabel", "predictedlabel", "predictedclass", "ypred", "outcome", "tp", "fp", "fn", "truepositive",
        "falsepositive", "falsenegative", "iou", "meaniou", "miou", "missed", "detected", "recall",
        "precision", "f1", "ap", "hit", "miss", "success", "fail", "failed", "failure",
        "matched", "isright", "isok", "verdict",
    ]

    /// Names that may say what became of an image, or what was known of it before.
    private static let possible: Set<String> = [
        "hard", "ishard", "hardcase", "easy", "iseasy", "difficult", "isdifficult", "status", "result", "state", "ok",
        "passed", "ispassed", "solved", "issolved", "right", "flag", "flagged", "review", "needsreview", "evaluation",
        "judgement", "judgment", "grade", "check", "checked",
    ]

    /// Pairs of values that say how something came out, by their letters.
    private static let verdicts: [Set<String>] = [
        ["pass", "fail"], ["passed", "failed"], ["success", "failure"], ["success", "error"], ["success", "fail"],
        ["ok", "fail"], ["ok", "error"], ["ok", "nok"], ["ok", "ko"], ["ok", "wrong"], ["right", "wrong"],
        ["correct", "incorrect"], ["correct", "wrong"], ["correct", "error"], ["hit", "miss"], ["match", "mismatch"],
        ["tp", "fn"], ["tp", "fp"], ["good", "bad"], ["solved", "unsolved"],
    ]

    init(among columns: [Column], _ rows: Rows) {
        let (good, bad) = (rows.right.count { $0 }, rows.right.count { !$0 })
        guard rows.right.count >= Self.fewestRows, min(good, bad) >= Self.fewestOfEach else {
            names = []
            return
        }
        names = columns.filter { column in
            let isNamed = Self.outcomes.contains(BoxKeys.plain(column.name.text))
            return isNamed && Self.apart(column, rows.right) >= 0.8
                || Self.isOutcome(column, rows.right)
                || Self.isLoss(column, rows)
                || Self.isPrediction(column, rows)
                || rows.numbers.contains { Self.rises(column, with: $0) }
        }.map(\.name)
    }

    /// How well a column tells correct from false rows: of a category the largest difference in how often the two have one of
    /// its values, of a number how far the probability that a false row has the larger one is from a half, both from 0 to 1.
    private static func apart(_ column: Column, _ right: [Bool]) -> Double {
        let values = values(of: column)
        let known = right.indices.filter { values[$0] != nil }
        let (good, bad) = (known.count { right[$0] }, known.count { !right[$0] })
        guard good > 0, bad > 0, known.count * 10 >= right.count * 9 else { return 0 }
        var counts: [Double: (good: Int, bad: Int)] = [:]
        for row in known {
            guard let value = values[row] else { continue }
            if right[row] { counts[value, default: (0, 0)].good += 1 } else { counts[value, default: (0, 0)].bad += 1 }
        }
        if case .coded = column, counts.count > 2 {
            // A column of many values tells any rows apart.
            guard counts.count <= 5 else { return 0 }
            return counts.values.map { abs(Double($0.good) / Double(good) - Double($0.bad) / Double(bad)) }.max() ?? 0
        }
        var (below, larger) = (0, 0.0)
        for (_, count) in counts.sorted(by: { $0.key < $1.key }) {
            larger += Double(count.bad) * (Double(below) + Double(count.good) / 2)
            below += count.good
        }
        return abs(2 * larger / (Double(good) * Double(bad)) - 1)
    }

    /// Whether a column of two values that may be an outcome is this one in each row.
    private static func isOutcome(_ column: Column, _ right: [Bool]) -> Bool {
        let values = values(of: column)
        guard values.allSatisfy({ $0 != nil }), Set(values.compactMap(\.self)).count == 2 else { return false }
        var words: Set<String> = []
        if case .coded(let coded) = column {
            words = Set(coded.categories.filter { $0 != CodedColumn.missing }.map { BoxKeys.plain($0.text) })
        }
        guard possible.contains(BoxKeys.plain(column.name.text)) || verdicts.contains(words) else { return false }
        return apart(column, right) == 1
    }

    /// Whether the numbers of a column are a cross-entropy: of K classes the right one has 1 / K at the least where it is the most
    /// probable, and half at the most where it is not.
    private static func isLoss(_ column: Column, _ rows: Rows) -> Bool {
        guard case .numeric(let numbers) = column, let classes = rows.classes, classes > 1,
            numbers.count == rows.right.count
        else { return false }
        // Digits may have been cut off.
        let slack = 0.005
        let (least, most) = (log(2) - slack, log(Double(classes)) + slack)
        var (good, bad): ([Double], [Double]) = ([], [])
        for (row, isRight) in rows.right.enumerated() {
            let value = numbers.values[row]
            guard value >= 0 else { return false }
            if isRight { good.append(value) } else { bad.append(value) }
        }
        guard let low = bad.min(), let high = bad.max(), let top = good.max() else { return false }
        // Counts and grades have few values.
        return low >= least && top <= most && top < low && high > 1 && Set(good).count >= 10
            && Set(bad).count >= fewestOfEach
    }

    /// Whether a column holds what was predicted, on the rows that are false too.
    private static func isPrediction(_ column: Column, _ rows: Rows) -> Bool {
        guard case .coded(let column) = column, rows.predicted.count == rows.right.count else { return false }
        let same = rows.right.indices.filter { column.categories[Int(column.codes[$0])].text == rows.predicted[$0] }
        let bad = rows.right.count { !$0 }
        return same.count * 20 >= rows.right.count * 19 && same.count { !rows.right[$0] } * 10 >= bad * 9
    }

    /// Whether a column rises, or falls, whenever a number does, but for the digits that were cut off.
    private static func rises(_ column: Column, with number: [Double]) -> Bool {
        guard case .numeric(let column) = column, column.count == number.count, let low = number.min(),
            let high = number.max(), high - low >= 0.2
        else { return false }
        let values = number.indices.map { column.values[$0] }
        guard !values.contains(where: \.isNaN) else { return false }
        return [1.0, -1.0].contains { sign in
            let rows = number.indices.sorted { a, b in
                values[a] != values[b]
                    ? values[a] < values[b] : sign * number[a] < sign * number[b]
            }
            // The way that the number goes: as far as from its least to its greatest value where it never turns.
            var (way, start) = (0.0, 0)
            for (place, row) in rows.enumerated() {
                if place > 0 { way += abs(number[row] - number[rows[place - 1]]) }
                if values[row] != values[rows[start]] { start = place }
                // One value that goes with all numbers goes with none.
                if abs(number[row] - number[rows[start]]) > 0.05 * (high - low) { return false }
            }
            return way <= 1.05 * (high - low)
        }
    }

    private static func values(of column: Column) -> [Double?] {
        switch column {
        case .coded(let column):
            (0..<column.count).map {
                column.categories[Int(column.codes[$0])] == CodedColumn.missing ? nil : Double(column.codes[$0])
            }
        case .numeric(let column): (0..<column.count).map { column.values[$0].isNaN ? nil : column.values[$0] }
        }
    }
}

extension OutcomeAttributes {
    /// Those of a classifier.
    init(_ evaluation: Evaluation) {
        let predictions = evaluation.predictions
        var rows = Rows(right: (0..<evaluation.count).map { evaluation.isCorrect($0) })
        rows.predicted = predictions.predicted.map { code in
            evaluation.classes.indices.contains(Int(code)) ? evaluation.classes[Int(code)].text : ""
        }
        rows.classes = evaluation.labelSets == nil ? evaluation.classes.count : nil
        if predictions.hasConfidence { rows.numbers.append(predictions.confidence) }
        if let matrix = predictions.probabilities, matrix.classes == evaluation.classes.count {
            rows.numbers.append((0..<evaluation.count).map { matrix[$0, Int(evaluation.items.labels[$0])] })
            rows.numbers.append(
                (0..<evaluation.count).map { row in matrix.row(row).reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) } })
            rows.numbers.append(
                (0..<evaluation.count).map { row in
                    var (first, second) = (0.0, 0.0)
                    for p in matrix.row(row) {
                        if p > first { (first, second) = (p, first) } else { second = max(second, p) }
                    }
                    return first - second
                })
        }
        self.init(among: evaluation.items.attributes, rows)
    }

    /// Those of a detector, whose images are as they ought to be where each object is met by a box of its class. Images without
    /// objects are neither.
    init(_ truth: DetectionGroundTruth, _ results: DetectionResults, _ attributes: [Column]) {
        var (objects, boxes): ([Int32: [Int]], [Int32: [Int]]) = ([:], [:])
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            objects[truth.boxes.image[index], default: []].append(index)
        }
        for index in 0..<results.count { boxes[results.boxes.image[index], default: []].append(index) }
        let images = objects.keys.sorted()
        let right = images.map { image in
            objects[image, default: []].allSatisfy { object in
                boxes[image, default: []].contains {
                    results.boxes.category[$0] == truth.boxes.category[object]
                        && truth.boxes[object].overlap(results.boxes[$0]) >= BoxSample.overlap
                }
            }
        }
        self.init(among: attributes.map { $0.gathered(images.map { Int($0) }) }, Rows(right: right))
    }

    /// The columns that are no outcome, and those that are and that `settings` name, which stay and are doubted; what is withheld
    /// is said. `nil` where there is no outcome among them.
    func withheld(
        from columns: [Column], _ settings: WorkspaceSettings, file: String, _ problems: inout ProblemList
    ) -> (columns: [Column], doubts: [InputDoubt])? {
        guard !names.isEmpty else { return nil }
        let (kept, gone) = (names.filter { settings.names($0.text) }, names.filter { !settings.names($0.text) })
        let words = { (names: [Name]) in names.map(\.text).joined(separator: ", ") }
        let what = { (names: [Name]) in
            "\(words(names)) \(names.count == 1 ? "tells" : "tell") what became of the images: "
                + "\(names.count == 1 ? "it looks" : "they look") computed from the predictions"
        }
        if !gone.isEmpty {
            problems.add(
                Problem(
                    .warning, at: Place(file: file),
                    what(gone) + ", and nothing is sliced by \(gone.count == 1 ? "it" : "them")",
                    suggestion:
                        "an attribute is what is known of an image before a model has seen it: leave the column out"))
        }
        let doubts =
            kept.isEmpty
            ? []
            : [
                InputDoubt(
                    .outcomeAttribute, at: Place(file: file), what(kept) + ", and misread.yml names it",
                    suggestion: "a slice of it holds the errors by definition: leave it out;")
            ]
        return (columns.filter { column in !gone.contains { $0 == column.name } }, doubts)
    }
}

extension WorkspaceSettings {
    /// Whether an attribute is named anywhere, so that it cannot be left out without another fault.
    fileprivate func names(_ attribute: String) -> Bool {
        let used =
            (slicing.attributes ?? []) + slicing.edges.keys + groups + (telemetry.match ?? [])
            + (slicing.declared.flatMap(\.predicates) + cases.flatMap(\.predicates)).map { "\($0.attribute)" }
            + whatIf.flatMap { $0.attributes.map(\.name) }
        return used.contains { Name($0) == Name(attribute) }
    }
}
