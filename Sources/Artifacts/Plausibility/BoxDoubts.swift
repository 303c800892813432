// What is doubted about the boxes of a detector: their form, their places, and whether they stand twice; of the objects alone see
// `ObjectDoubts.swift`.

import Columns
import Diagnostics

extension DetectionResults {
    /// What looks like a slip of the results for a ground truth, of whose image and class `cap` detections count; `known` are
    /// the doubts about the ground truth: what is compared with boxes of a doubted form says nothing of the results.
    public func inputDoubts(
        for truth: DetectionGroundTruth, file: String, cap: Int = 100, besides known: [InputDoubt] = []
    ) -> [InputDoubt] {
        let sample = BoxSample(truth, self)
        let isComparable = !known.contains { $0.kind == .boxForm }
        let form = isComparable ? BoxFormSearch(sample).found : nil
        let formDoubt = form.map { found in
            InputDoubt(
                .boxForm, at: Place(file: file, field: "bbox"),
                "detections look \(found.words): read so, a box overlaps \(found.met) of \(found.objects) objects with an "
                    + "IoU of 0.5 or more, and \(found.metAsGiven) as they are"
                    + (boxes.outsideWords(truth.images).map { "; \($0)" } ?? ""),
                suggestion: found.way)
        }
        let order = isComparable ? orderDoubt(truth, sample, file) : nil
        let isRight = isComparable ? meetOwnClass(truth, most: BoxColumns.mostCompared) : []
        let ofScores = constantDoubt(truth, file) ?? (isComparable ? invertedDoubt(meeting: isRight, file) : nil)
        let ofPlaces =
            formDoubt ?? boxes.partlyFractionsDoubt(
                truth.images, file: file, "detections", meeting: truth.boxes) ?? order
            ?? (isComparable ? movedDoubt(truth, meeting: isRight, file) : nil) ?? placeDoubt(truth, file)
        return [
            copiedDoubt(truth, file) ?? ofPlaces, classDoubt(truth, file) ?? oneClassDoubt(truth, file),
            repeatedDoubt(file),
            capDoubt(truth, file, cap), ofScores,
        ].compactMap(\.self)
    }

    /// Boxes that leave their images, or fill a corner of them.
    private func placeDoubt(_ truth: DetectionGroundTruth, _ file: String) -> InputDoubt? {
        let (images, noun) = (truth.images, "detections")
        return boxes.cornerDoubt(images, file: file, noun) ?? boxes.halfOffDoubt(images, file: file, noun)
            ?? boxes.smallDoubt(images, file: file, noun) ?? boxes.outsideDoubt(images, file: file, noun)
    }

    /// Images with objects that lie together in the list and have no detection at all.
    public func neverRun(on truth: DetectionGroundTruth, file: String) -> InputDoubt? {
        NeverRun(truth, self, [], file: file).doubt
    }

    /// Scores that are all the same: no detection is surer than another, and average precision depends on how images and
    /// rows are numbered. Where all detections are right, or none is, no order changes it.
    private func constantDoubt(_ truth: DetectionGroundTruth, _ file: String) -> InputDoubt? {
        guard let first = scores.first, scores.allSatisfy({ $0 == first }) else { return nil }
        if first == -1 {
            return InputDoubt(
                .constantConfidence, at: Place(file: file, field: "score"),
                "the score is -1 in every detection, which stands for none: the order of images and rows decides AP",
                suggestion: "write the detector's scores: trackers leave them out of MOT text;")
        }
        guard count >= ClassPermutation.fewestRows else { return nil }
        let hits = meetOwnClass(truth).count { $0 }
        guard hits > 0, hits < count else { return nil }
        return InputDoubt(
            .constantConfidence, at: Place(file: file, field: "score"),
            "the score is \([InputDoubt].short(first)) in every detection, so that the order of images and rows decides AP",
            suggestion: "was it filled in? write the model's scores;")
    }

    /// Boxes that are those of other images.
    private func orderDoubt(_ truth: DetectionGroundTruth, _ sample: BoxSample, _ file: String) -> InputDoubt? {
        guard let found = ImageOrderSearch(truth, self, sample).found else { return nil }
        return InputDoubt(
            .imageOrder, at: Place(file: file, field: "image_id"),
            "detections look \(found.words): read so, a box overlaps \(found.met) of \(found.objects) objects with an "
                + "IoU of 0.5 or more, and \(found.metAsGiven) of \(sample.objects) as they are",
            suggestion: "were the images numbered anew? give the results their own list \"images\" with file names;")
    }

