import Columns
import Diagnostics

/// Images with objects on which nothing at all is detected, where they lie together: at one end of the list, or at one value of
/// an attribute. A detector that is blind there and one that was never run there leave the same files; so do one that finds
/// nothing at all, and a file of which nothing could be read.
struct NeverRun {
    /// What is doubted; `nil` where images without a detection lie anywhere.
    let doubt: InputDoubt?
    /// How many images with objects have no detection.
    let bare: Int
    /// How many of them it speaks of.
    let told: Int

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults, _ attributes: [Column], file: String) {
        var hasObject = [Bool](repeating: false, count: truth.images.count)
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            hasObject[Int(truth.boxes.image[index])] = true
        }
        var isAnswered = [Bool](repeating: false, count: truth.images.count)
        for image in results.boxes.image { isAnswered[Int(image)] = true }
        let wanted = truth.imagesInFileOrder.map(Int.init).filter { hasObject[$0] }
        let bare = wanted.count { !isAnswered[$0] }
        self.bare = bare
        if results.count == 0, bare > 0 {
            doubt = InputDoubt(
                .neverRun, at: Place(file: file),
                "there is not one detection, and \(bare) \(bare == 1 ? "image has" : "images have") objects",
                suggestion: "was the model run, and are these its results?")
            told = bare
            return
        }
        guard bare >= ImageGroup.fewest, bare < wanted.count else {
            (doubt, told) = (nil, 0)
            return
        }
        let groups = ImageGroup.all(of: wanted, where: { !isAnswered[$0] }, attributes)
        guard let group = ImageGroup.significant(of: groups, marked: bare, among: wanted.count).first else {
            (doubt, told) = (nil, 0)
            return
        }
        let count = group.images.count
        let elsewhere = wanted.count - count
        told = count
        doubt = InputDoubt(
            .neverRun, at: Place(file: file),
            "none of the \(count) images with objects \(group.place(in: truth)) has a detection at all, and "
                + "\(elsewhere - bare + count) of the \(elsewhere) others have",
            suggestion:
                "were they never run? where only part of the images is meant, say coverage: subset in version.yml;")
    }
}
