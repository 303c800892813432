// Calibration and quality of detections of one class, where "came true" has a degree: the IoU with the matched ground truth.

/// Detections of one class, with the number of objects there were to find.
public struct LocalisedScores: Sendable, Hashable {
    /// Score and IoU with the matched ground truth (0 when unmatched), 0...1 each.
    public struct Detection: Sendable, Hashable {
        /// Score.
        public let score: Double
        /// IoU with the matched ground truth.
        public let iou: Double

        /// A detection.
        public init(score: Double, iou: Double) {
            self.score = score
            self.iou = iou
        }
    }

    /// Detections in the order given.
    public let detections: [Detection]

    /// Detections of one class.
    public init(_ detections: [Detection]) {
        self.detections = detections
    }

    /// LaECE (Oksuz et al. 2023): over `bins` bins (a, b], sum n_b/N |mean IoU - mean score|, where a detection below
    /// `tau` counts with IoU 0. `nil` without detections.
    public func laECE(tau: Double, bins count: Int = 25) -> Double? {
        guard !detections.isEmpty else { return nil }
        let rule = EqualWidthBins(count, closed: .right)
        var gaps = [ExactSum](repeating: ExactSum(), count: count)
        for detection in detections {
            let bin = rule.index(of: detection.score)
            gaps[bin].add(quality(detection, tau))
            gaps[bin].add(-detection.score)
        }
        return gaps.reduce(0.0) { $0 + abs($1.value) } / Double(detections.count)
    }

    /// LaACE (Kuzucu et al. 2024): the mean of |IoU - score|, where a detection below `tau` counts with IoU 0.
    public func laACE(tau: Double) -> Double? {
        ExactSum.mean(detections.map { abs(quality($0, tau) - $0.score) })
    }

    private func quality(_ detection: Detection, _ tau: Double) -> Double {
        detection.iou >= tau ? detection.iou : 0
    }

    /// Localisation Recall Precision (Oksuz et al. 2018, 2021) of all detections, with its three parts.
    public struct LRP: Sendable, Hashable {
        /// [sum (1 - IoU)/(1 - tau) + false positives + misses] / (true positives + false positives + misses).
        public let value: Double
        /// Mean 1 - IoU of true positives; `nil` without any.
        public let localisation: Double?
        /// False positives by detections; `nil` without detections.
        public let falsePositives: Double?
        /// Misses by objects; `nil` without objects.
        public let misses: Double?
    }

    /// LRP at a matching threshold; `nil` when there is neither detection nor object.
    public func lrp(tau: Double, objects: Int) -> LRP? {
        let hits = detections.filter { $0.iou >= tau }
        let misses = max(0, objects - hits.count)
        let all = detections.count + misses
        guard all > 0 else { return nil }
        let loss = ExactSum.of(hits.map { 1 - $0.iou })
        return LRP(
            value: (loss / (1 - tau) + Double(all - hits.count)) / Double(all),
            localisation: hits.isEmpty ? nil : loss / Double(hits.count),
            falsePositives: detections.isEmpty
                ? nil : Double(detections.count - hits.count) / Double(detections.count),
            misses: objects == 0 ? nil : Double(misses) / Double(objects))
    }

    /// The smallest LRP over score thresholds, taken at every prefix in stable order of falling score (and at none: 1).
    public func optimalLRP(tau: Double, objects: Int) -> Double? {
        guard objects > 0 || !detections.isEmpty else { return nil }
        let order = detections.indices.sorted {
            detections[$0].score == detections[$1].score ? $0 < $1 : detections[$0].score > detections[$1].score
        }
        var best = 1.0
        var loss = 0.0
        var hits = 0
        for (position, index) in order.enumerated() {
            let detection = detections[index]
            if detection.iou >= tau {
                hits += 1
                loss += (1 - detection.iou) / (1 - tau)
            }
            let misses = max(0, objects - hits)
            let wrong = position + 1 - hits
            best = min(best, (loss + Double(wrong + misses)) / Double(position + 1 + misses))
        }
        return best
    }
}
