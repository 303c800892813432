// What is doubted about labels and the answers of a multi-label model.

import Columns
import Diagnostics
import Record
import Statistics

extension Evaluation {
    /// What looks like a slip of the files of a multi-label model.
    func labelDoubts(
        _ labels: LabelSets, _ classFile: String, _ labelFile: String, _ answerFile: String
    ) -> [InputDoubt] {
        var doubts: [InputDoubt] = []
        if let doubt = ClassNameDoubt.doubt(about: labels.names, file: classFile) { doubts.append(doubt) }
        let (truth, answers) = Self.exchanged(labels)
        if let found = ClassPermutation(labels: truth, answers: answers, classes: labels.names.count) {
            doubts.append(Self.doubt(about: found, of: labels.names, answerFile))
        } else if let found = LabelPermutation(labels) {
            doubts.append(found.doubt(labels.names, answerFile))
        } else if let doubt = Self.complementDoubt(labels, answerFile) ?? Self.oppositeDoubt(labels, answerFile)
            ?? orderDoubt(answerFile)
            ?? labelOrderDoubt(labels, answerFile) ?? unrelatedLabelsDoubt(labels, answerFile)
            ?? unrelatedPartDoubt(labels, answerFile)
        {
            doubts.append(doubt)
        }
        if let doubt = Self.constantDoubt(labels, answerFile) { doubts.append(doubt) }
        if let placeholder = PlaceholderLabels(labels, file: labelFile) { doubts.append(placeholder.doubt) }
        return doubts
    }

    /// Rows in another order, by each label of an image.
    private func labelOrderDoubt(_ labels: LabelSets, _ file: String) -> InputDoubt? {
        guard
            let found = LabelOrder(
                labels, labels: items.labels, ids: items.ids.map(\.text), classes: classes.map(\.text))
        else { return nil }
        func accuracy(_ image: (Int) -> Int) -> Double {
            let hits = predictions.predicted.indices.count { row in
                items.labels.indices.contains(image(row)) && items.labels[image(row)] == predictions.predicted[row]
            }
            return Double(hits) / Double(max(1, items.count))
        }
        return InputDoubt(
            .imageOrder, at: Place(file: file, field: "image_id"),
            "predictions look \(found.words): read so, all labels would be right on a share of "
                + "\([InputDoubt].short(accuracy(found.place))) of the images in place of "
                + "\([InputDoubt].short(accuracy { $0 }))",
            suggestion: "was one of the two tables sorted, or a row of it lost?")
    }

    /// Scores that are sure of themselves and go with no label.
    private func unrelatedLabelsDoubt(_ labels: LabelSets, _ file: String) -> InputDoubt? {
        guard
            let found = UnrelatedLabels(
                labels, labels: items.labels, answers: predictions.predicted, units: items.units)
        else { return nil }
        return InputDoubt(
            .imageOrder, at: Place(file: file, field: "image_id"),
            "the predictions do not go with these labels: the labels given agree with the true ones by "
                + "\([InputDoubt].short(found.share)), where 0 is chance and 1 the most there can be, and by their scores it "
                + "would be \([InputDoubt].short(found.claimed))",
            suggestion: "are they those of other images, shuffled or of another split?")
    }

    /// The same of one stretch of rows, told by whether all labels of an image are right.
    private func unrelatedPartDoubt(_ labels: LabelSets, _ file: String) -> InputDoubt? {
        guard labels.hasScores else { return nil }
        let sureness = (0..<labels.rows).map { row in
            labels.names.indices.reduce(0.0) { $0 + max(labels.score(row, $1), 1 - labels.score(row, $1)) }
                / Double(labels.names.count)
        }
        guard
            let found = UnrelatedBlock(
                labels: items.labels, answers: predictions.predicted, confidence: sureness, classes: classes.count,
                units: items.units, attributes: items.attributes)
        else { return nil }
        return InputDoubt(
            .imageOrder, at: Place(file: file, field: "image_id"),
            "the predictions do not go with the labels \(placeWords(found.rows)): all labels are right on a share of "
                + "\([InputDoubt].short(found.accuracy)) of the images there, chance alone gives "
                + "\([InputDoubt].short(found.chance)), and it is \([InputDoubt].short(found.elsewhere)) elsewhere, with scores as sure",
            suggestion: "was one part of them written in another order?")
    }

