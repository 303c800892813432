import Statistics

/// The largest recall of a class at a precision and IoU 0.5.
public struct RecallAtPrecision: Sendable, Equatable {
    /// The value, the highest of the 101 levels of recall; `nil` without objects.
    public let value: Double?
    /// Its interval; `nil` without objects and for too few units.
    public let interval: ConfidenceInterval?

    /// The mean of the classes with objects. The same images move all classes, so that its ends are the means of theirs; a
    /// class of too few images may be anything.
    public static func mean(_ classes: [RecallAtPrecision]) -> RecallAtPrecision {
        let values = classes.compactMap(\.value)
        let ends = classes.filter { $0.value != nil }.map(\.interval)
        guard ends.contains(where: { $0 != nil }), let low = ExactSum.mean(ends.map { $0?.low ?? 0 }),
            let high = ExactSum.mean(ends.map { $0?.high ?? 1 })
        else { return RecallAtPrecision(value: ExactSum.mean(values), interval: nil) }
        return RecallAtPrecision(
            value: ExactSum.mean(values), interval: ConfidenceInterval(low: low, high: high))
    }
}

extension DetectionTally {
    /// Of each class the largest recall at IoU 0.5 that keeps a precision of `target`, with an interval over the thresholds
    /// that may keep it. `units` are the ids of what the images belong to, image by image.
    public func recalls(atPrecision target: Double, units: [UInt64]) -> [RecallAtPrecision] {
        var codes: [UInt64: Int] = [:]
        let unitOf = units.map { id in
            let code = codes[id] ?? codes.count
            codes[id] = code
            return code
        }
        var objects = [[Int: Int]](repeating: [:], count: truth.classes.count)
        for object in 0..<truth.boxes.count where isCounted(object) {
            objects[Int(truth.boxes.category[object])][unitOf[Int(truth.boxes.image[object])], default: 0] += 1
        }
        return zip(curves(threshold: 0), objects).enumerated().map { category, pair in
            let (curve, objects) = pair
            guard curve.positives > 0 else { return RecallAtPrecision(value: nil, interval: nil) }
            let value = curve.recall(atPrecision: target, grid: settings.recallGrid)
            guard objects.count >= UnitBootstrap.fewestUnits else {
                return RecallAtPrecision(value: value, interval: nil)
            }
            let answered = answered(of: category)
            var search = PrecisionSearch(target: target, units: codes.count)
            for (index, answer) in answered.enumerated() {
                search.add(isOwn: answer.isFound, unit: unitOf[answer.image])
                if index + 1 == answered.count || answered[index + 1].score < answer.score { search.threshold(index) }
            }
            return RecallAtPrecision(
                value: value,
                interval: search.interval(of: value) { place, level in
                    var found = objects.mapValues { (successes: 0, rows: $0) }
                    for answer in answered.prefix((place?.index ?? -1) + 1) where answer.isFound {
                        found[unitOf[answer.image]]?.successes += 1
                    }
                    return UnitProportion(found.values).wilson(level: level)
                })
        }
    }

    /// The detections of a class that count at IoU 0.5 and at any size, by falling score.
    private func answered(of category: Int) -> [(image: Int, score: Double, isFound: Bool)] {
        order.byClass[category].compactMap { place in
            let position = Int(order.byClass.members[place])
            if outcomes.ignored[position] & 1 == 1 { return nil }
            let detection = Int(order.detections[position])
            return (
                Int(results.boxes.image[detection]), results.scores[detection], outcomes.matched[position] & 1 == 1
            )
        }
    }
}
