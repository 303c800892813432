// What is doubted about classes and the answers of a classifier.

import Columns
import Diagnostics
import Record
import Statistics

extension Evaluation {
    /// What looks like a slip of the files: `classFile` lists the classes, labels are of `labelFile`, answers of `answerFile`.
    package func doubts(classFile: String, labelFile: String, answerFile: String) -> [InputDoubt] {
        if let labelSets { return labelDoubts(labelSets, classFile, labelFile, answerFile) }
        let placeholder = PlaceholderLabels(
            labels: items.labels, answers: predictions.predicted, classes: classes,
            isInModel: { code in
                predictions.probabilities.map { matrix in (0..<matrix.rows).contains { matrix[$0, code] > 0 } } ?? false
            }, file: labelFile)
        var doubts = [placeholder?.doubt].compactMap(\.self)
        let named = ClassNameDoubt.doubt(about: classes, file: classFile)
        let predicted =
            predictedDoubt(answerFile) ?? copiedDoubt(answerFile) ?? unlikelyDoubt(answerFile)
            ?? reversedDoubt(answerFile)
        let renamed =
            predicted == nil
            ? RenamedClasses(labels: items.labels, answers: predictions.predicted, classes: classes) : nil
        // What differs by spelling alone is said so.
        if let doubt = named ?? renamed?.doubt(classes, answerFile) { doubts.append(doubt) }
        if let predicted { doubts.append(predicted) }
        if let found = ClassPermutation(labels: items.labels, answers: predictions.predicted, classes: classes.count),
            renamed?.explains(found.moved) != true
        {
            doubts.append(Self.doubt(about: found, of: classes, answerFile))
        } else if renamed == nil,
            let doubt = orderDoubt(answerFile) ?? unrelatedDoubt(answerFile) ?? blockDoubt(answerFile)
                ?? relabelledDoubt(answerFile) ?? staleDoubt(answerFile)
        {
            doubts.append(doubt)
        }
        if let doubt = constantDoubt(answerFile) ?? softmaxDoubt(answerFile) { doubts.append(doubt) }
        return doubts
    }

    /// What looks like a slip of the files of a run under a change. Such a run is expected to be odd, and only what no change of
    /// pictures does is doubted: an order of the rows, and classes that are permuted, nearly all of them. Answers that go with no label
    /// are what a change that leaves nothing to see is run for. A mirrored arrow is another arrow, and a 6 that is turned a 9: two classes that are exchanged are no slip there.
    func doubtsUnderChange(answerFile: String) -> [InputDoubt] {
        let labels = items.labels
        if let found = ClassPermutation(labels: labels, answers: predictions.predicted, classes: classes.count),
            labelSets == nil
        {
            let met = Set(labels.filter { $0 >= 0 }).count
            let isWhole = found.moved.count > 2 && 5 * found.moved.count >= 4 * met
            return isWhole ? [Self.doubt(about: found, of: classes, answerFile)] : []
        }
        return orderDoubt(answerFile).map { [$0] } ?? []
    }

    /// Classes that are answered as others, one for one.
    static func doubt(about found: ClassPermutation, of classes: [ClassName], _ file: String) -> InputDoubt {
        let cause: String =
            switch found.cause(classes) {
            case .textOrder:
                "the columns look as if they were in the text order of the names ("
                    + classes.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(5)
                    .joined(separator: ", ") + (classes.count > 5 ? " ..." : "")
                    + "): list the classes of misread.yml in the order of the columns;"
            case .oneLower:
                "class numbers look one lower than the places of the list: is a background class missing?"
            case .oneHigher:
                "class numbers look one higher than the places of the list: is there a background class?"
            case nil: "are the classes of misread.yml in the order of the model's?"
            }
        return InputDoubt(
            .classOrder, at: Place(file: file),
            "a relabelling of the classes would give an accuracy of \([InputDoubt].short(found.relabelled)) in place "
                + "of \([InputDoubt].short(found.accuracy)): \(found.words(classes))",
            suggestion: cause)
    }