    /// Classes that are permuted, by the boxes that meet an object whatever their class.
    private func classDoubt(_ truth: DetectionGroundTruth, _ file: String) -> InputDoubt? {
        let pairs = MetObjects(truth, self).pairs
        let names = truth.classes.map { ClassName($0.name) }
        let (objects, answers) = (pairs.map(\.object), pairs.map(\.answer))
        guard let found = ClassPermutation(labels: objects, answers: answers, classes: truth.classes.count) else {
            return RelabelledBlock(labels: objects, answers: answers, classes: truth.classes.count).map { block in
                InputDoubt(
                    .classOrder, at: Place(file: file, field: "category_id"),
                    "boxes are right and classes are permuted in the \(block.rows.lowerBound == 0 ? "first" : "last") "
                        + "\(block.rows.count) of \(pairs.count) objects that a box meets, and not in the others: "
                        + "\([InputDoubt].short(block.found.relabelled * 100)) % of them would be of the right class under another "
                        + "numbering and \([InputDoubt].short(block.found.accuracy * 100)) % are: \(block.found.words(names))",
                    suggestion: "were two exports joined that number the classes otherwise?")
            }
        }
        let cause: String =
            switch found.cause(names) {
            case .oneLower: "class ids look one lower than those of the ground truth;"
            case .oneHigher: "class ids look one higher than those of the ground truth;"
            case .textOrder, nil: "are the ids of another list? give the results their own list \"categories\";"
            }
        return InputDoubt(
            .classOrder, at: Place(file: file, field: "category_id"),
            "boxes are right and classes are permuted one for one: of \(pairs.count) objects that a box meets, "
                + "\([InputDoubt].short(found.relabelled * 100)) % would be of the right class under another numbering and "
                + "\([InputDoubt].short(found.accuracy * 100)) % are: \(found.words(names))",
            suggestion: cause)
    }

    /// Detections that are all of one class, where boxes meet objects of others.
    private func oneClassDoubt(_ truth: DetectionGroundTruth, _ file: String) -> InputDoubt? {
        guard count >= ClassPermutation.fewestRows, let only = boxes.category.first,
            boxes.category.allSatisfy({ $0 == only })
        else { return nil }
        let pairs = MetObjects(truth, self).pairs
        let others = pairs.count { $0.object != only }
        guard others >= 10, others * 3 >= pairs.count else { return nil }
        return InputDoubt(
            .oneClass, at: Place(file: file, field: "category_id"),
            "all \(count) detections are of class \(truth.classes[Int(only)].name), and \(others) of the \(pairs.count) objects "
                + "that a box meets are of others",
            suggestion: "was the class lost on the way? write category_id of every detection;")
    }

    /// Detections that stand twice.
    private func repeatedDoubt(_ file: String) -> InputDoubt? {
        let (count, first) = boxes.repeats(besides: nil, scores: scores)
        guard let first, count * 20 >= min(boxes.count, BoxColumns.mostCompared) else { return nil }
        return InputDoubt(
            .repeatedBoxes, at: Place(file: file, field: "[\(boxes.entry[first])]"),
            "\(count) of \(min(boxes.count, BoxColumns.mostCompared)) detections repeat another one exactly, score included",
            suggestion: "were two runs joined? The second of each is counted as false;")
    }

    /// Images that have the same detections to the last digit: those of one image written for others. Half of the images that have
    /// any, and twenty at least; of one detection each a thing that never moves may look so, and is looked for where it is.
    private func copiedDoubt(_ truth: DetectionGroundTruth, _ file: String) -> InputDoubt? {
        var found = [[Int]](repeating: [], count: truth.images.count)
        for index in 0..<min(count, BoxColumns.mostCompared) { found[Int(boxes.image[index])].append(index) }
        let images = found.indices.filter { !found[$0].isEmpty }
        // Lists that are the same begin with the same score; of most results that is enough to know.
        let first = images.reduce(into: [Double: Int]()) { $0[scores[found[$1][0]], default: 0] += 1 }
        guard images.count >= ClassPermutation.fewestRows, (first.values.max() ?? 0) * 2 >= images.count else {
            return nil
        }
        let lists = Dictionary(grouping: images) { image in
            found[image].map { index in
                let box = boxes[index]
                return [Double(boxes.category[index]), scores[index], box.x, box.y, box.width, box.height]
            }
        }
        guard let (list, same) = lists.max(by: { ($0.value.count, $1.value[0]) < ($1.value.count, $0.value[0]) }),
            list.count > 1, same.count >= ClassPermutation.fewestRows, same.count * 2 >= images.count
        else { return nil }
        return InputDoubt(
            .imageOrder, at: Place(file: file),
            "\(same.count) of \(images.count) images have the same \(list.count) detections, to the last digit",
            suggestion: "were those of one image written for all?")
    }

