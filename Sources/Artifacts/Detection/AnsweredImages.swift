import Diagnostics

// A ground truth without the images that results say nothing of, where a team declares that they are of part of the images.

extension DetectionGroundTruth {
    /// The part of it whose images have a detection; `nil` when all have one, or none has.
    func part(answeredBy results: DetectionResults) -> DetectionGroundTruth? {
        var isAnswered = [Bool](repeating: false, count: images.count)
        for image in results.boxes.image { isAnswered[Int(image)] = true }
        let count = isAnswered.count { $0 }
        guard count > 0, count < images.count else { return nil }
        var rank = [Int32](repeating: -1, count: images.count)
        var next: Int32 = 0
        for image in images.indices where isAnswered[image] {
            rank[image] = next
            next += 1
        }
        let kept = (0..<boxes.count).filter { isAnswered[Int(boxes.image[$0])] }
        var part = BoxColumns()
        for index in kept {
            part.append(
                boxes[index], image: rank[Int(boxes.image[index])], category: boxes.category[index],
                entry: Int(boxes.entry[index]))
        }
        var answered = DetectionGroundTruth(
            images: images.indices.filter { isAnswered[$0] }.map { images[$0] },
            imagesInFileOrder: imagesInFileOrder.compactMap { rank[Int($0)] < 0 ? nil : rank[Int($0)] },
            classes: classes,
            boxes: part, areas: kept.map { areas[$0] }, isCrowd: kept.map { isCrowd[$0] }, ids: kept.map { ids[$0] },
            remarks: remarks, objections: objections, imageLookup: imageLookup.mapped(to: rank),
            classLookup: classLookup)
        answered.objectAttributes = objectAttributes.map { $0.gathered(kept) }
        answered.federation = federation?.part(rank)
        return answered
    }
}

extension DetectionResults {
    /// What is said of images with objects on which nothing at all is detected, where there are more than a few.
    func coverageRemark(of truth: DetectionGroundTruth, _ file: String) -> Problem? {
        var hasObject = [Bool](repeating: false, count: truth.images.count)
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            hasObject[Int(truth.boxes.image[index])] = true
        }
        var isAnswered = [Bool](repeating: false, count: truth.images.count)
        for image in boxes.image { isAnswered[Int(image)] = true }
        let wanted = hasObject.indices.filter { hasObject[$0] }
        let bare = wanted.filter { !isAnswered[$0] }
        guard bare.count > 1, bare.count * 20 >= wanted.count else { return nil }
        let place =
            bare == Array(wanted.suffix(bare.count))
            ? ", all at the end of the list" : bare == Array(wanted.prefix(bare.count)) ? ", all at its beginning" : ""
        return Problem(
            .warning, at: Place(file: file),
            "\(bare.count) of \(wanted.count) images with objects have no detection at all\(place)",
            suggestion:
                "where only part of the images was run, say coverage: subset in version.yml: the others are left out")
    }
}
