import Columns
import Diagnostics

extension DetectionResults {
    /// Images without an object where they lie together, at one end of the list or at one value of an attribute, on which a detector is
    /// as sure of objects as on the others: nobody has labelled them yet.
    ///
    /// Pictures of nothing are often put together, and a detector finds little there. So detections are counted that are as sure as
    /// half of those that meet an object of their class: there have to be twenty, and two thirds as many an image as on images with
    /// objects.
    public func neverLabelled(
        on truth: DetectionGroundTruth, _ attributes: [Column] = [], file: String
    ) -> InputDoubt? {
        var hasObject = [Bool](repeating: false, count: truth.images.count)
        for image in truth.boxes.image { hasObject[Int(image)] = true }
        let all = truth.imagesInFileOrder.map(Int.init)
        let bare = all.count { !hasObject[$0] }
        guard bare >= ImageGroup.fewest, bare < all.count else { return nil }
        let groups = ImageGroup.all(of: all, where: { !hasObject[$0] }, attributes)
        guard let group = ImageGroup.largest(of: groups, marked: bare, among: all.count) else { return nil }
        let isRight = meetOwnClass(truth, most: BoxColumns.mostCompared)
        let right = isRight.indices.filter { isRight[$0] }.map { scores[$0] }.sorted()
        guard right.count >= ClassPermutation.fewestRows else { return nil }
        let least = right[right.count / 2]
        var sure = [Int](repeating: 0, count: truth.images.count)
        for index in 0..<count where scores[index] >= least {
            sure[Int(boxes.image[index])] += 1
        }
        let inside = group.images.reduce(0) { $0 + sure[$1] }
        let labelled = all.filter { hasObject[$0] }
        let outside = labelled.reduce(0) { $0 + sure[$1] }
        let (here, there) = (Double(inside) / Double(group.images.count), Double(outside) / Double(labelled.count))
        guard inside >= 20, here * 3 >= there * 2 else { return nil }
        return InputDoubt(
            .neverLabelled, at: Place(file: file),
            "none of the \(group.images.count) images \(group.place(in: truth)) has an object, and the detector is sure of "
                + "\([InputDoubt].short(here)) an image there, with a score of \([InputDoubt].short(least)) or more, where it is of "
                + "\([InputDoubt].short(there)) on images with objects",
            suggestion: "were they never labelled? leave them out of the ground truth until they are;")
    }
}
