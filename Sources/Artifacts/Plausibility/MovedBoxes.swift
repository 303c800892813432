import Columns
import Diagnostics

/// Boxes that lie beside their objects, all by the same step: the corner of a crop, or a border, that was not added back.
///
/// Each detection is held against every object of its image and class of about its size, and the step between their centres is
/// counted. A detector that finds its objects has most steps at nothing, and one that finds none has them anywhere. One step is named
/// where it has four times as many as nothing has, three in ten of the detections and twenty at least; moved back by it, boxes
/// have to meet objects three times as often as they do, and four in ten of those that have one of their size.
struct MovedBoxes {
    /// How far boxes lie to the right of their objects and below them, in pixels.
    let x: Double
    let y: Double
    /// Of how many detections, how many meet an object of their class when they are moved back, and as they are.
    let detections: Int
    let met: Int
    let metAsGiven: Int

    /// Detections that are looked at, from the first, and pairs of one with an object.
    private static let (most, mostPairs) = (20_000, 200_000)

    private struct Step: Hashable {
        let x: Int
        let y: Int
    }

    /// `isRight` says of the first detections whether they meet an object of their class as they are.
    init?(_ truth: DetectionGroundTruth, _ results: DetectionResults, meeting isRight: [Bool]) {
        // Of a detector that finds its objects a third does, and nothing has to be counted.
        let isRight = isRight.prefix(Self.most)
        guard isRight.count(where: { $0 }) * 3 < isRight.count else { return nil }
        let objects = truth.objectsByImage(crowds: false)
        var pairs: [(detection: Int, object: Int, x: Double, y: Double)] = []
        for index in isRight.indices where pairs.count < Self.mostPairs {
            let box = results.boxes[index]
            for object in objects[Int(results.boxes.image[index])]
            where truth.boxes.category[object] == results.boxes.category[index] {
                let other = truth.boxes[object]
                guard Self.areAlike(box.width, other.width), Self.areAlike(box.height, other.height) else { continue }
                pairs.append(
                    (
                        index, object, box.x + box.width / 2 - other.x - other.width / 2,
                        box.y + box.height / 2 - other.y - other.height / 2
                    ))
            }
        }
        guard pairs.count >= ClassPermutation.fewestRows else { return nil }
        let sides = pairs.map { max(truth.boxes[$0.object].width, truth.boxes[$0.object].height) }.sorted()
        let cell = max(4, sides[sides.count / 2] / 8)
        func step(_ x: Double, _ y: Double) -> Step? {
            Int(exactly: (x / cell).rounded()).flatMap { x in
                Int(exactly: (y / cell).rounded()).map { Step(x: x, y: $0) }
            }
        }
        var counts: [Step: Int] = [:]
        for pair in pairs { if let step = step(pair.x, pair.y) { counts[step, default: 0] += 1 } }
        func around(_ step: Step) -> Int {
            (-1...1).reduce(0) { sum, x in
                sum + (-1...1).reduce(0) { $0 + counts[Step(x: step.x + x, y: step.y + $1), default: 0] }
            }
        }
        let nothing = around(Step(x: 0, y: 0))
        let best = counts.keys.map { (step: $0, count: around($0)) }.max {
            ($0.count, $1.step.x, $1.step.y) < ($1.count, $0.step.x, $0.step.y)
        }
        let sized = Set(pairs.map(\.detection)).count
        guard let best, max(abs(best.step.x), abs(best.step.y)) > 1, best.count >= ClassPermutation.fewestRows,
            best.count >= 4 * nothing
        else { return nil }
        let near = pairs.filter { pair in
            step(pair.x, pair.y).map { abs($0.x - best.step.x) <= 1 && abs($0.y - best.step.y) <= 1 } ?? false
        }
        guard Set(near.map(\.detection)).count * 10 >= 3 * sized else { return nil }
        let (steps, falls) = (near.map(\.x).sorted(), near.map(\.y).sorted())
        let (dx, dy) = (steps[steps.count / 2], falls[falls.count / 2])
        var (moved, given): (Set<Int>, Set<Int>) = ([], [])
        for pair in pairs {
            let (box, object) = (results.boxes[pair.detection], truth.boxes[pair.object])
            if object.overlap(box) >= BoxSample.overlap { given.insert(pair.detection) }
            let back = Box(x: box.x - dx, y: box.y - dy, width: box.width, height: box.height)
            if object.overlap(back) >= BoxSample.overlap { moved.insert(pair.detection) }
        }
        guard moved.count >= 3 * given.count, moved.count * 10 >= 4 * sized else { return nil }
        (x, y, detections, met, metAsGiven) = (dx, dy, sized, moved.count, given.count)
    }

    private static func areAlike(_ a: Double, _ b: Double) -> Bool { a <= 1.25 * b && b <= 1.25 * a }
}

extension DetectionResults {
    /// Boxes that all lie by one step beside their objects.
    func movedDoubt(_ truth: DetectionGroundTruth, meeting isRight: [Bool], _ file: String) -> InputDoubt? {
        MovedBoxes(truth, self, meeting: isRight).map { found in
            InputDoubt(
                .boxForm, at: Place(file: file, field: "bbox"),
                "detections look moved by [\(Box.text(found.x.rounded())), \(Box.text(found.y.rounded()))] pixels: moved back, "
                    + "\(found.met) of \(found.detections) meet an object of their class with an IoU of 0.5 or more, and "
                    + "\(found.metAsGiven) as they are",
                suggestion: "was the corner of a crop, or a border, not added back?")
        }
    }
}