    /// Objects that no detections can find, because only so many of an image and class count.
    private func capDoubt(_ truth: DetectionGroundTruth, _ file: String, _ cap: Int) -> InputDoubt? {
        func counts(_ boxes: BoxColumns, _ isLeftOut: (Int) -> Bool) -> [Int: Int] {
            var counts: [Int: Int] = [:]
            for index in 0..<boxes.count where !isLeftOut(index) {
                counts[Int(boxes.image[index]) * truth.classes.count + Int(boxes.category[index]), default: 0] += 1
            }
            return counts
        }
        let objects = counts(truth.boxes) { truth.isCrowd[$0] }
        let unreachable = objects.values.reduce(0) { $0 + max(0, $1 - cap) }
        let cut = counts(boxes) { _ in false }.values.reduce(0) { $0 + max(0, $1 - cap) }
        guard unreachable > 0 else { return nil }
        return InputDoubt(
            .detectionCap, at: Place(file: file),
            "\(unreachable) of \(truth.boxes.count) objects cannot be found with \(cap) detections an image and class"
                + "\(cap == 100 ? ", as COCO counts" : ""): \(cut) detections were cut there",
            suggestion: "say max_detections: \(max(300, objects.values.max() ?? 0)) in misread.yml to count more;")
    }
}

extension BoxColumns {
    /// Boxes of a file that are compared with one another, from the first.
    static let mostCompared = 200_000

    /// How many boxes repeat an earlier one of the same image and class, and the first that does.
    func repeats(besides isLeftOut: [Bool]?, scores: [Double]? = nil) -> (count: Int, first: Int?) {
        let looked = min(count, Self.mostCompared)
        var seen = Set<BoxKey>(minimumCapacity: looked)
        var (repeats, first) = (0, Int?.none)
        for index in 0..<looked where isLeftOut?[index] != true {
            let key = BoxKey(image: image[index], category: category[index], box: self[index], score: scores?[index])
            if !seen.insert(key).inserted {
                repeats += 1
                if first == nil { first = index }
            }
        }
        return (repeats, first)
    }

    /// How many boxes lie within a pixel of an earlier one of the same image and class, edge by edge, and overlap it by four
    /// fifths; each box is the second of one pair at the most. With the first that does.
    func nearRepeats(besides isLeftOut: [Bool]) -> (count: Int, first: Int?) {
        struct Group: Hashable {
            let image: Int32
            let category: Int32
        }
        var groups: [Group: [Int]] = [:]
        for index in 0..<Swift.min(count, Self.mostCompared) where !isLeftOut[index] {
            groups[Group(image: image[index], category: category[index]), default: []].append(index)
        }
        var repeats: [Int] = []
        for group in groups.values where group.count > 1 {
            let sorted = group.sorted { x[$0] != x[$1] ? x[$0] < x[$1] : $0 < $1 }
            var isTaken = [Bool](repeating: false, count: sorted.count)
            for (place, one) in sorted.enumerated() where !isTaken[place] {
                var other = place + 1
                while other < sorted.count, x[sorted[other]] - x[one] <= 1 {
                    let (a, b) = (self[one], self[sorted[other]])
                    let isNear =
                        abs(a.y - b.y) <= 1 && abs(a.width - b.width) <= 1 && abs(a.height - b.height) <= 1
                        && a.overlap(b) >= 0.8
                    if isNear, !isTaken[other] {
                        isTaken[other] = true
                        repeats.append(Swift.max(one, sorted[other]))
                        break
                    }
                    other += 1
                }
            }
        }
        return (repeats.count, repeats.min())
    }