    /// Predictions that are those of other images by a shift of rows or another order.
    func orderDoubt(_ file: String) -> InputDoubt? {
        let (labels, answers) = (items.labels, predictions.predicted)
        func doubt(_ words: String, _ accuracy: Double, _ reordered: Double, _ cause: String) -> InputDoubt {
            InputDoubt(
                .imageOrder, at: Place(file: file, field: "image_id"),
                "predictions look \(words): read so, the accuracy would be "
                    + "\([InputDoubt].short(reordered)) in place of \([InputDoubt].short(accuracy))",
                suggestion: cause)
        }
        let order = RowOrder(
            labels: labels, answers: answers, ids: items.ids.map(\.text), classes: classes.map(\.text))
        // Half a table that is off by a row is explained in part by turning all of it.
        if let found = LostRow(labels: labels, answers: answers, ids: items.ids.map(\.text)),
            order.map({ found.reordered > $0.reordered + 0.05 }) ?? true
        {
            return doubt(
                found.words, found.accuracy, found.reordered, "was a picture skipped there, or read twice?")
        }
        return order.map { found in
            doubt(
                found.words, found.accuracy, found.reordered, "was one of the two tables sorted, or a row of it lost?")
        }
    }

    /// Predictions that are sure of themselves and go with no label.
    private func unrelatedDoubt(_ file: String) -> InputDoubt? {
        guard predictions.hasConfidence, predictions.areProbabilities else { return nil }
        return UnrelatedAnswers(
            labels: items.labels, answers: predictions.predicted, confidence: predictions.confidence,
            classes: classes.count, units: items.units
        ).map { found in
            InputDoubt(
                .imageOrder, at: Place(file: file, field: "image_id"),
                "the predictions do not go with these labels: accuracy is \([InputDoubt].short(found.accuracy)), chance alone gives "
                    + "\([InputDoubt].short(found.chance)), and the mean confidence is \([InputDoubt].short(found.confidence))",
                suggestion: "are they those of other images, shuffled or of another split?")
        }
    }

    /// A stretch of rows that are those of other images of the stretch.
    private func blockDoubt(_ file: String) -> InputDoubt? {
        let (labels, answers) = (items.labels, predictions.predicted)
        if let found = ReversedBlock(labels: labels, answers: answers) {
            return InputDoubt(
                .imageOrder, at: Place(file: file, field: "image_id"),
                "predictions look as if they were in the reverse order \(placeWords(found.rows)): read so, the accuracy would be "
                    + "\([InputDoubt].short(found.reordered)) in place of \([InputDoubt].short(found.accuracy))",
                suggestion: "was one batch written from its end?")
        }
        guard predictions.hasConfidence,
            let found = UnrelatedBlock(
                labels: labels, answers: answers, confidence: predictions.confidence, classes: classes.count,
                units: items.units, attributes: items.attributes)
        else { return nil }
        return InputDoubt(
            .imageOrder, at: Place(file: file, field: "image_id"),
            "the predictions do not go with the labels \(placeWords(found.rows)): accuracy is \([InputDoubt].short(found.accuracy)) "
                + "there, chance alone gives \([InputDoubt].short(found.chance)), and it is "
                + "\([InputDoubt].short(found.elsewhere)) elsewhere, with the same confidence and classes",
            suggestion: "was one part of them written in another order?")
    }

    /// Where a stretch of rows lies, behind what is said of it.
    func placeWords(_ rows: ClosedRange<Int>) -> String {
        "from row \(rows.lowerBound + 1) of the images, \(items.ids[rows.lowerBound].text), on to row "
            + "\(rows.upperBound + 1), \(items.ids[rows.upperBound].text)"
    }

    /// A part of the rows whose classes are permuted.
    private func relabelledDoubt(_ file: String) -> InputDoubt? {
        RelabelledBlock(labels: items.labels, answers: predictions.predicted, classes: classes.count).map { block in
            InputDoubt(
                .classOrder, at: Place(file: file),
                "classes are permuted from row \(block.rows.lowerBound + 1) of the images, \(items.ids[block.rows.lowerBound].text), on to "
                    + "row \(block.rows.upperBound), and not in the others: a relabelling would give an accuracy of "
                    + "\([InputDoubt].short(block.found.relabelled)) there in place of \([InputDoubt].short(block.found.accuracy)): "
                    + block.found.words(classes),
                suggestion: "were two exports joined that number the classes otherwise?")
        }
    }

