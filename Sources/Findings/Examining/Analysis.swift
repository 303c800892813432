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
    /// States what the artifacts say. Throws `Missing` when an input it needs is not there, which the site shows as
    /// "not measured: ..."; any other error becomes a box on that page and a non-zero exit code.
    func examine(_ examination: Examination) throws -> Section
}

/// An input that is not there, so that an analysis does not apply: "no saliency maps in this evaluation".
public struct Missing: Error, Sendable, Hashable {
    /// What is missing, completing "not measured: ...".
    public let reason: String

    /// A missing input.
    public init(_ reason: String) {
        self.reason = reason
    }
}

/// Everything an analysis may look at: a closed value, made once an audit.
public struct Examination: Sendable {
    /// Counts of the plain evaluation.
    public let book: TallyBook
    /// Counts of each one-variable run, in the order of factor, then strength.
    public let conditions: [TallyBook]
    /// What the archive keeps of the baseline; never its artifacts.
    public let baseline: BaselineRecord?
    /// The evaluation joined with the baseline, item by item; `nil` without a baseline.
    public let pairing: Pairing?
    /// Settings in force.
    public let settings: WorkspaceSettings
    /// Counts of a detector, whose objects are the rows of `book`; `nil` for other tasks.
    public let detection: DetectionBook?
    /// Whether no version came before this one, so that there is nothing it could be compared with.
    public let isFirst: Bool
    /// What rows are resampled by; the weights are drawn once, by who asks for them first.
    let units: ResamplingUnits

    /// An examination.
    public init(
        book: TallyBook, conditions: [TallyBook] = [], baseline: BaselineRecord? = nil, settings: WorkspaceSettings,
        detection: DetectionBook? = nil, isFirst: Bool = true
    ) {
        self.isFirst = isFirst
        self.detection = detection
        self.book = book
        self.conditions = conditions
        self.baseline = baseline
        self.settings = settings
        units = ResamplingUnits(of: book.evaluation)
        pairing = baseline.map { Pairing(of: book.evaluation, with: $0) }
    }

    /// The plain evaluation.
    public var evaluation: Evaluation { book.evaluation }
}
