// One analysis is one file, one template of the same name, one test and one line in Catalog.swift.
// It declares a card, then does one thing: turns an examination into a section.

import Artifacts
import Diagnostics
import Record
import Statistics
import Tallies

/// An analysis.
public protocol Analysis: Sendable {
    /// What it is and what it will state. Templates are checked against it before anything runs.
    var card: Card { get }
    /// What it reads in the book. Everything is counted in one pass before any analysis runs.
    func requests(_ plan: Plan) -> [any TallyRequest]
    /// What it reads besides, and cannot ask for before the counts of `requests` are known: counted in a second pass.
    func requests(_ plan: Plan, after book: Book) -> [any TallyRequest]
    /// Whether what it states is about confidence: a confidence that was filled in explains what it finds, and nothing else.
    var readsConfidence: Bool { get }
    /// Whether what it states is about runs under a change: what is doubted of one takes that run from it, and explains nothing
    /// else.
    var readsConditions: Bool { get }
    /// Whether all that it states is of a detector's operating point, or of what became of objects there: not measured where
    /// scores are no probabilities.
    var needsOperatingPoint: Bool { get }
    /// What it reads besides the book: where rows were counted elsewhere and are not here, it is measured only when that is
    /// there all the same.
    var rowNeed: RowNeed { get }
    /// States what the artifacts say. Throws `Missing` when an input it needs is not there, which the site shows as
    /// "not measured: ..."; any other error becomes a box on that page and a non-zero exit code.
    func examine(_ examination: Examination) throws -> Section
}

extension Analysis {
    /// No.
    public var readsConfidence: Bool { false }

    /// No.
    public var readsConditions: Bool { false }

    /// Yes: who states what needs no score, as average precision, says so.
    public var needsOperatingPoint: Bool { true }

    /// Images one by one: who needs less says so.
    public var rowNeed: RowNeed { .images }

    /// Nothing.
    public func requests(_ plan: Plan) -> [any TallyRequest] { [] }

    /// Nothing.
    public func requests(_ plan: Plan, after book: Book) -> [any TallyRequest] { [] }
}

/// What an analysis reads of rows besides the book.
public enum RowNeed: Sendable {
    /// Nothing: what was counted anywhere and added up is enough.
    case nothing
    /// What rows have in common: label, answer, the baseline's, attributes and unit.
    case cells
    /// Images one by one: ids, confidences, pictures, probabilities.
    case images
}

/// What is known before anything is counted.
public struct Plan: Sendable {
    /// What will be counted: its rows are there, but it is the book that walks them.
    public let evaluation: Evaluation
    /// Settings in force.
    public let settings: WorkspaceSettings
    /// What it is sliced by.
    let columns: SliceColumns

    /// Whether all class probabilities are there.
    var hasProbabilities: Bool { evaluation.predictions.hasProbabilities }
}

/// An input that is not there, so that an analysis does not apply: "no saliency maps in this evaluation".
public struct Missing: Error, Sendable, Hashable {
    /// What is missing, completing "not measured: ...".
    public let reason: String

    /// A missing input.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// An input that several analyses need.
    enum Input: String {
        /// Hard labels have none.
        case noConfidence = "no confidence: the predictions are labels alone"
        /// A score of at least 0.25 means nothing of logits.
        case noProbabilities = "scores are not in 0...1, so they are no probabilities"
        /// The same of the version that it is compared with.
        case noProbabilitiesBefore = "nothing was measured at the baseline's operating point"
    }

    /// A missing input that several analyses need.
    init(_ input: Input) { reason = input.rawValue }
}

/// Everything an analysis may look at: a closed value, made once an audit.
public struct Examination: Sendable {
    /// The plain evaluation.
    public let evaluation: Evaluation
    /// Counts of the plain evaluation: what the analyses asked for.
    public private(set) var book: Book
    /// Each one-variable run, in the order of factor, then strength.
    public private(set) var conditions: [Evaluation]
    /// What the archive keeps of the baseline; never its artifacts. `nil` where what it said is doubted.
    public let baseline: BaselineRecord?
    /// What is doubted of the baseline that nothing is compared with for it.
    let baselineDoubts: [InputHealth.Doubt]
    /// The evaluation joined with the baseline, item by item; `nil` without a baseline.
    public let pairing: Pairing?
    /// The versions that were audited before on the same task; empty where none tells anything of this one.
    public let earlier: [EarlierVersion]
    /// Settings in force.
    public let settings: WorkspaceSettings
    /// Counts of a detector, whose objects are the rows of `evaluation`; `nil` for other tasks.
    public let detection: DetectionBook?
    /// A detector's runs under a change, whose rows are among `conditions`; empty for other tasks.
    private(set) var detectionRuns: [DetectionRun]
    /// SHA-256 over the names of a detector's images; `nil` for other tasks.
    let imagesDigest: String?
    /// Whether no version came before this one, so that there is nothing it could be compared with.
    public let isFirst: Bool
    /// What it is sliced by.
    let columns: SliceColumns
    /// What rows are resampled by; the weights are drawn once, by who asks for them first.
    let units: ResamplingUnits
    /// Counts that were made elsewhere, of rows that are not here; `nil` where rows are.
    let tallied: TalliedCounts?
    /// Feature vectors of the rows; `nil` where there are none.
    var embeddings: Embeddings? {
        detection.map { $0.evaluation.embeddings?.gathered($0.objects) } ?? evaluation.embeddings
    }
    /// The sample of such rows that is looked at where there are more than are made again; empty where there are not.
    private(set) var sample: [Examination] = []

