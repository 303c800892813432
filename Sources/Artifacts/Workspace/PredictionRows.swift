// What a predictions file says, whatever its format, before it is joined to the images: rows in the file's order. The
// rules that every format obeys are checked here once: probabilities in 0...1 that sum to 1, a confidence in 0...1,
// and what is absent is derived from the probabilities; `ProbabilityChecks` says what the numbers are.

import Columns
import Diagnostics
import Formats

/// The rows of a predictions file.
struct PredictionRows: Sendable {
    /// The file, relative to the workspace.
    let file: String
    /// Ids, and which row each is in; `nil` when the format has none.
    let index: IDIndex?
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

    /// Rows that say the same as an earlier row of the same id, and do not count: a sampler's padding.
    let repeats: Set<Int>
    /// Whether there is a confidence at all: hard labels have none, and `confidence` is 0 then.
    let hasConfidence: Bool
    /// The best few classes of each row, where the file lists them.
    let choices: RankedChoices?

    /// Derives what is absent and checks what is there. Values that are NaN have been reported by their reader, and so
    /// have sums of probabilities when `areChecked`, whose numbers are probabilities.
    init(
        file: String, index: IDIndex?, labels: [Int32]?, predicted: [Int32]?, confidence: [Double]?,
        probabilities: ProbabilityMatrix?, lines: LineIndex?, settings: ProbabilitySettings = ProbabilitySettings(),
        repeats: Set<Int> = [], choices: RankedChoices? = nil, areChecked: Bool = false, twoClasses: [ClassName]? = nil,
        _ problems: inout ProblemList
    ) {
        self.file = file
        self.index = index
        self.labels = labels
        self.lines = lines
        self.repeats = repeats
        self.choices = choices
        let line = { (row: Int) in lines?.line(of: row) ?? row + 1 }
        let name = { (row: Int) in index.map { $0.ids[row].text } ?? "in row \(row + 1)" }
        let checks = ProbabilityChecks(file: file, settings: settings, line: line, name: name)
        var probabilities = probabilities
        if let twoClasses, probabilities == nil, let confidence, let predicted {
            probabilities = checks.probabilities(ofOne: confidence, predicted, twoClasses, &problems)
        }
        let scale = settings.scale ?? probabilities.flatMap { areChecked ? nil : .proven(by: $0) }
        let matrix = areChecked ? probabilities : probabilities.map { checks.checked($0, scale, &problems) }
        self.probabilities = matrix
        let isOfOne = twoClasses != nil && probabilities != nil
        let stated = isOfOne ? nil : confidence.flatMap { checks.checked(confidence: $0, scale, &problems) }
        let rows = matrix?.rows ?? predicted?.count ?? 0
        let best = matrix?.mostProbable
        let codes =
            predicted.map { given in given.indices.map { given[$0] < 0 ? best?[$0] ?? -1 : given[$0] } }
            ?? best ?? []
        self.predicted = codes
        hasConfidence = stated != nil || matrix != nil
        self.confidence = (0..<rows).map { row -> Double in
            let own = stated?[row] ?? (matrix == nil ? 0 : .nan)
            guard own.isNaN, let matrix, codes[row] >= 0 else { return own }
            return matrix[row, Int(codes[row])]
        }
        if !hasConfidence, !areChecked, rows > 0 {
            problems.add(
                Problem(
                    .note, at: Place(file: file),
                    "no confidence is given: whatever needs one is not measured, calibration and confident errors first"
                ))
        }
        if predicted == nil, let matrix { remarkTies(matrix, &problems) }
        remarkDisagreement(given: predicted, best: best, &problems)
    }

    /// Rows whose highest probability several classes share: the first of them is taken, and which that is says nothing.
    private func remarkTies(_ matrix: ProbabilityMatrix, _ problems: inout ProblemList) {
        guard problems.isClean else { return }
        let tied = (0..<matrix.rows).count { row in
            let values = matrix.row(row)
            guard let top = values.max() else { return false }
            return values.count { $0 == top } > 1
        }
        guard tied > 0 else { return }
        problems.add(
            Problem(
                tied * 20 > matrix.rows ? .warning : .note, at: Place(file: file),
                "\(tied) of \(matrix.rows) rows \(tied == 1 ? "has" : "have") no single most probable class: of those that share the highest "
                    + "probability the first in the order of misread.yml is taken",
                suggestion: "were they stored with few digits? give predicted, or more of them"))
    }

    /// A prediction that is not the most probable class is allowed (a threshold may be in use), and said.
    private func remarkDisagreement(given: [Int32]?, best: [Int32]?, _ problems: inout ProblemList) {
        guard let given, let best, problems.isClean else { return }
        let other = given.indices.filter { row in
            guard given[row] >= 0, given[row] != best[row], let matrix = probabilities else { return false }
            return matrix[row, Int(given[row])] < matrix[row, Int(best[row])]
        }
        guard let first = other.first else { return }
        problems.add(
            Problem(
                .warning, at: Place(file: file, row: line(of: first), field: "predicted"),
                "is not the most probable class in \(other.count) of \(given.count) rows, here first; the column counts",
                suggestion: "was a threshold in use? else one of the two is of another model"))
    }
}

extension PredictionRows {
    /// Reads the predictions in a folder, whatever their format. `images` is the length of the image table, when it is
    /// known. What is wrong is added to `problems`; `nil` when there are none that can be used.
    static func read(
        in path: String, of folder: WorkspaceFolder, conventions: FileConventions, classes: ClassList, images: Int?,
        _ problems: inout ProblemList
    ) -> PredictionRows? {
        guard let file = file(in: path, of: folder, &problems) else { return nil }
        return file.hasSuffix(".npy") || file.hasSuffix(".npz")
            ? read(array: file, in: folder, conventions: conventions, classes: classes, images: images, &problems)
            : read(table: file, in: folder, conventions: conventions, classes: classes, &problems)
    }

    /// What is said of a table that lies where predictions are missing, and is called otherwise.
    private static func table(among names: [String]) -> String? {
        for name in names {
            guard let dot = name.firstIndex(of: "."), case let ending = String(name[name.index(after: dot)...]),
                (TableNames.endings + ["npy", "npz"]).contains(ending),
                !TelemetryReader.names.contains(name), !["embeddings", "ids", "classes"].contains(name[..<dot])
            else { continue }
            return "\(name) lies there: call it predictions.\(ending) where it holds them"
        }
        return nil
    }

    /// The file of predictions in a folder; `nil` where there is none, which is said.
    static func file(in path: String, of folder: WorkspaceFolder, _ problems: inout ProblemList) -> String? {
        let known = (TableNames.endings + ["npy", "npz"]).map { "predictions." + $0 }
        let names: [String]
        do throws(WorkspaceError) {
            names = try folder.names(in: path)
        } catch {
            problems.add(error)
            return nil
        }
        let found = names.filter(known.contains)
        guard let name = found.first else {
            let hint =
                (try? folder.isFolder(path + "/" + WorkspaceOutline.tallies)) == true
                ? "it was counted by partition: `misread ingest` audits it from \(path)/\(WorkspaceOutline.tallies)/"
                : UnreadNames.whereabouts(of: known, in: path, folder) ?? table(among: names)
            problems.add(WorkspaceError(path, .noPredictions(hint)))
            return nil
        }
        if found.count > 1 { problems.add(WorkspaceError(path, .severalTables(found))) }
        return path + "/" + name
    }
}
