import Tallies

/// On how many images with objects a detector says nothing at all, at any score.
///
/// A detector may rightly return nothing for an image, so that this proves nothing by itself. A run that stopped early, or
/// results of part of the images, look the same; they show by their share, or by all lying at one end of the list.
struct DetectionCoverage {
    /// Images with an object that is to be found.
    let withObjects: Int
    /// Those without any detection.
    let undetected: Int
    /// Whether the results look as if they were of part of the images.
    let looksCut: Bool

    /// A share of images without detections from which they look cut wherever they lie.
    static let share = 0.2
    /// A share from which they do when all lie at one end of the list.
    static let shareAtEnd = 0.05

    init(_ book: DetectionBook) {
        var hasObject = [Bool](repeating: false, count: book.evaluation.truth.images.count)
        for image in book.imageOfRow { hasObject[image] = true }
        var hasDetection = [Bool](repeating: false, count: hasObject.count)
        for image in book.evaluation.results.boxes.image { hasDetection[Int(image)] = true }
        let isBare = hasObject.indices.filter { hasObject[$0] }.map { !hasDetection[$0] }
        let bare = isBare.count { $0 }
        withObjects = isBare.count
        undetected = bare
        let isAtEnd = isBare.suffix(bare).allSatisfy(\.self) || isBare.prefix(bare).allSatisfy(\.self)
        let part = Double(bare) / Double(max(1, isBare.count))
        looksCut = bare > 1 && bare < isBare.count && (part >= Self.share || isAtEnd && part >= Self.shareAtEnd)
    }
}
