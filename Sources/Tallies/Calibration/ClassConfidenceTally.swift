import Artifacts
import Statistics

/// Asks what was claimed and what came true, class by class.
public struct ClassConfidences: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ClassConfidenceTally
    /// How a kept book names it.
    public static let kind = "class-confidences"

    /// The request.
    public init() {}
}

/// Confidence by class: what was claimed and what came true where each class was predicted, and, when all probabilities
/// are there, the equal-width bins of each class against the rest. Whole numbers and fixed point, so it merges exactly.
public struct ClassConfidenceTally: Tally {
    /// Sums over the rows of a group.
    public struct Sums: Sendable, Codable, Equatable {
        /// Rows.
        public private(set) var count = 0
        /// Rows that came true.
        public private(set) var hits = 0
        /// Sum of the probability.
        public private(set) var confidence = UnitSum()
        /// Sum of its square.
        public private(set) var squares = UnitSum()

        mutating func add(_ probability: Double, _ hit: Bool) {
            count += 1
            hits += hit ? 1 : 0
            confidence.add(probability)
            squares.add(probability * probability)
        }

        mutating func merge(_ other: Sums) {
            count += other.count
            hits += other.hits
            confidence.merge(other.confidence)
            squares.merge(other.squares)
        }

        /// The same as a bin.
        public var bin: ConfidenceBin {
            ConfidenceBin(
                count: count, hits: hits, confidence: confidence.value, squares: squares.value, hitConfidence: 0)
        }
    }

    /// Bins of each class against the rest.
    public static let bins = EqualWidthBins(15)

    /// By predicted class.
    public private(set) var predicted: [Sums]
    /// By class, then bin; empty when only the top probability was given.
    public private(set) var classwise: [[Sums]]

    /// Counts a block.
    public init(_ request: ClassConfidences, over block: Block) {
        let evaluation = block.evaluation
        let classes = evaluation.classes.count
        let predictions = evaluation.predictions
        predicted = [Sums](repeating: Sums(), count: classes)
        for row in block.rows {
            let answer = Int(predictions.predicted[row])
            if answer >= 0 { predicted[answer].add(predictions.confidence[row], evaluation.isCorrect(row)) }
        }
        guard let probabilities = predictions.probabilities else {
            classwise = []
            return
        }
        let (rule, width) = (Self.bins, Self.bins.count)
        // Class after class in one row of bins: every probability there is passes here.
        var sums = [Sums](repeating: Sums(), count: classes * width)
        sums.withUnsafeMutableBufferPointer { sums in
            for row in block.rows {
                let label = Int(evaluation.items.labels[row])
                for cls in 0..<classes {
                    let p = probabilities[row, cls]
                    sums[cls * width + rule.index(of: p)].add(p, cls == label)
                }
            }
        }
        classwise = (0..<classes).map { Array(sums[$0 * width..<($0 + 1) * width]) }
    }

    /// Adds another count over the same classes.
    public mutating func merge(_ other: ClassConfidenceTally) {
        for cls in predicted.indices { predicted[cls].merge(other.predicted[cls]) }
        for cls in classwise.indices {
            for bin in classwise[cls].indices { classwise[cls][bin].merge(other.classwise[cls][bin]) }
        }
    }

    /// The bins of one class against the rest.
    public func bins(of cls: Int) -> BinnedCalibration { BinnedCalibration(classwise[cls].map(\.bin)) }

    /// The mean over classes of the one-against-rest ECE (Kull et al. 2019); `nil` without all probabilities.
    public var classwiseECE: Double? {
        classwise.isEmpty ? nil : ExactSum.mean(classwise.indices.compactMap { bins(of: $0).ece })
    }
}