    /// Scores that are low where labels are true, and high where they are not, of every label: those of not having it. A score
    /// that says nothing does so one time in two; that all labels do, and that the clearest has less than one chance in ten
    /// thousand, is no weak model. Of a single label see `oppositeDoubt`.
    private static func complementDoubt(_ labels: LabelSets, _ file: String) -> InputDoubt? {
        guard labels.hasScores, labels.rows >= ClassPermutation.fewestRows else { return nil }
        var (judged, clear, apart) = (0, 0, 0.0)
        for label in labels.names.indices {
            guard let (own, others) = Self.scores(labels, label) else { return nil }
            guard own.count >= 5, others.count >= 5, let p = RankSum.twoSided(own, others) else { continue }
            judged += 1
            // How often an image with the label has the higher score of the two, ties by half.
            let area = Self.larger(own, others)
            guard area < 0.3 else { return nil }
            if p * Double(labels.names.count) < ClassPermutation.level { clear += 1 }
            apart += area
        }
        guard judged > 1, clear > 0 else { return nil }
        return InputDoubt(
            .predictedClass, at: Place(file: file),
            "the scores look like those of not having a label: for each of \(judged) labels they are lower where it is true, and of "
                + "two images the one with the label has the higher score in \([InputDoubt].short(apart / Double(judged) * 100)) % of pairs",
            suggestion: "write p in place of 1 - p;")
    }

    /// The scores of a label where it is true and where it is not, ascending; `nil` without scores.
    private static func scores(_ labels: LabelSets, _ label: Int) -> (own: [Double], others: [Double])? {
        guard let scores = labels.scores(of: label) else { return nil }
        var (own, others): ([Double], [Double]) = ([], [])
        for (row, score) in scores.enumerated() {
            if labels.isTrue(row, label) { own.append(score) } else { others.append(score) }
        }
        return (own.sorted(), others.sorted())
    }

    /// Of which labels the mean score is lower where they are true, in one pass: of a sound model none is, and nothing is sorted.
    private static func lowerWhereTrue(_ labels: LabelSets) -> [Bool] {
        let width = labels.names.count
        var (own, others) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
        var counts = [Int](repeating: 0, count: width)
        for row in 0..<labels.rows {
            for label in 0..<width {
                if labels.isTrue(row, label) {
                    own[label] += labels.score(row, label)
                    counts[label] += 1
                } else {
                    others[label] += labels.score(row, label)
                }
            }
        }
        return (0..<width).map { label in
            let rest = labels.rows - counts[label]
            return counts[label] > 0 && rest > 0 && own[label] / Double(counts[label]) < others[label] / Double(rest)
        }
    }

    /// One label whose scores are those of not having it. A model may learn a label the wrong way round, but knows it then: so its
    /// scores have to be lower where the label is true in 85 of 100 pairs of ten images each at least, at one in a million.
    private static func oppositeDoubt(_ labels: LabelSets, _ file: String) -> InputDoubt? {
        guard labels.hasScores, labels.rows >= ClassPermutation.fewestRows else { return nil }
        let isLower = lowerWhereTrue(labels)
        for label in labels.names.indices where isLower[label] {
            guard let (own, others) = Self.scores(labels, label) else { return nil }
            guard own.count >= 10, others.count >= 10, let p = RankSum.twoSided(own, others),
                p * Double(labels.names.count) < 1e-6
            else { continue }
            let area = larger(own, others)
            guard area < 0.15 else { continue }
            return InputDoubt(
                .predictedClass, at: Place(file: file),
                "the scores of \(labels.names[label]) look like those of not having it: of two images the one with the label has the "
                    + "higher score in \([InputDoubt].short(area * 100)) % of pairs",
                suggestion: "write p in place of 1 - p for this label, or is 0 its yes?")
        }
        return nil
    }

    /// The share of pairs of which the one of `first` is larger, ties by half; both ascending.
    static func larger(_ first: [Double], _ second: [Double]) -> Double {
        var (below, same, sum) = (0, 0, 0.0)
        for value in first {
            while below < second.count, second[below] < value { below += 1 }
            same = max(same, below)
            while same < second.count, second[same] == value { same += 1 }
            sum += Double(below) + Double(same - below) / 2
        }
        return sum / (Double(first.count) * Double(second.count))
    }

    /// Labels whose score is the same on every image, although some images have the label and others have not.
    private static func constantDoubt(_ labels: LabelSets, _ file: String) -> InputDoubt? {
        guard labels.rows >= ClassPermutation.fewestRows else { return nil }
        let constant = labels.names.indices.filter { label in
            guard let scores = labels.scores(of: label), let first = scores.first else { return false }
            let count = (0..<labels.rows).count { labels.isTrue($0, label) }
            return count > 0 && count < labels.rows && scores.allSatisfy { $0 == first }
        }
        guard let first = constant.first, let score = labels.scores(of: first)?.first else { return nil }
        let names = constant.prefix(3).map { labels.names[$0].text }.joined(separator: ", ")
        return InputDoubt(
            .constantConfidence, at: Place(file: file),
            constant.count == 1
                ? "the score of \(names) is \([InputDoubt].short(score)) on every image: no image is likelier to have it than another"
                : "the scores of \(constant.count) labels are the same on every image: \(names)\(constant.count > 3 ? " ..." : "")",
            suggestion: "was the column filled in?")
    }

