// What is doubted about the objects of a ground truth: the form of their boxes, their areas, and whether they stand twice.

import Columns
import Diagnostics

extension DetectionGroundTruth {
    /// What looks like a slip of the ground truth, whatever is detected.
    public func inputDoubts(file: String) -> [InputDoubt] {
        [
            ClassNameDoubt.doubt(about: classes.map { ClassName($0.name) }, file: file),
            boxes.swappedSizeDoubt(images, file: file) ?? boxes.cornerDoubt(images, file: file, "objects")
                ?? boxes.halfOffDoubt(images, file: file, "objects")
                ?? boxes.smallDoubt(images, file: file, "objects")
                ?? boxes.partlyFractionsDoubt(images, file: file, "objects")
                ?? boxes.outsideDoubt(images, file: file, "objects") ?? areaDoubt(file),
            emptyAreaDoubt(file), repeatedDoubt(file),
        ].compactMap(\.self)
    }

    /// Objects whose area is larger than their box, which no part of a box is.
    private func areaDoubt(_ file: String) -> InputDoubt? {
        let larger = (0..<boxes.count).filter { areas[$0].isFinite && areas[$0] > boxes[$0].area * 1.02 + 1 }
        guard let first = larger.first, larger.count > 4, larger.count * 2 >= boxes.count else { return nil }
        return InputDoubt(
            .boxForm, at: Place(file: file, field: "annotations[\(boxes.entry[first])].area"),
            "\(larger.count) of \(boxes.count) objects have an area larger than width times height of their box, the first "
                + "\(Box.text(areas[first])) in a box of \(Box.text(boxes[first].width)) x \(Box.text(boxes[first].height))",
            suggestion: "were the boxes scaled, or written in another form, and the areas not?")
    }

    /// Objects that all have no area, or one that was divided by their image's: a size in COCO's sense is told by it. The area of
    /// a mask is less than its box, but never so little of all.
    private func emptyAreaDoubt(_ file: String) -> InputDoubt? {
        let shown = (0..<boxes.count).filter { !isCrowd[$0] && boxes[$0].area > 0 && areas[$0].isFinite }
        guard let first = shown.first, shown.count > 4 else { return nil }
        let empty = shown.allSatisfy { areas[$0] == 0 }
        let shares = shown.count { index in
            let of = images[Int(boxes.image[index])]
            guard let width = of.width, let height = of.height, width * height > 1 else { return false }
            let share = boxes[index].area / (width * height)
            return abs(areas[index] - share) <= 0.05 * share
        }
        guard empty || shares * 2 > shown.count else { return nil }
        return InputDoubt(
            .objectAreas, at: Place(file: file, field: "annotations[\(boxes.entry[first])].area"),
            empty
                ? "all \(shown.count) objects have an area of 0, and boxes that are larger"
                : "\(shares) of \(shown.count) objects have an area that is their box as a share of the image, the first "
                    + "\(areas[first]) and \(boxes[first].text)",
            suggestion:
                "what is small or large is told by it: write square pixels, or leave it out, and width times height is used;"
        )
    }

    /// Objects that stand twice with equal boxes, or boxes that differ by a pixel at the most.
    private func repeatedDoubt(_ file: String) -> InputDoubt? {
        let (count, first) = boxes.repeats(besides: isCrowd)
        guard let first, count * 20 >= min(boxes.count, BoxColumns.mostCompared) else {
            return nearlyRepeatedDoubt(file)
        }
        let words =
            count * 2 >= min(boxes.count, BoxColumns.mostCompared)
            ? "every object is there twice with equal boxes" : "\(count) objects are there twice with equal boxes"
        return InputDoubt(
            .repeatedBoxes, at: Place(file: file, field: "annotations[\(boxes.entry[first])].bbox"), words,
            suggestion: "was one file merged into itself? A second one can never be found;")
    }
}

extension DetectionGroundTruth {
    /// Objects that stand twice with boxes a rounding apart: two files of one data set, merged. Two people, or one that worked
    /// twice, never agree so well on a fifth of all objects, and two objects of a class do not share a place.
    private func nearlyRepeatedDoubt(_ file: String) -> InputDoubt? {
        let (count, first) = boxes.nearRepeats(besides: isCrowd)
        guard let first, count > 4, count * 5 >= min(boxes.count, BoxColumns.mostCompared) else { return nil }
        return InputDoubt(
            .repeatedBoxes, at: Place(file: file, field: "annotations[\(boxes.entry[first])].bbox"),
            "\(count) of \(boxes.count) objects are there a second time, with a box that differs by a pixel at the most",
            suggestion: "were two versions of one file merged? A second one can never be found;")
    }
}
