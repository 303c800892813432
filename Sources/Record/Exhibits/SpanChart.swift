/// What takes time, on one axis of days: the actions of a plan, the phases of an incident.
public struct SpanChart: Sendable, Codable, Hashable {
    /// A row.
    public struct Row: Sendable, Codable, Hashable {
        /// What it is.
        public var label: String
        /// Where it begins, in days since 1970-01-01; a part of a day is the time of the day.
        public var start: Double
        /// Where it ends; the same as its start for a moment.
        public var end: Double
        /// A day by which it has to be over.
        public var due: Double?
        /// How it stands: what fails is marked by its shape too.
        public var mark: Mark
        /// A few words at its right.
        public var note: String

        /// A row.
        public init(
            _ label: String, start: Double, end: Double, due: Double? = nil, mark: Mark = .neutral, note: String = ""
        ) {
            self.label = label
            self.start = start
            self.end = end
            self.due = due
            self.mark = mark
            self.note = note
        }
    }

    /// What it shows, in a few words.
    public var title: String
    /// The rows, from the top.
    public var rows: [Row]
    /// A day that is marked through all rows, and what it is called.
    public var today: Double?
    /// What that day is called.
    public var todayName: String?
    /// Whether hours are known; else days alone are shown.
    public var hasHours: Bool

    /// A chart.
    public init(
        _ title: String, rows: [Row], today: Double? = nil, todayName: String? = nil, hasHours: Bool = false
    ) {
        self.title = title
        self.rows = rows
        self.today = today
        self.todayName = todayName
        self.hasHours = hasHours
    }
}
