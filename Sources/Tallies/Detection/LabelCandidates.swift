import Artifacts
import Record

/// A place where the label, rather than the model, may be wrong. A candidate, not a verdict: a person has to look.
public struct LabelCandidate: Sendable, Equatable {
    /// What may be wrong.
    public let kind: LabelDoubt
    /// Index of the detection that disagrees.
    public let detection: Int
    /// Index of the label it disagrees with, when there is one.
    public let object: Int?
    /// Its score.
    public let score: Double
    /// The share of the true positives of its class that score no higher: the same whatever scores the class has.
    public let weight: Double
    /// IoU with the label; 0 without one.
    public let overlap: Double
}

/// What the detections say of the labels.
///
/// "Sure" is relative to the class: at least the median score of the class's true positives, so that a class whose scores are
/// low in general is not left out; and only detections of classes with five true positives or more.
public struct LabelDisputes: Sendable, Equatable {
    /// Detections that are sure and disagree with a label, surest first.
    public private(set) var suspects: [LabelCandidate] = []
    /// Those that disagree with a label and are not sure, at the operating point.
    public private(set) var others: [LabelCandidate] = []
    /// Every detection that is sure, by index; what says once more what a surer one says of the same object is left out.
    public private(set) var sure: [Int] = []
    /// Whether each of `sure` finds an object of its class.
    public private(set) var agrees: [Bool] = []

    /// Fewest true positives of a class that is looked at.
    static let fewest = 5

    init(_ tally: DetectionTally, _ outcomes: TIDEOutcomes) {
        let (truth, boxes, scores) = (tally.truth, tally.results.boxes, tally.results.scores)
        var right = [[Double]](repeating: [], count: truth.classes.count)
        var scoreOfFound: [Int32: Double] = [:]
        for point in outcomes.points where point.error == nil {
            let score = scores[Int(point.detection)]
            right[Int(boxes.category[Int(point.detection)])].append(score)
            scoreOfFound[point.object] = score
        }
        let sorted = right.map { $0.count < Self.fewest ? [] : $0.sorted() }
        for point in outcomes.points where !point.isIgnored {
            let detection = Int(point.detection)
            let score = scores[detection]
            let known = sorted[Int(boxes.category[detection])]
            guard !known.isEmpty else { continue }
            let isSure = score >= known[known.count / 2]
            guard let error = point.error else {
                if isSure { add(sure: detection, agrees: true) }
                continue
            }
            // Of an object that a surer detection finds as it is labelled, nothing is disputed.
            let isFound = error == .classification && scoreOfFound[point.object].map { $0 >= score } ?? false
            if error == .duplicate || isFound { continue }
            if isSure { add(sure: detection, agrees: false) }
            guard isSure || score >= tally.operatingScore, let kind = Self.kind(point, error) else { continue }
            let object = point.object < 0 ? nil : Int(point.object)
            let candidate = LabelCandidate(
                kind: kind, detection: detection, object: object, score: score,
                weight: Self.share(of: known, upTo: score),
                overlap: object.map {
                    similarity(tally.results.geometry(of: detection), truth.geometry(of: $0))
                } ?? 0)
            if isSure { suspects.append(candidate) } else if candidate.weight > 0 { others.append(candidate) }
        }
        suspects.sort { $0.score != $1.score ? $0.score > $1.score : $0.detection < $1.detection }
    }

    private mutating func add(sure detection: Int, agrees: Bool) {
        sure.append(detection)
        self.agrees.append(agrees)
    }

    private static func kind(_ point: TIDEPoint, _ error: DetectionError) -> LabelDoubt? {
        switch error {
        case .background: .missing
        case .classification: .wrongClass
        case .localisation: point.isBeneficiary ? .badLocation : nil
        case .both, .duplicate, .missed: nil
        }
    }

    /// The share of ascending scores that are no higher than one.
    private static func share(of sorted: [Double], upTo score: Double) -> Double {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= score { low = middle + 1 } else { high = middle }
        }
        return Double(low) / Double(sorted.count)
    }
}

extension DetectionTally {
    /// What the detections say of the labels.
    public func labelDisputes(_ outcomes: TIDEOutcomes) -> LabelDisputes { LabelDisputes(self, outcomes) }

    /// The places where a detection as good as the model's right ones disagrees with the labels: surest first.
    public func labelErrors(_ outcomes: TIDEOutcomes) -> [LabelCandidate] { labelDisputes(outcomes).suspects }
}
