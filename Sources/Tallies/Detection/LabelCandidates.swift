import Artifacts

/// A place where the label, rather than the model, may be wrong. A candidate, not a verdict: a person has to look.
public struct LabelCandidate: Sendable, Equatable {
    /// What may be wrong with the label.
    public enum Kind: String, Sendable, CaseIterable {
        /// The model is sure of an object where none is labelled.
        case missing
        /// The model is sure of another class, in the same place.
        case wrongClass = "wrong_class"
        /// The model is sure of the class, and the labelled box is elsewhere.
        case badLocation = "bad_location"
    }

    /// What may be wrong.
    public let kind: Kind
    /// Index of the detection that disagrees.
    public let detection: Int
    /// Index of the label it disagrees with, when there is one.
    public let object: Int?
    /// Its score.
    public let score: Double
    /// IoU with the label; 0 without one.
    public let overlap: Double
}

extension DetectionTally {
    /// The places where a detection as good as the model's right ones disagrees with the labels: surest first.
    ///
    /// "Sure" is relative to the class: at least the median score of the class's true positives, so that a class whose
    /// scores are low in general is not left out; and only detections of classes with five true positives or more.
    public func labelErrors(_ outcomes: TIDEOutcomes) -> [LabelCandidate] {
        var rightScores = [[Double]](repeating: [], count: truth.classes.count)
        for point in outcomes.points where point.error == nil {
            rightScores[Int(results.boxes.category[Int(point.detection)])].append(results.scores[Int(point.detection)])
        }
        let floors = rightScores.map { scores in scores.count < 5 ? .infinity : scores.sorted()[scores.count / 2] }
        var candidates: [LabelCandidate] = []
        for point in outcomes.points where !point.isIgnored {
            let detection = Int(point.detection)
            let score = results.scores[detection]
            guard let error = point.error, score >= floors[Int(results.boxes.category[detection])] else { continue }
            let object = point.object < 0 ? nil : Int(point.object)
            let kind: LabelCandidate.Kind
            switch error {
            case .background: kind = .missing
            case .classification: kind = .wrongClass
            case .localisation where point.isBeneficiary: kind = .badLocation
            default: continue
            }
            candidates.append(
                LabelCandidate(
                    kind: kind, detection: detection, object: object, score: score,
                    overlap: object.map { similarity(results.geometry(of: detection), truth.geometry(of: $0)) } ?? 0))
        }
        return candidates.sorted { $0.score != $1.score ? $0.score > $1.score : $0.detection < $1.detection }
    }
}