    /// True labels with the labels given in their place, of images with one of either. Where these are few, of all images: a
    /// true label that was given is itself, one that alone was left out is the one false label.
    private static func exchanged(_ labels: LabelSets) -> (truth: [Int32], answers: [Int32]) {
        let places = labels.names.indices
        var (truth, answers): ([Int32], [Int32]) = ([], [])
        func add(_ label: Int, as other: Int) {
            truth.append(Int32(truncatingIfNeeded: label))
            answers.append(Int32(truncatingIfNeeded: other))
        }
        for row in 0..<labels.rows {
            let own = places.filter { labels.isTrue(row, $0) }
            let given = places.filter { labels.isGiven(row, $0) }
            if own.count == 1, given.count == 1 { add(own[0], as: given[0]) }
        }
        if truth.count >= ClassPermutation.fewestRows { return (truth, answers) }
        (truth, answers) = ([], [])
        for row in 0..<labels.rows {
            let missed = places.filter { labels.isTrue(row, $0) && !labels.isGiven(row, $0) }
            let wrong = places.filter { !labels.isTrue(row, $0) && labels.isGiven(row, $0) }
            let other = missed.count == 1 && wrong.count == 1 ? wrong[0] : -1
            for label in places where labels.isTrue(row, label) {
                add(label, as: labels.isGiven(row, label) ? label : other)
            }
        }
        return (truth, answers)
    }
}

/// A relabelling of the columns under which a multi-label model would be right where it is wrong, by the marks of each column
/// against those of each label, however many labels an image has.
struct LabelPermutation {
    /// The column that each label is found in; the label's own where it did not move.
    private let columns: [Int]
    private let moved: [Int]
    private let micro: (now: Double, then: Double)

    /// `nil` where no columns look exchanged: each label that moved is met by another's column more than twice as well as by
    /// its own (correlation), these columns are those of the labels that moved, and a sign test over images says it is no chance.
    init?(_ labels: LabelSets) {
        let places = Array(labels.names.indices)
        guard labels.rows >= ClassPermutation.fewestRows, places.count > 1 else { return nil }
        var both = [[Int]](repeating: [Int](repeating: 0, count: places.count), count: places.count)
        var (own, given) = ([Int](repeating: 0, count: places.count), [Int](repeating: 0, count: places.count))
        for row in 0..<labels.rows {
            let columns = places.filter { labels.isGiven(row, $0) }
            for column in columns { given[column] += 1 }
            for label in places where labels.isTrue(row, label) {
                own[label] += 1
                for column in columns { both[label][column] += 1 }
            }
        }
        // The correlation of two marks, for which how common a label is makes no difference.
        func phi(_ label: Int, _ column: Int) -> Double {
            let (n, a, b) = (Double(labels.rows), Double(own[label]), Double(given[column]))
            let spread = (a * (n - a) * b * (n - b)).squareRoot()
            return spread > 0 ? (n * Double(both[label][column]) - a * b) / spread : 0
        }
        let pairs = places.flatMap { label in places.map { (label: label, column: $0, phi: phi(label, $0)) } }
            .sorted { ($1.phi, $0.label, $0.column) < ($0.phi, $1.label, $1.column) }
        var columns = [Int](repeating: -1, count: places.count)
        var taken: Set<Int> = []
        for pair in pairs where columns[pair.label] < 0 && pair.phi > 0 && taken.insert(pair.column).inserted {
            columns[pair.label] = pair.column
        }
        let moved = places.filter { label in
            let column = columns[label]
            return column >= 0 && column != label && phi(label, column) >= ClassPermutation.share
                && phi(label, label) * 2 <= phi(label, column)
        }
        guard moved.count > 1, Set(moved) == Set(moved.map { columns[$0] }) else { return nil }
        for label in places where !moved.contains(label) { columns[label] = label }
        var (asOther, asSelf) = (0, 0)
        for label in moved {
            for row in 0..<labels.rows {
                let (other, itself) = (labels.isGiven(row, columns[label]), labels.isGiven(row, label))
                guard other != itself else { continue }
                if labels.isTrue(row, label) == other { asOther += 1 } else { asSelf += 1 }
            }
        }
        let p = McNemar.exact(fixed: asOther, broken: asSelf) * Double(places.count)
        guard p < ClassPermutation.level else { return nil }
        func micro(_ column: (Int) -> Int) -> Double {
            let hits = places.reduce(0) { $0 + both[$1][column($1)] }
            return 2 * Double(hits) / Double(max(1, own.reduce(0, +) + given.reduce(0, +)))
        }
        self.micro = (micro { $0 }, micro { columns[$0] })
        self.columns = columns
        self.moved = moved
    }

    /// The doubt, in words.
    func doubt(_ names: [ClassName], _ file: String) -> InputDoubt {
        let shown = moved.prefix(4).map { "\(names[$0]) is found in the column of \(names[columns[$0]])" }
        return InputDoubt(
            .classOrder, at: Place(file: file),
            "columns of labels look exchanged: with each where its labels are, micro F1 would be "
                + "\([InputDoubt].short(micro.then)) in place of \([InputDoubt].short(micro.now)): "
                + shown.joined(separator: ", ") + (moved.count > 4 ? " ..." : ""),
            suggestion: "are the labels of misread.yml in the order of the model's?")
    }
}
