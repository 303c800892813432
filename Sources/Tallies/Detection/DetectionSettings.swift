/// A range of object sizes by area in square pixels, both ends included.
public struct SizeRange: Sendable, Hashable {
    /// How it is called.
    public let name: String
    /// Smallest area.
    public let low: Double
    /// Largest area.
    public let high: Double

    /// A range of areas.
    public init(_ name: String, _ low: Double, _ high: Double) {
        self.name = name
        self.low = low
        self.high = high
    }

    /// Whether an area lies in it.
    @inline(__always)
    public func contains(_ area: Double) -> Bool { !(area < low || area > high) }
}

/// The thresholds of an evaluation. The defaults are those of COCO's detection evaluation (pycocotools 2.0.11) and TIDE
/// (tidecv 1.0.1), to the last bit: the ninth threshold is 0.8999999999999999, and the recall grid is i * 0.01.
public struct DetectionSettings: Sendable {
    /// IoU thresholds, ascending; the first is the one that single-threshold figures use.
    public let thresholds: [Double] = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95]
    /// Index of IoU 0.75 in `thresholds`.
    public let strict = 5
    /// Recall levels at which precision is read.
    public let recallGrid: [Double] = (0..<100).map { Double($0) * 0.01 } + [1]
    /// Size ranges; the first holds every object. At most six, for a match is one bit of 64.
    public let sizes: [SizeRange]
    /// How many detections of an image and a class count at most.
    public let maxDetections: Int
    /// TIDE: from this IoU on a box is right.
    public let foreground = 0.5
    /// TIDE: up to this IoU a box is on background.
    public let background = 0.1
    /// Confusion matrix: detections below this score are left out.
    public let confusionScore = 0.25

    /// Whether an object with the id 0 can be found like any other. pycocotools marks a match by the id of the object, so
    /// that one of id 0 reads as none: the object is missed, and its detection is false.
    public let countsZeroIds: Bool

    /// COCO's small, medium and large.
    public static let cocoSizes = [
        SizeRange("all", 0, 1e10), SizeRange("small", 0, 1024), SizeRange("medium", 1024, 9216),
        SizeRange("large", 9216, 1e10),
    ]

    /// Settings with the given size ranges after "all".
    public init(sizes: [SizeRange] = DetectionSettings.cocoSizes, countsZeroIds: Bool = true, maxDetections: Int = 100)
    {
        precondition((1...6).contains(sizes.count), "one to six size ranges")
        self.sizes = sizes
        self.countsZeroIds = countsZeroIds
        self.maxDetections = maxDetections
    }
}
