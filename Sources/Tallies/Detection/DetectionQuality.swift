import Artifacts
import Statistics

/// Calibration and localisation quality of one class: whether its scores mean what they say, and what is lost.
public struct DetectionQuality: Sendable {
    /// Detections that count.
    public let detections: Int
    /// Objects to be found.
    public let objects: Int
    /// D-ECE: expected calibration error of score against "found an object at IoU 0.5", ten bins of equal width (Küppers
    /// et al. 2020). It says nothing of missed objects.
    public let dECE: Double?
    /// What D-ECE a perfectly calibrated detector would show at this n.
    public let dECEFloor: Double?
    /// LaECE: score against IoU, 0 for false positives; 25 bins (Oksuz et al. 2023).
    public let laECE: Double?
    /// LRP over all detections (Oksuz et al. 2018).
    public let lrp: LocalisedScores.LRP?
    /// The smallest LRP over score thresholds.
    public let optimalLRP: Double?
}

extension DetectionTally {
    /// The quality of the given detections against `objects` objects. Without probabilities the calibration errors are
    /// not defined.
    public func quality(of detections: [CountedDetection], objects: Int) -> DetectionQuality {
        let scores = LocalisedScores(detections.map { .init(score: $0.score, iou: $0.overlap) })
        let isCalibrated = detections.allSatisfy { $0.score >= 0 && $0.score <= 1 }
        let binned =
            isCalibrated
            ? ScoreHistogram(confidence: detections.map(\.score), correct: detections.map { $0.object != nil })
                .bins(EqualWidthBins(10)) : nil
        let tau = settings.thresholds[0]
        return DetectionQuality(
            detections: detections.count, objects: objects, dECE: binned?.ece, dECEFloor: binned?.nullMean,
            laECE: isCalibrated ? scores.laECE(tau: tau) : nil, lrp: scores.lrp(tau: tau, objects: objects),
            optimalLRP: scores.optimalLRP(tau: tau, objects: objects))
    }

    /// The quality of every class.
    public func qualityPerClass(_ detections: [CountedDetection]) -> [DetectionQuality] {
        var byClass = [[CountedDetection]](repeating: [], count: truth.classes.count)
        for detection in detections { byClass[detection.category].append(detection) }
        return zip(byClass, objectCounts()).map { quality(of: $0, objects: $1) }
    }

    /// The quality of each size range: detections and objects by their own size.
    public func qualityPerSize(_ detections: [CountedDetection]) -> [DetectionQuality] {
        settings.sizes.map { size in
            let objects = (0..<truth.boxes.count).count { isCounted($0) && size.contains(truth.areas[$0]) }
            // A detection that found an object is of that object's size.
            return quality(
                of: detections.filter { detection in
                    size.contains(detection.object.map { truth.areas[$0] } ?? results.boxes[detection.detection].area)
                }, objects: objects)
        }
    }
}
