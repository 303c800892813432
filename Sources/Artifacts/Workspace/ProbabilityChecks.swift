import Columns
import Diagnostics
import Foundation

/// Turns the numbers of a predictions file into probabilities, and says what is wrong with them: one problem a cause, at the
/// first row that has it.
struct ProbabilityChecks {
    let file: String
    let settings: ProbabilitySettings
    /// The line of a row.
    let line: (Int) -> Int
    /// What a row's image is called.
    let name: (Int) -> String

    /// By how much a sum of probabilities may miss 1 however they are written.
    static let sumTolerance = 1e-3

    /// A matrix as probabilities; `scale` is what its numbers are, where that is said or proven.
    func checked(
        _ given: ProbabilityMatrix, _ scale: ProbabilityScale?, _ problems: inout ProblemList
    ) -> ProbabilityMatrix {
        let scale = scale ?? .probability
        if scale == .logit, Self.areProbabilities(given) {
            problems.add(
                Problem(
                    at: Place(file: file, field: "probabilities"),
                    "version.yml says that they are logits, and all \(given.rows) rows are probabilities that sum to 1",
                    suggestion: "leave probabilities: {kind: logit} out of version.yml"))
            return given
        }
        if scale != .probability { remark("probabilities", "the numbers are \(scale.words)", &problems) }
        let converted = scale.probabilities(given)
        // Votes are no probabilities before they are divided by their sum.
        if settings.isNormalised, converted.values.allSatisfy({ $0.isNaN || $0 >= 0 }) {
            return normalised(converted, &problems)
        }
        guard let matrix = clipped(converted, &problems) else { return given }
        return settings.isNormalised ? matrix : summed(matrix, given, scale, &problems)
    }

    /// Whether each row lies within 0...1 and sums to 1, which a logit or two may do, and those of several rows do not.
    private static func areProbabilities(_ matrix: ProbabilityMatrix) -> Bool {
        matrix.rows >= 5
            && (0..<matrix.rows).allSatisfy { row in
                matrix.row(row).allSatisfy { 0...1 ~= $0 } && abs(matrix.row(row).reduce(0, +) - 1) <= sumTolerance
            }
    }

    /// A matrix of scores of labels, each a probability of its own: logits go through the logistic function one by one.
    func labelScores(_ given: ProbabilityMatrix, _ problems: inout ProblemList) -> ProbabilityMatrix {
        let scale = settings.scale ?? .probability
        guard scale != .probability else { return clipped(given, ofLabels: true, &problems) ?? given }
        remark("probabilities", "the numbers are \(scale.wordsOfLabels)", &problems)
        let converted = given.values.map { scale.probability(of: $0) ?? 1 / (1 + exp(-$0)) }
        let matrix = ProbabilityMatrix(rows: given.rows, classes: given.classes, values: converted)
        return clipped(matrix, ofLabels: true, &problems) ?? matrix
    }

    /// A column of confidence; `nil` where its numbers say no probability.
    func checked(
        confidence values: [Double], _ scale: ProbabilityScale?, _ problems: inout ProblemList
    ) -> [Double]? {
        let finite = values.lazy.filter(\.isFinite)
        // A matrix in percent may stand beside a confidence in 0...1.
        let isOwn = finite.allSatisfy { -ProbabilityScale.slack...1 + ProbabilityScale.slack ~= $0 }
        let scale = isOwn && settings.scale != .uint8 ? .probability : scale ?? .probability
        if scale == .logit {
            remark("confidence", "logits are no probabilities: it was not used", &problems)
            return nil
        }
        let converted = scale == .probability ? values : values.map { scale.probability(of: $0) ?? .nan }
        let outside = rows(of: converted) { !(-ProbabilityScale.slack...1 + ProbabilityScale.slack ~= $0) }
        if let first = outside.first {
            let fault = WorkspaceFault.outsideUnit(
                values[first.row], id: name(first.row), hint: Self.hint(values, else: .score), rows: outside.count)
            problems.add(WorkspaceError(file, row: line(first.row), field: "confidence", fault))
            return converted
        }
        let over = rows(of: converted) { !(0...1 ~= $0) }
        if !over.isEmpty { remarkClipped("confidence", over, &problems) }
        return over.isEmpty ? converted : converted.map { min(1, max(0, $0)) }
    }

    /// The probabilities of two classes, where a column of confidence is that of one of them: the model cannot be less than
    /// half sure of its answer, and is so exactly where it answers the other class. `nil` where that is not so.
    func probabilities(
        ofOne confidence: [Double], _ predicted: [Int32], _ classes: [ClassName], _ problems: inout ProblemList
    ) -> ProbabilityMatrix? {
        let low = confidence.indices.filter { confidence[$0] < 0.5 }
        guard low.count > 4, confidence.count - low.count > 4, confidence.allSatisfy({ 0...1 ~= $0 }),
            let other = low.first.map({ predicted[$0] }), other >= 0
        else { return nil }
        let positive = 1 - Int(other)
        let isOfOne = confidence.indices.allSatisfy { row in
            confidence[row] == 0.5 || (confidence[row] < 0.5) == (predicted[row] == other)
        }
        guard isOfOne else { return nil }
        remark(
            "confidence",
            "is the probability of \(classes[positive]) and not that of the prediction: it is below one half in the "
                + "\(low.count) rows that answer \(classes[Int(other)]), and in no other", &problems)
        return ProbabilityMatrix(positive: positive, confidence, nil)
    }

