import ArgumentParser
import Artifacts
import Diagnostics
import Findings
import Foundation
import Record
import Statistics
import Tallies

/// `misread measure calibration`: how far stated probabilities are from what came true.
struct MeasureCalibration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibration",
        abstract: "Calibration of probabilities: errors, scores, decompositions and operating points.",
        discussion: """
            Give class probabilities (rows x classes) with a class label a row, or one probability a row with an \
            outcome of 0 or 1; as NPY arrays or as columns of a table. A table with a column of IoU is one of \
            detections.
            """)

    @Option(help: ArgumentHelp("NPY array: rows x classes, or one probability a row.", valueName: "npy"))
    var probabilities: String?

    @Option(help: ArgumentHelp("NPY array: the class of each row, or its outcome, 0 or 1.", valueName: "npy"))
    var labels: String?

    @Option(help: ArgumentHelp("CSV table, or JSON Lines when it ends in .jsonl.", valueName: "csv"))
    var table: String?

    @Option(help: ArgumentHelp("Column of the table that holds the probability.", valueName: "column"))
    var confidence: String?

    @Option(help: ArgumentHelp("Column of the table that says whether it came true: 0 or 1.", valueName: "column"))
    var correct: String?

    @Option(
        help: ArgumentHelp("Column of IoU with the matched object; \"iou\" when there is one.", valueName: "column"))
    var iou: String?

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Column of the detection's class; \"class_id\" when there is one.", valueName: "column"))
    var label: String?

    @Option(
        help: ArgumentHelp(
            "How many objects of each class there were, in rising order of class: 1307,810,710. LRP needs it.",
            valueName: "counts"))
    var objects: String?

    @Option(help: ArgumentHelp("Threads; the output never depends on it.", valueName: "n"))
    var threads: Int?

    @Flag(help: "Keep every row in memory, however many there are.")
    var exact = false

    /// Probabilities up to which every row is kept in memory.
    static let mostExactValues = 2_000_000

    func validate() throws {
        if let objects, counts == nil {
            throw ValidationError("--objects \(objects): whole numbers up to 10^12 and commas expected")
        }
        try OptionRange.check("threads", threads, OptionRange.threads)
    }

    func run() throws {
        let values = try Outcome.of { try measure() }
        try Outcome.give(values.json.text() + "\n")
    }

    private var counts: [Int]? {
        guard let objects else { return [] }
        let parts = objects.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let whole = parts.compactMap { $0 }.filter(OptionRange.objects.contains)
        return whole.count == parts.count ? whole : nil
    }

    /// Reads the input and measures it.
    func measure() throws -> NamedValues {
        switch (probabilities, labels, table, confidence, correct) {
        case (let probabilities?, let labels?, nil, nil, nil):
            return try measure(try ProbabilityArrays(probabilities: probabilities, labels: labels))
        case (nil, nil, let table?, let confidence?, let correct?):
            return try measure(
                try JudgementTable(path: table, confidence: confidence, correct: correct, iou: iou, label: label).read()
            )
        default: throw CalibrationInputError.options
        }
    }

    private func measure(_ arrays: ProbabilityArrays) throws -> NamedValues {
        var values = NamedValues()
        let isLarge = !exact && arrays.rows > Self.mostExactValues / (arrays.classes ?? 1)
        let blocks = arrays.blocks(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        switch (isLarge, arrays.classes) {
        case (true, nil): values.addHistogram(try ConfidenceHistogram(counting: blocks))
        case (true, _?): values.addHistogram(try ClassHistogram(counting: blocks))
        case (false, nil): values.addScoredPredictions(try arrays.scoredPredictions())
        case (false, _?):
            let (evaluation, remarks) = try arrays.evaluation()
            if remarks.remarkCount > 0 { Outcome.say(remarks.description) }
            if let rows = ClassJudgements(evaluation) { values.addClasses(rows) }
        }
        return values
    }

    private func measure(_ rows: JudgedRows) throws -> NamedValues {
        var values = NamedValues()
        guard let detections = rows.detections else {
            values.addScoredPredictions(rows)
            return values
        }
        let objects = counts ?? []
        guard objects.isEmpty || objects.count == detections.classes.count else {
            throw CalibrationInputError.objects(given: objects.count, classes: detections.classes.count)
        }
        values.addDetections(rows, DetectedClass.all(of: rows, detections, objects: objects))
        return values
    }
}

extension NamedValues {
    /// Everything that is computed from one probability a row.
    mutating func addScoredPredictions(_ rows: JudgedRows) {
        let (confidence, correct) = (rows.confidence, rows.correct)
        let scoreHistogram = ScoreHistogram(confidence: confidence, correct: correct)
        addCalibration(scoreHistogram, ranked: RankedPredictions(confidence: confidence, correct: correct), prefix: "")
        // The other form of a binary problem: the likelier side, and whether it was right.
        let likelier = ScoreHistogram(
            confidence: confidence.map { max($0, 1 - $0) }, correct: zip(confidence, correct).map { ($0 > 0.5) == $1 })
        add("top1.ece.ew15.left", likelier.bins(EqualWidthBins(15)).ece)
        addProperScores(scoreHistogram)
        addTemperature(LogProbabilities(positive: confidence, outcome: correct).fit())
        addRanking(scoreHistogram)
    }
}

/// Why `misread measure calibration` cannot do what it is asked.
enum CalibrationInputError: Error, Hashable {
    /// Options that do not go together.
    case options
    /// Counts of objects that do not fit the classes.
    case objects(given: Int, classes: Int)
}

extension CalibrationInputError: Explained {
    var problem: Problem {
        switch self {
        case .options:
            Problem("give either --probabilities and --labels, or --table, --confidence and --correct")
        case .objects(let given, let classes):
            Problem(
                "--objects gives \(given) counts, but the table has \(classes) classes",
                suggestion: "one count a class, in rising order of class")
        }
    }
}
