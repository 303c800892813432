/// How telemetry is compared: `telemetry:` of misread.yml.
public struct TelemetrySettings: Sendable, Equatable {
    /// Attributes that nodes are compared at the same mix of, `label` for the class; chosen by what goes with errors when
    /// `nil`.
    public var match: [String]?
    /// The node that others are compared with on the same images; the one with most images when `nil`.
    public var referenceNode: String?
    /// Share of a tap's spread by which numbers have to differ.
    public var tolerance: Double

    /// How many of the first days are the reference that later ones are compared with.
    public var referenceDays: Int

    /// The defaults.
    public init(
        match: [String]? = nil, referenceNode: String? = nil, tolerance: Double = 0.01, referenceDays: Int = 14
    ) {
        self.referenceDays = referenceDays
        self.match = match
        self.referenceNode = referenceNode
        self.tolerance = tolerance
    }
}

/// A stage that version.yml lists: its name, and the columns of the telemetry that were kept there.
public struct StageSettings: Sendable, Equatable {
    /// What it is called.
    public var name: String
    /// Columns of the telemetry.
    public var taps: [String]

    /// A stage.
    public init(name: String, taps: [String]) {
        self.name = name
        self.taps = taps
    }
}
