import Artifacts
import Record
import Statistics
import Tallies

/// The false positives of a detector by image: detections that find nothing at IoU 0.5, in the matching that average
/// precision counts. A threshold takes the detections of low score away and leaves the matches of the others as they are.
struct FalseAlarms {
    /// Number of images.
    let images: Int
    private let scores: [[Double]]
    private let detections: [[Int]]
    private let isEmpty: [Bool]
    /// The unit of each image.
    let unitOfImage: [UInt64]
    private let ids: [UInt64]

    init(_ book: DetectionBook) {
        let truth = book.evaluation.truth
        images = truth.images.count
        var scores = [[Double]](repeating: [], count: images)
        var detections = [[Int]](repeating: [], count: images)
        for detection in book.detections where detection.object == nil {
            scores[detection.image].append(detection.score)
            detections[detection.image].append(detection.detection)
        }
        var isEmpty = [Bool](repeating: true, count: images)
        for image in truth.boxes.image { isEmpty[Int(image)] = false }
        self.scores = scores
        self.detections = detections
        self.isEmpty = isEmpty
        unitOfImage = book.evaluation.unitIDs
        ids = book.evaluation.imageHashes
    }

    /// How many false positives each image has, with the hash of its name.
    func byImage(from score: Double) -> [(id: UInt64, count: Int)] {
        zip(ids, scores).map { id, scores in (id: id, count: scores.count { $0 >= score }) }
    }

    /// Detections on images without objects, highest score first.
    func onEmptyImages(from score: Double) -> [Int] {
        let found = (0..<images).filter { isEmpty[$0] }.flatMap { image in
            zip(scores[image], detections[image]).filter { $0.0 >= score }
        }
        return found.sorted { $0.0 != $1.0 ? $0.0 > $1.0 : $0.1 < $1.1 }.map(\.1)
    }

    /// What lies on some of the images at a threshold.
    func counted(_ images: [Int], from score: Double) -> Counted {
        var byUnit: [UInt64: Counted.Unit] = [:]
        for image in images {
            let count = scores[image].count { $0 >= score }
            byUnit[unitOfImage[image], default: Counted.Unit()].add(count, isEmpty: isEmpty[image])
        }
        // The order of a sum must not depend on a dictionary's.
        return Counted(byUnit.sorted { $0.key < $1.key }.map(\.value))
    }

    /// False positives on some images, unit by unit.
    struct Counted {
        /// Images that vary together.
        struct Unit {
            var images = 0
            var falsePositives = 0
            var empty = 0
            var alarmed = 0
            var alarms = 0

            mutating func add(_ count: Int, isEmpty: Bool) {
                images += 1
                falsePositives += count
                guard isEmpty else { return }
                empty += 1
                alarms += count
                if count > 0 { alarmed += 1 }
            }
        }

        private let units: [Unit]

        init(_ units: [Unit]) {
            self.units = units
        }

        var images: Int { units.reduce(0) { $0 + $1.images } }
        var falsePositives: Int { units.reduce(0) { $0 + $1.falsePositives } }
        /// Images without an object.
        var empty: Int { units.reduce(0) { $0 + $1.empty } }
        /// Those with a false alarm.
        var alarmed: Int { units.reduce(0) { $0 + $1.alarmed } }

        /// False positives an image.
        var perImage: CountRate { CountRate(units.map { ($0.falsePositives, $0.images) }) }

        func perImage(_ spec: FactSpec, else reason: String = "no image") -> Fact {
            Self.fact(spec, perImage, else: reason)
        }

        func perEmptyImage(_ spec: FactSpec) -> Fact {
            Self.fact(spec, CountRate(units.map { ($0.alarms, $0.empty) }), else: Self.none)
        }

        /// Share of the images without an object that have a false alarm.
        func share(_ spec: FactSpec, else reason: String = none) -> Fact {
            let parts = units.filter { $0.empty > 0 }
            // Where every image is a unit of its own, Wilson's interval as it is.
            let measure: Measure? =
                parts.contains { $0.images > 1 }
                ? .rate(
                    UnitProportion(parts.map { (successes: $0.alarmed, rows: $0.empty) }), method: "false-alarms")
                : .rate(alarmed, of: empty, method: "false-alarms")
            var fact = Fact.stating(spec, measure, else: reason, method: "false-alarms")
            // Not those of objects, which these images have not.
            if fact.units == nil { fact.units = fact.n }
            return fact
        }

        private static let none = "every image has an object"

        private static func fact(_ spec: FactSpec, _ rate: CountRate, else reason: String) -> Fact {
            guard let value = rate.value else { return Fact(spec, undefined: reason, n: 0, method: "false-alarms") }
            var fact = Fact(
                spec, value, n: rate.size,
                interval: rate.interval().map { Interval($0, method: "count-rate") }, method: "false-alarms")
            fact.units = rate.units
            return fact
        }
    }
}
