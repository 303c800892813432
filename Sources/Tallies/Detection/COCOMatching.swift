import Artifacts

// COCO's greedy matching, once for every IoU threshold and size range.
//
// A detection's outcome is two words of bits, one bit a (size range, threshold): matched, and ignored. Overlaps are
// computed once, and only those of at least the lowest threshold are kept: most detections overlap no object of their
// class that far and are done at once. Source: pycocotools 2.0.11 `evaluateImg`; the order of every comparison matters.

/// The outcome of every detection of some images, by position.
struct COCOOutcomes: Sendable {
    /// Bit `size * thresholds + threshold`: an object, or an ignored region, was matched.
    var matched: [UInt64] = []
    /// The same bits: the detection does not count.
    var ignored: [UInt64] = []
    /// The object matched at the lowest threshold without regard to size; -1: none. Crowds included.
    var object: [Int32] = []
    /// The overlap with it; 0: none.
    var overlap: [Double] = []

    mutating func append(_ other: COCOOutcomes) {
        matched += other.matched
        ignored += other.ignored
        object += other.object
        overlap += other.overlap
    }
}

/// Matches the detections of a range of images.
struct COCOMatcher {
    private let truth: DetectionGroundTruth
    private let results: DetectionResults
    private let order: EvaluationOrder
    private let settings: DetectionSettings
    private let limit: Int
    /// Whether a match with an object of id 0 is to read as none.
    private let dropsZeroIds: Bool

    // Of the group in hand.
    private var outcomes = COCOOutcomes()
    private var candidateObject: [Int] = []
    private var candidateOverlap: [Double] = []
    private var taken: [Int] = []
    private var isIgnored: [Bool] = []
    private var stamp = 0

    init(
        _ truth: DetectionGroundTruth, _ results: DetectionResults, _ order: EvaluationOrder,
        _ settings: DetectionSettings
    ) {
        self.truth = truth
        self.results = results
        self.order = order
        self.settings = settings
        limit = settings.maxDetections
        dropsZeroIds = !settings.countsZeroIds && truth.zeroIds > 0
    }

    /// The outcomes of all positions of the given images, in order.
    mutating func match(_ images: Range<Int>) -> COCOOutcomes {
        let positions = order.imageStarts[images.lowerBound]..<order.imageStarts[images.upperBound]
        outcomes.matched = [UInt64](repeating: 0, count: positions.count)
        outcomes.ignored = [UInt64](repeating: 0, count: positions.count)
        outcomes.object = [Int32](repeating: -1, count: positions.count)
        outcomes.overlap = [Double](repeating: 0, count: positions.count)
        for image in images {
            var objects = order.objects[image]
            let end = order.imageStarts[image + 1]
            var place = order.imageStarts[image]
            while place < end {
                let category = results.boxes.category[Int(order.detections[place])]
                var groupEnd = place + 1
                while groupEnd < end, results.boxes.category[Int(order.detections[groupEnd])] == category {
                    groupEnd += 1
                }
                // Objects are by class too: pass over classes without detections.
                while let first = objects.first, self.category(first) < category { objects.removeFirst() }
                var group = objects.lowerBound..<objects.lowerBound
                while group.upperBound < objects.upperBound, self.category(group.upperBound) == category {
                    group = group.lowerBound..<group.upperBound + 1
                }
                matchGroup(place..<min(groupEnd, place + limit), group, base: positions.lowerBound)
                place = groupEnd
            }
        }
        return outcomes
    }

    @inline(__always)
    private func category(_ place: Int) -> Int32 { truth.boxes.category[Int(order.objects.members[place])] }

    private func hasZeroId(_ place: Int) -> Bool { truth.ids[Int(order.objects.members[place])] == .number(0) }

