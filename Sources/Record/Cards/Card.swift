/// What an analysis declares: its name, the question it answers and everything its template may refer to.
public struct Card: Sendable, Codable, Hashable {
    /// Name of its file, template and page: `[a-z0-9-]+`.
    public var id: String
    /// What a reader comes with who finds it: its page is listed under that.
    public var topic: Topic
    /// Heading of its page.
    public var title: String
    /// The question it answers, in a reader's words.
    public var question: String
    /// Tasks it applies to.
    public var tasks: [TaskKind]
    /// What it states; a fact of a family once for each member, as `id@class=8` or `id@blur=1.0`.
    public var facts: [FactSpec]
    /// Ids of terms (names from the data) its template may use.
    public var terms: [String]
    /// Ids of flags its template may branch on.
    public var flags: [String]
    /// Ids of exhibits it may show.
    public var exhibits: [String]
    /// Ids of the methods it uses, each explained on the methods page.
    public var methods: [String]

    /// A card.
    public init(
        id: String, topic: Topic = .failures, title: String, question: String, tasks: [TaskKind] = [.classification],
        facts: [FactSpec] = [],
        terms: [String] = [], flags: [String] = [], exhibits: [String] = [],
        methods: [String] = []
    ) {
        self.id = id
        self.topic = topic
        self.title = title
        self.question = question
        self.tasks = tasks
        self.facts = facts
        self.terms = terms
        self.flags = flags
        self.exhibits = exhibits
        self.methods = methods
    }

    /// Ids of the facts, without qualified ones: those that its template may use.
    public var factIDs: [String] { facts.map(\.id) }

    /// The fact of that id, without qualification.
    public func fact(_ id: String) -> FactSpec? { facts.first { $0.id == id } }
}
