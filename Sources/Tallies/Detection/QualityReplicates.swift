import Artifacts
import Statistics

// Calibration and quality of resampled evaluations, for intervals. Images are resampled whole. Detections are put in bins
// and in order once; a replicate only adds up, each detection as often as the weight of its image says.

/// What `DetectionQuality` tells, of resampled evaluations: one value a replicate, NaN where one does not define it.
public struct QualityReplicates: Sendable, Equatable {
    /// D-ECE of all detections.
    public internal(set) var dECE: [Double] = []
    /// The gaps that D-ECE adds up, as shares of all detections: of the whole, and of each replicate.
    public internal(set) var gaps = GapReplicates(whole: [], replicates: [])
    /// The gaps that the mean LaECE adds up.
    public internal(set) var localisedGaps = GapReplicates(whole: [], replicates: [])
    /// Mean score less the share of detections that found an object.
    public internal(set) var gap: [Double] = []
    /// Mean LaECE of the classes with objects.
    public internal(set) var laECE: [Double] = []
    /// Mean LRP of the classes with objects.
    public internal(set) var lrp: [Double] = []
    /// Mean of the smallest LRP over score thresholds of the classes with objects.
    public internal(set) var optimalLRP: [Double] = []
    /// False positives an image, over all scores.
    public internal(set) var falsePositivesPerImage: [Double] = []
}

extension DetectionTally {
    /// `count` resampled qualities of the given detections, whose scores lie in 0...1.
    public func qualityReplicates(
        _ detections: [CountedDetection], _ count: Int = UnitBootstrap.replicates,
        units: [UInt64]? = nil
    ) -> QualityReplicates {
        let sums = QualitySums(self, detections)
        let parts = Array(
            resampled(count, units: units) { weights in
                (0..<Lanes.scalarCount).map { lane in sums.of(weights.map { Int($0[lane]) }) }
            }.joined().prefix(count))
        let whole = sums.of([Int](repeating: 1, count: truth.images.count))
        return QualityReplicates(
            dECE: parts.map(\.dECE), gaps: GapReplicates(whole: whole.gaps, replicates: parts.map(\.gaps)),
            localisedGaps: GapReplicates(whole: whole.localised, replicates: parts.map(\.localised)),
            gap: parts.map(\.gap), laECE: parts.map(\.laECE), lrp: parts.map(\.lrp),
            optimalLRP: parts.map(\.optimalLRP), falsePositivesPerImage: parts.map(\.falsePositivesPerImage))
    }
}

/// Detections in bins and in order, ready to be added up under any weights.
struct QualitySums: Sendable {
    /// One detection: where it lies, its bins, its score and its IoU from the matching threshold on (0 below).
    private struct Entry {
        let image: Int32
        let bin: Int8
        let localisedBin: Int8
        let score: Double
        let overlap: Double
        let isHit: Bool
    }

    /// What one set of weights gives.
    struct Values: Sendable, Equatable {
        var dECE = Double.nan
        /// What D-ECE adds up, bin by bin.
        var gaps: [Double] = []
        /// What the mean LaECE adds up, class by class and bin by bin.
        var localised: [Double] = []
        var gap = Double.nan
        var laECE = Double.nan
        var lrp = Double.nan
        var optimalLRP = Double.nan
        var falsePositivesPerImage = Double.nan
    }

    private static let (bins, localisedBins) = (10, 25)
    private let tau: Double
    private let classes: [[Entry]]
    private let objects: [(image: Int32, category: Int32)]

    /// Prepares the detections of a tally.
    init(_ tally: DetectionTally, _ detections: [CountedDetection]) {
        let rule = EqualWidthBins(Self.bins)
        let localised = EqualWidthBins(Self.localisedBins, closed: .right)
        let tau = tally.settings.thresholds[0]
        var classes = [[Entry]](repeating: [], count: tally.truth.classes.count)
        for detection in detections {
            classes[detection.category].append(
                Entry(
                    image: Int32(detection.image), bin: Int8(rule.index(of: detection.score)),
                    localisedBin: Int8(localised.index(of: detection.score)), score: detection.score,
                    overlap: detection.overlap >= tau ? detection.overlap : 0, isHit: detection.object != nil))
        }
        self.tau = tau
        self.classes = classes.map { entries in
            entries.enumerated().sorted { a, b in
                a.element.score != b.element.score ? a.element.score > b.element.score : a.offset < b.offset
            }.map(\.element)
        }
        objects = (0..<tally.truth.boxes.count).filter { tally.isCounted($0) }.map {
            (tally.truth.boxes.image[$0], tally.truth.boxes.category[$0])
        }
    }

    /// The values with every image counted as often as its weight says.
    func of(_ weights: [Int]) -> Values {
        var toFind = [Int](repeating: 0, count: classes.count)
        for object in objects { toFind[Int(object.category)] += weights[Int(object.image)] }
        var gaps = [Double](repeating: 0, count: Self.bins)
        var (counted, falsePositives) = (0, 0)
        var (laECE, lrp, optimal): ([Double], [Double], [Double]) = ([], [], [])
        var localisedGaps = [Double](repeating: 0, count: classes.count * Self.localisedBins)
        for (category, entries) in classes.enumerated() {
            var localised = [Double](repeating: 0, count: Self.localisedBins)
            var (here, hits, loss, best) = (0, 0, 0.0, 1.0)
            for entry in entries {
                let weight = weights[Int(entry.image)]
                if weight == 0 { continue }
                let times = Double(weight)
                gaps[Int(entry.bin)] += times * (entry.score - (entry.isHit ? 1 : 0))
                localised[Int(entry.localisedBin)] += times * (entry.overlap - entry.score)
                here += weight
                if !entry.isHit { falsePositives += weight }
                if entry.overlap > 0 {
                    hits += weight
                    loss += times * (1 - entry.overlap) / (1 - tau)
                }
                let misses = max(0, toFind[category] - hits)
                best = min(best, (loss + Double(here - hits + misses)) / Double(here + misses))
            }
            counted += here
            if toFind[category] == 0 { continue }
            if here > 0 {
                laECE.append(localised.reduce(0) { $0 + abs($1) } / Double(here))
                for bin in localised.indices {
                    localisedGaps[category * Self.localisedBins + bin] = localised[bin] / Double(here)
                }
            }
            let misses = max(0, toFind[category] - hits)
            lrp.append((loss + Double(here - hits + misses)) / Double(here + misses))
            optimal.append(best)
        }
        let images = weights.reduce(0, +)
        return Values(
            dECE: counted == 0 ? .nan : gaps.reduce(0) { $0 + abs($1) } / Double(counted),
            gaps: gaps.map { $0 / Double(counted) }, localised: localisedGaps.map { $0 / Double(laECE.count) },
            gap: counted == 0 ? .nan : gaps.reduce(0, +) / Double(counted), laECE: Self.mean(laECE),
            lrp: Self.mean(lrp), optimalLRP: Self.mean(optimal),
            falsePositivesPerImage: images == 0 ? .nan : Double(falsePositives) / Double(images))
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
}
