// What a version did where it ran: the same images on several nodes, or traffic as it came.

import Columns

/// Rows of telemetry: a row for each request, or for each image that was replayed on a node.
public struct Telemetry: Sendable {
    /// A stage on the way from an image to its prediction.
    public struct Stage: Sendable {
        /// What it is called.
        public let name: String
        /// What was kept there, one value a row.
        public let taps: [Tap]

        /// A stage.
        public init(name: String, taps: [Tap]) {
            self.name = name
            self.taps = taps
        }
    }

    /// A node whose predictions were made with some stages of the reference node in the place of its own.
    public struct Swap: Sendable {
        /// The node.
        public let node: String
        /// The stages of the reference.
        public let stages: [String]
        /// Class predicted on each row of the evaluation; -1 where there is none.
        public let predicted: [Int32]

        /// A swap run.
        public init(node: String, stages: [String], predicted: [Int32]) {
            self.node = node
            self.stages = stages
            self.predicted = predicted
        }
    }

    /// Rows whose label has not come: nobody knows yet which of them are errors.
    public struct Waiting: Sendable {
        /// The image of each: a row of the evaluation, or a number past them for an image without a label.
        public let images: [Int32]
        /// Confidence of what was predicted; NaN where there is none.
        public let confidence: [Double]
        /// Day of each; `nil` without times.
        public let days: [Int32]?

        /// Rows that wait. Precondition: all parts have as many rows.
        public init(images: [Int32] = [], confidence: [Double] = [], days: [Int32]? = nil) {
            precondition(confidence.count == images.count && days.map { $0.count == images.count } ?? true)
            self.images = images
            self.confidence = confidence
            self.days = days
        }

        /// Number of rows.
        public var count: Int { images.count }
    }

    /// The file or folder it was read from, relative to the workspace.
    public let file: String
    /// The image of each row, a row of the evaluation.
    public let images: [Int32]
    /// Class predicted on each row: there, or, where the telemetry states none, by the version's own run.
    public let predicted: [Int32]
    /// Whether the rows state predictions of their own.
    public let statesPredictions: Bool
    /// Confidence of what was predicted there; NaN where there is none.
    public let confidence: [Double]
    /// Where rows come from: the node first, then the other columns of categories.
    public let factors: [CodedColumn]
    /// Columns of milliseconds: `latency_ms` first where it is there, which is the whole; each other a stage.
    public let latencies: [NumericColumn]
    /// Day of each row, counted from 1970-01-01 (UTC); `nil` without times.
    public let days: [Int32]?
    /// The stages that version.yml lists, in order.
    public let stages: [Stage]
    /// Swap runs.
    public let swaps: [Swap]
    /// Rows that are in none of the above, for want of a label.
    public let waiting: Waiting

    /// Telemetry. Precondition: all parts have as many rows, and the first factor is the node.
    public init(
        file: String, images: [Int32], predicted: [Int32], statesPredictions: Bool, confidence: [Double],
        factors: [CodedColumn], latencies: [NumericColumn] = [], days: [Int32]? = nil, stages: [Stage] = [],
        swaps: [Swap] = [], waiting: Waiting = Waiting()
    ) {
        precondition(predicted.count == images.count && confidence.count == images.count, "rows must agree")
        precondition(!factors.isEmpty && factors.allSatisfy { $0.count == images.count }, "rows must agree")
        precondition(latencies.allSatisfy { $0.count == images.count }, "rows must agree")
        self.file = file
        self.images = images
        self.predicted = predicted
        self.statesPredictions = statesPredictions
        self.confidence = confidence
        self.factors = factors
        self.latencies = latencies
        self.days = days
        self.stages = stages
        self.swaps = swaps
        self.waiting = waiting
    }

    /// Number of rows.
    public var count: Int { images.count }

    /// The node of each row.
    public var nodes: CodedColumn { factors[0] }

    /// Whether each row is an error; `labels` are the class codes of the evaluation.
    public func errors(against labels: [Int32]) -> [Bool] {
        zip(predicted, images).map { $0 != labels[Int($1)] }
    }

    /// What the whole of a request is called.
    public static let wholeLatency = "latency_ms"
}
