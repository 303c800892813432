/// What one analysis says.
public struct Section: Sendable, Codable, Hashable {
    /// How it went.
    public enum Status: Sendable, Codable, Hashable {
        /// It ran.
        case examined
        /// An input is missing; the reason completes "not measured: ...".
        case notMeasured(reason: String)
        /// It broke; the message is for the people who keep the tool running.
        case failed(message: String)
    }

    /// Id of the analysis.
    public var id: String
    /// Topic, from its card; `nil` in archives that do not keep it.
    public var topic: Topic?
    /// Heading, from its card.
    public var title: String
    /// Question, from its card.
    public var question: String
    /// How it went.
    public var status: Status
    /// Numbers it states.
    public var facts: [Fact]
    /// Names from the data that its template uses, by id, ordered by id.
    public var terms: [Term]
    /// Ids of the flags that hold, sorted.
    public var flags: [String]
    /// What it shows.
    public var exhibits: [Exhibit]
    /// Failure modes it found, most costly first.
    public var findings: [Finding]
    /// Modes of earlier versions that it no longer lists, measured again; `nil` where none are followed.
    public var followed: [FollowedMode]?
    /// What moved against the baseline beyond chance, either way; `nil` where nothing is compared, and in archives that do
    /// not keep it.
    public var moved: [Movement]?
    /// What it counted image by image, for a later version to be paired with; `nil` where it keeps nothing.
    public var imageCounts: ImageCounts?
    /// The same of a detector's errors, by type.
    public var errorTypeCounts: ErrorTypeCounts?
    /// The images whose label the model disagrees with; `nil` where the analysis asks nothing of labels, where the model is too
    /// weak to, and in archives that do not keep it.
    public var disputed: DisputedLabels?
    /// The same of a detector's objects, by image.
    public var disputedObjects: DisputedObjects?
    /// The same of the labels of a multi-label model, by image.
    public var disputedLabelSets: DisputedLabelSets?
    /// The alarms of drift, by column, then day; `nil` where none are followed, and in archives that do not keep them.
    public var alarms: [RaisedAlarm]?
    /// How often predictions are correct where the version runs, the reference first, then by day; `nil` where no telemetry has
    /// days, and in archives that do not keep them.
    public var windows: [ServedWindow]?
    /// The cases of the suite, in the order of dataset.yml; `nil` where none are stated, and in archives that do not keep them.
    public var suite: [CaseResult]?

    /// A name from the data under a fixed id.
    public struct Term: Sendable, Codable, Hashable {
        /// Its id.
        public var id: String
        /// The name, as in the data.
        public var text: String

        /// A term.
        public init(_ id: String, _ text: String) {
            self.id = id
            self.text = text
        }
    }

    /// A section of an analysis that ran.
    public init(
        _ card: Card, facts: [Fact] = [], terms: Terms = Terms(), flags: Flags = Flags(),
        exhibits: [Exhibit] = [], findings: [Finding] = [], followed: [FollowedMode] = [],
        moved: [Movement]? = nil, imageCounts: ImageCounts? = nil, alarms: [RaisedAlarm]? = nil,
        windows: [ServedWindow]? = nil, suite: [CaseResult]? = nil
    ) {
        id = card.id
        topic = card.topic
        title = card.title
        question = card.question
        status = .examined
        self.facts = facts
        self.terms = terms.texts.sorted { $0.key < $1.key }.map { Term($0.key, $0.value) }
        self.flags = flags.ids.sorted()
        self.exhibits = exhibits
        self.findings = findings
        self.followed = followed.isEmpty ? nil : followed
        self.moved = moved
        self.imageCounts = imageCounts
        self.alarms = alarms
        self.windows = windows
        self.suite = suite
    }

    /// Whether an input was missing.
    public var isNotMeasured: Bool { if case .notMeasured = status { true } else { false } }

    /// A section of an analysis that did not run or broke.
    public init(_ card: Card, status: Status) {
        self.init(card)
        self.status = status
    }

    /// The fact of that spec, when it is stated.
    public func fact(_ spec: FactSpec) -> Fact? { facts.first(spec) }

    /// The fact of that id, when it is stated.
    public func fact(_ id: String) -> Fact? { facts.first { $0.id == id } }

    /// Whether a flag holds.
    public func holds(_ flag: String) -> Bool { flags.contains(flag) }

    /// The exhibit of that id, when it is shown.
    public func exhibit(_ id: String) -> Exhibit? { exhibits.first { $0.id == id } }
}
