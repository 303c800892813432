// What a predictions file says, whatever its format, before it is joined to the images: rows in the file's order. The
// rules that every format obeys are checked here once: probabilities in 0...1 that sum to 1, a confidence in 0...1,
// and what is absent is derived from the probabilities.

import Columns
import Diagnostics
import Formats

/// The rows of a predictions file.
struct PredictionRows: Sendable {
    /// The file, relative to the workspace.
    let file: String
    /// Ids, or `nil` when the format has none.
    let ids: TextColumn?
    /// Class codes of a label column, -1 where blank; `nil` without one.
    let labels: [Int32]?
    /// Class codes predicted.
    let predicted: [Int32]
    /// Confidence of the prediction.
    let confidence: [Double]
    /// All probabilities, when the file has them.
    let probabilities: ProbabilityMatrix?
    /// Line of each row; `nil` for arrays, whose rows count from 1.
    let lines: LineIndex?

    /// Number of rows.
    var count: Int { predicted.count }

    /// Where a row stands in its file.
    func line(of row: Int) -> Int { lines?.line(of: row) ?? row + 1 }

    /// What may be wrong with a sum of probabilities before it is an error.
    static let sumTolerance = 1e-3

    /// Derives what is absent and checks what is there. Values that are NaN have been reported by their reader, and so
    /// have sums of probabilities when `sumsAreGiven`.
    init(
        file: String, ids: TextColumn?, labels: [Int32]?, predicted: [Int32]?, confidence: [Double]?,
        probabilities: ProbabilityMatrix?, lines: LineIndex?, sumsAreGiven: Bool = false,
        _ problems: inout ProblemList
    ) {
        self.file = file
        self.ids = ids
        self.labels = labels
        self.probabilities = probabilities
        self.lines = lines
        let rows = probabilities?.rows ?? predicted?.count ?? 0
        let best = probabilities?.mostProbable
        let codes =
            predicted.map { given in given.indices.map { given[$0] < 0 ? best?[$0] ?? -1 : given[$0] } }
            ?? best ?? []
        self.predicted = codes
        let scores = (0..<rows).map { row -> Double in
            let own = confidence?[row] ?? .nan
            guard own.isNaN, let probabilities, codes[row] >= 0 else { return own }
            return probabilities[row, Int(codes[row])]
        }
        self.confidence = scores
        if !sumsAreGiven { checkProbabilities(&problems) }
        if let confidence { checkConfidence(confidence, &problems) }
        remarkDisagreement(given: predicted, best: best, &problems)
    }

    private func name(_ row: Int) -> String { ids.map { $0[row] } ?? "in row \(row + 1)" }

    private func checkConfidence(_ values: [Double], _ problems: inout ProblemList) {
        let hint = Self.hint(values)
        for (row, value) in values.enumerated() where value < 0 || value > 1 {
            problems.add(
                WorkspaceError(
                    file, row: line(of: row), field: "confidence", .outsideUnit(value, id: name(row), hint: hint)))
        }
    }

    private func checkProbabilities(_ problems: inout ProblemList) {
        guard let matrix = probabilities else { return }
        var hint: WorkspaceFault.Hint?
        for row in 0..<matrix.rows {
            let values = matrix.values[row * matrix.classes..<(row + 1) * matrix.classes]
            if let outside = values.first(where: { $0 < 0 || $0 > 1 }) {
                let known = hint ?? Self.hint(matrix.values)
                hint = known
                problems.add(
                    WorkspaceError(
                        file, row: line(of: row), field: "probabilities",
                        .outsideUnit(outside, id: name(row), hint: known)))
                continue
            }
            let sum = values.reduce(0, +)
            if sum.isFinite, abs(sum - 1) > Self.sumTolerance {
                problems.add(
                    WorkspaceError(
                        file, row: line(of: row), field: "probabilities", .wrongSum(sum, id: name(row), hint: .none)))
            }
        }
    }

    /// What numbers outside 0...1 probably are, judged by all of them.
    private static func hint(_ values: [Double]) -> WorkspaceFault.Hint {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        if low >= -1e-3, high <= 1 + 1e-3 { return .rounding }
        return low >= 0 && high > 20 && high <= 100 ? .percent : .logit
    }

    /// A prediction that is not the most probable class is allowed (a threshold may be in use), and said.
    private func remarkDisagreement(given: [Int32]?, best: [Int32]?, _ problems: inout ProblemList) {
        guard let given, let best, problems.isClean else { return }
        let other = given.indices.filter { row in
            guard given[row] >= 0, given[row] != best[row], let matrix = probabilities else { return false }
            return matrix[row, Int(given[row])] < matrix[row, Int(best[row])]
        }.count
        guard other > 0 else { return }
        problems.add(
            Problem(
                .note, at: Place(file: file, field: "predicted"),
                "differs from the most probable class in \(other) of \(given.count) rows; the column was kept"))
    }
}

extension PredictionRows {
    /// Reads the predictions in a folder, whatever their format. `images` is the length of the image table, when it is
    /// known. What is wrong is added to `problems`; `nil` when there are none that can be used.
    static func read(
        in path: String, of folder: WorkspaceFolder, conventions: FileConventions, classes: ClassList, images: Int?,
        _ problems: inout ProblemList
    ) -> PredictionRows? {
        let known = ["csv", "tsv", "jsonl", "npy", "npz"].map { "predictions." + $0 }
        let names: [String]
        do throws(WorkspaceError) {
            names = try folder.names(in: path)
        } catch {
            problems.add(error)
            return nil
        }
        let found = names.filter(known.contains)
        guard let name = found.first else {
            let parquet = names.first { $0 == "predictions.parquet" }
            problems.add(
                parquet.map { WorkspaceError(path + "/" + $0, .parquet) } ?? WorkspaceError(path, .noPredictions))
            return nil
        }
        if found.count > 1 { problems.add(WorkspaceError(path, .severalTables(found))) }
        let file = path + "/" + name
        return name.hasSuffix(".npy") || name.hasSuffix(".npz")
            ? read(array: file, in: folder, classes: classes, images: images, &problems)
            : read(table: file, in: folder, conventions: conventions, classes: classes, &problems)
    }
}
