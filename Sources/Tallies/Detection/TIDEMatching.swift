import Artifacts
import Columns

// TIDE's matching and its classification of what went wrong (Bolya et al. 2020; tidecv 1.0.1, exactly).
//
// It differs from COCO's: all classes of an image share 100 detections, the first of equal overlaps wins, each object is
// used once, and crowds only make detections ignored. An error is defined by what would repair it.

/// What is wrong with a detection, or with the lack of one.
public enum DetectionError: Int, Sendable, Hashable, CaseIterable {
    /// Right place, wrong class.
    case classification
    /// Right class, place not good enough.
    case localisation
    /// Wrong class and place not good enough.
    case both
    /// Right, but the object was found already by a better scored detection.
    case duplicate
    /// On background.
    case background
    /// No detection, and none whose repair would find the object.
    case missed

    /// TIDE's short name.
    public var shortName: String { ["Cls", "Loc", "Both", "Dupe", "Bkg", "Miss"][rawValue] }
}

/// One detection as TIDE sees it.
public struct TIDEPoint: Sendable, Equatable {
    /// Index into the results.
    public let detection: Int32
    /// What is wrong with it; `nil`: it is a true positive.
    public var error: DetectionError?
    /// The object it found, or that its repair would aim at; -1: none.
    public var object: Int32
    /// Lies on a crowd of its class: it enters no curve.
    public var isIgnored: Bool
    /// Its repair would find `object`, which nothing found.
    public var isBeneficiary: Bool
}

/// TIDE's view of some images, in file order.
public struct TIDEOutcomes: Sendable, Equatable {
    /// The detections, by image and then by descending score.
    public var points: [TIDEPoint] = []
    /// Objects that nothing found.
    public var notFound: [Int32] = []
    /// For each of `notFound`, whether no repair of a detection would find it either: TIDE's missed objects.
    public var isMissed: [Bool] = []

    mutating func append(_ other: TIDEOutcomes) {
        points += other.points
        notFound += other.notFound
        isMissed += other.isMissed
    }
}

/// Matches and classifies, image by image.
struct TIDEMatcher {
    private let tally: DetectionTally
    private var out = TIDEOutcomes()
    // Of the image in hand: the objects that are no crowds, the crowds, and detections times objects overlaps.
    private var objects: [Int32] = []
    private var crowds: [Int32] = []
    private var overlaps: [Double] = []
    private var isUsed: [Bool] = []

    init(_ tally: DetectionTally) { self.tally = tally }

    /// The outcomes of images `places` of the file order.
    mutating func match(_ places: Range<Int>) -> TIDEOutcomes {
        out = TIDEOutcomes()
        for place in places { match(image: Int(tally.truth.imagesInFileOrder[place])) }
        return out
    }

    private mutating func match(image: Int) {
        let truth = tally.truth
        objects.removeAll(keepingCapacity: true)
        crowds.removeAll(keepingCapacity: true)
        for place in tally.order.objectsInFileOrder[image] {
            let object = tally.order.objectsInFileOrder.members[place]
            if truth.isCrowd[Int(object)] { crowds.append(object) } else { objects.append(object) }
        }
        isUsed.removeAll(keepingCapacity: true)
        isUsed += repeatElement(false, count: objects.count)
        let all = tally.order.byImage[image]
        let positions = all.prefix(tally.settings.maxDetections)
        let first = out.points.count
        overlaps.removeAll(keepingCapacity: true)
        for place in positions { matchDetection(Int(tally.order.byImage.members[place])) }
        classify(first)
    }

    private mutating func matchDetection(_ position: Int) {
        let truth = tally.truth
        let detection = Int(tally.order.detections[position])
        let shape = tally.results.geometry(of: detection)
        let category = tally.results.boxes.category[detection]
        var best = 0.0
        var chosen = -1
        for (index, object) in objects.enumerated() {
            let value = similarity(shape, truth.geometry(of: Int(object)))
            overlaps.append(value)
            if value > best, truth.boxes.category[Int(object)] == category, !isUsed[index] {
                best = value
                chosen = index
            }
        }
        var point = TIDEPoint(
            detection: Int32(detection), error: .both, object: -1, isIgnored: false, isBeneficiary: false)
        if chosen >= 0, best >= tally.settings.foreground {
            isUsed[chosen] = true
            point.error = nil
            point.object = objects[chosen]
        } else {
            let image = Int(tally.results.boxes.image[detection])
            point.isIgnored =
                truth.isLenient(image: image, category: category)
                || crowds.contains { crowd in
                    truth.boxes.category[Int(crowd)] == category
                        && similarity(shape, truth.geometry(of: Int(crowd)), isCrowd: true) > tally.settings.foreground
                }
        }
        out.points.append(point)
    }

    /// Names the errors of the image whose points start at `first`, once it is known which objects were used.
    private mutating func classify(_ first: Int) {
        var isUsable = [Bool](repeating: false, count: objects.count)
        var bestScore = [Double](repeating: -.infinity, count: objects.count)
        var beneficiary = [Int](repeating: -1, count: objects.count)
        for index in first..<out.points.count where out.points[index].error != nil {
            let row = (index - first) * objects.count
            let (error, target) = error(of: out.points[index], row)
            out.points[index].error = error
            guard target >= 0 else { continue }
            out.points[index].object = objects[target]
            if isUsed[target] { continue }
            isUsable[target] = true
            let score = tally.results.scores[Int(out.points[index].detection)]
            if score > bestScore[target] {
                bestScore[target] = score
                beneficiary[target] = index
            }
        }
        for (index, object) in objects.enumerated() where !isUsed[index] {
            if beneficiary[index] >= 0 { out.points[beneficiary[index]].isBeneficiary = true }
            out.notFound.append(object)
            out.isMissed.append(!isUsable[index])
        }
    }

    /// The first rule that holds, and the object its repair aims at (-1: none).
    private func error(of point: TIDEPoint, _ row: Int) -> (DetectionError, Int) {
        let (background, foreground) = (tally.settings.background, tally.settings.foreground)
        let category = tally.results.boxes.category[Int(point.detection)]
        var same = (best: 0.0, index: -1)
        var other = (best: 0.0, index: -1)
        var used = 0.0
        for index in objects.indices {
            let value = overlaps[row + index]
            if tally.truth.boxes.category[Int(objects[index])] == category {
                if value > same.best { same = (value, index) }
                if isUsed[index] { used = max(used, value) }
            } else if value > other.best {
                other = (value, index)
            }
        }
        if objects.isEmpty { return (.background, -1) }
        if background <= same.best, same.best <= foreground { return (.localisation, same.index) }
        if other.best >= foreground { return (.classification, other.index) }
        if used >= foreground { return (.duplicate, -1) }
        if max(same.best, other.best) <= background { return (.background, -1) }
        return (.both, -1)
    }
}

extension DetectionTally {
    /// TIDE's matching over all images.
    public func tideOutcomes() -> TIDEOutcomes {
        var all = TIDEOutcomes()
        for part in Shards.map(
            truth.imagesInFileOrder.count, threads: threads,
            { places in
                var matcher = TIDEMatcher(self)
                return matcher.match(places)
            })
        {
            all.append(part)
        }
        return all
    }
}
