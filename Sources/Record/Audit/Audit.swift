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
    /// What was tested and at which level it stands; `nil` in audits of before there was one budget.
    public var tested: [TestedFamily]?
    /// Release gates, failing first.
    public var gates: [GateResult]
    /// What the gates asked and what else could be decided by; `nil` in archives that do not keep it.
    public var policy: ReleasePolicy?
    /// The perturbations whose outcomes are kept beside it, `factor=level`, in the order of their file; `nil` for none.
    public var runs: [String]?
    /// Pictures kept beside the audit; filled in when they are written.
    public var pictures: [Picture]
    /// Items whose picture nobody is to see: tombstones stand in their place; `nil` for none.
    public var withheld: [String]?
    /// The audits that this one stands in the place of because of their pictures, oldest first; `nil` for none.
    public var supersedes: [SupersededAudit]?
    /// Files it was read from.
    public var inputs: [InputFile]
    /// Settings in force, name and value as text, in a fixed order.
    public var settings: [Setting]
    /// What the reader remarked: computed attributes, withheld columns.
    public var remarks: [String]
    /// What looks like a slip of the files rather than a fault of the model, and is not accepted; `nil` where nothing does.
    public var doubts: [String]?
    /// What was understood of the input; `nil` in archives that do not keep it.
    public var health: InputHealth?
    /// Failure modes that audits of the same version on other data sets list, measured on this one; `nil` where there is no
    /// other data set.
    public var elsewhere: [ModeElsewhere]?
    /// The audits whose failure modes these are; `nil` where there is no other data set, and in archives that do not keep it.
    public var listedBy: [ListingAudit]?
    /// Images that are nearly the same to the network; `nil` without embeddings.
    public var nearDuplicates: NearDuplicates?

    /// An audit.
    public init(
        program: String, version: VersionRecord, dataset: DatasetRecord, title: String, task: TaskKind,
        baseline: BaselineReference?, accounting: RowAccounting, sections: [Section],
        tested: [TestedFamily]? = nil, gates: [GateResult], policy: ReleasePolicy? = nil, runs: [String]? = nil,
        pictures: [Picture] = [], inputs: [InputFile], settings: [Setting], remarks: [String] = [],
        doubts: [String]? = nil, health: InputHealth? = nil
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
        self.tested = tested
        self.gates = gates
        self.policy = policy
        self.runs = runs
        self.pictures = pictures
        self.inputs = inputs
        self.settings = settings
        self.remarks = remarks
        self.doubts = doubts
        self.health = health
    }

    /// The section of an analysis, when it is there.
    public func section(_ id: String) -> Section? { sections.first { $0.id == id } }

    /// The fact at `section/fact`.
    public func fact(at path: String) -> Fact? {
        let parts = path.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return section(String(parts[0]))?.fact(String(parts[1]))
    }

    /// All failure modes, findings before leads, then by what fixing one gains: the lower end of its gain, those without a
    /// gain last, then most errors first, then in the order of the analyses, each of which lists its worst first.
    public var findings: [Finding] {
        sections.flatMap(\.findings).enumerated().sorted { first, second in
            let (a, b) = (first.element, second.element)
            if a.standing != b.standing { return a.standing == .finding }
            let (x, y) = (a.gain?.interval.low ?? -.infinity, b.gain?.interval.low ?? -.infinity)
            if x != y { return x > y }
            return a.errors != b.errors ? a.errors > b.errors : first.offset < second.offset
        }.map(\.element)
    }

    /// The picture of an item, when the archive keeps one.
    public func picture(of item: String, _ kind: Picture.Kind) -> Picture? {
        pictures.first { $0.item == item && $0.kind == kind }
    }
}

extension Audit {
    /// What moved for the better, or for the worse: what is of everything, then parts, the most certain first; the same pairs
    /// under another name once.
    public func movements(better: Bool) -> [Movement] {
        var listed: [Movement] = []
        let all = sections.flatMap { $0.moved ?? [] }.filter { $0.isBetter == better }
        // Stable: of equal ones that which its section lists first.
        for moved in all.enumerated().sorted(by: { a, b in
            if a.element.isOfAll || b.element.isOfAll {
                return a.element.isOfAll == b.element.isOfAll ? a.offset < b.offset : a.element.isOfAll
            }
            return a.element.atLeast != b.element.atLeast
                ? a.element.atLeast > b.element.atLeast : a.offset < b.offset
        }).map(\.element)
        where !listed.contains(where: { $0.subject.isSame(as: moved.subject) }) {
            listed.append(moved)
        }
        return listed
    }
}
