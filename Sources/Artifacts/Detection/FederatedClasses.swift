import Diagnostics
import Record

// LVIS labels on each image some classes of many: an image says which were looked for and are not there, and of which not every
// object was labelled. By LVIS' rule (lvis-api 0.5.3, `LVISEval`) what nobody looked for is no mistake.

/// Which classes were looked for on which images.
public struct FederatedClasses: Sendable {
    /// Of each image the classes that are known to be absent: `neg_category_ids`.
    var absent: [Set<Int32>]
    /// Of each image the classes of which some objects have no label: `not_exhaustive_category_ids`.
    var notExhaustive: [Set<Int32>]

    /// How many detections of an image count by LVIS' rule, the best of all classes.
    public static let mostDetections = 300

    /// The same for some of the images, in the order of `rank`; -1: left out.
    func part(_ rank: [Int32]) -> FederatedClasses {
        let kept = rank.indices.filter { rank[$0] >= 0 }
        return FederatedClasses(absent: kept.map { absent[$0] }, notExhaustive: kept.map { notExhaustive[$0] })
    }

    /// How many images say so.
    var images: Int { zip(absent, notExhaustive).count { !$0.isEmpty || !$1.isEmpty } }

    /// What is said where COCO's rule is followed.
    static func unused(of images: Int, file: String) -> Problem {
        Problem(
            .note, at: Place(file: file, field: "images"),
            "neg_category_ids and not_exhaustive_category_ids of \(images) images are not used: by COCO's rule "
                + "every class counts on every image, so that AP is lower than by LVIS' rule",
            suggestion: "rule: lvis in misread.yml follows that")
    }
}

extension DetectionGroundTruth {
    /// The same with LVIS' rule in force: an unmatched detection of a class that was not labelled exhaustively on its image does
    /// not count.
    public func byLVISRule() -> DetectionGroundTruth {
        var truth = self
        truth.leniency = federation?.notExhaustive ?? []
        return truth
    }

    /// Whether an unmatched detection of a class on an image says nothing, for not every object of it is labelled.
    @inline(__always)
    public func isLenient(image: Int, category: Int32) -> Bool {
        image < leniency.count && leniency[image].contains(category)
    }
}

extension DetectionResults {
    /// The results that count by LVIS' rule, and how many do not: of each image the 300 best of all classes, and of these the
    /// ones of classes that have an object there, or are known to be absent.
    public func byLVISRule(
        for truth: DetectionGroundTruth
    ) -> (results: DetectionResults, beyond: Int, unlooked: Int) {
        guard let federation = truth.federation else { return (self, 0, 0) }
        var present = [Set<Int32>](repeating: [], count: truth.images.count)
        for index in 0..<truth.boxes.count {
            present[Int(truth.boxes.image[index])].insert(truth.boxes.category[index])
        }
        var byImage = [[Int]](repeating: [], count: truth.images.count)
        for index in 0..<count { byImage[Int(boxes.image[index])].append(index) }
        var isKept = [Bool](repeating: false, count: count)
        var (beyond, unlooked) = (0, 0)
        for (image, own) in byImage.enumerated() {
            // Equal scores in the order of the file.
            let best = own.sorted { (scores[$1], $0) < (scores[$0], $1) }
            beyond += max(0, best.count - FederatedClasses.mostDetections)
            for index in best.prefix(FederatedClasses.mostDetections) {
                let category = boxes.category[index]
                isKept[index] = present[image].contains(category) || federation.absent[image].contains(category)
                if !isKept[index] { unlooked += 1 }
            }
        }
        return (reordered((0..<count).filter { isKept[$0] }), beyond, unlooked)
    }
}