    /// Rows that have one and the same probabilities.
    private func staleDoubt(_ file: String) -> InputDoubt? {
        guard let matrix = predictions.probabilities, let found = StaleRows(matrix, labels: items.labels) else {
            return nil
        }
        let numbers = found.probabilities.prefix(3).map { [InputDoubt].short($0) }.joined(separator: ", ")
        return InputDoubt(
            .imageOrder, at: Place(file: file, field: "probabilities"),
            found.isUniform
                ? "\(found.rows) of \(found.looked) rows give all \(classes.count) classes the same probability"
                : "\(found.rows) of \(found.looked) rows have the same probabilities to the last digit (\(numbers)"
                    + "\(found.probabilities.count > 3 ? " ..." : "")), on images of \(found.classes) classes, and nine in ten of the others differ",
            suggestion: "was a batch written again, or one that failed filled in?")
    }

    /// A confidence that is the same in every row, or nothing but 0 and 1: it was filled in, or the probabilities are the
    /// answer written out.
    private func constantDoubt(_ file: String) -> InputDoubt? {
        guard predictions.hasConfidence, count >= ClassPermutation.fewestRows, let first = predictions.confidence.first,
            predictions.confidence.allSatisfy({ $0 == first })
        else { return nil }
        let isOneHot = predictions.probabilities?.values.allSatisfy { $0 == 0 || $0 == 1 } ?? false
        return InputDoubt(
            .constantConfidence, at: Place(file: file),
            isOneHot
                ? "the probabilities are 0 or 1 in every row: they are the answer and no confidence"
                : "the confidence is \([InputDoubt].short(first)) in every row: no row is surer than another",
            suggestion: "was it filled in? leave it out, and what needs a confidence is not measured;")
    }

    /// Probabilities that were taken for logits once more: none is above what softmax makes of certainty.
    private func softmaxDoubt(_ file: String) -> InputDoubt? {
        guard let matrix = predictions.probabilities,
            let found = SoftmaxTwice(matrix, labels: items.labels, answers: predictions.predicted)
        else { return nil }
        return InputDoubt(
            .probabilityScale, at: Place(file: file, field: "probabilities"),
            "softmax looks applied twice: no probability of \(count) rows is above \([InputDoubt].short(found.bound)), what softmax "
                + "makes of 1 among \(classes.count) classes, and \(found.certain) rows reach it",
            suggestion:
                "write the probabilities as they were, without kind: logit in version.yml where they are no logits;")
    }

    /// How many rows are predicted as a class that is less probable than another.
    fileprivate func answersBesideBest(_ matrix: ProbabilityMatrix) -> Int {
        let best = matrix.mostProbable
        return (0..<count).count { row in
            let given = predictions.predicted[row]
            return given >= 0 && given != best[row] && matrix[row, Int(given)] < matrix[row, Int(best[row])]
        }
    }

    /// Predictions that are mostly not the most probable class of their row: the columns are of two runs.
    private func predictedDoubt(_ file: String) -> InputDoubt? {
        guard let matrix = predictions.probabilities, count >= ClassPermutation.fewestRows else { return nil }
        let other = answersBesideBest(matrix)
        guard other * 2 > count else { return nil }
        return InputDoubt(
            .predictedClass, at: Place(file: file),
            "the prediction is not the most probable class in \(other) of \(count) rows",
            suggestion: "are the columns of two runs, or in another order than their names say?")
    }
}

extension Evaluation {
    /// Predictions that are the label each time they are not the most probable class, on a twentieth of the rows or more, and wrong
    /// nowhere. A threshold of its own, with which a model of two classes may be right throughout, moves few rows.
    private func copiedDoubt(_ file: String) -> InputDoubt? {
        guard let matrix = predictions.probabilities, count >= ClassPermutation.fewestRows,
            (0..<count).allSatisfy({ predictions.predicted[$0] == items.labels[$0] })
        else { return nil }
        let other = answersBesideBest(matrix)
        guard other >= 10, other * 20 >= count else { return nil }
        return InputDoubt(
            .predictedClass, at: Place(file: file, field: "predicted"),
            "the prediction is the label in all \(count) rows, and not the most probable class in \(other) of them",
            suggestion:
                "were the labels written as predictions? leave the column out, and the most probable class is taken;")
    }

