/// The cells of COCO's evaluation over some images: one average precision and one recall for every class, size range and
/// IoU threshold. A cell without ground truth is not defined and enters no mean.
public struct DetectionScores: Sendable, Equatable {
    /// The subset of images it is over.
    public let name: String
    /// How many images that are.
    public let images: Int
    let sizes: Int
    let thresholds: Int
    let strict: Int
    /// Objects to be found, by class and size range: `positives[category * sizes + size]`.
    public internal(set) var positives: [Int]
    /// Average precision of the cells, 0...1: `[(category * sizes + size) * thresholds + threshold]`.
    var precision: [Double]
    /// Recall with all 100 detections an image and class, likewise.
    var recall: [Double]
    /// Recall with the first one and the first ten, all sizes: `[category * thresholds + threshold]`.
    var recallAt1: [Double]
    var recallAt10: [Double]

    init(_ subset: ImageSubset, classes: Int, settings: DetectionSettings) {
        name = subset.name
        images = subset.count
        sizes = settings.sizes.count
        thresholds = settings.thresholds.count
        strict = settings.strict
        positives = [Int](repeating: 0, count: classes * sizes)
        precision = [Double](repeating: 0, count: classes * sizes * thresholds)
        recall = precision
        recallAt1 = [Double](repeating: 0, count: classes * thresholds)
        recallAt10 = recallAt1
    }

    /// Number of classes.
    public var classes: Int { positives.count / sizes }

    /// Objects of a class to be found, of any size.
    public func positives(of category: Int) -> Int { positives[category * sizes] }

    /// Mean over the defined cells of the given classes and thresholds; `nil` when there is none.
    private func mean(
        _ cells: [Double], size: Int, columns: Int, _ thresholds: Range<Int>, _ categories: Range<Int>
    ) -> Double? {
        var sum = 0.0
        var count = 0
        for category in categories where positives[category * sizes + size] > 0 {
            for threshold in thresholds {
                sum += cells[(columns == 1 ? category : category * sizes + size) * self.thresholds + threshold]
                count += 1
            }
        }
        return count == 0 ? nil : sum / Double(count)
    }

    private var allClasses: Range<Int> { 0..<classes }

    /// AP, 0...1: mean over IoU .5 to .95, the recall grid and the classes with ground truth in the size range.
    public func averagePrecision(size: Int = 0) -> Double? {
        mean(precision, size: size, columns: sizes, 0..<thresholds, allClasses)
    }

    /// AP at IoU 0.5.
    public var averagePrecision50: Double? { mean(precision, size: 0, columns: sizes, 0..<1, allClasses) }

    /// AP at IoU 0.75.
    public var averagePrecision75: Double? {
        mean(precision, size: 0, columns: sizes, strict..<strict + 1, allClasses)
    }

    /// AR with up to 100 detections an image and class, 0...1.
    public func averageRecall(size: Int = 0) -> Double? {
        mean(recall, size: size, columns: sizes, 0..<thresholds, allClasses)
    }

    /// AR with the one best detection of an image and class.
    public var averageRecall1: Double? { mean(recallAt1, size: 0, columns: 1, 0..<thresholds, allClasses) }

    /// AR with the ten best.
    public var averageRecall10: Double? { mean(recallAt10, size: 0, columns: 1, 0..<thresholds, allClasses) }

    /// AP of one class over all thresholds.
    public func averagePrecision(of category: Int, size: Int = 0) -> Double? {
        mean(precision, size: size, columns: sizes, 0..<thresholds, category..<category + 1)
    }

    /// AP of one class at IoU 0.5.
    public func averagePrecision50(of category: Int) -> Double? {
        mean(precision, size: 0, columns: sizes, 0..<1, category..<category + 1)
    }

    /// AR of one class with up to 100 detections an image.
    public func averageRecall(of category: Int) -> Double? {
        mean(recall, size: 0, columns: sizes, 0..<thresholds, category..<category + 1)
    }

    /// COCO's twelve numbers by their usual names, in their usual order; with other size ranges, theirs.
    public func summary(_ settings: DetectionSettings) -> [(name: String, value: Double?)] {
        let isCOCO = settings.sizes == DetectionSettings.cocoSizes
        let suffix = { (size: Int) -> String in
            isCOCO ? String(settings.sizes[size].name.prefix(1)) : "_" + settings.sizes[size].name
        }
        var list: [(name: String, value: Double?)] = [
            ("AP", averagePrecision()), ("AP50", averagePrecision50), ("AP75", averagePrecision75),
        ]
        for size in 1..<max(sizes, 1) { list.append(("AP" + suffix(size), averagePrecision(size: size))) }
        list += [("AR1", averageRecall1), ("AR10", averageRecall10), ("AR100", averageRecall())]
        for size in 1..<max(sizes, 1) { list.append(("AR" + suffix(size), averageRecall(size: size))) }
        return list
    }
}

/// Precision and score at each of the 101 recall levels, for one class at one IoU threshold.
public struct PrecisionRecallCurve: Sendable, Equatable {
    /// Objects to be found.
    public let positives: Int
    /// Interpolated precision at each level; 0 where the recall is never reached.
    public let precision: [Double]
    /// The score at which the level is reached; 0 where it is not.
    public let score: [Double]

    /// The largest recall level whose precision is at least `precision`; 0 when there is none.
    public func recall(atPrecision precision: Double, grid: [Double]) -> Double {
        for level in grid.indices.reversed() where self.precision[level] >= precision { return grid[level] }
        return 0
    }
}