    /// Boxes that lie half of their size off: centres where corners are expected leave their image to the right and below, and
    /// corners where centres are expected to the left and above. A twentieth does, and five at least, none leaves it on the other
    /// side, and none leaves it at all when they are put right. Boxes that are right but reach out of their image have some that
    /// begin at its other edge, and these would leave it then.
    func halfOffDoubt(
        _ images: [DetectionGroundTruth.Image], file: String, _ noun: String
    ) -> InputDoubt? {
        // Boxes that leave on the right or below, on the left or above, as they are and moved by half of their size.
        var (sized, after, before, movedBack, movedOn) = (0, 0, 0, 0, 0)
        for index in 0..<count {
            let (box, of) = (self[index], images[Int(image[index])])
            guard let width = of.width, let height = of.height, width > 0, height > 0 else { continue }
            sized += 1
            func leaves(_ part: Double) -> (before: Bool, after: Bool) {
                let (x, y) = (box.x + part * box.width, box.y + part * box.height)
                return (
                    x < -0.02 * width - 1 || y < -0.02 * height - 1,
                    x + box.width > 1.02 * width + 1 || y + box.height > 1.02 * height + 1
                )
            }
            let (given, back, on) = (leaves(0), leaves(-0.5), leaves(0.5))
            if given.after { after += 1 }
            if given.before { before += 1 }
            if back.before || back.after { movedBack += 1 }
            if on.before || on.after { movedOn += 1 }
        }
        guard sized >= 20 else { return nil }
        let isMany = { (count: Int) in count >= 5 && count * 20 >= sized }
        let areCentres = isMany(after) && before == 0 && movedBack == 0
        guard areCentres || isMany(before) && after == 0 && movedOn == 0 else { return nil }
        return InputDoubt(
            .boxForm, at: Place(file: file, field: "bbox"),
            areCentres
                ? "\(noun) look like centre x, centre y, width, height: \(after) of \(sized) boxes reach out of their image to the "
                    + "right or below, and none does when they are read so"
                : "\(noun) look like x, y, width, height where the centre is expected: \(before) of \(sized) boxes reach out of "
                    + "their image to the left or above, and none does when they are read so",
            suggestion: areCentres
                ? "write x, y, width, height in pixels of the image;"
                : "write the centre and the size, as the format asks;")
    }

    /// Boxes that leave their image, of those whose image has a size, with the first number that does.
    fileprivate func outside(_ images: [DetectionGroundTruth.Image]) -> (count: Int, sized: Int, example: String?) {
        var (count, sized, example) = (0, 0, String?.none)
        for index in 0..<self.count {
            let of = images[Int(image[index])]
            guard let width = of.width, let height = of.height, width > 0, height > 0 else { continue }
            sized += 1
            let box = self[index]
            let (right, bottom) = (box.x + box.width, box.y + box.height)
            guard right > width * 1.02 + 1 || bottom > height * 1.02 + 1 else { continue }
            count += 1
            if example == nil {
                example =
                    right > width * 1.02 + 1
                    ? "\(Box.text(right.rounded())) > \(Box.text(width))"
                    : "\(Box.text(bottom.rounded())) > \(Box.text(height))"
            }
        }
        return (count, sized, example)
    }

    /// How many boxes reach out of their image, in words; `nil` for few.
    fileprivate func outsideWords(_ images: [DetectionGroundTruth.Image]) -> String? {
        let (count, sized, example) = outside(images)
        guard let example, count * 20 >= sized else { return nil }
        return "\(count) of \(sized) boxes reach out of their image (\(example))"
    }

    /// Images whose width and height were exchanged: boxes reach out of them, and none does when the two are.
    func swappedSizeDoubt(_ images: [DetectionGroundTruth.Image], file: String) -> InputDoubt? {
        let (count, sized, example) = outside(images)
        guard let example, count > 2, count * 20 >= sized else { return nil }
        let turned = images.map {
            DetectionGroundTruth.Image(id: $0.id, fileName: $0.fileName, width: $0.height, height: $0.width)
        }
        guard outside(turned).count == 0 else { return nil }
        return InputDoubt(
            .boxForm, at: Place(file: file, field: "images"),
            "width and height of the images look exchanged: \(count) of \(sized) boxes reach out of their image (\(example)), and "
                + "none does when they are read the other way round",
            suggestion: "write width and height of the pictures;")
    }

    /// Boxes that are two corners: many leave their image as they are, and none does when it is read so.
    func cornerDoubt(_ images: [DetectionGroundTruth.Image], file: String, _ noun: String) -> InputDoubt? {
        let (count, sized, example) = outside(images)
        guard let example, count * 5 >= sized, sized > 0 else { return nil }
        for index in 0..<self.count {
            let (box, of) = (self[index], images[Int(image[index])])
            guard box.width > box.x, box.height > box.y else { return nil }
            if let width = of.width, box.width > width * 1.02 + 1 { return nil }
            if let height = of.height, box.height > height * 1.02 + 1 { return nil }
        }
        return InputDoubt(
            .boxForm, at: Place(file: file, field: "bbox"),
            "\(noun) look like x1, y1, x2, y2: \(count) of \(sized) boxes reach out of their image (\(example)), and none "
                + "does when they are read so",
            suggestion: "write x, y, width, height in pixels of the image;")
    }

