/// The same reliability diagram for several groups, small, on equal scales: one panel a class or a slice.
public struct ReliabilityPanels: Sendable, Codable, Hashable {
    /// One group.
    public struct Panel: Sendable, Codable, Hashable {
        /// Its name.
        public var name: String
        /// What it counts over.
        public var n: Int
        /// Bins by rising confidence.
        public var bins: [ReliabilityChart.Bin]
        /// Whether this group is the finding: drawn in the failing colour when `.failed`, `.worse` or `.finding`.
        public var state: Mark

        /// A group.
        public init(_ name: String, n: Int, bins: [ReliabilityChart.Bin], state: Mark = .neutral) {
            self.name = name
            self.n = n
            self.bins = bins
            self.state = state
        }
    }

    /// Panels, most telling first; twelve are drawn, all are in the table.
    public var panels: [Panel]

    /// Panels in the order given.
    public init(_ panels: [Panel]) { self.panels = panels }
}