    /// A confidence below that of a guess: of K classes the most probable has 1/K at the least.
    private func unlikelyDoubt(_ file: String) -> InputDoubt? {
        guard predictions.hasConfidence, predictions.probabilities == nil, predictions.areProbabilities,
            classes.count > 2, count >= ClassPermutation.fewestRows
        else { return nil }
        // A digit may have been lost.
        let guess = 1 / Double(classes.count) - 1e-3
        let low = predictions.confidence.count { $0 < guess }
        guard low > 4, low * 20 > count else { return nil }
        return InputDoubt(
            .predictedClass, at: Place(file: file, field: "confidence"),
            "the confidence is below 1/\(classes.count) in \(low) of \(count) rows, and the most probable of \(classes.count) classes "
                + "has more",
            suggestion: "is it that of another class, such as the label's, or no probability?")
    }

    /// A list of the best classes whose last one is right where the first is not.
    private func reversedDoubt(_ file: String) -> InputDoubt? {
        guard let choices = predictions.choices, count >= ClassPermutation.fewestRows else { return nil }
        var (first, last) = (0, 0)
        for row in 0..<count {
            guard let rank = choices.rank(of: items.labels[row], row) else { continue }
            if rank == 1 { first += 1 }
            if rank > 1, rank == choices.length(row) { last += 1 }
        }
        guard last > 2 * first, (last - first) * 5 >= count,
            McNemar.exact(fixed: last, broken: first) < ClassPermutation.level
        else { return nil }
        return InputDoubt(
            .predictedClass, at: Place(file: file),
            "the label is the last class of the list in \(last) of \(count) rows, and the first in \(first)",
            suggestion: "is the list from the least to the most probable class? write the most probable one first;")
    }
}

extension Items {
    /// The same images with other attributes. Precondition: they have the same number of rows.
    func withAttributes(_ attributes: [Column]) -> Items {
        Items(ids: ids, labels: labels, paths: paths, attributes: attributes, units: units)
    }
}

/// Classes that are one but for spelling.
enum ClassNameDoubt {
    /// The doubt about a list of classes; `nil` when all differ by more.
    static func doubt(about classes: [ClassName], file: String) -> InputDoubt? {
        let same = Dictionary(grouping: classes, by: \.self).filter { $0.value.count > 1 }
        if let twice = same.keys.min() {
            return InputDoubt(
                .classNames, at: Place(file: file, field: "classes"),
                "\(classes.count { $0 == twice }) classes are called \"\(twice)\"",
                suggestion: "are they one? merge their ids, or give one another name;")
        }
        let spelled = pairs(of: classes) { NormalizedMatch.plain($0.text, [.letterCase, .blanks, .composition]) }
        let seen = spelled.isEmpty ? pairs(of: classes) { Name(LookAlikes.seen($0.text)) } : []
        guard let pairs = [spelled, seen].first(where: { !$0.isEmpty }) else { return nil }
        let shown = pairs.prefix(3).joined(separator: ", ") + (pairs.count > 3 ? " ..." : "")
        return InputDoubt(
            .classNames, at: Place(file: file, field: "classes"),
            spelled.isEmpty
                ? "\(shown) look alike, for letters of two scripts or marks that are not drawn, and are two classes"
                : "\(shown) differ only in letter case, blanks or the form of letters, and are two classes",
            suggestion: "are they one? write them alike;")
    }

    /// Classes of one `plain` form, each with the first of that form.
    private static func pairs(of classes: [ClassName], _ plain: (ClassName) -> Name) -> [String] {
        var first: [Name: ClassName] = [:]
        var pairs: [String] = []
        for name in classes {
            let form = plain(name)
            if let other = first[form] {
                pairs.append("\"\(other)\" and \"\(name)\"")
            } else {
                first[form] = name
            }
        }
        return pairs
    }
}