    /// Matches the detections of one image and class, which stand by descending score.
    private mutating func matchGroup(_ detections: Range<Int>, _ objects: Range<Int>, base: Int) {
        let thresholds = settings.thresholds.count
        let sizes = settings.sizes
        let row: UInt64 = (1 << UInt64(thresholds)) - 1
        var starts: [Int] = []
        candidateObject.removeAll(keepingCapacity: true)
        candidateOverlap.removeAll(keepingCapacity: true)
        for place in detections {
            let detection = Int(order.detections[place])
            let shape = results.geometry(of: detection)
            // Unmatched, a detection is ignored where its own size is out of range; matches overwrite that below.
            // By LVIS' rule it is where not every object of its class has a label.
            let image = Int(results.boxes.image[detection])
            var outside: UInt64 =
                truth.isLenient(image: image, category: results.boxes.category[detection])
                ? (1 << UInt64(sizes.count * thresholds)) - 1 : 0
            let area = results.boxes[detection].area
            for size in sizes.indices where !sizes[size].contains(area) {
                outside |= row << UInt64(size * thresholds)
            }
            outcomes.ignored[place - base] = outside
            if objects.isEmpty { continue }
            starts.append(candidateObject.count)
            for (index, object) in objects.enumerated() {
                let object = Int(order.objects.members[object])
                let value = similarity(shape, truth.geometry(of: object), isCrowd: truth.isCrowd[object])
                if value >= settings.thresholds[0] {
                    candidateObject.append(index)
                    candidateOverlap.append(value)
                }
            }
        }
        if candidateObject.isEmpty { return }
        starts.append(candidateObject.count)
        if taken.count < objects.count {
            taken += [Int](repeating: 0, count: objects.count - taken.count)
            isIgnored += [Bool](repeating: false, count: objects.count - isIgnored.count)
        }
        for size in sizes.indices {
            for (index, object) in objects.enumerated() {
                let object = Int(order.objects.members[object])
                isIgnored[index] = truth.isCrowd[object] || !sizes[size].contains(truth.areas[object])
            }
            for threshold in 0..<thresholds {
                stamp += 1
                for (index, place) in detections.enumerated() where starts[index] < starts[index + 1] {
                    let candidates = starts[index]..<starts[index + 1]
                    guard let candidate = choose(candidates, objects, settings.thresholds[threshold]) else { continue }
                    let bit: UInt64 = 1 << UInt64(size * thresholds + threshold)
                    let chosen = candidateObject[candidate]
                    taken[chosen] = stamp
                    if dropsZeroIds, hasZeroId(objects.lowerBound + chosen) {
                        if isIgnored[chosen] { outcomes.ignored[place - base] |= bit }
                        continue
                    }
                    outcomes.matched[place - base] |= bit
                    if isIgnored[chosen] {
                        outcomes.ignored[place - base] |= bit
                    } else {
                        outcomes.ignored[place - base] &= ~bit
                    }
                    if size == 0, threshold == 0 {
                        outcomes.object[place - base] = order.objects.members[objects.lowerBound + chosen]
                        outcomes.overlap[place - base] = candidateOverlap[candidate]
                    }
                }
            }
        }
    }

    /// The candidate with the highest overlap, the later on ties; objects that count come before those that do not.
    @inline(__always)
    private func choose(_ candidates: Range<Int>, _ objects: Range<Int>, _ threshold: Double) -> Int? {
        var best = min(threshold, 1 - 1e-10)
        var chosen: Int?
        for candidate in candidates {
            let object = candidateObject[candidate]
            if isIgnored[object] || taken[object] == stamp || candidateOverlap[candidate] < best { continue }
            best = candidateOverlap[candidate]
            chosen = candidate
        }
        if chosen != nil { return chosen }
        for candidate in candidates {
            let object = candidateObject[candidate]
            if !isIgnored[object] || candidateOverlap[candidate] < best { continue }
            // Many detections may lie on one crowd.
            if taken[object] == stamp, !truth.isCrowd[Int(order.objects.members[objects.lowerBound + object])] {
                continue
            }
            best = candidateOverlap[candidate]
            chosen = candidate
        }
        return chosen
    }
}
