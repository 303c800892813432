/// A stated probability and whether it came true, one a row, in the order of the file.
public struct JudgedRows: Sendable {
    /// The probability, 0...1.
    public let confidence: [Double]
    /// Whether it came true.
    public let correct: [Bool]
    /// What makes rows detections: the overlap with the matched object, and the class.
    public let detections: Detections?

    /// Detections of several classes.
    public struct Detections: Sendable {
        /// IoU of each row, 0...1.
        public let overlaps: [Double]
        /// Class of each row.
        public let codes: [Int]
        /// Names of the classes.
        public let classes: [String]
    }

    /// Rows. Precondition: one value a row in each.
    public init(confidence: [Double], correct: [Bool], detections: Detections? = nil) {
        precondition(confidence.count == correct.count, "rows must agree")
        self.confidence = confidence
        self.correct = correct
        self.detections = detections
    }
}
