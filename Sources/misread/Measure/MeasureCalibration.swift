import ArgumentParser
import Foundation
import Record
import Statistics

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
        print(values.json.text())
    }

    private var counts: [Int]? {
        guard let objects else { return [] }
        let parts = objects.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let whole = parts.compactMap { $0 }.filter(OptionRange.objects.contains)
        return whole.count == parts.count ? whole : nil
    }

    /// Reads the input and measures it.
    func measure() throws -> NamedValues {
        let input: CalibrationInput
        switch (probabilities, labels, table, confidence, correct) {
        case (let probabilities?, let labels?, nil, nil, nil):
            let arrays = try CalibrationArrays(probabilities: probabilities, labels: labels)
            let width = arrays.classes ?? 1
            if !exact, arrays.rows > Self.mostExactValues / width { return try counted(arrays) }
            input = try arrays.read()
        case (nil, nil, let table?, let confidence?, let correct?):
            input = try CalibrationTable(
                path: table, confidence: confidence, correct: correct, iou: iou, label: label, objects: counts ?? []
            ).read()
        default: throw CalibrationInputError.options
        }
        return Self.values(of: input)
    }

    /// The values of an array too large to keep.
    private func counted(_ arrays: CalibrationArrays) throws -> NamedValues {
        let stream = arrays.stream(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        var values = NamedValues()
        if arrays.classes == nil {
            values.addSketch(try stream.judgements())
        } else {
            values.addSketch(try stream.classes())
        }
        return values
    }

    private static func values(of input: CalibrationInput) -> NamedValues {
        var values = NamedValues()
        switch input {
        case .judgements(let judgements): values.addJudgements(judgements)
        case .detections(let judgements, let classes): values.addDetections(judgements, classes)
        case .classes(let rows): values.addClasses(rows)
        }
        return values
    }
}

extension NamedValues {
    /// Everything that is computed from one probability a row.
    mutating func addJudgements(_ judgements: Judgements) {
        let confidence = judgements.confidence
        let correct = judgements.correct
        let ladder = ScoreLadder(confidence: confidence, correct: correct)
        addCalibration(ladder, ranked: RankedJudgements(confidence: confidence, correct: correct), prefix: "")
        // The other form of a binary problem: the likelier side, and whether it was right.
        let likelier = ScoreLadder(
            confidence: confidence.map { max($0, 1 - $0) }, correct: zip(confidence, correct).map { ($0 > 0.5) == $1 })
        add("top1.ece.ew15.left", likelier.bins(EqualWidthBins(15)).ece)
        addProperScores(ladder)
        addTemperature(LogProbabilities(positive: confidence, outcome: correct).fit())
        addRanking(ladder)
    }
}
