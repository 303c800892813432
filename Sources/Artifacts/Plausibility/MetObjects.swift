import Columns

/// Objects that a box meets whatever its class, each with the class of the best such box.
struct MetObjects {
    /// Class of the object, and of the detection of the highest score that overlaps it by half.
    let pairs: [(object: Int32, answer: Int32)]

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults) {
        let objects = truth.objectsByImage(crowds: false)
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

extension DetectionGroundTruth {
    /// Places of the objects of each image, in their order, with crowds or without.
    package func objectsByImage(crowds: Bool) -> [[Int]] {
        var objects = [[Int]](repeating: [], count: images.count)
        for index in 0..<boxes.count where crowds || !isCrowd[index] { objects[Int(boxes.image[index])].append(index) }
        return objects
    }
}

extension DetectionResults {
    /// Whether each of the first `most` detections overlaps an object of its class by half, a crowd or not.
    func meetOwnClass(_ truth: DetectionGroundTruth, most: Int = .max) -> [Bool] {
        let objects = truth.objectsByImage(crowds: true)
        return (0..<Swift.min(count, most)).map { index in
            objects[Int(boxes.image[index])].contains { object in
                truth.boxes.category[object] == boxes.category[index]
                    && truth.boxes[object].overlap(boxes[index]) >= BoxSample.overlap
            }
        }
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
