import Artifacts

// The orders in which COCO evaluation and TIDE go through detections and objects, all from one sort by score.
//
// A detection's *position* is its rank by (image, class, score descending, file order). Everything that matching finds
// is stored by position, so that a shard of images is one contiguous range, and shards joined in order are the whole.

/// Detections and objects of an evaluation, arranged.
struct EvaluationOrder: Sendable {
    /// The detection at each position.
    let detections: [Int32]
    /// The positions of each image.
    let imageStarts: [Int]
    /// Rank of each position within its image and class, by score; at most `limit`.
    let rank: [UInt16]
    /// Positions by class, each class by (score descending, image, file order); only the first `limit` of an image and
    /// class.
    let byClass: Grouping
    /// Positions by image, each image by (score descending, file order).
    let byImage: Grouping
    /// Objects by image, each image by (class, file order).
    let objects: Grouping
    /// Objects by image in file order.
    let objectsInFileOrder: Grouping

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults, limit: Int) {
        let images = truth.images.count
        let classes = truth.classes.count
        let boxes = results.boxes
        let fileOrder = Grouping(Array(0..<Int32(boxes.count)), groups: images, by: boxes.image).members
        let byScore = descending(results.scores, in: fileOrder)

        let canonical = Grouping(
            Grouping(byScore, groups: classes, by: boxes.category).members, groups: images, by: boxes.image)
        detections = canonical.members
        imageStarts = canonical.starts
        var position = [Int32](repeating: 0, count: boxes.count)
        for (place, detection) in canonical.members.enumerated() { position[Int(detection)] = Int32(place) }

        var rank = [UInt16](repeating: 0, count: boxes.count)
        for image in 0..<images {
            var current: Int32 = -1
            var count = 0
            for place in canonical[image] {
                let category = boxes.category[Int(canonical.members[place])]
                count = category == current ? count + 1 : 0
                current = category
                rank[place] = UInt16(min(count, limit))
            }
        }
        self.rank = rank

        var positionsByScore = byScore.map { position[Int($0)] }
        let image = canonical.members.map { boxes.image[Int($0)] }
        byImage = Grouping(positionsByScore, groups: images, by: image)
        positionsByScore.removeAll { Int(rank[Int($0)]) >= limit }
        byClass = Grouping(positionsByScore, groups: classes, by: canonical.members.map { boxes.category[Int($0)] })

        let all = Array(0..<Int32(truth.boxes.count))
        objectsInFileOrder = Grouping(all, groups: images, by: truth.boxes.image)
        objects = Grouping(
            Grouping(all, groups: classes, by: truth.boxes.category).members, groups: images, by: truth.boxes.image)
    }
}
