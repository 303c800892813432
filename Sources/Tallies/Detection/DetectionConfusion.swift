import Artifacts
import Columns

/// Which class was answered where which was right.
///
/// Of an image's 100 best detections, those of score 0.25 and more each take the free object with the highest IoU of at
/// least 0.5, whatever its class, the first on ties. Coarser than AP's matching on purpose: a detection of the wrong
/// class can take an object, which is what a confusion is. Detections without an object that lie on a crowd of their own
/// class do not count.
public struct DetectionConfusion: Sendable, Equatable {
    /// Number of classes; the index `classes` means background.
    public let classes: Int
    /// Counts by (right, answered), each `classes + 1` wide, row by row.
    public private(set) var counts: [Int]

    /// The count of detections answered `answered` on objects of class `truth`.
    public subscript(truth: Int, answered: Int) -> Int { counts[truth * (classes + 1) + answered] }

    /// A matrix of zeros.
    init(classes: Int) {
        self.classes = classes
        counts = [Int](repeating: 0, count: (classes + 1) * (classes + 1))
    }

    mutating func add(_ truth: Int, _ answered: Int) { counts[truth * (classes + 1) + answered] += 1 }
}

extension DetectionTally {
    /// One object and one detection that the confusion matrix puts together; `nil` stands for background.
    public struct ConfusionPair: Sendable, Equatable {
        /// Index of the object, or `nil`.
        public let object: Int?
        /// Index of the detection, or `nil`.
        public let detection: Int?
    }

    /// The pairs behind the confusion matrix, by image.
    public func confusionPairs() -> [ConfusionPair] {
        Shards.map(truth.images.count, threads: threads) { images in
            var pairs: [ConfusionPair] = []
            for image in images { confuse(image, &pairs) }
            return pairs
        }.flatMap(\.self)
    }

    /// The matrix of the given pairs.
    public func confusion(_ pairs: [ConfusionPair]) -> DetectionConfusion {
        let background = truth.classes.count
        var matrix = DetectionConfusion(classes: background)
        for pair in pairs {
            matrix.add(
                pair.object.map { Int(truth.boxes.category[$0]) } ?? background,
                pair.detection.map { Int(results.boxes.category[$0]) } ?? background)
        }
        return matrix
    }

    private func confuse(_ image: Int, _ pairs: inout [ConfusionPair]) {
        let objects = order.objectsInFileOrder.members[order.objectsInFileOrder[image]]
        var isFree = objects.map { !truth.isCrowd[Int($0)] }
        for place in order.byImage[image].prefix(settings.maxDetections) {
            let detection = Int(order.detections[Int(order.byImage.members[place])])
            if results.scores[detection] < operatingScore { break }
            let shape = results.geometry(of: detection)
            var best = settings.foreground
            var chosen: Int?
            for (index, object) in objects.enumerated() where isFree[index] {
                let value = similarity(shape, truth.geometry(of: Int(object)))
                if chosen == nil ? value >= best : value > best {
                    best = value
                    chosen = index
                }
            }
            if let chosen {
                isFree[chosen] = false
                pairs.append(ConfusionPair(object: Int(objects[objects.startIndex + chosen]), detection: detection))
                continue
            }
            if truth.isLenient(image: image, category: results.boxes.category[detection]) { continue }
            let isOnCrowd = objects.contains { object in
                truth.isCrowd[Int(object)] && truth.boxes.category[Int(object)] == results.boxes.category[detection]
                    && similarity(shape, truth.geometry(of: Int(object)), isCrowd: true) >= settings.foreground
            }
            if !isOnCrowd { pairs.append(ConfusionPair(object: nil, detection: detection)) }
        }
        for (index, object) in objects.enumerated() where isFree[index] {
            pairs.append(ConfusionPair(object: Int(object), detection: nil))
        }
    }
}
