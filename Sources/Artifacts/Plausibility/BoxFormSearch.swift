import Columns

/// Looks for a form of box in which detections meet the objects that they miss as they are given.
struct BoxFormSearch {
    /// A form that explains the misses.
    struct Found {
        /// What they look like.
        let words: String
        /// Objects that were looked at.
        let objects: Int
        /// How many a box meets in that form.
        let met: Int
        /// How many a box meets as they are given.
        let metAsGiven: Int
    }

    /// What was found; `nil` where boxes meet objects as they are, or in no form.
    let found: Found?

    /// Images and detections of an image that are looked at.
    private static let (mostImages, mostDetections) = (60, 100)
    /// Overlap from which a box meets an object.
    private static let overlap = 0.5

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults) {
        let sample = Self.sample(truth, results)
        let objects = sample.reduce(0) { $0 + $1.objects.count }
        guard objects > 1 else {
            found = nil
            return
        }
        func met(_ form: BoxForm) -> Int {
            sample.reduce(0) { sum, image in
                let boxes = image.detections.compactMap { form.box($0, width: image.width, height: image.height) }
                return sum + image.objects.count { object in boxes.contains { object.overlap($0) >= Self.overlap } }
            }
        }
        let given = met(BoxForm())
        guard Double(given) < 0.3 * Double(objects) else {
            found = nil
            return
        }
        let best = BoxForm.all.dropFirst().map { (form: $0, met: met($0)) }.max { $0.met < $1.met }
        guard let best, Double(best.met) >= 0.5 * Double(objects), best.met >= 2 * given + 1 else {
            found = nil
            return
        }
        let first = sample.first
        found = Found(
            words: best.form.words(width: first?.width, height: first?.height), objects: objects, met: best.met,
            metAsGiven: given)
    }

    private struct Image {
        let width: Double?
        let height: Double?
        var objects: [Box] = []
        var detections: [Box] = []
    }

    /// The first images that have both objects and detections.
    private static func sample(_ truth: DetectionGroundTruth, _ results: DetectionResults) -> [Image] {
        var hasDetection = [Bool](repeating: false, count: truth.images.count)
        for image in results.boxes.image { hasDetection[Int(image)] = true }
        var images: [Int32: Image] = [:]
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            let image = truth.boxes.image[index]
            guard hasDetection[Int(image)] else { continue }
            if images[image] == nil {
                guard images.count < mostImages else { continue }
                images[image] = Image(width: truth.images[Int(image)].width, height: truth.images[Int(image)].height)
            }
            images[image]?.objects.append(truth.boxes[index])
        }
        var best: [Int32: [(score: Double, index: Int)]] = [:]
        for index in 0..<results.count where images[results.boxes.image[index]] != nil {
            best[results.boxes.image[index], default: []].append((results.scores[index], index))
        }
        for (image, found) in best {
            let ranked = found.sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }
            images[image]?.detections = ranked.prefix(mostDetections).map { results.boxes[$0.index] }
        }
        return images.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// Objects that a box meets whatever its class, each with the class of the best such box.
struct MetObjects {
    /// Class of the object, and of the detection of the highest score that overlaps it by half.
    let pairs: [(object: Int32, answer: Int32)]

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults) {
        var objects = [[Int]](repeating: [], count: truth.images.count)
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            objects[Int(truth.boxes.image[index])].append(index)
        }
        var best = [(score: Double, answer: Int32)](repeating: (-.infinity, -1), count: truth.boxes.count)
        for index in 0..<results.count {
            let box = results.boxes[index]
            for object in objects[Int(results.boxes.image[index])]
            where results.scores[index] > best[object].score && truth.boxes[object].overlap(box) >= 0.5 {
                best[object] = (results.scores[index], results.boxes.category[index])
            }
        }
        pairs = best.indices.filter { best[$0].answer >= 0 }.map { (truth.boxes.category[$0], best[$0].answer) }
    }
}

extension Box {
    /// Intersection over union with another box; 0 for boxes without extent.
    func overlap(_ other: Box) -> Double {
        let width = min(x + self.width, other.x + other.width) - max(x, other.x)
        let height = min(y + self.height, other.y + other.height) - max(y, other.y)
        guard width > 0, height > 0 else { return 0 }
        let both = width * height
        return both / (area + other.area - both)
    }
}