    /// Boxes that are all so small, or all so near the corner that is counted from, that they were measured in something
    /// else than pixels of their image: where both files are, nothing is missed and nothing shows it.
    func smallDoubt(_ images: [DetectionGroundTruth.Image], file: String, _ noun: String) -> InputDoubt? {
        guard count > 1 else { return nil }
        let isTiny = { (length: Double?) in length.map { $0 < 8 } ?? false }
        var (right, bottom, x, y) = (0.0, 0.0, 0.0, 0.0)
        var sized: Set<Int32> = []
        var isAllSized = true
        for index in 0..<count {
            let (box, of) = (self[index], images[Int(image[index])])
            (right, bottom) = (max(right, box.x + box.width), max(bottom, box.y + box.height))
            if isTiny(of.width) || isTiny(of.height) { return nil }
            guard let width = of.width, let height = of.height else {
                isAllSized = false
                continue
            }
            sized.insert(image[index])
            (x, y) = (max(x, (box.x + box.width) / width), max(y, (box.y + box.height) / height))
        }
        let place = Place(file: file, field: "bbox")
        if right > 0, bottom > 0, right <= 1.5, bottom <= 1.5 {
            return InputDoubt(
                .boxForm, at: place,
                "\(noun) look like fractions of the image: all \(count) lie within \([InputDoubt].short(right)) x "
                    + "\([InputDoubt].short(bottom)) pixels",
                suggestion: "write x, y, width, height in pixels of the image;")
        }
        if count >= 20, sized.count > 4,
            (0..<count).allSatisfy({ self[$0].x == self[0].x && self[$0].y == self[0].y }),
            Set((0..<count).map { self[$0] }).count > 4
        {
            return InputDoubt(
                .boxForm, at: place,
                "all \(count) \(noun) begin at one place of their images, [\(Box.text(self[0].x)), \(Box.text(self[0].y))]",
                suggestion: "were x and y filled in?")
        }
        // Boxes that are all alike say nothing of where boxes may lie.
        let distinct = Set((0..<Swift.min(count, Self.mostCompared)).map { self[$0] }).count
        guard isAllSized, distinct >= 20, sized.count > 4, x <= 0.5, y <= 0.5 else { return nil }
        let isPercent = 60...100 ~= right && 60...100 ~= bottom
        guard isPercent || x > 0.25 && y > 0.25 else { return nil }
        return InputDoubt(
            .boxForm, at: place,
            "all \(count) \(noun) lie in the upper left quarter of their images, none further than \([InputDoubt].short(x)) of "
                + "the width and \([InputDoubt].short(y)) of the height",
            suggestion: isPercent ? "are they percent of the image?" : "are they pixels of a smaller image?")
    }

    /// Boxes whose middle lies outside their image.
    func outsideDoubt(_ images: [DetectionGroundTruth.Image], file: String, _ noun: String) -> InputDoubt? {
        var (count, first) = (0, Int?.none)
        for index in 0..<self.count {
            let (box, of) = (self[index], images[Int(image[index])])
            guard let width = of.width, let height = of.height, width > 0, height > 0 else { continue }
            let (x, y) = (box.x + box.width / 2, box.y + box.height / 2)
            if x < 0 || y < 0 || x > width || y > height {
                count += 1
                if first == nil { first = index }
            }
        }
        // A few false detections may lie anywhere, and one label of a thousand slips without the file being in another form.
        guard let first, count * (noun == "objects" ? 100 : 10) >= self.count else { return nil }
        let of = images[Int(image[first])]
        let name = of.fileName ?? of.id.description
        return InputDoubt(
            .boxForm, at: Place(file: file, field: "bbox"),
            "\(count) of \(self.count) \(noun) \(count == 1 ? "lies" : "lie") outside "
                + "\(count == 1 ? "its image" : "their images"), the first in \(name): \(self[first].text)",
            suggestion: isPercent(images)
                ? "are they percent of the image where shares of it are expected, 0...1? divide them by 100;"
                : "are they pixels of another size, or fractions taken for pixels?")
    }

    /// Whether boxes would lie in their images, and fill parts of them, if all numbers were a hundredth.
    private func isPercent(_ images: [DetectionGroundTruth.Image]) -> Bool {
        var (fits, count, most) = (0, 0, 0.0)
        for index in 0..<self.count {
            let (box, of) = (self[index], images[Int(image[index])])
            guard let width = of.width, let height = of.height, width > 0, height > 0 else { continue }
            count += 1
            let (right, bottom) = ((box.x + box.width) / width, (box.y + box.height) / height)
            most = max(most, right, bottom)
            if box.x / width > -1, box.y / height > -1, right <= 101, bottom <= 101 { fits += 1 }
        }
        return count > 0 && fits * 20 >= count * 19 && most > 20
    }
}

/// A box as it is told from others.
private struct BoxKey: Hashable {
    let image: Int32
    let category: Int32
    let box: Box
    let score: Double?
}