    /// Values that go over 0...1 by rounding as 0 and 1; `nil` when one goes over by more, which is said.
    private func clipped(
        _ matrix: ProbabilityMatrix, ofLabels: Bool = false, _ problems: inout ProblemList
    ) -> ProbabilityMatrix? {
        let slack = -ProbabilityScale.slack...1 + ProbabilityScale.slack
        let outside = rows(of: matrix) { !(slack ~= $0) }
        if let first = outside.first {
            let fault = WorkspaceFault.outsideUnit(
                first.value, id: name(first.row), hint: Self.hint(matrix.values, else: ofLabels ? .labelLogit : .logit),
                rows: outside.count)
            problems.add(WorkspaceError(file, row: line(first.row), field: "probabilities", fault))
            return nil
        }
        let over = rows(of: matrix) { !(0...1 ~= $0) }
        if over.isEmpty { return matrix }
        remarkClipped("probabilities", over, &problems)
        return ProbabilityMatrix(
            rows: matrix.rows, classes: matrix.classes, values: matrix.values.map { min(1, max(0, $0)) })
    }

    /// The matrix, when its rows sum to 1 as exactly as they are written; a fault otherwise.
    private func summed(
        _ matrix: ProbabilityMatrix, _ given: ProbabilityMatrix, _ scale: ProbabilityScale,
        _ problems: inout ProblemList
    ) -> ProbabilityMatrix {
        let sums = (0..<matrix.rows).map { matrix.row($0).reduce(0, +) }
        let odd = sums.indices.filter { sums[$0].isFinite && abs(sums[$0] - 1) > Self.sumTolerance }
        guard !odd.isEmpty else { return matrix }
        let whole = scale.whole ?? 1
        let digits = PrintedDigits(of: given.values, whole: whole)
        let wrong = odd.filter { row in
            // A little more than the rounding itself, for the sum is rounded too.
            let allowed = scale.whole == nil ? 0 : digits.sumTolerance(given.row(row)) / whole
            return abs(sums[row] - 1) > allowed * (1 + 1e-9) + 1e-9
        }
        if let row = wrong.first {
            let fault = WorkspaceFault.wrongSum(sums[row], id: name(row), rows: wrong.count, of: matrix.rows)
            problems.add(WorkspaceError(file, row: line(row), field: "probabilities", fault))
        } else {
            let (low, high) = (sums.min() ?? 1, sums.max() ?? 1)
            remark(
                "probabilities",
                "they are rounded, so that rows sum to \([InputDoubt].short(low))...\([InputDoubt].short(high)); they are used as they are",
                &problems)
        }
        return matrix
    }

    /// The rows divided by their sums, as version.yml asks.
    private func normalised(_ matrix: ProbabilityMatrix, _ problems: inout ProblemList) -> ProbabilityMatrix {
        var values = matrix.values
        var (low, high) = (Double.infinity, -Double.infinity)
        var empty: [Int] = []
        for row in 0..<matrix.rows {
            let range = row * matrix.classes..<(row + 1) * matrix.classes
            let sum = values[range].reduce(0, +)
            guard sum.isFinite else { continue }
            (low, high) = (min(low, sum), max(high, sum))
            guard sum > 0 else {
                empty.append(row)
                continue
            }
            for index in range { values[index] /= sum }
        }
        if let row = empty.first {
            let fault = WorkspaceFault.wrongSum(0, id: name(row), rows: empty.count, of: matrix.rows)
            problems.add(WorkspaceError(file, row: line(row), field: "probabilities", fault))
        } else if low <= high {
            remark(
                "probabilities",
                "each row was divided by its sum, \([InputDoubt].short(low))...\([InputDoubt].short(high))", &problems)
        }
        return ProbabilityMatrix(rows: matrix.rows, classes: matrix.classes, values: values)
    }

    private func remark(_ field: String, _ text: String, _ problems: inout ProblemList) {
        problems.add(Problem(.note, at: Place(file: file, field: field), text))
    }

    private func remarkClipped(_ field: String, _ over: [(row: Int, value: Double)], _ problems: inout ProblemList) {
        let first = over.first.map { "first \($0.value) in row \(line($0.row))" } ?? ""
        remark(
            field,
            "\(over.count) \(over.count == 1 ? "row goes" : "rows go") over 0...1 by rounding (\(first)): "
                + "taken for 0 or 1", &problems)
    }

    private func rows(of matrix: ProbabilityMatrix, where isMeant: (Double) -> Bool) -> [(row: Int, value: Double)] {
        (0..<matrix.rows).compactMap { row in
            matrix.row(row).first { $0.isFinite && isMeant($0) }.map { (row, $0) }
        }
    }

    private func rows(of values: [Double], where isMeant: (Double) -> Bool) -> [(row: Int, value: Double)] {
        values.enumerated().compactMap { $0.element.isFinite && isMeant($0.element) ? ($0.offset, $0.element) : nil }
    }

    /// At most four decimals.
    /// What numbers outside 0...1 probably are, judged by all of them.
    private static func hint(
        _ values: [Double], else other: WorkspaceFault.Hint
    ) -> WorkspaceFault.Hint {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        if low >= 0, high > 20, high <= 100 { return .percent }
        return low >= 0 && other == .logit ? .votes : other
    }
}
