// An alarm as an audit states it. Opened and closed follow from the windows of the telemetry each time they are compared; who
// acknowledged it is said by a record, which names its column and the day on which it opened.

/// An alarm of drift: a column that was called drifted long enough to be looked at.
public struct RaisedAlarm: Sendable, Codable, Hashable {
    /// The column.
    public let column: String
    /// The last day of the window in which it opened: `2026-03-21`.
    public let opened: String
    /// That of the window in which it closed; `nil` while it is open.
    public let closed: String?

    /// An alarm.
    public init(column: String, opened: String, closed: String? = nil) {
        self.column = column
        self.opened = opened
        self.closed = closed
    }

    /// The column that says of each row whether it is an error.
    public static let errors = "error"
    /// Whether it is of the error rate, which matters before all others.
    public var isOfErrors: Bool { column == Self.errors }

    /// What records and commands know it by: `error@2026-03-21`.
    public var id: String { column + "@" + opened }
    /// Whether it is open on the last day of the telemetry.
    public var isOpen: Bool { closed == nil }
}
