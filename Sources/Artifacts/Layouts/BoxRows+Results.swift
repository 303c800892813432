import Columns
import Diagnostics
import Formats

extension BoxRows {
    /// The boxes as detections on the images of `truth`: images are joined by id, file name or stem, classes by name or
    /// number. `name` is what messages call the export.
    func results(_ name: String, for truth: DetectionGroundTruth, sizes: PictureSizes) throws -> DetectionResults {
        var problems = problems
        var anomalies = anomalies
        for fault in ordinalFaults(name, truth) { problems.add(fault) }
        try problems.throwIfAny()
        let images = imagesAreOrdinals ? self.images.map { ordinal($0.id, truth) } : joinedImages(truth)
        let classes = self.classes.map { index(ofClass: $0, truth) }
        let only: Int32? = truth.classes.count == 1 ? 0 : nil
        var sizeOf: [Int32: (width: Double, height: Double)] = [:]
        var unsized: Set<Int32> = []
        var unknown = UnknownTargets()
        var boxes = BoxColumns()
        var scores: [Double] = []
        boxes.reserve(rows.count)
        for (number, row) in rows.enumerated() {
            guard let score = row.score else {
                problems.add(LayoutFault.noScore(file: files[Int(row.place.file)], row: Int(row.place.row)))
                continue
            }
            guard let category = row.category.map({ classes[Int($0)] }) ?? only.map({ .some($0) }) else {
                problems.add(LayoutFault.noClass(file: files[Int(row.place.file)], row: Int(row.place.row)))
                continue
            }
            guard let image = images[Int(row.image)] else {
                let id = self.images[Int(row.image)].id
                anomalies.note(.unknownImage, words(row.place)) { id.description }
                unknown.images.note(id)
                continue
            }
            guard let category else {
                let id = row.category.map { self.classes[Int($0)] } ?? .text("")
                anomalies.note(.unknownClass, words(row.place)) { id.description }
                unknown.classes.note(id)
                continue
            }
            var box = row.box
            if row.areShares {
                if sizeOf[image] == nil, !unsized.contains(image) {
                    sizeOf[image] = try size(of: Int(row.image), truth.images[Int(image)], sizes)
                    if sizeOf[image] == nil { unsized.insert(image) }
                }
                guard let size = sizeOf[image] else { continue }
                box = box.scaled(size)
            }
            guard box.isFinite else {
                problems.add(
                    LayoutFault.notABox(file: files[Int(row.place.file)], row: Int(row.place.row), value: box.text))
                continue
            }
            anomalies.note(box, words(row.place))
            if !(0...1).contains(score) { anomalies.note(.scoreRange, words(row.place)) { "\(score)" } }
            boxes.append(box, image: image, category: category, entry: number)
            scores.append(score)
        }
        if let first = unsized.min() {
            problems.add(
                LayoutFault.noSize(
                    file: name, image: truth.images[Int(first)].id.description, count: unsized.count))
        }
        try problems.throwIfAny()
        let found = unknown.findings(name, rows: rows.count, truth, used: boxes)
        scores = anomalies.judged(scores)
        let negative = anomalies.negativeDetections(name, of: boxes.count)
        var objections = ProblemList(negative)
        objections.add(found.objections)
        problems.add(anomalies.remarks(name, besides: found.told.union(negative.isEmpty ? [] : [.negativeBox])))
        problems.add(found.remarks)
        for words in notes + unusedWords() { problems.add(Problem(.note, at: Place(file: name), words)) }
        return DetectionResults(
            boxes: boxes, scores: scores, remarks: problems, objections: objections,
            ofUnknownImages: unknown.images.rows, ofUnknownClasses: unknown.classes.rows)
    }

    private func ordinalFaults(_ name: String, _ truth: DetectionGroundTruth) -> [LayoutFault] {
        var faults: [LayoutFault] = []
        if imagesAreOrdinals, images.count != truth.imagesInFileOrder.count {
            faults.append(
                .otherCount(file: name, lists: images.count, images: truth.imagesInFileOrder.count))
        }
        if classesAreOrdinals {
            let last = classes.compactMap { if case .number(let number) = $0 { number } else { nil } }.max() ?? 0
            if last >= truth.classes.count {
                faults.append(.classBeyond(file: name, number: last, classes: truth.classes.count))
            }
        }
        return faults
    }

    /// The image of a place in the order of the ground truth's file.
    private func ordinal(_ id: Identifier, _ truth: DetectionGroundTruth) -> Int32? {
        guard case .number(let place) = id, truth.imagesInFileOrder.indices.contains(place) else { return nil }
        return truth.imagesInFileOrder[place]
    }

    private func joinedImages(_ truth: DetectionGroundTruth) -> [Int32?] {
        let names = ImageNames(truth)
        let fileNames = OwnNames(images: truth)
        return images.map { image in
            // A file is called like its picture, and the number in that may be the id of another image.
            if let stem = image.stem,
                let found = fileNames.index(ofStem: stem, calledByID: truth.imageLookup.index(alike: image.id))
            {
                return found
            }
            if let file = image.fileName {
                let last = file.split(separator: "/").last.map(String.init) ?? file
                for name in [file, last, ImageNames.stem(file)] {
                    if let found = names.index(of: .text(name)) { return found }
                }
                if let found = truth.imageLookup.index(alike: .text(ImageNames.stem(file))) { return found }
            }
            return truth.imageLookup.index(alike: image.id) ?? names.index(of: image.id)
        }
    }

    private func index(ofClass id: Identifier, _ truth: DetectionGroundTruth) -> Int32? {
        if classesAreOrdinals, case .number(let place) = id {
            return truth.classes.indices.contains(place) ? Int32(truncatingIfNeeded: place) : nil
        }
        let names = OwnNames(classes: truth)
        switch id {
        case .text(let name):
            return names.index(of: name, calledByID: nil) ?? truth.classLookup.index(alike: id)
        case .number(let number):
            if let name = classNames[number], let found = names.index(of: name, calledByID: nil) { return found }
            return truth.classLookup.index(alike: id) ?? names.index(of: String(number), calledByID: nil)
        }
    }

    private func size(
        of image: Int, _ known: DetectionGroundTruth.Image, _ sizes: PictureSizes
    ) throws -> (width: Double, height: Double)? {
        if let width = known.width, let height = known.height { return (width, height) }
        if let width = images[image].width, let height = images[image].height { return (width, height) }
        return try sizes.size(of: Image(id: known.id, fileName: known.fileName ?? images[image].fileName))
    }
}
