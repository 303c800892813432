import Artifacts
import Exhibits

/// Everything one audit states about one version, at full precision: what the archive keeps and the site is made from.
public struct Audit: Sendable, Codable, Hashable {
    /// Schema of this form; a reader refuses what it does not know.
    public static let schema = "misread-audit/1"

    /// Schema it was written in.
    public var schema: String
    /// Version of the program that wrote it.
    public var program: String
    /// What was evaluated.
    public var version: VersionRecord
    /// What it was evaluated on.
    public var dataset: DatasetRecord
    /// Site title and owners at the time.
    public var title: String
    /// Task.
    public var task: TaskKind
    /// What it is compared with, when something is.
    public var baseline: BaselineReference?
    /// How rows were kept or refused.
    public var accounting: RowAccounting
    /// Sections in reading order.
    public var sections: [Section]
    /// Release conditions, failing first.
    public var gates: [GateResult]
    /// Pictures kept beside the audit; filled in when they are written.
    public var pictures: [Picture]
    /// Files it was read from.
    public var inputs: [InputFile]
    /// Settings in force, name and value as text, in a fixed order.
    public var settings: [Setting]
    /// What the reader remarked: computed attributes, withheld columns.
    public var remarks: [String]

    /// An audit.
    public init(
        program: String, version: VersionRecord, dataset: DatasetRecord, title: String, task: TaskKind,
        baseline: BaselineReference?, accounting: RowAccounting, sections: [Section], gates: [GateResult],
        pictures: [Picture] = [], inputs: [InputFile], settings: [Setting], remarks: [String] = []
    ) {
        schema = Self.schema
        self.program = program
        self.version = version
        self.dataset = dataset
        self.title = title
        self.task = task
        self.baseline = baseline
        self.accounting = accounting
        self.sections = sections
        self.gates = gates
        self.pictures = pictures
        self.inputs = inputs
        self.settings = settings
        self.remarks = remarks
    }

    /// The section of an analysis, when it is there.
    public func section(_ id: String) -> Section? { sections.first { $0.id == id } }

    /// The fact at `section/fact`.
    public func fact(at path: String) -> Fact? {
        let parts = path.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return section(String(parts[0]))?.fact(String(parts[1]))
    }

    /// All failure modes, findings before leads, most errors first, then by id.
    public var findings: [Finding] {
        sections.flatMap(\.findings).sorted { a, b in
            if a.standing != b.standing { return a.standing == .finding }
            return a.errors != b.errors ? a.errors > b.errors : a.id < b.id
        }
    }

    /// The picture of an item, when the archive keeps one.
    public func picture(of item: String, _ kind: Picture.Kind) -> Picture? {
        pictures.first { $0.item == item && $0.kind == kind }
    }
}

/// The version's manifest as it is kept.
public struct VersionRecord: Sendable, Codable, Hashable {
    /// Version name.
    public var name: String
    /// Date of the evaluation.
    public var date: String
    /// Model.
    public var model: String
    /// Other manifest fields, heading and text, in a fixed order; absent ones are left out.
    public var details: [Setting]
    /// What differs from the baseline.
    public var changes: [String]
    /// Free text.
    public var notes: String?

    /// A record of a manifest.
    public init(_ manifest: VersionManifest) {
        name = manifest.version
        date = manifest.date
        model = manifest.model
        let fields: [(String, String?)] = [
            ("Commit", manifest.commit), ("Artifact SHA-256", manifest.artifactSHA256),
            ("Training data", manifest.trainingData), ("Label version", manifest.labelVersion),
            ("Preprocessing", manifest.preprocessing), ("Runtime", manifest.runtime),
        ]
        details = fields.compactMap { name, text in text.map { Setting(name, $0) } }
        changes = manifest.changes
        notes = manifest.notes
    }
}

/// The data set as it is kept.
public struct DatasetRecord: Sendable, Codable, Hashable {
    /// Its name.
    public var name: String
    /// How people call it.
    public var title: String
    /// Items evaluated.
    public var n: Int
    /// Class names in order of their codes.
    public var classes: [String]
    /// SHA-256 over the sorted ids and labels that were evaluated: two audits with the same value are directly comparable.
    public var digest: String
    /// Where it came from, licence and the rest of its datasheet, heading and text.
    public var details: [Setting]

    /// A record of a data set.
    public init(name: String, title: String, n: Int, classes: [String], digest: String, details: [Setting]) {
        self.name = name
        self.title = title
        self.n = n
        self.classes = classes
        self.digest = digest
        self.details = details
    }
}

/// A heading and a text.
public struct Setting: Sendable, Codable, Hashable {
    /// Heading.
    public var name: String
    /// Text.
    public var value: String

    /// A heading and a text.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What an audit was compared with.
public struct BaselineReference: Sendable, Codable, Hashable {
    /// Baseline's version.
    public var version: String
    /// SHA-256 of its audit.json.
    public var digest: String

    /// A reference.
    public init(version: String, digest: String) {
        self.version = version
        self.digest = digest
    }
}

/// A picture kept beside an audit.
public struct Picture: Sendable, Codable, Hashable {
    /// What it shows.
    public enum Kind: String, Sendable, Codable {
        /// The image, scaled.
        case photo
        /// The image under its saliency map.
        case overlay
    }

    /// Image id.
    public var item: String
    /// What it shows.
    public var kind: Kind
    /// File under the archive's folder: `images/<name>.png`.
    public var file: String
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int

    /// A picture.
    public init(item: String, kind: Kind, file: String, width: Int, height: Int) {
        self.item = item
        self.kind = kind
        self.file = file
        self.width = width
        self.height = height
    }
}

/// How a release condition came out.
public struct GateResult: Sendable, Codable, Hashable {
    /// How the team calls it, or `nil` to word it from the rule.
    public var name: String?
    /// Path of the fact.
    public var fact: String
    /// What it counts, for wording: the fact's own heading.
    public var atLeast: Double?
    /// Upper bound, when the rule has one.
    public var atMost: Double?
    /// The fact as measured, or `nil` when it was not.
    public var measured: Fact?
    /// Passed, failed, undecided or notMeasured.
    public var state: State
    /// Why it was not measured.
    public var reason: String?

    /// A result.
    public init(
        name: String?, fact: String, atLeast: Double? = nil, atMost: Double? = nil, measured: Fact?, state: State,
        reason: String? = nil
    ) {
        self.name = name
        self.fact = fact
        self.atLeast = atLeast
        self.atMost = atMost
        self.measured = measured
        self.state = state
        self.reason = reason
    }
}