    /// An examination.
    public init(
        of evaluation: Evaluation, conditions: [Evaluation] = [], baseline: BaselineRecord? = nil,
        settings: WorkspaceSettings, detection: DetectionBook? = nil, runs: [DetectionRun] = [],
        isFirst: Bool = true, earlier: [EarlierVersion] = []
    ) {
        self.earlier = earlier
        self.isFirst = isFirst
        self.detection = detection
        detectionRuns = runs
        tallied = nil
        imagesDigest = detection.map { DatasetRecord.digest(ofImages: $0.evaluation.names) }
        self.evaluation = evaluation
        self.conditions = conditions + runs.map(\.rows)
        baselineDoubts = baseline?.doubts(settings) ?? []
        let baseline = baselineDoubts.contains { !$0.isAccepted } ? nil : baseline
        self.baseline = baseline
        self.settings = settings
        units = ResamplingUnits(of: evaluation)
        columns = SliceColumns(of: evaluation, settings)
        book = Book(counting: [], of: evaluation, units, edition: "")
        pairing = baseline.map { Pairing(of: evaluation, with: $0) }
    }

    /// An examination of rows that stand for those that were counted elsewhere.
    init(
        tallied made: TalliedRows, _ counts: TalliedCounts, baseline: BaselineRecord?, settings: WorkspaceSettings,
        isFirst: Bool, earlier: [EarlierVersion], sample: [Examination] = []
    ) {
        self.sample = sample
        self.earlier = earlier
        self.isFirst = isFirst
        (detection, imagesDigest, conditions, detectionRuns) = (nil, nil, [], [])
        evaluation = made.evaluation
        baselineDoubts = baseline?.doubts(settings) ?? []
        let baseline = baselineDoubts.contains { !$0.isAccepted } ? nil : baseline
        self.baseline = baseline
        self.settings = settings
        tallied = counts
        book = counts.book
        units = made.units
        columns = SliceColumns(of: made.evaluation, settings)
        pairing = baseline.map { Pairing(of: made, with: $0) }
    }

    /// The same without the runs of these names.
    func leavingOut(runs names: [String]) -> Examination {
        guard !names.isEmpty else { return self }
        var left = self
        let isLeftOut = { (run: Evaluation) in run.condition.map { names.contains($0.name) } ?? false }
        left.conditions.removeAll(where: isLeftOut)
        left.detectionRuns.removeAll { isLeftOut($0.rows) }
        return left
    }

    /// The same with everything counted that those of `analyses` read that apply: each distinct request once, in one pass, on `threads`; what depends on those counts in a second.
    public func counting(
        for analyses: [any Analysis], edition: String = "", threads: Int = 1
    ) -> Examination {
        let applying = analyses.filter { $0.card.tasks.contains(settings.task) && reasonAgainst($0) == nil }
        let earlier = pairing?.answers(in: evaluation)
        func count(_ requests: [any TallyRequest]) -> Book {
            Book(
                counting: requests, of: evaluation, units, pairedWith: earlier, by: columns.columns, edition: edition,
                threads: threads)
        }
        var counted = self
        if let tallied {
            let asked = applying.flatMap { $0.requests(plan) }.filter { type(of: $0).isOfCells }
            counted.book = tallied.book
            counted.sample = sample.map { $0.counting(for: analyses, edition: edition, threads: threads) }
            if !asked.isEmpty { counted.book.include(count(asked)) }
            return counted
        }
        counted.book = count(applying.flatMap { $0.requests(plan) })
        let later = applying.flatMap { $0.requests(plan, after: counted.book) }
        if !later.isEmpty { counted.book.include(count(later)) }
        return counted
    }

    /// What is known before anything is counted.
    var plan: Plan { Plan(evaluation: evaluation, settings: settings, columns: columns) }
}
