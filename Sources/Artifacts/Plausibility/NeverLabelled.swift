import Columns
import Diagnostics

extension DetectionResults {
    /// Images without an object where they lie together, at one end of the list or at one value of an attribute, on which a detector is
    /// as sure of objects as on the others: nobody has labelled them yet.
    ///
    /// Pictures of nothing are often put together, and a detector finds little there. So detections are counted that are as sure as
    /// half of those that meet an object of their class: there have to be twenty, and two thirds as many an image as on images with
    /// objects. The largest group of which that is so is named.
    public func neverLabelled(
        on truth: DetectionGroundTruth, _ attributes: [Column] = [], file: String
    ) -> InputDoubt? {
        var hasObject = [Bool](repeating: false, count: truth.images.count)
        for image in truth.boxes.image { hasObject[Int(image)] = true }
        let all = truth.imagesInFileOrder.map(Int.init)
        let bare = all.count { !hasObject[$0] }
        guard bare >= ImageGroup.fewest, bare < all.count else { return nil }
        let groups = ImageGroup.all(of: all, where: { !hasObject[$0] }, attributes)
        let significant = ImageGroup.significant(of: groups, marked: bare, among: all.count)
        guard !significant.isEmpty else { return nil }
        guard let least = leastSure(on: truth) else { return nil }
        var sure = [Int](repeating: 0, count: truth.images.count)
        for index in 0..<count where scores[index] >= least {
            sure[Int(boxes.image[index])] += 1
        }
        func rate(_ images: [Int]) -> Double { Double(images.reduce(0) { $0 + sure[$1] }) / Double(images.count) }
        let there = rate(all.filter { hasObject[$0] })
        let found = significant.lazy.map { (group: $0, here: rate($0.images)) }.first { group, here in
            here * Double(group.images.count) >= 20 && here * 3 >= there * 2
        }
        guard let (group, here) = found else { return nil }
        return InputDoubt(
            .neverLabelled, at: Place(file: file),
            "none of the \(group.images.count) images \(group.place(in: truth)) has an object, and the detector is sure of "
                + "\([InputDoubt].short(here)) an image there, with a score of \([InputDoubt].short(least)) or more, where it is of "
                + "\([InputDoubt].short(there)) on images with objects",
            suggestion: "were they never labelled? leave them out of the ground truth until they are;")
    }

    /// A class that no object has and that is detected as surely, and at least half as often, as the other classes on average: nobody
    /// labelled it, its labels were lost, or they were given another name. Twenty sure detections at least; sure is a score as high as
    /// half of those that meet an object of their class. Of annotations that say which classes were looked for on which image nothing
    /// is said.
    public func neverLabelledClass(on truth: DetectionGroundTruth, file: String) -> InputDoubt? {
        guard truth.federation == nil else { return nil }
        var objects = [Int](repeating: 0, count: truth.classes.count)
        for category in truth.boxes.category { objects[Int(category)] += 1 }
        // Of most sets every class that is detected has objects.
        guard boxes.category.contains(where: { objects[Int($0)] == 0 }), let least = leastSure(on: truth) else {
            return nil
        }
        var sure = objects.map { _ in [Int]() }
        for index in 0..<min(count, BoxColumns.mostCompared) where scores[index] >= least {
            sure[Int(boxes.category[index])].append(index)
        }
        let there = objects.indices.filter { objects[$0] > 0 }
        let usual = Double(there.reduce(0) { $0 + sure[$1].count }) / Double(max(1, there.count))
        let never = objects.indices.filter { code in
            objects[code] == 0 && sure[code].count >= 20 && Double(sure[code].count) * 2 >= usual
        }
        guard let first = never.max(by: { sure[$0].count < sure[$1].count }) else { return nil }
        let met = metClass(sure[first], truth)
        return InputDoubt(
            .neverLabelled, at: Place(file: file),
            "no object is \(truth.classes[first].name), and \(sure[first].count) detections are, with a score of "
                + "\([InputDoubt].short(least)) or more"
                + (met.map { "; \($0.count) of them meet objects of \(truth.classes[$0.code].name)" } ?? ""),
            suggestion: "were its labels lost, or written as those of another class?")
    }

    /// The score that half of the detections reach which meet an object of their class; `nil` where these are few.
    private func leastSure(on truth: DetectionGroundTruth) -> Double? {
        let isRight = meetOwnClass(truth, most: BoxColumns.mostCompared)
        let right = isRight.indices.filter { isRight[$0] }.map { scores[$0] }.sorted()
        return right.count >= ClassPermutation.fewestRows ? right[right.count / 2] : nil
    }

    /// The class whose objects most of some detections meet with an IoU of 0.5; `nil` where most meet none of one.
    private func metClass(_ detections: [Int], _ truth: DetectionGroundTruth) -> (code: Int, count: Int)? {
        let objects = truth.objectsByImage(crowds: false)
        var counts: [Int: Int] = [:]
        for index in detections {
            let met = objects[Int(boxes.image[index])].filter {
                truth.boxes[$0].overlap(boxes[index]) >= BoxSample.overlap
            }
            for code in Set(met.map { Int(truth.boxes.category[$0]) }) { counts[code, default: 0] += 1 }
        }
        guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), best.value * 2 > detections.count
        else {
            return nil
        }
        return (best.key, best.value)
    }
}
